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

import argparse
import contextlib
import functools
import io
from unittest import mock

from keystoneauth1 import exceptions as ksa_exceptions
from osc_lib import exceptions
import testtools

from manilaosc.common import wait
from manilaosc.sdk.v2 import _wait
from manilaosc.tests.unit import waiting
from manilaosc.tests.unit.waiting import ShareSnapshot


class Terminal(io.StringIO):
    def isatty(self):
        return True


class TestPeople(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.clock = waiting.Clock()
        self.enterContext(mock.patch.object(wait, 'time', self.clock))
        self.enterContext(mock.patch.object(_wait, 'time', self.clock))
        self.client = mock.Mock(default_microversion='2.99')
        self.client.user_messages.return_value = ()
        self.client.wait_until_all = functools.partial(
            _wait.until_all, self.client
        )

    def watch(self, stream, *resources, **how):
        out = io.StringIO()
        with (
            contextlib.redirect_stderr(stream),
            contextlib.redirect_stdout(out),
        ):
            try:
                return wait.until_all(
                    self.client, resources, 'available', **how
                )
            finally:
                self.assertEqual('', out.getvalue())

    def failure(self, *states, timeout=None, **attrs):
        (outcome,) = self.watch(
            io.StringIO(), ShareSnapshot(*states, **attrs), timeout=timeout
        )
        self.assertIsInstance(outcome, wait.Failed)
        self.assertEqual(timeout is not None, type(outcome) is wait.TimedOut)
        return str(outcome)

    def test_one(self):
        res = ShareSnapshot('a', 'creating', 'available')
        self.assertIs(res, wait.until(self.client, res, 'available'))
        error = self.assertRaises(
            wait.Failed, wait.until, self.client, res, 'active', 5
        )
        self.assertIs(res, error.resource)

    def test_failures_are_printable(self):
        message = waiting.user_message('Tried\n \x1b[31monce')
        self.client.user_messages.return_value = [message]
        self.assertEqual(
            'share snapshot a\\x07b went to error\\x1b: Tried \\x1b[31monce',
            self.failure('creating', 'error\x1b', name='a\x07b'),
        )
        self.assertEqual(
            'Timed out after 3 seconds: share snapshot nightly is still in '
            'status a\\x1bb',
            self.failure('creating', 'a\x1bb', timeout=3),
        )

    def test_lasting_trouble(self):
        trouble = ksa_exceptions.ConnectFailure('http://m: [Errno 1] Refused')
        self.assertEqual(
            'share snapshot nightly: Unable to reach http://m: Refused',
            self.failure('creating', trouble),
        )
        self.assertEqual(
            'Timed out after 3 seconds: share snapshot nightly is still in '
            'status creating; Unable to reach http://m: Refused',
            self.failure('creating', trouble, timeout=3),
        )

    def test_progress(self):
        stream = Terminal()
        self.watch(
            stream,
            ShareSnapshot(*['creating'] * 9, 'available', progress='33%'),
            ShareSnapshot('creating', 'creating', 'available'),
        )
        said = stream.getvalue()
        self.assertIn(
            '\rWaiting for share snapshot nightly: creating and 1 more 33%',
            said,
        )
        self.assertRegex(said, r'creating 33% \(\d s\)')
        # Nothing is left of it
        self.assertRegex(said, r'\r +\r$')
        self.assertEqual('', said.split('\r')[-1])

    def test_progress_is_printable_and_short(self):
        stream = Terminal()
        name = 'n\x1b[2J\n' + 'x' * 200
        self.watch(
            stream, ShareSnapshot('a', 'creating', 'available', name=name)
        )
        said = stream.getvalue()
        self.assertNotIn('\x1b', said)
        self.assertNotIn('\n', said)
        self.assertTrue(all(len(line) < 80 for line in said.split('\r')))

    def test_no_progress_in_a_file(self):
        stream = io.StringIO()
        self.watch(stream, ShareSnapshot('a', 'creating', 'available'))
        self.assertEqual('', stream.getvalue())

    def test_interrupted(self):
        for stream in (io.StringIO(), Terminal()):
            done = ShareSnapshot('creating', 'available', name='done')
            first = ShareSnapshot('a', 'creating')
            other = ShareSnapshot('a', 'creating', name='', id='other-id')
            with mock.patch.object(
                self.clock, 'sleep', side_effect=[None, KeyboardInterrupt]
            ):
                error = self.assertRaises(
                    KeyboardInterrupt, self.watch, stream, done, first, other
                )
            self.assertEqual(
                'Interrupted; started operations continue in the cloud: '
                'share snapshot nightly, share snapshot other-id',
                str(error),
            )
            # The line of progress is gone
            self.assertEqual('', stream.getvalue().split('\r')[-1])


class TestFailed(testtools.TestCase):
    def test_state_of_the_service(self):
        for cls in (wait.Failed, wait.TimedOut):
            error = cls('went to error\nFORGED\x1b\u202e')
            self.assertEqual('went to error FORGED\\x1b\\u202e', str(error))


class TestOptions(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.parser = argparse.ArgumentParser(exit_on_error=False)

    def test_options(self):
        wait.add_options(self.parser, 'Wait')
        for argv, expected in (
            ('', (False, None)),
            ('--wait', (True, None)),
            ('--wait --timeout 1.5', (True, 1.5)),
            ('--timeout 0', (False, 0)),
        ):
            found = self.parser.parse_args(argv.split())
            self.assertEqual(expected, (found.wait, found.timeout))

    def test_timeout_of_what(self):
        wait.add_options(self.parser, 'Wait')
        self.parser.add_argument('--check-only', action='store_true')
        for argv, waits_with, allowed in (
            ('', ['wait'], True),
            ('--wait', ['wait'], True),
            ('--wait --timeout 1', ['wait'], True),
            ('--timeout 1', ['wait'], False),
            ('--timeout 0', ['wait'], False),
            # It is waited for an answer in any case
            ('--check-only --timeout 1', ['wait', 'check_only'], True),
            ('--timeout 1', ['wait', 'check_only'], False),
            # The answer comes at once
            ('--check-only --timeout 1', ['wait'], False),
        ):
            found = self.parser.parse_args(argv.split())
            if allowed:
                wait.check_options(found, waits_with)
            else:
                self.assertRaisesRegex(
                    exceptions.CommandError,
                    'needs --wait',
                    wait.check_options,
                    found,
                    waits_with,
                )
        wait.check_options(argparse.Namespace(), ['wait'])

    def test_refused(self):
        wait.add_options(self.parser, 'Wait')
        for value in ('x', 'nan', 'inf', '-1', ''):
            self.assertRaisesRegex(
                argparse.ArgumentError,
                'timeout: (invalid seconds value|must not be negative)',
                self.parser.parse_args,
                [f'--timeout={value}'],
            )

    def test_new(self):
        for new in (True, False):
            parser = argparse.ArgumentParser()
            wait.add_options(parser, 'Wait', not_in_manilaclient=new)
            marked = {
                action.dest
                for action in parser._actions
                if getattr(action, 'not_in_manilaclient', False)
            }
            expected = {'timeout', 'wait'} if new else {'timeout'}
            self.assertEqual(expected, marked)
