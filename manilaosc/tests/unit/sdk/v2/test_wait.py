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

"""Tests for the wait methods of the SDK layer."""

from openstack import exceptions
from openstack.shared_file_system.v2 import share_access_rule

from manilaosc.sdk.v2 import share
from manilaosc.tests.unit.sdk import base


class TestWait(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.share = share.Share.existing(id='x', status='creating')
        self.http.get(self.url('/messages'), json={'messages': []})

    def serve(self, *answers, url='/shares/x', key='share'):
        self.http.get(
            self.url(url),
            [
                {'status_code': 404, 'json': {'itemNotFound': {'code': 404}}}
                if fields is None
                else {'json': {key: {'id': 'x', **fields}}}
                for fields in answers
            ],
        )

    def status(self, status, **kwargs):
        return self.proxy.wait_for_status(
            self.share, status, interval=1, wait=60, **kwargs
        )

    def gone(self, res=None, **kwargs):
        return self.proxy.wait_for_delete(
            res or self.share, interval=1, wait=60, **kwargs
        )

    def test_status(self):
        self.serve({'status': 'creating'}, {'status': 'available'})
        self.assertEqual('available', self.status('available').status)
        self.assertEqual(['GET /shares/x'] * 2, self.requests())

    def test_status_failures(self):
        for state in ('error', 'extending_error', 'error_deleting'):
            self.serve({'status': 'creating'}, {'status': state})
            self.assertRaisesRegex(
                exceptions.ResourceFailure, state, self.status, 'available'
            )

    def test_status_failure_that_is_waited_for(self):
        self.serve({'status': 'creating'}, {'status': 'error'})
        self.assertEqual('error', self.status('error').status)

    def test_status_failures_given(self):
        self.serve({'status': 'error'}, {'status': 'available'})
        done = self.status('available', failures=['other'])
        self.assertEqual('available', done.status)

    def test_status_of_another_attribute(self):
        self.serve({'task_state': 'migration_error'})
        self.assertRaisesRegex(
            exceptions.ResourceFailure,
            'migration_error',
            self.status,
            'migration_success',
            attribute='task_state',
        )

    def test_delete(self):
        progress = []
        self.serve({'status': 'deleting', 'progress': '5%'}, None)
        self.assertEqual('x', self.gone(callback=progress.append).id)
        self.assertEqual(['5%'], progress)

    def test_delete_fails(self):
        self.serve({'status': 'deleting'}, {'status': 'error_deleting'})
        self.assertRaisesRegex(
            exceptions.ResourceFailure, 'error_deleting', self.gone
        )

    def test_delete_of_what_has_failed_before(self):
        self.share = share.Share.existing(id='x', status='error')
        self.serve({'status': 'error'}, {'status': 'deleting'}, None)
        self.gone()
        self.assertEqual(3, len(self.requests()))

    def test_delete_fails_by_state(self):
        rule = share_access_rule.ShareAccessRule.existing(
            id='x', state='denying'
        )
        self.serve(
            {'state': 'error'}, url='/share-access-rules/x', key='access'
        )
        self.assertRaisesRegex(
            exceptions.ResourceFailure, 'went to error', self.gone, rule
        )
