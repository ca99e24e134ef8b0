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

REPLICA = {
    'id': 'r1',
    'share_id': 's1',
    'availability_zone': 'nova',
    'created_at': '2026-01-01T00:00:00',
    'status': 'available',
    'share_network_id': 'n1',
    'replica_state': 'in_sync',
    'updated_at': '2026-01-01T00:00:01',
    'share_server_id': 'v1',
    'host': 'host@backend#pool',
    'cast_rules_to_readonly': True,
    'metadata': {'a': 'b', 'c': 'd'},
}
HEADER = 'X-OpenStack-Manila-API-Experimental'
PATH = '/share-replicas'


class TestShareReplica(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.serve_list(REPLICA)
        shown = {'share_replica': REPLICA}
        self.http.get(self.url(f'{PATH}/r1'), json=shown)
        self.http.post(self.url(PATH), json=shown, status_code=202)
        self.http.delete(self.url(f'{PATH}/r1'), status_code=202)
        self.http.post(self.url(f'{PATH}/r1/action'), status_code=202)

    def serve_list(self, *replicas):
        for path in (PATH, f'{PATH}/detail'):
            self.http.get(
                self.url(path),
                [
                    {'json': {'share_replicas': list(replicas)}},
                    {'json': {'share_replicas': []}},
                ],
            )

    def headers(self):
        return [
            request.headers.get(HEADER)
            for request in self.http.request_history
            if PATH in request.path
        ]

    def test_fields(self):
        replica = self.proxy.get_share_replica('r1')
        for name, value in REPLICA.items():
            self.assertEqual(value, getattr(replica, name), name)

    def test_list(self):
        (replica,) = self.proxy.share_replicas(share_id='s1')
        self.assertEqual('nova', replica.availability_zone)
        # Manila truncates the list, so the rest is requested
        self.assertEqual(
            [
                f'GET {PATH}/detail?share_id=s1',
                f'GET {PATH}/detail?share_id=s1&offset=1',
            ],
            self.requests(),
        )

    def test_short_list_and_paging(self):
        ids = ['r4', 'r2', 'r1', 'r5', 'r3']
        for query, expected in (
            ({}, ['r1', 'r2', 'r3', 'r4', 'r5']),
            ({'max_items': 2}, ['r1', 'r2']),
            ({'max_items': 2, 'offset': 1}, ['r2', 'r3']),
            ({'offset': '3'}, ['r4', 'r5']),
            ({'offset': 5, 'max_items': 1}, []),
        ):
            self.http.request_history.clear()
            self.serve_list(*({**REPLICA, 'id': each} for each in ids))
            found = self.proxy.share_replicas(False, **query)
            self.assertEqual(expected, [replica.id for replica in found])
            # A page of an unsorted list would be arbitrary
            self.assertEqual(
                [f'GET {PATH}', f'GET {PATH}?offset=5'], self.requests()
            )

    def test_client_filters(self):
        for query, expected in (
            ({'metadata': {'a': 'b'}}, ['r1']),
            ({'metadata': {'a': 'b', 'c': 'd'}}, ['r1']),
            ({'metadata': {'a': 'x'}}, []),
            ({'metadata': {'x': 'b'}}, []),
            ({'replica_state': 'in_sync'}, ['r1']),
            ({'replica_state': 'active'}, []),
        ):
            self.serve_list(REPLICA, {**REPLICA, 'id': 'r2', 'metadata': None})
            found = [r.id for r in self.proxy.share_replicas(**query)]
            if 'metadata' not in query and expected:
                expected = ['r1', 'r2']
            self.assertEqual(expected, found, query)
        self.assertEqual([f'GET {PATH}/detail'], self.requests()[:1])

    def test_unknown_filter(self):
        self.assertRaises(
            exceptions.InvalidResourceQuery,
            list,
            self.proxy.share_replicas(nonsense='x'),
        )

    def test_find(self):
        self.http.get(self.url(f'{PATH}/r2'), status_code=404)
        self.assertEqual(
            'nova', self.proxy.find_share_replica('r1').location.zone
        )
        self.assertIsNone(self.proxy.find_share_replica('r2'))
        self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.find_share_replica,
            'r2',
            ignore_missing=False,
        )

    def test_create(self):
        attrs = {
            'availability_zone': 'nova',
            'metadata': {'a': 'b'},
            'scheduler_hints': {'only_host': 'host@backend#pool'},
            'share_network_id': 'n1',
        }
        replica = self.proxy.create_share_replica('s1', **attrs)
        self.assertEqual('r1', replica.id)
        self.proxy.create_share_replica(
            self.proxy._get_resource(type(replica), 's2')
        )
        self.assertEqual(
            [
                {'share_replica': {'share_id': 's1', **attrs}},
                {'share_replica': {'share_id': 's2'}},
            ],
            self.bodies(),
        )

    def test_delete(self):
        self.proxy.delete_share_replica('r1')
        self.proxy.delete_share_replica('r1', force=True)
        self.assertEqual(
            [f'DELETE {PATH}/r1', f'POST {PATH}/r1/action'], self.requests()
        )
        self.assertEqual([None, {'force_delete': None}], self.bodies())

    def test_delete_missing(self):
        self.http.delete(self.url(f'{PATH}/r1'), status_code=404)
        self.http.post(self.url(f'{PATH}/r1/action'), status_code=404)
        for force in (False, True):
            self.proxy.delete_share_replica('r1', force=force)
            self.assertRaises(
                exceptions.NotFoundException,
                self.proxy.delete_share_replica,
                'r1',
                ignore_missing=False,
                force=force,
            )

    def test_promote(self):
        changing = {**REPLICA, 'status': 'replication_change'}
        self.http.post(
            self.url(f'{PATH}/r1/action'), json={'share_replica': changing}
        )
        for args in ((), (60,)):
            replica = self.proxy.promote_share_replica('r1', *args)
            self.assertEqual('replication_change', replica.status)
        self.assertEqual(
            [{'promote': None}, {'promote': {'quiesce_wait_time': 60}}],
            self.bodies(),
        )

    def test_promote_the_active_one(self):
        self.http.post(self.url(f'{PATH}/r1/action'), content=b'')
        self.assertEqual('r1', self.proxy.promote_share_replica('r1').id)

    def test_actions(self):
        proxy = self.proxy
        proxy.resync_share_replica('r1')
        proxy.reset_share_replica_status('r1', 'error')
        proxy.reset_share_replica_state('r1', 'out_of_sync')
        self.assertEqual(
            [
                {'resync': None},
                {'reset_status': {'status': 'error'}},
                {'reset_replica_state': {'replica_state': 'out_of_sync'}},
            ],
            self.bodies(),
        )

    def test_experimental(self):
        for version, value in (
            ('2.11', 'True'),
            ('2.55', 'True'),
            ('2.56', None),
        ):
            self.http.request_history.clear()
            self.proxy.default_microversion = version
            self.serve_list(REPLICA)
            list(self.proxy.share_replicas())
            self.proxy.get_share_replica('r1')
            self.proxy.create_share_replica('s1')
            self.proxy.delete_share_replica('r1')
            self.proxy.resync_share_replica('r1')
            self.assertEqual([value] * 6, self.headers(), version)


