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
from openstack.identity.v3 import project as project_

from manilaosc.tests.unit.sdk import base

QUOTAS = {
    'shares': 50,
    'gigabytes': 1000,
    'snapshots': 51,
    'snapshot_gigabytes': 1001,
    'share_networks': 10,
    'share_groups': 11,
    'share_group_snapshots': 12,
    'share_replicas': 13,
    'replica_gigabytes': 14,
    'per_share_gigabytes': -1,
    'backups': 15,
    'backup_gigabytes': 16,
    'encryption_keys': 17,
}
PATH = '/quota-sets/p1'
#: Whose quotas, and how that is asked for
WHOSE: tuple[tuple[dict[str, str], str], ...] = (
    ({}, ''),
    ({'user_id': 'u1'}, '?user_id=u1'),
    ({'share_type': 'gold & co'}, '?share_type=gold+%26+co'),
)


class TestQuotaSet(base.TestHTTP):
    def serve(self, method, path='', **quotas):
        self.http.request(
            method,
            self.url(PATH + path),
            json={'quota_set': {**QUOTAS, **quotas}},
        )

    def test_get(self):
        self.serve('GET', id='p1')
        for whose, query in WHOSE:
            self.http.request_history.clear()
            quotas = self.proxy.get_quota_set('p1', **whose)
            self.assertEqual('p1', quotas.id)
            for name, value in QUOTAS.items():
                self.assertEqual(value, getattr(quotas, name), name)
            self.assertEqual([f'GET {PATH}{query}'], self.requests())

    def test_get_with_usage(self):
        shares = {'limit': 50, 'in_use': 3, 'reserved': 1}
        self.serve('GET', '/detail', shares=shares)
        for whose, query in WHOSE:
            self.http.request_history.clear()
            quotas = self.proxy.get_quota_set('p1', usage=True, **whose)
            self.assertEqual(50, quotas.shares)
            self.assertEqual(3, quotas.usage['shares'])
            self.assertEqual(1, quotas.reservation['shares'])
            self.assertEqual([f'GET {PATH}/detail{query}'], self.requests())

    def test_defaults(self):
        self.serve('GET', '/defaults')
        self.assertEqual(50, self.proxy.get_quota_set_defaults('p1').shares)
        self.assertEqual([f'GET {PATH}/defaults'], self.requests())

    def test_update(self):
        self.serve('PUT', shares=5)
        for whose, query in WHOSE:
            self.http.request_history.clear()
            quotas = self.proxy.update_quota_set(
                'p1', shares=5, encryption_keys=0, force=True, **whose
            )
            self.assertEqual(5, quotas.shares)
            self.assertEqual([f'PUT {PATH}{query}'], self.requests())
            body = {'shares': 5, 'encryption_keys': 0, 'force': True}
            self.assertEqual([{'quota_set': body}], self.bodies())

    def test_revert(self):
        self.http.delete(self.url(PATH), status_code=202)
        for whose, query in WHOSE:
            self.http.request_history.clear()
            self.proxy.revert_quota_set('p1', **whose)
            self.assertEqual([f'DELETE {PATH}{query}'], self.requests())

    def test_project(self):
        self.serve('GET')
        project = project_.Project(id='p1')
        self.assertEqual(50, self.proxy.get_quota_set(project).shares)

    def test_before_2_7(self):
        self.proxy.default_microversion = '2.6'
        path = self.url('/os-quota-sets/p1')
        self.http.get(path, json={'quota_set': QUOTAS})
        self.http.put(path, json={'quota_set': QUOTAS})
        self.http.delete(path, status_code=202)
        self.proxy.get_quota_set('p1')
        self.proxy.update_quota_set('p1', shares=5)
        self.proxy.revert_quota_set('p1')
        self.assertEqual(
            [f'{m} /os-quota-sets/p1' for m in ('GET', 'PUT', 'DELETE')],
            self.requests(),
        )

    def test_refused(self):
        for method, call in (
            ('GET', lambda: self.proxy.get_quota_set('p1')),
            ('PUT', lambda: self.proxy.update_quota_set('p1', shares=5)),
            ('DELETE', lambda: self.proxy.revert_quota_set('p1')),
        ):
            self.http.request(method, self.url(PATH), status_code=403)
            self.assertRaises(exceptions.ForbiddenException, call)

    def test_answer_without_quotas(self):
        self.http.get(self.url(PATH), json={})
        self.assertRaises(
            exceptions.InvalidResponse, self.proxy.get_quota_set, 'p1'
        )
