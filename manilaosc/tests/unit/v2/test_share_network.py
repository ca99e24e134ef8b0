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
from manilaosc.tests.unit.v2 import _waiting
from manilaosc.v2 import share_network

UUID = '9c7a0e5e-2d5b-4b5e-8a6c-0d3a3f0b6f11'


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.net = self.make('active')
        self.client.find_share_network.return_value = self.net
        self.client.create_share_network.return_value = self.net
        self.client.find_security_service.side_effect = (
            lambda name, ignore_missing, **query: mock.Mock(id=f'{name}-id')
        )

    def make(self, status):
        subnet = {'id': 'subnet-id', 'cidr': '10.0.0.0/24', 'metadata': {}}
        return fakes.resource(
            'share_network',
            id='net-id',
            name='net',
            status=status,
            share_network_subnets=[subnet],
        )

    def passes_through(self, *states):
        """Make the share network go through these states when fetched."""
        fetch = self.enterContext(mock.patch.object(type(self.net), 'fetch'))
        fetch.side_effect = [self.make(state) for state in states]


class TestCreate(TestCase):
    command = share_network.CreateShareNetwork

    def test_create(self):
        for args, attrs in (
            ([], {}),
            (['--name', 'net'], {'name': 'net'}),
            (
                ['--description', '', '--availability-zone', 'nova'],
                {'description': '', 'availability_zone': 'nova'},
            ),
            (
                ['--neutron-net-id', UUID, '--neutron-subnet-id', UUID],
                {'neutron_net_id': UUID, 'neutron_subnet_id': UUID},
            ),
        ):
            self.run_cmd(*args)
            self.client.create_share_network.assert_called_with(**attrs)
        self.network.find_network.assert_not_called()

    def test_neutron_names(self):
        self.network.find_network.return_value = mock.Mock(id='n')
        self.network.find_subnet.return_value = mock.Mock(id='s')
        self.run_cmd('--neutron-net-id', 'a', '--neutron-subnet-id', 'b')
        self.client.create_share_network.assert_called_with(
            neutron_net_id='n', neutron_subnet_id='s'
        )
        self.network.find_network.side_effect = exceptions.NotFoundException(
            'No Network found for a'
        )
        self.run_cmd('--neutron-net-id', 'a', fail=True, stderr='No Network')
        self.client.create_share_network.assert_called_once()

    def test_shown(self):
        result = self.run_cmd('-f', 'json')
        (subnet,) = result.json()['share_network_subnets']
        self.assertEqual('10.0.0.0/24', subnet['cidr'])
        self.assertEqual({}, subnet['metadata'])
        self.assertEqual('active', result.json()['status'])
        self.assertNotIn('cidr', result.fields)
        self.assertIn('cidr = 10.0.0.0/24', self.run_cmd().out)

    def test_min_version_of_availability_zone(self):
        self.assert_min_version(
            '2.51', '--availability-zone', 'x', what='--availability-zone'
        )
        # Before subnets, the network itself had these fields
        result = self.run_cmd()
        self.assertIn('cidr', result.fields)


class TestDelete(TestCase):
    command = share_network.DeleteShareNetwork

    def test_delete(self):
        other = fakes.resource('share_network', id='other-id')
        nets = {'net': self.net, 'other': other, 'other-id': other}
        self.client.find_share_network.side_effect = lambda name, **query: (
            nets[name]
        )
        # The name and the ID are the same share network
        self.run_cmd('net', 'other', 'other-id')
        self.assertCountEqual(
            [
                mock.call(self.net, ignore_missing=False),
                mock.call(other, ignore_missing=False),
            ],
            self.client.delete_share_network.mock_calls,
        )

    def test_refused_by_name_and_by_id(self):
        self.client.find_share_network.side_effect = lambda name, **query: (
            self.net
        )
        self.client.delete_share_network.side_effect = (
            exceptions.ConflictException('it has 1 share(s)')
        )
        # No operation began that could be waited for
        self.run_cmd(
            'net', self.net.id, '--wait', fail=True, stderr='2 of 2 share'
        )
        self.client.delete_share_network.assert_called_once()

    def test_wait(self):
        fetch = self.enterContext(mock.patch.object(type(self.net), 'fetch'))
        fetch.side_effect = [self.net, exceptions.NotFoundException()]
        self.run_cmd('net', '--wait')
        self.assertEqual(2, fetch.call_count)

    def test_in_use(self):
        self.client.delete_share_network.side_effect = (
            exceptions.ConflictException('it has 1 share(s)')
        )
        self.run_cmd('net', fail=True, stderr='it has 1 share')


