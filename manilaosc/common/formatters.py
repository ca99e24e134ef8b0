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

"""Formatters of output: all that a command prints as its result."""

import argparse
from collections.abc import Callable, Iterable, Sequence
import re
from typing import Any, TextIO

from cliff import columns as cliff_columns
from cliff.formatters import base
from cliff.formatters import shell
from osc_lib import exceptions

from manilaosc.common import columns
from manilaosc.common import text
from manilaosc.i18n import _

#: Formats with escapes of their own, whose values stay as they are
EXACT = frozenset({'json', 'yaml'})


def safe(name: str, formatter: Any) -> Any:
    """Return the formatter to use in place of one of cliff's.

    :param name: The name of the format, as with ``-f``.
    :param formatter: Cliff's formatter.
    """
    if name in EXACT:
        return formatter
    if name == 'shell':
        return Shell()
    return Printable(formatter, multiline=name == 'table')


class Printable(base.ListFormatter, base.SingleFormatter):
    """Another formatter, given only text that is safe to show.

    Names and values are a line each. Otherwise a newline in a value would
    start what looks like another row or value. In the table of a single
    resource, values may have several lines, since the table shows where each
    value ends.

    :param formatter: The other formatter.
    :param multiline: Whether it draws tables.
    """

    def __init__(self, formatter: Any, *, multiline: bool) -> None:
        self._formatter = formatter
        self._multiline = multiline

    def add_argument_group(self, parser: argparse.ArgumentParser) -> None:
        self._formatter.add_argument_group(parser)

    def emit_list(
        self,
        column_names: Sequence[str],
        data: Iterable[Sequence[Any]],
        stdout: TextIO,
        parsed_args: argparse.Namespace,
    ) -> None:
        rows = ([_cell(cell, text.line) for cell in row] for row in data)
        names = list(map(text.line, column_names))
        self._formatter.emit_list(names, rows, stdout, parsed_args)

    def emit_one(
        self,
        column_names: Sequence[str],
        data: Sequence[Any],
        stdout: TextIO,
        parsed_args: argparse.Namespace,
    ) -> None:
        escape = text.printable if self._multiline else text.line
        values = [_cell(cell, escape) for cell in data]
        names = list(map(text.line, column_names))
        self._formatter.emit_one(names, values, stdout, parsed_args)


class _SafeColumn(cliff_columns.FormattableColumn[Any]):
    """Another column whose text is safe to show."""

    def __init__(self, value: Any, escape: Callable[[str], str]) -> None:
        super().__init__(value)
        self._escape = escape

    def human_readable(self) -> str:
        return self._escape(str(self._value.human_readable()))

    def machine_readable(self) -> Any:
        return text.line(str(self._value.machine_readable()))


def _cell(cell: Any, escape: Callable[[str], str]) -> Any:
    """Return a value that is safe to show.

    :param escape: How to escape text.
    """
    if isinstance(cell, columns.TextColumn):
        return text.printable(cell.human_readable())
    if isinstance(cell, columns.Multiline):
        return _SafeColumn(cell, text.printable)
    if isinstance(cell, cliff_columns.FormattableColumn):
        return _SafeColumn(cell, escape)
    if cell is None or isinstance(cell, (bool, int, float)):
        return cell
    return escape(str(cell))


class Shell(shell.ShellFormatter):
    """Assignments that a shell evaluates to exactly the values.

    Cliff's own formatter escapes double quotes only, so that a shell runs
    the command in a share's name such as ``$(reboot)``.
    """

    def emit_one(
        self,
        column_names: Sequence[str],
        data: Sequence[Any],
        stdout: TextIO,
        parsed_args: argparse.Namespace,
    ) -> None:
        wanted = parsed_args.variables
        # Nothing evaluates what a terminal shows
        escape = text.line if stdout.isatty() else text.storable
        assigned: dict[str, tuple[str, str]] = {}
        for column, cell in zip(column_names, data, strict=True):
            name = column.lower().replace(' ', '_')
            if wanted and name not in wanted:
                continue
            variable = _variable(parsed_args.prefix, name)
            if variable in assigned:
                raise exceptions.CommandError(
                    _(
                        "Fields '%(first)s' and '%(second)s' would both be "
                        'the shell variable %(variable)s; use another format'
                    )
                    % {
                        'first': assigned[variable][0],
                        'second': column,
                        'variable': variable,
                    }
                )
            if isinstance(cell, columns.TextColumn):
                cell = cell.human_readable()
            elif isinstance(cell, cliff_columns.FormattableColumn):
                cell = cell.machine_readable()
            assigned[variable] = column, _quote(escape(str(cell)))
        for variable, (_column, value) in assigned.items():
            stdout.write(f'{variable}={value}\n')


def _variable(prefix: str, name: str) -> str:
    """Return the name of the variable for a field.

    :param prefix: What the user wants in front of it, taken as it is.
    """
    name = re.sub(r'[^A-Za-z0-9_]', '_', name)
    # No identifier, or the shell's own $_
    if re.fullmatch(r'_?|[0-9].*', name) and not re.search(
        r'[A-Za-z_]\w*$', prefix, re.ASCII
    ):
        name = f'__{name}'
    return f'{prefix}{name}'


def _quote(value: str) -> str:
    """Quote a value for a shell.

    Double quotes, which scripts know from cliff, are used where they keep
    every character.
    """
    if re.search(r'["$`\\!]', value) or not value.isprintable():
        return "'" + value.replace("'", "'\\''") + "'"
    return f'"{value}"'
