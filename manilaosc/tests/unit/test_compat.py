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

"""Tests that commands accept what python-manilaclient's accept."""

import argparse
from collections.abc import Iterator
import contextlib
import io
import itertools
from typing import Any

from cliff import _argparse
import testtools

from manilaosc.tests.unit import registry

#: Where ours is meant to differ, and why
INTENDED = {
    'share delete: --force and --soft exclude each other': (
        'they contradict each other; manilaclient ignores one of them'
    )
}

INFINITY = float('inf')
#: How many values each of argparse's nargs takes
COUNTS: dict[Any, Any] = {
    None: (1, 1),
    '?': (0, 1),
    '*': (0, INFINITY),
    '+': (1, INFINITY),
}
#: Values to try when an option is repeated
SAMPLES = (('a', 'b'), ('a=1', 'b=2'), ('1', '2'))

Parser = argparse.ArgumentParser


def differences(theirs: Parser, ours: Parser) -> Iterator[str]:
    """Return what their parser accepts and ours does not."""
    known = registry.options(ours)
    for name, action in registry.options(theirs).items():
        if name in known:
            yield from _narrower(name, action, known[name])
            if _gathers(theirs, action) and not _gathers(ours, known[name]):
                yield f'{name} cannot be repeated'
        else:
            yield f'{name} is missing'
    yield from _positionals(theirs, ours)
    yield from _exclusions(theirs, ours)
    yield from _abbreviations(theirs, ours)


def _narrower(
    name: str, theirs: argparse.Action, ours: argparse.Action
) -> Iterator[str]:
    low, high = _count(theirs)
    our_low, our_high = _count(ours)
    if our_low > low or our_high < high:
        yield f'{name} takes {ours.nargs!r} values, not {theirs.nargs!r}'
    if ours.choices is not None:
        lost = set(theirs.choices or ['anything']) - set(ours.choices)
        if lost:
            yield f'{name} does not take {", ".join(sorted(map(str, lost)))}'
    if ours.required and not theirs.required and ours.option_strings:
        yield f'{name} is required'


def _count(action: argparse.Action) -> Any:
    return COUNTS.get(action.nargs, (action.nargs, action.nargs))


def _gathers(parser: Parser, action: argparse.Action) -> bool:
    """Return whether repeated uses of an option add up."""
    if action.nargs == 0:
        return False
    option = max(action.option_strings, key=len)
    for first, second in SAMPLES:
        # An action can only be asked, not read; the parser has the defaults
        once, twice = argparse.Namespace(), argparse.Namespace()
        try:
            for namespace, values in (
                (once, [first]),
                (twice, [first, second]),
            ):
                setattr(namespace, action.dest, None)
                for value in values:
                    checked = parser._get_values(action, [value])
                    action(parser, namespace, checked, option)
        except (argparse.ArgumentError, argparse.ArgumentTypeError):
            continue
        return _size(once, action.dest) < _size(twice, action.dest)
    return False


def _size(namespace: argparse.Namespace, dest: str) -> int:
    value = getattr(namespace, dest)
    return len(value) if isinstance(value, dict | list | set) else 1


def _positionals(theirs: Parser, ours: Parser) -> Iterator[str]:
    pairs = itertools.zip_longest(
        registry.positionals(theirs), registry.positionals(ours)
    )
    for their, our in pairs:
        if our is None:
            yield f'<{their.dest}> is missing'
        elif their is not None:
            yield from _narrower(f'<{their.dest}>', their, our)
        elif _count(our)[0]:
            yield f'<{our.dest}> is required'


def _exclusions(theirs: Parser, ours: Parser) -> Iterator[str]:
    """Yield options that only our parser makes exclusive."""
    allowed, ours_allow = _exclusive(theirs), _exclusive(ours)
    names = registry.options(theirs)
    for pair in sorted(map(sorted, ours_allow - allowed)):
        if all(name in names for name in pair):
            yield f'{" and ".join(pair)} exclude each other'


def _exclusive(parser: Parser) -> set[frozenset[str]]:
    """Return the pairs of options that a parser makes exclusive."""
    return {
        frozenset((one, other))
        for group in parser._mutually_exclusive_groups
        for a, b in itertools.combinations(group._group_actions, 2)
        for one in a.option_strings
        for other in b.option_strings
    }