class TestList(TestCase):
    command = share_network.ListShareNetwork

    def setUp(self):
        super().setUp()
        self.client.share_networks.side_effect = lambda **query: iter(
            [self.net]
        )

    def query(self, *args):
        result = self.run_cmd(*args)
        query = dict(self.client.share_networks.call_args.kwargs)
        self.assertEqual(len(result.columns) > 2, query.pop('details'))
        return query

    def test_filters(self):
        for name in (
            'name',
            'description',
            'created-since',
            'created-before',
            'network-type',
            'cidr',
        ):
            self.assertEqual(
                {name.replace('-', '_'): 'x'}, self.query(f'--{name}', 'x')
            )
        for args, query in (
            (['--segmentation-id', '7'], {'segmentation_id': '7'}),
            (['--segmentation-id', ''], {}),
            (['--name~', 'x'], {'name_pattern': 'x'}),
            (['--description~', 'x'], {'description_pattern': 'x'}),
            (['--ip-version', '6'], {'ip_version': '6'}),
            (['--neutron-net-id', UUID], {'neutron_net_id': UUID}),
            (['--all-projects'], {'all_projects': True}),
            (
                ['--security-service', 'ldap'],
                {'security_service_id': 'ldap-id'},
            ),
            (['--limit', '2', '--offset', '3'], {'max_items': 2, 'offset': 3}),
        ):
            self.assertEqual(query, self.query(*args))

    def test_project(self):
        self.identity.find_project.return_value = mock.Mock(id='p1')
        self.assertEqual(
            {'project_id': 'p1', 'all_projects': True},
            self.query('--project', 'demo'),
        )

    def test_marker(self):
        other = fakes.resource('share_network', id='x', name='other')
        self.client.share_networks.side_effect = lambda **query: iter(
            [other, self.net]
        )
        result = self.run_cmd('--marker', 'other')
        self.assertEqual([('net-id', 'net')], result.rows)
        self.run_cmd(
            '--marker', 'nope', fail=True, stderr="'nope' not found in"
        )

    def test_columns(self):
        detail = 'ID,Name,Status,Created At,Updated At,Description'
        for args, columns in (
            ([], 'ID,Name'),
            (['--detail'], detail),
            (['--long'], detail),
            (['--all-projects'], 'ID,Name,Project ID'),
            (['--detail', '--all-projects'], f'{detail},Project ID'),
        ):
            self.assertEqual(
                columns.split(','), list(self.run_cmd(*args).columns)
            )

    def test_min_versions(self):
        for option in ('--name~', '--description', '--description~'):
            self.assert_min_version('2.36', option, 'x', what=option)

    def test_bad_ip_version(self):
        self.run_cmd('--ip-version', '5', fail=2, stderr='invalid choice')
        self.client.share_networks.assert_not_called()


