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

"""Scenario: move a share server with all of its shares."""

from typing import Any

from manilaosc.tests.functional.v2 import test_share_server

BACK_ENDS = ('sandbox@alpha', 'sandbox@beta')


class TestShareServerMigration(test_share_server.ServerTestCase):
    def start(self, server: str, host: str, *args: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.json(
            'share server migration start --preserve-snapshots True '
            '--writable True --nondisruptive False', server, host, *args,
        )  # fmt: skip
        return answer

    def test_scenario(self) -> None:
        network = self.network()
        shares = [self.share(network)]
        server = shares[0]['share_server_id']
        # On another host it would get a new server
        neighbour = self.name('share')
        self.cleanup('share delete --wait', neighbour, cloud='member')
        self.openstack(
            'share create NFS 1 --share-type dhss_true --wait --name',
            neighbour, '--share-network', network, '--scheduler-hint',
            f'same_host={shares[0]["id"]}', cloud='member',
        )  # fmt: skip
        shares.append(self.show_share(neighbour))
        self.assertEqual(server, shares[1]['share_server_id'])
        snapshot = self.name('snap')
        self.cleanup('share snapshot delete --wait', snapshot, cloud='member')
        self.openstack(
            'share snapshot create --wait --name', snapshot, shares[0]['id'],
            cloud='member',
        )  # fmt: skip
        (host,) = {*BACK_ENDS} - {self.show(server)['host']}

        # Check whether the migration is possible, and start it
        checked = self.start(server, host, '--check-only')
        self.assertIs(True, checked['compatible'])
        self.start(server, host, '--wait', '--timeout', '120')
        progress = self.json('share server migration show', server)
        self.assertEqual(
            (100, 'migration_driver_phase1_done'),
            (progress['total_progress'], progress['task_state']),
        )
        self.assertEqual('server_migrating', self.show(server)['status'])
        for share in shares:
            shown = self.show_share(share['id'])
            self.assertEqual(
                ('server_migrating', server),
                (shown['status'], shown['share_server_id']),
            )

        # Cancel it
        self.openstack('share server migration cancel --wait', server)
        for share in shares:
            shown = self.show_share(share['id'])
            self.assertEqual(
                ('available', server),
                (shown['status'], shown['share_server_id']),
            )

        # Start again, and complete it
        self.start(server, host, '--wait')
        new = self.json('share server migration complete --wait', server)[
            'destination_share_server_id'
        ]
        shown = self.show(new)
        self.assertEqual(
            ('active', host, network),
            tuple(shown[f] for f in ('status', 'host', 'share_network_name')),
        )
        for share in shares:
            moved = self.show_share(share['id'])
            self.assertEqual(
                ('available', new, host),
                (
                    moved['status'],
                    moved['share_server_id'],
                    moved['host'].partition('#')[0],
                ),
            )
        self.assertEqual(
            'available', self.json('share snapshot show', snapshot)['status']
        )
        # The old server can be deleted
        left = {row for row in self.servers(network) if row == server}
        for old in left:
            self.assertNotEqual('active', self.show(old)['status'])
