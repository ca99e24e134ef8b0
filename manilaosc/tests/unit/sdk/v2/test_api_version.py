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

from unittest import mock

from openstack import exceptions

from manilaosc.sdk.v2 import _proxy
from manilaosc.tests.unit.sdk import base

ROOT = 'http://manila.example.com/'
VERSION = {
    'id': 'v2.0',
    'status': 'CURRENT',
    'version': '2.99',
    'min_version': '2.0',
    'updated': '2015-08-27T11:33:21Z',
    'links': [
        {'rel': 'describedby', 'href': 'http://docs.openstack.org/'},
        {'rel': 'self', 'href': f'{ROOT}v2/'},
    ],
    'media-types': [{'base': 'application/json', 'type': 'x'}],
}


class TestAPIVersion(base.TestHTTP):
    def test_versions(self):
        # Manila answers 300 even if it has only one version
        old = {**VERSION, 'id': 'v1.0', 'status': 'DEPRECATED', 'links': None}
        self.http.get(ROOT, status_code=300, json={'versions': [VERSION, old]})
        version, other = self.proxy.api_versions()
        for attribute, value in {
            'id': 'v2.0',
            'status': 'CURRENT',
            'min_microversion': '2.0',
            'max_microversion': '2.99',
            'updated_at': '2015-08-27T11:33:21Z',
            'endpoint': f'{ROOT}v2/',
            'links': VERSION['links'],
            'media_types': VERSION['media-types'],
        }.items():
            self.assertEqual(value, getattr(version, attribute), attribute)
        self.assertEqual('v1.0', other.id)
        self.assertIsNone(other.endpoint)

    def test_root(self):
        for endpoint, root in (
            ('http://x/v2', 'http://x/'),
            ('http://x/v2/', 'http://x/'),
            ('http://x/v2.0', 'http://x/'),
            ('http://x:8786/v2/a-project', 'http://x:8786/'),
            ('https://x/share/v2', 'https://x/share/'),
            ('https://v2.example.com/v2', 'https://v2.example.com/'),
            ('https://x/share', 'https://x/share/'),
        ):
            self.http.get(root, json={'versions': []})
            with mock.patch.object(
                _proxy.Proxy, 'get_endpoint', return_value=endpoint
            ):
                self.assertEqual([], list(self.proxy.api_versions()))
            self.assertEqual(root, self.http.last_request.url, endpoint)

    def test_get(self):
        version = self.proxy.get_api_version()
        self.assertEqual('CURRENT', version.status)
        self.assertEqual(f'{self.MANILA}/', self.http.last_request.url)

    def test_get_none(self):
        self.http.get(f'{self.MANILA}/', json={'versions': []})
        self.assertRaises(
            exceptions.NotFoundException, self.proxy.get_api_version
        )

    def test_no_versions(self):
        self.http.get(ROOT, text='<html>')
        e = self.assertRaises(
            exceptions.InvalidResponse, list, self.proxy.api_versions()
        )
        self.assertIn(ROOT, str(e))
