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

"""Tests that commands in the documentation exist and parse."""

import argparse
import ast
from collections.abc import Iterator
import dataclasses
import functools
import pathlib
import re
import shlex
import textwrap
from typing import Any

from openstackclient import shell
from osc_lib import exceptions
import testtools

import manilaosc
from manilaosc.common import wait
from manilaosc.tests.unit import registry

ROOT = pathlib.Path(manilaosc.__file__).parent.parent

#: Stands for what only a shell knows: variables, the output of commands
VALUE = 'VALUE'
#: What examples leave out
ELLIPSIS = '...'
#: What one ends a command by
SEPARATORS = ';|&()\n'
#: Literals that look like commands
OTHERS = {'share thing'}
#: Messages that are not ours: the service's, those of osc-lib and openstacksdk
#: and what other programs print
FOREIGN = (
    r'sudo mount -t nfs .*',  # Printed by share mount show
    r'\(HTTP \d+\)',
    r"No \w+ with a name or ID of '.+' exists\.",
    r"More than one \w+ exists with the name '.+'",
    r'The request you have made requires authentication\.',
    r'This command is provided by the \w+ plugin\.',
    r'^(allocate host|create): ',
    r'^REQ: ',
    r'^User Password:',
    r'^# mount ',
)
#: Longer lines of a block scroll in a browser window of 1,300 pixels
WIDTH = 104
#: Pages that show the output of programs other than ``openstack``
OTHER_PROGRAMS = {'sandbox.rst', 'testing.rst'}


@dataclasses.dataclass(frozen=True)
class Line:
    """A command line or a mention of a command, and its location."""

    where: str
    text: str
    #: Whether it may lack arguments, as prose does
    loose: bool = False


class Refused(Exception):
    """A parser rejected a command line."""


def pages() -> list[pathlib.Path]:
    return [ROOT / 'README.rst', *sorted(ROOT.glob('doc/source/**/*.rst'))]


def lines(where: str, page: str) -> Iterator[Line]:
    """What a page tells to type, then what it speaks of."""
    prose = page.splitlines()
    for number, language, block in blocks(page):
        for i in range(number, number + len(block)):
            prose[i] = ''
        if language in ('console', 'bash'):
            for i, text in typed(language, block):
                yield Line(f'{where}:{number + i + 1}', text)
    text = '\n'.join(prose)
    for literal in re.finditer(r'``(.+?)``(?!`)', text, re.DOTALL):
        said = ' '.join(literal[1].split())
        if re.match('(openstack )?share( |$)', said) and said not in OTHERS:
            said = said.removeprefix('openstack ')
            number = text.count('\n', 0, literal.start()) + 1
            yield Line(f'{where}:{number}', f'openstack {said}', loose=True)


def blocks(page: str) -> Iterator[tuple[int, str, list[str]]]:
    """A page's blocks of code: where each begins, language, and lines."""
    rows = page.splitlines()
    for start, row in enumerate(rows, 1):
        directive = re.match(r'( *)\.\. code-block:: (\w+)$', row)
        if not directive:
            continue
        end = start
        while end < len(rows) and (
            not rows[end].strip() or rows[end].startswith(directive[1] + ' ')
        ):
            end += 1
        block = textwrap.dedent('\n'.join(rows[start:end]))
        yield start, directive[2], block.splitlines()


def typed(language: str, block: list[str]) -> Iterator[tuple[int, str]]:
    """What is typed of a block, each with the number of its first line."""
    if language == 'bash':
        yield 0, '\n'.join(block)
        return
    rows = iter(enumerate(block))
    for number, row in rows:
        if not row.startswith('$ '):
            continue
        text = row.removeprefix('$ ')
        while re.search(r'[\\|]$', text) or _is_quoting(text):
            text += '\n' + next(rows)[1]
        yield number, text


def _is_quoting(text: str) -> bool:
    try:
        shlex.split(text)
    except ValueError:
        return True
    return False