class TestMetadata(base.TestHTTP):
    URL = f'{PATH}/r1/metadata'

    def setUp(self):
        super().setUp()
        for method in (self.http.get, self.http.post, self.http.put):
            method(self.url(self.URL), json={'metadata': {'x': 'y'}})

    def test_fetch(self):
        replica = self.proxy.fetch_share_replica_metadata('r1')
        self.assertEqual({'x': 'y'}, replica.metadata)

    def test_fetch_item(self):
        self.http.get(self.url(f'{self.URL}/a'), json={'meta': {'a': 'b'}})
        replica = self.proxy.fetch_share_replica_metadata_item('r1', 'a')
        self.assertEqual({'a': 'b'}, replica.metadata)
        self.assertEqual([f'GET {self.URL}/a'], self.requests())

    def test_set(self):
        self.http.post(
            self.url(f'{self.URL}/a'), json={'metadata': {'a': 'b'}}
        )
        for metadata, replace in (
            ({'a': 'b'}, False),
            ({'a': 'b', 'c': 'd'}, False),
            ({'a': 'b'}, True),
            (None, True),
        ):
            self.proxy.set_share_replica_metadata(
                'r1', metadata, replace=replace
            )
        self.assertEqual(
            [
                f'POST {self.URL}/a',
                f'POST {self.URL}',
                f'PUT {self.URL}',
                f'PUT {self.URL}',
            ],
            self.requests(),
        )
        self.assertEqual(
            [{'a': 'b'}, {'a': 'b', 'c': 'd'}, {'a': 'b'}, {}],
            [body['metadata'] for body in self.bodies()],
        )

    def test_delete(self):
        for key, status in (('a', 200), ('b', 404), ('c', 200)):
            self.http.delete(self.url(f'{self.URL}/{key}'), status_code=status)
        error = self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.delete_share_replica_metadata,
            'r1',
            ['a', 'b', 'c'],
            ignore_missing=False,
        )
        self.assertIn("has no metadata 'b'", str(error))
        self.assertEqual(3, len(self.requests()))
        self.proxy.delete_share_replica_metadata('r1', ['b'])
