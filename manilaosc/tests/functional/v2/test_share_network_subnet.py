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

"""Functional tests for share network subnets."""

import functools
from typing import Any

from manilaosc.tests.functional.v2 import test_share_network

UUID = test_share_network.UUID
OTHER = test_share_network.OTHER


class TestShareNetworkSubnet(test_share_network.NetworkTestCase):
    def create(
        self, network: str, *args: str, version: str = ''
    ) -> dict[str, Any]:
        """Create a subnet, which is deleted when the test ends."""
        created: dict[str, Any] = self.json(
            'share network subnet create', network, *args, version=version
        )
        self.cleanup('share network subnet delete', network, created['id'])
        return created

    def ids(self, network: str, **kwargs: str) -> list[str]:
        rows = self.json('share network subnet list', network, **kwargs)
        return [row['ID'] for row in rows]

    def test_lifecycle(self) -> None:
        network = self.network()
        network_id = self.show(network)['id']
        (first,) = self.ids(network)
        created = self.create(
            network, '--availability-zone', 'nova', '--property', 'a=b',
            '--neutron-net-id', UUID, '--neutron-subnet-id', OTHER,
        )  # fmt: skip
        self.assertEqual('nova', created['availability_zone'])
        self.assertEqual(network_id, created['share_network_id'])
        self.assertEqual({'a': 'b'}, created['metadata'])

        show = functools.partial(self.json, 'share network subnet show')
        by_name = show(network, created['id'])
        self.assertEqual({'a': 'b'}, by_name['properties'])
        one = 'share network subnet properties show -f value --property'
        self.assertEqual(
            'b\n', self.openstack(one, 'a', network, created['id']).out
        )
        self.openstack(
            one, 'x', network, created['id'],
            fail=True, stderr="share network subnet .* has no metadata 'x'",
        )  # fmt: skip
        self.assertEqual(by_name, show(network_id, created['id']))

        def change(command: str) -> Any:
            self.openstack(command, network, created['id'])
            return show(network, created['id'])['properties']

        for command, properties in (
            (
                'share network subnet set --property a=x '
                '--property replace=y --property c=d',
                {'a': 'x', 'replace': 'y', 'c': 'd'},
            ),
            (
                'share network subnet unset --property a --property replace',
                {'c': 'd'},
            ),
            (
                'share network subnet set --no-property --property e=f',
                {'e': 'f'},
            ),
            ('share network subnet set --property g=h', {'e': 'f', 'g': 'h'}),
            ('share network subnet set --no-property', {}),
        ):
            self.assertEqual(properties, change(command), command)
            self.assertEqual(
                properties,
                self.json(
                    'share network subnet properties show', network,
                    created['id'], cloud='reader',
                ),
            )  # fmt: skip
        self.openstack(
            'share network subnet unset', network, created['id'],
            '--property', 'nope', fail=True, stderr="no metadata 'nope'",
        )  # fmt: skip

        rows = self.json('share network subnet list --long', network)
        self.assertEqual({first, created['id']}, {row['ID'] for row in rows})
        self.openstack(
            'share network delete', network,
            fail=True, stderr='more than one subnet',
        )  # fmt: skip
        self.openstack(
            'share network subnet delete --wait', network, created['id']
        )
        self.assertEqual([first], self.ids(network))
        self.openstack(
            'share network subnet show', network, created['id'],
            fail=True, stderr='could not be found.*HTTP 404',
        )  # fmt: skip

    def test_lifecycle_at_old_versions(self) -> None:
        for version in ('2.51', '2.69', '2.77'):
            network = self.network()
            subnet = self.create(
                network, '--availability-zone', 'nova', version=version
            )['id']
            self.assertIn(subnet, self.ids(network, version=version))
            run = functools.partial(self.openstack, version=version)
            target = (network, subnet)
            shown = self.json(
                'share network subnet show', *target, version=version
            )
            self.assertEqual('nova', shown['availability_zone'])
            for verb in ('set', 'unset'):
                run(
                    f'share network subnet {verb} --property a=b', *target,
                    fail=True, stderr='--property needs .* 2.78',
                )  # fmt: skip
            run(
                'share network subnet properties show', *target,
                fail=True, stderr='This command needs .* 2.78',
            )  # fmt: skip
            again = ('--availability-zone', 'nova')
            if version in ('2.51', '2.69'):
                run(
                    'share network subnet create --check-only', network,
                    fail=True, stderr='--check-only needs .* 2.70',
                )  # fmt: skip
                run(
                    'share network subnet create', network, *again,
                    fail=True, stderr='Only one share network subnet',
                )  # fmt: skip
            else:
                self.create(network, *again, version=version)
            run('share network subnet delete', *target)
        self.assert_min_version('2.51', 'share network subnet list', network)

    def delete_all_but_one(self, network: str) -> None:
        for subnet in self.ids(network)[1:]:
            self.openstack('share network subnet delete', network, subnet)

    def test_in_use(self) -> None:
        network = self.network()
        self.addCleanup(self.delete_all_but_one, network)
        self.share(network)
        # Every host is asked, and administrators see each answer
        checked = self.json(
            'share network subnet create --check-only', network, cloud='admin'
        )
        self.assertIs(True, checked['compatible'])
        self.assertEqual([True], list(checked['hosts_check_result'].values()))
        again = self.openstack(
            'share network subnet create --restart-check -f json', network
        )
        self.assertEqual({'compatible': True}, again.json())
        self.assertEqual(
            [True] + [False] * (len(again.changes) - 1),
            [
                asked.body['share_network_subnet_create_check'][
                    'reset_operation'
                ]
                for asked in again.changes
            ],
        )
        self.assertEqual(1, len(self.ids(network)))

        created = self.json('share network subnet create --wait', network)
        # The allocation is visible immediately
        self.assertEqual(4, created['ip_version'])
        self.assertEqual('active', self.show(network)['status'])
        result = self.openstack(
            'share network subnet delete', network, created['id'],
            fail=True, stderr='(?s)HTTP 409.*1 of 1 share network subnets',
        )  # fmt: skip
        self.assertEqual(1, len(result.changes))

    def test_in_use_requires_check(self) -> None:
        network = self.network()
        self.share(network)
        result = self.openstack(
            'share network subnet create', network,
            fail=True, stderr='HTTP 400',
        )  # fmt: skip
        self.assertEqual('', result.out)

    def test_failures_change_nothing(self) -> None:
        network = self.network()
        for args, stderr in (
            (['--neutron-net-id', UUID], 'specify both.*HTTP 400'),
            (['--availability-zone', 'nope'], 'does not exist.*HTTP 400'),
            (
                ['--check-only', '--property', 'a=b'],
                '--property cannot be combined with a check',
            ),
        ):
            result = self.openstack(
                'share network subnet create', network, *args,
                fail=True, stderr=stderr,
            )  # fmt: skip
            self.assertEqual('', result.out)
        self.assertEqual(1, len(self.ids(network)))
        for command in ('create nope', 'list nope', f'show nope {UUID}'):
            self.openstack(
                f'share network subnet {command}',
                fail=True,
                stderr='^No share network with a name or ID',
            )
        self.openstack(
            'share network subnet delete', network, UUID, *self.ids(network),
            fail=True, stderr='with ID .*404.*\n1 of 2 share network subnets',
        )  # fmt: skip
        self.assertEqual([], self.ids(network))

    def test_other_users(self) -> None:
        network = self.network()
        (subnet,) = self.ids(network)
        self.assertEqual([subnet], self.ids(network, cloud='reader'))
        self.assertEqual([subnet], self.ids(network, cloud='admin'))
        for command in (
            f'create {network}',
            f'set {network} {subnet} --property a=b',
            f'unset {network} {subnet} --property a',
            f'delete {network} {subnet}',
        ):
            self.openstack(
                f'share network subnet {command}',
                cloud='reader', fail=True, stderr='HTTP 403',
            )  # fmt: skip
            self.openstack(
                f'share network subnet {command}',
                cloud='other', fail=True, stderr='No share network',
            )  # fmt: skip

    def test_a_show_by_ids_is_one_request(self) -> None:
        network = self.network()
        network_id = self.show(network)['id']
        (subnet,) = self.ids(network)
        path = f'/share-networks/{network_id}/subnets'
        for command, asked in (
            (f'show {network_id} {subnet}', f'GET {path}/{subnet}'),
            (f'list {network_id}', f'GET {path}'),
            (
                f'set {network_id} {subnet} --property a=b',
                f'POST {path}/{subnet}/metadata/a',
            ),
            (
                f'properties show {network_id} {subnet}',
                f'GET {path}/{subnet}/metadata',
            ),
            (
                f'properties show {network_id} {subnet} --property a',
                f'GET {path}/{subnet}/metadata/a',
            ),
        ):
            result = self.openstack(f'share network subnet {command}')
            self.assertEqual(asked, str(result.requests[-1]))
            self.assertEqual(4, len(result.requests))
