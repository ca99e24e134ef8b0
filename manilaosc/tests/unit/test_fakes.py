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

"""Tests of ``fakes.TestCommand``, which must fail when a command does."""

import sys

from manilaosc import command
from manilaosc.common import microversion
from manilaosc.tests.unit import fakes


class ShowShare(command.Command):
    """Finds a share, and needs microversion 2.50 to go on."""

    early = True

    def take_action(self, parsed_args):
        if self.early:
            microversion.require(self.client, '2.50', 'This command')
        self.client.find_share('data')
        if not self.early:
            microversion.require(self.client, '2.50', 'This command')


class ShowShareLate(ShowShare):
    early = False


class WarningCommand(command.Command):
    def take_action(self, parsed_args):
        sys.stderr.write('odd\n')


class TestCommand(fakes.TestCommand):
    command = ShowShare

    def test_success(self):
        self.run_cmd()
        self.assertRaises(AssertionError, self.run_cmd, fail=True)
        self.assertRaises(AssertionError, self.run_cmd, stderr='odd')

    def test_failure(self):
        self.client.find_share.side_effect = ValueError('bad')
        self.run_cmd(fail=True, stderr='bad')
        self.assertRaises(AssertionError, self.run_cmd)
        self.assertRaises(AssertionError, self.run_cmd, fail=2)
        self.assertRaises(AssertionError, self.run_cmd, fail=True, stderr='x')

    def test_stderr(self):
        self.command = WarningCommand
        self.run_cmd(stderr='odd')
        self.assertRaises(AssertionError, self.run_cmd)

    def test_signatures(self):
        self.assertRaises(TypeError, self.client.find_share, color='red')
        self.assertRaises(AttributeError, getattr, self.client, 'find_shares')

    def test_assert_min_version(self):
        self.assert_min_version('2.50')
        for args, kwargs in (
            (('2.49',), {}),
            (('2.51',), {}),
            (('2.50',), {'what': '--option'}),
        ):
            self.assertRaises(
                AssertionError, self.assert_min_version, *args, **kwargs
            )

    def test_assert_min_version_after_a_call(self):
        self.command = ShowShareLate
        self.assertRaises(AssertionError, self.assert_min_version, '2.50')
