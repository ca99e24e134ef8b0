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

TRANSFER = {
    'id': 't1',
    'name': 'for-mail',
    'created_at': '2026-01-01T00:00:00',
    'resource_type': 'share',
    'resource_id': 's1',
    'source_project_id': 'p1',
    'destination_project_id': None,
    'accepted': False,
    'expires_at': '2026-01-01T00:05:00',
}
DETAIL = '/share-transfers/detail'


class TestShareTransfer(base.TestHTTP):
    def serve(self, *names):
        rows = [
            {**TRANSFER, 'id': f't{i}', 'name': name}
            for i, name in enumerate(names)
        ]

        def answer(request, context):
            offset = int(request.qs.get('offset', ['0'])[0])
            return {'transfers': rows[offset:]}

        for path in (DETAIL, '/share-transfers'):
            self.http.get(self.url(path), json=answer)
        self.http.request_history.clear()

    def test_create_tells_the_key(self):
        self.http.post(
            self.url('/share-transfers'),
            json={'transfer': {**TRANSFER, 'auth_key': 'secret'}},
        )
        transfer = self.proxy.create_share_transfer(share_id='s1', name='x')
        self.assertEqual('secret', transfer.auth_key)
        for name, value in TRANSFER.items():
            self.assertEqual(value, getattr(transfer, name), name)
        self.assertEqual(
            [{'transfer': {'share_id': 's1', 'name': 'x'}}], self.bodies()
        )

    def test_get_and_delete(self):
        url = self.url('/share-transfers/t1')
        self.http.get(url, json={'transfer': TRANSFER})
        self.http.delete(url)
        transfer = self.proxy.get_share_transfer('t1')
        self.assertEqual('for-mail', transfer.name)
        self.proxy.delete_share_transfers(transfer)
        self.http.delete(url, status_code=404)
        self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.delete_share_transfers,
            transfer,
            ignore_missing=False,
        )

    def test_lists(self):
        self.serve('a', 'b')
        found = [t.name for t in self.proxy.share_transfers()]
        self.assertEqual(['a', 'b'], found)
        list(
            self.proxy.share_transfers(
                details=True,
                id='t1',
                name='a',
                name_pattern='b',
                resource_type='share',
                resource_id='s1',
                destination_project_id='p2',
                sort_key='display_name',
                sort_dir='asc',
            )
        )
        self.assertEqual(
            [
                'GET /share-transfers',
                f'GET {DETAIL}?destination_project_id=p2&id=t1&name=a'
                '&resource_id=s1&resource_type=share&sort_dir=asc'
                '&sort_key=display_name&name~=b',
            ],
            self.requests(),
        )

    def test_all_projects_are_sorted_with_a_limit_only(self):
        self.serve('a', 'b')
        found = self.proxy.share_transfers(all_projects=True)
        self.assertEqual(2, len(list(found)))
        self.assertEqual(
            'GET /share-transfers?all_tenants=True&limit=1000',
            self.requests()[0],
        )
        self.serve('a', 'b')
        found = self.proxy.share_transfers(all_projects=True, max_items=1)
        self.assertEqual(1, len(list(found)))
        self.assertEqual(
            ['GET /share-transfers?all_tenants=True&limit=1'], self.requests()
        )
        self.serve('a', 'b')
        found = self.proxy.share_transfers(
            all_tenants=True, source_project_id='p1', max_items=1
        )
        self.assertEqual(1, len(list(found)))
        self.assertEqual(
            [f'GET {DETAIL}?all_tenants=True&limit=1000'], self.requests()
        )

    def test_filters_that_the_service_replaces(self):
        # Manila replaces it with the user's own project
        for project, expected in (('p1', 2), ('p2', 0)):
            self.serve('a', 'b')
            found = self.proxy.share_transfers(source_project_id=project)
            self.assertEqual(expected, len(list(found)))
            self.assertEqual(
                f'GET {DETAIL}?all_tenants=True&limit=1000', self.requests()[0]
            )
        self.assertRaises(
            exceptions.InvalidResourceQuery,
            list,
            self.proxy.share_transfers(share_id_='s1'),
        )

    def test_find_by_one_request(self):
        self.serve('for-mail')
        found = self.proxy.find_share_transfer('for-mail', all_projects=True)
        self.assertEqual('t0', found.id)
        self.assertEqual(
            [f'GET {DETAIL}?name=for-mail&all_tenants=True&limit=1000'],
            self.requests(),
        )
        self.assertIsNone(self.proxy.find_share_transfer('other'))
        self.serve('for-mail', 'for-mail')
        self.assertRaises(
            exceptions.DuplicateResource,
            self.proxy.find_share_transfer,
            'for-mail',
        )

    def test_accept(self):
        # The answer has no body
        url = self.url('/share-transfers/t1/accept')
        self.http.post(url, status_code=202)
        transfer = self.proxy.accept_share_transfer('t1', auth_key='secret')
        self.assertEqual('t1', transfer.id)
        self.proxy.accept_share_transfer(
            transfer, auth_key='secret', clear_access_rules=True
        )
        self.assertEqual(
            [
                {'accept': {'auth_key': 'secret', 'clear_access_rules': clear}}
                for clear in (False, True)
            ],
            self.bodies(),
        )
        versions = {
            r.headers['X-OpenStack-Manila-API-Version'] for r in self._asked()
        }
        self.assertEqual({self.proxy.max_microversion}, versions)

    def test_accept_fails(self):
        self.http.post(
            self.url('/share-transfers/t1/accept'),
            status_code=400,
            json={'badRequest': {'message': 'Invalid auth key', 'code': 400}},
        )
        self.assertRaisesRegex(
            exceptions.BadRequestException,
            'Invalid auth key',
            self.proxy.accept_share_transfer,
            't1',
            auth_key='wrong',
        )
