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
    'id': 'l1',
    'path': '10.0.0.1:/x',
    'preferred': True,
    'metadata': {'a': 'b'},
    'share_instance_id': 'r1',
    'is_admin_only': False,
    'created_at': '2026-01-01T00:00:00',
    'updated_at': '2026-01-01T00:00:01',
    'replica_state': 'in_sync',
    'availability_zone': 'nova',
}
OURS = {'preferred': 'is_preferred', 'is_admin_only': 'is_admin'}
PATH = '/share-replicas/r1/export-locations'


class TestShareReplicaExportLocation(base.TestHTTP):
    def check(self, location):
        for name, value in LOCATION.items():
            self.assertEqual(value, getattr(location, OURS.get(name, name)))
        self.assertEqual('r1', location.share_replica_id)

    def test_list(self):
        self.http.get(self.url(PATH), json={'export_locations': [LOCATION]})
        (location,) = self.proxy.share_replica_export_locations('r1')
        self.check(location)
        self.assertEqual([f'GET {PATH}'], self.requests())

    def test_get(self):
        self.http.get(
            self.url(f'{PATH}/l1'), json={'export_location': LOCATION}
        )
        self.check(self.proxy.get_share_replica_export_location('l1', 'r1'))

    def test_experimental(self):
        self.http.get(self.url(PATH), json={'export_locations': []})
        for version, value in (('2.47', 'True'), ('2.56', None)):
            self.proxy.default_microversion = version
            list(self.proxy.share_replica_export_locations('r1'))
            self.assertEqual(
                value,
                self.http.last_request.headers.get(
                    'X-OpenStack-Manila-API-Experimental'
                ),
            )
