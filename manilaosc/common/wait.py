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

"""``--wait``: until resources are as asked for, have failed, or time is up."""

import argparse
from collections.abc import Callable, Sequence
from concurrent import futures
import datetime
import functools
import re
import sys
import time
from typing import Any, TYPE_CHECKING

from openstack import exceptions as sdk_exceptions
from osc_lib import exceptions

from manilaosc.common import errors
from manilaosc.common import microversion
from manilaosc.common import options
from manilaosc.common import text
from manilaosc.i18n import _

if TYPE_CHECKING:
    from manilaosc.sdk.v2 import _proxy

#: Requests that are under way at once where several resources are meant
WORKERS = 8

# The pause between two looks is a tenth of the time waited so far: short
# operations are seen to end within a moment, long ones cost few requests
_SHORTEST = 0.2
_LONGEST = 5.0
_SHARE_OF_ELAPSED = 0.1
# How long a resource may stay in the failure state that it was in already
_GRACE = 10.0

#: Says whether a resource is as asked for; None is a resource that is gone
Check = Callable[[Any], bool]


class Failed(exceptions.CommandError):
    """An operation ended otherwise than asked for, or was given up on.

    :ivar resource: The resource as it was last seen.
    """

    def __init__(self, message: str, resource: Any = None) -> None:
        super().__init__(message)
        self.resource = resource


def add_options(
    parser: argparse.ArgumentParser,
    help_: str,
    *,
    not_in_manilaclient: bool = False,
) -> None:
    """Add ``--wait`` and ``--timeout``.

    :param not_in_manilaclient: Whether python-manilaclient's command has
        no ``--wait``.
    """
    options.flag(
        parser, '--wait', help_, not_in_manilaclient=not_in_manilaclient
    )
    options.add(
        parser,
        '--timeout',
        _(
            'Give up waiting, and fail, after this many seconds (default: '
            'wait until it is done or has failed); the operation goes on'
        ),
        metavar='<seconds>',
        type=_seconds,
        not_in_manilaclient=True,
    )


def check_options(parsed_args: argparse.Namespace) -> None:
    """Refuse a ``--timeout`` that nothing is waited for with."""
    if getattr(parsed_args, 'timeout', None) is None:
        return
    # A check is waited for in any case
    waits = ('wait', 'check_only', 'restart_check')
    if not any(getattr(parsed_args, option, False) for option in waits):
        raise exceptions.CommandError(_('--timeout needs --wait'))


def has(*states: str, attribute: str = 'status') -> Check:
    """Check that an attribute has one of some values."""

    def check(resource: Any) -> bool:
        if resource is None:
            raise Failed(_('is gone'))
        state = getattr(resource, attribute) or ''
        if state in states:
            return True
        if 'error' in state:
            raise Failed(_('went to %s') % state)
        return False

    return check


def gone(resource: Any, attribute: str = 'status') -> bool:
    """Check that a resource is no longer there."""
    if resource is None:
        return True
    state = getattr(resource, attribute, None) or ''
    if 'error' in state:
        raise Failed(_('went to %s') % state)
    return False


def until(
    client: '_proxy.Proxy',
    resource: Any,
    check: Check,
    timeout: float | None = None,
    **how: Any,
) -> Any:
    """Wait for one resource; see :func:`until_all`.

    :returns: The resource as it is now.
    :raises: :class:`Failed`.
    """
    (outcome,) = until_all(client, [resource], check, timeout, **how)
    if isinstance(outcome, Failed):
        raise outcome
    return outcome


def until_all(
    client: '_proxy.Proxy',
    resources: Sequence[Any],
    check: Check,
    timeout: float | None = None,
    *,
    fetch: Callable[[Any], Any] | None = None,
    attribute: str = 'status',
    about: str | None = None,
) -> list[Any]:
    """Wait for several resources at once.

    :param client: The shared file system proxy.
    :param resources: The resources, as they were when the service was asked
        to do something with them.
    :param check: Whether a resource is as asked for.
    :param timeout: The longest time to wait, in seconds.
    :param fetch: How to fetch a resource again, if it is not by its own ID;
        it returns None for one that is gone.
    :param attribute: The attribute that tells the state.
    :param about: The ID of what the service's messages about a failure are
        filed under, if it is not the resource itself.
    :returns: For each resource in order the resource as it is now or the
        :class:`Failed` that says what became of it.
    """
    waiting = [
        _Waiting(client, res, check, attribute, about) for res in resources
    ]
    look = fetch or functools.partial(_fetch, client)
    started = time.monotonic()
    progress = _Progress(attribute)
    pending = waiting
    pool = futures.ThreadPoolExecutor(WORKERS)
    try:
        while pending:
            elapsed = time.monotonic() - started
            pause = min(max(_SHORTEST, elapsed * _SHARE_OF_ELAPSED), _LONGEST)
            if timeout is not None:
                pause = min(pause, max(timeout - elapsed, 0))
            time.sleep(pause)
            looks = [pool.submit(look, one.resource) for one in pending]
            elapsed = time.monotonic() - started
            for one, seen in zip(pending, looks, strict=True):
                one.look(seen, elapsed)
            if timeout is not None and elapsed >= timeout:
                for one in pending:
                    one.give_up(timeout)
            pending = [one for one in pending if one.outcome is None]
            progress.show([one.resource for one in pending], elapsed)
    except KeyboardInterrupt:
        progress.clear()
        sys.stderr.write(
            _('Interrupted; what was begun goes on in the cloud: %s\n')
            % ', '.join(label(one.resource) for one in pending)
        )
        raise
    finally:
        progress.clear()
        pool.shutdown(cancel_futures=True)
    return [one.outcome for one in waiting]


