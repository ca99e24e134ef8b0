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

"""Tests that apply to every command: naming, help, tests and pages."""

import configparser
import fnmatch
import inspect
import pathlib
import re

import testtools

import manilaosc
from manilaosc import command
from manilaosc.tests.unit import registry

PACKAGE = pathlib.Path(manilaosc.__file__).parent
ROOT = PACKAGE.parent

#: What may end a command's name; a new verb needs a reason
VERBS = {
    'abandon', 'accept', 'add', 'adopt', 'cancel', 'complete', 'create',
    'delete', 'diagnose', 'disable', 'enable', 'list', 'manage', 'promote',
    'remove', 'resize', 'restore', 'resync', 'revert', 'set', 'show', 'start',
    'unmanage', 'unset', 'wait',
    'ensure shares',
}  # fmt: skip
#: Two names of one class: python-manilaclient's and the API's
SYNONYMS = {'adopt': 'manage', 'abandon': 'unmanage'}
#: Nouns without a module of their own, and the noun whose module they are in
GUESTS = {
    'share api extension': 'share api',
    'share api version': 'share api',
    'share export location properties': 'share export location',
    'share group snapshot members': 'share group snapshot',
    'share network subnet properties': 'share network subnet',
    'share properties': 'share',
    'share replica properties': 'share replica',
    'share snapshot properties': 'share snapshot',
}


def split(name: str) -> tuple[str, str]:
    """Split a command into noun and verb: ``share snapshot``, ``set``."""
    words = name.split()
    for length in (2, 1):
        noun, verb = words[:-length], ' '.join(words[-length:])
        if verb in VERBS:
            return ' '.join(noun), verb
    return ' '.join(words[:-1]), words[-1]


def synonyms(verb: str) -> list[str]:
    """Return a verb and its other name, if it has one."""
    others = {v: k for k, v in SYNONYMS.items()} | SYNONYMS
    return [verb, *([others[verb]] if verb in others else [])]


def home(noun: str) -> str:
    """Return the module of a noun: ``share_snapshot``."""
    return GUESTS.get(noun, noun).replace(' ', '_')


def family(noun: str) -> list[str]:
    """A noun's own name as a file's, and those of the nouns it belongs to."""
    words = GUESTS.get(noun, noun).split()
    return ['_'.join(words[:n]) for n in range(len(words), 0, -1)]


class TestSetupCfg(testtools.TestCase):
    def setUp(self):
        super().setUp()
        config = configparser.ConfigParser()
        config.read(ROOT / 'setup.cfg')
        lines = config['entry_points'][registry.GROUP].strip().splitlines()
        self.lines = [re.sub(r'\s*=\s*', ' = ', line) for line in lines]

    def test_installed(self):
        installed = [f'{e.name} = {e.value}' for e in registry.ours().values()]
        self.assertEqual(
            sorted(self.lines),
            sorted(installed),
            'setup.cfg has changed since the package was installed: '
            'run "pip install --no-deps -e ." once more',
        )

    def test_sorted(self):
        self.assertEqual(sorted(self.lines), self.lines)


class TestCase(testtools.TestCase):
    """Each test reports all faulty commands at once."""

    def setUp(self):
        super().setUp()
        self.problems = []
        self.addCleanup(lambda: self.assertEqual([], self.problems))

    def check(self, ok, name, problem):
        if not ok:
            self.problems.append(f'{name}: {problem}')


class TestCommands(TestCase):
    def test_there_are_commands(self):
        self.assertNotEqual({}, registry.ours())

    def test_class(self):
        for name, entry_point in registry.ours().items():
            cls = entry_point.load()
            self.check(
                issubclass(cls, command.Command),
                name,
                'is not a manilaosc.command.Command',
            )
            self.check(
                not inspect.isabstract(cls), name, 'lacks its take_action'
            )

    def test_help(self):
        for name, entry_point in registry.ours().items():
            # Formatting finds placeholders that cannot be filled
            text = registry.parser(entry_point).format_help()
            self.check(name in text, name, '--help lacks the usage')

    def test_description(self):
        for name, entry_point in registry.ours().items():
            text = registry.parser(entry_point).description or ''
            self.check(text.strip(), name, 'has no description')
            first = text.strip().split('\n')[0]
            self.check(
                first[:1].isupper() and not first.endswith('.'),
                name,
                f'"{first}" must begin in upper case and not end in a stop',
            )

    def test_arguments(self):
        for name, entry_point in registry.ours().items():
            parser = registry.parser(entry_point)
            actions = [
                *registry.options(parser).values(),
                *registry.positionals(parser),
            ]
            for action in actions:
                what = (action.option_strings or [action.dest])[-1]
                self.check(action.help, name, f'{what} has no help')
                takes_value = action.nargs != 0
                self.check(
                    action.metavar or action.choices or not takes_value,
                    name,
                    f'{what} has no metavar',
                )
                for option in action.option_strings:
                    self.check(
                        re.fullmatch(r'--[a-z][a-z0-9-]*[a-z0-9~]', option)
                        or option in _odd_options(name),
                        name,
                        f'{option} is not spelled like an option',
                    )

    def test_synonyms(self):
        ours = registry.ours()
        for name, entry_point in ours.items():
            noun, verb = split(name)
            for other in synonyms(verb):
                twin = ours.get(f'{noun} {other}')
                self.check(
                    twin and twin.value == entry_point.value,
                    name,
                    f'must be the same class as "{noun} {other}"',
                )


