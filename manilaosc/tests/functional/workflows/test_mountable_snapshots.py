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

"""Scenario: mount snapshots to read old contents of a share."""

from manilaosc.tests.functional.v2 import _snapshots


class TestMountableSnapshots(_snapshots.TestCase):
    def share_type(self, *args: str) -> str:
        name = self.name('type')
        self.cleanup('share type delete', name, cloud='admin')
        self.openstack(
            'share type create', name, 'false', '--snapshot-support', 'true',
            *args, cloud='admin',
        )  # fmt: skip
        return name

    def test_scenario(self) -> None:
        kind = self.share_type('--mount-snapshot-support', 'true')
        share = self.create_share('--share-type', kind)
        shown = self.json('share show', share)
        self.assertIs(True, shown['mount_snapshot_support'])
        snapshot = self.create_snapshot(share)

        # The path to mount, in the way that a script reads it
        paths = self.openstack(
            'share snapshot export location list -f value -c Path', snapshot
        ).out.split()
        self.assertEqual(2, len(paths))
        shares = self.openstack(
            'share export location list -f value -c Path', share
        ).out.split()
        self.assertEqual(set(), set(paths) & set(shares))
        locations = self.json('share snapshot export location list', snapshot)
        for location in locations:
            one = self.json(
                'share snapshot export location show', snapshot,
                location['ID'], cloud='reader',
            )  # fmt: skip
            self.assertIn(one['path'], paths)

        # Access rules of the share do not apply to the snapshot
        self.openstack('share access create --wait', share, 'ip', '10.0.0.1')
        self.assertEqual([], self.json('share snapshot access list', snapshot))
        rule = self.json(
            'share snapshot access create --wait',
            snapshot,
            'ip',
            '10.0.0.0/24',
        )['id']
        # What the back end cannot do results in an error
        result = self.openstack(
            'share snapshot access create --wait -f json', snapshot, 'user',
            'auditors', fail=True, stderr='went to error',
        )  # fmt: skip
        bad = result.json()['id']
        rows = self.json(
            'share snapshot access list', snapshot, cloud='reader'
        )
        self.assertEqual(
            {'10.0.0.0/24', 'auditors'}, {row['Access To'] for row in rows}
        )
        self.openstack('share snapshot access delete --wait', snapshot, bad)
        (row,) = self.json('share snapshot access list', snapshot)
        self.assertEqual((rule, 'active'), (row['ID'], row['State']))
        for cloud, stderr in (('reader', '403'), ('other', 'No share snap')):
            self.openstack(
                'share snapshot access create', snapshot, 'ip', '10.0.0.9',
                cloud=cloud, fail=True, stderr=stderr,
            )  # fmt: skip

        # Administrators also see the path on the back end
        (instance,) = self.json(
            'share snapshot instance list --snapshot', snapshot, cloud='admin'
        )
        rows = self.json(
            'share snapshot instance export location list', instance['ID'],
            cloud='admin',
        )  # fmt: skip
        self.assertLess(set(paths), {row['Path'] for row in rows})

        self.openstack('share snapshot access delete --wait', snapshot, rule)
        self.assertEqual([], self.json('share snapshot access list', snapshot))
        self.openstack('share snapshot delete --wait', snapshot)
        self.openstack('share delete --wait', share)

    def test_unsupported_by_type(self) -> None:
        kind = self.share_type()
        share = self.create_share('--share-type', kind)
        snapshot = self.create_snapshot(share)
        for rest in (
            ('create', snapshot, 'ip', '10.0.0.1'),
            ('list', snapshot),
        ):
            self.openstack(
                'share snapshot access', *rest,
                fail=True, stderr='does not support mounting.*HTTP 400',
            )  # fmt: skip
        self.openstack('share snapshot delete --wait', snapshot)
        self.openstack('share delete --wait', share)
