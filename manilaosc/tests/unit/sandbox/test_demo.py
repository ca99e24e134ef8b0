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

import contextlib
import io
import shlex
import string
import subprocess
from unittest import mock

import testtools

from manilaosc.sandbox import demo
from manilaosc.tests.unit import registry


class TestSteps(testtools.TestCase):
    def test_commands_are_valid(self):
        commands = registry.ours()
        kept = set()
        for step in demo.TOUR:
            parsed = string.Formatter().parse(step.command)
            wanted = {name for _text, name, *_rest in parsed if name}
            self.assertLessEqual(wanted, kept, step.command)
            argv = shlex.split(step.command.format(**dict.fromkeys(kept, 'x')))
            if argv[0] == '--os-cloud':
                argv = argv[2:]
            name = max(
                (c for c in commands if argv[: len(c.split())] == c.split()),
                key=len,
            )
            parser = registry.parser(commands[name])
            parser.parse_args(argv[len(name.split()) :])
            kept.add(step.keep)


class TestRun(testtools.TestCase):
    def run_steps(self, *steps, results):
        box = mock.Mock()
        box.environment.return_value = {'PATH': '/nowhere', 'OS_CLOUD': 'm'}
        done = [
            subprocess.CompletedProcess([], status, out)
            for status, out in results
        ]
        out = io.StringIO()
        with (
            mock.patch.object(demo, 'TOUR', steps),
            mock.patch.object(subprocess, 'run', side_effect=done) as run,
            contextlib.redirect_stdout(out),
        ):
            status = demo.run(box)
        return status, out.getvalue(), run

    def test_output_is_used_in_later_steps(self):
        status, out, run = self.run_steps(
            demo.Step('share show a', 'Look', keep='host'),
            demo.Step('share manage {host} NFS x'),
            results=[(0, 'h@b#my pool\nmore\n'), (0, '')],
        )
        self.assertEqual(0, status)
        self.assertEqual(
            ['openstack', 'share', 'manage', 'h@b#my pool', 'NFS', 'x'],
            run.mock_calls[1].args[0],
        )
        self.assertIn('# Look\n$ openstack share show a\nh@b#my pool\n', out)
        self.assertIn("$ openstack share manage 'h@b#my pool' NFS x\n", out)

    def test_stops_after_a_failure(self):
        status, out, run = self.run_steps(
            demo.Step('share show a'),
            demo.Step('share show b'),
            results=[(3, '')],
        )
        self.assertEqual(3, status)
        self.assertEqual(1, run.call_count)
        self.assertIn('# exit status 3', out)
