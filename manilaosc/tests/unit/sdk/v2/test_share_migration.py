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

REQUIRED = {
    'preserve_metadata': True,
    'preserve_snapshots': False,
    'writable': False,
    'nondisruptive': True,
}
PROGRESS = {'total_progress': 50, 'task_state': 'x', 'details': {}}
EXPERIMENTAL = 'X-OpenStack-Manila-API-Experimental'


class TestShareMigration(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.action = self.http.post(
            self.url('/shares/s1/action'), status_code=202
        )

    def check(self, body):
        """Check the only request, which is experimental below 2.96."""
        self.assertEqual(['POST /shares/s1/action'], self.requests())
        self.assertEqual([body], self.bodies())
        version = self.proxy.default_microversion
        headers = self.action.last_request.headers
        self.assertEqual(
            'True' if version < '2.96' else None, headers.get(EXPERIMENTAL)
        )
        self.assertEqual(version, headers['X-OpenStack-Manila-API-Version'])
        self.http.request_history.clear()

    def test_actions(self):
        for version in ('2.99', '2.96', '2.95', '2.30'):
            self.proxy.default_microversion = version
            for action, body in (
                (self.proxy.complete_share_migration, 'migration_complete'),
                (self.proxy.cancel_share_migration, 'migration_cancel'),
            ):
                action('s1')
                self.check({body: None})
            for state in ('migration_error', None):
                self.proxy.reset_share_task_state('s1', state)
                self.check({'reset_task_state': {'task_state': state}})

    def test_start(self):
        for version in ('2.99', '2.95'):
            self.proxy.default_microversion = version
            self.proxy.start_share_migration('s1', 'h@b#p', **REQUIRED)
            self.check({'migration_start': {'host': 'h@b#p', **REQUIRED}})

    def test_start_with_all(self):
        attrs = {
            **REQUIRED,
            'force_host_assisted_migration': False,
            'new_share_network_id': 'n1',
            'new_share_type_id': 't1',
        }
        self.proxy.start_share_migration('s1', 'h@b#p', **attrs)
        self.check({'migration_start': {'host': 'h@b#p', **attrs}})

    def test_refused(self):
        self.http.post(
            self.url('/shares/s1/action'),
            status_code=409,
            json={'conflictingRequest': {'message': 'it has replicas'}},
        )
        self.assertRaisesRegex(
            exceptions.ConflictException,
            'it has replicas',
            self.proxy.start_share_migration,
            's1',
            'h@b#p',
            **REQUIRED,
        )

    def test_progress(self):
        self.http.get(self.url('/shares/s1/migration-progress'), json=PROGRESS)
        self.assertEqual(
            PROGRESS, self.proxy.get_share_migration_progress('s1')
        )
        self.assertEqual(
            ['GET /shares/s1/migration-progress'], self.requests()
        )

    def test_progress_by_an_action(self):
        self.action = self.http.post(
            self.url('/shares/s1/action'), json=PROGRESS
        )
        for version in ('2.97', '2.95', '2.22'):
            self.proxy.default_microversion = version
            self.assertEqual(
                PROGRESS, self.proxy.get_share_migration_progress('s1')
            )
            self.check({'migration_get_progress': None})

    def test_progress_that_is_none(self):
        for answer in ({'json': {}}, {'text': '{"total_progr'}):
            self.http.get(self.url('/shares/s1/migration-progress'), **answer)
            self.assertRaisesRegex(
                exceptions.InvalidResponse,
                'migration-progress',
                self.proxy.get_share_migration_progress,
                's1',
            )
