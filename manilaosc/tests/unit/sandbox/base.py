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

"""Tests of sandboxes that run no services."""

import pathlib
import signal
import subprocess
import sys
from unittest import mock

import fixtures
import testtools

from manilaosc.sandbox import processes
from manilaosc.sandbox import state


class TestCase(testtools.TestCase):
    def setUp(self):
        super().setUp()
        # The folder of temporary files may be a symbolic link
        home = pathlib.Path(self.useFixture(fixtures.TempDir()).path)
        self.home = home.resolve()
        self.state = state.State(self.home / 'sbx')
        variable = fixtures.EnvironmentVariable(state.STATE_VARIABLE)
        self.useFixture(variable)

    def patch_object(self, *args, **kwargs):
        patcher = mock.patch.object(*args, **kwargs)
        self.addCleanup(patcher.stop)
        return patcher.start()

    def spawn(self, code='import time; time.sleep(60)', *args, **kwargs):
        """Start a Python process that is ended after the test.

        :param code: What it runs.
        :param args: Its arguments, which it does not use.
        :param kwargs: Arguments of ``subprocess.Popen``.
        :returns: The ``Popen`` and the ``Process``.
        """
        popen = subprocess.Popen(
            [sys.executable, '-I', '-S', '-c', code, *args],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            # In the background of a shell it would ignore SIGINT
            preexec_fn=processes.restore_signals,
            **kwargs,
        )

        def end():
            popen.kill()
            popen.wait()
            popen.stdout.close()

        self.addCleanup(end)
        process = processes.Process.of(popen.pid)
        self.assertIsNotNone(process)
        return popen, process

    def spawn_stubborn(self):
        """Start a process that ignores SIGTERM."""
        number = int(signal.SIGTERM)
        popen, process = self.spawn(
            f'import signal, time; signal.signal({number}, signal.SIG_IGN); '
            "print('deaf', flush=True); time.sleep(60)"
        )
        self.assertEqual('deaf\n', popen.stdout.readline())
        return popen, process

    def write_settings(self, **values):
        """Make it a sandbox that was started before, with these settings."""
        self.state.prepare()
        for name, value in values.items():
            setattr(self.state.settings, name, value)
        self.state.save()
        self.state.reload()
