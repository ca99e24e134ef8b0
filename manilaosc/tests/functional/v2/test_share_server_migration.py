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

"""Functional tests for share server migration."""

from typing import Any

from manilaosc.tests.functional.v2 import test_share_server

BACK_ENDS = ('sandbox@alpha', 'sandbox@beta')
REQUIRED = (
    '--preserve-snapshots=True',
    '--writable=False',
    '--nondisruptive=False',
)
START = 'share server migration start'


class TestShareServerMigration(test_share_server.ServerTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.net = self.network()
        self.shared = self.share(self.net)
        self.source = self.shared['share_server_id']
        self.host = self.show(self.source)['host']
        (self.target,) = {*BACK_ENDS} - {self.host}

    def state(self, server: str) -> tuple[Any, Any]:
        shown = self.show(server)
        return shown['status'], shown['task_state']

    def test_lifecycle(self) -> None:
        result = self.openstack(
            START, self.source, self.target, *REQUIRED, '--wait', '-f', 'json'
        )
        self.assertEqual({}, result.json())
        self.assertEqual(
            ('server_migrating', 'migration_driver_phase1_done'),
            self.state(self.source),
        )
        progress = self.json('share server migration show', self.source)
        self.assertEqual(100, progress['total_progress'])
        new = progress['destination_share_server_id']
        self.assertEqual(
            [new],
            self.servers(self.net, '--source-share-server-id', self.source),
        )

        completed = self.json(
            'share server migration complete --wait', self.source
        )
        self.assertEqual({'destination_share_server_id': new}, completed)
        self.assertEqual(('active', 'migration_success'), self.state(new))
        self.assertEqual(self.target, self.show(new)['host'])
        # By the ID of the old server, which may have been deleted
        progress = self.json('share server migration show', self.source)
        self.assertEqual('migration_success', progress['task_state'])
        share = self.show_share(self.shared['id'])
        self.assertEqual(new, share['share_server_id'])
        self.assertEqual(self.target, share['host'].partition('#')[0])

    def test_cancel(self) -> None:
        self.openstack(START, self.source, self.target, *REQUIRED, '--wait')
        self.openstack('share server migration cancel --wait', self.source)
        self.assertEqual(
            ('active', 'migration_cancelled'), self.state(self.source)
        )
        share = self.show_share(self.shared['id'])
        self.assertEqual('available', share['status'])
        self.assertEqual(self.source, share['share_server_id'])
        result = self.openstack(
            'share server migration cancel --wait', self.source,
            fail=True, stderr='not being migrated.*HTTP 400',
        )  # fmt: skip
        self.assertEqual('', result.out)

    def test_check_only(self) -> None:
        for demand, compatible in (('False', True), ('True', False)):
            result = self.openstack(
                START, self.source, self.target, *REQUIRED[:2],
                '--nondisruptive', demand, '--check-only', '-f', 'json',
            )  # fmt: skip
            answer = result.json()
            self.assertIs(compatible, answer['compatible'])
            self.assertEqual(
                self.target, answer['requested_capabilities']['host']
            )
            self.assertIs(
                False, answer['supported_capabilities']['nondisruptive']
            )
            self.assertEqual(
                ['migration_check'],
                [k for r in result.changes for k in r.body],
            )
        self.assertEqual(('active', None), self.state(self.source))

    def test_failure(self) -> None:
        # Twice, since a previous failure must not make it wait longer
        for _attempt in range(2):
            result = self.openstack(
                START, self.source, self.target, *REQUIRED[:2],
                '--nondisruptive=True', '--wait',
                fail=True, stderr=f'{self.source} went to migration_error',
            )  # fmt: skip
            self.assertEqual('', result.out.strip())
        self.assertEqual(
            ('active', 'migration_error'), self.state(self.source)
        )

    def test_bad_input(self) -> None:
        for args, why in (
            ((self.source, f'{self.target}#pool'), 'can not contain pool'),
            ((self.source, 'sandbox@nowhere'), 'HTTP 404'),
            (('no-such-server', self.target), 'HTTP 404'),
            (
                (self.source, self.target, '--new-share-network', 'no-net'),
                'No share network with',
            ),
        ):
            for mode in ((), ('--check-only',)):
                result = self.openstack(
                    START, *args, *REQUIRED, *mode, fail=True, stderr=why
                )
                self.assertEqual('', result.out)
        self.openstack(
            START, self.source, self.target, fail=2, stderr='are required'
        )
        for verb in ('complete', 'show'):
            self.openstack(
                f'share server migration {verb}', self.source,
                fail=True, stderr='HTTP 400',
            )  # fmt: skip
        self.assertEqual(('active', None), self.state(self.source))

    def test_old_version(self) -> None:
        commands = [
            f'share server migration {verb} {self.source}'
            for verb in ('cancel', 'complete', 'show')
        ]
        commands.append(' '.join([START, self.source, 'a@b', *REQUIRED]))
        for command in commands:
            self.assert_min_version('2.57', command)
        version: dict[str, Any] = {'version': '2.57'}
        self.openstack(
            START, self.source, self.target, *REQUIRED, '--wait', **version
        )
        self.openstack(
            'share server migration cancel --wait', self.source, **version
        )

    def test_admin_only(self) -> None:
        for command in (
            ' '.join([START, self.source, self.target, *REQUIRED]),
            f'share server migration cancel {self.source}',
            f'share server migration complete {self.source}',
            f'share server migration show {self.source}',
        ):
            self.openstack(
                command, cloud='member', fail=True, stderr='HTTP 403'
            )
