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
from manilaosc.tests.unit.v2 import _waiting
from manilaosc.v2 import share_replica

ID = '0ed95862-2dd2-4f40-ac75-ac5ea5a40efa'


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.client.user_messages.return_value = []
        self.share = fakes.resource('share', id='s1')
        self.client.find_share.return_value = self.share
        self.replica = self.make()
        self.client.get_share_replica.return_value = self.replica

    def make(self, **attrs):
        return fakes.resource(
            'share_replica',
            **{
                'id': 'r1',
                'name': None,
                'share_id': 's1',
                'status': 'available',
                'replica_state': 'in_sync',
                'host': 'host@backend#pool',
                'metadata': {'a': 'b'},
                **attrs,
            },
        )

    def later(self, *states, **attrs):
        """Make the replica go through these states when it is fetched."""
        later = [self.make(**state) for state in states]
        later.append(self.make(**attrs))
        for before, after in zip([self.replica, *later], later, strict=False):
            before.fetch = mock.Mock(return_value=after)
        later[-1].fetch = mock.Mock(return_value=later[-1])


class TestCreate(TestCase):
    command = share_replica.CreateShareReplica

    def setUp(self):
        super().setUp()
        self.replica = self.make(status='creating')
        self.create = self.client.create_share_replica
        self.create.return_value = self.replica
        self.client.find_share_network.return_value = fakes.resource(
            'share_network', id='n1'
        )

    def test_create(self):
        result = self.run_cmd('data')
        self.client.find_share.assert_called_once_with(
            'data', ignore_missing=False, fetch=False
        )
        self.create.assert_called_once_with('s1')
        self.assertEqual('creating', result.fields['status'])
        self.assertEqual({'a': 'b'}, result.fields['metadata'])
        self.client.get_share_replica.assert_not_called()

    def test_options(self):
        self.run_cmd(
            ID, '--availability-zone', 'east', '--share-network', 'net',
            '--scheduler-hint', 'only_host=h@b#p',
            '--property', 'a=b', '--property', 'c=d',
        )  # fmt: skip
        self.check_not_fetched('find_share', ID)
        self.create.assert_called_once_with(
            ID,
            availability_zone='east',
            share_network_id='n1',
            scheduler_hints={'only_host': 'h@b#p'},
            metadata={'a': 'b', 'c': 'd'},
        )

    def test_unknown_hint(self):
        for hints in (['same_host=x'], ['only_host=x', 'same_host=x']):
            args = [f'--scheduler-hint={hint}' for hint in hints]
            self.run_cmd('data', *args, fail=True, stderr='hint .* only_host')
        self.create.assert_not_called()

    def test_wait(self):
        self.later(status='available')
        result = self.run_cmd('data', '--wait')
        self.assertEqual('available', result.fields['status'])

    def test_wait_fails(self):
        self.later(status='error')
        result = self.run_cmd(
            'data', '--wait',
            fail=True, stderr='share replica r1 went to error',
        )  # fmt: skip
        self.assertEqual('error', result.fields['status'])

    def test_min_versions(self):
        self.assert_min_version('2.11', 'data')
        for version, option in (
            ('2.67', '--scheduler-hint=only_host=x'),
            ('2.72', '--share-network=x'),
            ('2.95', '--property=a=b'),
        ):
            name = option.partition('=')[0]
            self.assert_min_version(version, 'data', option, what=name)
        self.run_cmd('data')


