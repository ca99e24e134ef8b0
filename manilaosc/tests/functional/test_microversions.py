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

"""Every noun at every microversion that changed something about it."""

import argparse
from collections.abc import Callable, Sequence
import dataclasses
import functools
import importlib.metadata
import itertools
import shlex
import time

from manilaosc.tests.functional import base
from manilaosc.tests.unit import registry

#: What may go without a microversion
LOGIN = {'/v3', base.LOGIN, '/'}
#: Actions that change nothing
QUESTIONS = {'access_list', 'os-access_list', 'migration_get_progress'}
#: What to try as the value of an option or a positional argument
SAMPLES = ('x', '1', 'a=b', 'host@backend#pool', 'share')


@dataclasses.dataclass(frozen=True)
class Noun:
    """How to make one at any microversion, and what of it to look at.

    Commands are formatted with the IDs of what is there, each by its noun,
    and with a ``name`` and a ``number`` that are new.
    """

    #: The microversions that changed what can be said and seen of it, besides
    #: those that the commands themselves know of
    changes: str = ''
    #: What must be there before: nouns of NOUNS or OTHERS
    needs: tuple[str, ...] = ()
    #: The commands by which it comes and goes
    create: str = ''
    delete: str = ''
    #: Or the list that has it, once there is what it needs
    find: str = ''
    #: What is to be done to it before it is looked at
    then: str = ''
    #: What of an answer names it
    id: str = 'id'
    #: Or what does where there is no answer
    named: str = ''
    cloud: str = 'admin'
    #: Whether there can be no second one
    alone: bool = False
    #: Whether it is to fail
    fails: bool = False
    #: Of which noun an argument is that is not called after one
    arguments: dict[str, str] = dataclasses.field(default_factory=dict)
    #: A command for which there is nothing to show
    left_out: str = ''

    def owner(self, noun: str, metavar: str) -> str:
        """The noun whose ID a positional argument takes."""
        name = metavar.strip('<>').replace('-', ' ')
        if name in self.arguments:
            return self.arguments[name]
        if noun.endswith(name):
            return noun
        return name if name.startswith('share') else f'share {name}'