class TestShow(TestCase):
    command = share_network.ShowShareNetwork

    def test_show(self):
        self.client.security_services.return_value = [
            fakes.resource('security_service', id='s', name='ldap')
        ]
        result = self.run_cmd('net', '-f', 'json')
        self.assertEqual(
            [{'security_service_name': 'ldap', 'security_service_id': 's'}],
            result.json()['security_services'],
        )
        self.client.security_services.assert_called_once_with(
            details=False, share_network_id='net-id', paginated=False
        )

    def test_only_what_is_wanted(self):
        self.run_cmd('net', '-c', 'status')
        self.client.security_services.assert_not_called()

    def test_missing(self):
        self.client.find_share_network.side_effect = (
            exceptions.NotFoundException('No share network')
        )
        result = self.run_cmd('x', fail=True, stderr='No share network')
        self.assertEqual('', result.out)
        self.assertTrue(
            self.client.find_share_network.call_args.kwargs['all_projects']
        )


class TestSet(TestCase):
    command = share_network.SetShareNetwork

    def changes(self):
        """The methods that were called to change or check something."""
        return [
            (name, call.args, call.kwargs)
            for name in (
                'update_share_network',
                'reset_share_network_status',
                'add_share_network_security_service',
                'add_share_network_security_service_check',
                'update_share_network_security_service',
                'update_share_network_security_service_check',
            )
            for call in getattr(self.client, name).mock_calls
        ]

    def test_one_option_one_request(self):
        replace = ['--current-security-service', 'a']
        new = ['--new-security-service', 'b']
        for args, *change in (
            (
                ['--name', 'x', '--description', ''],
                'update_share_network',
                ('net-id',),
                {'name': 'x', 'description': ''},
            ),
            (
                ['--neutron-net-id', UUID],
                'update_share_network',
                ('net-id',),
                {'neutron_net_id': UUID},
            ),
            (
                ['--status', 'error'],
                'reset_share_network_status',
                (self.net, 'error'),
                {},
            ),
            (
                new,
                'add_share_network_security_service',
                (self.net, 'b-id'),
                {},
            ),
            (
                replace + new,
                'update_share_network_security_service',
                (self.net, 'a-id', 'b-id'),
                {},
            ),
        ):
            self.run_cmd('net', *args)
            self.assertEqual([tuple(change)], self.changes())
            getattr(self.client, change[0]).reset_mock()
        self.run_cmd('net')
        self.assertEqual([], self.changes())

    def test_wait(self):
        self.passes_through('network_change', 'active')
        self.run_cmd('net', '--new-security-service', 'b', '--wait')
        self.assertEqual(2, len(self.clock.sleeps))

    def test_wait_fails(self):
        self.client.user_messages.return_value = []
        self.passes_through('network_change', 'error')
        self.run_cmd(
            'net', '--new-security-service', 'b', '--wait',
            fail=True, stderr='share network net went to error',
        )  # fmt: skip

    def test_wait_before_2_63(self):
        self.use_microversion('2.62')
        self.passes_through(None)
        self.run_cmd('net', '--new-security-service', 'b', '--wait')

    def test_check(self):
        add = self.client.add_share_network_security_service_check
        update = self.client.update_share_network_security_service_check
        replace = ['--current-security-service', 'a']
        for check, more, args, words in (
            (add, [], (self.net, 'b-id'), "'b' can be added to"),
            (
                update,
                replace,
                (self.net, 'a-id', 'b-id'),
                "'a' can be replaced with 'b' on",
            ),
        ):
            for option, reset in (
                ('--check-only', False),
                ('--restart-check', True),
            ):
                check.reset_mock()
                # The hosts answer late
                answers = [None, None, True]
                check.side_effect = [{'compatible': a} for a in answers]
                result = self.run_cmd(
                    'net', '--new-security-service', 'b', option, *more
                )
                self.assertIn(words, result.out)
                # A restart is requested only once
                self.assertEqual(
                    [(*args, reset), (*args, False), (*args, False)],
                    [call.args for call in check.mock_calls],
                )
        self.assertEqual(
            {
                'add_share_network_security_service_check',
                'update_share_network_security_service_check',
            },
            {change[0] for change in self.changes()},
        )

    def test_check_fails(self):
        add = self.client.add_share_network_security_service_check
        update = self.client.update_share_network_security_service_check
        hosts = {'h@a': True, 'h@b': False}
        add.return_value = {'compatible': False}
        update.return_value = {
            'compatible': False,
            'hosts_check_result': hosts,
        }
        args = ('net', '--check-only', '--new-security-service', 'b')
        result = self.run_cmd(
            *args, fail=True, stderr="'b' cannot be added to share network"
        )
        self.assertEqual('', result.out)
        self.run_cmd(
            *args, '--current-security-service', 'a',
            fail=True, stderr=r"replaced with 'b' .* 'net' \(h@b\)",
        )  # fmt: skip

    def test_check_never_ends(self):
        check = self.client.add_share_network_security_service_check
        check.return_value = {'compatible': None}
        self.run_cmd(
            *('net', '--check-only', '--new-security-service', 'b'),
            *('--timeout', '0'),
            fail=True,
            stderr='^Timed out after 0 seconds: the share service has not '
            "answered the check of share network 'net'.*administrator",
        )

    def test_check_ends_in_any_case(self):
        # The service that should answer has died of the request
        check = self.client.add_share_network_security_service_check
        check.return_value = {'compatible': None}
        self.run_cmd(
            *('net', '--check-only', '--new-security-service', 'b'),
            fail=True,
            stderr='Timed out after 300 seconds: the share service has not',
        )
        self.assertTrue(300 <= self.clock.now - 1000 < 310, self.clock.now)

    def test_check_that_is_refused(self):
        # At once: it is no passing trouble in the middle of a check
        check = self.client.add_share_network_security_service_check
        check.side_effect = exceptions.ConflictException(
            'It is busy', http_status=409
        )
        argv = ('net', '--check-only', '--new-security-service', 'b')
        self.run_cmd(*argv, fail=True, stderr='It is busy')
        check.assert_called_once()

    def test_options_without_what_they_need(self):
        for option in (
            '--check-only',
            '--restart-check',
            '--current-security-service=a',
        ):
            self.run_cmd(
                'net', option, '--name', 'x',
                fail=True, stderr='requires --new-security-service',
            )  # fmt: skip
        self.assertEqual([], self.changes())

    def test_min_versions(self):
        for option in (
            '--status=error',
            '--check-only',
            '--restart-check',
            '--current-security-service=a',
        ):
            name = option.partition('=')[0]
            self.assert_min_version('2.63', 'net', option, what=name)
        self.run_cmd('net', '--name', 'x', '--new-security-service', 'b')
        self.assertEqual(2, len(self.changes()))

    def test_unknown_security_service(self):
        self.client.find_security_service.side_effect = (
            exceptions.NotFoundException('No security service')
        )
        self.run_cmd(
            'net', '--name', 'x', '--new-security-service', 'b',
            fail=True, stderr='No security service',
        )  # fmt: skip
        self.assertEqual([], self.changes())


class TestUnset(TestCase):
    command = share_network.UnsetShareNetwork

    def test_unset(self):
        self.run_cmd('net', '--name', '--description')
        self.client.update_share_network.assert_called_once_with(
            'net-id', name=None, description=None
        )
        detach = self.client.remove_share_network_security_service
        detach.assert_not_called()
        self.run_cmd('net', '--security-service', 'ldap')
        detach.assert_called_once_with(self.net, 'ldap-id')

    def test_continues_after_failure(self):
        self.client.update_share_network.side_effect = (
            exceptions.ForbiddenException('no')
        )
        self.run_cmd(
            'net', '--name', '--security-service', 'ldap',
            fail=True, stderr='update the share network: no\n1 of 2',
        )  # fmt: skip
        self.client.remove_share_network_security_service.assert_called_once()


class TestWait(_waiting.Mixin, fakes.TestCommand):
    command = share_network.WaitShareNetwork
    resource_name = 'share_network'
    method = 'find_share_network'
    good = 'active'
