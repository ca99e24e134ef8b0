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

POOL = {
    'name': 'h@b#p',
    'host': 'h',
    'backend': 'b',
    'pool': 'p',
    'capabilities': {
        'total_capacity_gb': 100.0,
        'free_capacity_gb': 'unknown',
        'allocated_capacity_gb': 10,
        'provisioned_capacity_gb': 20,
    },
}
PATH = '/scheduler-stats/pools'


class TestStoragePool(base.TestHTTP):
    def setUp(self):
        super().setUp()
        summary = {k: v for k, v in POOL.items() if k != 'capabilities'}
        self.http.get(self.url(PATH), json={'pools': [summary]})
        self.http.get(self.url(f'{PATH}/detail'), json={'pools': [POOL]})

    def test_details(self):
        (pool,) = self.proxy.storage_pools()
        for name, value in POOL.items():
            self.assertEqual(value, getattr(pool, name))
        self.assertEqual(
            (100.0, 'unknown', 10, 20),
            (
                pool.total_capacity,
                pool.free_capacity,
                pool.allocated_capacity,
                pool.provisioned_capacity,
            ),
        )
        self.assertEqual([f'GET {PATH}/detail'], self.requests())

    def test_summary(self):
        (pool,) = self.proxy.storage_pools(False)
        self.assertEqual('h@b#p', pool.name)
        self.assertIsNone(pool.total_capacity)
        self.assertEqual([f'GET {PATH}'], self.requests())

    def test_filters(self):
        query = {'host': 'h', 'backend': 'b', 'pool': 'p', 'share_type': 't'}
        list(self.proxy.storage_pools(**query))
        (request,) = self._asked()
        self.assertEqual({k: [v] for k, v in query.items()}, request.qs)

    def test_filters_that_openstacksdk_documents(self):
        for name in ('host_name', 'backend_name', 'pool_name'):
            self.assertRaisesRegex(
                exceptions.InvalidResourceQuery,
                name,
                list,
                self.proxy.storage_pools(**{name: 'x'}),
            )
