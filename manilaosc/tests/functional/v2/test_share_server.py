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

"""Functional tests for share servers."""

from typing import Any

from manilaosc.tests.functional import base


class ServerTestCase(base.TestCase):
    """Base class of tests with share servers, as administrator."""

    cloud = 'admin'

    def network(self) -> str:
        """Create a share network, which is deleted with its servers."""
        name = self.name('net')
        self.cleanup('share network delete', name, cloud='member')
        created = self.json(
            'share network create --name', name, cloud='member'
        )
        self.addCleanup(self._delete_servers, created['id'])
        return name

    def _delete_servers(self, network_id: str) -> None:
        for server in self.servers(network_id):
            # Only active servers and those in error can be deleted
            self.openstack('share server set --status error', server)
            self.openstack('share server delete --wait', server)

    def share(self, network: str) -> dict[str, Any]:
        """Create a share on a share network, and show it."""
        name = self.name('share')
        self.cleanup('share delete --wait', name, cloud='member')
        self.openstack(
            'share create NFS 1 --share-type dhss_true --wait --name',
            name, '--share-network', network, cloud='member',
        )  # fmt: skip
        return self.show_share(name)

    def show_share(self, share: str) -> dict[str, Any]:
        shown: dict[str, Any] = self.json('share show', share)
        return shown

    def show(self, server: str, **kwargs: str) -> dict[str, Any]:
        shown: dict[str, Any] = self.json(
            'share server show', server, **kwargs
        )
        return shown

    def servers(self, network: str, *args: Any, **kwargs: str) -> list[str]:
        rows = self.json(
            'share server list --share-network', network, *args, **kwargs
        )
        return [row['ID'] for row in rows]


