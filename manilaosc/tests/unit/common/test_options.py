import argparse
import contextlib
import io
import types
from unittest import mock

from openstack import exceptions as sdk_exceptions
from osc_lib import exceptions
import testtools

from manilaosc.common import options


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
            self.check_refused(f"'{text}' is not a size: a whole .* 0", text)

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
        self.parser.add_argument('--one', action=options.KeyValue)
        self.parser.add_argument('--many', action=options.KeyValue, nargs='*')
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
        # One command must not leave its keys to the next
        self.assertEqual([], self.parse().property)

    def test_paging(self):
        options.add_paging(self.parser, 'thing')
        found = self.parse('--limit', '0', '--offset', '7')
        self.assertEqual((0, 7, None), (found.limit, found.offset, None))
        self.check_refused('non-negative', '--limit', '-1')
        self.check_refused('non-negative', '--offset', '-1')
        self.check_refused('invalid int', '--limit', 'x')
        self.check_refused('not allowed', '--marker', 'a', '--offset', '1')

    def new(self):
        return {
            action.dest
            for action in self.parser._actions
            if getattr(action, 'new', False)
        }

    def test_new_paging(self):
        options.add_paging(self.parser, 'thing', all_new=True)
        self.assertEqual({'limit', 'marker', 'offset'}, self.new())

    def test_new_offset(self):
        options.add_paging(self.parser, 'thing')
        self.assertEqual({'offset'}, self.new())

    def test_new_project(self):
        options.add_project(self.parser, new=True)
        self.assertEqual({'project', 'project_domain'}, self.new())

    def test_old_project(self):
        options.add_project(self.parser)
        self.assertEqual(set(), self.new())

    def test_all_projects_from_the_environment(self):
        for value, expected in (('1', True), ('0', False), (None, False)):
            env = {'ALL_PROJECTS': value} if value else {}
            with mock.patch.dict('os.environ', env, clear=True):
                parser = argparse.ArgumentParser()
                options.add_all_projects(parser)
            self.assertEqual(expected, parser.parse_args([]).all_projects)
            found = parser.parse_args(['--all-projects'])
            self.assertTrue(found.all_projects)

    def test_add(self):
        plain = options.add(self.parser, '--some-thing', 'Some thing')
        self.assertEqual('<some-thing>', plain.metavar)
        self.assertEqual('Some thing', plain.help)
        self.assertEqual((None, False), (plain.since, plain.new))
        flag = options.flag(
            self.parser, '--flag', 'Flag', since='2.50', new=True
        )
        self.assertIsNone(flag.metavar)
        self.assertEqual('Flag (API version 2.50 or later)', flag.help)
        self.assertEqual(('2.50', True), (flag.since, flag.new))
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
        self.assertEqual({'name_pattern': 'x'}, options.patterns(given))

    def test_export_location_query(self):
        uuid = '0f5ff1d3-5c0c-4ec3-8b9f-2d2a1a1f2b1a'
        for location, expected in (
            (uuid, {'export_location_id': uuid}),
            ('10.0.0.1:/a', {'export_location_path': '10.0.0.1:/a'}),
        ):
            given = args(export_location=location)
            self.assertEqual(expected, options.export_location_query(given))


