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

"""Ctrl-C and SIGTERM: end within a second and report what was started."""

from collections.abc import Callable, Iterator
import contextlib
import os
import signal
import sys
import threading
from typing import Any, NoReturn, TypeVar

import requests

from manilaosc.common import errors
from manilaosc.common import terminal
from manilaosc.common import text
from manilaosc.i18n import _

_Response = TypeVar('_Response', bound=requests.Response)

# The time that the main thread has to stop, in seconds
_PATIENCE = 0.7


class Terminated(KeyboardInterrupt):
    """SIGTERM, which ends a command as Ctrl-C does."""


def report(done: list[str], unanswered: list[str], not_done: list[str]) -> str:
    """Return a message about the progress of an interrupted command.

    :param unanswered: The requests without a response.
    """
    parts = [
        f'{words}: {", ".join(map(text.one_line, whats))}'
        for words, whats in (
            (_('done'), done),
            (_('no answer yet, may have been done'), unanswered),
            (_('not done'), not_done),
        )
        if whats
    ]
    if not done and not unanswered:
        parts.insert(0, _('nothing was changed'))
    return '; '.join([_('Interrupted'), *parts])


class Changes:
    """The requests of a command that change something.

    It is the proxy's ``on_change``, so it sends them.
    """

    def __init__(self) -> None:
        self.done: list[str] = []
        self.unanswered: list[str] = []

    def __call__(
        self, method: str, path: str, send: Callable[[], _Response]
    ) -> _Response:
        change = f'{method} {path}'
        terminal.say_before_changes()
        self.unanswered.append(change)
        try:
            response = send()
        except errors.EXPECTED as e:
            if not errors.may_have_been_done(e):
                self.unanswered.remove(change)
            raise
        self.unanswered.remove(change)
        if response.status_code < 400:
            self.done.append(change)
        return response

    def report(self) -> str:
        return report(self.done, self.unanswered, [])


@contextlib.contextmanager
def handled(report: Callable[[], str]) -> Iterator[None]:
    """End the block at Ctrl-C or SIGTERM, with a message.

    The exit status is 130 or 143, as of any program that a signal ends.

    :param report: Returns what to say, unless the exception itself says it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # Only the main thread is sent signals
        return
    with _termination(), _Watchdog(report) as watchdog:
        try:
            yield
        except KeyboardInterrupt as e:
            watchdog.is_served.set()
            _say(str(e) or report())
            if isinstance(e, Terminated):
                raise SystemExit(128 + signal.SIGTERM) from e
            raise


@contextlib.contextmanager
def _termination() -> Iterator[None]:
    """Raise Terminated at SIGTERM, unless another handler is set."""
    before = signal.getsignal(signal.SIGTERM)
    if before is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _raise)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _raise(*_args: Any) -> NoReturn:
    raise Terminated


class _Watchdog:
    """End the process if the main thread does not react to a signal.

    Python handles signals between bytecode instructions, so not during a
    system call that hangs, such as the lookup of a host name.
    """

    def __init__(self, report: Callable[[], str]) -> None:
        self._report = report
        self.is_served = threading.Event()

    def __enter__(self) -> '_Watchdog':
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._writing, False)
        self._before = signal.set_wakeup_fd(
            self._writing, warn_on_full_buffer=False
        )
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_error: Any) -> None:
        self.is_served.set()
        signal.set_wakeup_fd(self._before)
        os.close(self._writing)  # Ends the thread

    def _watch(self) -> None:
        while number := os.read(self._reading, 1):
            if number[0] not in (signal.SIGINT, signal.SIGTERM):
                continue
            if not self.is_served.wait(_PATIENCE):
                _say(self._report())
                os._exit(128 + number[0])
        os.close(self._reading)


def _say(words: str) -> None:
    if sys.stderr and words:
        text.write(sys.stderr, words)
        sys.stderr.flush()
