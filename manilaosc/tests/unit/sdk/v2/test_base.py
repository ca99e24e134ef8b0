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

"""Tests for paging, finding, actions and metadata, on a simulated server."""

from unittest import mock
import urllib.parse

from openstack import exceptions
from openstack import resource

from manilaosc.sdk.v2 import _base
from manilaosc.sdk.v2 import _metadata
from manilaosc.sdk.v2 import share as share_
from manilaosc.tests.unit.sdk import base

UUID = '9c7a0e5e-2d5b-4b5e-8a6c-0d3a3f0b6f11'
OTHER_UUID = '4a0f6a55-6cc1-4a2f-9b58-5f1d7b1f3c22'


class BigThing(_metadata.MetadataMixin, _base.Resource):
    resource_key = 'thing'
    resources_key = 'things'
    base_path = '/things'
    allow_create = allow_fetch = allow_list = True

    _query_mapping = resource.QueryParameters(
        'limit', 'metadata', 'name', 'offset', all_projects='all_tenants'
    )

    status = resource.Body('status')


class CutThing(BigThing):
    _server_truncates = True


class LimitedThing(BigThing):
    _server_truncates_limit = True


class UnpagedThing(BigThing):
    _query_mapping = resource.QueryParameters(
        'name', include_pagination_defaults=False
    )


class PartOfThing(BigThing):
    base_path = '/things/%(thing_id)s/parts'
    thing_id = resource.URI('thing_id')


class TestCase(base.TestHTTP):
    #: The service's own maximum
    cut_at = 1000

    def serve(self, rows, width=1, cut=None, needs_limit=True):
        """Serve a list as the service does.

        :param width: How many rows of its database each thing takes, which
            is what it counts by.
        :param cut: A maximum per answer: 'always', or where a limit is given.
        """
        rows = [row for row in rows for _copy in range(width)]

        def answer(request, context):
            query = {k: v for k, (v,) in query_of(request).items()}
            limit, offset = query.get('limit'), int(query.get('offset', 0))
            if limit is None and cut != 'always':
                page = rows if needs_limit else rows[offset:]
            else:
                limit = int(limit or self.cut_at)
                if cut:
                    limit = min(limit, self.cut_at)
                page = rows[offset : offset + limit]
            unique = {row['id']: row for row in page}
            return {'things': list(unique.values())}

        self.http.get(self.url('/things'), json=answer)
        self.http.request_history.clear()

    def list(self, cls=BigThing, **query):
        return [res.id for res in cls.list(self.proxy, **query)]

    def queries(self):
        return [r.partition('?')[2] for r in self.requests()]


def query_of(request):
    return urllib.parse.parse_qs(urllib.parse.urlsplit(request.url).query)


def rows(count):
    return [{'id': f'id-{i}', 'name': f'n{i}'} for i in range(count)]


def ids(count):
    return [f'id-{i}' for i in range(count)]


class TestExperimental(TestCase):
    HEADER = 'X-OpenStack-Manila-API-Experimental'

    class Thing(BigThing):
        _experimental_through = '2.54'

    def test_header(self):
        self.serve(rows(1))
        for microversion, expected in (
            ('2.54', True),
            ('2.31', True),
            ('2.55', False),
            ('2.100', False),
        ):
            self.proxy.default_microversion = microversion
            self.list(self.Thing)
            headers = self.http.last_request.headers
            self.assertEqual(expected, self.HEADER in headers, microversion)

    def test_no_microversion(self):
        # The microversions of the service are not known
        get_data = self.proxy.get_endpoint_data
        self.proxy.get_endpoint_data = lambda *args, **kw: None
        self.addCleanup(setattr, self.proxy, 'get_endpoint_data', get_data)
        self.proxy.default_microversion = None
        self.serve(rows(1))
        self.assertEqual(ids(1), self.list(self.Thing))
        headers = self.http.last_request.headers
        self.assertNotIn('X-OpenStack-Manila-API-Version', headers)

    def test_others_go_without(self):
        self.serve(rows(1))
        self.proxy.default_microversion = '2.54'
        self.list(self.Thing)
        self.list(BigThing)
        self.assertNotIn(self.HEADER, self.http.last_request.headers)

    def test_last_one(self):
        self.serve(rows(1))
        thing = type('Always', (BigThing,), {'_experimental_through': '2.99'})
        self.list(thing)
        headers = self.http.last_request.headers
        self.assertEqual('True', headers[self.HEADER])


