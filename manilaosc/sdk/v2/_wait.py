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

"""Waiting for resources, until a condition holds or cannot hold any more."""

from collections.abc import Callable, Collection, Sequence
import datetime
import multiprocessing
from multiprocessing import pool as multiprocessing_pool
import re
import time
from typing import Any

from keystoneauth1 import exceptions as ksa_exceptions
from openstack import exceptions
import requests

from manilaosc.sdk.v2 import _base

#: The condition that a resource is gone
DELETED = 'deleted'
#: What a resource is to become: one of some states, gone, or what a function
#: says that is given the resource. The function raises
#: :class:`~openstack.exceptions.ResourceFailure` if that cannot be any more.
Condition = str | Collection[str] | Callable[[Any], bool]

#: Requests that are sent at a time
WORKERS = 8

# The pause between two looks is a tenth of the time waited so far: short
# operations are seen to end within a moment, long ones cost few requests
_SHORTEST = 0.2
_LONGEST = 5.0
_SHARE_OF_ELAPSED = 0.1
# How long others are kept waiting by a look that has no answer yet
_PATIENCE = 1.0
# How long after the deadline the answer to the last look is waited for, and
# the messages about what it shows
_LAST_LOOK = 0.25
_LAST_WORDS = 0.4
# How long a resource may stay in the failure state that it was in already
_GRACE = 10.0
# How long a condition that cannot hold any more may still turn out to hold:
# Manila writes the state and the rest of a resource one after the other
_DOUBT = 1.0
# How long looks may fail before that is the outcome
_TROUBLE = 30.0
# How long to wait for the user messages about a failure
_MESSAGES = 10.0

_ERRORS = (
    exceptions.SDKException,
    ksa_exceptions.ClientException,
    requests.RequestException,
)


class WaitFailure(exceptions.ResourceFailure):
    """A condition cannot hold any more, or looking at the resource failed.

    :ivar resource: The resource as it was last seen.

    If it could not be looked at, the last error is the ``__cause__``.
    """

    def __init__(
        self, resource: Any, words: str, messages: Sequence[str] = ()
    ) -> None:
        """Put a failure into words.

        :param messages: What the service's user messages say about it.
        """
        why = '; '.join(messages)
        super().__init__(f'{words}: {why}' if why else words)
        self.resource = resource


class WaitTimeout(exceptions.ResourceTimeout):
    """A condition did not come to hold in time.

    :ivar resource: The resource as it was last seen.

    If the last look at it failed, its error is the ``__cause__``.
    """

    def __init__(self, resource: Any, words: str) -> None:
        super().__init__(words)
        self.resource = resource


def label(res: Any) -> str:
    """Name a resource to people: ``share snapshot nightly``."""
    noun = re.sub('(?<!^)(?=[A-Z])', ' ', type(res).__name__).lower()
    return f'{noun} {getattr(res, "name", None) or res.id}'


def is_gone(error: Exception) -> bool:
    """Whether an error is the service's own word that there is no such thing.

    A 404 of a load balancer says nothing about the resource.
    """
    if not isinstance(error, exceptions.NotFoundException):
        return False
    if error.response is None:
        return True  # Not among what the service listed
    try:
        faults = error.response.json().values()
    except (ValueError, AttributeError):
        return False
    return any(
        isinstance(fault, dict) and fault.get('code') == 404
        for fault in faults
    )


def until_all(
    session: Any,
    resources: Sequence[Any],
    condition: Condition,
    *,
    attribute: str = 'status',
    failures: Collection[str] | None = None,
    interval: float | None = None,
    wait: float | None = None,
    fetch: Callable[[Any], Any] | None = None,
    about: str | None = None,
    callback: Callable[[Sequence[Any]], None] | None = None,
) -> list[Any]:
    """Wait for several resources at once.

    Requests that hang keep neither the other resources nor the caller
    waiting: they are sent by threads that end with the process.

    :param session: The shared file system proxy.
    :param resources: The resources, as they were when the service was asked
        to do something with them.
    :returns: For each resource in order the resource as it is now or the
        :class:`WaitFailure` or :class:`WaitTimeout` that says what became of
        it.

    The other parameters are those of ``Proxy.wait_until``.
    """
    if not callable(condition):
        states = [condition] if isinstance(condition, str) else condition
        condition = frozenset(state.lower() for state in states)
    if failures is not None:
        failures = frozenset(state.lower() for state in failures)
    started = time.monotonic()
    waiting = [
        _Waiting(
            session,
            res,
            condition,
            attribute,
            failures,
            fetch,
            about,
            started,
            wait,
        )
        for res in resources
    ]
    pending = waiting
    deadline = float('inf') if wait is None else started + wait
    if not pending:
        return []
    pool = multiprocessing_pool.ThreadPool(min(WORKERS, len(waiting)))
    try:
        # A state of before the operation says nothing, so look first; those
        # who name no interval have the answer to the operation itself
        pause = _SHORTEST if interval is None else 0.0
        while pending:
            time.sleep(max(min(pause, deadline - time.monotonic()), 0))
            for one in pending:
                one.look(pool)
            is_last = time.monotonic() >= deadline
            answers_by = (
                deadline + _LAST_LOOK
                if is_last
                else min(time.monotonic() + _PATIENCE, deadline)
            )
            for one in pending:
                one.judge(answers_by)
            if is_last:
                for one in pending:
                    one.give_up()
            pending = [one for one in pending if one.outcome is None]
            if callback and pending:
                callback([one.resource for one in pending])
            elapsed = time.monotonic() - started
            pause = (
                min(max(_SHORTEST, elapsed * _SHARE_OF_ELAPSED), _LONGEST)
                if interval is None
                else max(interval, 0.1)
            )
    finally:
        pool.terminate()
    return [one.outcome for one in waiting]


