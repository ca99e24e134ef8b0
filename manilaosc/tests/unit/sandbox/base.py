"""Sandboxes in folders of their own, with no server in them."""

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
        # Resolved: where a temporary folder is may be a link
        home = pathlib.Path(self.useFixture(fixtures.TempDir()).path)
        self.home = home.resolve()
        self.state = state.State(self.home / 'sbx')
        variable = fixtures.EnvironmentVariable(state.STATE_VARIABLE)
        self.useFixture(variable)

    def patch_object(self, *args, **kwargs):
        patcher = mock.patch.object(*args, **kwargs)
        self.addCleanup(patcher.stop)
        return patcher.start()

    def spawn(self, code='import time; time.sleep(60)', **kwargs):
        """A Python that does as told, and is gone after the test."""
        popen = subprocess.Popen(
            [sys.executable, '-I', '-S', '-c', code],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
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
        """One that does not end when it is asked to."""
        number = int(signal.SIGTERM)
        popen, process = self.spawn(
            f'import signal, time; signal.signal({number}, signal.SIG_IGN); '
            "print('deaf', flush=True); time.sleep(60)"
        )
        self.assertEqual('deaf\n', popen.stdout.readline())
        return popen, process

    def write_settings(self, **values):
        """Make the sandbox one that was started before."""
        self.state.prepare()
        for name, value in values.items():
            setattr(self.state.settings, name, value)
        self.state.save()
        self.state.reload()