class TestWasSent(TestCase):
    def test_attributes(self):
        thing = BigThing.existing(id='x', name=None)
        for attribute, expected in (
            ('id', True),
            ('name', True),
            ('status', False),
            ('location', True),
        ):
            self.assertIs(expected, thing.was_sent(attribute), attribute)
        share = share_.Share.existing(share_proto='NFS')
        self.assertTrue(share.was_sent('share_protocol'))
        self.assertFalse(share.was_sent('host'))


class TestPaging(TestCase):
    def test_every_row_once(self):
        for count in (0, 1, 2, 3, 7):
            for width in (1, 3):
                self.serve(rows(count), width)
                for limit in (1, 2, 3, 7, 8):
                    self.assertEqual(
                        ids(count),
                        self.list(limit=limit),
                        f'{count} of {width} by {limit}',
                    )

    def test_every_row_once_of_a_list_that_is_cut(self):
        self.cut_at = 10
        for cls, cut in (
            (BigThing, None),
            (LimitedThing, 'limit'),
            (CutThing, 'always'),
        ):
            self.serve(rows(25), cut=cut)
            for limit in (None, 1, 2, 3, 7, 9, 10, 11, 25, 26):
                query = {} if limit is None else {'limit': limit}
                self.assertEqual(
                    ids(25), self.list(cls, **query), f'{cls} by {limit}'
                )

    def test_every_row_once_of_a_long_list(self):
        self.serve(rows(2500), cut='limit')
        self.assertEqual(ids(2500), self.list(LimitedThing, limit=1001))

    def test_short_pages_that_are_cut(self):
        # Both at once, as with snapshots of replicated shares
        self.cut_at = 10
        for width in (2, 3):
            self.serve(rows(15), width, cut='limit')
            for limit in (1, 7, 9, 10, 11, 50):
                found = self.list(LimitedThing, limit=limit)
                self.assertEqual(ids(15), found, f'{width} by {limit}')

    def test_all_in_one_request_where_that_can_be(self):
        self.cut_at = 10
        self.serve(rows(25), cut='limit')
        self.assertEqual(ids(25), self.list())
        self.assertEqual(['GET /things'], self.requests())

    def test_requests(self):
        for count, limit, expected in (
            (0, 3, ['limit=3']),
            (3, 2, ['limit=2', 'limit=2&offset=2', 'limit=2&offset=4']),
        ):
            self.serve(rows(count))
            self.list(limit=limit)
            self.assertEqual(expected, self.queries())

    def test_cut_without_a_limit(self):
        self.cut_at = 10
        self.serve(rows(25), cut='always')
        self.list(CutThing)
        self.assertEqual(
            ['', 'offset=10', 'offset=20', 'offset=25'], self.queries()
        )

    def test_lower_maximum(self):
        # Operators can configure any maximum
        self.serve(rows(7), cut='always')
        for maximum in (1, 3, 7, 8):
            self.cut_at = maximum
            self.assertEqual(ids(7), self.list(CutThing))
            self.assertEqual(ids(7), self.list(CutThing, limit=5))

    def test_limit_that_is_ignored(self):
        self.http.get(self.url('/things'), json={'things': rows(9)})
        self.http.request_history.clear()
        self.assertEqual(ids(9), self.list(limit=4))
        self.assertEqual(1, len(self.requests()))

    def test_offset_that_is_ignored(self):
        for count, query in (
            (3, {'limit': 2}),
            (2, {'limit': 2}),
            (5, {'limit': 9}),
            (5, {'offset': 3}),
        ):
            answer = {'things': rows(count)[: query.get('limit')]}
            self.http.get(self.url('/things'), json=answer)
            self.http.request_history.clear()
            found = BigThing.list(self.proxy, **query)
            e = self.assertRaises(exceptions.InvalidResponse, list, found)
            self.assertIn('the service ignores offsets', str(e))
            self.assertLess(len(self.requests()), 4)

    def test_offset_that_is_ignored_by_a_truncated_list(self):
        self.http.get(self.url('/things'), json={'things': rows(5)})
        found = CutThing.list(self.proxy)
        self.assertRaises(exceptions.InvalidResponse, list, found)

    def test_page_without_new_rows(self):
        # Each thing takes up to 7 rows, and a page has 2
        self.serve(rows(4), width=7)
        self.assertEqual(ids(4), self.list(limit=2))

    def test_marker(self):
        self.serve(rows(6))
        for query in ({}, {'limit': 2}, {'limit': 9}):
            self.assertEqual(
                ids(6)[3:], self.list(marker='id-2', **query), query
            )
            self.assertEqual(
                ids(6)[4:5],
                self.list(marker='id-2', offset=1, max_items=1, **query),
            )
        self.assertEqual([], self.list(marker='id-5'))
        self.assertRaises(
            exceptions.InvalidResourceQuery, self.list, marker='id-6'
        )

    def test_other_project(self):
        class Thing(BigThing):
            project_id = resource.Body('project_id')
            _query_mapping = resource.QueryParameters(
                'name', 'project_id', all_projects='all_tenants'
            )

        self.serve([])
        for query, expected in (
            ({'project_id': 'x'}, 'project_id=x&all_tenants=True'),
            ({'project_id': self.project_id}, f'project_id={self.project_id}'),
            ({'project_id': None}, ''),
            ({'project_id': 'x', 'all_projects': False},
             'project_id=x&all_tenants=False'),
        ):  # fmt: skip
            self.list(Thing, **query)
            self.assertEqual(expected, self.queries()[-1])

    def test_malformed_rows(self):
        for answer in (
            {'things': [{'name': 'a'}]},
            {'things': [{'id': ''}]},
            {'things': [{'id': 'a', 'metadata': 'x'}]},
            {'things': ['a']},
            {'things': {'id': 'a'}},
            {'things': None},
            {},
        ):
            self.http.get(self.url('/things'), json=answer)
            e = self.assertRaises(exceptions.InvalidResponse, self.list)
            self.assertIn(f'GET {self.url("/things")}', str(e))

    def test_streams(self):
        self.serve(rows(10))
        found = BigThing.list(self.proxy, limit=2)
        self.assertEqual([], self.requests())
        self.assertEqual('id-0', next(found).id)
        self.assertEqual(1, len(self.requests()))

    def test_not_paginated(self):
        self.serve(rows(10))
        self.assertEqual(ids(3), self.list(limit=3, paginated=False))
        self.assertEqual(['limit=3'], self.queries())

    def test_lists_of_parts(self):
        self.http.get(
            self.url('/things/t/parts'), json={'things': [{'id': 'p'}]}
        )
        (part,) = PartOfThing.list(self.proxy, thing_id='t')
        self.assertEqual(('p', 't'), (part.id, part.thing_id))

    def test_other_path_and_headers(self):
        self.http.get(self.url('/things/detail'), json={'things': rows(2)})
        found = self.list(base_path='/things/detail', headers={'X-Odd': 'y'})
        self.assertEqual(ids(2), found)
        sent = self.http.last_request.headers
        self.assertEqual(('y', '2.99'), (
            sent['X-Odd'], sent['X-OpenStack-Manila-API-Version']
        ))  # fmt: skip

    def test_what_cannot_be_listed(self):
        class Unlisted(BigThing):
            allow_list = False

        self.assertRaises(exceptions.MethodNotSupported, self.list, Unlisted)


