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
"""Unit tests for what keeps shares from being deleted."""

from manilaosc.diagnosis import blockers
from manilaosc.tests.unit.diagnosis import base


class TestShares(base.TestCase):
    def test_dependents(self):
        known = base.known(
            shares=[base.share()],
            locks=[
                base.resource(
                    'resource_locks',
                    id='l1',
                    resource_id='s1',
                    resource_action='delete',
                    user_id='u1',
                    lock_reason='audit',
                ),
                base.resource(
                    'resource_locks',
                    id='l2',
                    resource_id='s1',
                    resource_action='show',
                ),
                base.resource(
                    'resource_locks',
                    id='l3',
                    resource_id='other',
                    resource_action='delete',
                ),
            ],
            snapshots=[
                base.resource(
                    'share_snapshot', id='n1', name='nightly', share_id='s1'
                )
            ],
            replicas=[
                base.resource(
                    'share_replica',
                    id='p1',
                    share_id='s1',
                    replica_state='active',
                ),
                base.resource(
                    'share_replica',
                    id='p2',
                    share_id='s1',
                    replica_state='in_sync',
                ),
            ],
            backups=[base.resource('share_backup', id='b1', share_id='s1')],
        )
        found = self.assert_findings(
            [('note', 'deletion-blocked', 's1')] * 4, blockers.of_shares(known)
        )
        self.assertEqual(
            [
                'openstack share lock delete l1',
                'openstack share snapshot delete n1',
                'openstack share replica delete p2',
                'openstack share backup delete b1',
            ],
            [each.remedy for each in found],
        )
        self.assertEqual(
            f'It has the lock l1 of user u1 since {base.LONG_AGO} (audit).',
            found[0].reason,
        )
        self.assertEqual('It has the snapshot nightly (n1).', found[1].reason)

    def test_nothing(self):
        known = base.known(shares=[base.share()])
        self.assert_findings([], blockers.of_shares(known))
