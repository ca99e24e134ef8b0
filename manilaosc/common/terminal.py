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

"""What is said to people only: on a terminal, and nowhere else."""

import sys
from typing import TextIO

from manilaosc.common import text


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is shown to a person.

    Python has no stream at all where the caller has closed it (``>&-``).
    """
    return stream is not None and not stream.closed and stream.isatty()


# What to say before something is changed, see say_before_changes()
_notes: list[str] = []


def before_changes(words: str) -> None:
    """Say something to people, but only if something is to be changed."""
    _notes.append(words)


def say_before_changes() -> None:
    """Say it, since the next request changes something."""
    while _notes:
        words = _notes.pop(0)
        if stream := stderr():
            text.write(stream, text.one_line(words))


def forget() -> None:
    """Forget what a command before would have said."""
    _notes.clear()


def stderr() -> TextIO | None:
    """Return stderr if it is a terminal."""
    return sys.stderr if is_terminal(sys.stderr) else None
