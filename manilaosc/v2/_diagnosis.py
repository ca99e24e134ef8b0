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
"""The command that finds what is wrong, why, and what to do about it."""

import argparse
from collections.abc import Iterable, Sequence
import datetime
import shutil
from typing import Any

from openstack import exceptions as sdk_exceptions

from manilaosc import command
from manilaosc import diagnosis
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import identity
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.common import text
from manilaosc.diagnosis import access
from manilaosc.diagnosis import facts
from manilaosc.diagnosis import finding
from manilaosc.diagnosis import report
from manilaosc.i18n import _

LIST = (
    columns.Column('severity'),
    columns.Column('noun', 'resource'),
    columns.Column('label', 'name_or_id', 'Name or ID'),
    *columns.of('problem reason remedy'),
)
LONG = (*LIST, *columns.of('id since code'))


class Diagnose(command.Lister):
    """Base class for the command that diagnoses shares."""

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'shares',
            _(
                'Share(s) to diagnose (name or ID) (default: everything in '
                'your project)'
            ),
            metavar='<share>',
            nargs='*',
        )
        identity.add_all_projects(parser, _('problems'))
        identity.add_project(parser, _('problems'))
        listing.add_long(parser)
        options.add(
            parser,
            '--client',
            _(
                'Check whether this address or network (CIDR notation) can '
                'mount the shares'
            ),
            metavar='<address>',
            type=_network,
        )
        options.add(
            parser,
            '--stuck-after',
            _(
                'Minutes after which an operation counts as stuck (default: '
                '15)'
            ),
            metavar='<minutes>',
            type=_minutes,
            default=15,
        )
        options.add(
            parser,
            '--min-severity',
            _('List only problems with this severity or a worse one'),
            choices=finding.SEVERITIES,
            default=finding.NOTE,
        )
        options.flag(
            parser,
            '--check',
            _('Exit with 1 if there is a problem with the severity error'),
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        self._findings: list[finding.Finding] = []
        self._missing: dict[str, str] = {}
        count = 0
        for name in options.unique(parsed_args.shares):
            known = self._facts(parsed_args)
            share = self._share(name)
            self._findings += diagnosis.diagnose_share(
                known, self.client, share
            )
            self._missing |= known.missing
            count += known.count
        if not parsed_args.shares:
            known = self._facts(parsed_args)
            query = identity.project_query(
                self.app.client_manager, parsed_args
            )
            self._findings = diagnosis.diagnose_all(known, self.client, query)
            self._missing, count = known.missing, known.count
        self._count = count
        worst = finding.SEVERITIES.index(parsed_args.min_severity)
        shown = [
            each
            for each in finding.worst_first(self._findings)
            if finding.SEVERITIES.index(each.severity) <= worst
        ]
        self._shown = shown
        is_long = parsed_args.long or parsed_args.formatter in ('json', 'yaml')
        return columns.rows(shown, LONG if is_long else LIST)

    def _facts(self, parsed_args: argparse.Namespace) -> facts.Facts:
        return facts.Facts(
            now=datetime.datetime.now(datetime.UTC),
            stuck_after=datetime.timedelta(minutes=parsed_args.stuck_after),
            client_network=parsed_args.client,
        )

    def _share(self, name: str) -> Any:
        try:
            return find.one(self.client.find_share, name)
        except sdk_exceptions.NotFoundException:
            try:
                return find.one(
                    self.client.find_share, name, is_soft_deleted=True
                )
            except sdk_exceptions.SDKException:
                pass  # What is said of shares outside the recycle bin
            raise

    def produce_output(
        self,
        parsed_args: argparse.Namespace,
        column_names: Sequence[str],
        data: Iterable[Sequence[Any]],
    ) -> int:
        width = self._narrow(parsed_args, column_names)
        if width:
            blocks = report.blocks(self._shown, width)
            text.write(self.app.stdout, blocks)
        else:
            super().produce_output(parsed_args, column_names, data)
        self._tell()
        return 0

    def _narrow(
        self, parsed_args: argparse.Namespace, names: Sequence[str]
    ) -> int:
        """Return the width of a terminal too narrow for the table, or 0."""
        is_table = parsed_args.formatter == 'table'
        chosen = parsed_args.columns or parsed_args.max_width
        if not self._shown or not is_table or chosen or parsed_args.fit_width:
            return 0
        if not self.app.stdout.isatty():
            return 0
        width = shutil.get_terminal_size().columns
        _headers, rows = columns.rows(
            self._shown, LONG if parsed_args.long else LIST
        )
        cells = [[str(cell) for cell in row] for row in rows]
        table = sum(
            max(map(len, column)) + 3
            for column in zip(names, *cells, strict=True)
        )
        return width if table + 1 > width else 0

    def _tell(self) -> None:
        """Say on stderr what was looked at, and what was not."""
        stderr = self.app.stderr
        if not self._findings and stderr.isatty():
            text.write(
                stderr, _('No problems found in %d resources.') % self._count
            )
        if self._missing:
            by_reason: dict[str, list[str]] = {}
            for what, why in sorted(self._missing.items()):
                by_reason.setdefault(why, []).append(what)
            told = '; '.join(
                f'{", ".join(what)} ({why})' for why, what in by_reason.items()
            )
            text.write(stderr, _('Not checked: %s') % told)

    def run(self, parsed_args: argparse.Namespace) -> int:
        """Return the exit status of --check."""
        super().run(parsed_args)
        failed = any(each.severity == finding.ERROR for each in self._findings)
        return int(parsed_args.check and failed)


def _network(value: str) -> facts.Network:
    """Parse an address or a network in CIDR notation."""
    try:
        return access.network(value)
    except ValueError as e:
        raise argparse.ArgumentTypeError(
            _("Invalid address or network '%s'") % value
        ) from e


def _minutes(value: str) -> float:
    """Parse a number of minutes."""
    minutes = float(value)
    if not 0 <= minutes < 1e9:
        raise argparse.ArgumentTypeError(_('must not be negative'))
    return minutes


_minutes.__name__ = 'minutes'  # The type in argparse's error messages
