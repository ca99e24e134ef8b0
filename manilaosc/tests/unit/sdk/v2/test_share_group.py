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

GROUP = {
    'id': 'g1',
    'name': 'data',
    'status': 'available',
    'description': 'x',
    'created_at': '2026-01-01T00:00:00',
    'project_id': 'p1',
    'host': 'host@backend#pool',
    'share_group_type_id': 't1',
    'source_share_group_snapshot_id': 's1',
    'share_network_id': 'n1',
    'share_server_id': 'v1',
    'share_types': ['t2'],
    'availability_zone': 'nova',
    'consistent_snapshot_support': 'pool',
}
EXPERIMENTAL = 'X-OpenStack-Manila-API-Experimental'


ID = '7f660094-73b5-46a8-92c0-8c39feb63dec'


class TestShareGroup(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.rows = [GROUP]

        def answer(request, context):
            offset = int(request.qs.get('offset', ['0'])[0])
            return {'share_groups': self.rows[offset:]}

        for path in ('/share-groups', '/share-groups/detail'):
            self.http.get(self.url(path), json=answer)
        self.http.get(
            self.url('/share-groups/g1'), json={'share_group': GROUP}
        )
        self.http.request_history.clear()

    def test_fields(self):
        group = self.proxy.get_share_group('g1')
        for name, value in GROUP.items():
            self.assertEqual(value, getattr(group, name), name)

    def test_filters(self):
        list(self.proxy.share_groups(details=False, status='x'))
        list(
            self.proxy.share_groups(
                all_projects=True, name_pattern='x', share_network_id='n1'
            )
        )
        first, _end, second, _end = self.requests()
        self.assertEqual('GET /share-groups?status=x', first)
        for part in ('all_tenants=True', 'name~=x', 'share_network_id=n1'):
            self.assertIn(part, second.replace('%7E', '~'))
        self.assertRaises(
            exceptions.InvalidResourceQuery,
            list,
            self.proxy.share_groups(snapshot_id='x'),
        )
        # Manila answers a marker with an error
        self.assertRaises(
            exceptions.InvalidResourceQuery,
            list,
            self.proxy.share_groups(marker='x'),
        )

    def test_find_by_one_request(self):
        self.assertEqual('g1', self.proxy.find_share_group('data').id)
        self.assertEqual(
            ['GET /share-groups/detail?name=data'], self.requests()
        )
        self.rows = []
        self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.find_share_group,
            'data',
            ignore_missing=False,
        )

    def test_experimental_through_2_54(self):
        for version, header in (
            ('2.31', 'True'),
            ('2.54', 'True'),
            ('2.55', None),
            ('2.99', None),
        ):
            self.proxy.default_microversion = version
            self.proxy.find_share_group('data')
            self.proxy.get_share_group('g1')
            for request in self._asked():
                self.assertEqual(header, request.headers.get(EXPERIMENTAL))
            # It is not sent with anything else
            self.assertNotIn(EXPERIMENTAL, self.proxy.additional_headers)
            self.http.request_history.clear()


class TestChanges(base.TestHTTP):
    PATH = f'/share-groups/{ID}'

    def setUp(self):
        super().setUp()
        answer = {'share_group': GROUP}
        self.http.post(self.url('/share-groups'), json=answer)
        self.http.put(self.url(self.PATH), json=answer)
        self.http.post(self.url(f'{self.PATH}/action'), status_code=202)
        self.http.delete(self.url(self.PATH), status_code=202)

    def check(self, request, body):
        self.assertEqual([request], self.requests())
        self.assertEqual([body], self.bodies())

    def test_create(self):
        attrs = {
            'name': 'n',
            'description': 'd',
            'share_types': ['t2'],
            'share_group_type_id': 't1',
            'share_network_id': 'n1',
            'availability_zone': 'nova',
        }
        group = self.proxy.create_share_group(**attrs)
        self.assertEqual('host@backend#pool', group.host)
        self.check('POST /share-groups', {'share_group': attrs})

    def test_create_from_snapshot(self):
        attrs = {'source_share_group_snapshot_id': 's1'}
        self.proxy.create_share_group(**attrs)
        self.check('POST /share-groups', {'share_group': attrs})

    def test_update(self):
        self.proxy.update_share_group(ID, name='n', description=None)
        self.check(
            f'PUT {self.PATH}',
            {'share_group': {'name': 'n', 'description': None}},
        )

    def test_delete(self):
        self.proxy.delete_share_group(ID)
        self.check(f'DELETE {self.PATH}', None)

    def test_force_delete(self):
        self.proxy.delete_share_group(ID, force=True)
        self.check(f'POST {self.PATH}/action', {'force_delete': None})

    def test_reset_status(self):
        self.proxy.reset_share_group_status(ID, 'error')
        self.check(
            f'POST {self.PATH}/action', {'reset_status': {'status': 'error'}}
        )

    def test_missing(self):
        self.http.delete(self.url(self.PATH), status_code=404)
        self.http.post(self.url(f'{self.PATH}/action'), status_code=404)
        for force in (False, True):
            self.proxy.delete_share_group(ID, force=force)
            self.assertRaises(
                exceptions.NotFoundException,
                self.proxy.delete_share_group,
                ID,
                ignore_missing=False,
                force=force,
            )
        self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.reset_share_group_status,
            ID,
            'error',
        )

    def test_changes_are_experimental_through_2_54(self):
        for version, header in (('2.54', 'True'), ('2.55', None)):
            self.http.request_history.clear()
            self.proxy.default_microversion = version
            self.proxy.create_share_group()
            self.proxy.update_share_group(ID, name='n')
            self.proxy.reset_share_group_status(ID, 'error')
            self.proxy.delete_share_group(ID, force=True)
            self.proxy.delete_share_group(ID)
            asked = self._asked()
            self.assertEqual(5, len(asked))
            for request in asked:
                self.assertEqual(header, request.headers.get(EXPERIMENTAL))
