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

RULE = {
    'id': 'r1',
    'access_type': 'ip',
    'access_to': '10.0.0.1',
    'state': 'active',
}


class TestShareSnapshotAccessRule(base.TestHTTP):
    def setUp(self):
        super().setUp()
        rules = [RULE, {**RULE, 'id': 'r2', 'state': 'denying'}]
        self.http.get(
            self.url('/snapshots/sn1/access-list'),
            json={'snapshot_access_list': rules},
        )

    def test_list(self):
        first, second = self.proxy.share_snapshot_access_rules('sn1')
        for name, value in RULE.items():
            self.assertEqual(value, getattr(first, name))
        self.assertEqual(
            ('sn1', 'denying'), (second.snapshot_id, second.state)
        )

    def test_get_takes_the_list(self):
        rule = self.proxy.get_share_snapshot_access_rule('r2', 'sn1')
        self.assertEqual(('r2', 'denying'), (rule.id, rule.state))
        self.assertEqual(['GET /snapshots/sn1/access-list'], self.requests())

    def test_get_missing(self):
        error = self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.get_share_snapshot_access_rule,
            'r3',
            'sn1',
        )
        self.assertEqual(
            'Share snapshot sn1 has no access rule r3.', str(error)
        )

    def test_create(self):
        self.http.post(
            self.url('/snapshots/sn1/action'),
            json={'snapshot_access': {**RULE, 'state': 'queued_to_apply'}},
        )
        rule = self.proxy.create_share_snapshot_access_rule(
            'sn1', 'ip', '10.0.0.1'
        )
        self.assertEqual(
            [{'allow_access': {'access_type': 'ip', 'access_to': '10.0.0.1'}}],
            self.bodies(),
        )
        self.assertEqual('queued_to_apply', rule.state)
        # As waiting does
        self.assertEqual('active', rule.fetch(self.proxy).state)

    def test_delete(self):
        self.http.post(self.url('/snapshots/sn1/action'), status_code=202)
        self.proxy.delete_share_snapshot_access_rule('r1', 'sn1')
        self.assertEqual([{'deny_access': {'access_id': 'r1'}}], self.bodies())

    def test_delete_missing(self):
        self.http.post(self.url('/snapshots/sn1/action'), status_code=404)
        self.proxy.delete_share_snapshot_access_rule('r1', 'sn1')
        self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.delete_share_snapshot_access_rule,
            'r1',
            'sn1',
            ignore_missing=False,
        )
