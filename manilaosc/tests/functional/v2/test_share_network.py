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

"""Functional tests for share networks."""

import functools
from typing import Any

from manilaosc.tests.functional import base

UUID = '9c7a0e5e-2d5b-4b5e-8a6c-0d3a3f0b6f11'
OTHER = '4a0f6a55-6cc1-4a2f-9b58-5f1d7b1f3c22'


class NetworkTestCase(base.TestCase):
    def network(self, *args: str, cloud: str = '', version: str = '') -> str:
        """Create a share network, which is deleted when the test ends."""
        name = self.name('net')
        self.cleanup('share network delete', name, cloud=cloud)
        self.openstack(
            'share network create --name', name, *args,
            cloud=cloud, version=version,
        )  # fmt: skip
        return name

    def security_service(self, kind: str) -> str:
        name = self.name(kind)
        self.cleanup('share security service delete', name)
        self.openstack('share security service create', kind, '--name', name)
        return name

    def share(self, network: str) -> str:
        """Create a share, which gives the share network a share server."""
        name = self.name('share')
        self.cleanup('share delete --wait', name)
        self.openstack(
            'share create NFS 1 --share-type dhss_true --wait --name', name,
            '--share-network', network,
        )  # fmt: skip
        return name

    def show(self, network: str, **kwargs: str) -> dict[str, Any]:
        shown: dict[str, Any] = self.json(
            'share network show', network, **kwargs
        )
        return shown

    def names(self, *args: str, **kwargs: str) -> list[str]:
        listed = self.json('share network list', *args, **kwargs)
        return [row['Name'] for row in listed]


