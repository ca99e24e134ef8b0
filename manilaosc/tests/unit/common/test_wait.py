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
import datetime
import io
import threading
from unittest import mock

from keystoneauth1 import exceptions as ksa_exceptions
from openstack import exceptions as sdk_exceptions
from osc_lib import exceptions
import testtools

from manilaosc.common import wait

GONE = None


class Clock:
    """A clock that only advances when ``sleep`` is called."""

    def __init__(self):
        self.now = 1000.0
        self.sleeps = []

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.sleeps.append(seconds)
        self.now += seconds


class ShareSnapshot:
    """A resource whose ``fetch`` returns the given states in turn."""

    def __init__(self, *states, id='an-id', name='nightly', **attrs):
        self.id, self.name = id, name
        self.states = list(states)
        self.status = self.states.pop(0)
        self.looks = 0
        self.__dict__.update(attrs)

    def fetch(self, client, skip_cache):
        assert skip_cache
        self.looks += 1
        state = self.states[0]
        if len(self.states) > 1:
            self.states.pop(0)
        if state is GONE:
            raise sdk_exceptions.NotFoundException('no such thing')
        if isinstance(state, BaseException):
            raise state
        self.status = state
        return self


def user_message(text, ago=0):
    now = datetime.datetime.now(datetime.UTC)
    created = now - datetime.timedelta(seconds=ago)
    return mock.Mock(
        user_message=text, created_at=created.strftime('%Y-%m-%dT%H:%M:%S.%f')
    )


