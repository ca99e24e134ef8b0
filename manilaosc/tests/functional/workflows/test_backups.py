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

"""Scenario: back up a share, and restore the backups."""

from typing import Any

from manilaosc.tests.functional import base


class TestBackups(base.TestCase):
    def share(self, size: int) -> str:
        name = self.name('share')
        self.cleanup('share delete --wait', name)
        self.openstack(f'share create NFS {size} --wait --name', name)
        return name

    def show(self, share: str) -> Any:
        return self.json('share show', share)

    def test_backup_and_restore(self) -> None:
        share = self.share(1)
        share_id = self.show(share)['id']
        nights = [self.name(day) for day in ('monday', 'tuesday')]
        for night in nights:
            self.cleanup('share backup delete --wait', night)
            self.openstack(
                'share backup create --wait', share, '--name', night
            )
        listed = self.json('share backup list --share', share)
        self.assertEqual(nights[::-1], [row['Name'] for row in listed])

        # Restored in place, the share keeps its ID
        self.openstack('share backup restore --wait', nights[1])
        restored = self.show(share)
        self.assertEqual(share_id, restored['id'])
        self.assertEqual('available', restored['status'])
        self.assertEqual(listed[0]['ID'], restored['source_backup_id'])

        # Restore an older backup into another share
        beside = self.share(1)
        self.openstack(
            'share backup restore --wait', nights[0], '--target-share', beside
        )
        self.assertEqual(
            listed[1]['ID'], self.show(beside)['source_backup_id']
        )
        # The original share is unchanged
        self.assertEqual(listed[0]['ID'], self.show(share)['source_backup_id'])

        # A backup of a larger share cannot be restored into a smaller one,
        # but the reverse works
        self.openstack('share resize --wait', share, '2')
        grown = self.name('grown')
        self.cleanup('share backup delete --wait', grown)
        self.openstack('share backup create --wait', share, '--name', grown)
        self.openstack(
            'share backup restore', grown, '--target-share', beside,
            fail=True, stderr='too small',
        )  # fmt: skip
        self.assertEqual('available', self.show(beside)['status'])
        self.openstack('share backup restore --wait', nights[0])

        # A share with backups cannot be deleted or soft-deleted
        for option in ('', '--soft'):
            self.openstack(
                f'share delete {option}', share,
                fail=True, stderr='still has 3 dependent backups',
            )  # fmt: skip
        self.openstack('share backup delete --wait', *nights, grown)
        self.openstack('share delete --wait', share)
        # The other share does not depend on the backup
        self.assertEqual('available', self.show(beside)['status'])

    def test_backup_rejected(self) -> None:
        share = self.share(1)
        snapshot = self.name('snapshot')
        self.cleanup('share snapshot delete --wait', snapshot)
        self.openstack('share snapshot create --wait', share, '--name',
                       snapshot)  # fmt: skip
        self.openstack(
            'share backup create', share,
            fail=True, stderr='while it has snapshots',
        )  # fmt: skip
        self.openstack('share snapshot delete --wait', snapshot)
        backup = self.name('backup')
        self.cleanup('share backup delete --wait', backup)
        self.openstack('share backup create --wait', share, '--name', backup)
        self.openstack('share backup delete --wait', backup)
        self.openstack('share delete --soft', share)
        share_id = self.json('share list --soft-deleted --name', share)[0]
        self.cleanup('share restore', share)
        self.openstack(
            'share backup create', share_id['ID'],
            fail=True, stderr='soft deleted',
        )  # fmt: skip
        self.openstack('share restore', share)

    def test_restore_fails(self) -> None:
        share, other = self.share(1), self.share(1)
        backup = self.name('backup')
        self.cleanup('share backup delete --wait', backup)
        # Backups by the driver can only be restored into the original
        self.openstack(
            'share backup create --wait', share, '--name', backup,
            '--backup-options', 'backup_type=dummy',
        )  # fmt: skip
        self.openstack(
            'share backup restore --wait', backup, '--target-share', other,
            fail=True, stderr=f'{other} went to backup_restoring_error: .*not',
        )  # fmt: skip
        # An administrator resets the status of share and backup
        (message,) = self.json(
            'share message list --resource-id', self.show(other)['id']
        )
        self.assertIn('target share', message['User Message'])
        self.openstack('share set --status available', other, cloud='admin')
        self.openstack(
            'share backup set --status available', backup, cloud='admin'
        )
        self.openstack('share backup restore --wait', backup)
