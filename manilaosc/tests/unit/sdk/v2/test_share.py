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

from openstack import exceptions
from openstack.shared_file_system.v2 import share as upstream
import testtools

from manilaosc.sdk.v2 import share
from manilaosc.tests.unit.sdk import base

ACTION = 'POST /shares/s/action'
UUID = '9c7a0e5e-2d5b-4b5e-8a6c-0d3a3f0b6f11'
#: A share as the service shows it at API version 2.99
SHARE = {
    'id': UUID,
    'size': 3,
    'availability_zone': 'zone1',
    'created_at': '2026-01-01T00:00:00.000000',
    'status': 'available',
    'name': 'data',
    'description': None,
    'project_id': 'p-id',
    'snapshot_id': None,
    'share_network_id': 'n-id',
    'share_proto': 'NFS',
    'metadata': {'k': 'v'},
    'share_type': 't-id',
    'volume_type': 'default',
    'is_public': False,
    'snapshot_support': True,
    'task_state': None,
    'share_type_name': 'default',
    'access_rules_status': 'active',
    'replication_type': None,
    'has_replicas': False,
    'user_id': 'u-id',
    'create_share_from_snapshot_support': True,
    'revert_to_snapshot_support': False,
    'share_group_id': None,
    'source_share_group_snapshot_member_id': None,
    'mount_snapshot_support': False,
    'progress': '100%',
    'share_server_id': 's-id',
    'host': 'h@b#p',
    'is_soft_deleted': False,
    'scheduled_to_be_deleted_at': None,
    'source_backup_id': 'b-id',
    'encryption_key_ref': 'k-id',
    'mount_point_name': 'mount',
    'snapshot_inherit_share_access_support': True,
}


class TestShare(testtools.TestCase):
    def test_every_field_is_known(self):
        known = set(share.Share._body_mapping()) | {'id', 'name'}
        self.assertEqual(set(), SHARE.keys() - known)

    def test_fields(self):
        res = share.Share.existing(**SHARE)
        for attribute, expected in (
            ('share_protocol', 'NFS'),
            ('size', 3),
            ('metadata', {'k': 'v'}),
            ('is_public', False),
            ('is_snapshot_supported', True),
            ('is_access_inherited_by_snapshots', True),
            ('is_soft_deleted', False),
            ('mount_point_name', 'mount'),
            ('encryption_key_ref', 'k-id'),
            ('source_backup_id', 'b-id'),
            ('volume_type', 'default'),
            ('export_locations', None),
        ):
            self.assertEqual(expected, getattr(res, attribute), attribute)


class TestProxy(base.TestProxy):
    """openstacksdk's ``verify_*`` checks of the standard methods."""

    def test_get(self):
        # Its own method: the switchboard is further down
        self.verify_get(self.proxy.get_share, upstream.Share)

    def test_delete(self):
        for ignore in (True, False):
            self.verify_delete(
                self.proxy.delete_share,
                share.Share,
                ignore_missing=ignore,
                expected_kwargs={'ignore_missing': ignore},
            )

    def test_create(self):
        self.verify_create(self.proxy.create_share, share.Share)

    def test_list(self):
        for details, path in ((True, '/shares/detail'), (False, None)):
            self.verify_list(
                self.proxy.shares,
                share.Share,
                method_kwargs={'details': details, 'status': 'error'},
                expected_kwargs={'base_path': path, 'status': 'error'},
            )

    def test_find(self):
        self.verify_find(self.proxy.find_share, share.Share)