class TestMaxItems(TestCase):
    def test_as_many_as_asked_for(self):
        for width in (1, 2):
            self.serve(rows(7), width)
            for most in (0, 1, 6, 7, 8):
                for limit in (None, 2, 3, 10):
                    query = {} if limit is None else {'limit': limit}
                    self.assertEqual(
                        ids(min(7, most)),
                        self.list(max_items=most, **query),
                        f'{most} by {limit} of {width}',
                    )

    def test_no_page_too_many(self):
        for most, limit, expected in (
            (3, None, ['limit=3']),
            (2, 2, ['limit=2']),
            (4, 2, ['limit=2', 'limit=2&offset=2']),
            (3, 2, ['limit=2', 'limit=2&offset=2']),
            (2, 100, ['limit=100']),
        ):
            self.serve(rows(10))
            query = {} if limit is None else {'limit': limit}
            self.list(max_items=most, **query)
            self.assertEqual(expected, self.queries())

    def test_beyond_the_services_maximum(self):
        for cls, cut in ((LimitedThing, 'limit'), (CutThing, 'always')):
            self.cut_at = 10
            self.serve(rows(25), cut=cut)
            self.assertEqual(ids(24), self.list(cls, max_items=24))
            self.assertEqual(3, len(self.requests()))

    def test_lists_without_limits(self):
        self.serve(rows(9))
        self.assertEqual(ids(4), self.list(UnpagedThing, max_items=4))
        self.assertEqual([''], self.queries())

    def test_with_a_filter_of_ours(self):
        things = rows(9)
        for thing in things[4:]:
            thing['status'] = 'error'
        self.serve(things)
        found = self.list(status='error', max_items=2)
        self.assertEqual(['id-4', 'id-5'], found)
        # All rows are requested, since Manila cannot filter them
        self.assertEqual([''], self.queries())


