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

"""Names that look like IDs."""

from openstack import exceptions

from manilaosc.sdk.v2 import _proxy
from manilaosc.tests.unit.sdk import base

#: The name, and the ID of the resource
NAME = '9c7a0e5e-2d5b-4b5e-8a6c-0d3a3f0b6f11'
ID = '4a0f6a55-6cc1-4a2f-9b58-5f1d7b1f3c22'
LOOKUP = f'GET /shares/detail?name={NAME}'
FINDERS = sorted(name for name in dir(_proxy.Proxy) if name[:5] == 'find_')


class TestAssumedIDs(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.gone = {
            'itemNotFound': {'code': 404, 'message': f'No share {NAME}'}
        }
        self.http.put(
            self.url(f'/shares/{NAME}'), status_code=404, json=self.gone
        )
        self.share = {'id': ID, 'name': NAME}
        self.http.put(self.url(f'/shares/{ID}'), json={'share': self.share})
        self.serve(self.share)

    def serve(self, *shares):
        self.http.get(self.url('/shares/detail'), json={'shares': shares})

    def find(self):
        share = self.proxy.find_share(NAME, False, fetch=False)
        self.assertEqual(NAME, share.id)
        self.assertEqual([], self.requests())
        return share

    def test_name(self):
        share = self.proxy.update_share(self.find(), description='new')
        self.assertEqual(ID, share.id)
        self.assertEqual(
            [f'PUT /shares/{NAME}', LOOKUP, f'PUT /shares/{ID}'],
            self.requests(),
        )
        # From then on, no request is wasted
        self.http.post(self.url(f'/shares/{ID}/action'), status_code=202)
        self.proxy.reset_share_status(NAME, 'error')
        self.assertEqual(f'POST /shares/{ID}/action', self.requests()[-1])

    def test_a_name_in_the_body_stays(self):
        self.proxy.update_share(self.find(), name=NAME)
        self.assertEqual({'share': {'display_name': NAME}}, self.bodies()[-1])

    def test_neither_name_nor_id(self):
        self.serve()
        for _time in range(2):
            self.assertRaises(
                exceptions.NotFoundException,
                self.proxy.update_share, NAME if _time else self.find(),
                description='x',
            )  # fmt: skip
        self.assertEqual(
            [
                f'PUT /shares/{NAME}',
                LOOKUP,
                f'{LOOKUP}&all_tenants=True'.replace(
                    'name', 'is_public=True&name'
                ),
                f'PUT /shares/{NAME}',
            ],
            self.requests(),
        )

    def test_an_id_is_not_looked_up(self):
        self.http.put(self.url(f'/shares/{NAME}'), json={'share': self.share})
        self.proxy.update_share(self.find(), description='new')
        self.assertEqual([f'PUT /shares/{NAME}'], self.requests())

    def test_what_has_been_deleted_is_not_a_name(self):
        url = self.url(f'/shares/{NAME}')
        self.http.delete(url, status_code=202)
        self.http.get(url, status_code=404, json=self.gone)
        share = self.find()
        self.proxy.delete_share(share)
        self.proxy.wait_for_delete(share)
        self.assertEqual(
            [f'DELETE /shares/{NAME}', f'GET /shares/{NAME}'], self.requests()
        )

    def test_several_of_the_name(self):
        self.serve(self.share, {**self.share, 'id': 'other'})
        self.assertRaisesRegex(
            exceptions.DuplicateResource, f'{ID}, other',
            self.proxy.update_share, self.find(), description='x',
        )  # fmt: skip

    def test_other_failures_are_not_repeated(self):
        for status in (400, 403, 409, 500):
            self.http.put(
                self.url(f'/shares/{NAME}'), status_code=status, json={}
            )
            self.http.request_history.clear()
            self.assertRaises(
                exceptions.HttpException,
                self.proxy.update_share, self.find(), description='x',
            )  # fmt: skip
            self.assertEqual(1, len(self.requests()), status)

    def test_ids_in_bodies(self):
        # Some requests answer 400 and name the ID
        for status in (400, 404):
            self.http.post(
                self.url('/snapshots'),
                [
                    {'status_code': status, 'json': self.gone},
                    {'json': {'snapshot': {'id': 's', 'share_id': ID}}},
                ],
            )
            self.proxy._real_ids.clear()
            self.http.request_history.clear()
            self.proxy.create_share_snapshot(share_id=self.find().id, name='n')
            self.assertEqual(
                [NAME, None, ID],
                [b and b['snapshot']['share_id'] for b in self.bodies()],
            )

    def test_filters(self):
        def answer(request, context):
            found = request.qs['share_id'] == [ID]
            return {'snapshots': [{'id': 's'}] if found else []}

        self.http.get(self.url('/snapshots/detail'), json=answer)
        share_id = self.find().id
        found = list(self.proxy.share_snapshots(share_id=share_id))
        self.assertEqual(['s'], [s.id for s in found])
        self.assertEqual(3, len(self.requests()))

    def test_empty_list_of_access_rules(self):
        # The service would have responded with 404
        rules = self.url('/share-access-rules')
        self.http.get(rules, json={'access_list': []})
        self.assertEqual([], list(self.proxy.access_rules(self.find())))
        self.assertEqual(1, len(self.requests()))

    def test_every_finder(self):
        registry = self.proxy._resource_registry
        for name in FINDERS:
            cls = registry[name.removeprefix('find_')]
            path = f'{cls.base_path}/detail'
            if not cls._summary_fields:
                path = cls.base_path
            row = {'id': ID, 'name': NAME}
            if name == 'find_share_replica':  # It has no name
                continue
            self.http.get(self.url(path), json={cls.resources_key: [row]})
            found = getattr(self.proxy, name)(NAME, False, fetch=False)
            url = f'/{cls.base_path.strip("/")}'
            self.http.delete(self.url(f'{url}/{NAME}'), status_code=404)
            self.http.delete(self.url(f'{url}/{ID}'), status_code=202)
            self.http.request_history.clear()
            found.delete(self.proxy)
            self.assertEqual(
                [f'DELETE {url}/{NAME}', f'DELETE {url}/{ID}'],
                [r for r in self.requests() if r[:3] != 'GET'],
                name,
            )
            self.proxy._real_ids.clear()