def commands(script: str) -> Iterator[list[str]]:
    """The words of each simple command of a script."""
    script, inner = _cut_substitutions(script.replace('\\\n', ' '))
    for each in inner:
        yield from commands(each)
    script = re.sub(r'<[a-z][a-z -]*>', VALUE, script)
    script = re.sub(r'\$(\w+|\{\w+\}|\?)', VALUE, script)
    script = re.sub(r'(^|\s)#.*$', '', script, flags=re.MULTILINE)
    script = re.sub(r'\d?>>?(&\d| ?\S+)', ' ', script)
    lexer = shlex.shlex(script, posix=True, punctuation_chars=SEPARATORS)
    lexer.commenters = ''
    lexer.whitespace = ' \t'
    lexer.whitespace_split = True
    words: list[str] = []
    for word in lexer:
        if word and set(word) <= set(SEPARATORS):
            yield words
            words = []
        else:
            words.append(word)
    yield words


def _cut_substitutions(script: str) -> tuple[str, list[str]]:
    """Put a value for each ``$(...)``, and return what these run."""
    inner = []
    while (start := script.find('$(')) >= 0:
        depth, end = 1, start + 2
        while depth:
            depth += {'(': 1, ')': -1}.get(script[end], 0)
            end += 1
        inner.append(script[start + 2 : end - 1])
        script = script[:start] + VALUE + script[end:]
    return script, inner


def argvs(line: Line) -> Iterator[tuple[list[str], bool]]:
    """What ``openstack`` is given, and whether that is not all of it."""
    if '<Tab>' in line.text:
        return
    for words in commands(line.text):
        if 'openstack' in words:
            place = words.index('openstack')
            argv = [word for word in words[place + 1 :] if word != ELLIPSIS]
            whole = not line.loose and ELLIPSIS not in words
            yield argv, not (whole and 'xargs' not in words[:place])


@functools.cache
def app() -> Any:
    return shell.OpenStackShell()


def check(argv: list[str], loose: bool) -> str:
    """Parse a command line of ours as ``openstack`` would.

    :param loose: Whether a part of it is enough, also of the name.
    :returns: The name of the command: empty for those of others and parts.
    :raises: :class:`Refused`
    """
    _options, argv = app().parser.parse_known_args(argv)
    if argv[:1] == ['help']:
        return check(argv[1:], loose=True)
    if argv[:1] != ['share']:
        return ''
    name = next(
        (
            ' '.join(argv[:length])
            for length in range(len(argv), 0, -1)
            if ' '.join(argv[:length]) in registry.ours()
        ),
        '',
    )
    if not name:
        if loose and any(
            f'{ours} '.startswith(' '.join(argv) + ' ')
            for ours in registry.ours()
        ):
            return ''
        raise Refused('is no command of ours')
    parser = _parser(name)
    if loose:
        _take_less(parser)
    parsed_args = parser.parse_args(argv[len(name.split()) :])
    wait.check_options(parsed_args, registry.ours()[name].load().waits_with)
    return name


def _parser(name: str) -> Any:
    """Return a parser that raises its errors and takes any VALUE."""
    parser: Any = registry.parser(registry.ours()[name])
    convert, compare = parser._get_value, parser._check_value

    def error(message: str) -> None:
        raise Refused(message)

    def get_value(action: argparse.Action, text: str) -> Any:
        return text if VALUE in text else convert(action, text)

    def check_value(action: argparse.Action, value: Any) -> None:
        if VALUE not in str(value):
            compare(action, value)

    parser.error = error
    parser._get_value = get_value
    parser._check_value = check_value
    return parser


def _take_less(parser: Any) -> None:
    """Make arguments and values of options optional."""
    for action in parser._actions:
        action.required = False
        if action.nargs is None:
            action.nargs = '?'
            # The action's own class may do more than store the value
            action.__class__ = argparse._StoreAction
        if not action.option_strings:
            action.nargs = action.nargs.replace('+', '*')
            action.default = None
    for group in parser._mutually_exclusive_groups:
        group.required = False


class TestCase(testtools.TestCase):
    """Each test reports all faulty lines at once."""

    def check(self, found: list[Line]) -> list[str]:
        """Return the names of the commands that lines run."""
        names, problems = [], []
        for line in found:
            for argv, loose in argvs(line):
                try:
                    names.append(check(argv, loose))
                except Exception as e:
                    problems.append(f'{line.where}: {shlex.join(argv)}: {e}')
        self.assertEqual([], problems, '\n' + '\n'.join(problems))
        return [name for name in names if name]


