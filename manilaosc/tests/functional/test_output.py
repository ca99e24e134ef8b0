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

"""Functional tests for output: untrusted text and secrets."""

import os
import shutil
import subprocess
import tempfile

from manilaosc.tests.functional import base

HOSTILE = '$(touch x) `touch x` "\'\\ \x1b[2J\u202e\u200b\t\nFORGED é'
RAW = frozenset('\x1b\u202e\u200b\t')


class TestUntrustedText(base.TestCase):
    #: Only administrators may create public shares
    cloud = 'admin'

    def setUp(self) -> None:
        super().setUp()
        self.share = self.name() + HOSTILE
        self.share_id = self.json(
            'share create NFS 1 --wait --public --property',
            f'{HOSTILE}={HOSTILE}', '--name', self.share,
            '--description', HOSTILE,
        )['id']  # fmt: skip
        self.cleanup('share delete', self.share_id)

    def test_results(self) -> None:
        for command in (
            ('share list', '--name', self.share, '--long'),
            ('share list', '--name', self.share, '-c', 'Name'),
            ('share show', self.share),
            ('share properties show', self.share),
        ):
            formats = {'table', 'value', 'csv' if 'list' in command[0] else ''}
            for form in formats - {''}:
                out = self.openstack(*command, '-f', form).out
                self.assertIn('FORGED', out)
                self.assertNotIn('\nFORGED', out)
                self.assertEqual(set(), RAW & set(out))
        found = self.json('share show', self.share)
        self.assertEqual(self.share, found['name'])
        self.assertEqual({HOSTILE: HOSTILE}, found['properties'])

    def test_errors(self) -> None:
        for command, status in (
            ('share show', 1),
            ('share delete', 1),
            ('share show x', 2),
            ('share list --offset', 2),
        ):
            result = self.openstack(command, HOSTILE, fail=status)
            self.assertIn('FORGED', result.err)
            self.assertNotIn('\nFORGED', result.err)
            self.assertEqual(set(), RAW & set(result.err))

    def test_shell(self) -> None:
        code = self.openstack(
            'share show', self.share_id, '-f', 'shell', '--prefix', 'it_',
            cloud='other',
        ).out  # fmt: skip
        folder = self.enterContext(tempfile.TemporaryDirectory())
        for shell in filter(shutil.which, ('sh', 'bash', 'dash')):
            for field, expected in (
                ('name', self.share),
                ('description', HOSTILE),
                ('id', self.share_id),
                ('size', '1'),
            ):
                found = subprocess.run(
                    [shell, '-c', f'eval "$(cat)"; printf %s "$it_{field}"'],
                    input=code,
                    capture_output=True,
                    text=True,
                    check=True,
                    cwd=folder,
                )
                self.assertEqual((expected, ''), (found.stdout, found.stderr))
        self.assertEqual([], os.listdir(folder))


class TestSecrets(base.TestCase):
    def logged_by(self, command: str, *args: str, stdin: str = '') -> str:
        """Return the debug log of a command."""
        folder = self.enterContext(tempfile.TemporaryDirectory())
        path = os.path.join(folder, 'log')
        result = self.openstack(
            f'--debug --log-file {path} {command}', *args,
            stderr='RESP', stdin=stdin,
        )  # fmt: skip
        with open(path) as file:
            return result.err + file.read()

    def test_password(self) -> None:
        name, password = self.name(), self.name('password')
        self.cleanup('share security service delete', name)
        for command in (
            ('create ldap --name', name, '--password', password),
            ('set', name, f'--password={password}'),
            ('show', name),
            ('list', '--detail', '--name', name),
        ):
            verb, *args = command
            logged = self.logged_by(f'share security service {verb}', *args)
            self.assertNotIn(password, logged)
            self.assertIn('"password": "***"', logged)

    def test_auth_key(self) -> None:
        share, name = self.name('share'), self.name()
        self.cleanup('share delete', share)
        self.openstack('share create NFS 1 --wait --name', share)
        self.cleanup('share transfer delete', name)
        folder = self.enterContext(tempfile.TemporaryDirectory())
        path = os.path.join(folder, 'log')
        transfer = self.openstack(
            f'--debug --log-file {path} share transfer create', share,
            '--name', name, '-f', 'json', stderr='RESP',
        ).json()  # fmt: skip
        with open(path) as file:
            self.assertNotIn(transfer['auth_key'], file.read())
        logged = self.logged_by(
            'share transfer accept', name, '-', stdin=transfer['auth_key']
        )
        self.assertNotIn(transfer['auth_key'], logged)
        self.assertEqual(2, logged.count('"auth_key": "***"'))
