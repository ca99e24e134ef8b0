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

"""Functional tests for share replicas."""

import functools
from typing import Any

from manilaosc.tests.functional.v2 import _replicas

NOBODY = '0ed95862-2dd2-4f40-ac75-ac5ea5a40efa'


class TestShareReplica(_replicas.TestCase):
    def show(self, replica: str, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = self.json(
            'share replica show', replica, **kwargs
        )
        return shown

    def test_lifecycle(self) -> None:
        share = self.create_replicable()
        share_id = self.json('share show', share)['id']
        first = self.active(share)
        created = self.create_replica(
            share, '--availability-zone', 'nova',
            '--property', 'a=b', '--property', 'c=d',
        )  # fmt: skip
        second = created['id']
        self.assertEqual('in_sync', created['replica_state'])
        self.openstack('share replica wait', first, second)
        self.openstack(
            'share replica wait --for replica_state=in_sync', second
        )
        self.assertEqual(
            ('nova', share_id, {'a': 'b', 'c': 'd'}),
            tuple(
                created[field]
                for field in ('availability_zone', 'share_id', 'metadata')
            ),
        )
        states = {first: 'active', second: 'in_sync'}
        for cloud in ('member', 'reader', 'admin'):
            self.assertEqual(states, self.states(share, cloud=cloud))
            self.assertEqual(states, self.states(share_id, cloud=cloud))
            shown = self.show(second, cloud=cloud)
            self.assertEqual(
                ('in_sync', {'a': 'b', 'c': 'd'}),
                (shown['replica_state'], shown['properties']),
            )
            as_admin = cloud == 'admin'
            self.assertEqual(as_admin, shown['host'] is not None)
            self.assertEqual(
                True if as_admin else None, shown['cast_rules_to_readonly']
            )
            self.assertEqual(2 + as_admin, len(shown['export_locations']))
        self.assertTrue(self.json('share show', share)['has_replicas'])

        self.openstack('share replica promote --wait', second)
        self.assertEqual(
            {first: 'in_sync', second: 'active'}, self.states(share)
        )
        # It is active already, so there is nothing to wait for
        self.openstack('share replica promote --wait', second)
        self.openstack(
            'share replica delete', second,
            fail=True, stderr='last active replica of its share',
        )  # fmt: skip
        self.openstack('share replica delete --wait', first)
        self.openstack(
            'share replica show', first,
            fail=True, stderr=r'Replica .* not found. \(HTTP 404\)',
        )  # fmt: skip
        self.assertEqual({second: 'active'}, self.states(share))

    def test_lifecycle_at_old_versions(self) -> None:
        self.keep_tokens()
        share = self.create_replicable()
        for version in ('2.11', '2.46', '2.55', '2.56', '2.94'):
            old = self.active(share)
            replica = self.create_replica(share, version=version)['id']
            run = functools.partial(self.openstack, version=version)
            states = {old: 'active', replica: 'in_sync'}
            self.assertEqual(states, self.states(share, version=version))
            listed = self.json(
                'share replica list -c ID -c Status --share', share,
                version=version,
            )  # fmt: skip
            self.assertEqual(set(states), {row['ID'] for row in listed})
            shown = self.show(replica, version=version)
            self.assertEqual('nova', shown['availability_zone'])
            # Export locations exist since API version 2.47
            locations = 0 if version in ('2.11', '2.46') else 2
            self.assertEqual(locations, len(shown['export_locations']))
            admin = functools.partial(run, cloud='admin')
            admin('share replica set --status error', replica)
            admin('share replica set --status available', replica)
            admin('share replica set --replica-state error', replica)
            admin('share replica resync --wait', replica)
            run('share replica promote --wait', replica)
            if version == '2.55':
                admin('share replica delete --force --wait', old)
            else:
                run('share replica delete --wait', old)
            for verb, target in (
                ('create', share), ('set', replica), ('list', None),
            ):  # fmt: skip
                run(
                    f'share replica {verb} --property a=b',
                    *([target] if target else []),
                    fail=True,
                    stderr='--property needs .* version 2.95 or later',
                )
            for verb in ('unset', 'properties show'):
                run(
                    f'share replica {verb}', replica,
                    fail=True, stderr='needs .* version 2.95 or later',
                )  # fmt: skip
        for verb in ('create', 'delete', 'promote', 'resync', 'set', 'show'):
            self.assert_min_version('2.11', f'share replica {verb} x')
        self.assert_min_version('2.11', 'share replica list')
        for version, verb, option, value in (
            ('2.67', 'create', '--scheduler-hint', 'only_host=x'),
            ('2.72', 'create', '--share-network', 'x'),
            ('2.75', 'promote', '--quiesce-wait-time', '1'),
        ):
            self.assert_min_version(
                version, f'share replica {verb} x', option, value, what=option
            )

    def test_properties(self) -> None:
        share = self.create_replicable()
        replica = self.active(share)
        properties = functools.partial(
            self.json, 'share replica properties show', replica
        )
        for command, expected in (
            ('set --property a=b', {'a': 'b'}),
            ('set --property a=x --property c=d', {'a': 'x', 'c': 'd'}),
            ('set --property e=f', {'a': 'x', 'c': 'd', 'e': 'f'}),
            ('unset --property a --property c', {'e': 'f'}),
            ('set --no-property --property g=h', {'g': 'h'}),
            ('set', {'g': 'h'}),
            ('unset', {'g': 'h'}),
        ):
            self.openstack(f'share replica {command}', replica)
            self.assertEqual(expected, properties(), command)
            self.assertEqual(
                expected, self.show(replica, cloud='reader')['properties']
            )
        self.assertEqual({'g': 'h'}, properties('--property', 'g'))
        self.openstack(
            'share replica properties show --property x', replica,
            fail=True, stderr="share replica .* has no metadata 'x'",
        )  # fmt: skip
        self.openstack(
            'share replica unset --property x --property g', replica,
            fail=True, stderr="has no metadata 'x'",
        )  # fmt: skip
        self.assertEqual({}, properties())

        # Manila ignores this filter
        self.openstack('share replica set --property k=1', replica)
        other = self.create_replica(share, '--property', 'k=2')['id']
        for wanted, expected_ids in (
            (['k=1'], {replica}), (['k=2'], {other}), (['k=3'], set()),
            (['k=1', 'l=1'], set()),
        ):  # fmt: skip
            args = [f'--property={each}' for each in wanted]
            for columns in ([], ['-c', 'ID']):
                rows = self.json(
                    'share replica list --share', share, *args, *columns
                )
                self.assertEqual(expected_ids, {row['ID'] for row in rows})

    def test_admin_operations(self) -> None:
        share = self.create_replicable()
        replica = self.create_replica(share)['id']
        admin = functools.partial(self.openstack, cloud='admin')
        # Manila corrects the replica state at once, unless the replica is
        # being created
        admin(
            'share replica set --status creating --replica-state out_of_sync',
            replica,
        )
        shown = self.show(replica)
        self.assertEqual(
            ('creating', 'out_of_sync'),
            (shown['status'], shown['replica_state']),
        )
        self.openstack(
            'share replica promote', replica,
            fail=True, stderr='must be in available state.*HTTP 400',
        )  # fmt: skip
        admin('share replica set --status available', replica)
        admin('share replica resync --wait --timeout 60', replica)
        self.assertEqual('in_sync', self.show(replica)['replica_state'])
        admin(
            'share replica set --replica-state in_sync --status nonsense',
            replica, fail=True, stderr='set the status: .*HTTP 400',
        )  # fmt: skip
        admin(
            'share replica set --replica-state error', self.active(share),
            fail=True, stderr='Cannot reset replica_state of an active',
        )  # fmt: skip
        admin('share replica promote --wait --quiesce-wait-time 5', replica)
        self.assertEqual('active', self.show(replica)['replica_state'])
        (other,) = set(self.states(share)) - {replica}
        admin('share replica delete --force --wait', other)
        self.assertEqual({replica: 'active'}, self.states(share))

    def test_permissions(self) -> None:
        self.keep_tokens()
        share = self.create_replicable()
        active = self.active(share)
        replica = self.create_replica(share, '--property', 'a=b')['id']
        for verb in (
            'delete', 'promote', 'set --property a=x', 'unset --property a',
            'properties show', 'resync', 'set --status error',
            'set --replica-state error', 'delete --force',
        ):  # fmt: skip
            command = f'share replica {verb}'
            # Readers can show the replica, but not by this route
            self.openstack(
                command, replica, cloud='reader', fail=True, stderr='HTTP 403'
            )
            self.openstack(
                command,
                replica,
                cloud='other',
                fail=True,
                stderr='HTTP 40[34]',
            )
            if verb in (
                'resync', 'set --status error', 'set --replica-state error',
                'delete --force',
            ):  # fmt: skip
                self.openstack(command, replica, fail=True, stderr='HTTP 403')
        self.openstack(
            'share replica create', share,
            cloud='reader', fail=True, stderr='HTTP 403',
        )  # fmt: skip
        self.openstack(
            'share replica create', share,
            cloud='other', fail=True, stderr='No share with',
        )  # fmt: skip
        self.openstack(
            'share replica show', replica,
            cloud='other', fail=True, stderr='HTTP 404',
        )  # fmt: skip
        ids = [
            row['ID'] for row in self.json('share replica list', cloud='other')
        ]
        self.assertNotIn(replica, ids)
        self.assertEqual(
            {active: 'active', replica: 'in_sync'}, self.states(share)
        )

    def test_one_option_is_one_request(self) -> None:
        share = self.create_replicable()
        active = self.active(share)
        replica = self.create_replica(share)['id']
        path = f'/share-replicas/{replica}'
        for cloud, option, expected in (
            ('member', 'set --property k=v', [f'POST {path}/metadata/k']),
            (
                'member',
                'set --property k=v --property l=w',
                [f'POST {path}/metadata'],
            ),
            ('member', 'unset --property k', [f'DELETE {path}/metadata/k']),
            ('member', 'set --no-property', [f'PUT {path}/metadata']),
            ('member', 'properties show', [f'GET {path}/metadata']),
            ('admin', 'set --status available', [f'POST {path}/action']),
            ('admin', 'resync', [f'POST {path}/action']),
            ('member', 'show -c status', [f'GET {path}']),
            (
                'member',
                'show',
                [f'GET {path}', f'GET {path}/export-locations'],
            ),
            ('member', 'delete', [f'GET {path}', f'DELETE {path}']),
        ):
            result = self.openstack(
                f'share replica {option}', replica, cloud=cloud
            )
            self.assertEqual(
                expected,
                [str(r) for r in result.requests if '/share-rep' in r.path],
            )
        share_id = self.json('share show', share)['id']
        for columns, detail in (('', '/detail'), ('-c ID -c Status', '')):
            result = self.openstack(
                f'share replica list {columns} --share', share_id
            )
            path = f'/share-replicas{detail}?share_id={share_id}'
            self.assertIn(active, result.out)
            self.assertIn(f'GET {path}', [str(r) for r in result.requests])

    def test_pages(self) -> None:
        share = self.create_replicable()
        self.create_replica(share)
        both = sorted(self.states(share))
        self.assertEqual(both, list(self.states(share)))

        def listed(*args: str) -> list[str]:
            rows = self.json('share replica list --share', share, *args)
            return [row['ID'] for row in rows]

        for args, expected in (
            (['--limit', '1'], both[:1]),
            (['--limit', '1', '--offset', '1'], both[1:]),
            (['--offset', '1'], both[1:]),
            (['--limit', '5', '--offset', '2'], []),
            (['--marker', both[0]], both[1:]),
        ):
            self.assertEqual(expected, listed(*args))

    def test_pages_of_shares_with_replicas(self) -> None:
        self.keep_tokens()
        prefix, kind = self.name('page'), self.create_type()
        names = [f'{prefix}-{i}' for i in range(3)]
        for name in names:
            self.cleanup('share delete --wait', name)
            self.openstack(
                'share create NFS 1 --wait --share-type', kind, '--name', name
            )
            self.addCleanup(self.forget_replicas, name)
        for name in names[:2]:
            self.create_replica(name)

        def listed(command: str) -> list[str]:
            rows = self.json(f'share list --name~ {prefix} {command}')
            return [row['Name'] for row in rows]

        for offset in range(4):
            for limit in (1, 2):
                self.assertEqual(
                    names[offset : offset + limit],
                    listed(f'--limit {limit} --offset {offset}'),
                )
        self.assertEqual(names[1:], listed('--offset 1'))
        self.assertEqual(
            names[1::-1], listed('--sort name:desc --offset 1 --limit 9')
        )
        counted = self.openstack(f'share list --name~ {prefix} --count')
        self.assertIn('Total number of shares: 3', counted.out)

    def test_bad_input(self) -> None:
        self.keep_tokens()
        share = self.create_replicable()
        create = functools.partial(
            self.openstack, 'share replica create --wait', fail=True
        )
        plain = self.create_share()
        create(plain, stderr='Replication not supported')
        create('no-such', stderr="No share with .* 'no-such'")
        create(share, '--availability-zone', 'nowhere', stderr='HTTP 40[04]')
        create(share, '--share-network', 'x', stderr="No share network .*'x'")
        create(share, '--scheduler-hint', 'same_host=x', stderr='is only_host')
        for verb in (
            'show', 'delete', 'delete --wait', 'promote', 'promote --wait',
            'set --property a=b', 'unset --property a', 'properties show',
        ):  # fmt: skip
            for replica in (NOBODY, 'no-such'):
                result = self.openstack(
                    f'share replica {verb}', replica,
                    fail=True, stderr='HTTP 404',
                )  # fmt: skip
                self.assertEqual('', result.out)
        for verb in ('resync --wait', 'set --status error', 'delete --force'):
            self.openstack(
                f'share replica {verb}', NOBODY,
                cloud='admin', fail=True, stderr='HTTP 404',
            )  # fmt: skip

    def test_on_a_share_network(self) -> None:
        networks = []
        for _which in range(2):
            networks.append(self.name('net'))
            self.cleanup('share network delete', networks[-1])
            self.openstack('share network create --name', networks[-1])
        kind = self.create_type(dhss='true')
        share = self.create_replicable(
            '--share-type', kind, '--share-network', networks[0]
        )
        shown = self.json('share show', share, cloud='admin')
        pool = {'alpha': 'beta', 'beta': 'alpha'}[
            shown['host'].partition('@')[2].partition('#')[0]
        ]
        replica = self.create_replica(
            share, '--share-network', networks[1], '--scheduler-hint',
            f'only_host=sandbox@{pool}#fake_pool_for_{pool}',
            cloud='admin',
        )  # fmt: skip
        self.assertIn(f'@{pool}#', replica['host'])
        self.assertNotEqual(
            shown['share_server_id'], replica['share_server_id']
        )
        self.assertEqual(
            self.json('share network show', networks[1])['id'],
            self.show(replica['id'])['share_network_id'],
        )
        self.openstack('share replica delete --wait', replica['id'])
        self.openstack('share delete --wait', share)