class TestRequests(base.TestHTTP):
    """The requests that each method sends."""

    def setUp(self):
        super().setUp()
        self.http.post(self.url('/shares'), json={'share': SHARE})
        self.http.post(self.url('/shares/manage'), json={'share': SHARE})
        self.http.post(self.url('/os-share-manage'), json={'share': SHARE})
        self.http.post(self.url('/shares/s/action'), status_code=202)
        self.http.put(self.url('/shares/s'), json={'share': SHARE})
        fetched = {**SHARE, 'id': 's'}
        self.http.get(self.url('/shares/s'), json={'share': fetched})
        self.http.delete(self.url('/shares/s'), status_code=202)
        self.share = share.Share.existing(**{**SHARE, 'id': 's'})

    def check(self, call, request, body=None, at='2.99', experimental=False):
        self.proxy.default_microversion = at
        self.http.request_history.clear()
        result = call()
        self.assertEqual(([request], [body]), (self.requests(), self.bodies()))
        sent = self.http.last_request.headers
        self.assertEqual(at, sent['X-OpenStack-Manila-API-Version'])
        header = 'X-OpenStack-Manila-API-Experimental'
        self.assertEqual(experimental, header in sent)
        return result

    def test_actions(self):
        proxy = self.proxy
        for call, body in (
            (lambda: proxy.soft_delete_share('s'), {'soft_delete': None}),
            (lambda: proxy.restore_share('s'), {'restore': None}),
            (lambda: proxy.unmanage_share('s'), {'unmanage': None}),
            (
                lambda: proxy.delete_share('s', force=True),
                {'force_delete': None},
            ),
            (
                lambda: proxy.reset_share_status('s', 'error'),
                {'reset_status': {'status': 'error'}},
            ),
            (
                lambda: proxy.reset_share_task_state('s', None),
                {'reset_task_state': {'task_state': None}},
            ),
            (
                lambda: proxy.revert_share_to_snapshot('s', 'snap'),
                {'revert': {'snapshot_id': 'snap'}},
            ),
            (
                lambda: proxy.resize_share(self.share, 5),
                {'extend': {'new_size': 5}},
            ),
            (
                lambda: proxy.resize_share(self.share, 5, force=True),
                {'extend': {'new_size': 5, 'force': True}},
            ),
            (
                lambda: proxy.resize_share(self.share, 1),
                {'shrink': {'new_size': 1}},
            ),
        ):
            self.check(call, ACTION, body)

    def test_actions_before_2_7(self):
        proxy = self.proxy
        for call, body in (
            (
                lambda: proxy.delete_share('s', force=True),
                {'os-force_delete': None},
            ),
            (
                lambda: proxy.reset_share_status('s', 'error'),
                {'os-reset_status': {'status': 'error'}},
            ),
            (
                lambda: proxy.resize_share(self.share, 5),
                {'os-extend': {'new_size': 5}},
            ),
            (
                lambda: proxy.resize_share(self.share, 1),
                {'os-shrink': {'new_size': 1}},
            ),
        ):
            self.check(call, ACTION, body, at='2.6')

    def test_experimental_actions(self):
        for at, experimental in (('2.95', True), ('2.96', False)):
            self.check(
                lambda: self.proxy.reset_share_task_state('s', 'x'),
                ACTION,
                {'reset_task_state': {'task_state': 'x'}},
                at,
                experimental,
            )

    def test_resize_of_an_id(self):
        self.proxy.resize_share('s', 5)
        self.assertEqual(['GET /shares/s', ACTION], self.requests())

    def test_resize_and_nothing_to_do(self):
        for size, how in (
            (3, {}),
            (5, {'no_extend': True}),
            (1, {'no_shrink': True}),
        ):
            self.proxy.resize_share(self.share, size, **how)
        self.assertEqual([], self.requests())

    def test_update(self):
        for attrs, body in (
            ({'name': 'n'}, {'display_name': 'n'}),
            (
                {'description': '', 'is_public': True},
                {'display_description': '', 'is_public': True},
            ),
            ({'name': None}, {'display_name': None}),
        ):
            self.check(
                lambda attrs=attrs: self.proxy.update_share('s', **attrs),
                'PUT /shares/s',
                {'share': body},
            )

    def test_create(self):
        attrs = {
            'share_protocol': 'NFS',
            'size': 3,
            'metadata': {'k': 'v'},
            'is_public': False,
            'scheduler_hints': {'same_host': 'x'},
            'mount_point_name': 'm',
            'encryption_key_ref': 'key',
            'share_group_id': 'g',
            'snapshot_id': 'snap',
        }
        body = {**attrs, 'share_proto': attrs['share_protocol']}
        del body['share_protocol']
        found = self.check(
            lambda: self.proxy.create_share(**attrs),
            'POST /shares',
            {'share': body},
        )
        self.assertEqual((UUID, share.Share), (found.id, type(found)))

    def test_manage(self):
        body = {
            'protocol': 'NFS',
            'export_path': '/p',
            'service_host': 'h@b#p',
        }
        for at, path in (
            ('2.7', '/shares/manage'),
            ('2.6', '/os-share-manage'),
        ):
            found = self.check(
                lambda: self.proxy.manage_share(
                    'NFS', '/p', 'h@b#p', name='n', driver_options={'k': 'v'}
                ),
                f'POST {path}',
                {'share': {**body, 'name': 'n', 'driver_options': {'k': 'v'}}},
                at,
            )
            self.assertEqual((UUID, share.Share), (found.id, type(found)))

    def test_unmanage_before_2_7(self):
        path = '/os-share-unmanage/s/unmanage'
        self.http.post(self.url(path), status_code=202)
        self.check(
            lambda: self.proxy.unmanage_share('s'), f'POST {path}', at='2.6'
        )

    def test_delete(self):
        for how, query in (
            ({}, ''),
            ({'share_group_id': 'g'}, '?share_group_id=g'),
        ):
            self.check(
                lambda how=how: self.proxy.delete_share('s', **how),
                f'DELETE /shares/s{query}',
            )

    def test_delete_what_is_missing(self):
        for method, path in (
            ('DELETE', '/shares/s'),
            ('POST', '/shares/s/action'),
        ):
            self.http.register_uri(method, self.url(path), status_code=404)
        for force in (False, True):
            self.proxy.delete_share('s', force=force)
            self.assertRaises(
                exceptions.NotFoundException,
                self.proxy.delete_share,
                's',
                ignore_missing=False,
                force=force,
            )

    def test_find(self):
        found = {'shares': [{**SHARE, 'name': 'data'}]}
        self.http.get(self.url('/shares/detail'), json=found)
        for query, sent in (
            ({}, 'name=data'),
            ({'is_soft_deleted': True}, 'is_soft_deleted=True&name=data'),
            # A share of another project can be public
            (
                {'all_projects': True},
                'is_public=True&name=data&all_tenants=True',
            ),
        ):
            res = self.check(
                lambda query=query: self.proxy.find_share('data', **query),
                f'GET /shares/detail?{sent}',
            )
            self.assertEqual((UUID, 3, 'NFS'), (
                res.id, res.size, res.share_protocol
            ))  # fmt: skip

    def test_filters(self):
        self.http.get(self.url('/shares/detail'), json={'shares': []})
        for query, sent in (
            ({'name_pattern': 'x'}, 'name~=x'),
            ({'description_pattern': 'x'}, 'description~=x'),
            ({'all_projects': True}, 'all_tenants=True'),
            ({'extra_specs': {'a': 'b'}}, "extra_specs=%7B'a':+'b'%7D"),
            ({'availability_zone': 'a'}, 'availability_zone=a'),
            ({'mount_point_name': 'a'}, 'mount_point_name=a'),
            ({'encryption_key_ref': 'a'}, 'encryption_key_ref=a'),
            ({'is_soft_deleted': True}, 'is_soft_deleted=True'),
        ):
            self.http.request_history.clear()
            self.assertEqual([], list(self.proxy.shares(**query)))
            (request,) = self.requests()
            sent = sent.replace("'", '%27').replace(':', '%3A')
            self.assertEqual(f'GET /shares/detail?{sent}', request)

    def test_count(self):
        self.http.get(self.url('/shares'), json={'shares': [], 'count': 2500})
        found = self.check(
            lambda: self.proxy.count_shares(
                status='error', metadata={'k': 'v'}
            ),
            'GET /shares?limit=1&metadata=%7B%27k%27%3A+%27v%27%7D'
            '&status=error&with_count=True',
        )
        self.assertEqual(2500, found)

    def test_count_before_wallaby(self):
        # Those services count after they have applied the limit
        self.serve_versions(maximum='2.60')
        self.proxy.session._discovery_cache = {}
        self.http.get(self.url('/shares'), json={'shares': [], 'count': 3})
        found = self.check(
            self.proxy.count_shares, 'GET /shares?with_count=True'
        )
        self.assertEqual(3, found)

    def test_metadata_is_always_sent(self):
        # Some clouds reject a share without
        for given, sent in (
            ({}, {}),
            ({'metadata': None}, {}),
            ({'metadata': {'a': 'b'}}, {'a': 'b'}),
        ):
            self.proxy.create_share(share_protocol='NFS', size=1, **given)
            self.assertEqual(sent, self.bodies()[-1]['share']['metadata'])

    def test_names_that_openstacksdk_accepts(self):
        self.http.get(self.url('/shares/detail'), json={'shares': []})
        for given, sent in (
            ({'all_tenants': True}, 'all_tenants=True'),
            ({'all_projects': True}, 'all_tenants=True'),
            ({'name~': 'x'}, 'name~=x'),
            ({'project_id': 'x'}, 'project_id=x&all_tenants=True'),
            ({'share_proto': 'NFS', 'details': True}, ''),
        ):
            self.http.request_history.clear()
            list(self.proxy.shares(**{'details': True, **given}))
            [request] = self.requests()
            query = request.partition('?')[2].replace('%7E', '~')
            self.assertEqual(sent, query)

    def test_count_with_client_filter(self):
        shares = [{'id': str(i), 'user_id': f'u{i % 2}'} for i in range(5)]
        self.http.get(self.url('/shares/detail'), json={'shares': shares})
        found = self.check(
            lambda: self.proxy.count_shares(status='error', user_id='u0'),
            'GET /shares/detail?status=error',
        )
        self.assertEqual(3, found)

    def test_count_with_an_unknown_filter(self):
        self.assertRaises(
            exceptions.InvalidResourceQuery, self.proxy.count_shares, x=1
        )
        self.assertEqual([], self.requests())

    def test_count_is_missing(self):
        self.http.get(self.url('/shares'), json={'shares': []})
        self.assertRaisesRegex(
            exceptions.InvalidResponse,
            "lacks 'count'",
            self.proxy.count_shares,
        )

    def test_delete_metadata_of_nothing(self):
        self.http.delete(
            self.url('/shares/s/metadata/a'),
            status_code=404,
            headers={'Content-Type': 'application/json'},
            json={'itemNotFound': {'code': 404, 'message': 'No such share'}},
        )
        self.proxy.delete_share_metadata('s', ['a'])
        error = self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.delete_share_metadata,
            's',
            ['a'],
            ignore_missing=False,
        )
        self.assertEqual('No such share', error.details)

    def test_delete_metadata(self):
        for key, status in (('a', 200), ('b', 404), ('c', 200), ('d', 403)):
            self.http.delete(
                self.url(f'/shares/s/metadata/{key}'), status_code=status
            )
        for keys, ignore, error in (
            ('abc', True, None),
            ('abc', False, "The share s has no metadata 'b'"),
            ('dba', True, '403'),
        ):
            self.http.request_history.clear()
            if error:
                self.assertRaisesRegex(
                    exceptions.HttpException,
                    error,
                    self.proxy.delete_share_metadata,
                    's',
                    list(keys),
                    ignore_missing=ignore,
                )
            else:
                self.proxy.delete_share_metadata('s', list(keys), ignore)
            # All keys are tried
            self.assertEqual(
                [f'DELETE /shares/s/metadata/{key}' for key in keys],
                self.requests(),
            )

    def test_messages_quote_as_given(self):
        self.http.delete(
            self.url('/shares/ABC-1/metadata/TeamName'), status_code=404
        )
        error = self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.delete_share_metadata,
            'ABC-1',
            ['TeamName'],
            ignore_missing=False,
        )
        self.assertEqual(
            "The share ABC-1 has no metadata 'TeamName'", str(error)
        )