class TestOwners(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.identity = mock.Mock()
        self.clients = types.SimpleNamespace(
            sdk_connection=types.SimpleNamespace(identity=self.identity),
            auth_ref=mock.Mock(
                project_id='own-p',
                project_name='my-project',
                user_id='own-u',
                username='me',
            ),
        )
        self.identity.find_project.return_value = mock.Mock(id='p-id')
        self.identity.find_user.return_value = mock.Mock(id='u-id')

    def test_options(self):
        parser = argparse.ArgumentParser()
        options.add_project(parser)
        options.add_user(parser)
        found = parser.parse_args(
            '--project p --project-domain d --user u --user-domain e'.split()
        )
        self.assertEqual(
            ('p', 'd', 'u', 'e'),
            (
                found.project,
                found.project_domain,
                found.user,
                found.user_domain,
            ),
        )

    def test_project(self):
        for given, expected in (
            ({'project': None, 'all_projects': False}, {}),
            ({'project': None, 'all_projects': True}, {'all_projects': True}),
            ({'project': 'p'}, {'all_projects': True, 'project_id': 'p-id'}),
            ({}, {}),
        ):
            parsed = args(project_domain=None, **given)
            found = options.project_query(self.clients, parsed)
            self.assertEqual(expected, found)
        self.identity.find_project.assert_called_once()

    def test_missing(self):
        missing = sdk_exceptions.NotFoundException('No Project found for p')
        self.identity.find_project.side_effect = missing
        self.assertRaisesRegex(
            exceptions.CommandError,
            'No Project found for p',
            options.project_query,
            self.clients,
            args(project='p', project_domain=None),
        )

    def test_user(self):
        none = args(user=None, user_domain=None)
        self.assertEqual({}, options.user_query(self.clients, none))
        self.identity.find_user.assert_not_called()
        found = options.user_query(
            self.clients, args(user='u', user_domain=None)
        )
        self.assertEqual({'user_id': 'u-id'}, found)

    def test_own(self):
        for name in (None, 'own-p', 'my-project'):
            self.assertEqual('own-p', options.project_id(self.clients, name))
        for name in ('own-u', 'me'):
            found = options.user_query(
                self.clients, args(user=name, user_domain=None)
            )
            self.assertEqual({'user_id': 'own-u'}, found)
        self.identity.find_project.assert_not_called()
        self.identity.find_user.assert_not_called()

    def test_of_another_domain(self):
        # Its project, or user, may have the same name as one's own
        self.identity.find_domain.return_value = mock.Mock(id='d-id')
        with mock.patch(
            'openstack.utils.ensure_service_version',
            side_effect=lambda proxy, version: proxy,
        ):
            self.assertEqual(
                'p-id', options.project_id(self.clients, 'my-project', 'd')
            )
            self.assertEqual(
                {'user_id': 'u-id'},
                options.user_query(
                    self.clients, args(user='me', user_domain='d')
                ),
            )


class TestFilters(testtools.TestCase):
    def test_empty_ones_are_none(self):
        parsed = args(name='', status='error', host=None, public=False)
        self.assertEqual(
            {'status': 'error', 'public': False},
            options.filters(parsed, 'name', 'status', 'host', 'public'),
        )

    def test_empty_patterns_are_none(self):
        parsed = args(**{'name~': '', 'description~': 'x'})
        self.assertEqual(
            {'description_pattern': 'x'}, options.patterns(parsed)
        )


class TestPage(testtools.TestCase):
    def page(self, found=(), limit=None, marker=None, offset=None, **query):
        self.lister = mock.Mock(side_effect=lambda **kw: iter(found))
        parsed = args(limit=limit, marker=marker, offset=offset)
        return options.page(self.lister, parsed, **query)

    def test_queries(self):
        for given, expected in (
            ({}, {}),
            ({'limit': 3}, {'max_items': 3}),
            ({'offset': 0}, {}),
            ({'offset': 5}, {'offset': 5}),
            ({'limit': 3, 'offset': 5}, {'max_items': 3, 'offset': 5}),
            # What scripts that know python-manilaclient give
            ({'marker': '5'}, {'offset': 5}),
            ({'marker': '0', 'limit': 3}, {'max_items': 3}),
        ):
            self.page(**given, name='x')
            self.lister.assert_called_once_with(name='x', **expected)

    def test_limit_0_asks_for_nothing(self):
        self.assertEqual([], list(self.page(limit=0)))
        self.lister.assert_not_called()

    def test_marker(self):
        for marker in ('b', 'n-b'):
            found = self.page(
                [
                    types.SimpleNamespace(id=i, name=f'n-{i}')
                    for i in ('a', 'b', 'c', 'd', 'e')
                ],
                marker=marker,
                limit=2,
                name='x',
            )
            self.assertEqual(['c', 'd'], ids(found))
            # In pages: the rows before it may be many
            self.lister.assert_called_once_with(limit=1000, name='x')

    def test_marker_is_last(self):
        found = self.page([types.SimpleNamespace(id='a')], marker='a')
        self.assertEqual([], list(found))

    def test_unknown_marker(self):
        found = self.page([types.SimpleNamespace(id='a')], marker='z')
        self.assertRaisesRegex(
            exceptions.CommandError, "marker 'z' is not in", list, found
        )


class TestSort(testtools.TestCase):
    SERVER = {'name': 'display_name', 'created_at': 'created_at'}
    HERE = {
        'name': 'name',
        'size': 'size',
        'proto': 'share_protocol',
        'meta': 'metadata',
    }

    def sort(self, sort, found=(), **paging):
        paging = {'limit': None, 'marker': None, 'offset': None, **paging}
        self.lister = mock.Mock(side_effect=lambda **kw: iter(found))
        return options.sort(
            self.lister,
            args(sort=sort, **paging),
            self.SERVER,
            self.HERE,
            status='error',
        )

    def test_option(self):
        parser = argparse.ArgumentParser()
        options.add_sort(parser, 'name:asc')
        self.assertEqual('name:asc', parser.parse_args([]).sort)

    def test_key_and_direction(self):
        parser = argparse.ArgumentParser()
        options.add_sort_key(parser, 'created_at:desc')
        for argv, expected in (
            ('', 'created_at:desc'),
            ('--sort name', 'name'),
            ('--sort-key name', 'name:desc'),
            ('--sort_key name --sort_dir asc', 'name:asc'),
            ('--sort-dir asc', 'created_at:asc'),
        ):
            parsed = parser.parse_args(argv.split())
            self.assertEqual(expected, options.order(parsed))

    def test_detail(self):
        for with_value, argv, expected in (
            (False, '', False),
            (False, '--detail', True),
            (False, '--long', True),
            (True, '', False),
            (True, '--detail', True),
            (True, '--detail 1', True),
            (True, '--detail 0', False),
            (True, '--long', True),
        ):
            parser = argparse.ArgumentParser()
            options.add_detail(parser, '--detail', with_value=with_value)
            parsed = parser.parse_args(argv.split())
            self.assertEqual(expected, bool(parsed.long), argv)

    def test_by_the_server(self):
        for sort, key, direction in (
            ('name', 'display_name', 'asc'),
            ('name:asc', 'display_name', 'asc'),
            ('created_at:desc', 'created_at', 'desc'),
        ):
            self.sort(sort, limit=3)
            self.lister.assert_called_once_with(
                sort_key=key, sort_dir=direction, max_items=3, status='error'
            )

    def sizes(self, sort, *sizes, **paging):
        found = [
            types.SimpleNamespace(
                id=str(i), size=s, share_protocol='NFS', name=str(i)
            )
            for i, s in enumerate(sizes)
        ]
        return [res.size for res in self.sort(sort, found, **paging)]

    def test_here(self):
        # By number and not by text, unset values last
        sizes = (10, None, 9, 100)
        for sort, expected in (
            ('size', [9, 10, 100, None]),
            ('size:desc', [100, 10, 9, None]),
            ('proto:desc,size', [9, 10, 100, None]),
            ('name:desc,size', [100, 9, None, 10]),
        ):
            self.assertEqual(expected, self.sizes(sort, *sizes))
            # All of them, before anything is cut
            self.lister.assert_called_once_with(status='error')

    def test_here_and_cut(self):
        for paging, expected in (
            ({'limit': 2}, [9, 10]),
            ({'limit': 2, 'offset': 1}, [10, 11]),
            ({'offset': 3}, [100]),
            ({'limit': 9, 'marker': '0'}, [9, 10, 11, 100]),
            ({'limit': 1, 'marker': '2'}, [11]),
            ({'limit': 0}, []),
        ):
            found = self.sizes('size', 10, 100, 9, 11, **paging)
            self.assertEqual(expected, found, paging)

    def test_here_and_after_a_marker(self):
        found = [
            types.SimpleNamespace(id=i, size=s)
            for i, s in (('a', 3), ('b', 1), ('c', 2))
        ]
        found = self.sort('size', found, marker='b', limit=1)
        self.assertEqual([2], [res.size for res in found])

    def test_several_keys(self):
        found = [
            types.SimpleNamespace(name=n, size=s)
            for n, s in (('b', 1), ('a', 1), ('a', 2), ('b', 2))
        ]
        for sort, expected in (
            ('size:desc,name', ['a2', 'b2', 'a1', 'b1']),
            ('name:desc,size', ['b1', 'b2', 'a1', 'a2']),
        ):
            rows = [f'{r.name}{r.size}' for r in self.sort(sort, found)]
            self.assertEqual(expected, rows)

    def test_what_has_no_order(self):
        found = [
            types.SimpleNamespace(id=str(i), metadata=meta)
            for i, meta in enumerate(({'b': 1}, None, {'a': 1}))
        ]
        self.assertEqual(['2', '0', '1'], ids(self.sort('meta', found)))

    def test_refused_before_anything_is_asked(self):
        for sort, message in (
            ('colour', "sort by 'colour'; there is: created_at, meta, name"),
            ('', "sort by ''"),
            ('name,', "sort by ''"),
            ('name:up', "'up' is not a direction"),
            ('size:desc,created_at', "Only by itself can 'created_at' be"),
        ):
            self.assertRaisesRegex(
                exceptions.CommandError, message, self.sort, sort
            )
            self.lister.assert_not_called()


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
            self.assertIn(f'{option}: 256 characters', err.getvalue())