class TestDelete(TestCase):
    command = share_replica.DeleteShareReplica

    def setUp(self):
        super().setUp()
        self.replicas = {
            each: self.make(id=each) for each in ('r1', 'r2', 'r3')
        }
        self.client.get_share_replica.side_effect = self.replicas.__getitem__
        self.delete = self.client.delete_share_replica
        self.delete.side_effect = self.begin
        self.client.share_replicas.side_effect = lambda details, share_id: (
            iter(self.replicas.values())
        )

    def begin(self, replica, **how):
        self.replicas[replica.id] = self.make(
            id=replica.id, status='deleting', replica_state='active'
        )

    def test_delete(self):
        for args, force in (([], False), (['--force'], True)):
            self.delete.reset_mock()
            self.run_cmd('r2', 'r3', 'r2', *args)
            self.assertEqual(
                {'r2', 'r3'},
                {call.args[0].id for call in self.delete.mock_calls},
            )
            self.assertEqual(2, self.delete.call_count)
            self.delete.assert_called_with(
                mock.ANY, ignore_missing=False, force=force
            )
            self.replicas |= {x: self.make(id=x) for x in ('r2', 'r3')}
        self.client.share_replicas.assert_not_called()

    def test_one_active_replica_is_kept(self):
        for each in self.replicas:
            self.replicas[each] = self.make(id=each, replica_state='active')
        result = self.run_cmd(
            'r1', 'r2', 'r3', fail=True, stderr='last active replica of its'
        )
        self.assertIn('1 of 3 share replicas failed to delete', result.err)
        self.assertEqual(2, self.delete.call_count)
        self.client.share_replicas.assert_called_with(False, share_id='s1')

    def test_wait(self):
        replica = self.replicas['r1']
        replica.fetch = mock.Mock(
            side_effect=[replica, exceptions.NotFoundException('gone')]
        )
        self.run_cmd('r1', '--wait')
        self.delete.assert_called_once()

    def test_wait_fails(self):
        self.replicas['r1'].fetch = mock.Mock(
            return_value=self.make(status='error_deleting')
        )
        self.run_cmd(
            'r1', '--wait',
            fail=True, stderr='share replica r1 went to error_deleting',
        )  # fmt: skip

    def test_refused(self):
        self.delete.side_effect = exceptions.BadRequestException('No, no')
        self.run_cmd(
            'r1', 'r2',
            fail=True, stderr="with ID 'r1': No, no.*\n.*'r2'.*\n2 of 2",
        )  # fmt: skip

    def test_missing(self):
        self.client.get_share_replica.side_effect = (
            exceptions.NotFoundException('not there')
        )
        self.run_cmd('r1', fail=True, stderr="'r1': not there")
        self.delete.assert_not_called()

    def test_min_version(self):
        self.assert_min_version('2.11', 'r1')


class TestList(TestCase):
    command = share_replica.ListShareReplica

    def setUp(self):
        super().setUp()
        self.list = self.client.share_replicas
        self.list.side_effect = lambda **query: iter([self.replica])

    def test_list(self):
        result = self.run_cmd()
        self.list.assert_called_once_with(details=True)
        self.assertEqual(
            (
                'ID',
                'Status',
                'Replica State',
                'Share ID',
                'Host',
                'Availability Zone',
                'Updated At',
                'Properties',
            ),
            result.columns,
        )
        (row,) = result.rows
        self.assertEqual(('r1', 'available', 'in_sync', 's1'), row[:4])
        self.assertEqual({'a': 'b'}, row[7])

    def test_short(self):
        short = ['-c', 'ID', '-c', 'Share ID', '-c', 'Status']
        for args, details in (
            (short, False),
            ([*short, '-c', 'Replica State'], False),
            ([*short, '-c', 'Host'], True),
            ([*short, '--sort-column', 'Host'], True),
            ([*short, '--property', 'a=b'], True),
        ):
            self.list.reset_mock()
            self.run_cmd(*args)
            self.assertEqual(details, self.list.call_args.kwargs['details'])

    def test_filters(self):
        self.run_cmd('--share', 'data', '--property', 'a=b')
        self.list.assert_called_once_with(
            details=True, share_id='s1', metadata={'a': 'b'}
        )

    def test_paging(self):
        self.run_cmd('--limit', '2', '--offset', '1')
        self.list.assert_called_once_with(details=True, max_items=2, offset=1)
        self.assertEqual([], self.run_cmd('--marker', 'r1').rows)

    def test_min_versions(self):
        self.assert_min_version('2.11')
        self.assert_min_version('2.95', '--property=a=b', what='--property')