class TestPages(TestCase):
    def test_commands(self):
        found = []
        for page in pages():
            where = str(page.relative_to(ROOT))
            found += lines(where, page.read_text())
        names = self.check(found)
        # At most three nouns are not in any guide
        nouns = {name.rpartition(' ')[0] for name in names}
        self.assertGreater(len(nouns), 25)
        self.assertGreater(len(names), 200)

    def test_width(self):
        self.assertEqual(
            [],
            [
                f'{page.relative_to(ROOT)}:{start + i}: {row}'
                for page in pages()
                for start, _language, block in blocks(page.read_text())
                for i, row in enumerate(block, 1)
                if len(row) > WIDTH
            ],
        )


def messages() -> Iterator[re.Pattern[str]]:
    """Yield a pattern for each message of ours.

    Those of commands can be translated; those of the SDK layer are f-strings.
    """
    for path in (ROOT / 'manilaosc').rglob('*.py'):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(
                    func=ast.Name(id='_'),
                    args=[ast.Constant(value=str() as text)],
                ):
                    parts = re.split(r'%(?:\(\w+\))?[dgs]', text.strip())
                    # One word, as in "%s failed", would match anything
                    if len(' '.join(parts).split()) > 1:
                        yield re.compile('.+'.join(map(re.escape, parts)))
                case ast.JoinedStr(values=values) if 'sdk' in path.parts:
                    pattern = ''.join(
                        re.escape(str(value.value))
                        if isinstance(value, ast.Constant)
                        else '.+'
                        for value in values
                    )
                    if len(pattern.replace('.+', '').split()) > 3:
                        yield re.compile(pattern)


def quoted(page: str) -> Iterator[tuple[int, str]]:
    """Yield the messages that a page shows, each with its line's number."""
    for start, language, block in blocks(page):
        if language != 'console':
            continue
        rows = [f' {row}' for row in block]
        for number, text in typed(language, block):
            for i in range(number, number + text.count('\n') + 1):
                rows[i] = ''
        # Tables, JSON and indented lines are not messages
        message = ''
        for number, row in enumerate([*rows, ''], start + 1):
            if re.match(r' [^ +|{}]', row):
                message += row
            elif message:
                if len(message.split()) > 3:
                    yield number - 1, message.strip()
                message = ''
    for term in re.finditer(r'^``(.+ .+ .+)``\n  \w', page, re.MULTILINE):
        yield page.count('\n', 0, term.start()) + 1, term[1]


class TestMessages(testtools.TestCase):
    """Messages quoted on pages exist in the code."""

    def test_messages(self):
        known = [*messages(), *map(re.compile, FOREIGN)]
        found = [
            (f'{page.relative_to(ROOT)}:{number}: {message}', message)
            for page in pages()
            if page.name not in OTHER_PROGRAMS
            for number, message in quoted(page.read_text())
        ]
        problems = [
            line
            for line, message in found
            if not any(each.search(message) for each in known)
        ]
        self.assertEqual([], problems, '\n' + '\n'.join(problems))
        self.assertGreater(len(found), 30)

    def test_quoted(self):
        page = """
.. code-block:: console

   $ a b \\
       c
   | a | b | c | d |
   A message that
   goes on.
   $ d
   too short
   {
     "a message that": "is none"
   }

``A term that is a message``
  is explained.
"""
        self.assertEqual(
            [(8, 'A message that goes on.'), (15, 'A term that is a message')],
            list(quoted(page)),
        )


class TestCompatibility(testtools.TestCase):
    """Numbers and links on the page about python-manilaclient."""

    def setUp(self):
        super().setUp()
        path = ROOT / 'doc/source/reference/compatibility.rst'
        self.page = path.read_text()

    def test_number_of_commands(self):
        number = len(registry.shared())
        self.assertIn(f'has {number} ``openstack share`` commands', self.page)

    def test_links(self):
        pointed_to = re.findall(r':doc:`\.\./cli/(share[a-z-]*)`', self.page)
        differ = {
            path.stem
            for path in ROOT.glob('doc/source/cli/share*.rst')
            if re.search(
                r'differences from\s+python-manilaclient',
                path.read_text(),
                re.IGNORECASE,
            )
        }
        self.assertNotEqual(set(), differ)
        self.assertEqual(set(), differ - set(pointed_to))