NOUNS = {
    'share': Noun(
        changes='2.0 2.1 2.2 2.5 2.6 2.7 2.9 2.10 2.11 2.13 2.16 2.24 2.28 '
        '2.30 2.32 2.38 2.45 2.47 2.48 2.53 2.54 2.67 2.80 2.97 2.98 2.99',
        create='share create NFS 1 --name {name}',
        delete='share delete {share}',
        cloud='member',
    ),
    'share access': Noun(
        changes='2.0 2.7 2.13 2.21 2.27 2.28 2.33 2.38',
        needs=('share',),
        create='share access create {share} ip 10.0.0.{number}',
        delete='share access delete {share} {share access}',
        cloud='member',
        arguments={'access rule': 'share access'},
    ),
    'share api': Noun(
        changes='2.0', left_out='share api extension show', cloud='member'
    ),
    'share availability zone': Noun(changes='2.0 2.6 2.7'),
    'share backup': Noun(
        changes='2.85 2.90 2.91',
        needs=('share',),
        create='share backup create {share} --name {name}',
        delete='share backup delete --wait {share backup}',
        cloud='member',
        alone=True,
    ),
    'share export location': Noun(
        changes='2.13 2.14 2.47',
        needs=('share',),
        find='share export location list {share}',
        id='ID',
        cloud='member',
    ),
    'share group': Noun(
        changes='2.34 2.54 2.55',
        create='share group create --share-types dhss_false --name {name}',
        delete='share group delete {share group}',
        cloud='member',
    ),
    'share group snapshot': Noun(
        changes='2.54 2.55',
        needs=('share group',),
        create='share group snapshot create {share group} --name {name}',
        delete='share group snapshot delete {share group snapshot}',
        cloud='member',
    ),
    'share group type': Noun(
        changes='2.46 2.54 2.55 2.66',
        create='share group type create {name} dhss_false',
        delete='share group type delete {share group type}',
    ),
    'share group type access': Noun(
        changes='2.54 2.55',
        needs=('private group type', 'project'),
        create='share group type access create {private group type} {project}',
        named='{project}',
        delete='share group type access delete {private group type} {project}',
        alone=True,
        arguments={'share group type': 'private group type'},
    ),
    'share group type spec': Noun(
        changes='2.54 2.55',
        needs=('share group type',),
        create='share group type spec set {share group type} {name} x',
        named='{name}',
        delete='share group type unset {share group type} '
        '{share group type spec}',
        arguments={'key': 'share group type spec'},
    ),
    'share instance': Noun(
        changes='2.6 2.7 2.9 2.10 2.11 2.22 2.30 2.53 2.54 2.71',
        needs=('share',),
        find='share instance list --share {share}',
        id='ID',
    ),
    'share instance export location': Noun(
        changes='2.13 2.14',
        needs=('share', 'share instance'),
        find='share instance export location list {share instance}',
        id='ID',
    ),
    'share limits': Noun(changes='2.0 2.53 2.58 2.80', cloud='member'),
    'share lock': Noun(
        needs=('share',),
        create='share lock create {share} share',
        delete='share lock delete {share lock}',
        cloud='member',
    ),
    'share message': Noun(
        changes='2.51 2.52',
        needs=('large share',),
        find='share message list --resource-id {large share}',
        id='ID',
        cloud='member',
    ),
    'share migration': Noun(
        changes='2.59 2.95 2.96 2.97 2.98',
        needs=('migrated share',),
        arguments={'share': 'migrated share'},
    ),
    'share network': Noun(
        changes='2.0 2.18 2.20 2.25 2.26 2.77 2.78',
        create='share network create --name {name}',
        delete='share network delete {share network}',
        cloud='member',
    ),
    'share network subnet': Noun(
        changes='2.52 2.77',
        needs=('share network',),
        create='share network subnet create {share network} '
        '--availability-zone nova',
        delete='share network subnet delete {share network} '
        '{share network subnet}',
        cloud='member',
        alone=True,
    ),
    'share pool': Noun(changes='2.0 2.22 2.23'),
    'share qos type': Noun(
        create='share qos type create {name}',
        delete='share qos type delete {share qos type}',
    ),
    'share qos type spec': Noun(
        needs=('share qos type',),
        create='share qos type spec set {share qos type} {name} x',
        named='{name}',
        delete='share qos type unset {share qos type} '
        '--spec {share qos type spec}',
        arguments={'key': 'share qos type spec'},
    ),
    'share quota': Noun(changes='2.0 2.6 2.7 2.24', cloud='member'),
    'share quota class': Noun(
        changes='2.0 2.6 2.7 2.39 2.40 2.53 2.62 2.80 2.90'
    ),
    'share replica': Noun(
        changes='2.30 2.55 2.56',
        needs=('replicated type', 'replicated share'),
        create='share replica create {replicated share}',
        delete='share replica delete --wait {share replica}',
        alone=True,
    ),
    'share replica export location': Noun(
        changes='2.55 2.56 2.87',
        needs=('replicated type', 'replicated share', 'share replica'),
        find='share replica export location list {share replica}',
        id='ID',
    ),
    'share security service': Noun(
        changes='2.0',
        create='share security service create ldap --name {name}',
        delete='share security service delete {share security service}',
        cloud='member',
    ),
    'share server': Noun(
        changes='2.0 2.50 2.63 2.69 2.70',
        needs=('share network', 'share on a server'),
        find='share server list --share-network {share network}',
        id='ID',
    ),
    'share server migration': Noun(
        changes='2.69 2.70 2.90',
        needs=('share network', 'share on a server', 'migrating server'),
        arguments={'share server': 'migrating server'},
    ),
    'share service': Noun(changes='2.0 2.6 2.7 2.83 2.86'),
    'share snapshot': Noun(
        changes='2.0 2.6 2.7 2.11 2.17 2.32 2.35 2.38 2.48 2.49',
        needs=('share',),
        create='share snapshot create {share} --name {name}',
        delete='share snapshot delete {share snapshot}',
        cloud='member',
    ),
    'share snapshot access': Noun(
        changes='2.38',
        needs=('share', 'share snapshot'),
        create='share snapshot access create {share snapshot} '
        'ip 10.0.0.{number}',
        delete='share snapshot access delete {share snapshot} '
        '{share snapshot access}',
        cloud='member',
    ),
    'share snapshot export location': Noun(
        needs=('share', 'share snapshot'),
        find='share snapshot export location list {share snapshot}',
        id='ID',
        cloud='member',
    ),
    'share snapshot instance': Noun(
        needs=('share', 'share snapshot'),
        find='share snapshot instance list --snapshot {share snapshot}',
        id='ID',
    ),
    'share snapshot instance export location': Noun(
        needs=('share', 'share snapshot', 'share snapshot instance'),
        find='share snapshot instance export location list '
        '{share snapshot instance}',
        id='ID',
    ),
    'share transfer': Noun(
        needs=('share',),
        create='share transfer create {share} --name {name}',
        delete='share transfer delete {share transfer}',
        cloud='member',
        alone=True,
    ),
    'share type': Noun(
        changes='2.0 2.6 2.7 2.24 2.46 2.99',
        create='share type create {name} false',
        delete='share type delete {share type}',
    ),
    'share type access': Noun(
        changes='2.0 2.6 2.7',
        needs=('private type', 'project'),
        create='share type access create {private type} {project}',
        named='{project}',
        delete='share type access delete {private type} {project}',
        alone=True,
        arguments={'share type': 'private type'},
    ),
    'share type extra spec': Noun(
        changes='2.0 2.24',
        needs=('share type',),
        create='share type extra spec set {share type} {name} x',
        named='{name}',
        delete='share type unset {share type} {share type extra spec}',
        arguments={'key': 'share type extra spec'},
    ),
}