class TestCase(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.clock = Clock()
        self.enterContext(mock.patch.object(wait, 'time', self.clock))
        self.client = mock.Mock(default_microversion='2.99')
        self.client.user_messages.return_value = iter(())

    def until(self, *states, check=None, timeout=None, **attrs):
        self.res = ShareSnapshot(*states, **attrs)
        check = check or wait.has('available')
        return wait.until(self.client, self.res, check, timeout)

    def failure(self, *states, **how):
        error = self.assertRaises(wait.Failed, self.until, *states, **how)
        self.assertIs(self.res, error.resource)
        return str(error)


class TestUntil(TestCase):
    def test_success(self):
        found = self.until('creating', 'creating', 'creating', 'available')
        self.assertIs(self.res, found)
        self.assertEqual(3, self.res.looks)
        self.client.user_messages.assert_not_called()

    def test_pauses_grow_with_the_time_waited(self):
        self.until(*['creating'] * 80, 'available')
        sleeps = self.clock.sleeps
        self.assertEqual(0.2, sleeps[0])
        self.assertEqual(sorted(sleeps), sleeps)
        self.assertEqual(5, max(sleeps))

    def test_success_is_seen_soon(self):
        # Within a second, if the operation takes a few seconds
        self.until(*['creating'] * 20, 'available')
        self.assertLess(self.clock.now - 1000, 10)
        self.assertLess(max(self.clock.sleeps), 1)

    def test_failure_states(self):
        for state in (
            'error',
            'extending_error',
            'error_deleting',
            'shrinking_possible_data_loss_error',
            'shrinking_error',
            'manage_error',
            'reverting_error',
        ):
            self.assertEqual(
                f'share snapshot nightly went to {state}',
                self.failure('creating', 'creating', state),
            )

    def test_several_goals(self):
        check = wait.has('available', 'migrating')
        self.until('creating', 'migrating', check=check)
        # An error status can be the goal
        self.until('creating', 'error', check=wait.has('error'))

    def test_state_is_not_known_yet(self):
        self.until('', '', 'available')
        # Resources that are only known by ID have no previous status
        self.until(None, 'error', 'deleting', GONE, check=wait.gone)

    def test_other_attribute(self):
        check = wait.has('done', attribute='task_state')
        res = ShareSnapshot('available', 'available', task_state='running')

        def fetch(resource):
            resource.task_state = 'migration_error'
            return resource

        error = self.assertRaises(
            wait.Failed,
            wait.until,
            self.client,
            res,
            check,
            fetch=fetch,
            attribute='task_state',
        )
        self.assertIn('went to migration_error', str(error))

    def test_gone(self):
        found = self.until('available', 'deleting', GONE, check=wait.gone)
        self.assertIs(self.res, found)
        self.assertIn(
            'went to error_deleting',
            self.failure('deleting', 'error_deleting', check=wait.gone),
        )
        # Not every resource has a status
        self.assertFalse(wait.gone(object()))
        self.assertTrue(wait.gone(None))

    def test_gone_in_the_meantime(self):
        self.assertEqual(
            'share snapshot nightly is gone', self.failure('creating', GONE)
        )
        self.assertEqual(1, self.res.looks)

    def test_failed_before_the_operation(self):
        # A resource in error stays so until its deletion begins
        self.until(
            'error', 'error', 'error', 'deleting', GONE, check=wait.gone
        )

    def test_failed_before_and_once_more(self):
        self.failure('error', 'error', 'deleting', 'error', check=wait.gone)
        self.assertEqual(3, self.res.looks)

    def test_failed_before_and_ever_since(self):
        self.assertIn(
            'went to error', self.failure('error', 'error', check=wait.gone)
        )
        waited = self.clock.now - 1000
        self.assertTrue(10 <= waited < 12, waited)

    def test_lasting_trouble(self):
        self.assertEqual(
            'share snapshot nightly: Unable to reach http://m: Refused',
            self.failure(
                'creating',
                ksa_exceptions.ConnectFailure('http://m: [Errno 1] Refused'),
            ),
        )

    def test_stumbling(self):
        for error, status in (
            (sdk_exceptions.BadRequestException, 400),
            (sdk_exceptions.HttpException, 500),
        ):
            trouble = error('erred', http_status=status)
            self.until(
                *('deleting', trouble, 'deleting', trouble, GONE),
                check=wait.gone,
            )
            self.assertEqual(4, self.res.looks)
            # A failed request is repeated once
            self.assertIn(
                f'erred (HTTP {status})', self.failure('creating', trouble)
            )
            self.assertEqual(2, self.res.looks)

    def test_mistakes_of_ours_are_not_hidden(self):
        self.assertRaises(
            TypeError, self.until, 'creating', TypeError('a mistake')
        )

    def test_timeout(self):
        self.assertEqual(
            'Timed out after 7.5 seconds: share snapshot nightly is still '
            'in status creating',
            self.failure('queued', 'creating', timeout=7.5),
        )
        self.assertAlmostEqual(7.5, self.clock.now - 1000)

    def test_timeout_of_0_looks_once(self):
        self.assertIn('after 0 s', self.failure('a', 'creating', timeout=0))
        self.assertEqual(1, self.res.looks)
        self.until('creating', 'available', timeout=0)

    def test_timeout_is_not_too_late_for_success(self):
        self.until(*['creating'] * 5, 'available', timeout=1)

    def test_timeout_names_another_attribute(self):
        error = self.assertRaises(
            wait.Failed,
            wait.until,
            self.client,
            ShareSnapshot('a', 'a', task_state='running'),
            wait.has('done', attribute='task_state'),
            1,
            attribute='task_state',
        )
        self.assertIn('still in task state running', str(error))


class TestUntilAll(TestCase):
    def test_each_has_its_own_outcome(self):
        resources = [
            ShareSnapshot('creating', 'available', name='good'),
            ShareSnapshot('creating', 'error', name='bad'),
            ShareSnapshot('creating', *['creating'] * 5, 'available'),
            ShareSnapshot('creating', 'creating', name='slow'),
        ]
        outcomes = wait.until_all(
            self.client, resources, wait.has('available'), 20
        )
        self.assertEqual(
            [
                'good',
                'share snapshot bad went to error',
                'nightly',
                'Timed out after 20 seconds: share snapshot slow is still '
                'in status creating',
            ],
            [getattr(o, 'name', None) or str(o) for o in outcomes],
        )
        # Finished resources are not fetched again
        self.assertEqual([1, 1, 6], [r.looks for r in resources[:3]])

    def test_fifty_take_as_long_as_the_slowest(self):
        resources = [
            ShareSnapshot('deleting', *['deleting'] * (i % 10), GONE, id=i)
            for i in range(50)
        ]
        outcomes = wait.until_all(self.client, resources, wait.gone)
        self.assertEqual(resources, outcomes)
        self.assertEqual(10, len(self.clock.sleeps))

    def test_looks_are_side_by_side(self):
        together = threading.Barrier(4, timeout=5)

        def fetch(resource):
            together.wait()
            resource.status = 'available'
            return resource

        resources = [ShareSnapshot('creating') for _ in range(4)]
        outcomes = wait.until_all(
            self.client, resources, wait.has('available'), fetch=fetch
        )
        self.assertEqual(resources, outcomes)

    def test_nothing(self):
        self.assertEqual([], wait.until_all(self.client, [], wait.gone))
        self.assertEqual([], self.clock.sleeps)


class TestReasons(TestCase):
    def test_told(self):
        self.client.user_messages.return_value = iter(
            [
                user_message('No room.'),
                user_message('Tried\n \x1b[31monce'),
                user_message('An older story', ago=100),
            ]
        )
        self.assertEqual(
            'share snapshot nightly went to error: No room.; '
            'Tried \\x1b[31monce',
            self.failure('creating', 'error'),
        )
        self.client.user_messages.assert_called_once_with(
            resource_id='an-id',
            sort_key='created_at',
            sort_dir='desc',
            max_items=5,
        )

    def test_since_the_operation_began(self):
        said = [user_message('long ago', ago=100)]
        for elapsed, expected in ((0, ''), (30, ''), (50, 'long ago')):
            self.client.user_messages.return_value = iter(said)
            found = wait.reasons(self.client, 'an-id', elapsed)
            self.assertEqual(expected, found)

    def test_before_there_were_messages(self):
        self.client.default_microversion = '2.36'
        self.assertEqual(
            'share snapshot nightly went to error',
            self.failure('creating', 'error'),
        )
        self.client.user_messages.assert_not_called()
        self.client.default_microversion = '2.37'
        self.failure('creating', 'error')
        self.client.user_messages.assert_called_once()

    def test_trouble_with_messages_hides_nothing(self):
        for error in (
            sdk_exceptions.ForbiddenException('no'),
            ksa_exceptions.ConnectFailure('no'),
        ):
            self.client.user_messages.side_effect = error
            self.assertEqual(
                'share snapshot nightly went to error',
                self.failure('creating', 'error'),
            )


class Terminal(io.StringIO):
    def isatty(self):
        return True


class TestPeople(TestCase):
    def watch(self, stream, *resources):
        out = io.StringIO()
        with (
            contextlib.redirect_stderr(stream),
            contextlib.redirect_stdout(out),
        ):
            try:
                wait.until_all(self.client, resources, wait.has('available'))
            finally:
                self.assertEqual('', out.getvalue())

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
            stopped = ShareSnapshot('a', 'creating', KeyboardInterrupt())
            other = ShareSnapshot('a', 'creating', name='', id='other-id')
            self.assertRaises(
                KeyboardInterrupt, self.watch, stream, done, stopped, other
            )
            self.assertTrue(
                stream.getvalue().endswith(
                    'Interrupted; what was begun goes on in the cloud: '
                    'share snapshot nightly, share snapshot other-id\n'
                ),
                stream.getvalue(),
            )

    def test_label(self):
        self.assertEqual(
            'share snapshot a\\x07 b',
            wait.label(ShareSnapshot('x', name='a\x07\nb')),
        )
        self.assertEqual(
            'share snapshot an-id', wait.label(ShareSnapshot('x', name=None))
        )


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
        checks = ('--check-only', '--restart-check')
        for option in checks:
            self.parser.add_argument(option, action='store_true')
        for argv in ('', '--wait', '--wait --timeout 1'):
            wait.check_options(self.parser.parse_args(argv.split()))
        for option in checks:
            # The first request is answered in any case
            found = self.parser.parse_args([option, '--timeout', '1'])
            wait.check_options(found)
        wait.check_options(argparse.Namespace())
        self.assertRaisesRegex(
            exceptions.CommandError,
            'needs --wait',
            wait.check_options,
            self.parser.parse_args(['--timeout', '1']),
        )

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
