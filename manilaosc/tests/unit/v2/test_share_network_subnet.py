#    Licensed under the Apache License, Version 2.0 (the "License"); you may
#    not use this file except in compliance with the License. You may obtain
#    a copy of the License at
#
#         http://www.apache.org/licenses/LICENSE-2.0
#
#    Unless required by applicable law or agreed to in writing, software
#    distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
#    WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
#    License for the specific language governing permissions and limitations
#    under the License.

from unittest import mock

from openstack import exceptions

from manilaosc.tests.unit import fakes
from manilaosc.tests.unit.v2 import _properties
from manilaosc.v2 import share_network_subnet

UUID = '9c7a0e5e-2d5b-4b5e-8a6c-0d3a3f0b6f11'
SHOW = (
    'id',
    'availability_zone',
    'share_network_id',
    'share_network_name',
    'created_at',
    'segmentation_id',
    'neutron_subnet_id',
    'updated_at',
    'neutron_net_id',
    'ip_version',
    'cidr',
    'network_type',
    'mtu',
    'gateway',
)


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.net = self.make('active')
        self.client.find_share_network.return_value = self.net
        self.client.get_share_network.return_value = self.net
        self.subnet = fakes.resource(
            'share_network_subnet', id='subnet-id', metadata={'a': 'b'}
        )
        for verb in ('create', 'get'):
            method = getattr(self.client, f'{verb}_share_network_subnet')
            method.return_value = self.subnet

    def make(self, status):
        return fakes.resource(
            'share_network', id='net-id', name='net', status=status
        )


class TestCreate(TestCase):
    command = share_network_subnet.CreateShareNetworkSubnet

    def test_create(self):
        create = self.client.create_share_network_subnet
        for args, attrs in (
            ([], {}),
            (['--availability-zone', 'nova'], {'availability_zone': 'nova'}),
            (
                ['--neutron-net-id', UUID, '--neutron-subnet-id', UUID],
                {'neutron_net_id': UUID, 'neutron_subnet_id': UUID},
            ),
            (['--property', 'a=b'], {'metadata': {'a': 'b'}}),
        ):
            result = self.run_cmd('net', *args)
            create.assert_called_with('net-id', **attrs)
        self.assertEqual((*SHOW, 'metadata'), result.columns)
        self.assertEqual({'a': 'b'}, result.fields['metadata'])
        self.client.get_share_network.assert_not_called()

    def test_id_is_not_looked_up(self):
        self.run_cmd(UUID)
        self.check_not_fetched('find_share_network', UUID)
        self.client.create_share_network_subnet.assert_called_with(UUID)

    def test_wait(self):
        fetch = self.enterContext(mock.patch.object(type(self.net), 'fetch'))
        fetch.side_effect = [self.make('network_change'), self.net]
        self.run_cmd('net', '--wait')
        self.client.get_share_network_subnet.assert_called_once_with(
            'net-id', self.subnet
        )

    def test_wait_fails(self):
        self.client.user_messages.return_value = []
        fetch = self.enterContext(mock.patch.object(type(self.net), 'fetch'))
        fetch.side_effect = [self.make('network_change'), self.make('error')]
        result = self.run_cmd(
            'net', '--wait', fail=True, stderr='share network net went to'
        )
        # The resource is shown, so that users can clean up
        self.assertEqual('subnet-id', result.fields['id'])

    def test_check(self):
        check = self.client.check_share_network_subnet_create
        for option, reset in (('--check-only', False), ('--restart', True)):
            check.reset_mock()
            check.side_effect = [
                {'compatible': None, 'hosts_check_result': {'h@a': None}},
                {'compatible': True, 'hosts_check_result': {'h@a': True}},
            ]
            result = self.run_cmd('net', option, '--availability-zone', 'x')
            self.assertEqual(
                {'compatible': True, 'hosts_check_result': {'h@a': True}},
                result.fields,
            )
            self.assertEqual(
                [('net-id', reset), ('net-id', False)],
                [call.args for call in check.mock_calls],
            )
            self.assertEqual(
                {'availability_zone': 'x'}, check.call_args.kwargs
            )
        self.client.create_share_network_subnet.assert_not_called()

    def test_check_fails(self):
        check = self.client.check_share_network_subnet_create
        check.return_value = {'compatible': False}
        result = self.run_cmd(
            'net', '--check-only', '-f', 'json',
            fail=True, stderr="cannot be added to share network 'net'",
        )  # fmt: skip
        self.assertEqual({'compatible': False}, result.json())

    def test_check_creates_no_properties(self):
        self.run_cmd(
            'net', '--check-only', '--property', 'a=b',
            fail=True, stderr='--property cannot be combined with a check',
        )  # fmt: skip
        self.client.check_share_network_subnet_create.assert_not_called()

    def test_min_versions(self):
        self.assert_min_version('2.51', 'net')
        for option in ('--check-only', '--restart-check'):
            self.assert_min_version('2.70', 'net', option, what=option)
        self.assert_min_version(
            '2.78', 'net', '--property', 'a=b', what='--property'
        )
        self.use_microversion('2.51')
        self.run_cmd('net')
        self.client.create_share_network_subnet.assert_called_with('net-id')