class _Waiting:
    """One resource that is waited for, and what becomes of it."""

    def __init__(
        self,
        session: Any,
        resource: Any,
        condition: Collection[str] | Callable[[Any], bool],
        attribute: str,
        failures: Collection[str] | None,
        fetch: Callable[[Any], Any] | None,
        about: str | None,
        started: float,
        wait: float | None,
    ) -> None:
        self.session = session
        self.resource = resource
        self.condition = condition
        self.attribute = attribute
        self.failures = failures
        self.fetch = fetch or self._fetch
        self.about = about or resource.id
        self.started = started
        self.wait = wait
        self.outcome: Any = None
        self.before = self.state
        self.has_changed = False
        #: The look that has no answer yet
        self.asked: multiprocessing_pool.AsyncResult[Any] | None = None
        self.asked_at = started
        #: The last error of a look, and when such looks began
        self.trouble: Exception | None = None
        self.trouble_since = 0.0
        #: Why the condition cannot hold any more, and since when
        self.doubt: str | None = None
        self.doubt_since = 0.0

    @property
    def state(self) -> str:
        return str(getattr(self.resource, self.attribute, None) or '')

    def _fetch(self, resource: Any) -> Any:
        return resource.fetch(self.session, skip_cache=True)

    def look(self, pool: 'multiprocessing_pool.ThreadPool') -> None:
        """Ask for the resource, unless that has no answer yet."""
        if self.asked is None:
            self.asked = pool.apply_async(self.fetch, (self.resource,))
            self.asked_at = time.monotonic()

    def judge(self, answers_by: float) -> None:
        """Take notice of how the resource is, if there is an answer in time.

        :param answers_by: When to stop waiting for the answer.
        """
        if self.asked is None:
            return
        try:
            now = self.asked.get(max(answers_by - time.monotonic(), 0))
        except multiprocessing.TimeoutError:
            return
        except _ERRORS as e:
            self.asked = None
            if not is_gone(e):
                self._stumble(e)
                return
            now = None
        self.asked = None
        self.trouble = None
        try:
            if self._is_done(now):
                self.outcome = self.resource
            self.doubt = None
        except exceptions.ResourceFailure as e:
            self._doubt(str(e))

    def _is_done(self, now: Any) -> bool:
        if now is None:
            if not callable(self.condition) and DELETED in self.condition:
                return True
            self._fail('is gone')
            return False
        self.resource = now
        state = self.state
        if not callable(self.condition) and DELETED in self.condition:
            # Of what is deleted by its ID nothing was known before
            self.before = self.before or state
        self.has_changed = self.has_changed or state != self.before
        if (
            self.condition(now)
            if callable(self.condition)
            else state.lower() in self.condition
        ):
            return True
        # It may have been in that state before the operation, too
        late = time.monotonic() - self.started >= _GRACE
        if self._is_failure(state) and (self.has_changed or late):
            self._fail(f'went to {state}')
        return False

    def _is_failure(self, state: str) -> bool:
        if self.failures is None:
            return 'error' in state.lower()
        return state.lower() in self.failures

    def _doubt(self, words: str) -> None:
        """Fail if the condition has been impossible for long enough."""
        now = time.monotonic()
        if self.doubt is None:
            self.doubt_since = now
        self.doubt = words
        if now - self.doubt_since >= _DOUBT:
            self._fail(words)

    def _stumble(self, error: Exception) -> None:
        """Fail only if there has been no good answer for long."""
        if self.trouble is None:
            self.trouble_since = self.asked_at
        self.trouble = error
        if time.monotonic() - self.trouble_since >= _TROUBLE:
            self.outcome = WaitFailure(
                self.resource, f'{label(self.resource)}: {error}'
            )
            self.outcome.__cause__ = error

    def _fail(self, words: str) -> None:
        self.outcome = WaitFailure(
            self.resource, f'{label(self.resource)} {words}', self._messages()
        )

    def give_up(self) -> None:
        """End as a timeout, if nothing else is known."""
        if self.outcome is None and self.doubt is not None:
            self._fail(self.doubt)
        if self.outcome is not None:
            return
        self.outcome = WaitTimeout(
            self.resource,
            f'Timed out after {self.wait:g} seconds: {label(self.resource)} '
            f'is still in {self.attribute.replace("_", " ")} {self.state}',
        )
        self.outcome.__cause__ = self.trouble

    def _messages(self) -> list[str]:
        """Return what the user messages say about a failure, newest first."""
        if not _base.at_least(self.session.default_microversion, '2.37'):
            return []
        patience = _MESSAGES
        if self.wait is not None:
            left = self.started + self.wait - time.monotonic() + _LAST_WORDS
            patience = max(min(patience, left), 0)
        pool = multiprocessing_pool.ThreadPool(1)
        try:
            found = pool.apply_async(self._ask_for_messages).get(patience)
        except (multiprocessing.TimeoutError, *_ERRORS):
            return []  # The failure itself is what is to be told
        finally:
            pool.terminate()
        # A minute for clocks that differ
        since = datetime.datetime.now(datetime.UTC) - datetime.timedelta(
            seconds=time.monotonic() - self.started + 60
        )
        return [
            str(message.user_message)
            for message in found
            if message.user_message
            and str(message.created_at)[:19] >= since.isoformat()[:19]
        ]

    def _ask_for_messages(self) -> list[Any]:
        return list(
            self.session.user_messages(
                resource_id=self.about,
                sort_key='created_at',
                sort_dir='desc',
                max_items=5,
            )
        )