class TestOffset(TestCase):
    def test_without_a_limit(self):
        # Manila would ignore it
        for needs_limit in (True, False):
            self.serve(rows(12), needs_limit=needs_limit)
            for offset in (0, 1, 5, 11, 12, 13):
                self.assertEqual(
                    ids(12)[offset:], self.list(offset=offset), offset
                )
        self.assertIn('limit=1000&offset=5', self.queries())

    def test_with_others(self):
        self.serve(rows(12))
        for limit, offset, most in ((2, 3, 4), (5, 1, 20), (1, 11, 1)):
            self.assertEqual(
                ids(12)[offset : offset + most],
                self.list(limit=limit, offset=offset, max_items=most),
            )

    def test_as_text(self):
        self.serve(rows(12))
        self.assertEqual(ids(12)[5:], self.list(limit='3', offset='5'))

    def test_with_a_filter_of_ours(self):
        # Rows that are filtered out here do not count
        things = rows(9)
        for thing in things[::2]:
            thing['status'] = 'error'
        self.serve(things)
        matching = ids(9)[::2]
        for limit in (None, 2):
            query = {} if limit is None else {'limit': limit}
            self.assertEqual(
                matching[1:], self.list(status='error', offset=1, **query)
            )


class TestFilters(TestCase):
    def test_of_the_service(self):
        self.serve(rows(1))
        self.list(name='a b&c', all_projects=True)
        self.assertEqual(
            {'name': ['a b&c'], 'all_tenants': ['True']},
            query_of(self.http.last_request),
        )

    def test_dictionaries_are_python_literals(self):
        self.serve(rows(1))
        self.list(metadata={'k': "it's", 'l': 'x'})
        sent = query_of(self.http.last_request)['metadata']
        self.assertEqual(["""{'k': "it's", 'l': 'x'}"""], sent)

    def test_of_ours(self):
        things = rows(3)
        things[1]['status'] = 'error'
        self.serve(things)
        self.assertEqual(['id-1'], self.list(status='error'))
        self.assertEqual([''], self.queries())

    def test_of_ours_that_the_short_list_lacks(self):
        class Thing(BigThing):
            _summary_fields = frozenset({'id', 'name'})

        whole = [{'id': 'a', 'status': 'x'}, {'id': 'b', 'status': 'y'}]
        self.http.get(self.url('/things'), json={'things': [{'id': 'a'}]})
        self.http.get(self.url('/things/detail'), json={'things': whole})
        for query, expected, path in (
            ({}, ['a'], ''),
            ({'id': 'a'}, ['a'], ''),
            ({'status': 'y'}, ['b'], '/detail'),
            ({'status': 'y', 'base_path': '/things'}, ['b'], '/detail'),
            ({'status': 'y', 'base_path': '/things/detail'}, ['b'], '/detail'),
        ):
            found = [thing.id for thing in Thing.list(self.proxy, **query)]
            self.assertEqual(expected, found)
            self.assertEqual(f'GET /things{path}', self.requests()[-1])

    def test_unknown(self):
        self.serve(rows(3))
        error = self.assertRaises(
            exceptions.InvalidResourceQuery, self.list, color='x', a=1, name=2
        )
        self.assertIn('big thing: a, color', str(error))
        self.assertEqual([], self.requests())

    def test_unknown_may_be_allowed(self):
        self.serve(rows(3))
        found = self.list(color='x', allow_unknown_params=True)
        self.assertEqual(ids(3), found)


