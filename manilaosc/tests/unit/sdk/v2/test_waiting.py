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

"""Waiting until resources are as asked for, have failed, or time is up."""

import threading
import time
from unittest import mock

from keystoneauth1 import exceptions as ksa_exceptions
from openstack import exceptions as sdk_exceptions
import requests
import testtools

from manilaosc.sdk.v2 import _proxy
from manilaosc.sdk.v2 import _wait
from manilaosc.tests.unit import waiting
from manilaosc.tests.unit.waiting import GONE
from manilaosc.tests.unit.waiting import ShareSnapshot
from manilaosc.tests.unit.waiting import user_message


class TestCase(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.clock = waiting.Clock()
        self.enterContext(mock.patch.object(_wait, 'time', self.clock))
        self.client = mock.Mock(default_microversion='2.99')
        self.client.user_messages.return_value = iter(())

    def until(self, *states, condition='available', **how):
        self.res = ShareSnapshot(*states)
        return self.wait_for(self.res, condition, **how)

    def wait_for(self, resource, condition, **how):
        (outcome,) = _wait.until_all(self.client, [resource], condition, **how)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def failure(self, *states, **how):
        error = self.assertRaises(
            (_wait.WaitFailure, _wait.WaitTimeout), self.until, *states, **how
        )
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
        # What takes a few seconds is seen within a second of its end
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
        self.until(
            'creating', 'migrating', condition=('available', 'migrating')
        )
        # A goal may be called an error, too
        self.until('creating', 'error', condition='error')
        # openstacksdk takes no notice of case
        self.until('creating', 'available', condition='AVAILABLE')

    def test_failures_given(self):
        words = self.failure('creating', 'error', 'Lost', failures=['LOST'])
        self.assertEqual('share snapshot nightly went to Lost', words)

    def test_state_is_not_known_yet(self):
        self.until('', '', 'available')
        # Of what was named by its ID only nothing was known before
        self.until(None, 'error', 'deleting', GONE, condition='deleted')

    def test_other_attribute(self):
        res = ShareSnapshot('available', 'available', task_state='running')

        def fetch(resource):
            resource.task_state = 'migration_error'
            return resource

        error = self.assertRaises(
            _wait.WaitFailure,
            self.wait_for,
            res,
            'done',
            fetch=fetch,
            attribute='task_state',
        )
        self.assertIn('went to migration_error', str(error))

    def test_gone(self):
        found = self.until('available', 'deleting', GONE, condition='deleted')
        self.assertIs(self.res, found)
        self.assertIn(
            'went to error_deleting',
            self.failure('deleting', 'error_deleting', condition='deleted'),
        )
        # Not every resource has a status
        self.wait_for(waiting.Lock(), 'deleted')

    def test_gone_is_what_the_service_says(self):
        def response(text, status=404):
            found = requests.Response()
            found.status_code, found._content = status, text.encode()
            return sdk_exceptions.NotFoundException('no', response=found)

        manila = response('{"itemNotFound": {"code": 404, "message": "x"}}')
        self.until('deleting', manila, condition='deleted')
        for text in (
            '<html>404 Not Found</html>',
            '',
            '[]',
            '"itemNotFound"',
            '{"message": "no route", "code": 404}',
            '{"error": {"code": 404, "message": "no route"}}',
        ):
            self.until('deleting', response(text), manila, condition='deleted')
            self.assertEqual(2, self.res.looks, text)
            self.assertIn(
                'share snapshot nightly: ',
                self.failure('deleting', response(text), condition='deleted'),
            )

    def test_gone_in_the_meantime(self):
        self.assertEqual(
            'share snapshot nightly is gone', self.failure('creating', GONE)
        )
        self.assertEqual(1, self.res.looks)

    def test_failed_before_the_operation(self):
        # Deleting what is in error: it is in error until somebody begins
        self.until(
            'error', 'error', 'error', 'deleting', GONE, condition='deleted'
        )

    def test_failed_before_and_once_more(self):
        self.failure(
            'error', 'error', 'deleting', 'error', condition='deleted'
        )
        self.assertEqual(3, self.res.looks)

    def test_failed_before_and_ever_since(self):
        self.assertIn(
            'went to error',
            self.failure('error', 'error', condition='deleted'),
        )
        waited = self.clock.now - 1000
        self.assertTrue(10 <= waited < 12, waited)

    def test_trouble_passes(self):
        for trouble in (
            sdk_exceptions.ForbiddenException('no'),
            sdk_exceptions.ConflictException('no'),
            sdk_exceptions.HttpException('no'),
            sdk_exceptions.InvalidResponse('cut short'),
            ksa_exceptions.ConnectFailure('lost'),
            requests.exceptions.ChunkedEncodingError('cut'),
        ):
            self.until('creating', *[trouble] * 10, 'available')
            # Whether it is there or not
            self.until('deleting', trouble, GONE, condition='deleted')
            self.assertEqual(2, self.res.looks)

    def test_lasting_trouble(self):
        trouble = ksa_exceptions.ConnectFailure('Refused')
        self.assertEqual(
            'share snapshot nightly: Refused',
            self.failure('creating', *['creating'] * 99, trouble),
        )
        failing = self.clock.now - 1000 - self.clock.before_look(100)
        self.assertTrue(30 <= failing < 40, failing)

    def test_cause_of_trouble(self):
        trouble = ksa_exceptions.ConnectFailure('Refused')
        for wait, error_type in (
            (None, _wait.WaitFailure),
            (5, _wait.WaitTimeout),
        ):
            error = self.assertRaises(
                error_type, self.until, 'creating', trouble, wait=wait
            )
            self.assertIs(trouble, error.__cause__)

    def test_mistakes_of_ours_are_not_hidden(self):
        self.assertRaises(
            TypeError, self.until, 'creating', TypeError('a mistake')
        )

    def test_timeout(self):
        self.assertEqual(
            'Timed out after 7.5 seconds: share snapshot nightly is still '
            'in status creating',
            self.failure('queued', 'creating', wait=7.5),
        )
        self.assertAlmostEqual(7.5, self.clock.now - 1000)

    def test_timeout_of_0_looks_once(self):
        self.assertIn('after 0 s', self.failure('a', 'creating', wait=0))
        self.assertEqual(1, self.res.looks)
        self.until('creating', 'available', wait=0)

    def test_timeout_is_not_too_late_for_success(self):
        self.until(*['creating'] * 5, 'available', wait=1)

    def test_timeout_names_another_attribute(self):
        error = self.assertRaises(
            _wait.WaitTimeout,
            self.wait_for,
            ShareSnapshot('a', 'a', task_state='running'),
            'done',
            wait=1,
            attribute='task_state',
        )
        self.assertIn('still in task state running', str(error))

    def test_condition_that_cannot_hold_any_more(self):
        def is_full(resource):
            if resource.status == 'available' and not resource.looks > 6:
                raise sdk_exceptions.ResourceFailure('is not full')
            return resource.status == 'available'

        # Said once or twice it may be chance
        self.until(
            *['available'] * 2, 'growing', 'available', condition=is_full
        )
        self.assertEqual(7, self.res.looks)

    def test_condition_that_does_not_hold_for_long(self):
        def never(resource):
            raise sdk_exceptions.ResourceFailure('is not full')

        for wait in (None, 0, 0.5):
            self.assertEqual(
                'share snapshot nightly is not full',
                self.failure('a', 'available', condition=never, wait=wait),
            )
        self.failure('a', 'available', condition=never)
        self.assertGreater(self.res.looks, 2)

    def test_interval(self):
        self.res = ShareSnapshot('a', 'creating', 'creating', 'available')
        self.wait_for(self.res, 'available', interval=7)
        # It is looked at first: what it was before says nothing
        self.assertEqual([0, 7, 7], self.clock.sleeps)

    def test_what_it_was_before_is_not_believed(self):
        self.until('available', 'extending', 'available')
        self.assertEqual(2, self.res.looks)

    def test_callback(self):
        seen = []
        self.res = ShareSnapshot('a', 'creating', 'creating', 'available')
        self.wait_for(self.res, 'available', callback=seen.append)
        self.assertEqual([[self.res]] * 2, seen)


class TestUntilAll(TestCase):
    def test_each_has_its_own_outcome(self):
        resources = [
            ShareSnapshot('creating', 'available', name='good'),
            ShareSnapshot('creating', 'error', name='bad'),
            ShareSnapshot('creating', *['creating'] * 5, 'available'),
            ShareSnapshot('creating', 'creating', name='slow'),
        ]
        outcomes = _wait.until_all(
            self.client, resources, 'available', wait=20
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
        # What is done is not looked at again
        self.assertEqual([1, 1, 6], [r.looks for r in resources[:3]])

    def test_fifty_take_as_long_as_the_slowest(self):
        resources = [
            ShareSnapshot('deleting', *['deleting'] * (i % 10), GONE, id=i)
            for i in range(50)
        ]
        outcomes = _wait.until_all(self.client, resources, 'deleted')
        self.assertEqual(resources, outcomes)
        self.assertEqual(10, len(self.clock.sleeps))

    def test_looks_are_side_by_side(self):
        together = threading.Barrier(4, timeout=5)

        def fetch(resource):
            together.wait()
            resource.status = 'available'
            return resource

        resources = [ShareSnapshot('creating') for _ in range(4)]
        outcomes = _wait.until_all(
            self.client, resources, 'available', fetch=fetch
        )
        self.assertEqual(resources, outcomes)

    def test_nothing(self):
        self.assertEqual([], _wait.until_all(self.client, [], 'deleted'))
        self.assertEqual([], self.clock.sleeps)


class TestReasons(TestCase):
    def test_told(self):
        self.client.user_messages.return_value = iter(
            [
                user_message('No room.'),
                user_message('Tried once'),
                user_message('An older story', ago=100),
            ]
        )
        self.assertEqual(
            'share snapshot nightly went to error: No room.; Tried once',
            self.failure('creating', 'error'),
        )
        self.client.user_messages.assert_called_once_with(
            resource_id='an-id',
            sort_key='created_at',
            sort_dir='desc',
            max_items=5,
        )

    def test_since_the_operation_began(self):
        for looks, is_told in ((1, False), (20, False), (60, True)):
            self.client.user_messages.return_value = iter(
                [user_message('long ago', ago=100)]
            )
            words = self.failure('creating', *['creating'] * looks, 'error')
            self.assertEqual(is_told, 'long ago' in words, self.clock.now)
            self.clock.now = 1000.0

    def test_odd_messages(self):
        # None of these may hide the failure itself
        for changes in (
            {'created_at': None},
            {'created_at': ''},
            {'created_at': 17},
            {'user_message': None},
            {'user_message': ''},
        ):
            odd = user_message('Odd')
            odd.configure_mock(**changes)
            self.client.user_messages.return_value = iter(
                [odd, user_message('Why')]
            )
            words = self.failure('creating', 'error')
            self.assertTrue(words.endswith('Why'), words)
        odd.configure_mock(user_message={'a': 'b'})
        self.client.user_messages.return_value = iter([odd])
        self.assertIn("{'a': 'b'}", self.failure('creating', 'error'))

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

    def test_other_resource_than_the_one_that_failed(self):
        self.assertRaises(
            _wait.WaitFailure,
            self.wait_for,
            ShareSnapshot('a', 'error'),
            'available',
            about='share-id',
        )
        (call,) = self.client.user_messages.mock_calls
        self.assertEqual('share-id', call.kwargs['resource_id'])


class TestDeadline(testtools.TestCase):
    """In real time, since what hangs takes no notice of any clock."""

    def setUp(self):
        super().setUp()
        self.client = mock.Mock(default_microversion='2.99')
        self.client.user_messages.return_value = iter(())
        self.release = threading.Event()
        self.addCleanup(self.release.set)

    def hang(self, resource=None, **_query):
        self.release.wait(60)
        if resource:
            resource.status = 'available'
        return resource

    def outcomes(self, *resources, wait=0.6, **how):
        began = time.monotonic()
        outcomes = _wait.until_all(
            self.client, resources, 'available', wait=wait, **how
        )
        waited = time.monotonic() - began
        self.assertTrue(wait <= waited < wait + 2, waited)
        return outcomes

    def test_look_that_hangs(self):
        res = ShareSnapshot('creating')
        (outcome,) = self.outcomes(res, fetch=self.hang)
        self.assertEqual(
            'Timed out after 0.6 seconds: share snapshot nightly is still in '
            'status creating',
            str(outcome),
        )

    def test_look_that_ends_too_late(self):
        res = ShareSnapshot('creating')
        _outcomes = self.outcomes(res, fetch=self.hang)
        self.release.set()
        # Even if it succeeds then, time was up
        self.assertIsInstance(_outcomes[0], _wait.WaitTimeout)

    def test_others_are_not_kept_waiting(self):
        good = ShareSnapshot('creating', 'creating', 'available')
        bad = ShareSnapshot('creating', name='bad')

        def fetch(resource):
            return self.hang(resource) if resource is bad else good.fetch(0, 1)

        done, failed = self.outcomes(bad, good, fetch=fetch, wait=3)[::-1]
        self.assertIs(good, done)
        self.assertIsInstance(failed, _wait.WaitTimeout)

    def test_more_hang_than_there_are_threads(self):
        resources = [ShareSnapshot('a', id=str(i)) for i in range(20)]
        for outcome in self.outcomes(*resources, fetch=self.hang):
            self.assertIsInstance(outcome, _wait.WaitTimeout)

    def test_messages_that_hang(self):
        self.client.user_messages.side_effect = self.hang
        res = ShareSnapshot('creating', *['creating'] * 2, 'error')
        (outcome,) = self.outcomes(res, wait=1)
        self.assertEqual('share snapshot nightly went to error', str(outcome))


class TestProxy(testtools.TestCase):
    def test_one(self):
        client = mock.Mock(spec=_proxy.Proxy)
        for outcome in ('resource', sdk_exceptions.ResourceFailure('x')):
            client.wait_until_all.return_value = [outcome]
            try:
                found = _proxy.Proxy.wait_until(
                    client, 'res', 'available', wait=5, about='other'
                )
            except sdk_exceptions.ResourceFailure as e:
                found = e
            self.assertIs(outcome, found)
        (_first, second) = client.wait_until_all.mock_calls
        self.assertEqual((['res'], 'available'), second.args)
        self.assertEqual(
            {'wait': 5, 'about': 'other', 'attribute': 'status'},
            {k: v for k, v in second.kwargs.items() if v is not None},
        )