class TestShareServer(ServerTestCase):
    def test_lifecycle(self) -> None:
        network = self.network()
        self.assertEqual([], self.servers(network))
        share = self.share(network)
        server = share['share_server_id']
        self.assertEqual([server], self.servers(network))
        self.openstack('share server wait', server)

        shown = self.show(server)
        self.assertEqual('active', shown['status'])
        self.assertEqual(share['host'].partition('#')[0], shown['host'])
        self.assertEqual(network, shown['share_network_name'])
        self.assertEqual(1, len(shown['share_network_subnet_ids']))
        details = self.json('share server show --details', server)
        self.assertNotEqual({}, details)
        self.assertEqual(
            details,
            {
                name.removeprefix('details:'): value
                for name, value in shown.items()
                if name.startswith('details:')
            },
        )

        result = self.openstack(
            'share server delete --wait', server, fail=True,
            stderr=f"with ID '{server}': .*in use.*HTTP 409",
        )  # fmt: skip
        self.assertEqual('', result.out)
        self.openstack('share delete --wait', share['id'])
        self.openstack('share server delete --wait', server)
        for option in ('', ' --details'):
            self.openstack(
                'share server show' + option, server,
                fail=True, stderr='HTTP 404',
            )  # fmt: skip
        self.openstack(
            'share server delete', server, 'no-such-server', fail=True,
            stderr='2 of 2 share servers failed to delete',
        )  # fmt: skip
        self.assertEqual([], self.servers(network))

    def test_filters(self) -> None:
        network = self.network()
        server = self.share(network)['share_server_id']
        shown = self.show(server)
        subnet = shown['share_network_subnet_ids'][0]
        project = shown['project_id']
        for option, value in (
            ('--host', shown['host']),
            ('--status', 'active'),
            ('--identifier', shown['identifier']),
            ('--share-network', shown['share_network_id']),
            ('--share-network-subnet', subnet),
            ('--project', project),
        ):
            # Alone, and with a filter on another table
            for beside in ((), ('--share-network', network)):
                result = self.openstack(
                    'share server list --long -f json', *beside, option, value
                )
                found = [row['ID'] for row in result.json()]
                self.assertIn(server, found, option)
                asked = [
                    r for r in result.requests if r.path == '/share-servers'
                ]
                self.assertEqual(1, len(asked))
        for option in (
            '--host sandbox@nowhere',
            '--status error',
            '--identifier x',
            '--task-state migration_success',
            f'--source-share-server-id {server}',
            f'--encryption-key-ref {subnet}',
        ):
            self.assertEqual([], self.servers(network, *option.split()))
            found = self.json(f'share server list {option}')
            self.assertNotIn(server, [row['ID'] for row in found])
        self.openstack(
            'share server list --share-network no-such-network',
            fail=True, stderr='No share network with',
        )  # fmt: skip

    def test_paging(self) -> None:
        everything = [
            row['ID'] for row in self.json('share server list --sort id')
        ]
        network = self.network()
        server = self.share(network)['share_server_id']
        self.assertEqual([server], self.servers(network, '--limit', '1'))
        self.assertEqual([], self.servers(network, '--offset', '1'))
        self.assertEqual([], self.servers(network, '--marker', server))
        now = [row['ID'] for row in self.json('share server list --sort id')]
        self.assertEqual(sorted(now), now)
        self.assertIn(server, set(now) - set(everything))

    def test_set_sends_only_given_options(self) -> None:
        network = self.network()
        server = self.share(network)['share_server_id']
        for args, body in (
            ('--status error', {'reset_status': {'status': 'error'}}),
            (
                '--task-state migration_error',
                {'reset_task_state': {'task_state': 'migration_error'}},
            ),
            ('--status active', {'reset_status': {'status': 'active'}}),
            ('--task-state', {'reset_task_state': {'task_state': None}}),
        ):
            result = self.openstack('share server set', server, *args.split())
            self.assertEqual([body], [r.body for r in result.changes])
            self.assertEqual(
                [f'POST /share-servers/{server}/action'],
                [str(r) for r in result.requests if '/share-' in r.path],
            )
            if args == '--task-state migration_error':
                shown = self.show(server)
                self.assertEqual('error', shown['status'])
                self.assertEqual('migration_error', shown['task_state'])
        shown = self.show(server)
        self.assertEqual('active', shown['status'])
        self.assertIsNone(shown['task_state'])
        self.openstack(
            'share server set --status nonsense', server,
            fail=True, stderr='HTTP 400',
        )  # fmt: skip

    def test_unmanage_and_manage(self) -> None:
        network = self.network()
        share = self.share(network)
        server = share['share_server_id']
        before = self.show(server)
        self.openstack(
            'share server unmanage --wait', server,
            fail=True, stderr='in use',
        )  # fmt: skip
        self.openstack('share unmanage --wait', share['id'])
        self.openstack('share server abandon --wait', server)
        self.assertEqual([], self.servers(network))

        manage = ('share server manage', before['host'], network, server)
        self.openstack(
            'share server adopt', share['host'], network, server,
            fail=True, stderr='should not contain pool',
        )  # fmt: skip
        other = self.json('share network show', self.network())
        result = self.openstack(
            *manage, '--share-network-subnet',
            other['share_network_subnets'][0]['id'],
            fail=True, stderr='has no subnet',
        )  # fmt: skip
        self.assertEqual('', result.out)
        self.assertEqual([], result.changes)
        managed = self.json(
            *manage, '--share-network-subnet',
            before['share_network_subnet_ids'][0], '--wait',
        )  # fmt: skip
        self.assertEqual('active', managed['status'])
        self.assertEqual(before['identifier'], managed['identifier'])
        self.assertEqual(
            before['details:service_ip'], managed['details:service_ip']
        )

        name = self.name('again')
        self.cleanup('share delete --wait', name)
        again = self.json(
            'share manage --wait', share['host'], 'NFS',
            share['export_locations'][0]['path'], '--name', name,
            '--share-type', 'dhss_true', '--share-server-id', managed['id'],
        )  # fmt: skip
        self.assertEqual('available', again['status'])
        self.assertEqual(managed['id'], again['share_server_id'])
        self.openstack('share delete --wait', again['id'])
        self.openstack('share server delete --wait', managed['id'])

    def test_manage_missing(self) -> None:
        network = self.network()
        # The driver fails: the new resource is shown, then the error
        result = self.openstack(
            'share server manage sandbox@alpha', network, 'nothing',
            '--wait', '-f', 'json', fail=True, stderr='went to manage_error',
        )  # fmt: skip
        self.assertEqual('manage_error', result.json()['status'])
        self.openstack('share server unmanage --wait', result.json()['id'])
        self.openstack(
            'share server manage sandbox@nowhere', network, 'nothing',
            fail=True, stderr='HTTP 400',
        )  # fmt: skip

    def test_old_versions(self) -> None:
        network = self.network()
        server = self.share(network)['share_server_id']
        for version in ('2.0', '2.48', '2.56', '2.69'):
            self.assertEqual([server], self.servers(network, version=version))
            shown = self.show(server, version=version)
            self.assertEqual(network, shown['share_network_name'])
            self.assertIn('details:service_ip', shown)
            details = self.json(
                'share server show --details', server, version=version
            )
            self.assertEqual(
                shown['details:service_ip'], details['service_ip']
            )
        self.assertIn('share_network_subnet_id', shown)
        for command, version, needs in (
            (f'share server set --status error {server}', '2.48', '2.49'),
            (f'share server unmanage {server}', '2.48', '2.49'),
            (f'share server manage a@b {network} x', '2.48', '2.49'),
            (f'share server set --task-state x {server}', '2.56', '2.57'),
            ('share server list --task-state x', '2.56', '2.57'),
        ):
            result = self.openstack(
                command, version=version, fail=True, stderr=f'needs .*{needs}'
            )
            self.assertEqual('', result.out)
            self.assertEqual([], result.changes)
        self.openstack(
            'share server set --status active', server, version='2.49'
        )

    def test_admin_only(self) -> None:
        network = self.network()
        server = self.share(network)['share_server_id']
        for cloud in ('member', 'reader'):
            for command in (
                'share server list',
                f'share server show {server}',
                f'share server show --details {server}',
                f'share server delete {server}',
                f'share server set --status error {server}',
                f'share server unmanage {server}',
                f'share server manage sandbox@alpha {network} x',
            ):
                result = self.openstack(
                    command, cloud=cloud, fail=True, stderr='HTTP 403'
                )
                self.assertEqual('', result.out)
        self.assertEqual('active', self.show(server)['status'])
