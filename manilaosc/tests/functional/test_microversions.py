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

"""Functional tests of every noun at every microversion that changed it."""

import argparse
from collections.abc import Callable
import dataclasses
import functools
import importlib.metadata
import itertools
import shlex
import time

from manilaosc.tests.functional import base
from manilaosc.tests.unit import registry

#: Requests that carry no microversion
LOGIN = {'/v3', base.LOGIN, '/'}
#: Actions that only read
QUESTIONS = {'access_list', 'os-access_list', 'migration_get_progress'}
#: Values to try for an option or a positional argument
SAMPLES = ('x', '1', 'a=b', 'host@backend#pool', 'share')


@dataclasses.dataclass(frozen=True)
class Noun:
    """How to create a resource of a noun, and at which microversions.

    Commands are format strings. They can use the IDs of the resources in
    ``requires``, the ID of the resource itself, and two values that are new
    each time: ``{name}`` and ``{number}``. For example::

        'share snapshot': Noun(
            versions='2.0 2.17',
            requires=('share',),
            create='share snapshot create {share} --name {name}',
            delete='share snapshot delete {share snapshot}',
            cloud='member',
        )

    creates a share; then, at 2.0, at 2.17 and at every microversion that a
    command or an option of ``share snapshot`` declares, it creates a snapshot
    of that share, runs all list and show commands of ``share snapshot`` on
    it, and deletes it.
    """

    #: Microversions that changed requests or responses, in addition to those
    #: that the commands and their options declare
    versions: str = ''
    #: Resources that must exist: keys of NOUNS or OTHERS
    requires: tuple[str, ...] = ()
    #: The command that creates a resource, and the one that deletes it
    create: str = ''
    delete: str = ''
    #: Instead of ``create``: the command that lists an existing resource
    find: str = ''
    #: A command to run after the resource has been created or found
    prepare: str = ''
    #: The field, or column, of the ID in the output of ``create`` or ``find``
    id_field: str = 'id'
    #: The ID as a format string, if ``create`` prints none
    known_id: str = ''
    #: The user who runs the commands
    cloud: str = 'admin'
    #: Whether there can be only one at a time, so that each is deleted before
    #: the next is created
    only_one: bool = False
    #: Whether the resource goes to error
    fails: bool = False
    #: Positional arguments that take the ID of another noun than their
    #: metavar says
    arguments: dict[str, str] = dataclasses.field(default_factory=dict)
    #: A command not to run, since there is nothing to show
    skip: str = ''

    def owner(self, noun: str, metavar: str) -> str:
        """Return the noun whose ID a positional argument takes."""
        name = metavar.strip('<>').replace('-', ' ')
        if name in self.arguments:
            return self.arguments[name]
        if noun.endswith(name):
            return noun
        return name if name.startswith('share') else f'share {name}'


