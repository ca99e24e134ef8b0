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

import os
import signal
import subprocess
from unittest import mock

import testtools

from manilaosc.sandbox import foreground


class TestRun(testtools.TestCase):
    def test_terminated_while_it_starts(self):
        started = []
        popen = subprocess.Popen

        def start_and_be_terminated(*args, **kwargs):
            started.append(popen(*args, **kwargs))
            os.kill(os.getpid(), signal.SIGTERM)
            return started[0]

        def end(number, frame):
            raise SystemExit(143)

        before = signal.signal(signal.SIGTERM, end)
        self.addCleanup(signal.signal, signal.SIGTERM, before)
        with mock.patch.object(subprocess, 'Popen', start_and_be_terminated):
            self.assertRaises(SystemExit, foreground.run, ['sleep', '600'], {})
        self.addCleanup(started[0].kill)
        self.assertEqual(-signal.SIGTERM, started[0].returncode)

    def test_signals_are_as_they_were(self):
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
        shell = 'kill -TERM $$; sleep 600'
        status = foreground.run(['/bin/sh', '-c', shell], {})
        self.assertEqual(128 + signal.SIGTERM, status)
        self.assertEqual(mask, signal.pthread_sigmask(signal.SIG_BLOCK, ()))
