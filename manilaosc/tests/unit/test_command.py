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
from collections.abc import Mapping
import threading
import types
from unittest import mock

from keystoneauth1 import exceptions as ksa_exceptions
from openstack import exceptions as sdk_exceptions
from osc_lib import exceptions
from osc_lib.cli import format_columns

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import options
from manilaosc.common import parser as argparser
from manilaosc.common import wait
from manilaosc.tests.unit import fakes

NASTY = 'a\x1b[2J\rb'


class Thing:
    def __init__(self, name, status='available', after=None):
        self.id, self.name, self.status = f'id-{name}', name, status
        self.after = after

    def fetch(self, client, skip_cache):
        if self.after is None:
            raise sdk_exceptions.NotFoundException('gone')
        self.status = self.after
        return self


class Odd(command.Command):
    """Do something odd"""

    min_version = '2.10'
    example = 'odd --how x'
    action = mock.Mock()

    def get_parser(self, prog_name):
        parser = super().get_parser(prog_name)
        options.flag(parser, '--new-way', 'x', min_version='2.50')
        options.add(parser, '--how', 'x', min_version='2.60')
        return parser

    def take_action(self, parsed_args):
        self.action(parsed_args)


class TestCommand(fakes.TestCommand):
    command = Odd

    def setUp(self):
        super().setUp()
        self.action = self.enterContext(mock.patch.object(Odd, 'action'))

    def test_acts(self):
        self.run_cmd('--new-way', '--how', 'x')
        (parsed,) = self.action.mock_calls[0].args
        self.assertEqual((True, 'x'), (parsed.new_way, parsed.how))

    def test_microversions(self):
        for version, argv, message in (
            ('2.9', (), 'This command needs .* 2.10 or later; 2.9 is in use'),
            ('2.10', (), None),
            ('2.49', ('--new-way',), '--new-way needs .* 2.50 .* 2.49 is'),
            ('2.50', ('--new-way',), None),
            ('2.59', ('--how', ''), '--how needs .* 2.60 or later; 2.59'),
            ('2.60', ('--how', ''), None),
        ):
            self.action.reset_mock()
            self.use_microversion(version)
            found = self.run_cmd(
                *argv, fail=bool(message), stderr=message or ''
            )
            self.assertEqual('', found.out)
            # It is rejected before anything is done
            self.assertEqual(not message, self.action.called)

    def test_failures_are_one_line(self):
        response = mock.Mock(
            status_code=409, headers={'x-openstack-request-id': 'req-1'}
        )
        for error, expected in (
            (
                sdk_exceptions.ConflictException(
                    response=response, details='It is\n\x1bbusy'
                ),
                'It is \\x1bbusy (HTTP 409) (Request-ID: req-1)\n',
            ),
            (sdk_exceptions.NotFoundException('No thing'), 'No thing\n'),
            (sdk_exceptions.InvalidResponse('Too short'), 'Too short\n'),
            (
                ksa_exceptions.EndpointNotFound('Not in the catalog'),
                'Not in the catalog\n',
            ),
            (exceptions.CommandError('Ours'), 'Ours\n'),
        ):
            self.action.side_effect = error
            found = self.run_cmd(fail=True)
            self.assertEqual(('', expected), (found.out, found.err))

    def test_bugs_keep_their_type(self):
        self.action.side_effect = KeyError('x')
        cmd = Odd(self.app, None)
        parsed = cmd.get_parser('odd').parse_args([])
        self.assertRaises(KeyError, cmd.run, parsed)

    def test_help(self):
        text = Odd(self.app, None).get_parser('openstack odd').format_help()
        words = ' '.join(text.split())
        self.assertIn('Example: openstack odd --how x', words)
        self.assertIn(
            'Requires shared file system API version 2.10 or later.', words
        )
        text = (
            ListThing(self.app, None).get_parser('openstack x').format_help()
        )
        self.assertNotIn('Example', text)
        self.assertNotIn('Requires', text)


