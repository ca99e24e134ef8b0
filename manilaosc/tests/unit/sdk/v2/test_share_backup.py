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

from manilaosc.sdk.v2 import share_backup
from manilaosc.tests.unit.sdk import base

BACKUP = {
    'id': 'b1',
    'name': 'nightly',
    'description': 'x',
    'share_id': 's1',
    'size': 2,
    'status': 'available',
    'availability_zone': 'nova',
    'backup_type': 'dummy',
    'created_at': '2026-01-01T00:00:00',
    'updated_at': None,
    'progress': '100',
    'restore_progress': '0',
    'host': 'sandbox',
    'topic': 'manila-data',
}
ID = '7f660094-73b5-46a8-92c0-8c39feb63dec'
DETAIL = '/share-backups/detail'
EXPERIMENTAL = 'X-OpenStack-Manila-API-Experimental'


class TestProxy(base.TestProxy):
    cls = share_backup.ShareBackup

    def test_get(self):
        self.verify_get(self.proxy.get_share_backup, self.cls)

    def test_create(self):
        self.verify_create(
            self.proxy.create_share_backup,
            self.cls,
            method_args=[],
            method_kwargs={'share_id': 's1', 'name': 'x'},
            expected_kwargs={'share_id': 's1', 'name': 'x'},
        )

    def test_update(self):
        self.verify_update(self.proxy.update_share_backup, self.cls)

    def test_delete(self):
        for ignore in (False, True):
            self.verify_delete(
                self.proxy.delete_share_backup, self.cls, ignore_missing=ignore
            )


class TestShareBackup(base.TestHTTP):
    def serve(self, *names):
        rows = [
            {**BACKUP, 'id': f'b{i}', 'name': name}
            for i, name in enumerate(names)
        ]
        for path in (DETAIL, '/share-backups'):
            self.http.get(self.url(path), json={'share_backups': rows})
        self.http.request_history.clear()

    def test_fields(self):
        self.http.get(
            self.url('/share-backups/b1'), json={'share_backup': BACKUP}
        )
        backup = self.proxy.get_share_backup('b1')
        for name, value in BACKUP.items():
            self.assertEqual(value, getattr(backup, name), name)

    def test_every_request_says_that_it_is_experimental(self):
        url = self.url('/share-backups')
        answer = {'share_backup': {**BACKUP, 'id': 'b1'}}
        self.serve()
        self.http.post(url, json=answer)
        self.http.put(f'{url}/b1', json=answer)
        self.http.delete(f'{url}/b1')
        self.http.get(f'{url}/b1', json=answer)
        self.http.post(
            f'{url}/b1/action', json={'restore': {'share_id': 's1'}}
        )
        backup = self.proxy.create_share_backup(share_id='s1')
        self.proxy.update_share_backup('b1', name='x')
        self.proxy.get_share_backup('b1')
        list(self.proxy.share_backups())
        self.proxy.restore_share_backup('b1')
        self.proxy.reset_share_backup_status('b1', 'error')
        self.proxy.delete_share_backup(backup)
        headers = [r.headers.get(EXPERIMENTAL) for r in self._asked()]
        self.assertEqual(['True'] * 7, headers)

    def test_create(self):
        self.http.post(
            self.url('/share-backups'), json={'share_backup': BACKUP}
        )
        self.proxy.create_share_backup(
            share_id='s1', name='x', backup_options={'backup_type': 'dummy'}
        )
        self.assertEqual(
            [
                {
                    'share_backup': {
                        'share_id': 's1',
                        'name': 'x',
                        'backup_options': {'backup_type': 'dummy'},
                    }
                }
            ],
            self.bodies(),
        )

    def test_update_sends_what_is_changed(self):
        self.http.put(
            self.url('/share-backups/b1'), json={'share_backup': BACKUP}
        )
        self.proxy.update_share_backup('b1', description=None)
        self.assertEqual(
            [{'share_backup': {'description': None}}], self.bodies()
        )

    def test_lists(self):
        self.serve('a')
        list(self.proxy.share_backups())
        list(self.proxy.share_backups(details=False))
        list(
            self.proxy.share_backups(
                all_projects=True,
                name_pattern='a',
                description_pattern='b',
                share_id='s1',
                status='error',
                topic='manila-data',
                sort_key='size',
                sort_dir='asc',
            )
        )
        self.assertEqual(
            [
                f'GET {DETAIL}',
                'GET /share-backups',
                f'GET {DETAIL}?share_id=s1&sort_dir=asc&sort_key=size'
                '&status=error&topic=manila-data&all_tenants=True'
                '&description~=b&name~=a',
            ],
            self.requests(),
        )

    def test_filters_that_the_service_may_drop(self):
        self.serve('a', 'b')
        for query, expected in (
            ({'host': 'sandbox'}, 2),
            ({'host': 'other'}, 0),
            ({'id': 'b1'}, 1),
        ):
            found = self.proxy.share_backups(details=False, **query)
            self.assertEqual(expected, len(list(found)), query)
        # Attributes that the summary lacks need the detailed list
        self.assertEqual(
            [f'GET {DETAIL}', f'GET {DETAIL}', 'GET /share-backups'],
            self.requests(),
        )
        self.assertRaises(
            exceptions.InvalidResourceQuery,
            list,
            self.proxy.share_backups(colour='red'),
        )

    def test_find_by_one_request(self):
        self.serve('nightly')
        found = self.proxy.find_share_backup('nightly', all_projects=True)
        self.assertEqual('b0', found.id)
        self.assertEqual(
            [f'GET {DETAIL}?name=nightly&all_tenants=True'], self.requests()
        )
        self.assertIsNone(self.proxy.find_share_backup('other'))
        self.serve('nightly', 'nightly')
        self.assertRaises(
            exceptions.DuplicateResource,
            self.proxy.find_share_backup,
            'nightly',
        )

    def test_id_is_not_looked_up(self):
        found = self.proxy.find_share_backup(ID, fetch=False)
        self.assertEqual(ID, found.id)
        self.assertEqual([], self.requests())

    def test_restore(self):
        self.http.post(
            self.url('/share-backups/b1/action'),
            json={'restore': {'backup_id': 'b1', 'share_id': 's9'}},
        )
        self.assertEqual('s9', self.proxy.restore_share_backup('b1'))
        share = self.proxy._get_resource(
            self.proxy._resource_registry['share'], 's2'
        )
        self.proxy.restore_share_backup('b1', share)
        self.assertEqual([{'restore': None}, {'restore': 's2'}], self.bodies())

    def test_restore_never_into_another_share_than_asked_for(self):
        self.proxy.default_microversion = '2.90'
        self.assertRaises(
            exceptions.NotSupported,
            self.proxy.restore_share_backup,
            'b1',
            's2',
        )
        self.assertEqual([], self.requests())

    def test_reset_status(self):
        self.http.post(self.url('/share-backups/b1/action'), status_code=202)
        self.proxy.reset_share_backup_status('b1', 'error')
        self.assertEqual(
            [{'reset_status': {'status': 'error'}}], self.bodies()
        )
