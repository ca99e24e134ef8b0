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
import functools
import types
from unittest import mock

from openstack import exceptions as sdk_exceptions
from osc_lib import exceptions
import testtools

from manilaosc.common import columns
from manilaosc.common import listing


def args(**given):
    return argparse.Namespace(**given)


def ids(found):
    return [res.id for res in found]


class TestFilters(testtools.TestCase):
    def test_empty_values_are_ignored(self):
        parsed = args(name='', status='error', host=None, public=False)
        self.assertEqual(
            {'status': 'error', 'public': False},
            listing.filters(parsed, 'name', 'status', 'host', 'public'),
        )

    def test_empty_patterns_are_ignored(self):
        parsed = args(**{'name~': '', 'description~': 'x'})
        self.assertEqual(
            {'description_pattern': 'x'}, listing.patterns(parsed)
        )

    def test_patterns_end_with_no_single_backslash(self):
        for valid in ('', 'x', '\\x', 'x\\\\', '(*'):
            self.assertEqual(valid, listing.pattern(valid))
        for invalid in ('\\', 'x\\', '\\\\\\'):
            self.assertRaisesRegex(
                argparse.ArgumentTypeError,
                'must not end with a single backslash',
                listing.pattern,
                invalid,
            )


class TestPage(testtools.TestCase):
    def page(self, found=(), limit=None, marker=None, offset=None, **query):
        self.lister = mock.Mock(side_effect=lambda **kw: iter(found))
        parsed = args(limit=limit, marker=marker, offset=offset)
        return listing.page(self.lister, parsed, **query)

    def fail_after_one(self, error, **query):
        yield types.SimpleNamespace(id='a')
        raise error

    def test_patterns_that_the_service_fails_on(self):
        for status, query, expected in (
            (500, {'name_pattern': '('}, r"'\('.*regular.*It failed.*500"),
            (500, {'name_pattern': 'a', 'x_pattern': 'b'}, "'a' and 'b'"),
            (400, {'name_pattern': '('}, '^(?!.*regular)'),
            (500, {'name': '('}, '^(?!.*regular)'),
        ):
            error = sdk_exceptions.HttpException(
                response=mock.Mock(status_code=status, headers={}),
                details='It failed',
            )
            failing = functools.partial(self.fail_after_one, error)
            for marker in (None, 'a'):
                parsed = args(limit=None, marker=marker, offset=None)
                raised = self.assertRaises(
                    (exceptions.CommandError, sdk_exceptions.HttpException),
                    list,
                    listing.page(failing, parsed, **query),
                )
                self.assertRegex(str(raised), expected)

    def test_queries(self):
        for given, expected in (
            ({}, {}),
            ({'limit': 3}, {'max_items': 3}),
            ({'offset': 0}, {}),
            ({'offset': 5}, {'offset': 5}),
            ({'limit': 3, 'offset': 5}, {'max_items': 3, 'offset': 5}),
            # As scripts written for python-manilaclient do
            ({'marker': '5'}, {'offset': 5}),
            ({'marker': '0', 'limit': 3}, {'max_items': 3}),
        ):
            self.page(**given, name='x')
            self.lister.assert_called_once_with(name='x', **expected)

    def test_limit_0_sends_no_request(self):
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
            # In pages, since there can be many rows before the marker
            self.lister.assert_called_once_with(limit=1000, name='x')

    def test_marker_is_last(self):
        found = self.page([types.SimpleNamespace(id='a')], marker='a')
        self.assertEqual([], list(found))

    def test_unknown_marker(self):
        found = self.page([types.SimpleNamespace(id='a')], marker='z')
        self.assertRaisesRegex(
            exceptions.CommandError, "Marker 'z' not found in", list, found
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
        return listing.sort(
            self.lister,
            args(sort=sort, **paging),
            self.SERVER,
            self.HERE,
            status='error',
        )

    def test_option(self):
        parser = argparse.ArgumentParser()
        listing.add_sort(parser, 'name:asc')
        self.assertEqual('name:asc', parser.parse_args([]).sort)

    def test_key_and_direction(self):
        parser = argparse.ArgumentParser()
        listing.add_sort_key(parser, 'created_at:desc')
        for argv, expected in (
            ('', 'created_at:desc'),
            ('--sort name', 'name'),
            ('--sort-key name', 'name:desc'),
            ('--sort_key name --sort_dir asc', 'name:asc'),
            ('--sort-dir asc', 'created_at:asc'),
        ):
            parsed = parser.parse_args(argv.split())
            self.assertEqual(expected, listing.order(parsed))

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
            listing.add_detail(parser, '--detail', with_value=with_value)
            parsed = parser.parse_args(argv.split())
            self.assertEqual(expected, bool(parsed.long), argv)

    def test_sorted_by_server(self):
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

    def test_sorted_by_client(self):
        # By number and not by text, unset values last
        sizes = (10, None, 9, 100)
        for sort, expected in (
            ('size', [9, 10, 100, None]),
            ('size:desc', [100, 10, 9, None]),
            ('proto:desc,size', [9, 10, 100, None]),
            ('name:desc,size', [100, 9, None, 10]),
        ):
            self.assertEqual(expected, self.sizes(sort, *sizes))
            # All rows are sorted, and then truncated
            self.lister.assert_called_once_with(status='error')

    def test_sorted_by_client_and_truncated(self):
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

    def test_sorted_by_client_after_marker(self):
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

    def test_values_without_order(self):
        found = [
            types.SimpleNamespace(id=str(i), metadata=meta)
            for i, meta in enumerate(({'b': 1}, None, {'a': 1}))
        ]
        self.assertEqual(['2', '0', '1'], ids(self.sort('meta', found)))

    def test_rejected_before_any_request(self):
        for sort, message in (
            (
                'color',
                "Invalid sort key .color. .choose from created_at, meta",
            ),
            ('', "Invalid sort key ''"),
            ('name,', "Invalid sort key ''"),
            ('name:up', "Invalid sort direction 'up'"),
            ('size:desc,created_at', "'created_at' cannot be combined"),
        ):
            self.assertRaisesRegex(
                exceptions.CommandError, message, self.sort, sort
            )
            self.lister.assert_not_called()


class TestNeedsDetails(testtools.TestCase):
    def needs(self, asked=(), by=(), sort='name:asc', orders=('name:asc',)):
        parsed = args(columns=[*asked], sort_columns=[*by], sort=sort)
        return listing.needs_details(
            parsed,
            columns.of('id name status host'),
            columns.of('id name status'),
            *orders,
        )

    def test_columns(self):
        for asked, by, expected in (
            ([], [], True),
            ([], ['Name'], True),
            (['ID'], [], False),
            (['ID', 'Status'], ['Name'], False),
            (['Name'], ['Host'], True),
            (['Status', 'Host'], [], True),
            # There is no such column, and cliff reports it
            (['id'], [], True),
        ):
            self.assertIs(expected, self.needs(asked, by), (asked, by))

    def test_all_columns_are_in_the_summary(self):
        parsed = args(columns=[], sort_columns=[])
        found = columns.of('id name')
        self.assertFalse(listing.needs_details(parsed, found, found))

    def test_orders(self):
        for sort, orders, expected in (
            ('name:asc', ('name:asc',), False),
            ('name:asc', ('name:desc', 'name:asc'), False),
            ('size:asc', ('name:asc',), True),
            ('size:asc', (), False),
        ):
            found = self.needs(['ID'], sort=sort, orders=orders)
            self.assertIs(expected, found, (sort, orders))


class TestCreated(testtools.TestCase):
    def test_options(self):
        parser = argparse.ArgumentParser()
        listing.add_created_filters(parser, 'things', min_version='2.52')
        for given, expected in (
            ([], {}),
            (['--since', ''], {}),
            (['--since', '2026-01-01'], {'created_since': '2026-01-01'}),
            (['--before', '2026-01-02'], {'created_before': '2026-01-02'}),
        ):
            parsed = parser.parse_args(given)
            self.assertEqual(expected, listing.created_query(parsed))