class TestShow(TestCase):
    command = share_replica.ShowShareReplica

    def setUp(self):
        super().setUp()
        self.locations = self.client.share_replica_export_locations
        self.locations.return_value = [
            fakes.resource(
                'share_replica_export_location',
                id='l1',
                path='10.0.0.1:/x',
                is_preferred=True,
                share_instance_id=None,
                metadata={},
                replica_state='in_sync',
                availability_zone='nova',
            )
        ]

    def test_show(self):
        shown = self.run_cmd('r1').fields
        self.locations.assert_called_once_with(self.replica)
        self.assertEqual('in_sync', shown['replica_state'])
        self.assertEqual({'a': 'b'}, shown['properties'])
        self.assertEqual(
            [
                {
                    'id': 'l1',
                    'path': '10.0.0.1:/x',
                    'preferred': True,
                    'metadata': {},
                    'replica_state': 'in_sync',
                    'availability_zone': 'nova',
                }
            ],
            shown['export_locations'],
        )

    def test_one_field_is_one_request(self):
        self.run_cmd('r1', '-c', 'status')
        self.locations.assert_not_called()

    def test_export_locations_before_2_47(self):
        self.use_microversion('2.46')
        self.assertEqual([], self.run_cmd('r1').fields['export_locations'])
        self.locations.assert_not_called()

    def test_missing(self):
        self.client.get_share_replica.side_effect = (
            exceptions.NotFoundException('Replica r1 not found.')
        )
        self.run_cmd('r1', fail=True, stderr='Replica r1 not found')

    def test_min_version(self):
        self.assert_min_version('2.11', 'r1')


class TestSet(TestCase):
    command = share_replica.SetShareReplica

    def test_set(self):
        self.run_cmd(
            'r1', '--replica-state', 'out_of_sync', '--status', 'error',
            '--property', 'a=b', '--property', 'c=d',
        )  # fmt: skip
        client = self.client
        client.reset_share_replica_state.assert_called_once_with(
            'r1', 'out_of_sync'
        )
        client.reset_share_replica_status.assert_called_once_with(
            'r1', 'error'
        )
        client.set_share_replica_metadata.assert_called_once_with(
            'r1', {'a': 'b', 'c': 'd'}, replace=False
        )
        client.get_share_replica.assert_not_called()

    def test_no_property(self):
        self.run_cmd('r1', '--no-property')
        self.client.set_share_replica_metadata.assert_called_once_with(
            'r1', None, replace=True
        )

    def test_no_options(self):
        self.run_cmd('r1')
        self.client.set_share_replica_metadata.assert_not_called()

    def test_continues_after_failure(self):
        refused = exceptions.BadRequestException('not the active one')
        self.client.reset_share_replica_state.side_effect = refused
        result = self.run_cmd(
            'r1', '--replica-state', 'error', '--status', 'error',
            fail=True, stderr='set the replica state: .*not the active one',
        )  # fmt: skip
        self.assertIn('1 of 2 changes failed', result.err)
        self.client.reset_share_replica_status.assert_called_once()

    def test_unknown_state(self):
        self.run_cmd(
            'r1', '--replica-state', 'x', fail=2, stderr='invalid choice'
        )

    def test_min_versions(self):
        self.assert_min_version('2.11', 'r1', '--status=error')
        for option in ('--property=a=b', '--no-property'):
            name = option.partition('=')[0]
            self.assert_min_version('2.95', 'r1', option, what=name)
        self.run_cmd('r1', '--status=error')


