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

ID = '7f660094-73b5-46a8-92c0-8c39feb63dec'
PATH = f'/share-group-snapshots/{ID}'
MEMBER = {'id': 'm1', 'size': 2, 'share_id': 's1'}
ROW = {
    'id': ID,
    'name': 'nightly',
    'status': 'available',
    'description': 'of the night',
    'created_at': '2026-01-01T00:00:00',
    'project_id': 'p1',
    'share_group_id': 'g1',
    'members': [MEMBER],
}
WHOLE_MEMBER = {
    **MEMBER,
    'created_at': '2026-01-01T00:00:00',
    'share_protocol': 'NFS',
    'project_id': 'p1',
    'share_group_snapshot_id': ID,
}
EXPERIMENTAL = 'X-OpenStack-Manila-API-Experimental'


class TestCase(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.rows, self.members = [ROW], [WHOLE_MEMBER]
        collection = self.url('/share-group-snapshots')

        def rows(request, _context):
            offset = int(request.qs.get('offset', ['0'])[0])
            # Two rows are the service's maximum
            return {'share_group_snapshots': self.rows[offset : offset + 2]}

        def members(request, _context):
            offset = int(request.qs.get('offset', ['0'])[0])
            found = self.members[offset : offset + 2]
            return {'share_group_snapshot_members': found}

        answer = {'share_group_snapshot': ROW}
        for url in (collection, f'{collection}/detail'):
            self.http.get(url, json=rows)
        self.http.post(collection, json=answer)
        self.http.get(self.url(PATH), json=answer)
        self.http.put(self.url(PATH), json=answer)
        self.http.delete(self.url(PATH), status_code=202)
        self.http.post(self.url(f'{PATH}/action'), status_code=202)
        self.http.get(self.url(f'{PATH}/members'), json=members)

    def check(self, request, body):
        self.assertEqual([request], self.requests())
        self.assertEqual([body], self.bodies())


class TestReading(TestCase):
    def test_fields(self):
        snapshot = self.proxy.get_share_group_snapshot(ID)
        for name, value in ROW.items():
            self.assertEqual(value, getattr(snapshot, name), name)

    def test_whole_or_summary(self):
        (snapshot,) = self.proxy.share_group_snapshots()
        self.assertEqual([MEMBER], snapshot.members)
        list(self.proxy.share_group_snapshots(details=False))
        paths = [r.split('?')[0] for r in self.requests()]
        self.assertEqual(
            [
                'GET /share-group-snapshots/detail',
                'GET /share-group-snapshots',
            ],
            list(dict.fromkeys(paths)),
        )

    def test_list_is_whole(self):
        self.rows = [{**ROW, 'id': str(n)} for n in range(5)]
        found = [s.id for s in self.proxy.share_group_snapshots()]
        self.assertEqual(['0', '1', '2', '3', '4'], found)

    def test_filters(self):
        filters = {
            'description': 'd',
            'id': 'i',
            'name': 'n',
            'project_id': 'p1',
            'share_group_id': 'g1',
            'sort_dir': 'asc',
            'sort_key': 'name',
            'status': 'available',
            'user_id': 'u1',
        }
        self.rows = []
        list(self.proxy.share_group_snapshots(all_projects=True, **filters))
        (request,) = self._asked()
        self.assertEqual(
            {
                'all_tenants': ['true'],
                **{key: [value] for key, value in filters.items()},
            },
            request.qs,
        )

    def test_unknown_filters(self):
        for name in ('name_pattern', 'marker', 'snapshot_id'):
            self.assertRaises(
                exceptions.InvalidResourceQuery,
                list,
                self.proxy.share_group_snapshots(**{name: 'x'}),
            )

    def test_find(self):
        find = self.proxy.find_share_group_snapshot
        self.assertEqual([MEMBER], find('nightly', all_projects=True).members)
        (request,) = self._asked()
        self.assertEqual(
            {'all_tenants': ['true'], 'name': ['nightly']}, request.qs
        )
        self.assertEqual('nightly', find(ID).name)
        self.rows = []
        self.assertIsNone(find('nightly'))
        error = self.assertRaises(
            exceptions.NotFoundException, find, 'nightly', ignore_missing=False
        )
        self.assertIn('No share group snapshot with a name', str(error))

    def test_members(self):
        self.members = [{**WHOLE_MEMBER, 'id': f'm{n}'} for n in range(1, 4)]
        first, *others = self.proxy.share_group_snapshot_members(ID)
        for name, value in WHOLE_MEMBER.items():
            self.assertEqual(value, getattr(first, name), name)
        self.assertEqual(['m2', 'm3'], [member.id for member in others])
        self.assertEqual(f'GET {PATH}/members', self.requests()[0])

    def test_page_of_members(self):
        list(self.proxy.share_group_snapshot_members(ID, max_items=1))
        self.check(f'GET {PATH}/members?limit=1', None)
        self.assertRaises(
            exceptions.InvalidResourceQuery,
            list,
            self.proxy.share_group_snapshot_members(ID, snapshot_id='x'),
        )

    def test_members_of_the_resource(self):
        snapshot = self.proxy.get_share_group_snapshot(ID)
        (member,) = snapshot.get_members(self.proxy)
        self.assertEqual('NFS', member.share_protocol)
        self.http.get(self.url(f'{PATH}/members'), status_code=403)
        self.assertRaises(
            exceptions.ForbiddenException, snapshot.get_members, self.proxy
        )


class TestChanges(TestCase):
    def test_create(self):
        snapshot = self.proxy.create_share_group_snapshot(
            'g1', name='n', description='d'
        )
        self.assertEqual([MEMBER], snapshot.members)
        self.check(
            'POST /share-group-snapshots',
            {
                'share_group_snapshot': {
                    'share_group_id': 'g1',
                    'name': 'n',
                    'description': 'd',
                }
            },
        )

    def test_update(self):
        self.proxy.update_share_group_snapshot(ID, name='n', description=None)
        self.check(
            f'PUT {PATH}',
            {'share_group_snapshot': {'name': 'n', 'description': None}},
        )

    def test_delete(self):
        self.proxy.delete_share_group_snapshot(ID)
        self.check(f'DELETE {PATH}', None)

    def test_force_delete(self):
        self.proxy.delete_share_group_snapshot(ID, force=True)
        self.check(f'POST {PATH}/action', {'force_delete': None})

    def test_reset_status(self):
        self.proxy.reset_share_group_snapshot_status(ID, 'error')
        self.check(
            f'POST {PATH}/action', {'reset_status': {'status': 'error'}}
        )

    def test_failures_are_raised(self):
        self.http.delete(self.url(PATH), status_code=404)
        self.http.post(self.url(f'{PATH}/action'), status_code=404)
        for force in (False, True):
            self.proxy.delete_share_group_snapshot(ID, force=force)
            self.assertRaises(
                exceptions.NotFoundException,
                self.proxy.delete_share_group_snapshot,
                ID,
                ignore_missing=False,
                force=force,
            )
        self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.reset_share_group_snapshot_status,
            ID,
            'error',
        )

    def test_experimental_through_2_54(self):
        for version, header in (('2.54', 'True'), ('2.55', None)):
            self.http.request_history.clear()
            self.proxy.default_microversion = version
            list(self.proxy.share_group_snapshots())
            list(self.proxy.share_group_snapshot_members(ID))
            self.proxy.get_share_group_snapshot(ID)
            self.proxy.create_share_group_snapshot('g1')
            self.proxy.update_share_group_snapshot(ID, name='n')
            self.proxy.reset_share_group_snapshot_status(ID, 'error')
            self.proxy.delete_share_group_snapshot(ID, force=True)
            self.proxy.delete_share_group_snapshot(ID)
            asked = self._asked()
            self.assertLess(7, len(asked))
            for request in asked:
                self.assertEqual(header, request.headers.get(EXPERIMENTAL))
                self.assertEqual(
                    version, request.headers['X-OpenStack-Manila-API-Version']
                )
