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

"""Scenario: move a share to another pool, in two phases."""

from typing import Any

from manilaosc.tests.functional.v2 import _snapshots

POOLS = (
    'sandbox@gamma#fake_pool_for_gamma',
    'sandbox@delta#fake_pool_for_delta',
)


class TestShareMigration(_snapshots.TestCase):
    cloud = 'admin'

    def show(self, share: str) -> dict[str, Any]:
        shown: dict[str, Any] = self.json('share show', share)
        return shown

    def start(self, share: str, pool: str, *args: str, **how: Any) -> None:
        self.openstack(
            'share migration start --preserve-metadata True '
            '--preserve-snapshots True --writable True '
            '--nondisruptive False', share, pool, *args, **how,
        )  # fmt: skip

    def test_scenario(self) -> None:
        share = self.create_share('--property', 'team=mail', cloud='member')
        snapshot = self.create_snapshot(share, cloud='member')
        self.openstack(
            'share access create --wait', share, 'ip', '10.0.0.1',
            cloud='member',
        )  # fmt: skip
        before = self.show(share)
        (pool,) = {*POOLS} - {before['host']}

        # The first phase copies the data while the share stays usable
        self.start(share, pool, '--wait', '--timeout', '120')
        progress = self.json('share migration show', share)
        self.assertEqual(
            (100, 'migration_driver_phase1_done'),
            (progress['total_progress'], progress['task_state']),
        )
        migrating = self.show(share)
        self.assertEqual(before['host'], migrating['host'])
        self.assertEqual('migrating', self.show_as_its_owner(share, 'status'))
        for command in ('share resize --wait', 'share delete'):
            self.openstack(
                command, share, *(['2'] if 'resize' in command else []),
                cloud='member', fail=True, stderr='(?s)HTTP 40[039]',
            )  # fmt: skip

        # Cancel it
        self.openstack('share migration cancel --wait', share)
        cancelled = self.show(share)
        self.assertEqual(
            ('available', 'migration_cancelled', before['host']),
            tuple(cancelled[f] for f in ('status', 'task_state', 'host')),
        )

        # Start again; the second phase switches to the new pool
        self.start(share, pool, '--wait')
        self.openstack('share migration complete --wait', share)
        after = self.show(share)
        self.assertEqual(
            ('available', 'migration_success', pool),
            tuple(after[f] for f in ('status', 'task_state', 'host')),
        )
        for field in ('id', 'name', 'size', 'properties', 'share_type'):
            self.assertEqual(before[field], after[field])
        self.assertEqual(
            ['10.0.0.1'],
            [r['Access To'] for r in self.json('share access list', share)],
        )
        (instance,) = self.json('share instance list --share', share)
        self.assertEqual(pool, instance['Host'])
        shown = self.json('share snapshot show', snapshot)
        self.assertEqual(
            ('available', after['id']), (shown['status'], shown['share_id'])
        )
        # The state of the last migration remains until it is reset
        self.openstack('share set --task-state', '--', share)
        self.assertIsNone(self.show(share)['task_state'])

    def show_as_its_owner(self, share: str, field: str) -> Any:
        return self.json('share show', share, cloud='member')[field]
