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
from manilaosc.v2 import share_migration

REQUIRED = (
    '--preserve-metadata=True',
    '--preserve-snapshots=false',
    '--writable=0',
    '--nondisruptive=no',
)
PARAMS = {
    'preserve_metadata': True,
    'preserve_snapshots': False,
    'writable': False,
    'nondisruptive': False,
}
POOL = 'host@backend#pool'


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.client.user_messages.return_value = []
        self.share = self.make('migration_error')
        self.client.find_share.return_value = self.share

    def make(self, state):
        return fakes.resource('share', id='s1', name='data', task_state=state)

    def goes_to(self, *states):
        self.enterContext(
            mock.patch.object(
                type(self.share),
                'fetch',
                side_effect=map(self.make, waiting.staying(states)),
            )
        )


class TestStart(TestCase):
    command = share_migration.StartShareMigration

    def test_start(self):
        result = self.run_cmd('data', POOL, *REQUIRED)
        self.client.find_share.assert_called_once_with(
            'data', ignore_missing=False, fetch=False
        )
        self.client.start_share_migration.assert_called_once_with(
            self.share, POOL, **PARAMS
        )
        self.assertEqual('', result.out)

    def test_options(self):
        self.client.find_share_network.return_value = mock.Mock(id='n1')
        self.client.find_share_type.return_value = mock.Mock(id='t1')
        self.run_cmd(
            'data', POOL, *REQUIRED, '--new-share-network', 'net',
            '--new-share-type', 'type',
            '--force-host-assisted-migration', 'False',
        )  # fmt: skip
        self.client.start_share_migration.assert_called_once_with(
            self.share,
            POOL,
            **PARAMS,
            force_host_assisted_migration=False,
            new_share_network_id='n1',
            new_share_type_id='t1',
        )

    def test_required(self):
        for left_out in REQUIRED:
            args = [arg for arg in REQUIRED if arg != left_out]
            self.run_cmd('data', POOL, *args, fail=2, stderr='are required')

    def test_bad_values(self):
        for args in (
            ('data', 'host@backend', *REQUIRED),
            ('data', 'host', *REQUIRED),
            ('data', POOL, *REQUIRED, '--writable', 'maybe'),
        ):
            self.run_cmd(*args, fail=2, stderr='host@backend#pool|maybe')
        self.client.start_share_migration.assert_not_called()

    def test_contradiction(self):
        self.run_cmd(
            'data', POOL, *REQUIRED, '--force-host-assisted-migration=True',
            fail=True, stderr='--preserve-metadata cannot be true with',
        )  # fmt: skip
        self.client.find_share.assert_not_called()

    def test_force(self):
        self.run_cmd(
            'data', POOL, *REQUIRED, '--preserve-metadata=False',
            '--force-host-assisted-migration=True',
        )  # fmt: skip
        _args, params = self.client.start_share_migration.call_args
        self.assertIs(True, params['force_host_assisted_migration'])

    def test_refused(self):
        self.client.start_share_migration.side_effect = (
            exceptions.ConflictException('it has replicas')
        )
        self.run_cmd(
            'data', POOL, *REQUIRED, '--wait', fail=True, stderr='it has repl'
        )

    def test_wait(self):
        for end in (
            'migration_driver_phase1_done',
            'data_copying_completed',
            'migration_success',
        ):
            self.goes_to('migration_starting', None, end)
            self.run_cmd('data', POOL, *REQUIRED, '--wait')
            self.assertEqual(3, self.share.fetch.call_count)

    def test_wait_fails(self):
        # Immediately, although a previous migration failed
        for end in (
            'migration_error',
            'data_copying_error',
            'migration_cancelled',
        ):
            self.goes_to(end)
            self.run_cmd(
                'data', POOL, *REQUIRED, '--wait',
                fail=True, stderr=f'^share data went to {end}$',
            )  # fmt: skip

    def test_timeout(self):
        self.goes_to('migration_starting')
        self.run_cmd(
            'data', POOL, *REQUIRED, '--wait', '--timeout', '0',
            fail=True, stderr='still in task state migration_starting',
        )  # fmt: skip

    def test_min_version(self):
        self.assert_min_version('2.29', 'data', POOL, *REQUIRED)


class TestComplete(TestCase):
    command = share_migration.CompleteShareMigration

    def test_complete(self):
        self.run_cmd('data')
        self.client.complete_share_migration.assert_called_once_with(
            self.share
        )

    def test_wait(self):
        self.goes_to(
            'migration_driver_phase1_done',
            'migration_completing',
            'migration_success',
        )
        self.run_cmd('data', '--wait')
        self.assertEqual(3, self.share.fetch.call_count)

    def test_wait_fails(self):
        self.goes_to('migration_error')
        self.run_cmd(
            'data', '--wait', fail=True, stderr='went to migration_error'
        )

    def test_min_version(self):
        self.assert_min_version('2.22', 'data')


class TestCancel(TestCase):
    command = share_migration.CancelShareMigration

    def test_cancel(self):
        self.run_cmd('data')
        self.client.cancel_share_migration.assert_called_once_with(self.share)

    def test_wait(self):
        self.goes_to('data_copying_cancelled', 'migration_cancelled')
        self.run_cmd('data', '--wait')
        self.assertEqual(2, self.share.fetch.call_count)

    def test_too_late(self):
        self.goes_to('migration_success')
        self.run_cmd(
            'data', '--wait', fail=True, stderr='went to migration_success'
        )

    def test_min_version(self):
        self.assert_min_version('2.22', 'data')


class TestShow(TestCase):
    command = share_migration.ShowShareMigration

    def setUp(self):
        super().setUp()
        self.progress = {
            'total_progress': 50,
            'task_state': 'migration_driver_in_progress',
        }
        self.client.get_share_migration_progress.return_value = self.progress

    def test_show(self):
        self.progress['details'] = {'copied': '1'}
        result = self.run_cmd('data')
        self.client.get_share_migration_progress.assert_called_once_with(
            self.share
        )
        self.assertEqual(self.progress, result.fields)
        self.assertEqual(
            ('total_progress', 'task_state', 'details'), result.columns
        )

    def test_show_without_details(self):
        self.use_microversion('2.58')
        self.assertEqual(self.progress, self.run_cmd('data').fields)

    def test_no_migration(self):
        self.client.get_share_migration_progress.side_effect = (
            exceptions.BadRequestException('There is no migration')
        )
        result = self.run_cmd('data', fail=True, stderr='is no migration')
        self.assertEqual('', result.out)

    def test_min_version(self):
        self.assert_min_version('2.22', 'data')
