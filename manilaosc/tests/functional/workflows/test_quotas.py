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

"""Scenario: exceed a quota, and get it raised."""

from typing import Any

from manilaosc.tests.functional import base

TYPE = 'dhss_false'
OTHER_TYPE = 'dhss_true'


class TestQuotas(base.TestCase):
    """The member of the project "other" exceeds its quotas."""

    cloud = 'other'

    def setUp(self) -> None:
        super().setUp()
        for args in ((), ('--share-type', TYPE)):
            self.cleanup('share quota delete other', *args, cloud='admin')

    def admin(self, command: str, *args: Any, **kwargs: Any) -> base.Result:
        return self.openstack(command, *args, cloud='admin', **kwargs)

    def in_use(self, quota: str, *args: Any) -> int:
        shown = self.json('share quota show --detail', *args)
        used: int = shown[quota]['in_use']
        return used

    def create(self, **kwargs: Any) -> str:
        name = self.name('share')
        self.cleanup('share delete --wait', name)
        self.openstack(
            f'share create NFS 1 --share-type {TYPE} --wait --name', name,
            **kwargs,
        )  # fmt: skip
        return name

    def test_number_of_shares(self) -> None:
        used = self.in_use('shares')
        self.admin('share quota set other --shares', used + 1)
        self.create()
        # Both the exit status and the message show the cause
        refused = 'Maximum number of shares allowed .* quota is exceeded'
        self.create(fail=True, stderr=refused)
        limits = {
            row['Name']: row['Value']
            for row in self.json('share limits show --absolute')
        }
        self.assertEqual(used + 1, limits['maxTotalShares'])
        self.assertEqual(used + 1, limits['totalSharesUsed'])
        # Members cannot change their quotas
        self.openstack(
            'share quota set other --shares 100', fail=True, stderr='HTTP 403'
        )

        self.admin('share quota set other --shares', used + 2)
        self.create()
        self.create(fail=True, stderr=refused)
        self.admin('share quota delete other')
        self.create()

    def test_size(self) -> None:
        self.admin('share quota set other --per-share-gigabytes 2')
        share = self.create()
        too_large = 'larger than maximum allowed limit 2'
        for command in ('share create NFS 3', f'share resize {share} 3'):
            self.openstack(command, fail=True, stderr=too_large)
        self.openstack(f'share resize {share} 2 --wait')

        self.admin('share quota set other --per-share-gigabytes -1')
        room = self.in_use('gigabytes') + 1
        self.admin('share quota set other --gigabytes', room)
        self.openstack(
            f'share resize {share} 4 --wait',
            fail=True, stderr='(?i)quota.*exceed|exceed.*quota',
        )  # fmt: skip
        self.openstack(f'share resize {share} 3 --wait')
        self.assertEqual(room, self.in_use('gigabytes'))

    def test_snapshots(self) -> None:
        share = self.create()
        used = self.in_use('snapshots')
        self.admin('share quota set other --snapshots', used)
        name = self.name('snapshot')
        create = f'share snapshot create {share} --wait --name {name}'
        self.openstack(
            create, fail=True, stderr='(?i)maximum number of snapshots'
        )
        self.admin('share quota set other --snapshots', used + 1)
        self.cleanup('share snapshot delete --wait', name)
        self.openstack(create)

    def test_user(self) -> None:
        """A user exceeds quotas of the user."""
        used = self.in_use('shares', '--user', 'other')
        self.admin('share quota set other --user other --shares', used)
        self.create(fail=True, stderr='quota is exceeded')
        # The project and its other users still have quota left
        shown = self.json('share quota show')
        self.assertGreater(shown['shares'], used)
        self.admin('share quota set other --user other --shares', used + 1)
        self.create()
        self.admin('share quota delete other --user other')
        self.create()

    def test_share_type(self) -> None:
        """A project exceeds its quotas for a share type."""
        used = self.in_use('shares', '--share-type', TYPE)
        self.admin(
            'share quota set other --shares', used, '--share-type', TYPE
        )
        self.create(fail=True, stderr='share type quota is exceeded')
        shown = self.json('share quota show --share-type', OTHER_TYPE)
        self.assertGreater(shown['shares'], used)
        self.admin(
            'share quota set other --shares', used + 1, '--share-type', TYPE
        )
        self.create()
        self.admin('share quota delete other --share-type', TYPE)
        self.create()

    def test_defaults(self) -> None:
        """New defaults apply to projects without quotas of their own."""
        before = self.json('share quota class show', cloud='admin')['backups']
        change = 'share quota set default --class --backups'
        self.cleanup(change, before, cloud='admin')
        self.admin(change, before + 1)
        for args in ((), ('--defaults',)):
            shown = self.json('share quota show', *args)
            self.assertEqual(before + 1, shown['backups'])
        # Quotas of the project take precedence
        self.admin('share quota set other --backups 5')
        self.assertEqual(5, self.json('share quota show')['backups'])
