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
import pathlib
import selectors
import socket
import sys
import time
from unittest import mock

from manilaosc.sandbox import errors
from manilaosc.sandbox import launch
from manilaosc.sandbox import processes
from manilaosc.tests.unit.sandbox import base


class TestService(base.TestCase):
    def test_arguments(self):
        self.state.prepare()
        popen, process = self.spawn()
        spawn = self.patch_object(processes, 'spawn', return_value=popen)
        with launch.bind(0) as bound:
            start = launch.Service(self.state, 'manila', bound, {'A': 'b'})
            self.addCleanup(start.close)
            argv, log, env, cwd = spawn.call_args.args
            number, pipe = spawn.call_args.kwargs['pass_fds']
            self.assertEqual(bound.fileno(), number)
        self.assertEqual(
            [
                sys.executable,
                '-P',
                '-m',
                'manilaosc.sandbox.manila',
                self.state.folder,
                str(number),
                str(pipe),
            ],
            argv,
        )
        self.assertEqual(self.state.log('manila'), log)
        self.assertEqual({'A': 'b'}, env)
        self.assertEqual(self.state.folder, cwd)
        saved = processes.Process.load(self.state, 'manila')
        self.assertEqual(process, saved)
        # Only the service has its end of the pipe
        self.assertRaises(OSError, os.fstat, pipe)
        self.assertEqual(b'', os.read(start.pipe, 1))

    def test_ended_immediately(self):
        self.state.prepare()
        self.patch_object(processes, 'spawn')
        # Another process may soon have this PID
        self.patch_object(processes.Process, 'of', return_value=None)
        with launch.bind(0) as bound:
            error = self.assertRaises(
                errors.PartFailed,
                launch.Service,
                self.state,
                'keystone',
                bound,
                {},
            )
        self.assertEqual(
            'keystone ended immediately; see '
            f'{pathlib.Path(self.state.logs, "keystone.log")}',
            str(error),
        )


class TestWait(base.TestCase):
    """Progress messages of the services."""

    def setUp(self):
        super().setUp()
        self.said = []
        self.postgres = mock.Mock(process=object(), log='pg.log')
        self.launch = launch.Launch(
            self.state, self.postgres, self.said.append
        )
        self.selector = selectors.DefaultSelector()
        self.addCleanup(self.selector.close)
        mine, self.theirs = os.pipe()
        self.addCleanup(os.close, mine)
        self.service = mock.Mock(pipe=mine, ready=False, log='manila.log')
        self.service.name = 'manila'
        self.selector.register(mine, selectors.EVENT_READ, self.service)

    def say(self, text):
        os.write(self.theirs, text.encode())

    def wait(self, patience=60.0):
        deadline = time.monotonic() + patience
        self.launch.wait(self.selector, [self.service], deadline)

    def test_steps(self):
        self.say('loading\n')
        self.wait()
        self.assertFalse(self.service.ready)
        self.say('ready\n')
        os.close(self.theirs)
        self.wait()
        self.wait()
        self.assertTrue(self.service.ready)
        self.assertEqual(['manila: loading', 'manila: ready'], self.said)

    def test_ended(self):
        os.close(self.theirs)
        error = self.assertRaises(errors.PartFailed, self.wait)
        self.assertEqual('manila did not start; see manila.log', str(error))

    def test_postgres_ended(self):
        self.addCleanup(os.close, self.theirs)
        self.postgres.process = None
        self.say('loading\n')
        error = self.assertRaises(errors.PartFailed, self.wait)
        self.assertEqual('postgres did not start; see pg.log', str(error))

    def test_late(self):
        self.addCleanup(os.close, self.theirs)
        self.say('loading\n')
        error = self.assertRaises(errors.PartFailed, self.wait, -1)
        self.assertIn('did not start within 240 seconds', str(error))


class TestPorts(base.TestCase):
    def test_free(self):
        with launch.bind(0) as bound:
            host, port = bound.getsockname()
        self.assertEqual('127.0.0.1', host)
        with launch.bind(port) as again:
            self.assertEqual(port, again.getsockname()[1])

    def test_taken(self):
        with launch.bind(0) as first:
            port = first.getsockname()[1]
            with launch.bind(port) as other:
                self.assertNotEqual(port, other.getsockname()[1])

    def test_none(self):
        self.patch_object(socket.socket, 'bind', side_effect=OSError)
        error = self.assertRaises(errors.SandboxError, launch.bind, 0)
        self.assertEqual('There is no free port on 127.0.0.1', str(error))
