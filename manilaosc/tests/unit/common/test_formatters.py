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

import argparse
import csv
import importlib.metadata
import io
import shutil
import subprocess

from cliff.formatters import commaseparated
from cliff.formatters import table
from cliff.formatters import value
from osc_lib import exceptions
from osc_lib.cli import format_columns
import testtools

from manilaosc.common import columns
from manilaosc.common import formatters

#: Shells that scripts are written for
SHELLS = ('sh', 'bash', 'dash')
HOSTILE = (
    'plain',
    '',
    'two words',
    '$(touch x)',
    '`touch x`',
    '${HOME} $HOME',
    '"; touch x; "',
    "'; touch x; '",
    "it's",
    '\\',
    '\\"',
    'a\\nb',
    '!!',
    '* ? [a-z] ~ {1,2}',
    'line\nline\n\n',
    '\ttab\r',
    '\x1b[31m',
    'ünïcode 共有',
    '\u202e',
    '# no comment',
    '-n',
    '&& || ; < > ( )',
)


class Text(columns.PairsColumn, columns.TextColumn):
    pass


def parsed(formatter, *argv):
    parser = argparse.ArgumentParser()
    formatter.add_argument_group(parser)
    return parser.parse_args(argv)


class TestSafe(testtools.TestCase):
    def test_each_format(self):
        # Formats of other distributions escape like tables
        for name, expected in (
            ('json', object),
            ('yaml', object),
            ('shell', formatters.Shell),
            ('table', formatters.Printable),
            ('value', formatters.Printable),
            ('csv', formatters.Printable),
            ('other', formatters.Printable),
        ):
            theirs = object()
            found = formatters.safe(name, theirs)
            self.assertIsInstance(found, expected)
            self.assertEqual(expected is object, found is theirs)

    def test_exact_formats_print_no_controls(self):
        data = 'a\x1b\u202e\u200b\x9b\ud800\n'
        for entry_point in importlib.metadata.entry_points(
            group='cliff.formatter.show'
        ):
            if entry_point.name in formatters.EXACT:
                formatter = entry_point.load()()
                out = io.StringIO()
                args = parsed(formatter)
                formatter.emit_one([data], [data], out, args)
                self.assertTrue(out.getvalue().isascii())
                self.assertNotIn('\x1b', out.getvalue())


class TestPrintable(testtools.TestCase):
    def output(self, cls, emit, *args, multiline=False):
        formatter = formatters.Printable(cls(), multiline=multiline)
        out = io.StringIO()
        getattr(formatter, emit)(*args, out, parsed(formatter))
        return out.getvalue()

    def test_a_row_is_a_line(self):
        rows = [['a\nb\tc', {'k\n': '\n'}, ['\t'], 'd\x1b']]
        names = ['N\n', 'M', 'L', 'O']
        for cls in (value.ValueFormatter, commaseparated.CSVLister):
            out = self.output(cls, 'emit_list', names, rows)
            header = cls is commaseparated.CSVLister
            self.assertEqual(1 + header, out.count('\n'), out)
            self.assertNotIn('\t', out)
            # cliff doubles backslashes in CSV
            self.assertRegex(out, r'a\\\\?nb\\\\?tc')
            self.assertRegex(out, r'd\\\\?x1b')
        out = self.output(
            table.TableFormatter, 'emit_list', names, rows, multiline=True
        )
        self.assertEqual(5, out.count('\n'), out)
        self.assertIn('N\\n', out)

    def test_formatted_values_are_a_line(self):
        rows = [
            [
                format_columns.ListColumn(['a\n', 'b\x1b']),
                format_columns.DictColumn({'k\n': 'v\t'}),
            ]
        ]
        for cls in (
            value.ValueFormatter,
            commaseparated.CSVLister,
            table.TableFormatter,
        ):
            out = self.output(cls, 'emit_list', ['A', 'B'], rows)
            expected = {value.ValueFormatter: 1, commaseparated.CSVLister: 2}
            self.assertEqual(expected.get(cls, 5), out.count('\n'), out)
            self.assertRegex(out, r'a\\\\?n')
            self.assertRegex(out, r'b\\\\?x1b')
            self.assertRegex(out, r'v\\\\?t')

    def test_values_of_one_resource(self):
        data = ['a\nb\x1b', 'c']
        names = ['k\n\x1b', 'd']
        out = self.output(value.ValueFormatter, 'emit_one', names, data)
        self.assertEqual('a\\nb\\x1b\nc\n', out)
        out = self.output(
            table.TableFormatter, 'emit_one', names, data, multiline=True
        )
        self.assertEqual(
            [
                '+---------+-------+',
                '| Field   | Value |',
                '+---------+-------+',
                '| k\\n\\x1b | a     |',
                '|         | b\\x1b |',
                '| d       | c     |',
                '+---------+-------+',
            ],
            out.splitlines(),
        )

    def test_columns_of_several_lines(self):
        row = [
            columns.PairsColumn({'a': 'b\nc', 'd': '\x1b'}),
            columns.ItemsColumn(['e\nf', 'g']),
        ]
        out = self.output(table.TableFormatter, 'emit_list', ['P', 'I'], [row])
        self.assertIn('| a : b\\nc | e\\nf |', out)
        self.assertIn('| d : \\x1b | g    |', out)

    def test_text_that_scripts_read(self):
        for column, expected in (
            (
                columns.PairsColumn({'k': 'v', 'l': '\n'}),
                "{'k': 'v', 'l': '\\n'}",
            ),
            (Text({'k': 'v', 'l': '\n'}), 'k : v\nl : \\n'),
            (columns.UnsentColumn(None), ''),
        ):
            out = self.output(
                value.ValueFormatter, 'emit_one', ['a'], [column]
            )
            self.assertEqual(f'{expected}\n', out)
            out = self.output(
                commaseparated.CSVLister, 'emit_list', ['a'], [[column]]
            )
            _header, (cell,) = csv.reader(io.StringIO(out), escapechar='\\')
            self.assertEqual(expected, cell)

    def test_types_are_kept(self):
        out = self.output(
            commaseparated.CSVLister,
            'emit_list',
            ['A', 'B', 'C', 'D'],
            [[1, 1.5, None, True]],
        )
        self.assertEqual('1,1.5,"",True', out.splitlines()[1])