class TestTryEach(fakes.TestCommand):
    command = Odd

    def run_steps(self, *steps, **how):
        named = [(f'step {i}', step) for i, step in enumerate(steps)]

        def take_action(cmd, parsed_args):
            cmd.run_steps(named)

        with mock.patch.object(Odd, 'take_action', take_action):
            return self.run_cmd(**how)

    def test_all_well(self):
        steps = [mock.Mock(), mock.Mock()]
        self.run_steps(*steps)
        for step in steps:
            step.assert_called_once_with()
        self.run_steps()

    def test_single_failure(self):
        found = self.run_steps(
            mock.Mock(side_effect=sdk_exceptions.NotFoundException('Why')),
            fail=True,
        )
        self.assertEqual('Why\n', found.err)

    def test_interrupted(self):
        def hang():
            self.client.on_change('PUT', '/x', self.fail_to_answer)

        for second, words in (
            (hang, 'no answer yet, may have been done: step 2; not done:'),
            (self.fail_to_answer, 'not done: step 2,'),
        ):
            found = self.run_steps(
                mock.Mock(),
                mock.Mock(side_effect=exceptions.CommandError('Hm')),
                second,
                mock.Mock(),
                fail=130,
                stderr=f'\nInterrupted; done: step 0; {words} step 3\n$',
            )
            self.assertIn('Failed to step 1: Hm\n', found.err)

    def fail_to_answer(self):
        raise KeyboardInterrupt

    def test_same_words_twice(self):
        steps = [mock.Mock(), mock.Mock()]

        def take_action(cmd, parsed_args):
            cmd.run_steps(('do it', step) for step in steps)

        with mock.patch.object(Odd, 'take_action', take_action):
            self.run_cmd()
        for step in steps:
            step.assert_called_once_with()

    def test_continues_after_failure(self):
        steps = [
            mock.Mock(side_effect=sdk_exceptions.ForbiddenException('Why')),
            mock.Mock(),
            mock.Mock(side_effect=exceptions.CommandError('Hm\n\x07')),
        ]
        found = self.run_steps(*steps, fail=True)
        self.assertEqual(
            'Failed to step 0: Why\n'
            'Failed to step 2: Hm \\x07\n'
            '2 of 3 changes failed.\n',
            found.err,
        )
        for step in steps:
            step.assert_called_once_with()


class ListThing(command.Lister):
    """List things"""

    rows = ()

    def take_action(self, parsed_args):
        return ('Name', 'Size', 'Meta', 'Lines'), self.rows


def row(name, size=1, meta=None, lines=()):
    return (
        name,
        size,
        format_columns.DictColumn(meta or {}),
        columns.LinesColumn(list(lines)),
    )