#: What only the rows above need
OTHERS = {
    'large share': Noun(
        create='share create NFS 50000 --share-type dhss_false --name {name}',
        delete='share delete {large share}',
        cloud='member',
        fails=True,
    ),
    'migrated share': Noun(
        create='share create NFS 1 --name {name}',
        then='share set --task-state migration_success {migrated share}',
        delete='share delete {migrated share}',
    ),
    'replicated type': Noun(
        create='share type create {name} false --extra-specs '
        'replication_type=readable',
        delete='share type delete {replicated type}',
    ),
    'replicated share': Noun(
        create='share create NFS 1 --share-type {replicated type} '
        '--name {name}',
        delete='share delete --wait {replicated share}',
    ),
    'share on a server': Noun(
        create='share create NFS 1 --share-type dhss_true --name {name} '
        '--share-network {share network}',
        delete='share delete --wait {share on a server}',
        cloud='member',
    ),
    'private group type': Noun(
        create='share group type create {name} dhss_false --public false',
        delete='share group type delete {private group type}',
    ),
    'private type': Noun(
        create='share type create {name} false --public false',
        delete='share type delete {private type}',
    ),
    'project': Noun(find='project list', id='ID'),
    'migrating server': Noun(
        find='share server list --share-network {share network}',
        then='share server set --status server_migrating '
        '--task-state migration_success {migrating server}',
        delete='share server set --status active {migrating server}',
        id='ID',
    ),
}


def minor(version: str) -> int:
    return int(version.removeprefix('2.'))


def before(version: str) -> str:
    return f'2.{minor(version) - 1}'


Parser = argparse.ArgumentParser
Value = Callable[[Parser, argparse.Action], str]


def arguments(
    parser: Parser, value: Value, option: argparse.Action | None = None
) -> list[str]:
    """The shortest arguments that a parser takes, with this option."""
    groups = parser._mutually_exclusive_groups
    chosen = [option] if option else []
    for group in groups:
        actions = group._group_actions
        if group.required and not set(chosen) & set(actions):
            chosen.append(actions[0])
    for action in parser._actions:
        if not action.required or action in chosen:
            continue
        if not any(action in group._group_actions for group in groups):
            chosen.append(action)
    # Positionals last: some options take any number of values
    chosen.sort(key=lambda action: not action.option_strings)
    line: list[str] = []
    for action in chosen:
        if not action.option_strings:
            line.append(value(parser, action))
            continue
        name = max(action.option_strings, key=len)
        if action.nargs != 0:
            name += f'={sample(parser, action)}'
        line.append(name)
    return line