NOUNS = {
    'share': Noun(
        versions='2.0 2.1 2.2 2.5 2.6 2.7 2.9 2.10 2.11 2.13 2.16 2.24 2.28 '
        '2.30 2.32 2.38 2.45 2.47 2.48 2.53 2.54 2.67 2.80 2.97 2.98 2.99',
        create='share create NFS 1 --name {name}',
        delete='share delete {share}',
        cloud='member',
    ),
    'share access': Noun(
        versions='2.0 2.7 2.13 2.21 2.27 2.28 2.33 2.38',
        requires=('share',),
        create='share access create {share} ip 10.0.0.{number}',
        delete='share access delete {share} {share access}',
        cloud='member',
        arguments={'access rule': 'share access'},
    ),
    'share api': Noun(
        versions='2.0', skip='share api extension show', cloud='member'
    ),
    'share availability zone': Noun(versions='2.0 2.6 2.7'),
    'share backup': Noun(
        versions='2.85 2.90 2.91',
        requires=('share',),
        create='share backup create {share} --name {name}',
        delete='share backup delete --wait {share backup}',
        cloud='member',
        only_one=True,
    ),
    'share export location': Noun(
        versions='2.13 2.14 2.47',
        requires=('share',),
        find='share export location list {share}',
        id_field='ID',
        cloud='member',
    ),
    'share group': Noun(
        versions='2.34 2.54 2.55',
        create='share group create --share-types dhss_false --name {name}',
        delete='share group delete {share group}',
        cloud='member',
    ),
    'share group snapshot': Noun(
        versions='2.54 2.55',
        requires=('share group',),
        create='share group snapshot create {share group} --name {name}',
        delete='share group snapshot delete {share group snapshot}',
        cloud='member',
    ),
    'share group type': Noun(
        versions='2.46 2.54 2.55 2.66',
        create='share group type create {name} dhss_false',
        delete='share group type delete {share group type}',
    ),
    'share group type access': Noun(
        versions='2.54 2.55',
        requires=('private group type', 'project'),
        create='share group type access create {private group type} {project}',
        known_id='{project}',
        delete='share group type access delete {private group type} {project}',
        only_one=True,
        arguments={'share group type': 'private group type'},
    ),
    'share group type spec': Noun(
        versions='2.54 2.55',
        requires=('share group type',),
        create='share group type spec set {share group type} {name} x',
        known_id='{name}',
        delete='share group type unset {share group type} '
        '{share group type spec}',
        arguments={'key': 'share group type spec'},
    ),
    'share instance': Noun(
        versions='2.6 2.7 2.9 2.10 2.11 2.22 2.30 2.53 2.54 2.71',
        requires=('share',),
        find='share instance list --share {share}',
        id_field='ID',
    ),
    'share instance export location': Noun(
        versions='2.13 2.14',
        requires=('share', 'share instance'),
        find='share instance export location list {share instance}',
        id_field='ID',
    ),
    'share limits': Noun(versions='2.0 2.53 2.58 2.80', cloud='member'),
    'share lock': Noun(
        requires=('share',),
        create='share lock create {share} share',
        delete='share lock delete {share lock}',
        cloud='member',
    ),
    'share message': Noun(
        versions='2.51 2.52',
        requires=('large share',),
        find='share message list --resource-id {large share}',
        id_field='ID',
        cloud='member',
    ),
    'share migration': Noun(
        versions='2.59 2.95 2.96 2.97 2.98',
        requires=('migrated share',),
        arguments={'share': 'migrated share'},
    ),
    'share mount': Noun(versions='2.14 2.45', requires=('share',)),
    'share network': Noun(
        versions='2.0 2.18 2.20 2.25 2.26 2.77 2.78',
        create='share network create --name {name}',
        delete='share network delete {share network}',
        cloud='member',
    ),
    'share network subnet': Noun(
        versions='2.52 2.77',
        requires=('share network',),
        create='share network subnet create {share network} '
        '--availability-zone nova',
        delete='share network subnet delete {share network} '
        '{share network subnet}',
        cloud='member',
        only_one=True,
    ),
    'share pool': Noun(versions='2.0 2.22 2.23'),
    'share qos type': Noun(
        create='share qos type create {name}',
        delete='share qos type delete {share qos type}',
    ),
    'share qos type spec': Noun(
        requires=('share qos type',),
        create='share qos type spec set {share qos type} {name} x',
        known_id='{name}',
        delete='share qos type unset {share qos type} '
        '--spec {share qos type spec}',
        arguments={'key': 'share qos type spec'},
    ),
    'share quota': Noun(versions='2.0 2.6 2.7 2.24', cloud='member'),
    'share quota class': Noun(
        versions='2.0 2.6 2.7 2.39 2.40 2.53 2.62 2.80 2.90'
    ),
    'share replica': Noun(
        versions='2.30 2.55 2.56',
        requires=('replicated type', 'replicated share'),
        create='share replica create {replicated share}',
        delete='share replica delete --wait {share replica}',
        only_one=True,
    ),
    'share replica export location': Noun(
        versions='2.55 2.56 2.87',
        requires=('replicated type', 'replicated share', 'share replica'),
        find='share replica export location list {share replica}',
        id_field='ID',
    ),
    'share security service': Noun(
        versions='2.0',
        create='share security service create ldap --name {name}',
        delete='share security service delete {share security service}',
        cloud='member',
    ),
    'share server': Noun(
        versions='2.0 2.50 2.63 2.69 2.70',
        requires=('share network', 'share on a server'),
        find='share server list --share-network {share network}',
        id_field='ID',
    ),
    'share server migration': Noun(
        versions='2.69 2.70 2.90',
        requires=('share network', 'share on a server', 'migrating server'),
        arguments={'share server': 'migrating server'},
    ),
    'share service': Noun(versions='2.0 2.6 2.7 2.83 2.86'),
    'share snapshot': Noun(
        versions='2.0 2.6 2.7 2.11 2.17 2.32 2.35 2.38 2.48 2.49',
        requires=('share',),
        create='share snapshot create {share} --name {name}',
        delete='share snapshot delete {share snapshot}',
        cloud='member',
    ),
    'share snapshot access': Noun(
        versions='2.38',
        requires=('share', 'share snapshot'),
        create='share snapshot access create {share snapshot} '
        'ip 10.0.0.{number}',
        delete='share snapshot access delete {share snapshot} '
        '{share snapshot access}',
        cloud='member',
    ),
    'share snapshot export location': Noun(
        requires=('share', 'share snapshot'),
        find='share snapshot export location list {share snapshot}',
        id_field='ID',
        cloud='member',
    ),
    'share snapshot instance': Noun(
        requires=('share', 'share snapshot'),
        find='share snapshot instance list --snapshot {share snapshot}',
        id_field='ID',
    ),
    'share snapshot instance export location': Noun(
        requires=('share', 'share snapshot', 'share snapshot instance'),
        find='share snapshot instance export location list '
        '{share snapshot instance}',
        id_field='ID',
    ),
    'share transfer': Noun(
        requires=('share',),
        create='share transfer create {share} --name {name}',
        delete='share transfer delete {share transfer}',
        cloud='member',
        only_one=True,
    ),
    'share type': Noun(
        versions='2.0 2.6 2.7 2.24 2.46 2.99',
        create='share type create {name} false',
        delete='share type delete {share type}',
    ),
    'share type access': Noun(
        versions='2.0 2.6 2.7',
        requires=('private type', 'project'),
        create='share type access create {private type} {project}',
        known_id='{project}',
        delete='share type access delete {private type} {project}',
        only_one=True,
        arguments={'share type': 'private type'},
    ),
    'share type extra spec': Noun(
        versions='2.0 2.24',
        requires=('share type',),
        create='share type extra spec set {share type} {name} x',
        known_id='{name}',
        delete='share type unset {share type} {share type extra spec}',
        arguments={'key': 'share type extra spec'},
    ),
}

