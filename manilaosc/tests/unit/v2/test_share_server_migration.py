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
from manilaosc.tests.unit import waiting
from manilaosc.v2 import share_server_migration

REQUIRED = (
    '--preserve-snapshots=True',
    '--writable=False',
    '--nondisruptive=False',
)
PARAMS = {
    'host': 'h@b',
    'preserve_snapshots': True,
    'writable': False,
    'nondisruptive': False,
    'new_share_network_id': None,
}


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.client.user_messages.return_value = []
        self.server = self.make('migration_error')
        self.client.get_share_server.return_value = self.server

    def make(self, state):
        return fakes.resource(
            'share_server', id='s1', name=None, task_state=state
        )

    def goes_to(self, *states):
        self.enterContext(
            mock.patch.object(
                type(self.server),
                'fetch',
                side_effect=map(self.make, waiting.staying(states)),
            )
        )


class TestStart(TestCase):
    command = share_server_migration.StartShareServerMigration

    def test_start(self):
        result = self.run_cmd('s1', 'h@b', *REQUIRED, '-f', 'json')
        self.client.start_share_server_migration.assert_called_once_with(
            's1', **PARAMS
        )
        self.client.check_share_server_migration.assert_not_called()
        self.client.get_share_server.assert_not_called()
        self.assertEqual({}, result.json())

    def test_new_share_network(self):
        self.client.find_share_network.return_value = mock.Mock(id='n1')
        self.run_cmd('s1', 'h@b', *REQUIRED, '--new-share-network', 'net')
        self.client.start_share_server_migration.assert_called_once_with(
            's1', **{**PARAMS, 'new_share_network_id': 'n1'}
        )

    def test_check_only(self):
        for compatible in (True, False):
            answer = {
                'compatible': compatible,
                'requested_capabilities': {'writable': False, 'host': 'h@b'},
                'supported_capabilities': {'writable': True},
            }
            self.client.check_share_server_migration.reset_mock()
            self.client.check_share_server_migration.return_value = answer
            result = self.run_cmd('s1', 'h@b', *REQUIRED, '--check-only')
            self.assertEqual(answer, result.fields)
            self.assertIn('| writable = True ', result.out)
            self.client.check_share_server_migration.assert_called_once_with(
                's1', **PARAMS
            )
        self.client.start_share_server_migration.assert_not_called()

    def test_check_is_not_waited_for(self):
        for option, words in (
            ('--wait', '--wait cannot be combined with --check-only'),
            ('--timeout=5', '--timeout needs --wait'),
        ):
            self.run_cmd(
                's1', 'h@b', *REQUIRED, '--check-only', option,
                fail=True, stderr=words,
            )  # fmt: skip
        self.client.check_share_server_migration.assert_not_called()

    def test_check_that_fails_starts_nothing(self):
        self.client.check_share_server_migration.side_effect = (
            exceptions.InvalidResponse("The answer lacks 'compatible'")
        )
        self.run_cmd(
            's1', 'h@b', *REQUIRED, '--check-only', fail=True, stderr='lacks'
        )
        self.client.start_share_server_migration.assert_not_called()

    def test_wait(self):
        self.goes_to('migration_starting', 'migration_driver_phase1_done')
        self.run_cmd('s1', 'h@b', *REQUIRED, '--wait')
        self.client.get_share_server.assert_called_once_with('s1')
        self.assertEqual(2, self.server.fetch.call_count)

    def test_wait_for_one_that_fails(self):
        for end in ('migration_error', 'migration_cancelled'):
            self.goes_to(end)
            self.run_cmd(
                's1', 'h@b', *REQUIRED, '--wait',
                fail=True, stderr=f'^share server s1 went to {end}$',
            )  # fmt: skip

    def test_required(self):
        for left_out in REQUIRED:
            args = [arg for arg in REQUIRED if arg != left_out]
            self.run_cmd('s1', 'h@b', *args, fail=2, stderr='are required')

    def test_min_version(self):
        self.assert_min_version('2.57', 's1', 'h@b', *REQUIRED)
        self.assert_min_version('2.57', 's1', 'h@b', *REQUIRED, '--check-only')


class TestComplete(TestCase):
    command = share_server_migration.CompleteShareServerMigration

    def setUp(self):
        super().setUp()
        self.client.complete_share_server_migration.return_value = 's2'

    def test_complete(self):
        result = self.run_cmd('s1')
        self.client.complete_share_server_migration.assert_called_once_with(
            's1'
        )
        self.client.get_share_server.assert_not_called()
        self.assertEqual({'destination_share_server_id': 's2'}, result.fields)

    def test_wait_for_the_new_server(self):
        self.goes_to('migration_completing', 'migration_success')
        self.run_cmd('s1', '--wait')
        self.client.get_share_server.assert_called_once_with('s2')
        self.assertEqual(2, self.server.fetch.call_count)

    def test_wait_for_one_that_fails(self):
        self.goes_to('migration_error')
        result = self.run_cmd(
            's1', '--wait', fail=True, stderr='went to migration_error'
        )
        self.assertEqual({'destination_share_server_id': 's2'}, result.fields)

    def test_min_version(self):
        self.assert_min_version('2.57', 's1')


class TestCancel(TestCase):
    command = share_server_migration.CancelShareServerMigration

    def test_cancel(self):
        self.run_cmd('s1')
        self.client.cancel_share_server_migration.assert_called_once_with('s1')
        self.client.get_share_server.assert_not_called()

    def test_wait(self):
        self.goes_to('migration_cancel_in_progress', 'migration_cancelled')
        self.run_cmd('s1', '--wait')
        self.assertEqual(2, self.server.fetch.call_count)

    def test_refused(self):
        self.client.cancel_share_server_migration.side_effect = (
            exceptions.BadRequestException('it is not being migrated')
        )
        self.run_cmd('s1', '--wait', fail=True, stderr='not being migrated')

    def test_min_version(self):
        self.assert_min_version('2.57', 's1')


class TestShow(TestCase):
    command = share_server_migration.ShowShareServerMigration

    def test_show(self):
        progress = {
            'total_progress': 100,
            'task_state': 'migration_success',
            'destination_share_server_id': 's2',
        }
        client = self.client
        client.get_share_server_migration_progress.return_value = progress
        result = self.run_cmd('s1')
        self.assertEqual(progress, result.fields)
        self.assertEqual(tuple(progress), result.columns)
        # The server itself may have been deleted
        client.get_share_server.assert_not_called()

    def test_min_version(self):
        self.assert_min_version('2.57', 's1')