class TestFind(TestCase):
    def find(self, name_or_id, *args, **query):
        return BigThing.find(self.proxy, name_or_id, *args, **query)

    def serve_things(self, *things, uuid_status=404):
        self.http.get(self.url('/things'), json={'things': things})
        self.http.get(
            self.url(f'/things/{UUID}'),
            json={'thing': {'id': UUID, 'name': 'of-uuid'}},
            status_code=uuid_status,
        )

    def test_uuid_is_fetched(self):
        self.serve_things(uuid_status=200)
        for name in (UUID, UUID.upper()):
            self.http.get(
                self.url(f'/things/{name}'), json={'thing': {'id': UUID}}
            )
            self.http.request_history.clear()
            self.assertEqual(UUID, self.find(name).id)
            self.assertEqual([f'GET /things/{name}'], self.requests())

    def test_name_by_one_filtered_request(self):
        # Manila's filter may not distinguish "a" from "A"
        self.serve_things({'id': 'x', 'name': 'A'}, {'id': 'y', 'name': 'a'})
        self.assertEqual('y', self.find('a').id)
        self.assertEqual(['GET /things?name=a'], self.requests())

    def test_uuid_that_is_a_name(self):
        self.serve_things({'id': 'x', 'name': UUID})
        self.assertEqual('x', self.find(UUID).id)
        self.assertEqual(
            [f'GET /things/{UUID}', f'GET /things?name={UUID}'],
            self.requests(),
        )

    def test_hex_is_a_name(self):
        name = UUID.replace('-', '')
        self.serve_things({'id': 'x', 'name': name})
        self.assertEqual('x', self.find(name).id)
        self.assertEqual([f'GET /things?name={name}'], self.requests())

    def test_other_trouble_is_not_a_miss(self):
        for status, error in (
            (403, exceptions.ForbiddenException),
            (500, exceptions.HttpException),
        ):
            self.serve_things({'id': 'x', 'name': UUID}, uuid_status=status)
            self.assertRaises(error, self.find, UUID)

    def test_several(self):
        self.serve_things(
            {'id': UUID, 'name': 'a'}, {'id': OTHER_UUID, 'name': 'a'}
        )
        self.assertRaisesRegex(
            exceptions.DuplicateResource,
            f"big thing exists with the name 'a': {UUID}, {OTHER_UUID}",
            self.find,
            'a',
        )

    def test_several_in_several_projects(self):
        self.http.get(
            self.url('/shares/detail'),
            json={
                'shares': [
                    {'id': 's1', 'name': 'a', 'project_id': 'p1'},
                    {'id': 's2', 'name': 'a', 'project_id': 'p2'},
                ]
            },
        )
        self.assertRaisesRegex(
            exceptions.DuplicateResource,
            r"with the name 'a': s1 \(project p1\), s2 \(project p2\)",
            self.proxy.find_share,
            'a',
            all_projects=True,
        )

    def test_missing(self):
        self.serve_things()
        for name in ('a', UUID):
            self.assertIsNone(self.find(name))
            self.assertRaisesRegex(
                exceptions.NotFoundException,
                f"No big thing with a name or ID of '{name}' exists",
                self.find,
                name,
                False,
            )

    def test_path_and_filters(self):
        things = [{'id': 'x', 'name': 'a'}]
        self.http.get(self.url('/things/detail'), json={'things': things})
        found = self.find(
            'a',
            list_base_path='/things/detail',
            all_projects=True,
            status=None,
        )
        self.assertEqual('x', found.id)
        self.assertEqual(
            ['GET /things/detail?name=a&all_tenants=True'], self.requests()
        )

    def test_id_that_is_taken_at_its_word(self):
        self.serve_things({'id': 'x', 'name': 'a'})
        found = self.find(UUID, fetch=False)
        self.assertEqual((UUID, None), (found.id, found.name))
        self.assertEqual([], self.requests())
        # A name is not an ID
        self.assertEqual('x', self.find('a', fetch=False).id)

    def test_part(self):
        self.http.get(
            self.url(f'/things/t/parts/{UUID}'), json={'thing': {'id': UUID}}
        )
        found = PartOfThing.find(self.proxy, UUID, thing_id='t')
        self.assertEqual((UUID, 't'), (found.id, found.thing_id))


class TestAnswers(TestCase):
    """A malformed answer is an error that names the request."""

    def check(self, call, *args, url='/things', method='GET', **kwargs):
        error = self.assertRaises(
            exceptions.InvalidResponse, call, *args, **kwargs
        )
        self.assertIn(f'{method} {self.url(url)} ', str(error))
        self.assertNotIn('NoneType', str(error))
        self.assertNotIsInstance(error, exceptions.NotFoundException)

    BODIES = (
        '',
        '<html>Welcome to the cloud</html>',
        '{"KEY": [{"id": "a"',
        '{}',
        '{"other": []}',
        '{"KEY": null}',
        '{"KEY": "text"}',
        '{"KEY": [null]}',
        '{"KEY": ["text"]}',
        'null',
        '[]',
        '"text"',
        '5',
    )

    def test_lists(self):
        for body in self.BODIES:
            body = body.replace('KEY', 'things')
            self.http.get(self.url('/things'), text=body)
            self.check(self.list)

    def test_mapping_instead_of_a_list(self):
        self.http.get(self.url('/things'), text='{"things": {"a": {}}}')
        self.check(self.list)

    def test_single_ones(self):
        thing = BigThing.existing(id='a', connection=self.connection)
        for body in (*self.BODIES, '{"KEY": []}'):
            body = body.replace('KEY', 'thing')
            self.http.get(self.url('/things/a'), text=body)
            self.check(thing.fetch, self.proxy, url='/things/a')

    def test_created(self):
        for body in self.BODIES:
            body = body.replace('KEY', 'thing')
            self.http.post(self.url('/things'), text=body)
            thing = BigThing.new(name='a')
            self.check(thing.create, self.proxy, method='POST')

    def test_metadata(self):
        thing = BigThing.existing(id='a')
        url = '/things/a/metadata'
        for body in ('', '{}', '{"metadata": null}', 'null'):
            for method in ('GET', 'POST', 'PUT'):
                self.http.register_uri(method, self.url(url), text=body)
            self.check(thing.fetch_metadata, self.proxy, url=url)
            self.check(
                thing.set_metadata, self.proxy, {}, url=url, method='POST'
            )

    def test_trouble_in_the_middle_of_a_list(self):
        def answer(request, context):
            if 'offset' in query_of(request):
                return '{"things": [{"id": "b"'
            return '{"things": [{"id": "a"}]}'

        self.http.get(self.url('/things'), text=answer)
        found = BigThing.list(self.proxy, limit=1)
        self.assertEqual('a', next(found).id)
        self.check(list, found, url='/things?limit=1&offset=1')

    def test_errors_come_first(self):
        self.http.get(self.url('/things'), status_code=500, text='<html>')
        self.assertRaises(exceptions.HttpException, self.list)
        self.http.get(self.url('/things/a'), status_code=404, text='')
        thing = BigThing.existing(id='a', connection=self.connection)
        self.assertRaises(
            exceptions.NotFoundException, thing.fetch, self.proxy
        )

    def test_without_a_key(self):
        self.http.get(self.url('/things'), text='[1]')
        response = self.proxy.get('/things')
        self.assertEqual([1], _base.decoded(response))


