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

"""Functional tests for the requests that commands send."""

from typing import Any

from manilaosc.tests.functional import base

#: What every command begins with: Keystone's discovery, its token, Manila's
#: version document
LOGIN = ['GET /v3', 'POST /v3/auth/tokens', 'GET /']


class TestRequests(base.TestCase):
    """Fails if a command begins to send more requests than needed."""

    def setUp(self) -> None:
        super().setUp()
        self.share = self.name('count')
        self.cleanup('share delete --wait', self.share)
        created = self.json(
            'share create NFS 1 --wait --property a=b --name', self.share
        )
        self.share_id = created['id']

    def assert_requests(
        self, command: str, expected: list[str], **kwargs: Any
    ) -> None:
        result = self.openstack(command, **kwargs)
        made = [
            _in_order(str(request))
            .replace(self.share_id, 'ID')
            .replace(self.share, 'NAME')
            for request in result.requests
        ]
        self.assertEqual(LOGIN, made[:3], command)
        self.assertEqual(list(map(_in_order, expected)), made[3:], command)

    def test_commands(self) -> None:
        found = 'GET /shares/detail?name=NAME'
        for command, expected in (
            # By ID: only the request of the operation
            (f'share show {self.share_id} -c status', ['GET /shares/ID']),
            (
                f'share properties show {self.share_id}',
                ['GET /shares/ID/metadata'],
            ),
            # By name: one request more
            (f'share show {self.share} -c id', [found]),
            (
                f'share show {self.share}',
                [found, 'GET /shares/ID/export_locations'],
            ),
            (f'share set --name x {self.share_id}', ['PUT /shares/ID']),
            (
                f'share set --name {self.share} {self.share_id}',
                ['PUT /shares/ID'],
            ),
            (
                f'share unset --property a {self.share}',
                [found, 'DELETE /shares/ID/metadata/a'],
            ),
            (
                f'share resize {self.share} 2',
                [found, 'POST /shares/ID/action'],
            ),
            ('share list', ['GET /shares/detail?sort_key=name&sort_dir=asc']),
            (
                'share list --limit 1',
                ['GET /shares/detail?sort_key=name&sort_dir=asc&limit=1'],
            ),
            (
                f'share list --name {self.share} --status available',
                [
                    'GET /shares/detail?name=NAME&sort_dir=asc&sort_key=name'
                    '&status=available'
                ],
            ),
            ('share type list', ['GET /types']),
            (
                f'share access list {self.share_id}',
                ['GET /share-access-rules?share_id=ID'],
            ),
            (
                f'share export location list {self.share_id}',
                ['GET /shares/ID/export_locations'],
            ),
            (f'share delete {self.share_id}', ['DELETE /shares/ID']),
        ):
            self.assert_requests(command, expected)

    def test_share_network(self) -> None:
        network = self.json('share network create --name', self.share)['id']
        self.cleanup('share network delete', network)
        for command, expected in (
            ('set --name x', 'PUT /share-networks/{}'),
            ('unset --name', 'PUT /share-networks/{}'),
            ('show -c name', 'GET /share-networks/{}'),
            ('subnet list', 'GET /share-networks/{}/subnets'),
            ('delete', 'DELETE /share-networks/{}'),
        ):
            self.assert_requests(
                f'share network {command} {network}',
                [expected.format(network)],
            )

    def test_administrators_commands(self) -> None:
        for command, expected in (
            ('share server list', ['GET /share-servers']),
            ('share instance list', ['GET /share_instances']),
            (
                f'share show {self.share} -c host',
                [
                    'GET /shares/detail?name=NAME',
                    'GET /shares/detail?name=NAME&is_public=True'
                    '&all_tenants=True',
                ],
            ),
        ):
            self.assert_requests(command, expected, cloud='admin')


def _in_order(request: str) -> str:
    """Sort a query, since the order of its keys does not matter."""
    path, mark, query = request.partition('?')
    return path + mark + '&'.join(sorted(query.split('&')))