class TestMirror(TestCase):
    """A noun has the same name everywhere."""

    def test_verb(self):
        for name in registry.ours():
            _noun, verb = split(name)
            self.check(verb in VERBS, name, f'{verb} is not a known verb')

    def test_class_and_module(self):
        for name, entry_point in registry.ours().items():
            noun, verb = split(name)
            module = f'manilaosc.v2.{home(noun)}'
            classes = [
                f'{v.split()[0]} {noun}'.title().replace(' ', '')
                for v in synonyms(verb)
            ]
            self.check(
                entry_point.module == module,
                name,
                f'belongs into {module}, not {entry_point.module}',
            )
            self.check(
                entry_point.attr in classes,
                name,
                f'{entry_point.attr} should be {" or ".join(classes)}',
            )

    def test_modules_have_commands(self):
        used = {e.module for e in registry.ours().values()}
        for path in (PACKAGE / 'v2').glob('[!_]*.py'):
            self.check(
                f'manilaosc.v2.{path.stem}' in used,
                path.name,
                'no entry point in setup.cfg names it',
            )

    def test_unit_tests(self):
        for name, entry_point in registry.ours().items():
            noun, verb = split(name)
            # A verb with many tests has a module of its own
            paths = [
                f'tests/unit/v2/test_{module}.py'
                for module in (home(noun), f'{home(noun)}_{verb}')
            ]
            self.check(
                any(
                    _contains(path, rf'\b{entry_point.attr}\b')
                    for path in paths
                ),
                name,
                f'manilaosc/{paths[0]} does not test {entry_point.attr}',
            )

    def test_functional_tests(self):
        for name in registry.ours():
            noun, verb = split(name)
            paths = [
                f'tests/functional/v2/test_{module}.py'
                for module in (*family(noun), f'{home(noun)}_{verb}')
            ]
            names = '|'.join(f'{noun} {v}' for v in synonyms(verb))
            self.check(
                any(_contains(path, rf'\b({names})\b') for path in paths),
                name,
                f'is not run by manilaosc/{paths[0]}',
            )

    def test_guests(self):
        nouns = {split(name)[0] for name in registry.ours()}
        self.problems += sorted(
            f'{noun}: GUESTS names it, but no command has it'
            for noun in GUESTS.keys() - nouns
        )


class TestReference(TestCase):
    """Each command is on the reference page of its noun, and only there."""

    def test_pages(self):
        patterns = {
            path.stem.replace('-', '_'): re.findall(
                r'^\s+:command: (.*\S)', path.read_text(), re.M
            )
            for path in (ROOT / 'doc/source/cli').glob('*.rst')
        }
        for name in registry.ours():
            pages = [
                page
                for page, globs in patterns.items()
                for glob in globs
                if fnmatch.fnmatch(name, glob)
            ]
            here = family(split(name)[0])
            self.check(
                len(pages) == 1 and pages[0] in here,
                name,
                f'doc/source/cli/{here[0].replace("_", "-")}.rst should '
                f'have it, and no other page; it is on {pages or "none"}',
            )


def _contains(path: str, pattern: str) -> bool:
    file = PACKAGE / path
    return file.is_file() and bool(re.search(pattern, file.read_text()))


def _odd_options(name: str) -> set[str]:
    """Options that are spelled as python-manilaclient spells them."""
    theirs = registry.manilaclients().get(name)
    return set(registry.options(registry.parser(theirs))) if theirs else set()
