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

ZONE = {
    'id': 'z1',
    'name': 'nova',
    'created_at': '2026-01-01T00:00:00',
    'updated_at': None,
}


class TestAvailabilityZone(base.TestHTTP):
    def list(self, path, version):
        self.http.get(self.url(path), json={'availability_zones': [ZONE]})
        self.proxy.default_microversion = version
        (zone,) = self.proxy.availability_zones()
        for name, value in ZONE.items():
            self.assertEqual(value, getattr(zone, name))
        self.assertEqual([f'GET {path}'], self.requests())

    def test_list(self):
        self.list('/availability-zones', '2.99')

    def test_first_path(self):
        self.list('/availability-zones', '2.7')

    def test_list_before_2_7(self):
        self.list('/os-availability-zone', '2.6')

    def test_answer_without_zones(self):
        self.http.get(self.url('/availability-zones'), json={})
        self.assertRaises(
            exceptions.InvalidResponse, list, self.proxy.availability_zones()
        )
