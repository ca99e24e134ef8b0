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

"""Wait until resources meet a condition or can no longer meet it."""

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

#: The condition that a resource does not exist any more
DELETED = 'deleted'
#: The condition to wait for: a state, one of several states, DELETED, or a
#: function that is given the resource. The function raises
#: :class:`~openstack.exceptions.ResourceFailure` if the condition can no
#: longer be met.
Condition = str | Collection[str] | Callable[[Any], bool]

#: The number of concurrent requests
WORKERS = 8

# The pause between two requests is a tenth of the time waited so far: the end
# of a short operation is seen at once, and a long one takes few requests
_SHORTEST = 0.2
_LONGEST = 5.0
_SHARE_OF_ELAPSED = 0.1
# How long a request without a response delays the other resources
_PATIENCE = 1.0
# How long after the deadline to wait for the last response, and for the user
# messages about it
_LAST_LOOK = 0.25
_LAST_WORDS = 0.4
# How long a resource may stay in the failure state that it started in
_GRACE = 10.0
# How long to wait before an unreachable condition counts as failed: Manila
# updates the state and the other attributes of a resource one after the other
_DOUBT = 1.0
# How long requests may fail before waiting fails
_TROUBLE = 30.0
# How long to wait for the user messages about a failure
_MESSAGES = 10.0

_ERRORS = (
    exceptions.SDKException,
    ksa_exceptions.ClientException,
    requests.RequestException,
)


class WaitFailure(exceptions.ResourceFailure):
    """A condition can no longer be met, or the resource cannot be fetched.

    :ivar resource: The resource as it was last seen.

    If it could not be fetched, the last error is the ``__cause__``.
    """

    def __init__(
        self, resource: Any, words: str, messages: Sequence[str] = ()
    ) -> None:
        """Create the exception.

        :param messages: The texts of the user messages about the failure.
        """
        why = '; '.join(messages)
        super().__init__(f'{words}: {why}' if why else words)
        self.resource = resource


class WaitTimeout(exceptions.ResourceTimeout):
    """A condition was not met in time.

    :ivar resource: The resource as it was last seen.

    If it could not be fetched, the last error is the ``__cause__``.
    """

    def __init__(self, resource: Any, words: str) -> None:
        super().__init__(words)
        self.resource = resource


def label(res: Any) -> str:
    """Return noun and name of a resource: ``share snapshot nightly``."""
    noun = re.sub('(?<!^)(?=[A-Z])', ' ', type(res).__name__).lower()
    return f'{noun} {getattr(res, "name", None) or res.id}'


def is_gone(error: Exception) -> bool:
    """Return whether an error is the service's own 404.

    A 404 of a load balancer says nothing about the resource.
    """
    if not isinstance(error, exceptions.NotFoundException):
        return False
    if error.response is None:
        return True  # Not in the list of the service
    try:
        body = error.response.json()
    except ValueError:
        return False
    return isinstance(body, dict) and 'itemNotFound' in body


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

    Requests that hang do not block the other resources or the caller: they
    are sent by daemon threads.

    :param session: The shared file system proxy.
    :param resources: The resources, as they were when the service was asked
        to do something with them.
    :returns: For each resource, in order, the current resource, or a
        :class:`WaitFailure` or :class:`WaitTimeout`.

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
        # With an interval the state may be from before the operation, so it
        # is fetched first. Without, it is the response to the operation
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
    """One of the resources to wait for, and its outcome."""

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
        #: The request without a response
        self.asked: multiprocessing_pool.AsyncResult[Any] | None = None
        self.asked_at = started
        #: The last error of a request, and since when they fail
        self.trouble: Exception | None = None
        self.trouble_since = 0.0
        #: Why the condition can no longer be met, and since when
        self.doubt: str | None = None
        self.doubt_since = 0.0

    @property
    def state(self) -> str:
        return str(getattr(self.resource, self.attribute, None) or '')

    def _fetch(self, resource: Any) -> Any:
        return resource.fetch(self.session, skip_cache=True)

    def look(self, pool: 'multiprocessing_pool.ThreadPool') -> None:
        """Send a request for the resource, unless one has no response yet."""
        if self.asked is None:
            self.asked = pool.apply_async(self.fetch, (self.resource,))
            self.asked_at = time.monotonic()

    def judge(self, answers_by: float) -> None:
        """Evaluate the response, if it arrives in time.

        :param answers_by: When to stop waiting for the response.
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
            # If only the ID is known, the state before is not
            self.before = self.before or state
        self.has_changed = self.has_changed or state != self.before
        if (
            self.condition(now)
            if callable(self.condition)
            else state.lower() in self.condition
        ):
            return True
        # It may have been in that state before the operation
        late = time.monotonic() - self.started >= _GRACE
        if self._is_failure(state) and (self.has_changed or late):
            self._fail(f'went to {state}')
        return False

    def _is_failure(self, state: str) -> bool:
        if self.failures is None:
            return 'error' in state.lower()
        return state.lower() in self.failures

    def _doubt(self, words: str) -> None:
        """Fail if the condition has been unreachable for long enough."""
        now = time.monotonic()
        if self.doubt is None:
            self.doubt_since = now
        self.doubt = words
        if now - self.doubt_since >= _DOUBT:
            self._fail(words)

    def _stumble(self, error: Exception) -> None:
        """Fail only if requests have failed for long enough."""
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
        """Set a timeout as the outcome, if there is no other."""
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
        """Return the user messages about a failure, newest first."""
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
            return []  # Report the failure without them
        finally:
            pool.terminate()
        # A minute of tolerance between the clocks
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
