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
import os
import signal
import subprocess
import sys
import threading
import types
from unittest import mock

from keystoneauth1 import exceptions as ksa_exceptions
import testtools

from manilaosc.common import interrupt
from manilaosc.common import terminal


class TestReport(testtools.TestCase):
    def test_report(self):
        for stages, words in (
            (([], [], []), 'Interrupted; nothing was changed'),
            (
                ([], [], ['a', 'b']),
                'Interrupted; nothing was changed; not done: a, b',
            ),
            ((['a\x1b'], [], []), 'Interrupted; done: a\\x1b'),
            (
                (['a'], ['b'], ['c']),
                'Interrupted; done: a; no answer yet, may have been done: b; '
                'not done: c',
            ),
        ):
            self.assertEqual(words, interrupt.report(*stages))


class TestChanges(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.changes = interrupt.Changes()

    def send(self, outcome):
        send = mock.Mock(side_effect=[outcome])
        return self.changes('PUT', '/x', send)

    def test_answered(self):
        response = types.SimpleNamespace(status_code=202)
        self.assertIs(response, self.send(response))
        self.assertEqual('Interrupted; done: PUT /x', self.changes.report())

    def test_nothing_changed(self):
        self.send(types.SimpleNamespace(status_code=409))
        self.assertRaises(
            ksa_exceptions.ConnectFailure,
            self.send,
            ksa_exceptions.ConnectFailure('Unable to reach it'),
        )
        self.assertIn('nothing was changed', self.changes.report())

    def test_unanswered(self):
        for error in (
            KeyboardInterrupt(),
            ksa_exceptions.ConnectFailure('lost; it may have been done'),
        ):
            self.changes = interrupt.Changes()
            self.assertRaises(type(error), self.send, error)
            self.assertEqual(
                'Interrupted; no answer yet, may have been done: PUT /x',
                self.changes.report(),
            )

    def test_people_are_told_before(self):
        terminal.before_changes('Mind the gap')
        self.addCleanup(terminal.forget)
        with mock.patch.object(terminal, 'stderr') as stderr:
            self.send(types.SimpleNamespace(status_code=200))
            self.send(types.SimpleNamespace(status_code=200))
        stderr().write.assert_called_once_with('Mind the gap\n')


class TestHandled(testtools.TestCase):
    def handle(self, function, report='Interrupted; nothing was changed'):
        err = io.StringIO()
        with contextlib.redirect_stderr(err):
            try:
                with interrupt.handled(lambda: report):
                    function()
            except (KeyboardInterrupt, SystemExit) as e:
                return e, err.getvalue()
        return None, err.getvalue()

    def test_success(self):
        self.assertEqual((None, ''), self.handle(lambda: None))

    def test_signals(self):
        for number, outcome in (
            (signal.SIGINT, KeyboardInterrupt),
            (signal.SIGTERM, SystemExit),
        ):
            error, words = self.handle(lambda n=number: signal.raise_signal(n))
            self.assertIs(outcome, type(error))
            self.assertEqual('Interrupted; nothing was changed\n', words)
        self.assertEqual(143, error.code)

    def test_who_knows_more_says_it(self):
        def wait():
            raise KeyboardInterrupt('It goes on')

        self.assertEqual('It goes on\n', self.handle(wait)[1])

    def test_all_is_as_before(self):
        before = signal.getsignal(signal.SIGTERM)
        wakeup = signal.set_wakeup_fd(-1)
        signal.set_wakeup_fd(wakeup)
        threads = threading.active_count()
        files = len(os.listdir('/proc/self/fd'))
        for _each in range(20):
            self.handle(lambda: signal.raise_signal(signal.SIGTERM))
        self.assertIs(before, signal.getsignal(signal.SIGTERM))
        self.assertEqual(wakeup, signal.set_wakeup_fd(wakeup))
        for thread in threading.enumerate()[threads:]:
            thread.join(10)
        self.assertLessEqual(threading.active_count(), threads)
        self.assertLessEqual(len(os.listdir('/proc/self/fd')), files)

    def test_handlers_of_others_stay(self):
        handler = mock.Mock()
        before = signal.signal(signal.SIGTERM, handler)
        self.addCleanup(signal.signal, signal.SIGTERM, before)
        self.assertEqual(
            (None, ''), self.handle(lambda: signal.raise_signal(15))
        )
        handler.assert_called_once()

    def test_other_threads(self):
        outcome = []
        thread = threading.Thread(
            target=lambda: outcome.append(self.handle(lambda: None))
        )
        thread.start()
        thread.join()
        self.assertEqual([(None, '')], outcome)

    def test_main_thread_that_hangs(self):
        code = (
            'import ctypes, os, signal, threading\n'
            'from manilaosc.common import interrupt\n'
            'lock = ctypes.create_string_buffer(64)\n'
            'lib = ctypes.CDLL(None)\n'
            'with interrupt.handled(lambda: "Half done"):\n'
            '    lib.pthread_mutex_lock(lock)\n'
            '    threading.Timer(0.1, os.kill, (os.getpid(), 2)).start()\n'
            # It waits for itself, and takes no notice of signals
            '    lib.pthread_mutex_lock(lock)\n'
        )
        ended = subprocess.run(
            [sys.executable, '-c', code],
            capture_output=True,
            timeout=30,
            text=True,
        )
        self.assertEqual('Half done\n', ended.stderr)
        self.assertEqual(130, ended.returncode)
