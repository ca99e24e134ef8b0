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
    'is_default': True,
    'share_type_access:is_public': False,
    'required_extra_specs': {'driver_handles_share_servers': 'True'},
    'extra_specs': {'driver_handles_share_servers': 'True', 'thin': 'true'},
}


class TestShareType(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.http.get(self.url('/types'), json=self.answer)
        self.http.request_history.clear()

    def answer(self, request, context):
        """Serve a list as Manila does, which filters by one extra spec."""
        extra_specs = request.qs.get('extra_specs', [''])[0]
        names = ['fast', 'thin'] if 'dhss' in extra_specs else ['thin', 'slow']
        return {
            'share_types': [{**TYPE, 'id': n, 'name': n} for n in names],
            'volume_types': [],
        }

    def test_fields(self):
        self.http.get(self.url('/types/t1'), json={'share_type': TYPE})
        found = self.proxy.get_share_type('t1')
        for name, value in TYPE.items():
            self.assertEqual(value, getattr(found, name.split(':')[-1]), name)
        self.assertEqual({'thin': 'true'}, found.optional_extra_specs)

    def test_is_public_before_2_7(self):
        self.proxy.default_microversion = '2.6'
        shown = {'id': 't1', 'os-share-type-access:is_public': False}
        self.http.get(self.url('/types/t1'), json={'share_type': shown})
        found = self.proxy.get_share_type('t1')
        self.assertIs(False, found.is_public)
        self.assertEqual({}, found.optional_extra_specs)

    def test_default(self):
        self.http.get(self.url('/types/default'), json={'share_type': TYPE})
        self.assertEqual('t1', self.proxy.get_default_share_type().id)

    def test_create(self):
        self.http.post(self.url('/types'), json={'share_type': TYPE})
        self.proxy.create_share_type(
            'fast', is_public=False, extra_specs={'a': 'b'}
        )
        self.assertEqual(
            [
                {
                    'share_type': {
                        'name': 'fast',
                        'share_type_access:is_public': False,
                        'extra_specs': {'a': 'b'},
                    }
                }
            ],
            self.bodies(),
        )

    def test_filters(self):
        list(self.proxy.share_types(is_public='all', extra_specs={'a': 'b'}))
        (request,) = self.requests()
        self.assertIn('is_public=all', request)
        # A Python literal, as the service reads it
        self.assertIn('extra_specs=%7B%27a%27%3A+%27b%27%7D', request)

    def test_all_extra_specs_must_match(self):
        found = self.proxy.share_types(extra_specs={'dhss': '1', 'thin': '2'})
        self.assertEqual(['thin'], [found.id for found in found])
        self.assertEqual(2, len(self.requests()))

    def test_find_by_one_request(self):
        found = self.proxy.find_share_type('thin', all_projects=True)
        self.assertEqual('thin', found.id)
        self.assertEqual(['GET /types?is_public=all'], self.requests())
        self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.find_share_type,
            'other',
            ignore_missing=False,
        )


class TestExtraSpecs(_types.SpecsMixin):
    path = '/types/t1'
    kind = 'share_type'
    specs_path = specs_key = 'extra_specs'
    spec = 'extra_spec'

    def set_all(self, res, specs):
        # As openstacksdk has it
        return self.proxy.update_share_type_extra_specs(res, **specs)


class TestAccess(_types.AccessMixin):
    path = '/types/t1'
    kind = 'share_type'
    access_path = access_key = 'share_type_access'

    def test_list_before_2_7(self):
        self.proxy.default_microversion = '2.6'
        self.http.get(
            self.url('/types/t1/os-share-type-access'),
            json={'share_type_access': self.rows},
        )
        self.assertEqual(self.rows, self.proxy.get_share_type_access('t1'))
