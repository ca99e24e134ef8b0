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
import testtools

from manilaosc.sdk.v2 import share_snapshot
from manilaosc.tests.unit.sdk import base

ID = '7f660094-73b5-46a8-92c0-8c39feb63dec'
ROW = {
    'id': ID,
    'share_id': 's1',
    'share_size': 3,
    'created_at': '2026-01-01T00:00:00',
    'status': 'available',
    'name': 'nightly',
    'description': 'of the night',
    'size': 2,
    'share_proto': 'NFS',
    'provider_location': '/vol/snap',
    'user_id': 'u1',
    'project_id': 'p1',
    'metadata': {'a': 'b'},
}


class TestResource(testtools.TestCase):
    def test_make_it(self):
        snapshot = share_snapshot.ShareSnapshot(**ROW)
        for name, value in ROW.items():
            self.assertEqual(value, getattr(snapshot, name))


class TestLists(base.TestHTTP):
    def setUp(self):
        super().setUp()
        for path in ('/snapshots', '/snapshots/detail'):
            self.http.get(self.url(path), json={'snapshots': [ROW]})

    def test_whole_or_summary(self):
        (snapshot,) = self.proxy.share_snapshots()
        self.assertEqual('/vol/snap', snapshot.provider_location)
        list(self.proxy.share_snapshots(details=False))
        self.assertEqual(
            ['GET /snapshots/detail', 'GET /snapshots'], self.requests()
        )

    def test_filters(self):
        list(
            self.proxy.share_snapshots(
                all_projects=True,
                description='d',
                description_pattern='e',
                metadata={'a': 'b'},
                name='n',
                name_pattern='o',
                project_id='p1',
                share_id='s1',
                size=2,
                sort_dir='asc',
                sort_key='name',
                status='available',
                usage='used',
            )
        )
        (request,) = self._asked()
        self.assertEqual(
            {
                'all_tenants': ['true'],
                'description': ['d'],
                'description~': ['e'],
                'metadata': ["{'a': 'b'}"],
                'name': ['n'],
                'name~': ['o'],
                'project_id': ['p1'],
                'share_id': ['s1'],
                'size': ['2'],
                'sort_dir': ['asc'],
                'sort_key': ['name'],
                'status': ['available'],
                'usage': ['used'],
            },
            request.qs,
        )

    def test_filter_that_the_service_lacks(self):
        self.assertEqual([], list(self.proxy.share_snapshots(user_id='u2')))
        self.assertEqual(['GET /snapshots/detail'], self.requests())

    def test_unknown_filter(self):
        self.assertRaises(
            exceptions.InvalidResourceQuery,
            list,
            self.proxy.share_snapshots(snapshot_uuid=ID),
        )

    def test_service_cuts_pages(self):
        # Manila's maximum is lower than the requested limit
        rows = [{**ROW, 'id': str(i)} for i in range(5)]

        def serve(request, _context):
            offset = int(request.qs.get('offset', ['0'])[0])
            return {'snapshots': rows[offset : offset + 2]}

        self.http.get(self.url('/snapshots/detail'), json=serve)
        found = [s.id for s in self.proxy.share_snapshots(limit=4)]
        self.assertEqual(['0', '1', '2', '3', '4'], found)

    def test_a_snapshot_on_many_pages(self):
        # Manila counts each instance of a snapshot as a row
        rows = [{**ROW, 'id': i} for i in 'aaab']

        def serve(request, _context):
            offset = int(request.qs.get('offset', ['0'])[0])
            return {'snapshots': rows[offset : offset + 1]}

        self.http.get(self.url('/snapshots/detail'), json=serve)
        found = [s.id for s in self.proxy.share_snapshots(limit=1)]
        self.assertEqual(['a', 'b'], found)

    def test_count(self):
        self.http.get(
            self.url('/snapshots'), json={'snapshots': [ROW], 'count': 7}
        )
        self.assertEqual(7, self.proxy.count_share_snapshots(name_pattern='n'))
        (request,) = self._asked()
        self.assertEqual(
            {'name~': ['n'], 'with_count': ['true'], 'limit': ['1']},
            request.qs,
        )


class TestFind(base.TestHTTP):
    def test_by_id(self):
        self.http.get(self.url(f'/snapshots/{ID}'), json={'snapshot': ROW})
        found = self.proxy.find_share_snapshot(ID)
        self.assertEqual(2, found.size)
        self.assertEqual([f'GET /snapshots/{ID}'], self.requests())

    def test_by_name(self):
        self.http.get(self.url('/snapshots/detail'), json={'snapshots': [ROW]})
        found = self.proxy.find_share_snapshot('nightly', all_projects=True)
        self.assertEqual(('s1', 2), (found.share_id, found.size))
        (request,) = self._asked()
        self.assertEqual(
            {'all_tenants': ['true'], 'name': ['nightly']}, request.qs
        )

    def test_missing(self):
        self.http.get(self.url('/snapshots/detail'), json={'snapshots': []})
        self.assertIsNone(self.proxy.find_share_snapshot('nightly'))
        error = self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.find_share_snapshot,
            'nightly',
            ignore_missing=False,
        )
        self.assertIn("No share snapshot with a name or ID of", str(error))


