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

EXTENSION = {
    'name': 'Things',
    'alias': 'os-things',
    'description': 'What things are for',
    'updated': '2015-01-01T00:00:00Z',
    'links': [],
}


class TestExtension(base.TestHTTP):
    def test_extensions(self):
        self.http.get(self.url('/extensions'), json={'extensions': []})
        self.assertEqual([], list(self.proxy.extensions()))
        self.http.get(
            self.url('/extensions'), json={'extensions': [EXTENSION]}
        )
        (extension,) = self.proxy.extensions()
        self.assertEqual('os-things', extension.id)

    def test_get(self):
        self.http.get(
            self.url('/extensions/os-things'), json={'extension': EXTENSION}
        )
        self.http.request_history.clear()
        extension = self.proxy.get_extension('os-things')
        for attribute, value in {
            'name': 'Things',
            'alias': 'os-things',
            'description': 'What things are for',
            'updated_at': '2015-01-01T00:00:00Z',
            'links': [],
        }.items():
            self.assertEqual(value, getattr(extension, attribute), attribute)
        self.assertEqual(['GET /extensions/os-things'], self.requests())

    def test_missing(self):
        self.http.get(self.url('/extensions/x'), status_code=404)
        self.assertRaises(
            exceptions.NotFoundException, self.proxy.get_extension, 'x'
        )
