from openstack import exceptions

from manilaosc.tests.unit.sdk import base

GROUP = {
    'id': 'g1',
    'name': 'data',
    'status': 'available',
    'description': 'x',
    'created_at': '2026-01-01T00:00:00',
    'project_id': 'p1',
    'host': 'host@backend#pool',
    'share_group_type_id': 't1',
    'source_share_group_snapshot_id': 's1',
    'share_network_id': 'n1',
    'share_server_id': 'v1',
    'share_types': ['t2'],
    'availability_zone': 'nova',
    'consistent_snapshot_support': 'pool',
}
EXPERIMENTAL = 'X-OpenStack-Manila-API-Experimental'


class TestShareGroup(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.rows = [GROUP]

        def answer(request, context):
            offset = int(request.qs.get('offset', ['0'])[0])
            return {'share_groups': self.rows[offset:]}

        for path in ('/share-groups', '/share-groups/detail'):
            self.http.get(self.url(path), json=answer)
        self.http.get(
            self.url('/share-groups/g1'), json={'share_group': GROUP}
        )
        self.http.request_history.clear()

    def test_fields(self):
        group = self.proxy.get_share_group('g1')
        for name, value in GROUP.items():
            self.assertEqual(value, getattr(group, name), name)

    def test_filters(self):
        list(self.proxy.share_groups(details=False, status='x'))
        list(
            self.proxy.share_groups(
                all_projects=True, name_pattern='x', share_network_id='n1'
            )
        )
        first, _end, second, _end = self.requests()
        self.assertEqual('GET /share-groups?status=x', first)
        for part in ('all_tenants=True', 'name~=x', 'share_network_id=n1'):
            self.assertIn(part, second.replace('%7E', '~'))
        self.assertRaises(
            exceptions.InvalidResourceQuery,
            list,
            self.proxy.share_groups(snapshot_id='x'),
        )

    def test_find_by_one_request(self):
        self.assertEqual('g1', self.proxy.find_share_group('data').id)
        self.assertEqual(
            ['GET /share-groups/detail?name=data'], self.requests()
        )
        self.rows = []
        self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.find_share_group,
            'data',
            ignore_missing=False,
        )

    def test_experimental_through_2_54(self):
        for version, header in (
            ('2.31', 'True'),
            ('2.54', 'True'),
            ('2.55', None),
            ('2.99', None),
        ):
            self.proxy.default_microversion = version
            self.proxy.find_share_group('data')
            self.proxy.get_share_group('g1')
            for request in self._asked():
                self.assertEqual(header, request.headers.get(EXPERIMENTAL))
            # It is not sent with anything else
            self.assertNotIn(EXPERIMENTAL, self.proxy.additional_headers)
            self.http.request_history.clear()