class TestChanges(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.answer = {'snapshot': ROW}
        for path in ('/snapshots', '/snapshots/manage'):
            self.http.post(self.url(path), json=self.answer)
        self.http.put(self.url(f'/snapshots/{ID}'), json=self.answer)
        self.http.post(self.url(f'/snapshots/{ID}/action'), status_code=202)
        self.http.delete(self.url(f'/snapshots/{ID}'), status_code=202)

    def check(self, request, body):
        self.assertEqual([request], self.requests())
        self.assertEqual([body], self.bodies())

    def check_action(self, body):
        self.check(f'POST /snapshots/{ID}/action', body)

    def test_create(self):
        snapshot = self.proxy.create_share_snapshot(
            share_id='s1', name='nightly', metadata={'a': 'b'}
        )
        self.assertIsInstance(snapshot, share_snapshot.ShareSnapshot)
        self.check(
            'POST /snapshots',
            {
                'snapshot': {
                    'share_id': 's1',
                    'name': 'nightly',
                    'metadata': {'a': 'b'},
                }
            },
        )

    def test_update(self):
        self.proxy.update_share_snapshot(ID, name='n', description=None)
        self.check(
            f'PUT /snapshots/{ID}',
            {'snapshot': {'display_name': 'n', 'display_description': None}},
        )

    def test_delete(self):
        self.proxy.delete_share_snapshot(ID)
        self.check(f'DELETE /snapshots/{ID}', None)

    def test_force_delete(self):
        self.proxy.delete_share_snapshot(ID, force=True)
        self.check_action({'force_delete': None})

    def test_force_delete_missing(self):
        self.http.post(self.url(f'/snapshots/{ID}/action'), status_code=404)
        self.proxy.delete_share_snapshot(ID, force=True)
        self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.delete_share_snapshot,
            ID,
            ignore_missing=False,
            force=True,
        )

    def test_reset_status(self):
        self.proxy.reset_share_snapshot_status(ID, 'error')
        self.check_action({'reset_status': {'status': 'error'}})

    def test_reset_status_of_old(self):
        self.proxy.default_microversion = '2.6'
        self.proxy.reset_share_snapshot_status(ID, 'error')
        self.check_action({'os-reset_status': {'status': 'error'}})

    def test_manage(self):
        snapshot = self.proxy.manage_share_snapshot(
            's1',
            '/vol/snap',
            name='n',
            driver_options={'k': 'v'},
            metadata={'a': 'b'},
        )
        self.assertEqual(ID, snapshot.id)
        self.assertIsInstance(snapshot, share_snapshot.ShareSnapshot)
        self.check(
            'POST /snapshots/manage',
            {
                'snapshot': {
                    'share_id': 's1',
                    'provider_location': '/vol/snap',
                    'name': 'n',
                    'driver_options': {'k': 'v'},
                    'metadata': {'a': 'b'},
                }
            },
        )
        (request,) = self._asked()
        self.assertEqual(
            self.proxy.max_microversion,
            request.headers['X-OpenStack-Manila-API-Version'],
        )

    def test_unmanage(self):
        self.proxy.unmanage_share_snapshot(ID)
        self.check_action({'unmanage': None})

    def test_refused(self):
        self.http.post(self.url(f'/snapshots/{ID}/action'), status_code=403)
        self.assertRaises(
            exceptions.ForbiddenException,
            self.proxy.unmanage_share_snapshot,
            ID,
        )

    def test_metadata(self):
        url = self.url(f'/snapshots/{ID}/metadata')
        self.http.put(url, json={'metadata': {'c': 'd'}})
        self.proxy.set_share_snapshot_metadata(ID, replace=True, c='d')
        self.http.delete(f'{url}/a')
        self.http.delete(f'{url}/b', status_code=404)
        self.http.delete(f'{url}/c')
        self.proxy.delete_share_snapshot_metadata(ID, ['a', 'b', 'c'])
        self.assertEqual(
            [
                f'PUT /snapshots/{ID}/metadata',
                *(f'DELETE /snapshots/{ID}/metadata/{k}' for k in 'abc'),
            ],
            self.requests(),
        )
        error = self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.delete_share_snapshot_metadata,
            ID,
            ['a', 'b'],
            ignore_missing=False,
        )
        self.assertIn("has no metadata 'b'", str(error))
