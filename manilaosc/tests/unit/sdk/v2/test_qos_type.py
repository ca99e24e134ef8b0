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
from manilaosc.tests.unit.sdk.v2 import _types

TYPE = {
    'id': 't1',
    'name': 'fast',
    'description': 'x',
    'specs': {'peak_iops': '300'},
    'created_at': '2026-08-01T00:00:00.000000',
    'updated_at': None,
}


class TestQosType(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.http.get(self.url('/qos-types'), json={'qos_types': [TYPE]})
        for method in (self.http.get, self.http.put):
            method(self.url('/qos-types/t1'), json={'qos_type': TYPE})
        self.http.request_history.clear()

    def test_fields(self):
        found = self.proxy.get_qos_type('t1')
        for name, value in TYPE.items():
            self.assertEqual(value, getattr(found, name), name)

    def test_filters(self):
        for query, sent in (
            ({'name': 'x'}, 'name=x'),
            ({'description': 'x'}, 'description=x'),
            ({'name_pattern': 'x'}, 'name~=x'),
            ({'description_pattern': 'x'}, 'description~=x'),
            ({'id': 'x'}, 'id=x'),
            ({'sort_key': 'name'}, 'sort_key=name'),
            ({'sort_dir': 'asc'}, 'sort_dir=asc'),
            ({'max_items': 1}, 'limit=1'),
        ):
            self.http.request_history.clear()
            self.assertEqual(1, len(list(self.proxy.qos_types(**query))))
            self.assertEqual(
                [f'GET /qos-types?{sent}'], self.requests(), query
            )
        self.assertRaises(
            exceptions.InvalidResourceQuery,
            list,
            self.proxy.qos_types(nope='x'),
        )

    def test_pages(self):
        pages = [{'qos_types': [{**TYPE, 'id': i}]} for i in ('a', 'b')]
        self.http.get(
            self.url('/qos-types'),
            [{'json': page} for page in (*pages, {'qos_types': []})],
        )
        found = self.proxy.qos_types(limit=1, offset=1)
        self.assertEqual(['a', 'b'], [each.id for each in found])
        self.assertIn('GET /qos-types?limit=1&offset=2', self.requests())

    def test_find_by_one_request(self):
        found = self.proxy.find_qos_type('fast', all_projects=True)
        self.assertEqual('t1', found.id)
        self.assertEqual(['GET /qos-types?name=fast'], self.requests())
        e = self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.find_qos_type,
            'other',
            ignore_missing=False,
        )
        self.assertIn('No QoS type with a name or ID', str(e))

    def test_create_update_delete(self):
        self.http.post(self.url('/qos-types'), json={'qos_type': TYPE})
        self.http.delete(self.url('/qos-types/t1'), status_code=204)
        attrs = {'name': 'fast', 'description': 'x', 'specs': {'a': 'b'}}
        self.proxy.create_qos_type(**attrs)
        self.proxy.update_qos_type('t1', description='y')
        self.proxy.update_qos_type('t1', description=None)
        self.proxy.delete_qos_type('t1')
        self.assertEqual(
            [
                {'qos_type': attrs},
                {'qos_type': {'description': 'y'}},
                {'qos_type': {'description': None}},
                None,
            ],
            self.bodies(),
        )


class TestSpecs(_types.SpecsMixin):
    path = '/qos-types/t1'
    kind = 'qos_type'
    specs_path = specs_key = 'specs'
    spec = 'spec'
