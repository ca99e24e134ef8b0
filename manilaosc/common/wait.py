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

"""``--wait`` and ``--timeout``: progress and errors of waiting.

The SDK layer does the waiting.
"""

import argparse
from collections.abc import Callable, Collection, Sequence
import time
from typing import Any, TYPE_CHECKING

from openstack import exceptions as sdk_exceptions
from osc_lib import exceptions

from manilaosc.common import errors
from manilaosc.common import options
from manilaosc.common import terminal
from manilaosc.common import text
from manilaosc.i18n import _

if TYPE_CHECKING:
    from manilaosc.sdk.v2 import _proxy

#: The condition to wait for: a state, one of several states, DELETED, or a
#: function of the resource; see the proxy's ``wait_until``
Condition = str | Collection[str] | Callable[[Any], bool]
#: The condition that a resource is gone
DELETED = 'deleted'
#: What a condition raises if it can no longer be met
Impossible = sdk_exceptions.ResourceFailure


class Failed(exceptions.CommandError):
    """An operation failed or timed out.

    :ivar resource: The resource as it was last seen.
    """

    def __init__(self, message: str, resource: Any = None) -> None:
        # The state is the service's text, and a show raises this last of all
        super().__init__(text.one_line(message))
        self.resource = resource


class TimedOut(Failed):
    """An operation timed out; it continues in the cloud."""


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
    add_timeout(parser)


def add_timeout(parser: argparse.ArgumentParser) -> None:
    """Add ``--timeout``."""
    options.add(
        parser,
        '--timeout',
        _(
            'Maximum time to wait in seconds; the operation continues after '
            'a timeout (default: no limit)'
        ),
        metavar='<seconds>',
        type=_seconds,
        not_in_manilaclient=True,
    )


def check_options(
    parsed_args: argparse.Namespace, waits_with: Sequence[str]
) -> None:
    """Reject ``--timeout`` if the command does not wait.

    :param waits_with: The options that make the command wait.
    """
    if getattr(parsed_args, 'timeout', None) is None:
        return
    if not any(getattr(parsed_args, option) for option in waits_with):
        raise exceptions.CommandError(_('--timeout needs --wait'))


def until(
    client: '_proxy.Proxy',
    resource: Any,
    condition: Condition,
    timeout: float | None = None,
    **how: Any,
) -> Any:
    """Wait for one resource; see :func:`until_all`.

    :returns: The resource as it is now.
    :raises: :class:`Failed`.
    """
    (outcome,) = until_all(client, [resource], condition, timeout, **how)
    if isinstance(outcome, Failed):
        raise outcome
    return outcome


def until_all(
    client: '_proxy.Proxy',
    resources: Sequence[Any],
    condition: Condition,
    timeout: float | None = None,
    *,
    attribute: str = 'status',
    **how: Any,
) -> list[Any]:
    """Wait for several resources at once, and show the progress.

    :param client: The shared file system proxy.
    :param resources: The resources, as they were when the service was asked
        to do something with them.
    :param condition: The condition to wait for.
    :param timeout: The longest time to wait, in seconds.
    :param attribute: The attribute with the state.
    :param how: Further parameters of the proxy's ``wait_until``.
    :returns: For each resource, in order, the current resource or a
        :class:`Failed`.
    :raises: KeyboardInterrupt with a message about what continues.
    """
    progress = _Progress(resources, attribute)
    try:
        outcomes = client.wait_until_all(
            resources,
            condition,
            attribute=attribute,
            wait=timeout,
            callback=progress.show,
            **how,
        )
    except KeyboardInterrupt as e:
        pending = ', '.join(map(text.label, progress.pending))
        e.args = (
            _('Interrupted; started operations continue in the cloud: %s')
            % pending,
        )
        raise
    finally:
        progress.clear()
    return [
        _failed(outcome, timeout, attribute)
        if isinstance(outcome, sdk_exceptions.SDKException)
        else outcome
        for outcome in outcomes
    ]


def _failed(failure: Any, timeout: float | None, attribute: str) -> Failed:
    """Return an exception of the SDK layer as one with a message."""
    resource, trouble = failure.resource, failure.__cause__
    why = errors.message(trouble) if trouble else ''
    if isinstance(failure, sdk_exceptions.ResourceTimeout):
        words = _(
            'Timed out after %(timeout)g seconds: %(what)s is still in '
            '%(attribute)s %(state)s'
        ) % {
            'timeout': timeout,
            'what': text.label(resource),
            'attribute': attribute.replace('_', ' '),
            'state': getattr(resource, attribute, None) or '',
        }
        words = f'{words}; {why}' if why else words
        return TimedOut(text.one_line(words), resource)
    words = f'{text.label(resource)}: {why}' if why else str(failure)
    return Failed(text.one_line(words), resource)


def _seconds(value: str) -> float:
    seconds = float(value)
    if not 0 <= seconds < float('inf'):
        raise argparse.ArgumentTypeError(_('must not be negative'))
    return seconds


_seconds.__name__ = 'seconds'  # The type in argparse's error messages


class _Progress:
    """A progress line on stderr, if it is a terminal."""

    def __init__(self, resources: Sequence[Any], attribute: str) -> None:
        self.pending = resources
        self.attribute = attribute
        self.started = time.monotonic()
        self.stream = terminal.stderr()
        self.width = 0

    def show(self, pending: Sequence[Any]) -> None:
        self.pending = pending
        if not self.stream:
            return
        first = pending[0]
        line = _('Waiting for %(what)s: %(state)s') % {
            'what': text.label(first),
            'state': text.one_line(str(getattr(first, self.attribute, ''))),
        }
        if len(pending) > 1:
            line += _(' and %d more') % (len(pending) - 1)
        percent = getattr(first, 'progress', None)
        if percent:
            line += f' {text.one_line(str(percent))}'
        elapsed = time.monotonic() - self.started
        line = f'{line} ({elapsed:.0f} s)'[:78]
        self.stream.write(f'\r{line.ljust(self.width)}')
        self.stream.flush()
        self.width = len(line)

    def clear(self) -> None:
        if self.stream and self.width:
            self.stream.write(f'\r{" " * self.width}\r')
            self.stream.flush()
            self.width = 0
