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

"""Make text safe to show: names and messages may be anybody's."""

import re
from typing import Any, TextIO
import unicodedata

#: Categories of characters that a terminal acts on or does not show: controls,
#: format characters, lone surrogates, line and paragraph separators
_UNSAFE = frozenset({'Cc', 'Cf', 'Cs', 'Zl', 'Zp'})
#: The plane of tags and variation selectors, all invisible; some of them have
#: no category that says so
_SPECIAL_PURPOSE_PLANE = 14


class _Escapes(dict[int, str]):
    """A table for str.translate(), filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if (
            unicodedata.category(char) in _UNSAFE
            or code >> 16 == _SPECIAL_PURPOSE_PLANE
        ):
            char = char.encode('unicode_escape').decode('ascii')
        self[code] = char
        return char


_LINE = _Escapes()
_LINES = _Escapes({ord('\n'): '\n'})
# What a shell variable cannot hold, or an output stream cannot encode
_VALUE = {code: _LINE[code] for code in (0, *range(0xD800, 0xE000))}


def printable(value: str) -> str:
    r"""Return text with unsafe characters escaped, such as ``\x1b``.

    Newlines are kept.
    """
    return value.translate(_LINES)


def line(value: str) -> str:
    r"""Return text with unsafe characters and newlines escaped."""
    return value.translate(_LINE)


def one_line(value: str) -> str:
    """Return a message in one line: its lines are joined with spaces."""
    return line(re.sub(r'[ \t\n]+', ' ', value).strip(' '))


def storable(value: str) -> str:
    """Return text with only NUL and lone surrogates escaped.

    A shell variable cannot hold the former, and the latter cannot be written
    to any stream.
    """
    return value.translate(_VALUE)


def write(stream: TextIO, value: str) -> None:
    """Write text to a terminal, a line for each of its lines."""
    stream.write(printable(value) + '\n')


def label(resource: Any) -> str:
    """Name a resource to people: ``share snapshot nightly``."""
    noun = re.sub('(?<!^)(?=[A-Z])', ' ', type(resource).__name__).lower()
    return one_line(f'{noun} {getattr(resource, "name", None) or resource.id}')
