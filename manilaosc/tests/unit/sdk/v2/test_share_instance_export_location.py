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

from manilaosc.sdk.v2 import share_instance_export_location
from manilaosc.tests.unit.sdk import base

ShareInstanceExportLocation = (
    share_instance_export_location.ShareInstanceExportLocation
)
LOCATION = {
    'id': 'e1',
    'path': '10.0.0.10:/data',
    'preferred': True,
    'share_instance_id': 'i1',
    'is_admin_only': True,
    'metadata': {'a': 'b'},
    'created_at': '2026-01-01T00:00:00',
    'updated_at': None,
}


class TestProxy(base.TestProxy):
    def test_list(self):
        self.verify_list(
            self.proxy.share_instance_export_locations,
            ShareInstanceExportLocation,
            method_args=['i1'],
            expected_args=[],
            expected_kwargs={'share_instance_id': 'i1'},
        )

    def test_get(self):
        self.verify_get(
            self.proxy.get_share_instance_export_location,
            ShareInstanceExportLocation,
            method_args=['e1', 'i1'],
            expected_args=['e1'],
            expected_kwargs={'share_instance_id': 'i1'},
        )


class TestShareInstanceExportLocation(base.TestHTTP):
    path = '/share_instances/i1/export_locations'

    def check(self, location):
        self.assertEqual('e1', location.id)
        self.assertEqual('10.0.0.10:/data', location.path)
        self.assertIs(True, location.is_preferred)
        self.assertIs(True, location.is_admin)
        self.assertEqual('i1', location.share_instance_id)
        self.assertEqual({'a': 'b'}, location.metadata)

    def test_list(self):
        self.http.get(
            self.url(self.path), json={'export_locations': [LOCATION]}
        )
        (location,) = self.proxy.share_instance_export_locations('i1')
        self.check(location)
        self.assertEqual([f'GET {self.path}'], self.requests())

    def test_get(self):
        self.http.get(
            self.url(f'{self.path}/e1'), json={'export_location': LOCATION}
        )
        location = self.proxy.get_share_instance_export_location('e1', 'i1')
        self.check(location)
        self.assertEqual('2026-01-01T00:00:00', location.created_at)
        self.assertEqual([f'GET {self.path}/e1'], self.requests())
