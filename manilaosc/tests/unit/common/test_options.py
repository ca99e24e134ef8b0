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
import contextlib
import io
import types
from unittest import mock

import testtools

from manilaosc.common import identity
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.common import parser as argparser
from manilaosc.v2 import _export_locations


def args(**given):
    return argparse.Namespace(**given)


def numbers(*ids):
    return [types.SimpleNamespace(id=str(i), name=f'n{i}') for i in ids]


def ids(found):
    return [res.id for res in found]


class TestParsing(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.parser = argparse.ArgumentParser(exit_on_error=False)

    def parse(self, *argv):
        return self.parser.parse_args(argv)

    def check_refused(self, message, *argv):
        self.assertRaisesRegex(
            argparse.ArgumentError, message, self.parse, *argv
        )

    def test_size(self):
        self.parser.add_argument('size', type=options.size)
        for text, expected in (('1', 1), ('2500', 2500), (' 7 ', 7)):
            self.assertEqual(expected, self.parse(text).size)
        for text in ('0', '1.5', 'ten', '', '10G'):
            self.check_refused(
                f"Invalid size '{text}': must be a positive", text
            )
        for text in ('2147483648', '1' + '0' * 20):
            self.check_refused('the maximum is 2147483647', text)
        # Python itself refuses to parse so many digits
        self.check_refused('must be a positive integer', '9' * 5000)

    def test_boolean(self):
        self.parser.add_argument('--public', type=options.boolean)
        for texts, expected in (
            (('True', 'true', '1', 'yes', 'on'), True),
            (('False', 'FALSE', '0', 'no', 'off'), False),
        ):
            for text in texts:
                found = self.parse('--public', text).public
                self.assertIs(expected, found)
        self.check_refused("'maybe'; acceptable", '--public', 'maybe')

    def test_key_value(self):
        self.parser.add_argument('--one', action=argparser.KeyValue)
        self.parser.add_argument(
            '--many', action=argparser.KeyValue, nargs='*'
        )
        parsed = self.parse(
            '--one', 'a=b', '--one', 'c==d=', '--many', 'e=f', 'g=', '--many'
        )
        self.assertEqual({'a': 'b', 'c': '=d='}, parsed.one)
        self.assertEqual({'e': 'f', 'g': ''}, parsed.many)
        self.assertIsNone(self.parse().one)
        self.check_refused("'key=value' type, but got: x", '--one', 'x')
        self.check_refused('key must be specified', '--many', 'a=b', '=x')

    def test_property(self):
        options.add_property(self.parser)
        self.assertIsNone(self.parse().property)
        found = self.parse('--property', 'a=b', '--property', 'c=')
        self.assertEqual({'a': 'b', 'c': ''}, found.property)
        self.check_refused("'key=value' type", '--property', 'a')

    def test_property_keys(self):
        options.add_property_keys(self.parser)
        found = self.parse('--property', 'a', '--property', 'b')
        self.assertEqual(['a', 'b'], found.property)
        # A command must not see the keys of a previous one
        self.assertEqual([], self.parse().property)

    def test_short_pair(self):
        self.parser.add_argument(
            '--spec', action=argparser.KeyValue, type=options.short_pair
        )
        long = 'x' * 255
        found = self.parse('--spec', f'{long}={long}').spec
        self.assertEqual({long: long}, found)
        for text in (f'{long}x=y', f'a=={long}', f'{long}x'):
            self.check_refused('Too long: 256 characters', '--spec', text)

    def test_paging(self):
        listing.add_paging(self.parser, 'thing')
        found = self.parse('--limit', '0', '--offset', '7')
        self.assertEqual((0, 7, None), (found.limit, found.offset, None))
        self.check_refused('non-negative', '--limit', '-1')
        self.check_refused('non-negative', '--offset', '-1')
        self.check_refused('non-negative integer', '--limit', 'x')
        highest = 2**31 - 1
        for option in ('--limit', '--offset', '--marker'):
            self.parse(option, str(highest))
            self.check_refused('the maximum is', option, str(highest + 1))
            self.check_refused('the maximum is', f'{option}=1{"0" * 20}')
        self.parse('--marker', 'n' * 100)
        self.check_refused('not allowed', '--marker', 'a', '--offset', '1')

    def new(self):
        return {
            action.dest
            for action in self.parser._actions
            if getattr(action, 'not_in_manilaclient', False)
        }

    def test_new_paging(self):
        listing.add_paging(self.parser, 'thing', not_in_manilaclient=True)
        self.assertEqual({'limit', 'marker', 'offset'}, self.new())

    def test_new_offset(self):
        listing.add_paging(self.parser, 'thing')
        self.assertEqual({'offset'}, self.new())

    def test_new_project(self):
        identity.add_project(self.parser, 'things', not_in_manilaclient=True)
        self.assertEqual({'project', 'project_domain'}, self.new())

    def test_old_project(self):
        identity.add_project(self.parser, 'things')
        self.assertEqual(set(), self.new())

    def test_all_projects_from_the_environment(self):
        for value, expected in (('1', True), ('0', False), (None, False)):
            env = {'ALL_PROJECTS': value} if value else {}
            with mock.patch.dict('os.environ', env, clear=True):
                parser = argparse.ArgumentParser()
                identity.add_all_projects(parser, 'things')
            self.assertEqual(expected, parser.parse_args([]).all_projects)
            found = parser.parse_args(['--all-projects'])
            self.assertTrue(found.all_projects)

    def test_add(self):
        plain = options.add(self.parser, '--some-thing', 'Some thing')
        self.assertEqual('<some-thing>', plain.metavar)
        self.assertEqual('Some thing', plain.help)
        self.assertEqual(
            (None, False), (plain.min_version, plain.not_in_manilaclient)
        )
        flag = options.flag(
            self.parser,
            '--flag',
            'Flag',
            min_version='2.50',
            not_in_manilaclient=True,
        )
        self.assertIsNone(flag.metavar)
        self.assertEqual('Flag (API version 2.50 or later)', flag.help)
        self.assertEqual(
            ('2.50', True), (flag.min_version, flag.not_in_manilaclient)
        )
        positional = options.add(self.parser, 'some_share', 'A share')
        self.assertEqual('<some-share>', positional.metavar)


class TestValues(testtools.TestCase):
    def test_given(self):
        found = options.given(
            args(a=None, b='', c=0, d=False, e='x', f='not asked for'),
            'a', 'b', 'c', 'd', 'e',
        )  # fmt: skip
        self.assertEqual({'b': '', 'c': 0, 'd': False, 'e': 'x'}, found)

    def test_unique(self):
        self.assertEqual(
            ['b', 'a', 'c'], options.unique(['b', 'a', 'b', 'c', 'a'])
        )

    def test_patterns(self):
        given = args(**{'name~': 'x', 'description~': None})
        self.assertEqual({'name_pattern': 'x'}, listing.patterns(given))

    def test_export_location_query(self):
        uuid = '0f5ff1d3-5c0c-4ec3-8b9f-2d2a1a1f2b1a'
        for location, expected in (
            (uuid, {'export_location_id': uuid}),
            ('10.0.0.1:/a', {'export_location_path': '10.0.0.1:/a'}),
        ):
            given = args(export_location=location)
            self.assertEqual(expected, _export_locations.query(given))


class TestNames(testtools.TestCase):
    def parse(self, *args):
        parser = argparse.ArgumentParser()
        options.add_names(parser, 'thing')
        return parser.parse_args(args)

    def test_all_that_the_service_has_room_for(self):
        self.assertEqual('x' * 255, self.parse('--name', 'x' * 255).name)
        self.assertEqual('', self.parse('--description=').description)

    def test_more(self):
        for option in ('--name', '--description'):
            err = io.StringIO()
            with contextlib.redirect_stderr(err):
                self.assertRaises(SystemExit, self.parse, option, 'x' * 256)
            self.assertIn(
                f'{option}: Too long: 256 characters', err.getvalue()
            )