class TestShareNetwork(NetworkTestCase):
    def test_lifecycle(self) -> None:
        name, renamed = self.name('net'), self.name('renamed')
        self.cleanup('share network delete', name)
        self.cleanup('share network delete', renamed)
        created = self.json(
            'share network create --description first --availability-zone '
            'nova --name', name, '--neutron-net-id', UUID,
            '--neutron-subnet-id', OTHER,
        )  # fmt: skip
        self.assertEqual('active', created['status'])
        self.openstack('share network wait', name, created['id'])
        (subnet,) = created['share_network_subnets']
        self.assertEqual('nova', subnet['availability_zone'])
        self.assertEqual(UUID, subnet['neutron_net_id'])

        by_name = self.show(name)
        # As in python-manilaclient, create calls the properties "metadata"
        subnet['properties'] = subnet.pop('metadata')
        self.assertEqual(by_name, created | {'security_services': []})
        self.assertEqual(by_name, self.show(created['id']))
        self.assertEqual(by_name, self.show(name, cloud='admin'))

        self.openstack(
            'share network set --description second --name', renamed, name
        )
        self.assertEqual('second', self.show(renamed)['description'])
        self.openstack(
            'share network unset --name --description', created['id']
        )
        bare = self.show(created['id'])
        self.assertEqual((None, None), (bare['name'], bare['description']))

        self.openstack('share network delete --wait', created['id'])
        self.openstack(
            'share network show', created['id'],
            fail=True, stderr='^No share network with a name or ID',
        )  # fmt: skip

    def test_lifecycle_at_old_versions(self) -> None:
        for version in ('2.0', '2.50', '2.62'):
            name = self.name('old')
            self.cleanup('share network delete', name)
            run = functools.partial(self.openstack, version=version)
            run(
                'share network create --name', name, '--neutron-net-id', UUID,
                '--neutron-subnet-id', OTHER,
            )  # fmt: skip
            run('share network set --neutron-net-id', OTHER, name)
            shown = self.show(name, version=version)
            if 'neutron_net_id' not in shown:
                (shown,) = shown['share_network_subnets']
            self.assertEqual(OTHER, shown['neutron_net_id'])
            service = self.security_service('ldap')
            change = ('--wait', '--new-security-service', service, name)
            run('share network set', *change)
            if version in ('2.0', '2.62'):
                run(
                    'share network set --check-only', *change,
                    fail=True, stderr='--check-only needs .* 2.63',
                )  # fmt: skip
            services = self.show(name, version=version)['security_services']
            self.assertEqual(service, services[0]['security_service_name'])
            run('share network unset --security-service', service, name)
            run('share network delete --wait', name)

    def test_list(self) -> None:
        service = self.security_service('kerberos')
        one = self.network('--description', 'red')
        two = self.network(
            '--neutron-net-id', UUID, '--neutron-subnet-id', OTHER
        )
        foreign = self.network(cloud='admin')
        self.openstack(
            'share network set --new-security-service', service, one
        )
        ours = {one, two, foreign}
        for args, expected in (
            ([], {one, two}),
            (['--name', one], {one}),
            (['--name~', two[:-1]], {two}),
            (['--description', 'red'], {one}),
            (['--description~', 're'], {one}),
            (['--security-service', service], {one}),
            (['--neutron-net-id', UUID], {two}),
            (['--neutron-subnet-id', OTHER], {two}),
            (['--cidr', '10.99.0.0/24'], set()),
            (['--ip-version', '6'], set()),
            (['--created-since', '2020-01-01'], {one, two}),
            (['--created-before', '2020-01-01'], set()),
        ):
            self.assertEqual(
                expected, ours & set(self.names(*args)), f'{args}'
            )
        names = functools.partial(self.names, cloud='admin')
        self.assertEqual({foreign}, ours & set(names()))
        self.assertEqual(ours, ours & set(names('--all-projects')))
        member = self.show(one)['project_id']
        self.assertEqual({one, two}, ours & set(names('--project', member)))
        for option in ('--network-type', '--segmentation-id'):
            self.assertEqual([], names('--all-projects', option, '7'))

        (row,) = self.json('share network list --detail --name', one)
        self.assertEqual(
            [
                'ID',
                'Name',
                'Status',
                'Created At',
                'Updated At',
                'Description',
            ],
            list(row),
        )
        self.openstack(
            'share network list --created-since today',
            fail=True,
            stderr='not in yyyy-mm-dd format',
        )
        self.openstack(
            'share network list --security-service nope',
            fail=True,
            stderr='^No security service with a name or ID',
        )

    def test_pages(self) -> None:
        prefix = self.name('page')
        networks = []
        for i in range(5):
            networks.append(f'{prefix}-{i}')
            self.cleanup('share network delete', networks[-1])
            self.openstack('share network create --name', networks[-1])
        names = functools.partial(self.names, '--name~', prefix)
        whole = names()
        self.assertEqual(sorted(networks), sorted(whole))
        for args, expected in (
            (['--limit', '2'], whole[:2]),
            (['--limit', '9'], whole),
            (['--offset', '3'], whole[3:]),
            (['--limit', '1', '--offset', '3'], whole[3:4]),
            (['--marker', whole[1]], whole[2:]),
            (['--marker', whole[1], '--limit', '2'], whole[2:4]),
            (['--limit', '0'], []),
        ):
            self.assertEqual(expected, names(*args), f'{args}')

    def test_security_services(self) -> None:
        name = self.network()
        one, two = (self.security_service('ldap') for _i in range(2))
        change = functools.partial(self.openstack, 'share network set', name)

        # An unused network passes the check
        result = change('--new-security-service', one, '--check-only')
        self.assertIn(f"'{one}' can be added to share network", result.out)
        self.assertEqual([], self.show(name)['security_services'])
        result = change('--new-security-service', one, '--restart-check')
        self.assertEqual([], self.show(name)['security_services'])

        result = change('--new-security-service', one, '--wait')
        self.assertEqual(1, len(result.changes))
        replace = ['--current-security-service', one]
        replace += ['--new-security-service', two]
        result = change(*replace, '--check-only')
        self.assertIn(f"'{one}' can be replaced with '{two}'", result.out)
        change(*replace)
        (service,) = self.show(name)['security_services']
        self.assertEqual(two, service['security_service_name'])

        for args, stderr in (
            (['--new-security-service', one], 'already added.*HTTP 409'),
            (replace, 'is not associated.*HTTP 409'),
            (['--new-security-service', 'nope'], '^No security service'),
            (['--check-only'], '--check-only requires --new-security-service'),
        ):
            result = change(*args, fail=True, stderr=stderr)
            self.assertEqual('', result.out)
        self.openstack('share network unset --security-service', two, name)
        self.assertEqual([], self.show(name)['security_services'])

    def test_in_use(self) -> None:
        old, new = (self.security_service('ldap') for _i in range(2))
        name = self.network()
        change = functools.partial(self.openstack, 'share network set', name)
        change('--new-security-service', old)
        self.share(name)

        change('--description', 'used')
        for args, stderr in (
            (['--neutron-net-id', UUID], 'It is used by share servers'),
            (
                [
                    '--current-security-service', old,
                    '--new-security-service', new,
                ],
                'no check operation was found',
            ),
        ):  # fmt: skip
            change(*args, fail=True, stderr=stderr)
        self.openstack(
            'share network unset --security-service', old, name,
            fail=True, stderr='Share network is used',
        )  # fmt: skip
        self.openstack(
            'share network delete', name,
            fail=True, stderr='it has 1 share.*\n1 of 1 share networks failed',
        )  # fmt: skip
        # The hosts are asked, but those of Manila 23 never answer
        result = change(
            '--current-security-service', old, '--new-security-service', new,
            '--check-only', '--timeout', '0.5',
            fail=True, stderr='Timed out after 0.5 seconds: .*not answered',
        )  # fmt: skip
        self.assertEqual('', result.out)
        self.assertEqual(
            {'update_security_service_check'},
            {key for asked in result.changes for key in asked.body},
        )
        (service,) = self.show(name)['security_services']
        self.assertEqual(old, service['security_service_name'])

    def test_status(self) -> None:
        name = self.network()
        admin = functools.partial(self.openstack, cloud='admin')
        admin('share network set --status error', name)
        self.assertEqual('error', self.show(name)['status'])
        service = self.security_service('ldap')
        self.openstack(
            'share network set --new-security-service', service, name,
            fail=True, stderr="isn't in an 'active' state",
        )  # fmt: skip
        admin(
            'share network set --status odd', name,
            fail=True, stderr='Invalid state.*HTTP 400',
        )  # fmt: skip
        admin('share network set --status active', name)
        self.openstack(
            'share network set --status error --description x', name,
            fail=True, stderr='set the status: .*HTTP 403.*\n1 of 2 changes',
        )  # fmt: skip
        shown = self.show(name)
        self.assertEqual(
            ('active', 'x'), (shown['status'], shown['description'])
        )

    def test_other_users(self) -> None:
        name = self.network()
        self.assertEqual(name, self.show(name, cloud='reader')['name'])
        for command in (
            'share network create',
            f'share network set --name x {name}',
            f'share network unset --name {name}',
            f'share network delete {name}',
        ):
            self.openstack(
                command, cloud='reader', fail=True, stderr='HTTP 403'
            )
            if name in command:
                self.openstack(
                    command, cloud='other', fail=True, stderr='No share net'
                )

    def test_failures_change_nothing(self) -> None:
        before = self.names()
        for args, stderr in (
            (['--neutron-net-id', UUID], 'specify both.*HTTP 400'),
            (['--availability-zone', 'nope'], 'does not exist.*HTTP 400'),
        ):
            result = self.openstack(
                'share network create', *args, fail=True, stderr=stderr
            )
            self.assertEqual('', result.out)
        self.assertEqual(before, self.names())
        twins = self.name('twin')
        ids = []
        for _i in range(2):
            ids.append(self.json('share network create --name', twins)['id'])
            self.cleanup('share network delete', ids[-1])
        result = self.openstack(
            'share network delete', twins, fail=True, stderr='More than one'
        )
        for network_id in ids:
            self.assertIn(network_id, result.err)
        self.assertEqual([], result.changes)

    def test_requests(self) -> None:
        name = self.network()
        network_id = self.show(name)['id']
        services = f'GET /security-services?share_network_id={network_id}'
        for target, asked in (
            (name, f'GET /share-networks/detail?name={name}'),
            (network_id, f'GET /share-networks/{network_id}'),
        ):
            result = self.openstack('share network show', target)
            self.assertEqual(
                [asked, services], list(map(str, result.requests[-2:]))
            )
            self.assertEqual(5, len(result.requests))
        for option, request in (
            ('--name', f'PUT /share-networks/{network_id}'),
            ('--description', f'PUT /share-networks/{network_id}'),
        ):
            result = self.openstack('share network set', option, name, name)
            self.assertEqual([request], list(map(str, result.changes)))