class TestUnset(TestCase):
    command = share_replica.UnsetShareReplica

    def test_unset(self):
        self.run_cmd('r1', *['--property', 'a', '--property', 'b'] * 2)
        delete = self.client.delete_share_replica_metadata
        delete.assert_called_once_with('r1', ['a', 'b'], ignore_missing=False)

    def test_no_options(self):
        self.run_cmd('r1')
        self.client.delete_share_replica_metadata.assert_not_called()

    def test_min_version(self):
        self.assert_min_version('2.95', 'r1')


class TestPromote(TestCase):
    command = share_replica.PromoteShareReplica

    def setUp(self):
        super().setUp()
        self.replica = self.make(status='replication_change')
        self.promote = self.client.promote_share_replica
        self.promote.return_value = self.replica

    def test_promote(self):
        self.run_cmd('r1')
        self.promote.assert_called_once_with('r1', None)
        self.run_cmd('r1', '--quiesce-wait-time', '60')
        self.promote.assert_called_with('r1', 60)

    def test_wait(self):
        self.later(
            {'status': 'replication_change'},
            {'status': 'replication_change', 'replica_state': 'active'},
            status='available',
            replica_state='active',
        )
        self.run_cmd('r1', '--wait')
        # The replica that was returned is used, without a request
        self.client.get_share_replica.assert_not_called()

    def test_wait_for_the_active_one(self):
        self.replica = self.make(status=None, replica_state=None)
        self.promote.return_value = self.replica
        self.later(status='available', replica_state='active')
        self.run_cmd('r1', '--wait')

    def test_wait_fails(self):
        for attrs, words in (
            ({'status': 'error'}, 'went to error'),
            ({'status': 'available'}, 'is not active but still in_sync'),
        ):
            self.later(**attrs)
            self.run_cmd(
                'r1', '--wait', fail=True, stderr=f'share replica r1 {words}'
            )

    def test_timeout(self):
        self.later(status='replication_change')
        self.run_cmd(
            'r1', '--wait', '--timeout', '0',
            fail=True, stderr='still in status replication_change',
        )  # fmt: skip

    def test_bad_wait_times(self):
        for value in ('0', '-1', '1.5', 'x'):
            self.run_cmd(
                'r1', f'--quiesce-wait-time={value}',
                fail=2, stderr='--quiesce-wait-time: (invalid|must be at)',
            )  # fmt: skip
        self.promote.assert_not_called()

    def test_min_versions(self):
        self.assert_min_version('2.11', 'r1')
        self.assert_min_version(
            '2.75', 'r1', '--quiesce-wait-time=1', what='--quiesce-wait-time'
        )
        self.run_cmd('r1')


class TestResync(TestCase):
    command = share_replica.ResyncShareReplica

    def test_resync(self):
        self.run_cmd('r1')
        self.client.resync_share_replica.assert_called_once_with('r1')
        self.client.get_share_replica.assert_not_called()

    def test_wait(self):
        self.replica.replica_state = 'error'
        self.later({'replica_state': 'out_of_sync'}, replica_state='in_sync')
        self.run_cmd('r1', '--wait')
        self.client.resync_share_replica.assert_called_once_with(self.replica)

    def test_wait_fails(self):
        self.later(replica_state='error')
        self.run_cmd(
            'r1', '--wait', '--timeout', '60',
            fail=True, stderr='share replica r1 went to error',
        )  # fmt: skip

    def test_timeout(self):
        self.later(replica_state='out_of_sync')
        self.run_cmd(
            'r1', '--wait', '--timeout', '0',
            fail=True, stderr='still in replica state out_of_sync',
        )  # fmt: skip

    def test_min_version(self):
        self.assert_min_version('2.11', 'r1')


class TestProperties(_properties.Mixin, TestCase):
    command = share_replica.ShowShareReplicaProperties
    kind = 'share_replica'
    argv = ('r1',)
    fetch = 'fetch_share_replica_metadata'
    min_version = '2.95'

    def owner(self):
        return ('r1',)


class TestWait(_waiting.Mixin, fakes.TestCommand):
    command = share_replica.WaitShareReplica
    resource_name = 'share_replica'
    method = 'get_share_replica'
