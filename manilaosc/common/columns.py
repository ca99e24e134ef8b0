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

"""Columns: one declaration for list and show output."""

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
import dataclasses
from typing import Any

from cliff import columns as cliff_columns

from manilaosc.common import text

FormattableColumn = cliff_columns.FormattableColumn

_ACRONYMS = {'Id': 'ID', 'Cidr': 'CIDR', 'Ip': 'IP', 'Mtu': 'MTU'}


@dataclasses.dataclass(frozen=True)
class Column:
    """A resource attribute with its name and format in the output.

    :param attr: The attribute of the SDK's resource.
    :param name: The name of the field in show output (default: ``attr``).
    :param header: The header of the column in list output (default: made of
        ``name``).
    :param formatter: The class that formats the value.
    """

    attr: str
    name: str = ''
    header: str = ''
    formatter: type[FormattableColumn[Any]] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, 'name', self.name or self.attr)
        words = self.name.replace('_', ' ').title().split()
        header = ' '.join(_ACRONYMS.get(w, w) for w in words)
        object.__setattr__(self, 'header', self.header or header)

    def value(self, obj: Any) -> Any:
        value = getattr(obj, self.attr)
        return self.formatter(value) if self.formatter else value


def of(attrs: str) -> tuple[Column, ...]:
    """Return columns named like the attributes: ``of('id name')``."""
    return tuple(map(Column, attrs.split()))


def rows(
    objs: Iterable[Any], columns: Sequence[Column]
) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """Return the result of a Lister; rows are generated on demand."""
    return (
        tuple(c.header for c in columns),
        (tuple(_cell(obj, c) for c in columns) for obj in objs),
    )


def _cell(obj: Any, column: Column) -> Any:
    value = column.value(obj)
    if value is None:
        was_sent = getattr(obj, 'was_sent', None)
        if was_sent and not was_sent(column.attr):
            return UnsentColumn(None)
    return value


def fields(
    obj: Any, columns: Sequence[Column]
) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """Return the result of a ShowOne."""
    return (
        tuple(c.name for c in columns),
        tuple(c.value(obj) for c in columns),
    )


def is_shown(parsed_args: argparse.Namespace, name: str) -> bool:
    """Return whether a field is shown, so that it must be fetched."""
    asked = [c.lower().strip().replace(' ', '_') for c in parsed_args.columns]
    return not asked or name in asked


class Multiline(FormattableColumn[Any]):
    """Base class for columns whose text has several lines.

    Values within the lines are escaped here, so that a newline in a value
    does not start a new line.
    """


class TextColumn(Multiline):
    """Base class for columns whose text is also for scripts.

    The formats ``value``, ``csv`` and ``shell`` contain the text that tables
    contain, not the Python literal of the value.
    """


class UnsentColumn(TextColumn):
    """A value that the service did not send, such as what others may not see.

    As with python-manilaclient, nothing is printed for it in a list, while
    ``None`` is printed for a value that is not set.
    """

    def __lt__(self, other: object) -> bool:
        return False

    def human_readable(self) -> str:
        return ''


class LinesColumn(Multiline):
    """A list of mappings: in tables, a ``key = value`` line for each item."""

    def human_readable(self) -> str:
        return ''.join(
            f'\n{_lines(item, " = ")}'
            if isinstance(item, dict)
            else f'\n{text.line(str(item))}'
            for item in self._value or []
        )

    def machine_readable(self) -> Any:
        return [
            dict(item) if isinstance(item, dict) else item
            for item in self._value or []
        ]


class PairsColumn(Multiline):
    """A mapping: in tables, a ``key : value`` line for each item."""

    def human_readable(self) -> str:
        return _lines(self._value or {}, ' : ')

    def machine_readable(self) -> Any:
        return dict(self._value or {})


class ItemsColumn(Multiline):
    """A list of texts: in tables, a line for each."""

    def human_readable(self) -> str:
        return '\n'.join(text.line(str(item)) for item in self._value or [])

    def machine_readable(self) -> Any:
        return list(self._value or [])


def _lines(mapping: Mapping[str, Any], separator: str) -> str:
    return '\n'.join(
        text.line(f'{key}{separator}{_text(value)}')
        for key, value in mapping.items()
    )


def _text(value: Any) -> Any:
    if isinstance(value, FormattableColumn):
        return value.human_readable()
    return value
