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
from manilaosc.v2 import share_server


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.client.user_messages.return_value = []
        self.client.find_share_network.return_value = fakes.resource(
            'share_network',
            id='network-id',
            share_network_subnets=[{'id': 'sub1'}],
        )
        self.server = self.make()
        self.client.get_share_server.return_value = self.server

    def make(self, **attrs):
        return fakes.resource(
            'share_server',
            **{
                'id': 's1',
                'name': None,
                'status': 'active',
                'share_network_subnet_id': None,
                'share_network_subnet_ids': ['sub1'],
                'backend_details': {'ip': '10.0.0.1'},
                **attrs,
            },
        )

    def fetches(self, *states):
        """Make the server go through these states; None means deleted."""
        found = [
            exceptions.NotFoundException('gone')
            if state is None
            else self.make(status=state)
            for state in states
        ]
        self.enterContext(
            mock.patch.object(type(self.server), 'fetch', side_effect=found)
        )


class TestDelete(TestCase):
    command = share_server.DeleteShareServer

    def test_delete(self):
        self.run_cmd('s1', 's2')
        self.assertEqual(
            {'s1', 's2'},
            {c.args[0] for c in self.client.delete_share_server.mock_calls},
        )
        self.client.delete_share_server.assert_called_with(
            mock.ANY, ignore_missing=False
        )
        self.client.get_share_server.assert_not_called()

    def test_one_fails(self):
        self.client.delete_share_server.side_effect = [
            exceptions.ConflictException('in use'),
            None,
        ]
        self.run_cmd('s1', 's2', fail=True, stderr='1 of 2 .*s failed')

    def test_wait(self):
        self.fetches('deleting', None)
        self.run_cmd('s1', '--wait')
        self.client.delete_share_server.assert_called_once_with(
            self.server, ignore_missing=False
        )

    def test_wait_fails(self):
        self.fetches('deleting', 'error')
        self.run_cmd(
            's1', '--wait', fail=True, stderr='share server s1 went to error'
        )


class TestList(TestCase):
    command = share_server.ListShareServer

    def setUp(self):
        super().setUp()
        self.client.share_servers.side_effect = lambda **query: iter(
            [
                self.make(id='s2', host='h@b', project_id='p'),
                self.make(id='s1', host='h@b', project_id='p'),
                self.make(id='s3', host='h@a', project_id='p'),
            ]
        )

    def test_list(self):
        result = self.run_cmd()
        self.assertEqual(
            ('ID', 'Host', 'Status', 'Share Network ID', 'Project ID'),
            result.columns,
        )
        self.assertEqual(['s3', 's1', 's2'], [row[0] for row in result.rows])
        self.client.share_servers.assert_called_once_with()

    def test_long(self):
        result = self.run_cmd('--long')
        self.assertIn('Task State', result.columns)
        self.assertIn(['sub1'], result.rows[0])

    def test_filters(self):
        self.identity.find_project.return_value = mock.Mock(id='project-id')
        for args, query in (
            ('--host h@b', {'host': 'h@b'}),
            ('--status error', {'status': 'error'}),
            ('--share-network n', {'share_network_id': 'network-id'}),
            (
                '--share-network-subnet sub1',
                {'share_network_subnet_id': 'sub1'},
            ),
            ('--source-share-server-id s0', {'source_share_server_id': 's0'}),
            ('--identifier i', {'identifier': 'i'}),
            ('--task-state x', {'task_state': 'x'}),
            ('--encryption-key-ref k', {'encryption_key_ref': 'k'}),
            ('--project p', {'project_id': 'project-id'}),
        ):
            self.client.share_servers.reset_mock()
            self.run_cmd(*args.split())
            self.client.share_servers.assert_called_once_with(**query)

    def test_sort_and_page(self):
        for args, expected in (
            ('--sort id:desc', ['s3', 's2', 's1']),
            ('--sort id --limit 1', ['s1']),
            ('--sort id --offset 1', ['s2', 's3']),
            ('--sort id --marker s1 --limit 1', ['s2']),
            ('--limit 0', []),
        ):
            result = self.run_cmd(*args.split())
            self.assertEqual(expected, [row[0] for row in result.rows], args)

    def test_unknown_sort_key(self):
        self.run_cmd(
            '--sort', 'color', fail=True, stderr="Invalid sort key 'color'"
        )

    def test_min_versions(self):
        for option, version in (
            ('--identifier', '2.49'),
            ('--share-network-subnet', '2.51'),
            ('--source-share-server-id', '2.57'),
            ('--task-state', '2.57'),
            ('--encryption-key-ref', '2.90'),
        ):
            self.assert_min_version(version, option, 'x', what=option)