class TestLister(fakes.TestCommand):
    command = ListThing

    def list(self, *argv, rows, **how):
        with mock.patch.object(ListThing, 'rows', rows):
            return self.run_cmd(*argv, **how)

    def test_controls_are_escaped_for_people(self):
        rows = [row(NASTY, 1, {'k': NASTY}, [{'path': NASTY}])]
        for formatter in ('table', 'value', 'csv'):
            found = self.list('-f', formatter, rows=rows)
            self.assertNotIn('\x1b', found.out)
            self.assertNotIn('\r[', found.out)
            self.assertEqual(3, found.out.count('\\x1b[2J'), formatter)

    def test_types_are_kept_for_programs(self):
        rows = [row(NASTY, 7, {'k': NASTY}, [{'path': NASTY, 'is': True}])]
        expected = {
            'Name': NASTY,
            'Size': 7,
            'Meta': {'k': NASTY},
            'Lines': [{'path': NASTY, 'is': True}],
        }
        found = self.list('-f', 'json', rows=rows)
        self.assertEqual([expected], found.json())
        found = self.list('-f', 'yaml', rows=rows)
        self.assertIn('Size: 7', found.out)
        self.assertIn('\\e[2J', found.out)  # As YAML itself escapes it

    def test_lines_are_for_people(self):
        lines = [{'id': 'a', 'path': 'b'}, {'id': 'c'}]
        rows = [row('n', 1, {}, lines)]
        for formatter, expected in (
            ('table', '| path = b |\n| id = c '),
            ('value', str(lines)),
            ('csv', str(lines)),
        ):
            found = self.list('-f', formatter, '-c', 'Lines', rows=rows)
            self.assertIn(expected, found.out)

    def test_rows_stream(self):
        for formatter in ('value', 'csv'):
            out = []

            def rows(out=out):
                for number in range(3):
                    # The output so far, when the next row is requested
                    out.append(self.app.stdout.getvalue().count('row-'))
                    yield row(f'row-{number}')

            self.list('-f', formatter, rows=rows())
            self.assertEqual([0, 1, 2], out, formatter)

    def test_sort_column(self):
        rows = (row(name, size) for name, size in (('a', 9), ('b', 10)))
        found = self.list(
            '-f', 'value', '-c', 'Name', '--sort-column', 'Size',
            '--sort-descending', rows=rows,
        )  # fmt: skip
        self.assertEqual('b\na\n', found.out)

    def test_sort_column_that_has_no_order(self):
        rows = (row(name, meta={'k': name}) for name in 'abc')
        found = self.list(
            '-f', 'value', '-c', 'Name', '--sort-column', 'Meta',
            rows=rows, stderr='unsortable',
        )  # fmt: skip
        self.assertEqual('a\nb\nc\n', found.out)

    def test_failure_between_two_rows(self):
        def rows():
            yield row('a')
            raise sdk_exceptions.HttpException('No more')

        found = self.list('-f', 'value', '-c', 'Name', rows=rows(), fail=True)
        self.assertEqual(('a\n', 'No more\n'), (found.out, found.err))

    def test_count(self):
        def take_action(cmd, parsed_args):
            cmd.print_count(parsed_args, 'things', 2500)
            return ('Name',), [('a',)]

        line = 'Total number of things: 2500\n'
        with mock.patch.object(ListThing, 'take_action', take_action):
            self.assertTrue(self.run_cmd().out.startswith(line))
            for formatter in ('json', 'value', 'csv', 'yaml'):
                found = self.run_cmd('-f', formatter, stderr='2500')
                self.assertEqual(line, found.err)
                self.assertNotIn('Total', found.out)


class ShowThing(command.ShowOne):
    """Make a thing and show it"""

    thing = None

    def get_parser(self, prog_name):
        parser = super().get_parser(prog_name)
        wait.add_options(parser, 'Wait')
        return parser

    def take_action(self, parsed_args):
        res = self.wait_for(self.thing, 'available', parsed_args)
        return ('id', 'status', 'meta', 'lines'), (
            res.id,
            res.status,
            format_columns.DictColumn({'k': NASTY}),
            columns.LinesColumn([{'path': NASTY}]),
        )


class TestShowOne(fakes.TestCommand):
    command = ShowThing

    def show(self, *argv, after='available', **how):
        thing = Thing('x', 'creating', after)
        with mock.patch.object(ShowThing, 'thing', thing):
            return self.run_cmd(*argv, **how)

    def test_without_waiting(self):
        found = self.show('-f', 'value', '-c', 'status')
        self.assertEqual('creating\n', found.out)
        found = self.show(
            '--timeout', '1', fail=True, stderr='^--timeout needs --wait$'
        )
        self.assertEqual('', found.out)

    def test_success(self):
        found = self.show('--wait', '-f', 'value', '-c', 'status')
        self.assertEqual('available\n', found.out)

    def test_failure_is_shown_first(self):
        message = mock.Mock(
            user_message='No room is left.', created_at='9999-01-01T00:00:00'
        )
        self.client.user_messages.return_value = iter([message])
        found = self.show(
            '--wait', '-f', 'value', '-c', 'id', '-c', 'status',
            after='error', fail=True,
        )  # fmt: skip
        self.assertEqual('id-x\nerror\n', found.out)
        self.assertEqual(
            'thing x went to error: No room is left.\n', found.err
        )

    def test_timeout_is_shown_first(self):
        found = self.show(
            '--wait', '--timeout', '3', '-f', 'value', '-c', 'id',
            after='creating', fail=True,
        )  # fmt: skip
        self.assertEqual('id-x\n', found.out)
        self.assertEqual(
            'Timed out after 3 seconds: thing x is still in status creating\n',
            found.err,
        )

    def test_interrupted(self):
        with mock.patch.object(wait, 'until', side_effect=KeyboardInterrupt):
            self.show(
                '--wait', fail=130, stderr='^Interrupted; nothing was changed'
            )

    def test_controls(self):
        for formatter in ('table', 'value', 'shell'):
            found = self.show('-f', formatter)
            self.assertNotIn('\x1b', found.out)
            self.assertIn('x1b[2J', found.out)
        found = self.show('-f', 'json').json()
        self.assertEqual({'k': NASTY}, found['meta'])
        self.assertEqual([{'path': NASTY}], found['lines'])


