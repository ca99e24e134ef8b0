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

from openstack import exceptions

from manilaosc.tests.unit.sdk import base

LOCATION = {
    'id': 'e1',
    'path': '10.0.0.10:/data',
    'preferred': True,
    'share_instance_id': 'i1',
    'is_admin_only': False,
    'metadata': {'a': 'b'},
    'created_at': '2026-01-01T00:00:00',
    'updated_at': None,
}


class TestShareExportLocation(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.path = '/shares/s1/export_locations/e1'
        self.answer(self.http.get, '', {'export_location': LOCATION})

    def answer(self, method, path, body=None, status=200):
        method(self.url(self.path + path), json=body, status_code=status)

    def test_list(self):
        self.http.get(
            self.url('/shares/s1/export_locations'),
            json={'export_locations': [LOCATION]},
        )
        (location,) = self.proxy.export_locations('s1')
        self.assertEqual(LOCATION['path'], location.path)
        self.assertIs(True, location.is_preferred)
        self.assertEqual({'a': 'b'}, location.metadata)
        self.assertEqual(['GET /shares/s1/export_locations'], self.requests())
        (request,) = self._asked()
        # With openstacksdk's maximum, there would be no metadata
        self.assertEqual(
            '2.99', request.headers['X-OpenStack-Manila-API-Version']
        )

    def test_get(self):
        location = self.proxy.get_export_location('e1', 's1')
        self.assertEqual('i1', location.share_instance_id)
        self.assertIs(False, location.is_admin)
        self.assertEqual('s1', location.share_id)
        self.assertEqual([f'GET {self.path}'], self.requests())

    def test_fetch_metadata(self):
        # The route for metadata alone always fails
        location = self.proxy.fetch_export_location_metadata('e1', 's1')
        self.assertEqual({'a': 'b'}, location.metadata)
        self.assertEqual([f'GET {self.path}'], self.requests())

    def test_fetch_metadata_item(self):
        self.answer(self.http.get, '/metadata/a', {'meta': {'a': 'x'}})
        location = self.proxy.fetch_export_location_metadata_item(
            'e1', 's1', 'a'
        )
        self.assertEqual({'a': 'x'}, location.metadata)
        self.assertEqual([f'GET {self.path}/metadata/a'], self.requests())

    def test_set_metadata(self):
        now = {'a': 'b', 'c': 'd'}
        self.answer(self.http.post, '/metadata', {'metadata': now})
        location = self.proxy.set_export_location_metadata(
            'e1', 's1', {'c': 'd'}
        )
        self.assertEqual(now, location.metadata)
        self.assertEqual([f'POST {self.path}/metadata'], self.requests())
        self.assertEqual([{'metadata': {'c': 'd'}}], self.bodies())

    def test_replace_metadata(self):
        self.answer(self.http.put, '/metadata', {'metadata': {}})
        location = self.proxy.set_export_location_metadata(
            'e1', 's1', {}, replace=True
        )
        self.assertEqual({}, location.metadata)
        self.assertEqual([f'PUT {self.path}/metadata'], self.requests())
        self.assertEqual([{'metadata': {}}], self.bodies())

    def test_delete_metadata(self):
        self.answer(self.http.delete, '/metadata/a')
        self.answer(self.http.delete, '/metadata/x', status=404)
        self.proxy.delete_export_location_metadata('e1', 's1', ['x', 'a'])
        self.assertEqual(
            [f'DELETE {self.path}/metadata/{key}' for key in 'xa'],
            self.requests(),
        )
        self.assertRaisesRegex(
            exceptions.NotFoundException,
            "share export location e1 has no metadata 'x'",
            self.proxy.delete_export_location_metadata,
            'e1',
            's1',
            ['x'],
            ignore_missing=False,
        )