def _abbreviations(theirs: Parser, ours: Parser) -> Iterator[str]:
    names = theirs._option_string_actions.keys()
    for name in sorted(names & ours._option_string_actions.keys()):
        for length in range(3, len(name)):
            prefix = name[:length]
            if not name.startswith('--') or not _resolves(
                theirs, prefix, name
            ):
                continue
            if not _resolves(ours, prefix, name):
                yield f'{prefix} is no abbreviation of {name}'


def _resolves(parser: Parser, prefix: str, name: str) -> bool:
    """Return whether a prefix stands for this option only."""
    exact = parser._option_string_actions.get(prefix)
    matches = parser._get_option_tuples(prefix)
    found = [exact] if exact else [match[0] for match in matches]
    return len(found) == 1 and name in found[0].option_strings


class TestCompatibility(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.found = {
            f'{command}: {difference}'
            for command in registry.shared()
            for difference in differences(
                registry.parser(registry.manilaclients()[command]),
                registry.parser(registry.ours()[command]),
            )
        }

    def test_all_names_are_ours(self):
        theirs = registry.manilaclients().keys()
        self.assertEqual(set(), theirs - registry.ours().keys())
        # Not empty because nothing is found
        self.assertLessEqual(154, len(theirs))

    def test_only_intended_differences(self):
        self.assertEqual(
            [],
            sorted(self.found - INTENDED.keys()),
            'scripts written for python-manilaclient would break; if it has '
            'to be, INTENDED says why',
        )

    def test_intended_differences_are_there(self):
        self.assertEqual(
            [], sorted(INTENDED.keys() - self.found), 'drop these'
        )


class TestDifferences(testtools.TestCase):
    """Tests of ``differences`` itself."""

    def setUp(self):
        super().setUp()
        self.theirs, self.ours = (
            _argparse.ArgumentParser(prog='share x') for _ in range(2)
        )

    def check(self, *expected: str) -> None:
        found = list(differences(self.theirs, self.ours))
        self.assertEqual(list(expected), found)

    def test_same(self):
        for parser in (self.theirs, self.ours):
            parser.add_argument('share', nargs='+')
            parser.add_argument('--property', action='append')
        self.check()

    def test_wider(self):
        self.theirs.add_argument('size')
        self.ours.add_argument('size', nargs='?')
        self.theirs.add_argument('--to', choices=['a'])
        self.ours.add_argument('--to', choices=['a', 'b'])
        self.theirs.add_argument('--public')
        self.ours.add_argument('--public', nargs='?')
        self.check()

    def test_missing(self):
        self.theirs.add_argument('--name')
        self.theirs.add_argument('share')
        self.check('--name is missing', '<share> is missing')

    def test_more_is_required(self):
        self.theirs.add_argument('--name')
        self.ours.add_argument('--name', required=True)
        self.ours.add_argument('share')
        self.check('--name is required', '<share> is required')

    def test_fewer_values(self):
        self.theirs.add_argument('--driver-options', nargs='*')
        self.ours.add_argument('--driver-options')
        self.theirs.add_argument('--wait', action='store_true')
        self.ours.add_argument('--wait')
        self.check(
            "--driver-options takes None values, not '*'",
            '--wait takes None values, not 0',
        )

    def test_fewer_choices(self):
        self.theirs.add_argument('--to')
        self.ours.add_argument('--to', choices=['a'])
        self.check('--to does not take anything')

    def test_not_repeatable(self):
        self.theirs.add_argument('--property', action='append')
        self.ours.add_argument('--property')
        self.check('--property cannot be repeated')

    def test_exclusive(self):
        for name in ('--force', '--soft'):
            self.theirs.add_argument(name, action='store_true')
        group = self.ours.add_mutually_exclusive_group()
        for name in ('--force', '--soft'):
            group.add_argument(name, action='store_true')
        self.check('--force and --soft exclude each other')

    def test_abbreviations(self):
        self.theirs.add_argument('--snapshot')
        self.ours.add_argument('--snapshot')
        self.ours.add_argument('--sn')
        self.ours.add_argument('--snack')
        self.check(
            '--s is no abbreviation of --snapshot',
            '--sn is no abbreviation of --snapshot',
            '--sna is no abbreviation of --snapshot',
        )

    def test_new_options_give_way(self):
        # The same by parsing: --all is what scripts write
        command = registry.ours()['share list']
        parser = registry.parser(command)
        with contextlib.redirect_stderr(io.StringIO()) as err:
            parsed_args = parser.parse_args(['--all'])
        self.assertTrue(parsed_args.all_projects)
        self.assertEqual('', err.getvalue())