class BigThing(command.ResourceCommand):
    noun = 'big thing'

    def find(self, name_or_id, parsed_args):
        return Thing(name_or_id, 'fetched' if self.fetch else 'an ID')


class ShowBigThing(BigThing, command.ShowCommand):
    """Show a thing"""

    fields = columns.of('id status')


class TestShow(fakes.TestCommand):
    command = ShowBigThing

    def test_fetches_and_shows(self):
        found = self.run_cmd('a')
        self.assertEqual({'id': 'id-a', 'status': 'fetched'}, found.fields)

    def test_help(self):
        text = self.run_cmd('--help', fail=0).out
        self.assertIn('<big-thing>', text)
        self.assertIn('Big thing to display (name or ID)', text)

    def test_help_of_a_noun_with_an_acronym(self):
        with mock.patch.object(ShowBigThing, 'noun', 'QoS thing'):
            text = self.run_cmd('--help', fail=0).out
        self.assertIn('<qos-thing>', text)
        self.assertIn('QoS thing to display (name or ID)', text)


class ChangeBigThing(BigThing, command.UpdateCommand):
    """Change a thing"""

    change = mock.Mock()

    def get_parser(self, prog_name):
        parser = super().get_parser(prog_name)
        options.add(parser, '--name', 'x')
        options.add(parser, '--color', 'x')
        return parser

    def steps(self, thing, parsed_args):
        for attr in ('name', 'color'):
            value = getattr(parsed_args, attr)
            if value:
                yield f'set the {attr}', lambda v=value: self.change(thing, v)


class TestChange(fakes.TestCommand):
    command = ChangeBigThing

    def setUp(self):
        super().setUp()
        self.change = self.enterContext(
            mock.patch.object(ChangeBigThing, 'change')
        )

    def test_id_is_not_looked_up(self):
        self.run_cmd('a', '--name', 'b')
        ((thing, name), _kwargs) = self.change.call_args
        self.assertEqual(('an ID', 'b'), (thing.status, name))

    def test_no_options(self):
        self.run_cmd('a')
        self.change.assert_not_called()

    def test_continues_after_failure(self):
        self.change.side_effect = [exceptions.CommandError('no'), None]
        found = self.run_cmd('a', '--name', 'b', '--color', 'c', fail=True)
        self.assertEqual(
            ['Failed to set the name: no', '1 of 2 changes failed.'],
            found.err.splitlines(),
        )
        self.assertEqual(2, self.change.call_count)


class DropThing(command.BulkCommand):
    """Drop things"""

    noun = 'big thing'
    verb = 'drop'
    things: Mapping[str, Thing] = types.MappingProxyType({})
    acted = None

    def find(self, name_or_id, parsed_args):
        if name_or_id not in self.things:
            raise sdk_exceptions.NotFoundException(f'No {name_or_id} exists.')
        return self.things[name_or_id]

    def act(self, resource, parsed_args):
        self.acted(resource.name)