class TestActions(TestCase):
    def setUp(self):
        super().setUp()
        self.thing = BigThing.existing(id='a')
        self.http.post(self.url('/things/a/action'), status_code=202)

    def act(self, body, microversion='2.99', **how):
        self.proxy.default_microversion = microversion
        self.http.request_history.clear()
        self.thing._action(self.proxy, body, **how)
        self.assertEqual(['POST /things/a/action'], self.requests())
        return self.bodies()[0]

    def test_names(self):
        for microversion, name, expected in (
            ('2.7', 'extend', 'extend'),
            ('2.99', 'force_delete', 'force_delete'),
            ('2.6', 'extend', 'os-extend'),
            ('2.6', 'force_delete', 'os-force_delete'),
            ('2.6', 'reset_status', 'os-reset_status'),
            ('2.6', 'migration_start', 'migration_start'),
        ):
            sent = self.act({name: {'x': 1}}, microversion)
            self.assertEqual({expected: {'x': 1}}, sent)

    def test_experimental(self):
        header = 'X-OpenStack-Manila-API-Experimental'
        self.act({'x': None})
        self.assertNotIn(header, self.http.last_request.headers)
        self.act({'x': None}, experimental=True)
        self.assertEqual('True', self.http.last_request.headers[header])

    def test_refused(self):
        self.http.post(
            self.url('/things/a/action'),
            status_code=409,
            json={'conflictingRequest': {'message': 'It is busy'}},
        )
        self.assertRaisesRegex(
            exceptions.ConflictException, 'It is busy', self.act, {'x': None}
        )

    def test_other_path(self):
        self.http.post(self.url('/others/a/action'))
        self.http.request_history.clear()
        self.thing._action(self.proxy, {'x': None}, base_path='/others')
        self.assertEqual(['POST /others/a/action'], self.requests())

    def test_at_least(self):
        for have, minimum, expected in (
            ('2.10', '2.9', True),
            ('2.9', '2.10', False),
            ('2.9', '2.9', True),
            (None, '2.0', True),
            (None, '2.1', False),
        ):
            self.assertEqual(expected, _base.at_least(have, minimum))