class TestShell(testtools.TestCase):
    def output(self, names, data, *argv, terminal=False):
        formatter = formatters.Shell()
        out = io.StringIO()
        out.isatty = lambda: terminal
        formatter.emit_one(names, data, out, parsed(formatter, *argv))
        return out.getvalue()

    def evaluate(self, shell, code, variable):
        """Return the value of a shell variable after ``eval``."""
        return subprocess.run(
            [shell, '-c', f'eval "$(cat)"; printf %s "${{{variable}}}"'],
            input=code.encode(),
            stdout=subprocess.PIPE,
            check=True,
            env={'PATH': '/usr/bin:/bin', 'HOME': '/', 'LC_ALL': 'C.UTF-8'},
        ).stdout.decode()

    def test_each_shell_yields_each_value(self):
        shells = list(filter(shutil.which, SHELLS))
        self.assertIn('sh', shells)
        code = self.output([f'v{i}' for i in range(len(HOSTILE))], HOSTILE)
        for shell in shells:
            for i, expected in enumerate(HOSTILE):
                found = self.evaluate(shell, code, f'v{i}')
                self.assertEqual(expected, found, shell)

    def test_each_shell_takes_each_name(self):
        shells = list(filter(shutil.which, SHELLS))
        for name in (*HOSTILE, '1', 'é', '_', 'a=b', 'a;b', 'Q1'):
            code = self.output([name], ['value'])
            variable, _sign, rest = code.partition('=')
            self.assertEqual('"value"\n', rest)
            self.assertRegex(variable, r'^[a-z_][a-z0-9_]*$')
            for shell in shells:
                found = self.evaluate(shell, code, variable)
                self.assertEqual('value', found, shell)

    def test_form(self):
        # The same output as cliff's, where that is right
        out = self.output(
            ['ID', 'Share Type', 'a:b-c', 'n', 'none', 'yes', 'meta', 'text'],
            [
                'x',
                "it's",
                'k',
                5,
                None,
                True,
                format_columns.DictColumn({'k': 'v'}),
                '$x "y"',
            ],
        )
        self.assertEqual(
            [
                'id="x"',
                'share_type="it\'s"',
                'a_b_c="k"',
                'n="5"',
                'none="None"',
                'yes="True"',
                'meta="{\'k\': \'v\'}"',
                'text=\'$x "y"\'',
            ],
            out.splitlines(),
        )

    def test_prefix(self):
        for prefix, name, expected in (
            ('OS_', 'a.b', 'OS_a_b'),
            ('', '1', '__1'),
            ('', '', '__'),
            ('p', '', 'p'),
            ('p', '1', 'p1'),
            ('export ', 'id', 'export id'),
            ('export ', '1', 'export __1'),
        ):
            out = self.output([name], ['x'], '--prefix', prefix)
            self.assertEqual(f'{expected}="x"\n', out)

    def test_variables(self):
        out = self.output(
            ['id', 'Share Type', 'name'],
            ['a', 'b', 'c'],
            '--variable',
            'share_type',
            '--variable',
            'name',
        )
        self.assertEqual('share_type="b"\nname="c"\n', out)

    def test_two_fields_of_one_variable(self):
        error = self.assertRaises(
            exceptions.CommandError,
            self.output,
            ['a.b', 'c', 'a_B'],
            ['x', 'y', 'z'],
        )
        self.assertIn("'a.b' and 'a_B' would both be", str(error))

    def test_what_a_variable_cannot_hold(self):
        out = self.output(['a'], ['x\0y\ud800'])
        self.assertEqual("a='x\\x00y\\ud800'\n", out)

    def test_terminal(self):
        out = self.output(['a'], ['x\x1b\u202e\n'], terminal=True)
        self.assertEqual("a='x\\x1b\\u202e\\n'\n", out)
