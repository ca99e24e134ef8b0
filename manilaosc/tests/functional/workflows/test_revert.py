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

"""Scenario: revert a share to its latest snapshot."""

from typing import Any

from manilaosc.tests.functional.v2 import _snapshots


class TestRevert(_snapshots.TestCase):
    def show(self, share: str) -> dict[str, Any]:
        shown: dict[str, Any] = self.json('share show', share)
        return shown

    def test_scenario(self) -> None:
        share = self.create_share()
        self.assertIs(True, self.show(share)['revert_to_snapshot_support'])
        monday = self.create_snapshot(share)
        self.openstack('share resize --wait', share, '2')
        tuesday = self.create_snapshot(share)
        self.openstack('share resize --wait', share, '3')
        self.openstack('share access create --wait', share, 'ip', '10.0.0.1')
        rules = self.json('share access list', share)

        # Later snapshots would be lost
        result = self.openstack(
            'share revert --wait', monday,
            fail=True, stderr='most recent.*HTTP 409',
        )  # fmt: skip
        self.assertEqual('', result.out)
        self.assertEqual(3, self.show(share)['size'])

        self.openstack('share revert --wait', tuesday)
        shown = self.show(share)
        # The size is reverted as well, but access rules are kept
        self.assertEqual(('available', 2), (shown['status'], shown['size']))
        self.assertEqual(rules, self.json('share access list', share))
        self.assertEqual(
            'available', self.json('share snapshot show', tuesday)['status']
        )

        # Without the later snapshot, the older one is the latest
        self.openstack('share snapshot delete --wait', tuesday)
        snapshot = self.json('share snapshot show', monday)
        self.openstack('share revert --wait --timeout 60', snapshot['id'])
        self.assertEqual(1, self.show(share)['size'])

    def test_permissions(self) -> None:
        share = self.create_share()
        snapshot = self.create_snapshot(share)
        for cloud, stderr in (('reader', '403'), ('other', 'No share snap')):
            self.openstack(
                'share revert', snapshot, cloud=cloud, fail=True, stderr=stderr
            )
        self.assertEqual('available', self.show(share)['status'])

    def test_unsupported_by_type(self) -> None:
        kind = self.name('type')
        self.cleanup('share type delete', kind, cloud='admin')
        self.openstack(
            'share type create', kind, 'false', '--snapshot-support', 'true',
            cloud='admin',
        )  # fmt: skip
        share = self.create_share('--share-type', kind)
        snapshot = self.create_snapshot(share)
        self.openstack(
            'share revert --wait', snapshot,
            fail=True, stderr='may not be reverted to .*HTTP 400',
        )  # fmt: skip
        self.openstack('share snapshot delete --wait', snapshot)
        self.openstack('share delete --wait', share)
