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

"""Functional tests for share snapshot instances."""

import functools

from manilaosc.tests.functional.v2 import _snapshots


class TestShareSnapshotInstance(_snapshots.TestCase):
    cloud = 'admin'

    def test_lifecycle(self) -> None:
        name = self.create_snapshot(self.create_share())
        snapshot = self.json('share snapshot show', name)
        (row,) = self.json('share snapshot instance list --snapshot', name)
        instance = row['ID']
        self.assertEqual(
            {
                'ID': instance,
                'Snapshot ID': snapshot['id'],
                'Status': 'available',
            },
            row,
        )
        self.assertIn(row, self.json('share snapshot instance list'))
        for option in ('--detailed', '--long'):
            (long,) = self.json(
                'share snapshot instance list', option,
                '--snapshot', snapshot['id'], version='2.19',
            )  # fmt: skip
            self.assertEqual('100%', long['Progress'])
            self.assertEqual(snapshot['share_id'], long['Share ID'])

        shown = self.json('share snapshot instance show', instance)
        self.assertEqual(
            snapshot['provider_location'], shown['provider_location']
        )
        self.assertEqual(
            snapshot['export_locations'], shown['export_locations']
        )
        old = self.json(
            'share snapshot instance show', instance, version='2.31'
        )
        self.assertEqual([], old['export_locations'])

        for options, status in (
            ('--status error', 'error'),
            ('--status migrating', 'migrating'),
            ('', 'available'),
        ):
            result = self.openstack(
                f'share snapshot instance set {instance} {options}'
            )
            self.assertEqual(
                [f'POST /snapshot-instances/{instance}/action'],
                list(map(str, result.changes)),
            )
            shown = self.json('share snapshot show', name)
            self.assertEqual(status, shown['status'])

    def test_bad_input(self) -> None:
        name = self.create_snapshot(self.create_share())
        (row,) = self.json('share snapshot instance list --snapshot', name)
        for arguments, words in (
            ('show no-such', 'no-such not found'),
            ('set no-such', r'\(HTTP 404\)'),
            (f'set {row["ID"]} --status nonsense', 'Invalid state'),
            ('list --snapshot no-such', "No share snapshot with .* 'no-such'"),
        ):
            result = self.openstack(
                f'share snapshot instance {arguments}', fail=True, stderr=words
            )
            self.assertEqual('', result.out)

    def test_permissions(self) -> None:
        name = self.create_snapshot(self.create_share())
        (row,) = self.json('share snapshot instance list --snapshot', name)
        run = functools.partial(self.openstack, fail=True)
        for command in ('list', f'show {row["ID"]}', f'set {row["ID"]}'):
            for cloud in ('member', 'reader'):
                run(
                    f'share snapshot instance {command}', cloud=cloud,
                    stderr=r'\(HTTP 403\)',
                )  # fmt: skip
            self.assert_min_version(
                '2.19', f'share snapshot instance {command}'
            )