class _Waiting:
    """One resource that is waited for, and what becomes of it."""

    def __init__(
        self,
        client: '_proxy.Proxy',
        resource: Any,
        check: Check,
        attribute: str,
        about: str | None,
    ) -> None:
        self.client = client
        self.resource = resource
        self.check = check
        self.attribute = attribute
        self.about = about or resource.id
        self.before = self.state
        self.has_changed = False
        self.has_stumbled = False
        self.outcome: Any = None

    @property
    def state(self) -> Any:
        return getattr(self.resource, self.attribute, None)

    def look(self, seen: 'futures.Future[Any]', elapsed: float) -> None:
        """Take notice of how the resource is now."""
        try:
            now = seen.result()
            self.has_stumbled = False
            if now is not None:
                self.resource = now
            if self.before is None:
                self.before = self.state  # Of an ID nothing was known yet
            if now is None or self.state != self.before:
                self.has_changed = True
            if self.check(now):
                self.outcome = self.resource
        except Failed as e:
            # It may have been in that state before the operation, too
            if self.has_changed or elapsed >= _GRACE:
                self.outcome = self._explain(e, elapsed)
        except errors.EXPECTED as e:
            # Manila stumbles over what loses its last instance that moment:
            # 500 for an AttributeError, 400 for a TypeError
            stumbles = getattr(e, 'status_code', None) in (400, 500)
            if stumbles and not self.has_stumbled:
                self.has_stumbled = True
                return
            self.outcome = Failed(
                f'{label(self.resource)}: {errors.message(e)}', self.resource
            )

    def give_up(self, timeout: float) -> None:
        if self.outcome is None:
            self.outcome = Failed(
                _(
                    'Timed out after %(timeout)g seconds: %(what)s is still '
                    'in %(attribute)s %(state)s'
                )
                % {
                    'timeout': timeout,
                    'what': label(self.resource),
                    'attribute': self.attribute.replace('_', ' '),
                    'state': self.state,
                },
                self.resource,
            )

    def _explain(self, error: Failed, elapsed: float) -> Failed:
        why = reasons(self.client, self.about, elapsed)
        words = f'{label(self.resource)} {error}'
        return Failed(f'{words}: {why}' if why else words, self.resource)


def label(resource: Any) -> str:
    """Name a resource to people: ``share snapshot nightly``."""
    noun = re.sub('(?<!^)(?=[A-Z])', ' ', type(resource).__name__).lower()
    name = getattr(resource, 'name', None) or resource.id
    return text.one_line(f'{noun} {name}')


def reasons(
    client: '_proxy.Proxy', resource_id: str, elapsed: float = 0
) -> str:
    """Return what the service's user messages say about a failure.

    :param resource_id: The ID of the resource that failed.
    :param elapsed: How long ago the operation began, in seconds.
    :returns: The messages since then, newest first; often there is none.
    """
    if not microversion.supported(client, '2.37'):
        return ''
    # A minute for clocks that differ
    since = datetime.datetime.now(datetime.UTC) - datetime.timedelta(
        seconds=elapsed + 60
    )
    try:
        messages = list(
            client.user_messages(
                resource_id=resource_id,
                sort_key='created_at',
                sort_dir='desc',
                max_items=5,
            )
        )
    except errors.EXPECTED:
        return ''  # The failure itself is what is to be told
    return '; '.join(
        text.one_line(message.user_message)
        for message in messages
        if message.created_at[:19] >= since.isoformat()[:19]
    )


def _seconds(value: str) -> float:
    seconds = float(value)
    if not 0 <= seconds < float('inf'):
        raise argparse.ArgumentTypeError(_('must not be negative'))
    return seconds


_seconds.__name__ = 'seconds'  # What argparse calls a value it refuses


def _fetch(client: '_proxy.Proxy', resource: Any) -> Any:
    try:
        return resource.fetch(client, skip_cache=True)
    except sdk_exceptions.NotFoundException:
        return None


class _Progress:
    """A line on stderr, for people only."""

    def __init__(self, attribute: str) -> None:
        self.attribute = attribute
        self.stream = sys.stderr
        self.wanted = self.stream.isatty()
        self.width = 0

    def show(self, pending: Sequence[Any], elapsed: float) -> None:
        if not self.wanted or not pending:
            return
        first = pending[0]
        line = _('Waiting for %(what)s: %(state)s') % {
            'what': label(first),
            'state': text.one_line(str(getattr(first, self.attribute, ''))),
        }
        if len(pending) > 1:
            line += _(' and %d more') % (len(pending) - 1)
        percent = getattr(first, 'progress', None)
        if percent:
            line += f' {text.one_line(str(percent))}'
        line = f'{line} ({elapsed:.0f} s)'[:78]
        self.stream.write(f'\r{line.ljust(self.width)}')
        self.stream.flush()
        self.width = len(line)

    def clear(self) -> None:
        if self.width:
            self.stream.write(f'\r{" " * self.width}\r')
            self.stream.flush()
            self.width = 0
