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

LOCK = {
    'id': 'l1',
    'user_id': 'u1',
    'project_id': 'p1',
    'lock_context': 'user',
    'resource_type': 'share',
    'resource_id': 's1',
    'resource_action': 'delete',
    'lock_reason': 'x',
    'created_at': '2026-01-01T00:00:00',
    'updated_at': None,
}


class TestResourceLock(base.TestHTTP):
    def serve(self, *ids, **more):
        def answer(request, context):
            offset = int(request.qs.get('offset', ['0'])[0])
            rows = [{**LOCK, 'id': i} for i in ids][offset:]
            return {'resource_locks': rows, **more}

        self.http.get(self.url('/resource-locks'), json=answer)
        self.http.request_history.clear()

    def test_fields(self):
        self.http.get(
            self.url('/resource-locks/l1'), json={'resource_lock': LOCK}
        )
        lock = self.proxy.get_resource_lock('l1')
        for name, value in LOCK.items():
            self.assertEqual(value, getattr(lock, name), name)

    def test_changes(self):
        url = self.url('/resource-locks')
        self.http.post(url, json={'resource_lock': LOCK})
        self.http.put(f'{url}/l1', json={'resource_lock': LOCK})
        self.http.delete(f'{url}/l1', status_code=204)
        self.proxy.create_resource_lock(
            resource_id='s1',
            resource_type='share',
            resource_action='delete',
            lock_reason='x',
        )
        self.proxy.update_resource_lock('l1', lock_reason=None)
        self.proxy.delete_resource_lock('l1', ignore_missing=False)
        self.assertEqual(
            [
                {
                    'resource_lock': {
                        'resource_id': 's1',
                        'resource_type': 'share',
                        'resource_action': 'delete',
                        'lock_reason': 'x',
                    }
                },
                {'resource_lock': {'lock_reason': None}},
                None,
            ],
            self.bodies(),
        )
        # The name has changed since the resource was introduced
        versions = {
            r.headers['X-OpenStack-Manila-API-Version'] for r in self._asked()
        }
        self.assertEqual({self.proxy.max_microversion}, versions)

    def test_filters(self):
        self.serve()
        list(
            self.proxy.resource_locks(
                all_projects=True,
                project_id='p1',
                user_id='u1',
                id='l1',
                resource_id='s1',
                resource_type='share',
                resource_action='delete',
                lock_context='user',
                lock_reason='x',
                lock_reason_pattern='y',
                created_since='a',
                created_before='b',
                sort_key='id',
                sort_dir='asc',
            )
        )
        (request,) = self._asked()
        self.assertEqual(
            {
                'all_projects', 'project_id', 'user_id', 'id', 'resource_id',
                'resource_type', 'resource_action', 'lock_context',
                'lock_reason', 'lock_reason~', 'created_since',
                'created_before', 'sort_key', 'sort_dir',
            },
            set(request.qs),
        )  # fmt: skip
        self.assertRaises(
            exceptions.InvalidResourceQuery,
            list,
            self.proxy.resource_locks(reason='x'),
        )

    def test_pages(self):
        self.serve('l1', 'l2', 'l3')
        found = self.proxy.resource_locks(limit=3)
        self.assertEqual(['l1', 'l2', 'l3'], [lock.id for lock in found])
        self.assertEqual(
            [
                'GET /resource-locks?limit=3',
                'GET /resource-locks?limit=3&offset=3',
            ],
            self.requests(),
        )

    def test_count(self):
        self.serve('l1', count=7)
        self.assertEqual(
            7,
            self.proxy.count_resource_locks(
                resource_type='share', lock_reason_pattern='x'
            ),
        )
        (request,) = self._asked()
        self.assertEqual(
            {'with_count', 'limit', 'resource_type', 'lock_reason~'},
            set(request.qs),
        )

    def test_count_of_none(self):
        # Manila then omits the count
        self.serve()
        self.assertEqual(0, self.proxy.count_resource_locks(id='l1'))

    def test_count_is_missing(self):
        self.serve('l1')
        self.assertRaisesRegex(
            exceptions.InvalidResponse,
            "lacks 'count'",
            self.proxy.count_resource_locks,
        )
