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

"""Scenario: replicate a share, and fail over to another replica."""

from typing import Any

from manilaosc.tests.functional.v2 import _replicas


class TestReplication(_replicas.TestCase):
    def paths(self, share: str) -> set[str]:
        rows = self.json('share export location list', share)
        return {row['Path'] for row in rows}

    def replica_paths(self, replica: str) -> set[str]:
        rows = self.json('share replica export location list', replica)
        return {row['Path'] for row in rows}

    def replicate(self, share: str) -> tuple[str, str]:
        """Return the replica of a share, and a new one elsewhere."""
        first = self.active(share)
        second = self.create_replica(share, '--availability-zone', 'nova')
        rows = self.json('share replica list --share', share, cloud='admin')
        domain = {'gamma', 'delta'}
        pools = {row['Host'].partition('#fake_pool_for_')[2] for row in rows}
        self.assertEqual(domain, pools)
        return first, second['id']

    def test_readable(self) -> None:
        self._fail_over('readable')

    def test_dr(self) -> None:
        self._fail_over('dr')

    def _fail_over(self, kind: str) -> None:
        share = self.create_replicable(kind=kind)
        self.assertEqual(kind, self._show(share)['replication_type'])
        self.openstack('share access create --wait', share, 'ip', '10.0.0.1')
        first, second = self.replicate(share)
        self.openstack(
            'share replica resync --wait --timeout 60', second, cloud='admin'
        )
        self.assertEqual(
            {first: 'active', second: 'in_sync'}, self.states(share)
        )
        # The share has the export locations of the active replica, and none
        # of the other one
        before = self.paths(share)
        self.assertEqual(before, self.replica_paths(first))
        self.assertEqual(set(), before & self.replica_paths(second))

        self.openstack('share replica promote --wait --timeout 60', second)
        self.assertEqual(
            {first: 'in_sync', second: 'active'}, self.states(share)
        )
        self.assertEqual(self.replica_paths(second), self.paths(share))
        self.assertEqual(
            [('10.0.0.1', 'active')],
            [
                (rule['Access To'], rule['State'])
                for rule in self.json('share access list', share)
            ],
        )

        # Fail back
        self.openstack('share replica promote --wait', first)
        self.assertEqual(before, self.paths(share))
        self.openstack(
            'share delete --wait', share, fail=True, stderr='has replicas'
        )
        self.openstack('share replica delete --wait', second)
        self.openstack('share delete --wait', share)

    def test_writable(self) -> None:
        share = self.create_replicable(kind='writable')
        first, second = self.replicate(share)
        both = {first: 'active', second: 'active'}
        self.assertEqual(both, self.states(share))
        # All replicas are writable, so the share has the paths of all
        self.assertEqual(
            self.replica_paths(first) | self.replica_paths(second),
            self.paths(share),
        )
        # There is nothing to promote
        self.openstack('share replica promote --wait', second)
        self.assertEqual(both, self.states(share))
        # Manila would delete all replicas, and the share with them
        result = self.openstack(
            'share replica delete --wait', first, second,
            fail=True, stderr='It is the last active replica of its share',
        )  # fmt: skip
        self.assertIn('1 of 2 share replicas failed to delete', result.err)
        ((kept, _state),) = self.states(share).items()
        self.openstack(
            'share replica delete', kept,
            fail=True, stderr='last active replica',
        )  # fmt: skip
        self.assertEqual('available', self._show(share)['status'])

    def test_other_operations(self) -> None:
        share = self.create_replicable()
        _first, second = self.replicate(share)
        self.openstack('share resize --wait --timeout 60', share, '2')
        snapshot = self.create_snapshot(share)
        rows = self.json(
            'share snapshot instance list --snapshot', snapshot,
            cloud='admin',
        )  # fmt: skip
        self.assertEqual(['available'] * 2, [row['Status'] for row in rows])
        self.openstack('share resize --wait', share, '3')
        self.openstack('share revert --wait --timeout 60', snapshot)
        shown = self._show(share)
        self.assertEqual(('available', 2), (shown['status'], shown['size']))
        rows = self.json('share instance list --share', share, cloud='admin')
        self.assertEqual(set(self.states(share)), {row['ID'] for row in rows})
        self.assertEqual({'available'}, {row['Status'] for row in rows})

        # Snapshots from before the failover can be reverted to
        self.openstack('share replica promote --wait', second)
        self.openstack('share revert --wait', snapshot)
        self.openstack('share resize --wait', share, '1')
        self.assertEqual(1, self._show(share)['size'])

    def test_no_back_end_left(self) -> None:
        share = self.create_replicable()
        first, second = self.replicate(share)
        # Both back ends have a replica, so a third one has no place
        result = self.openstack(
            'share replica create --wait -f value -c id -c status', share,
            fail=True, stderr='went to error: .*No storage could be allocated',
        )  # fmt: skip
        third, status = result.out.split()
        self.assertEqual('error', status)
        (message, *_older) = self.json(
            'share message list --resource-id', third
        )
        self.assertEqual('SHARE_REPLICA', message['Resource Type'])
        for verb, stderr in (
            ('promote --wait', 'must be in available state'),
            ('resync --wait', 'does not have a valid host'),
        ):
            self.openstack(
                f'share replica {verb}', third,
                cloud='admin', fail=True, stderr=stderr,
            )  # fmt: skip
        # The other replicas are unaffected
        self.openstack('share replica promote --wait', second)
        self.openstack('share replica delete --wait', first, third)
        self.assertEqual({second: 'active'}, self.states(share))

    def _show(self, share: str) -> dict[str, Any]:
        shown: dict[str, Any] = self.json('share show', share)
        return shown