class TestDelete(TestCase):
    command = share_network_subnet.DeleteShareNetworkSubnet

    def test_delete(self):
        self.run_cmd('net', 'a', 'b')
        self.client.find_share_network.assert_called_once()
        self.assertEqual(
            {('net-id', 'a'), ('net-id', 'b')},
            {
                call.args
                for call in self.client.delete_share_network_subnet.mock_calls
            },
        )
        self.client.get_share_network_subnet.assert_not_called()

    def test_wait(self):
        fetch = self.enterContext(
            mock.patch.object(type(self.subnet), 'fetch')
        )
        fetch.side_effect = [self.subnet, exceptions.NotFoundException()]
        self.run_cmd('net', 'a', '--wait')
        self.client.delete_share_network_subnet.assert_called_once_with(
            'net-id', self.subnet, ignore_missing=False
        )
        self.assertEqual(2, fetch.call_count)

    def test_continues_after_failure(self):
        self.client.delete_share_network_subnet.side_effect = [
            exceptions.NotFoundException('no such subnet'),
            None,
        ]
        self.run_cmd(
            'net', 'a', 'b',
            fail=True,
            stderr='subnet with ID .*no such subnet\n1 of 2 share network',
        )  # fmt: skip

    def test_min_version(self):
        self.assert_min_version('2.51', 'net', 'a')


class TestList(TestCase):
    command = share_network_subnet.ListShareNetworkSubnet

    def test_list(self):
        for args, count in (([], 5), (['--long'], 13)):
            self.client.share_network_subnets.return_value = iter(
                [self.subnet]
            )
            result = self.run_cmd('net', *args)
            self.client.share_network_subnets.assert_called_with('net-id')
            self.assertEqual(
                ('ID', 'Availability Zone', 'Neutron Net ID'),
                result.columns[:3],
            )
            self.assertEqual(count, len(result.columns))
        self.assertEqual({'a': 'b'}, result.rows[0][-1])

    def test_min_version(self):
        self.assert_min_version('2.51', 'net')


class TestShow(TestCase):
    command = share_network_subnet.ShowShareNetworkSubnet

    def test_show(self):
        result = self.run_cmd('net', 'x')
        self.client.get_share_network_subnet.assert_called_once_with(
            'net-id', 'x'
        )
        self.assertEqual((*SHOW, 'properties'), result.columns)

    def test_one_request_for_ids(self):
        self.run_cmd(UUID, 'x')
        self.check_not_fetched('find_share_network', UUID)

    def test_missing(self):
        self.client.get_share_network_subnet.side_effect = (
            exceptions.NotFoundException('no such subnet')
        )
        result = self.run_cmd('net', 'x', fail=True, stderr='no such subnet')
        self.assertEqual('', result.out)

    def test_min_version(self):
        self.assert_min_version('2.51', 'net', 'x')


class TestSet(TestCase):
    command = share_network_subnet.SetShareNetworkSubnet

    def test_set(self):
        for args, properties, replace in (
            (['--property', 'a=b'], {'a': 'b'}, False),
            (['--property', 'a=b', '--no-property'], {'a': 'b'}, True),
            (['--no-property'], None, True),
        ):
            self.run_cmd('net', 'x', *args)
            self.client.set_share_network_subnet_metadata.assert_called_with(
                'net-id', 'x', properties, replace=replace
            )

    def test_no_options(self):
        self.run_cmd('net', 'x')
        self.client.set_share_network_subnet_metadata.assert_not_called()

    def test_min_version(self):
        for argument in ('--property=a=b', '--no-property'):
            option = argument.partition('=')[0]
            self.assert_min_version('2.78', 'net', 'x', argument, what=option)


class TestUnset(TestCase):
    command = share_network_subnet.UnsetShareNetworkSubnet

    def test_unset(self):
        delete = self.client.delete_share_network_subnet_metadata
        self.run_cmd('net', 'x', '--property', 'a', '--property', 'a')
        delete.assert_called_once_with(
            'net-id', 'x', ['a'], ignore_missing=False
        )
        delete.reset_mock()
        self.run_cmd('net', 'x')
        delete.assert_not_called()

    def test_min_version(self):
        self.assert_min_version(
            '2.78', 'net', 'x', '--property', 'a', what='--property'
        )


class TestProperties(_properties.Mixin, TestCase):
    command = share_network_subnet.ShowShareNetworkSubnetProperties
    kind = 'share_network_subnet'
    argv = (UUID, 'subnet-id')
    fetch = 'fetch_share_network_subnet_metadata'
    min_version = '2.78'

    def owner(self):
        # Subnets have no names, and IDs are not looked up
        self.check_not_fetched('find_share_network', UUID)
        return (UUID, 'subnet-id')