def sample(parser: Parser, action: argparse.Action) -> str:
    """A value that an option, or a positional argument, takes."""
    for value in map(str, action.choices or SAMPLES):
        try:
            found = parser._get_values(action, [value])
            action(parser, argparse.Namespace(), found)
            return value
        except (argparse.ArgumentError, AttributeError):
            continue
    raise AssertionError(f'{parser.prog}: no sample for {action.dest}')


class TestTooOld(base.TestCase):
    """One below what it needs, a command says so and changes nothing."""

    def setUp(self) -> None:
        super().setUp()
        self.keep_tokens()

    def refused(
        self, what: str, needed: str, command: str, line: Sequence[str]
    ) -> None:
        version = before(needed)
        result = self.openstack(
            command,
            *line,
            version=version,
            fail=True,
            stderr=f'^{what} needs shared file system API version {needed} '
            f'or later; {version} is in use$',
        )
        self.assertEqual([], result.changes, command)
        # Not even looked for: logging in is all
        self.assertEqual('/', result.requests[-1].path, command)

    def test_commands(self) -> None:
        for command, entry_point in registry.ours().items():
            needed = entry_point.load().min_version
            if needed:
                parser = registry.parser(entry_point)
                line = arguments(parser, sample)
                self.refused('This command', needed, command, line)

    def test_options(self) -> None:
        for command, entry_point in registry.ours().items():
            parser = registry.parser(entry_point)
            lowest = entry_point.load().min_version or '2.0'
            for action in parser._actions:
                needed = getattr(action, 'min_version', None) or '2.0'
                if minor(needed) > minor(lowest):
                    line = arguments(parser, sample, action)
                    # Of two that set the same, it names the first
                    what = '|'.join(
                        each.option_strings[0]
                        for each in parser._actions
                        if each.dest == action.dest
                    )
                    self.refused(f'({what})', needed, command, line)


def commands(noun: str) -> dict[str, importlib.metadata.EntryPoint]:
    """The commands in the module of a noun."""
    module = f'manilaosc.v2.{noun.replace(" ", "_")}'
    return {
        command: entry_point
        for command, entry_point in registry.ours().items()
        if entry_point.module == module
    }


def nouns() -> set[str]:
    """All that have commands."""
    return {
        entry_point.module.rpartition('.')[2].replace('_', ' ')
        for entry_point in registry.ours().values()
    }


def versions(noun: str) -> list[str]:
    """The microversions at which to look at a noun, the oldest first."""
    found = set(NOUNS[noun].changes.split())
    lowest = min(
        (e.load().min_version or '2.0' for e in commands(noun).values()),
        key=minor,
    )
    for entry_point in commands(noun).values():
        found.add(entry_point.load().min_version or lowest)
        for action in registry.parser(entry_point)._actions:
            found.add(getattr(action, 'min_version', None) or lowest)
    # An option that many commands share may be older than one of them
    return sorted((v for v in found if minor(v) >= minor(lowest)), key=minor)


def reads(noun: str, version: str) -> list[str]:
    """The commands of a noun that change nothing."""
    return [
        command
        for command, entry_point in commands(noun).items()
        if command.split()[-1] in ('list', 'show')
        and command != NOUNS[noun].left_out
        and minor(entry_point.load().min_version or '2.0') <= minor(version)
    ]


def changes(result: base.Result) -> list[base.Request]:
    """What a command may have changed; some actions only ask."""
    return [
        r
        for r in result.changes
        if not (isinstance(r.body, dict) and r.body.keys() <= QUESTIONS)
    ]


def can_wait(line: str) -> bool:
    """Whether a command line is one of a command that has ``--wait``."""
    words = line.split()
    for length in range(len(words), 0, -1):
        found = registry.ours().get(' '.join(words[:length]))
        if found:
            return '--wait' in registry.options(registry.parser(found))
    raise AssertionError(f'No command: {line}')