class TestShow(TestCase):
    command = share_server.ShowShareServer

    def test_show(self):
        result = self.run_cmd('s1')
        self.client.get_share_server.assert_called_once_with('s1')
        self.assertEqual('10.0.0.1', result.fields['details:ip'])
        self.assertEqual(['sub1'], result.fields['share_network_subnet_ids'])
        self.assertNotIn('share_network_subnet_id', result.fields)
        self.assertEqual('id', result.columns[0])

    def test_show_of_one_subnet(self):
        self.client.get_share_server.return_value = self.make(
            share_network_subnet_id='sub1',
            share_network_subnet_ids=None,
            backend_details=None,
        )
        result = self.run_cmd('s1')
        self.assertEqual('sub1', result.fields['share_network_subnet_id'])
        self.assertNotIn('share_network_subnet_ids', result.fields)

    def test_details(self):
        get_details = self.client.get_share_server_details
        for details in ({'ip': '10.0.0.1', 'id': 'x'}, {}):
            get_details.return_value = details
            result = self.run_cmd('s1', '--details', '-f', 'json')
            self.assertEqual(details, result.json())
        get_details.assert_called_with('s1')
        self.client.get_share_server.assert_not_called()

    def test_missing(self):
        self.client.get_share_server.side_effect = (
            exceptions.NotFoundException('Share server s1 could not be found')
        )
        result = self.run_cmd('s1', fail=True, stderr='could not be found')
        self.assertEqual('', result.out)


class TestSet(TestCase):
    command = share_server.SetShareServer

    def check(self, *args, status=(), task_state=()):
        self.client.reset_share_server_status.reset_mock()
        self.client.reset_share_server_task_state.reset_mock()
        self.run_cmd('s1', *args)
        self.assertEqual(
            [mock.call('s1', value) for value in status],
            self.client.reset_share_server_status.mock_calls,
        )
        self.assertEqual(
            [mock.call('s1', value) for value in task_state],
            self.client.reset_share_server_task_state.mock_calls,
        )
        self.client.get_share_server.assert_not_called()

    def test_each_sets_nothing_else(self):
        self.check('--status', 'error', status=['error'])
        self.check(
            '--task-state', 'migration_error', task_state=['migration_error']
        )
        self.check('--task-state', task_state=[None])
        self.check('--task-state', 'None', task_state=[None])
        self.check(
            '--task-state',
            'x',
            '--status',
            'y',
            status=['y'],
            task_state=['x'],
        )

    def test_default(self):
        self.check(status=['active'])

    def test_one_fails(self):
        self.client.reset_share_server_status.side_effect = (
            exceptions.BadRequestException('no such status')
        )
        self.run_cmd(
            's1', '--status', 'x', '--task-state',
            fail=True, stderr='1 of 2 changes failed',
        )  # fmt: skip
        self.client.reset_share_server_task_state.assert_called_once_with(
            's1', None
        )

    def test_min_versions(self):
        self.assert_min_version('2.49', 's1', '--status', 'error')
        for value in ([], ['x']):
            self.assert_min_version(
                '2.57', 's1', '--task-state', *value, what='--task-state'
            )


class TestManage(TestCase):
    command = share_server.ManageShareServer

    def setUp(self):
        super().setUp()
        self.client.manage_share_server.return_value = self.make(
            status='manage_starting'
        )

    def test_manage(self):
        result = self.run_cmd('h@b', 'net', 'i1')
        self.client.manage_share_server.assert_called_once_with(
            'h@b',
            'network-id',
            'i1',
            share_network_subnet_id=None,
            driver_options=None,
        )
        self.assertEqual('manage_starting', result.fields['status'])
        self.assertEqual('10.0.0.1', result.fields['details:ip'])

    def test_options(self):
        self.run_cmd(
            'h@b', 'net', 'i1', '--share-network-subnet', 'sub1',
            '--driver-options', 'a=b', '--driver-options', 'c=d',
        )  # fmt: skip
        self.client.manage_share_server.assert_called_once_with(
            'h@b',
            'network-id',
            'i1',
            share_network_subnet_id='sub1',
            driver_options={'a': 'b', 'c': 'd'},
        )

    def test_subnet_of_another_network(self):
        self.run_cmd(
            'h@b', 'net', 'i1', '--share-network-subnet', 'sub2',
            fail=True, stderr='network net has no subnet sub2',
        )  # fmt: skip
        self.client.manage_share_server.assert_not_called()

    def test_wait(self):
        self.fetches('manage_starting', 'active')
        result = self.run_cmd('h@b', 'net', 'i1', '--wait')
        self.assertEqual('active', result.fields['status'])

    def test_wait_shows_what_failed(self):
        self.fetches('manage_error')
        result = self.run_cmd(
            'h@b', 'net', 'i1', '--wait',
            fail=True, stderr='went to manage_error',
        )  # fmt: skip
        self.assertEqual('s1', result.fields['id'])

    def test_min_versions(self):
        self.assert_min_version('2.49', 'h@b', 'net', 'i1')
        option = '--share-network-subnet'
        self.assert_min_version(
            '2.51', 'h@b', 'net', 'i1', option, 'x', what=option
        )


class TestUnmanage(TestCase):
    command = share_server.UnmanageShareServer

    def test_unmanage(self):
        self.run_cmd('s1')
        self.client.unmanage_share_server.assert_called_once_with('s1', False)
        self.client.get_share_server.assert_not_called()

    def test_force_and_wait(self):
        self.fetches('unmanage_starting', None)
        self.run_cmd('s1', '--force', '--wait')
        self.client.unmanage_share_server.assert_called_once_with(
            self.server, True
        )

    def test_wait_fails(self):
        self.fetches('unmanage_error')
        self.run_cmd('s1', '--wait', fail=True, stderr='to unmanage_error')

    def test_min_version(self):
        self.assert_min_version('2.49', 's1')


class TestWait(_waiting.Mixin, fakes.TestCommand):
    command = share_server.WaitShareServer
    resource_name = 'share_server'
    method = 'get_share_server'
    good = 'active'
