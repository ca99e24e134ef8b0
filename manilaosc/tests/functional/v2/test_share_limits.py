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

"""Functional tests for absolute and rate limits."""

from typing import Any

from manilaosc.tests.functional import base


class TestShareLimits(base.TestCase):
    def limits(self, *args: Any, **kwargs: str) -> dict[str, int]:
        rows = self.json('share limits show', *args, **kwargs)
        return {row['Name']: row['Value'] for row in rows}

    def test_absolute(self) -> None:
        before = self.limits('--absolute')
        self.assertEqual(22, len(before))
        self.assertEqual(before, self.limits())
        self.assertEqual(before, self.limits(cloud='reader'))
        quotas = self.json('share quota show')
        for limit, quota in (
            ('Shares', 'shares'),
            ('ShareGigabytes', 'gigabytes'),
            ('ShareSnapshots', 'snapshots'),
            ('SnapshotGigabytes', 'snapshot_gigabytes'),
            ('ShareNetworks', 'share_networks'),
            ('ShareGroups', 'share_groups'),
            ('ShareGroupSnapshots', 'share_group_snapshots'),
            ('ShareReplicas', 'share_replicas'),
            ('ReplicaGigabytes', 'replica_gigabytes'),
            ('ShareBackups', 'backups'),
            ('BackupGigabytes', 'backup_gigabytes'),
        ):
            self.assertEqual(quotas[quota], before[f'maxTotal{limit}'])

        name = self.name('share')
        self.cleanup('share delete --wait', name)
        self.openstack('share create NFS 2 --wait --name', name)
        after = self.limits()
        self.assertEqual(
            before['totalSharesUsed'] + 1, after['totalSharesUsed']
        )
        used = 'totalShareGigabytesUsed'
        self.assertEqual(before[used] + 2, after[used])

    def test_rate(self) -> None:
        # The sandbox, like most clouds, has no rate limits
        result = self.openstack('share limits show --rate -f csv')
        self.assertEqual(
            '"Verb","Regex","URI","Value","Remaining","Unit","Next Available"',
            result.out.strip(),
        )

    def test_old_microversions(self) -> None:
        for version, count in (
            ('2.0', 10),
            ('2.52', 10),
            ('2.53', 14),
            ('2.58', 18),
            ('2.79', 18),
            ('2.80', 22),
        ):
            self.assertEqual(count, len(self.limits(version=version)))
