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

"""Scenario: put a share into the recycle bin, and restore it."""

import datetime
from typing import Any

from manilaosc.tests.functional import base

#: How long the bin keeps a share: Manila's default
WEEK = datetime.timedelta(days=7)


class TestSoftDelete(base.TestCase):
    def share(self) -> str:
        name = self.name('share')
        self.cleanup('share delete --wait', name)
        self.openstack('share create NFS 1 --wait --name', name)
        return name

    def binned(self, share: str, **kwargs: Any) -> list[str]:
        rows = self.json('share list --soft-deleted --name', share, **kwargs)
        return [row['ID'] for row in rows]

    def test_soft_delete_and_restore(self) -> None:
        share = self.share()
        self.openstack('share access create --wait', share, 'ip', '10.0.0.9')
        share_id = self.json('share show', share)['id']
        self.openstack('share delete --soft', share)
        self.cleanup('share restore', share)

        # It is not listed any more, and not found by name
        self.assertEqual([], self.json('share list --name', share))
        self.assertEqual([share_id], self.binned(share))
        self.assertEqual([share_id], self.binned(share, cloud='reader'))
        self.assertEqual([], self.binned(share, cloud='other'))
        self.openstack('share show', share, fail=True, stderr='No share with')

        # It is found by ID, and shows when it will be deleted
        shown = self.json('share show', share_id)
        self.assertIs(True, shown['is_soft_deleted'])
        expiry = datetime.datetime.fromisoformat(
            shown['scheduled_to_be_deleted_at']
        )
        left = expiry - datetime.datetime.now(datetime.UTC).replace(
            tzinfo=None
        )
        self.assertLess(WEEK - datetime.timedelta(minutes=10), left)
        self.assertLessEqual(left, WEEK)

        # It cannot be used while in the recycle bin
        for command, *args in (
            ('share resize', share_id, '2'),
            ('share access create', share_id, 'ip', '10.0.0.8'),
            ('share lock create', share_id, 'share'),
            ('share delete --soft', share_id),
        ):
            self.openstack(command, *args, fail=True, stderr='soft.delete')

        self.openstack(
            'share restore', share_id,
            cloud='reader', fail=True, stderr='HTTP 403',
        )  # fmt: skip
        self.openstack('share restore', share)
        self.assertEqual([], self.binned(share))
        restored = self.json('share show', share)
        self.assertEqual(share_id, restored['id'])
        self.assertIs(False, restored['is_soft_deleted'])
        self.assertIsNone(restored['scheduled_to_be_deleted_at'])
        (rule,) = self.json('share access list', share)
        self.assertEqual('10.0.0.9', rule['Access To'])
        self.openstack('share resize --wait', share, '2')

    def test_delete_from_recycle_bin(self) -> None:
        share = self.share()
        self.openstack('share delete --soft', share)
        (share_id,) = self.binned(share)
        self.cleanup('share delete --wait', share_id)
        self.openstack('share delete --wait', share_id)
        self.assertEqual([], self.binned(share))
        self.openstack('share restore', share, fail=True, stderr='No share')

    def test_soft_delete_rejected(self) -> None:
        share, snapshot = self.share(), self.name('snapshot')
        self.cleanup('share snapshot delete --wait', snapshot)
        self.openstack(
            'share snapshot create --wait', share, '--name', snapshot
        )
        self.openstack(
            'share delete --soft', share,
            fail=True, stderr='1 dependent snapshots',
        )  # fmt: skip
        self.openstack('share snapshot delete --wait', snapshot)
        self.openstack('share delete --soft', share)
        self.openstack('share restore', share)