class TestBulk(fakes.TestCommand):
    command = DropThing

    def setUp(self):
        super().setUp()
        self.acted = self.enterContext(
            mock.patch.object(DropThing, 'acted', create=True)
        )
        self.client.user_messages.return_value = ()

    def drop(self, *argv, things, **how):
        things = {thing.name: thing for thing in things}
        with mock.patch.object(DropThing, 'things', things):
            return self.run_cmd(*argv, **how)

    def names(self):
        return sorted(call.args[0] for call in self.acted.mock_calls)

    def test_success(self):
        found = self.drop('a', 'b', things=[Thing('a'), Thing('b')])
        self.assertEqual('', found.out)
        self.assertEqual(['a', 'b'], self.names())

    def test_duplicates_once(self):
        self.drop('a', 'b', 'a', things=[Thing('a'), Thing('b')])
        self.assertEqual(['a', 'b'], self.names())

    def test_none_given(self):
        self.drop(things=[], fail=2, stderr='<big-thing>')

    def test_continues_after_failure(self):
        things = [Thing(name) for name in 'abcde']
        slow = threading.Event()

        def act(name):
            if name == 'b':
                slow.wait(5)  # Later ones fail before it does
                raise sdk_exceptions.ConflictException('b is\n busy')
            if name == 'd':
                raise exceptions.CommandError('d must not be')
            if name == 'e':
                slow.set()

        self.acted.side_effect = act
        found = self.drop(
            'missing', 'a', 'b', 'c', 'd', 'e', things=things, fail=True
        )
        self.assertEqual(
            [
                "Failed to drop big thing with name or ID 'missing': "
                'No missing exists.',
                "Failed to drop big thing with name or ID 'b': b is busy",
                "Failed to drop big thing with name or ID 'd': d must not be",
                '3 of 6 big things failed to drop.',
            ],
            found.err.splitlines(),
        )
        self.assertEqual('', found.out)
        self.assertEqual(list('abcde'), self.names())

    def test_the_only_one(self):
        found = self.drop('x', things=[], fail=True)
        self.assertTrue(
            found.err.endswith('1 of 1 big things failed to drop.\n')
        )

    def test_waits_for_all_at_once(self):
        things = [Thing(str(i)) for i in range(50)]
        with mock.patch.object(
            wait, 'until_all', wraps=wait.until_all
        ) as until_all:
            self.drop(
                '--wait', '--timeout', '60', *map(str, range(50)),
                things=things,
            )  # fmt: skip
        until_all.assert_called_once()
        _client, waited_for, _check, timeout = until_all.mock_calls[0].args
        self.assertEqual((things, 60), (waited_for, timeout))
        self.assertEqual([0.2], self.clock.sleeps)

    def test_does_not_wait_unless_asked_to(self):
        with mock.patch.object(wait, 'until_all') as until_all:
            self.drop('a', things=[Thing('a')])
        until_all.assert_not_called()

    def test_outcome_that_nobody_knows(self):
        self.acted.side_effect = ksa_exceptions.ConnectFailure(
            'DELETE /a: the connection was lost; it may have been done'
        )
        found = self.drop('a', 'missing', things=[Thing('a')], fail=True)
        self.assertEqual(
            [
                "Outcome unknown: drop big thing with name or ID 'a': "
                'DELETE /a: the connection was lost; it may have been done',
                "Failed to drop big thing with name or ID 'missing': "
                'No missing exists.',
                '1 of 2 big things failed to drop. '
                'The outcome of 1 of 2 is unknown.',
            ],
            found.err.splitlines(),
        )

    def test_interrupted_while_waiting(self):
        with mock.patch.object(
            self.clock, 'sleep', side_effect=KeyboardInterrupt
        ):
            found = self.drop(
                '--wait', 'a', 'missing', things=[Thing('a')],
                fail=130, stderr='continue in the cloud: thing a\n$',
            )  # fmt: skip
        self.assertIn("Failed to drop big thing with name or ID 'm", found.err)

    def test_waits_for_what_was_begun(self):
        found = self.drop(
            '--wait', 'a', 'missing', 'bad', 'good',
            things=[
                Thing('a'),
                Thing('bad', after='error_dropping'),
                Thing('good'),
            ],
            fail=True,
        )  # fmt: skip
        self.assertEqual(
            [
                "Failed to drop big thing with name or ID 'missing': "
                'No missing exists.',
                "Failed to drop big thing with name or ID 'bad': "
                'thing bad went to error_dropping',
                '2 of 4 big things failed to drop.',
            ],
            found.err.splitlines(),
        )

    def test_without_wait(self):
        with mock.patch.object(DropThing, 'can_wait', False):
            self.drop('a', things=[Thing('a')])
            self.drop('a', '--wait', things=[], fail=2, stderr='--wait')

    def test_untrusted_name(self):
        found = self.drop(NASTY, things=[], fail=True)
        self.assertNotIn('\x1b', found.err)

    def test_wait_is_new(self):
        def is_new():
            parser = DropThing(self.app, None).get_parser('x')
            action = parser._option_string_actions['--wait']
            return getattr(action, 'not_in_manilaclient', False)

        self.assertFalse(is_new())
        with mock.patch.object(DropThing, 'wait_not_in_manilaclient', True):
            self.assertTrue(is_new())

    def test_required_methods(self):
        bulk = command.BulkCommand.__new__(command.BulkCommand)
        self.assertRaises(NotImplementedError, bulk.find, 'a', None)
        self.assertRaises(NotImplementedError, bulk.act, 'a', None)


