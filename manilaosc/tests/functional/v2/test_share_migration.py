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

"""Functional tests for share migration."""

from typing import Any

from manilaosc.tests.functional import base

POOLS = (
    'sandbox@gamma#fake_pool_for_gamma',
    'sandbox@delta#fake_pool_for_delta',
)
REQUIRED = (
    '--preserve-metadata=True',
    '--preserve-snapshots=True',
    '--writable=True',
    '--nondisruptive=False',
)
START = 'share migration start'


class TestShareMigration(base.TestCase):
    cloud = 'admin'

    def setUp(self) -> None:
        super().setUp()
        self.share = self.name('share')
        self.cleanup('share delete --wait', self.share, cloud='member')
        self.openstack(
            'share create NFS 1 --wait --name', self.share, cloud='member'
        )
        self.pool = self.show('host')
        (self.target,) = {*POOLS} - {self.pool}

    def show(self, field: str) -> Any:
        return self.json('share show', self.share, '-c', field)[field]

    def test_lifecycle(self) -> None:
        start = (START, self.share, self.target, *REQUIRED, '--wait')
        self.assertEqual('', self.openstack(*start).out)
        self.assertEqual(
            'migration_driver_phase1_done', self.show('task_state')
        )
        progress = self.json('share migration show', self.share)
        self.assertEqual(
            {
                'total_progress': 100,
                'task_state': 'migration_driver_phase1_done',
                'details': {},
            },
            progress,
        )
        self.openstack(*start, fail=True, stderr='must be available|is busy')
        self.openstack('share migration complete --wait', self.share)
        self.assertEqual('migration_success', self.show('task_state'))
        self.assertEqual('available', self.show('status'))
        self.assertEqual(self.target, self.show('host'))
        # Migrate back, by ID
        share_id = self.show('id')
        self.openstack(START, share_id, self.pool, *REQUIRED, '--wait')
        self.openstack('share migration complete --wait', share_id)
        self.assertEqual(self.pool, self.show('host'))
        for verb in ('complete', 'cancel'):
            self.openstack(
                f'share migration {verb} --wait', share_id,
                fail=True, stderr='already completed.*HTTP 400',
            )  # fmt: skip

    def test_cancel(self) -> None:
        self.openstack(START, self.share, self.target, *REQUIRED, '--wait')
        self.openstack('share migration cancel --wait', self.share)
        self.assertEqual('migration_cancelled', self.show('task_state'))
        self.assertEqual('available', self.show('status'))
        self.assertEqual(self.pool, self.show('host'))

    def test_new_share_type(self) -> None:
        new = self.name('type')
        self.cleanup('share type delete', new)
        self.openstack('share type create', new, 'False')
        self.cleanup('share delete --wait', self.share)
        self.openstack(
            START, self.share, self.target, *REQUIRED[:1],
            '--preserve-snapshots=False', *REQUIRED[2:],
            '--new-share-type', new, '--wait',
        )  # fmt: skip
        self.openstack('share migration complete --wait', self.share)
        self.assertEqual(new, self.show('share_type_name'))

    def test_nothing_to_be_done(self) -> None:
        self.openstack(START, self.share, self.pool, *REQUIRED, '--wait')
        self.assertEqual('migration_success', self.show('task_state'))

    def test_failure(self) -> None:
        # Twice, since a previous failure must not make it wait longer
        for _attempt in range(2):
            self.openstack(
                START, self.share, 'sandbox@delta#no-such-pool', *REQUIRED,
                '--wait', fail=True,
                stderr=f'share {self.share} went to migration_error',
            )  # fmt: skip
        self.assertEqual('available', self.show('status'))

    def test_bad_input(self) -> None:
        for args, status, why in (
            ((self.share, 'sandbox@delta'), 2, 'Invalid pool'),
            ((self.share, 'sandbox@nowhere#pool'), 1, 'HTTP 404'),
            (('no-such-share', self.target), 1, 'No share with'),
            (
                (self.share, self.target, '--new-share-type', 'no-type'),
                1,
                'No share type with',
            ),
            (
                (self.share, self.target, '--new-share-network', 'no-net'),
                1,
                'No share network with',
            ),
            (
                (
                    self.share,
                    self.target,
                    '--force-host-assisted-migration=True',
                ),
                1,
                'cannot be true with --force-host',
            ),
        ):
            result = self.openstack(
                START, *args, *REQUIRED, fail=status, stderr=why
            )
            self.assertEqual('', result.out)
        self.openstack(
            START, self.share, self.target, fail=2, stderr='are required'
        )
        for verb in ('complete', 'cancel', 'show'):
            self.openstack(
                f'share migration {verb}', self.share,
                fail=True, stderr='HTTP 400',
            )  # fmt: skip
        self.assertIsNone(self.show('task_state'))

    def test_old_versions(self) -> None:
        for version in ('2.29', '2.95', '2.97'):
            old: dict[str, Any] = {'version': version}
            self.openstack(
                START, self.share, self.target, *REQUIRED, '--wait', **old
            )
            progress = self.json('share migration show', self.share, **old)
            self.assertEqual(100, progress['total_progress'])
            self.assertEqual(
                tuple(map(int, version.split('.'))) >= (2, 59),
                'details' in progress,
            )
            self.openstack('share migration cancel --wait', self.share, **old)
        start = ' '.join([START, self.share, 'a@b#c', *REQUIRED])
        self.assert_min_version('2.29', start)
        for verb in ('show', 'complete', 'cancel'):
            self.assert_min_version(
                '2.22', f'share migration {verb} {self.share}'
            )

    def test_admin_only(self) -> None:
        for cloud in ('member', 'reader'):
            for command in (
                ' '.join([START, self.share, self.target, *REQUIRED]),
                f'share migration complete {self.share}',
                f'share migration cancel {self.share}',
                f'share migration show {self.share}',
            ):
                self.openstack(
                    command, cloud=cloud, fail=True, stderr='HTTP 403'
                )
