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

"""The comparison with python-manilaclient's output sees what it is for.

The comparison itself needs a cloud and is a functional test.
"""

import json

from cliff import lister
from cliff import show
import testtools

from manilaosc.tests.functional import _compat_commands as commands
from manilaosc.tests.functional import _compat_output as output
from manilaosc.tests.unit import registry

#: Commands that print something only in ours
OURS = {'share server migration complete'}


class TestCommands(testtools.TestCase):
    def test_each_command_that_prints_is_compared(self):
        printing = {
            name
            for name in registry.shared()
            if issubclass(
                registry.ours()[name].load(), lister.Lister | show.ShowOne
            )
        }
        compared = {each.name for each in (*commands.READ, *commands.WRITE)}
        self.assertEqual(printing - OURS, compared)

    def test_labels(self):
        compared = commands.Compared(
            'share snapshot list --detail --status {x} --limit 1'
        )
        self.assertEqual('share snapshot list', compared.name)
        self.assertEqual('share snapshot list --detail', compared.label)


class TestIntended(testtools.TestCase):
    def test_rows(self):
        labels = {each.label for each in (*commands.READ, *commands.WRITE)}
        kinds = {*output.FORMATS, 'missing', 'additional', 'order'}
        rows = output.intended()
        self.assertNotEqual([], rows)
        for row in rows:
            self.assertLessEqual(set(row.commands), labels)
            self.assertLessEqual(set(row.formats), kinds)
            self.assertRegex(row.reason, r'^[A-Z].*\.$')

    def test_matches(self):
        row = output.Intended(['share list'], ['A b', 'B'], ['json'], 'X.')
        for column, format_, expected in (
            ('A b', 'json', True),
            ('B', 'json', True),
            ('A', 'json', False),
            ('B', 'csv', False),
        ):
            found = output.Difference('share list', column, format_)
            self.assertIs(expected, row.has(found))
        self.assertEqual(2, len(list(row.each())))


class TestDifferences(testtools.TestCase):
    def found(self, theirs, ours, format_='value'):
        printed = [
            output.Printed(tuple(rows[0]), [dict(row) for row in rows])
            for rows in (theirs, ours)
        ]
        return [
            (each.column, each.format, each.theirs, each.ours)
            for each in output.differences('share x', format_, *printed)
        ]

    def test_columns(self):
        row = {'a': '1', 'b': '2', 'c': '3'}
        self.assertEqual([], self.found([row], [row]))
        other = {'c': '3', 'b': '2', 'd': '4'}
        self.assertEqual(
            [
                ('a', 'missing', '', ''),
                ('d', 'additional', '', ''),
                ('(order)', 'order', ['b', 'c'], ['c', 'b']),
            ],
            self.found([row], [other]),
        )

    def test_values(self):
        self.assertEqual(
            [('a', 'value', 'x', 'y')], self.found([{'a': 'x'}], [{'a': 'y'}])
        )

    def test_rows(self):
        one, two = {'id': 'x', 'a': '1'}, {'id': 'y', 'a': '2'}
        self.assertEqual([], self.found([one, two], [two, one]))
        self.assertEqual(
            [('(rows)', 'value', 2, 1)], self.found([one, two], [one])
        )

    def test_what_programs_read(self):
        for format_, same, different in (
            ('value', ("{'k': 1, 'l': 2}\n", "{'l': 2, 'k': 1}\n"), '[]\n'),
            ('value', ('a\nb\n', 'a\nb\n'), 'a\n'),
            ('value', ('None\n', 'None\n'), '\n'),
            ('csv', ('"A"\n"x"\n', '"A"\nx\n'), '"A"\n""\n'),
            ('csv', ('"A"\n"[\'x\']"\n',) * 2, '"A"\n"x"\n'),
            ('shell', ('a="b c"\n', "a='b c'\n"), 'a="b"\n'),
            (
                'json',
                (json.dumps({'k': 1, 'l': 2}), json.dumps({'l': 2, 'k': 1})),
                json.dumps({'k': '1'}),
            ),
            ('table', ('+-+\n|x|\n',) * 2, '+-+\n|y|\n'),
        ):
            one, other = (output.value(format_, text) for text in same)
            self.assertEqual(one, other, same)
            self.assertNotEqual(one, output.value(format_, different), same)

    def test_what_is_random(self):
        printed = output.Printed(
            ('id', 'at', 'name'),
            [
                {
                    'id': '0a7ac273-eac7-4e54-892a-50fedd7f9d7d',
                    'at': '2026-01-02T03:04:05.678',
                    'name': 'x compat-0123456789ab',
                }
            ],
        )
        self.assertEqual(
            [{'id': '?', 'at': '?', 'name': 'x ?'}], printed.masked().rows
        )
