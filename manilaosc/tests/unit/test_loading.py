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

"""Tests that run the real ``openstack`` with python-manilaclient."""

import contextlib
import dataclasses
import functools
import json
import os
import re
import subprocess
import sys
import sysconfig
import tempfile

import testtools

from manilaosc.tests.unit import registry

OPENSTACK = os.path.join(sysconfig.get_path('scripts'), 'openstack')
#: Starts the shell as ``openstack`` does, with distributions found from A to
#: Z or from Z to A, and says which plugins and commands it ends up with
FIND_COMMANDS = """
import importlib.metadata as metadata, json, sys

distributions = metadata.distributions
metadata.distributions = lambda **kwargs: sorted(
    distributions(**kwargs),
    key=lambda found: found.name,
    reverse=sys.argv[1] == 'backwards',
)

from openstackclient.common import clientmanager
from openstackclient import shell

app = shell.OpenStackShell()
app.options, _rest = app.parser.parse_known_args([])
app.configure_logging()
app.initialize_app([])
print(json.dumps({
    'plugins': [module.API_NAME for module in clientmanager.PLUGIN_MODULES],
    'commands': {name: ep.value for name, ep in app.command_manager},
}))
"""
CALLS = {
    'version': [OPENSTACK, '--version'],
    'help': [OPENSTACK, '--help'],
    'help of a command': [OPENSTACK, 'help', 'share', 'create'],
    'complete': [OPENSTACK, 'complete'],
    'forwards': [sys.executable, '-c', FIND_COMMANDS, 'forwards'],
    'backwards': [sys.executable, '-c', FIND_COMMANDS, 'backwards'],
}


@dataclasses.dataclass
class Call:
    out: str
    err: str
    status: int


@functools.cache
def calls() -> dict[str, Call]:
    """Run everything at once: each of these costs a second or more."""
    with contextlib.ExitStack() as homes:
        running = {}
        for name, argv in CALLS.items():
            # No clouds.yaml, and a separate cache of entry points: a shared
            # one would have the order of whichever process came first
            home = homes.enter_context(tempfile.TemporaryDirectory())
            running[name] = subprocess.Popen(
                argv,
                env=environment(home),
                cwd=home,
                text=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        return {
            name: Call(*process.communicate(), process.returncode)
            for name, process in running.items()
        }


def environment(home: str) -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith('OS_')}
    folders = dict.fromkeys(
        ('HOME', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME'), home
    )
    return env | folders | {'COLUMNS': '80'}


class TestOpenStack(testtools.TestCase):
    def check(self, name: str) -> str:
        call = calls()[name]
        self.assertEqual(('', 0), (call.err, call.status))
        return call.out

    def test_version(self):
        self.assertRegex(self.check('version'), r'^openstack \d+\.\d+')

    def test_help(self):
        text = self.check('help')
        self.assertIn('--os-shared-file-system-api-version', text)
        # Python-manilaclient's own option, once
        self.assertEqual(1, text.count('  --os-share-api-version'))

    def test_help_of_a_command(self):
        text = self.check('help of a command')
        self.assertIn('usage: openstack share create', text)
        self.assertIn('provided by the manilaosc plugin', text)

    def test_completion(self):
        # cmds_share_type='create delete ...' and, of a command, its options
        found = {
            name: set(words.split())
            for name, words in re.findall(
                r"^  (cmds\w*)='(.*)'$", self.check('complete'), re.M
            )
        }
        for command, entry_point in registry.ours().items():
            name = 'cmds'
            for word in command.split():
                self.assertIn(word, found[name], command)
                name += f'_{word}'
            options = registry.parser(entry_point)._option_string_actions
            self.assertEqual(set(), options.keys() - found[name], command)

    def test_plugins(self):
        one, other = (
            json.loads(self.check(order))['plugins']
            for order in ('forwards', 'backwards')
        )
        for plugins in (one, other):
            self.assertEqual(1, plugins.count('share'))
            self.assertEqual(1, plugins.count('shared_file_system'))
        # Check that the order that other tests rely on was reversed
        self.assertNotEqual(
            one.index('share') < one.index('shared_file_system'),
            other.index('share') < other.index('shared_file_system'),
        )

    def test_our_commands_are_ours(self):
        for order in ('forwards', 'backwards'):
            found = json.loads(self.check(order))['commands']
            for name, entry_point in registry.ours().items():
                self.assertEqual(entry_point.value, found[name], name)
