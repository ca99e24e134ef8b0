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

"""Compares what two implementations of a command print, value by value."""

import ast
from collections.abc import Generator, Iterator
import contextlib
import csv
import dataclasses
import io
import json
import pathlib
import re
import shlex
from typing import Any
from unittest import mock

from cliff import commandmanager
from cliff import lister
from cliff import show

from manilaosc.tests.unit import registry

#: The formats to compare; ``yaml`` has the values of ``json``
FORMATS = ('table', 'value', 'csv', 'shell', 'json')
#: What differs when the same is made twice: IDs, keys, times, names, addresses
RANDOM = re.compile(
    r'[0-9a-f]{8}([-_]?[0-9a-f]{4}){3}[-_]?[0-9a-f]{12}|\b[0-9a-f]{16}\b'
    r'|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?|compat-[0-9a-f]{12}'
    r'|\b10\.0\.1\.\d+\b'
)


@dataclasses.dataclass(frozen=True)
class Printed:
    """What a command printed: how each value looks in a format.

    :param columns: The names of columns or fields.
    :param rows: The text of each value; a single row of a single resource.
    """

    columns: tuple[str, ...]
    rows: list[dict[str, str]]
    #: The ID of a single resource
    id: str = ''

    def masked(self) -> 'Printed':
        """Return it without what is new each time."""
        rows = [
            {name: RANDOM.sub('?', text) for name, text in row.items()}
            for row in self.rows
        ]
        return dataclasses.replace(self, rows=rows)


@dataclasses.dataclass(frozen=True, order=True)
class Difference:
    """What a command prints differently.

    :param column: A column or field; in parentheses what does not concern
        one.
    :param format: The format that differs; else ``missing`` or
        ``additional``, for a column that only one of both has, or ``order``.
    """

    command: str
    column: str
    format: str
    theirs: Any = dataclasses.field(default='', compare=False)
    ours: Any = dataclasses.field(default='', compare=False)

    def __str__(self) -> str:
        where = f'{self.command}: {self.column} ({self.format})'
        return f'{where}\n  theirs: {self.theirs!r}\n  ours: {self.ours!r}'


@dataclasses.dataclass(frozen=True)
class Intended:
    """Differences that are intended, for the same reason."""

    commands: list[str]
    columns: list[str]
    formats: list[str]
    reason: str

    def has(self, difference: Difference) -> bool:
        return (
            difference.command in self.commands
            and difference.format in self.formats
            and difference.column in self.columns
        )

    def each(self) -> Iterator['Intended']:
        """Yield them one by one."""
        for command in self.commands:
            for column in self.columns:
                for format_ in self.formats:
                    yield Intended([command], [column], [format_], self.reason)


def intended() -> list[Intended]:
    """Return the differences that ``compat_output.tsv`` lists."""
    path = pathlib.Path(__file__).with_name('compat_output.tsv')
    with path.open(newline='') as lines:
        return [
            Intended(
                row['Command'].split(', '),
                row['Column'].split(', '),
                row['Format'].split(', '),
                row['Reason'],
            )
            for row in csv.DictReader(lines, delimiter='\t')
        ]


def formats(name: str) -> list[str]:
    """Return the formats that a command has."""
    lists = issubclass(registry.ours()[name].load(), lister.Lister)
    return [each for each in FORMATS if each != ('shell' if lists else 'csv')]


@contextlib.contextmanager
def theirs() -> Generator[None]:
    """Let python-manilaclient's commands win."""
    load = commandmanager.CommandManager.load_commands

    def load_others(manager: Any, namespace: str) -> None:
        if namespace != registry.GROUP:
            load(manager, namespace)

    with mock.patch.object(
        commandmanager.CommandManager, 'load_commands', load_others
    ):
        yield


@contextlib.contextmanager
def printed() -> Generator[list[Printed]]:
    """Note what commands print, value by value."""
    noted: list[Printed] = []

    def note(
        command: Any, parsed_args: Any, names: Any, rows: Any, emit: Any
    ) -> None:
        names = tuple(names)
        cells = []
        for row in rows:
            texts = {}
            for name, value in zip(names, row, strict=True):
                out = io.StringIO()
                emit(name, value, out, parsed_args)
                texts[name] = out.getvalue()
            cells.append(texts)
        first = (
            dict(zip(map(str.lower, names), rows[0], strict=True))
            if rows
            else {}
        )
        noted.append(Printed(names, cells, str(first.get('id', ''))))

    def list_(self: Any, parsed_args: Any, names: Any, rows: Any) -> Any:
        rows = list(rows)

        def emit(name: str, value: Any, out: Any, args: Any) -> None:
            self.formatter.emit_list([name], [[value]], out, args)

        note(self, parsed_args, names, rows, emit)
        return produce_list(self, parsed_args, names, rows)

    def show_(self: Any, parsed_args: Any, names: Any, row: Any) -> Any:
        row = tuple(row)

        def emit(name: str, value: Any, out: Any, args: Any) -> None:
            self.formatter.emit_one([name], [value], out, args)

        note(self, parsed_args, names, [row], emit)
        return produce_one(self, parsed_args, names, row)

    produce_list = lister.Lister.produce_output
    produce_one = show.ShowOne.produce_output
    with (
        mock.patch.object(lister.Lister, 'produce_output', list_),
        mock.patch.object(show.ShowOne, 'produce_output', show_),
    ):
        yield noted


def differences(
    command: str, format_: str, theirs: Printed, ours: Printed
) -> Iterator[Difference]:
    """Compare two outputs of a command in a format."""
    for name in theirs.columns:
        if name not in ours.columns:
            yield Difference(command, name, 'missing')
    for name in ours.columns:
        if name not in theirs.columns:
            yield Difference(command, name, 'additional')
    shared = [name for name in theirs.columns if name in ours.columns]
    order = [name for name in ours.columns if name in theirs.columns]
    if order != shared:
        yield Difference(command, '(order)', 'order', shared, order)
    first, second = theirs.rows, ours.rows
    if len(first) != len(second):
        yield Difference(command, '(rows)', format_, len(first), len(second))
        return
    if len(first) > 1:
        # Not all lists have an order; the first column is the ID, mostly
        first, second = (
            sorted(rows, key=lambda row: row[shared[0]])
            for rows in (first, second)
        )
    for their, our in zip(first, second, strict=True):
        for name in shared:
            if value(format_, their[name]) != value(format_, our[name]):
                yield Difference(
                    command, name, format_, their[name], our[name]
                )


def value(format_: str, printed: str) -> Any:
    """Return what a program reads from a value that was printed alone.

    The order of a mapping's keys is the service's and means nothing.
    """
    if format_ == 'table':
        return printed
    if format_ == 'json':
        return json.loads(printed)
    if format_ == 'csv':
        *_header, (printed,) = csv.reader(io.StringIO(printed))
    if format_ == 'shell':
        _name, _equals, printed = printed.partition('=')
        (printed,) = shlex.split(printed)
    with contextlib.suppress(ValueError, SyntaxError):
        return ast.literal_eval(printed.strip('\n'))
    return printed.removesuffix('\n')