class TestListOfReplicated(base.TestHTTP):
    """Manila counts share instances, of which a share can have many."""

    ROWS = 'abbbccdaefb'
    SHARES = 'abcdef'

    def setUp(self):
        super().setUp()
        for path in ('/shares', '/shares/detail'):
            self.http.get(self.url(path), json=self.answer)

    def answer(self, request, context):
        query = request.qs
        limit = int(query.get('limit', [99])[0])
        # As in Manila, an offset without a limit has no effect
        offset = int(query.get('offset', [0])[0]) if 'limit' in query else 0
        rows = self.ROWS[offset : offset + limit]
        return {'shares': [{'id': each} for each in dict.fromkeys(rows)]}

    def list(self, **query):
        return ''.join(share.id for share in self.proxy.shares(**query))

    def test_pages(self):
        self.assertEqual(self.SHARES, self.list())
        for offset in range(8):
            for most in (None, 0, 1, 2, 3, 6, 9):
                query = {'offset': offset, 'max_items': most}
                end = None if most is None else offset + most
                self.assertEqual(
                    self.SHARES[offset:end], self.list(**query), query
                )
        for limit in (1, 2, 3, 11, 12):
            self.assertEqual(self.SHARES, self.list(limit=limit), limit)
            self.assertEqual('cdef', self.list(limit=limit, offset='2'), limit)

    def test_what_is_skipped_is_not_fetched_whole(self):
        self.assertEqual('d', self.list(offset=3, max_items=1, name='x'))
        self.assertEqual(
            [
                'GET /shares?name=x&limit=3',
                'GET /shares?name=x&limit=1&offset=3',
                # Whether the service ignores offsets
                'GET /shares?name=x&limit=1&offset=2147483647',
                'GET /shares?name=x&limit=1&offset=4',
                'GET /shares/detail?name=x&limit=1&offset=5',
                'GET /shares/detail?name=x&limit=1&offset=6',
            ],
            self.requests(),
        )

    def test_client_filters(self):
        self.assertEqual('', self.list(size=1, offset=1))
        self.assertEqual(['GET /shares/detail'], self.requests())
