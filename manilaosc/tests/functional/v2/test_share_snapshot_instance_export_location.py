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

"""Functional tests for export locations of snapshot instances."""

from manilaosc.tests.functional.v2 import _snapshots

NOUN = 'share snapshot instance export location'


class TestShareSnapshotInstanceExportLocation(_snapshots.TestCase):
    cloud = 'admin'

    def test_list_and_show(self) -> None:
        name = self.create_snapshot(self.create_share())
        (row,) = self.json('share snapshot instance list --snapshot', name)
        instance = row['ID']
        path = f'/snapshot-instances/{instance}/export-locations'

        listed = self.openstack(
            'share snapshot instance export location list -f json', instance
        )
        asked = [str(r) for r in listed.requests if 'snapshot' in r.path]
        self.assertEqual([f'GET {path}'], asked)
        rows = listed.json()
        self.assertEqual(
            [False, False, True], sorted(r['Is Admin only'] for r in rows)
        )
        for location in rows:
            shown = self.openstack(
                'share snapshot instance export location show -f json',
                instance, location['ID'], version='2.32',
            )  # fmt: skip
            asked = [str(r) for r in shown.requests if 'snapshot' in r.path]
            self.assertEqual([f'GET {path}/{location["ID"]}'], asked)
            fields = shown.json()
            self.assertEqual(location['Path'], fields['path'])
            self.assertEqual(instance, fields['share_snapshot_instance_id'])
            self.assertEqual(
                location['Is Admin only'], fields['is_admin_only']
            )

        for arguments, words, cloud in (
            ('list no-such', 'no-such', 'admin'),
            (f'show {instance} no-such', r'\(HTTP 404\)', 'admin'),
            (f'list {instance}', r'\(HTTP 403\)', 'member'),
            (f'list {instance}', r'\(HTTP 403\)', 'reader'),
            (f'show {instance} x', r'\(HTTP 403\)', 'member'),
        ):
            result = self.openstack(
                f'{NOUN} {arguments}', cloud=cloud, fail=True, stderr=words
            )
            self.assertEqual('', result.out)
        for command in (f'list {instance}', f'show {instance} x'):
            self.assert_min_version('2.32', f'{NOUN} {command}', cloud='admin')
