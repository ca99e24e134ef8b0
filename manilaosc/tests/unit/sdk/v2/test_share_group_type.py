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
    'name': 'pairs',
    'is_default': False,
    'is_public': True,
    'group_specs': {'consistent_snapshot_support': 'host'},
    'share_types': ['s1', 's2'],
}
PATH = '/share-group-types/t1'


class TestShareGroupType(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.http.get(
            self.url('/share-group-types'), json={'share_group_types': [TYPE]}
        )
        for path in (PATH, '/share-group-types/default'):
            self.http.get(self.url(path), json={'share_group_type': TYPE})
        self.http.request_history.clear()

    def test_fields(self):
        found = self.proxy.get_share_group_type('t1')
        for name, value in TYPE.items():
            self.assertEqual(value, getattr(found, name), name)

    def test_default(self):
        self.assertEqual('t1', self.proxy.get_default_share_group_type().id)
        self.assertEqual(['GET /share-group-types/default'], self.requests())

    def test_filters(self):
        found = self.proxy.share_group_types(
            is_public='all', group_specs={'a': 'b', 'c': 'd'}
        )
        self.assertEqual(['t1'], [each.id for each in found])
        (request,) = self.requests()
        self.assertIn('is_public=all', request)
        # A Python literal, as the service reads it
        self.assertIn(
            'group_specs=%7B%27a%27%3A+%27b%27%2C+%27c%27%3A+%27d%27%7D',
            request,
        )
        self.assertRaises(
            exceptions.InvalidResourceQuery,
            list,
            self.proxy.share_group_types(nope='x'),
        )

    def test_find_by_one_request(self):
        found = self.proxy.find_share_group_type('pairs', all_projects=True)
        self.assertEqual('t1', found.id)
        self.assertEqual(
            ['GET /share-group-types?is_public=all'], self.requests()
        )
        self.assertIsNone(self.proxy.find_share_group_type('other'))

    def test_create_and_delete(self):
        self.http.post(
            self.url('/share-group-types'), json={'share_group_type': TYPE}
        )
        self.http.delete(self.url(PATH), status_code=204)
        attrs = {
            'name': 'pairs',
            'share_types': ['gold', 's2'],
            'is_public': False,
            'group_specs': {'a': 'b'},
        }
        self.proxy.create_share_group_type(**attrs)
        self.proxy.delete_share_group_type('t1')
        self.assertEqual([{'share_group_type': attrs}, None], self.bodies())

    def test_experimental(self):
        header = 'X-OpenStack-Manila-API-Experimental'
        for version, value in (('2.54', 'True'), ('2.55', None)):
            self.proxy.default_microversion = version
            self.http.request_history.clear()
            list(self.proxy.share_group_types())
            self.proxy.find_share_group_type('pairs')
            self.proxy.get_share_group_type('t1')
            for request in self._asked():
                self.assertEqual(value, request.headers.get(header), version)


class TestGroupSpecs(_types.SpecsMixin):
    path = PATH
    kind = 'share_group_type'
    specs_path = 'group-specs'
    specs_key = 'group_specs'
    spec = 'group_spec'


class TestAccess(_types.AccessMixin):
    path = PATH
    kind = 'share_group_type'
    access_path = 'access'
    access_key = 'share_group_type_access'


class TestExperimentalGroupSpecs(TestGroupSpecs):
    experimental = 'True'

    def setUp(self):
        super().setUp()
        self.proxy.default_microversion = '2.54'


class TestExperimentalAccess(TestAccess):
    experimental = 'True'

    def setUp(self):
        super().setUp()
        self.proxy.default_microversion = '2.54'