class TestMatrix(base.TestCase):
    """Nouns, made and looked at and deleted at each microversion."""

    def setUp(self) -> None:
        super().setUp()
        self.keep_tokens()
        self.numbers = itertools.count(1)
        #: The IDs of what was deleted
        self.gone: set[str] = set()

    def check(self, noun: str) -> None:
        row = NOUNS[noun]
        there: dict[str, str] = {}
        for needed in row.needs:
            there[needed] = self.make(needed, there, wait=True)
        pins = versions(noun)
        there[noun] = self.make(noun, there) if row.find else ''
        # All at once, so that nobody waits until one is there
        for group in [[pin] for pin in pins] if row.alone else [pins]:
            made = {}
            for pin in group if row.create else ():
                made[pin] = self.make(noun, there, pin, wait=row.alone)
            for pin in group:
                self.read(
                    noun, pin, there | {noun: made[pin]} if made else there
                )
            for pin, each in made.items():
                self.delete(noun, there | {noun: each}, pin)

    def make(
        self,
        noun: str,
        there: dict[str, str],
        version: str = '',
        wait: bool = False,
    ) -> str:
        """Make or find one; return its ID."""
        row = (NOUNS | OTHERS)[noun]
        new = {'name': self.name(), 'number': str(next(self.numbers))}
        line = (row.create or row.find).format_map(there | new)
        if wait and row.create and can_wait(line) and not row.fails:
            line += ' --wait'
        if row.named:
            self.openstack(line, version=version, cloud=row.cloud)
            return self.made(noun, row.named.format_map(there | new), there)
        deadline = time.monotonic() + base.PATIENCE
        answer = self.json(line, version=version, cloud=row.cloud)
        while row.find and not answer and time.monotonic() < deadline:
            answer = self.json(line, version=version, cloud=row.cloud)
        if row.find:
            [answer, *_others] = answer
        return self.made(noun, answer[row.id], there)

    def made(self, noun: str, found: str, there: dict[str, str]) -> str:
        """See that it is deleted again, and do what is to be done to it."""
        row = (NOUNS | OTHERS)[noun]
        known = there | {noun: found}
        if row.delete:
            self.addCleanup(self.delete_if_there, noun, known)
        self.gone.discard(found)
        if row.then:
            self.openstack(row.then.format_map(known), cloud=row.cloud)
        return found

    def read(self, noun: str, version: str, there: dict[str, str]) -> None:
        """Run the commands that change nothing."""
        row = NOUNS[noun]

        def value(parser: Parser, action: argparse.Action) -> str:
            return there[row.owner(noun, str(action.metavar or action.dest))]

        for command in reads(noun, version):
            parser = registry.parser(registry.ours()[command])
            result = self.openstack(
                command,
                *arguments(parser, value),
                *('-f', 'json'),
                version=version,
                cloud=row.cloud,
            )
            self.assertEqual([], changes(result), command)
            pinned = {
                r.version for r in result.requests if r.path not in LOGIN
            }
            self.assertEqual(set(), pinned - {version}, command)
            if command in (f'{noun} list', f'{noun} show'):
                self.assertIn(there[noun], result.out, f'{command} {version}')

    def delete(
        self, noun: str, there: dict[str, str], version: str = ''
    ) -> None:
        """Delete one when it is ready, and nothing in it any more."""
        row = (NOUNS | OTHERS)[noun]
        argv = ['--os-cloud', row.cloud]
        if version:
            argv += ['--os-shared-file-system-api-version', version]
        argv += shlex.split(row.delete.format_map(there))
        deadline = time.monotonic() + base.PATIENCE
        result = base.run(argv)
        while result.status == 1 and time.monotonic() < deadline:
            time.sleep(0.2)  # It is being made, or what is in it deleted
            result = base.run(argv)
        self.assertEqual((0, '', ''), (result.status, result.out, result.err))
        self.gone.add(there[noun])

    def delete_if_there(self, noun: str, there: dict[str, str]) -> None:
        if there[noun] not in self.gone:
            self.delete(noun, there)

    def test_every_noun_is_there(self) -> None:
        self.assertEqual(set(), nouns() - NOUNS.keys(), 'NOUNS needs a row')
        self.assertEqual(set(), NOUNS.keys() - nouns(), 'drop these')


for noun in NOUNS:
    test = functools.partialmethod(TestMatrix.check, noun)
    setattr(TestMatrix, f'test_{noun.replace(" ", "_")}', test)
