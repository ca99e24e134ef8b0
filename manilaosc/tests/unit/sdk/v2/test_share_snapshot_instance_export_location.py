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

from manilaosc.tests.unit.sdk import base

LOCATION = {
    'id': 'e1',
    'path': '10.0.0.1:/snap',
    'share_snapshot_instance_id': 'i1',
    'is_admin_only': False,
    'created_at': '2026-01-01T00:00:00',
    'updated_at': None,
}
PATH = '/snapshot-instances/i1/export-locations'


class TestShareSnapshotInstanceExportLocation(base.TestHTTP):
    def test_list(self):
        self.http.get(
            self.url(PATH),
            json={'share_snapshot_export_locations': [LOCATION]},
        )
        (location,) = self.proxy.share_snapshot_instance_export_locations('i1')
        for name, value in LOCATION.items():
            self.assertEqual(value, getattr(location, name))
        self.assertEqual('i1', location.snapshot_instance_id)
        self.assertEqual([f'GET {PATH}'], self.requests())

    def test_get(self):
        self.http.get(
            self.url(f'{PATH}/e1'),
            json={'share_snapshot_export_location': LOCATION},
        )
        location = self.proxy.get_share_snapshot_instance_export_location(
            'e1', 'i1'
        )
        self.assertEqual('10.0.0.1:/snap', location.path)
        self.assertEqual([f'GET {PATH}/e1'], self.requests())