#: Resources that only NOUNS require
OTHERS = {
    'large share': Noun(
        create='share create NFS 50000 --share-type dhss_false --name {name}',
        delete='share delete {large share}',
        cloud='member',
        fails=True,
    ),
    'migrated share': Noun(
        create='share create NFS 1 --name {name}',
        prepare='share set --task-state migration_success {migrated share}',
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
    'project': Noun(find='project list', id_field='ID'),
    'migrating server': Noun(
        find='share server list --share-network {share network}',
        prepare='share server set --status server_migrating '
        '--task-state migration_success {migrating server}',
        delete='share server set --status active {migrating server}',
        id_field='ID',
    ),
}


def minor(version: str) -> int:
    return int(version.removeprefix('2.'))


Parser = argparse.ArgumentParser
Value = Callable[[Parser, argparse.Action], str]


def arguments(
    parser: Parser, value: Value, option: argparse.Action | None = None
) -> list[str]:
    """Return the shortest command line that has this option."""
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
    """Return a valid value for an option or a positional argument."""
    for value in map(str, action.choices or SAMPLES):
        try:
            found = parser._get_values(action, [value])
            action(parser, argparse.Namespace(), found)
            return value
        except (argparse.ArgumentError, AttributeError):
            continue
    raise AssertionError(f'{parser.prog}: no sample for {action.dest}')


class TestTooOld(base.TestCase):
    """Below its lowest microversion, a command fails and changes nothing."""

    def setUp(self) -> None:
        super().setUp()
        self.keep_tokens()

    def test_commands(self) -> None:
        for command, entry_point in registry.ours().items():
            needed = entry_point.load().min_version
            if needed:
                parser = registry.parser(entry_point)
                line = arguments(parser, sample)
                self.assert_min_version(needed, command, *line)

    def test_options(self) -> None:
        for command, entry_point in registry.ours().items():
            parser = registry.parser(entry_point)
            lowest = entry_point.load().min_version or '2.0'
            for action in parser._actions:
                needed = getattr(action, 'min_version', None) or '2.0'
                if minor(needed) > minor(lowest):
                    line = arguments(parser, sample, action)
                    # Of two options with one dest, it may name the first
                    what = '|'.join(
                        each.option_strings[0]
                        for each in parser._actions
                        if each.dest == action.dest
                    )
                    self.assert_min_version(
                        needed, command, *line, what=f'({what})'
                    )


def commands(noun: str) -> dict[str, importlib.metadata.EntryPoint]:
    """Return the commands in the module of a noun."""
    module = f'manilaosc.v2.{noun.replace(" ", "_")}'
    return {
        command: entry_point
        for command, entry_point in registry.ours().items()
        if entry_point.module == module
    }


def nouns() -> set[str]:
    """Return all nouns that have commands."""
    return {
        entry_point.module.rpartition('.')[2].replace('_', ' ')
        for entry_point in registry.ours().values()
    }


def versions(noun: str) -> list[str]:
    """Return the microversions to test a noun at, the lowest first."""
    found = set(NOUNS[noun].versions.split())
    lowest = min(
        (e.load().min_version or '2.0' for e in commands(noun).values()),
        key=minor,
    )
    for entry_point in commands(noun).values():
        found.add(entry_point.load().min_version or lowest)
        for action in registry.parser(entry_point)._actions:
            found.add(getattr(action, 'min_version', None) or lowest)
    # An option that several commands share may be older than a command
    return sorted((v for v in found if minor(v) >= minor(lowest)), key=minor)


def reads(noun: str, version: str) -> list[str]:
    """Return the list and show commands of a noun."""
    return [
        command
        for command, entry_point in commands(noun).items()
        if command.split()[-1] in ('list', 'show')
        and command != NOUNS[noun].skip
        and minor(entry_point.load().min_version or '2.0') <= minor(version)
    ]


def changes(result: base.Result) -> list[base.Request]:
    """Return the requests of a command that may have changed something."""
    return [
        r
        for r in result.changes
        if not (isinstance(r.body, dict) and r.body.keys() <= QUESTIONS)
    ]


def can_wait(line: str) -> bool:
    """Return whether the command of a command line has ``--wait``."""
    words = line.split()
    for length in range(len(words), 0, -1):
        found = registry.ours().get(' '.join(words[:length]))
        if found:
            return '--wait' in registry.options(registry.parser(found))
    raise AssertionError(f'No command: {line}')


class TestMatrix(base.TestCase):
    """Create, list, show and delete each noun at each microversion."""

    def setUp(self) -> None:
        super().setUp()
        self.keep_tokens()
        self.numbers = itertools.count(1)
        #: The IDs of deleted resources
        self.gone: set[str] = set()

    def check(self, noun: str) -> None:
        row = NOUNS[noun]
        there: dict[str, str] = {}
        for needed in row.requires:
            there[needed] = self.make(needed, there, wait=True)
        pins = versions(noun)
        there[noun] = self.make(noun, there) if row.find else ''
        # All at once, to save the time of waiting for each
        for group in [[pin] for pin in pins] if row.only_one else [pins]:
            made = {}
            for pin in group if row.create else ():
                made[pin] = self.make(noun, there, pin, wait=row.only_one)
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
        """Create or find a resource and return its ID."""
        row = (NOUNS | OTHERS)[noun]
        new = {'name': self.name(), 'number': str(next(self.numbers))}
        line = (row.create or row.find).format_map(there | new)
        if wait and row.create and can_wait(line) and not row.fails:
            line += ' --wait'
        if row.known_id:
            self.openstack(line, version=version, cloud=row.cloud)
            return self.made(noun, row.known_id.format_map(there | new), there)
        deadline = time.monotonic() + base.PATIENCE
        answer = self.json(line, version=version, cloud=row.cloud)
        while row.find and not answer and time.monotonic() < deadline:
            answer = self.json(line, version=version, cloud=row.cloud)
        if row.find:
            [answer, *_others] = answer
        return self.made(noun, answer[row.id_field], there)

    def made(self, noun: str, found: str, there: dict[str, str]) -> str:
        """Register the cleanup of a resource and prepare it."""
        row = (NOUNS | OTHERS)[noun]
        known = there | {noun: found}
        if row.delete:
            self.addCleanup(self.delete_if_there, noun, known)
        self.gone.discard(found)
        if row.prepare:
            self.openstack(row.prepare.format_map(known), cloud=row.cloud)
        return found

    def read(self, noun: str, version: str, there: dict[str, str]) -> None:
        """Run the list and show commands."""
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
        """Delete a resource as soon as Manila accepts it."""
        row = (NOUNS | OTHERS)[noun]
        argv = ['--os-cloud', row.cloud]
        if version:
            argv += ['--os-shared-file-system-api-version', version]
        argv += shlex.split(row.delete.format_map(there))
        deadline = time.monotonic() + base.PATIENCE
        result = base.run(argv)
        while result.status == 1 and time.monotonic() < deadline:
            time.sleep(
                0.2
            )  # Still being created, or its dependents being deleted
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