class TestMetadata(TestCase):
    def setUp(self):
        super().setUp()
        self.thing = BigThing.existing(id='a', metadata={'k': '1', 'l': '2'})
        self.url_ = self.url('/things/a/metadata')
        self.http.request_history.clear()

    def check(self, request, body, metadata):
        self.assertEqual([request], self.requests())
        self.assertEqual([body], self.bodies())
        self.assertEqual(metadata, self.thing.metadata)
        self.assertEqual(
            '2.99',
            self.http.last_request.headers['X-OpenStack-Manila-API-Version'],
        )

    def test_fetch(self):
        self.http.get(self.url_, json={'metadata': {'m': '3'}})
        self.assertIs(self.thing, self.thing.fetch_metadata(self.proxy))
        self.check('GET /things/a/metadata', None, {'m': '3'})

    def test_set(self):
        for replace, method in ((False, 'POST'), (True, 'PUT')):
            self.http.register_uri(
                method, self.url_, json={'metadata': {'k': '5', 'l': '2'}}
            )
            self.http.request_history.clear()
            body = {'k': '5', 'l': '2'}
            self.thing.set_metadata(self.proxy, body, replace=replace)
            self.check(
                f'{method} /things/a/metadata', {'metadata': body}, body
            )

    def test_replace_by_one(self):
        self.http.put(self.url_, json={'metadata': {'m': '3'}})
        self.thing.set_metadata(self.proxy, {'m': '3'}, replace=True)
        self.check(
            'PUT /things/a/metadata', {'metadata': {'m': '3'}}, {'m': '3'}
        )

    def test_clear(self):
        self.http.put(self.url_, json={'metadata': {}})
        self.thing.set_metadata(self.proxy, replace=True)
        self.check('PUT /things/a/metadata', {'metadata': {}}, {})

    def test_get_item(self):
        self.http.get(f'{self.url_}/m', json={'meta': {'m': '3'}})
        self.thing.get_metadata_item(self.proxy, 'm')
        self.check(
            'GET /things/a/metadata/m', None, {'k': '1', 'l': '2', 'm': '3'}
        )

    def test_get_no_such_item(self):
        answer = {'itemNotFound': {'message': 'Metadata item is not found.'}}
        for details, expected in (
            (answer, "The big thing a has no metadata 'x'"),
            ({'itemNotFound': {'message': 'Thing not found.'}}, 'Thing not'),
        ):
            self.http.get(f'{self.url_}/x', status_code=404, json=details)
            e = self.assertRaises(
                exceptions.NotFoundException,
                self.thing.get_metadata_item,
                self.proxy,
                'x',
            )
            self.assertIn(expected, str(e))
        self.assertEqual({'k': '1', 'l': '2'}, self.thing.metadata)

    def test_get_item_that_no_address_can_carry(self):
        self.http.get(self.url_, json={'metadata': {'a/b': '3'}})
        self.thing.get_metadata_item(self.proxy, 'a/b')
        self.check('GET /things/a/metadata', None, {'a/b': '3'})
        for key in ('', '.', 'c/d'):
            self.assertRaises(
                exceptions.NotFoundException,
                self.thing.get_metadata_item,
                self.proxy,
                key,
            )

    def test_set_item(self):
        url = f'{self.url_}/k'
        for how in ('set_metadata_item', 'set_metadata'):
            # The answer only has what was requested
            self.http.post(url, json={'metadata': {'k': '5'}})
            self.http.request_history.clear()
            if how == 'set_metadata':
                self.thing.set_metadata(self.proxy, {'k': '5'})
            else:
                self.thing.set_metadata_item(self.proxy, 'k', '5')
            self.check(
                'POST /things/a/metadata/k',
                {'metadata': {'k': '5'}},
                {'k': '5', 'l': '2'},
            )

    def test_set_item_by_merging(self):
        all_ = {'k': '5', 'a/b': '5', 'l': '2'}
        self.http.post(self.url_, json={'metadata': all_})
        # For keys that no URL can contain, and for routes with a bug
        for key, works in (('a/b', True), ('k', False)):
            self.http.request_history.clear()
            with mock.patch.object(BigThing, '_sets_items', works):
                self.thing.set_metadata_item(self.proxy, key, '5')
            self.check(
                'POST /things/a/metadata', {'metadata': {key: '5'}}, all_
            )

    def test_delete_item(self):
        self.http.delete(f'{self.url_}/k')
        self.thing.delete_metadata_item(self.proxy, 'k')
        self.check('DELETE /things/a/metadata/k', None, {'l': '2'})

    def test_delete_unknown_item(self):
        # Only the ID of the resource is known
        self.thing = BigThing.existing(id='a')
        self.http.delete(f'{self.url_}/k')
        self.thing.delete_metadata_item(self.proxy, 'k')
        self.check('DELETE /things/a/metadata/k', None, {})

    def test_keys_are_quoted(self):
        self.http.delete(f'{self.url_}/a%3Ab%20c')
        self.thing.delete_metadata_item(self.proxy, 'a:b c')
        self.assertEqual(
            ['DELETE /things/a/metadata/a%3Ab%20c'], self.requests()
        )

    def test_keys_that_no_url_can_contain(self):
        # ".../a/metadata/.." would be sent as ".../a/"
        for key in ('', '.', '..', 'example.org/x', '\xfc', 'a%2Fb', 'a?b'):
            self.http.get(self.url_, json={'metadata': {key: '1', 'k': '2'}})
            self.http.put(self.url_, json={'metadata': {'k': '2'}})
            self.http.request_history.clear()
            self.thing.delete_metadata_item(self.proxy, key)
            self.assertEqual(
                ['GET /things/a/metadata', 'PUT /things/a/metadata'],
                self.requests(),
            )
            self.assertEqual({'metadata': {'k': '2'}}, self.bodies()[-1])
            self.assertEqual({'k': '2'}, self.thing.metadata)

    def test_missing_keys_that_no_url_can_contain(self):
        self.http.get(self.url_, json={'metadata': {'k': '2'}})
        self.assertRaisesRegex(
            exceptions.NotFoundException,
            "The big thing a has no metadata '..'",
            self.thing.delete_metadata_item,
            self.proxy,
            '..',
        )
        self.assertEqual(['GET /things/a/metadata'], self.requests())

    def test_several_keys(self):
        self.http.get(self.url_, json={'metadata': {'a/b': '', 'c/d': ''}})
        self.http.put(self.url_, json={'metadata': {}})
        self.http.delete(f'{self.url_}/k')
        self.thing.delete_metadata_items(self.proxy, ['a/b', 'k', 'c/d', 'k'])
        self.assertEqual(
            [
                'DELETE /things/a/metadata/k',
                'GET /things/a/metadata',
                'PUT /things/a/metadata',
            ],
            self.requests(),
        )
        self.assertEqual({'metadata': {}}, self.bodies()[-1])

    def test_each_failure_is_named(self):
        item = {'itemNotFound': {'message': 'Metadata item is not found.'}}
        busy = {'conflict': {'message': 'Busy'}}
        for key, status, answer in (
            ('a', 404, item),
            ('b', 409, busy),
            ('c', 200, {}),
        ):
            self.http.delete(
                f'{self.url_}/{key}', status_code=status, json=answer,
                headers={'Content-Type': 'application/json'},
            )  # fmt: skip
        self.http.get(self.url_, status_code=403)
        e = self.assertRaises(
            exceptions.SDKException,
            self.thing.delete_metadata_items,
            self.proxy,
            ['a', 'b', 'c', 'd/e'],
            ignore_missing=False,
        )
        for said in ("3 of 4", "'a': The big", "'b': Busy", "'d/e': "):
            self.assertIn(said, str(e))
        e = self.assertRaises(
            exceptions.ConflictException,
            self.thing.delete_metadata_items,
            self.proxy,
            ['a', 'b'],
        )
        self.assertIn("1 of 2", str(e))

    def test_a_url_without_a_route_is_not_ignored(self):
        for answer in (
            {'text': '<h1>404 Not Found</h1>The resource could not be found.',
             'headers': {'Content-Type': 'text/html'}},
            {'json': {'itemNotFound': {
                'message': 'The resource could not be found.'}},
             'headers': {'Content-Type': 'application/json'}},
        ):  # fmt: skip
            self.http.delete(f'{self.url_}/x', status_code=404, **answer)
            self.assertRaises(
                exceptions.NotFoundException,
                self.thing.delete_metadata_items,
                self.proxy,
                ['x'],
            )

    def test_refused(self):
        self.http.register_uri('DELETE', f'{self.url_}/x', status_code=404)
        self.assertRaises(
            exceptions.NotFoundException,
            self.thing.delete_metadata_item,
            self.proxy,
            'x',
        )
        self.assertEqual({'k': '1', 'l': '2'}, self.thing.metadata)

    def test_part(self):
        part = PartOfThing.existing(id='p', thing_id='t')
        self.http.get(
            self.url('/things/t/parts/p/metadata'), json={'metadata': {}}
        )
        part.fetch_metadata(self.proxy)
        self.assertEqual({}, part.metadata)


class TestIds(base.TestHTTP):
    def test_no_id_leads_elsewhere(self):
        for value in (
            '../shares/x',
            '..',
            'x?force=1',
            'x#y',
            '%2e%2e',
            'a/b',
        ):
            for call in (
                self.proxy.get_share,
                self.proxy.delete_share,
                lambda v: self.proxy.update_share(v, name='new'),
                lambda v: self.proxy.get_share_network_subnet(v, 'x'),
                lambda v: self.proxy.get_share_network_subnet('x', v),
            ):
                self.assertRaisesRegex(
                    exceptions.InvalidRequest, 'is not an ID', call, value
                )
        self.assertEqual([], self.requests())

    def test_a_name_may_hold_anything(self):
        self.http.put(self.url('/shares/x'), json={'share': {'id': 'x'}})
        self.proxy.update_share('x', name='../a?b')
        self.assertEqual(['PUT /shares/x'], self.requests())
