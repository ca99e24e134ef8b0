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

"""Functional tests for export locations of share snapshots."""

from manilaosc.tests.functional.v2 import _snapshots


class TestShareSnapshotExportLocation(_snapshots.TestCase):
    def test_list_and_show(self) -> None:
        snapshot = self.create_snapshot(self.create_share())
        shown = self.json('share snapshot show', snapshot)
        for cloud, count in (('member', 2), ('reader', 2), ('admin', 3)):
            rows = self.json(
                'share snapshot export location list', snapshot, cloud=cloud
            )
            self.assertEqual(count, len(rows))
        # By ID, at the first microversion with export locations
        (first, *_others) = self.json(
            'share snapshot export location list', shown['id'], version='2.32'
        )
        self.assertEqual(
            shown['export_locations'][0],
            {'id': first['ID'], 'path': first['Path']},
        )
        for cloud, is_admin_only in (('member', None), ('admin', False)):
            location = self.json(
                'share snapshot export location show', snapshot, first['ID'],
                cloud=cloud,
            )  # fmt: skip
            self.assertEqual(first['Path'], location['path'])
            self.assertEqual(is_admin_only, location['is_admin_only'])
            self.assertIsNotNone(location['created_at'])

    def test_requests(self) -> None:
        name = self.create_snapshot(self.create_share())
        shown = self.json('share snapshot show', name)
        location = shown['export_locations'][0]['id']
        path = f'/snapshots/{shown["id"]}/export-locations'
        for command, request in (
            (f'list {shown["id"]}', path),
            (f'show {shown["id"]} {location}', f'{path}/{location}'),
        ):
            result = self.openstack(
                f'share snapshot export location {command}'
            )
            asked = [str(r) for r in result.requests if path in r.path]
            self.assertEqual([f'GET {request}'], asked)

    def test_bad_input(self) -> None:
        snapshot = self.create_snapshot(self.create_share())
        for arguments, words in (
            ('list no-such', "No share snapshot with .* 'no-such'"),
            ('show no-such x', "No share snapshot with .* 'no-such'"),
            (f'show {snapshot} no-such', r'\(HTTP 404\)'),
        ):
            result = self.openstack(
                f'share snapshot export location {arguments}',
                fail=True,
                stderr=words,
            )
            self.assertEqual('', result.out)
        for arguments in (f'list {snapshot}', f'show {snapshot} x'):
            self.assert_min_version(
                '2.32', f'share snapshot export location {arguments}'
            )
        self.openstack(
            'share snapshot export location list', snapshot,
            cloud='other', fail=True, stderr='No share snapshot with',
        )  # fmt: skip
