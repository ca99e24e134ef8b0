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

"""Reports which operations of Manila's API commands reached successfully.

``python -m manilaosc.tests.operations COMMAND -- ARGUMENTS`` runs the tests
with ``COMMAND ARGUMENTS`` on a sandbox, and then reads the sandbox's log of
requests. ARGUMENTS select tests: with any, only a part of the tests has run,
and operations that were not reached are not failures.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
import csv
import dataclasses
import os
import pathlib
import re
import signal
import subprocess
import sys

from manilaosc.sandbox import requestlog
from manilaosc.sandbox import state

TABLE = pathlib.Path(__file__).with_name('operations.tsv')

#: Operations that no command can reach in the sandbox, by resource and
#: operation, and the reasons
UNREACHED: dict[tuple[str, str], str] = {
    ('extensions', 'show'): 'Manila no longer has extensions: 404',
    ('share metadata', 'metadata set key'): (
        'Manila wants the item as "meta" and as "metadata": 400 or 500'
    ),
    ('share export location metadata', 'metadata list'): (
        'Manila checks its response as if it were a single item: 400'
    ),
    ('share export location metadata', 'metadata set key'): (
        'Manila adds the existing items, and rejects so many: 400'
    ),
}


@dataclasses.dataclass(frozen=True)
class Operation:
    resource: str
    operation: str
    method: str
    route: str
    #: The action, if several operations share a route
    action: str
    #: First and last microversion with the operation
    min: str
    max: str
    #: Last microversion in which it is experimental, or ``always``
    experimental: str
    #: The method of the SDK layer's proxy
    sdk: str
    #: A command that uses it
    command: str

    @property
    def key(self) -> tuple[str, str, str]:
        return key(self.method, self.route, self.action)

    @property
    def name(self) -> tuple[str, str]:
        return self.resource, self.operation

    def __str__(self) -> str:
        action = '' if self.action == '-' else f' {{{self.action}}}'
        return f'{self.operation}: {self.method} {self.route}{action}'


def key(method: str, route: str, action: str) -> tuple[str, str, str]:
    """Return a key without the names of the variables in the route."""
    return method, re.sub(r'{\w+}', '{}', route), action


def operations() -> list[Operation]:
    """Return all operations, grouped by resource."""
    with open(TABLE, encoding='utf-8', newline='') as table:
        rows = csv.DictReader(table, dialect='excel-tab')
        return [Operation(**row) for row in rows]


def reached(lines: Iterable[requestlog.Line]) -> set[tuple[str, str, str]]:
    """Return the keys of successful requests by our commands."""
    return {
        key(line.method, line.route, line.action)
        for line in lines
        if line.status[0] in '23' and 'manilaosc/' in line.agent
    }


class Report:
    """The operations that were reached, and those that are missing."""

    def __init__(
        self,
        keys: Collection[tuple[str, str, str]],
        unreached: dict[tuple[str, str], str],
        part: bool = False,
    ) -> None:
        #: Whether only a part of the tests has run
        self.part = part
        self._why = unreached
        self._all = operations()
        self._reached = {o for o in self._all if o.key in keys}
        excused = {o for o in self._all if o.name in unreached}
        #: Operations that should have been reached
        self.missing = set(self._all) - self._reached - excused
        #: Operations in UNREACHED that were reached
        self.found = self._reached & excused

    @property
    def ok(self) -> bool:
        return self.part or not (self.missing or self.found)

    def lines(self) -> Iterator[str]:
        for resource in dict.fromkeys(o.resource for o in self._all):
            yield from self._about(resource)
        yield (
            f'{len(self._reached)} of {len(self._all)} operations reached '
            'with success'
        )

    def _about(self, resource: str) -> Iterator[str]:
        there = [o for o in self._all if o.resource == resource]
        done = [o for o in there if o in self._reached]
        if self.part and not done:
            return
        yield f'{resource:<37} {len(done):>2} of {len(there):>2}'
        for each in there:
            if each in self.found:
                yield f'    REACHED, drop it from UNREACHED: {each}'
            elif each in self.missing:
                yield f'    MISSING {each}'
            elif each not in done:
                yield f'    cannot be reached: {each}'
                yield f'        {self._why[each.name]}'


def main(argv: Sequence[str]) -> int:
    command, arguments = list(argv), []
    if '--' in command:
        split = command.index('--')
        command, arguments = command[:split], command[split + 1 :]
    folder = os.path.dirname(os.environ['OS_CLIENT_CONFIG_FILE'])
    log = state.State(folder).request_log
    begin = log.stat().st_size
    # End the command when this process is terminated
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    status = subprocess.run([*command, *arguments]).returncode
    keys = reached(requestlog.read(log, begin))
    report = Report(keys, UNREACHED, part=bool(arguments))
    print('', 'Operations of the API', *report.lines(), sep='\n', flush=True)
    return status or int(not report.ok)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