class TestExamples(TestCase):
    def test_examples(self):
        found, classes = [], []
        for name, entry_point in registry.ours().items():
            cls: Any = entry_point.load()
            if cls.example:
                found.append(Line(name, f'openstack {cls.example}'))
                classes.append(cls)
        names = self.check(found)
        # Aliases share the example of the other name
        shown = [registry.ours()[name].load() for name in names]
        self.assertEqual(classes, shown)
        self.assertNotEqual([], shown)


class TestFinding(testtools.TestCase):
    """Tests of the functions above."""

    def lines(self, *rows):
        return [
            (line.text, line.loose) for line in lines('x', '\n'.join(rows))
        ]

    def test_console(self):
        self.assertEqual(
            [('a \\\n    b |\n    c', False), ("d '\n$ '", False)],
            self.lines(
                '- An item', '', '  .. code-block:: console', '',
                '     $ a \\', '         b |', '         c',
                '     output ``share x``', '', "     $ d '", "     $ '",
                '', '  $ no more of it',
            ),
        )  # fmt: skip

    def test_bash(self):
        self.assertEqual(
            [('\nset -e\nid=$(a |\n      b)', False)],
            self.lines(
                '.. code-block:: bash', '',
                '   set -e', '   id=$(a |', '         b)', '',
                'x',
            ),
        )  # fmt: skip

    def test_literals(self):
        self.assertEqual(
            [
                ('openstack share list --long', True),
                ('openstack share', True),
                ('openstack share access create', True),
            ],
            self.lines(
                'See ``openstack share list', '--long`` and ``share``,',
                'not ``shares`` or ``server list`` or ``share thing``:',
                '``share access create``.',
            ),
        )  # fmt: skip

    def argvs(self, text, loose=False):
        return list(argvs(Line('x', text, loose)))

    def test_shell(self):
        self.assertEqual(
            [(['share', 'show', 'a b', '-f', 'json'], False)],
            self.argvs("openstack share show 'a b' -f json | jq '.x | .y'"),
        )
        self.assertEqual(
            [
                (['share', 'list', '-c', 'ID'], False),
                (['share', 'delete', 'VALUE', 'VALUE'], False),
            ],
            self.argvs(
                'openstack share delete $(openstack share list -c ID | '
                'head -1) "$id" > log 2>&1  # all of it'
            ),
        )
        self.assertEqual(
            [(['share', 'delete', '--wait'], True)],
            self.argvs('x | xargs -r openstack share delete --wait'),
        )
        self.assertEqual(
            [(['share', 'show', 'VALUE', 'host@b#pool'], False)],
            self.argvs('run -- openstack share show <name> host@b#pool'),
        )
        self.assertEqual(
            [(['share', 'create', '--wait'], True)],
            self.argvs('openstack share create ... --wait'),
        )
        self.assertEqual([], self.argvs('openstack share sn<Tab><Tab>'))

    def test_script(self):
        script = """
            # openstack share list
            if [ -z "$(openstack share list)" ]; then
                openstack share show 'a
            b' -f json
            fi"""
        self.assertEqual(
            [
                (['share', 'list'], False),
                (['share', 'show', 'a\n            b', '-f', 'json'], False),
            ],
            self.argvs(script),
        )

    def test_check(self):
        self.assertEqual('share show', check(['share', 'show', 'x'], False))
        self.assertEqual(
            'share create', check(['share', 'create', 'NFS', 'VALUE'], False)
        )
        self.assertEqual(
            'share show', check(['--os-cloud', 'x', 'share', 'show'], True)
        )
        self.assertEqual(
            'share resize', check(['help', 'share', 'resize'], False)
        )
        self.assertEqual('', check(['share', 'snapshot'], True))
        self.assertEqual('', check(['server', 'list'], False))

    def test_wrong(self):
        for argv, loose, why in (
            ('share nothing x', True, 'no command of ours'),
            ('share snap', True, 'no command of ours'),
            ('share snapshot', False, 'no command of ours'),
            ('share show', False, 'required'),
            ('share show x y', False, 'unrecognized'),
            ('share show --colour', True, 'unrecognized'),
            ('share create NFS ten', False, 'Invalid size'),
            ('help share shw', False, 'no command of ours'),
        ):
            self.assertIn(why, str(self.refused(argv, loose)))

    def refused(self, argv, loose):
        return self.assertRaises(Refused, check, argv.split(), loose)

    def test_wrong_timeout(self):
        argv = 'share delete x --timeout 5'.split()
        self.assertRaises(exceptions.CommandError, check, argv, False)
