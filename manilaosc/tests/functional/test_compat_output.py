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

"""What commands print, compared with python-manilaclient value by value.

Every command of python-manilaclient that prints something is run on the same
cloud by both implementations, in every format. A difference fails the test
unless ``compat_output.tsv`` lists it with a reason, and so does a listed
difference that does not occur.
"""

from collections.abc import Iterator
import contextlib
import itertools
import shlex
import time

from manilaosc.tests.functional import _compat_commands as commands
from manilaosc.tests.functional import _compat_output as output
from manilaosc.tests.functional import base

#: The newest microversion that python-manilaclient knows
VERSION = '2.98'


class TestOutput(base.TestCase):
    def setUp(self) -> None:
        super().setUp()
        self.keep_tokens()
        self.intended = output.intended()
        self.known: dict[str, str] = {}
        # All of a length, for the width of tables
        self.numbers = itertools.count(100)
        self.last: dict[commands.Compared, str] = {}
        for stock in commands.STOCK:
            self.add(stock)

    def add(self, stock: commands.Stock) -> None:
        """Put something on the cloud."""
        command = self.filled(stock.command)
        argv = ['-f', 'value', '-c', stock.column] if stock.keep else []
        result = self.openstack(command, *argv, cloud=stock.cloud)
        if stock.keep:
            self.known[stock.keep] = result.out.partition('\n')[0]
        if stock.undo:
            self.cleanup(self.filled(stock.undo), cloud='admin')

    def filled(self, command: str) -> str:
        new = {'name': self.name('compat')}
        if '{number}' in command:
            new['number'] = str(next(self.numbers))
        return command.format_map(self.known | new)

    def test_output(self) -> None:
        found = set()
        for compared in (*commands.READ, *commands.WRITE):
            first, *others = compared.clouds
            for format_ in output.formats(compared.name):
                found |= self.compare(compared, format_, first)
            for cloud in others:
                # Other users get other values, but not in other forms
                for format_ in ('table', 'json'):
                    found |= self.compare(compared, format_, cloud)
        unlisted = sorted(map(str, self.unlisted(found)))
        self.assertEqual([], unlisted, '\n'.join(unlisted))
        stale = [
            each
            for row in self.intended
            for each in row.each()
            if not any(map(each.has, found))
        ]
        self.assertEqual([], stale, 'they do not differ any more')

    def unlisted(
        self, found: set[output.Difference]
    ) -> set[output.Difference]:
        return {
            difference
            for difference in found
            if not any(row.has(difference) for row in self.intended)
        }

    def compare(
        self, compared: commands.Compared, format_: str, cloud: str
    ) -> set[output.Difference]:
        """Run a command by both."""
        found = set(self.run_both(compared, format_, cloud))
        if unlisted := self.unlisted(found):
            # What changes by itself is not the same twice
            found -= unlisted - set(self.run_both(compared, format_, cloud))
        return found

    def run_both(
        self, compared: commands.Compared, format_: str, cloud: str
    ) -> Iterator[output.Difference]:
        their, their_text = self.run_by(
            output.theirs(), compared, format_, cloud
        )
        our, our_text = self.run_by(
            contextlib.nullcontext(), compared, format_, cloud
        )
        if their and our:
            yield from output.differences(compared.label, format_, their, our)
        elif their or our or '403' not in our_text:
            yield output.Difference(
                compared.label, '(exit status)', '', their_text, our_text
            )

    def run_by(
        self,
        context: contextlib.AbstractContextManager[None],
        compared: commands.Compared,
        format_: str,
        cloud: str,
    ) -> tuple[output.Printed | None, str]:
        self.known['last'] = self.last.get(
            compared, self.known.get(compared.first, '')
        )
        if compared.before and self.known['last']:
            self.prepare(self.filled(compared.before))
        argv = ['--os-cloud', cloud, '--os-share-api-version', VERSION]
        argv += [*shlex.split(self.filled(compared.command)), '-f', format_]
        with context, output.printed() as noted:
            result = base.run(argv)
        if result.status or not noted:
            return None, result.err
        (one,) = noted
        if compared in commands.WRITE:
            self.last[compared] = one.id
            if compared.undo:
                undo = self.filled(compared.undo)
                self.cleanup(undo, one.id, cloud=cloud)
            one = one.masked()
        return one, result.out

    def prepare(self, command: str) -> None:
        """Run a command, as soon as what it concerns is at rest."""
        argv = ['--os-cloud', 'admin', *shlex.split(command)]
        deadline = time.monotonic() + base.PATIENCE
        result = base.run(argv)
        while result.status and time.monotonic() < deadline:
            time.sleep(0.3)
            result = base.run(argv)
        self.assertEqual(0, result.status, f'{command}: {result.err}')