class TestParser(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.parser = Odd(self.app, None).get_parser('odd')

    def parse(self, *argv):
        return self.parser.parse_args(argv)

    def check_ambiguous(self, *argv):
        with mock.patch.object(
            argparse.ArgumentParser, 'error', side_effect=ValueError
        ) as error:
            self.assertRaises(ValueError, self.parse, *argv)
        self.assertIn('ambiguous', error.mock_calls[0].args[-1])

    def test_old_options_win_over_new_ones(self):
        self.parser.add_argument('--snapshot')
        options.add(self.parser, '--snap-size', 'x', not_in_manilaclient=True)
        options.add(self.parser, '--snap-speed', 'x', not_in_manilaclient=True)
        self.assertEqual('x', self.parse('--snap', 'x').snapshot)
        self.assertEqual('x', self.parse('--snap=x').snapshot)
        self.assertEqual('x', self.parse('--snap-si', 'x').snap_size)
        self.check_ambiguous('--snap-s', 'x')

    def test_old_options_among_themselves(self):
        self.parser.add_argument('--share-type')
        self.parser.add_argument('--share-network')
        options.add(self.parser, '--share-x', 'x', not_in_manilaclient=True)
        self.check_ambiguous('--share', 'x')

    def test_names_of_one_option_are_not_ambiguous(self):
        self.parser.add_argument('--share-type', '--share_type')
        self.assertEqual('x', self.parse('--share', 'x').share_type)
        self.assertEqual('x', self.parse('--share=x').share_type)

    def test_exact_names_win(self):
        self.parser.add_argument('--name')
        options.add(self.parser, '--name~', 'x', not_in_manilaclient=True)
        found = self.parse('--name', 'a', '--name~', 'b')
        self.assertEqual(('a', 'b'), (found.name, getattr(found, 'name~')))

    def test_pairs_end_at_the_first_other_argument(self):
        self.parser.add_argument(
            '--extra', action=argparser.KeyValue, nargs='*'
        )
        self.parser.add_argument('name', nargs='?')
        self.parser.add_argument('more', nargs='?')
        for argv, extra, name, more in (
            ('--extra a=b c=d n', {'a': 'b', 'c': 'd'}, 'n', None),
            ('--extra a=b n c=d', {'a': 'b'}, 'n', 'c=d'),
            ('n --extra a=b c=d', {'a': 'b', 'c': 'd'}, 'n', None),
            ('n --extra a=b --extra c=d', {'a': 'b', 'c': 'd'}, 'n', None),
            ('--ext a=b c=d n', {'a': 'b', 'c': 'd'}, 'n', None),
            ('--extra=a=b c=d n', {'a': 'b', 'c': 'd'}, 'n', None),
            ('--extra a=b --how c=d n', {'a': 'b'}, 'n', None),
            ('--extra a=b -- c=d n', {'a': 'b'}, 'c=d', 'n'),
            ('n', None, 'n', None),
        ):
            found = self.parse(*argv.split())
            self.assertEqual(
                (extra, name, more),
                (found.extra, found.name, found.more),
                argv,
            )

    def test_arguments_of_the_process(self):
        with mock.patch('sys.argv', ['odd', '--how', 'x']):
            self.assertEqual('x', self.parser.parse_args().how)
