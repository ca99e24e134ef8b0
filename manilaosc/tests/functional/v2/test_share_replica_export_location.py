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

"""Functional tests for export locations of share replicas."""

from manilaosc.tests.functional.v2 import _replicas


class TestShareReplicaExportLocation(_replicas.TestCase):
    def test_list_and_show(self) -> None:
        share = self.create_replicable()
        replica = self.create_replica(share)['id']
        list_ = 'share replica export location list'
        for cloud, count in (('member', 2), ('reader', 2), ('admin', 3)):
            rows = self.json(list_, replica, cloud=cloud)
            self.assertEqual(count, len(rows))
            for row in rows:
                self.assertEqual(
                    ('nova', 'in_sync'),
                    (row['Availability Zone'], row['Replica State']),
                )
                self.assertIn(replica.replace('-', '_'), row['Path'])
        # The share has those of the active replica
        of_share = self.json('share export location list', share)
        of_active = self.json(list_, self.active(share))
        self.assertEqual(
            {row['ID'] for row in of_active}, {row['ID'] for row in of_share}
        )

        for version in ('2.47', '2.55', '2.56', '2.86', '2.99'):
            (first, *_others) = self.json(list_, replica, version=version)
            for cloud in ('member', 'admin'):
                shown = self.json(
                    'share replica export location show', replica,
                    first['ID'], cloud=cloud, version=version,
                )  # fmt: skip
                as_admin = cloud == 'admin'
                self.assertEqual(
                    (
                        first['Path'],
                        first['Preferred'],
                        'in_sync',
                        'nova',
                        replica if as_admin else None,
                        False if as_admin else None,
                        {},
                    ),
                    tuple(
                        shown[field]
                        for field in (
                            'path', 'preferred', 'replica_state',
                            'availability_zone', 'share_instance_id',
                            'is_admin_only', 'metadata',
                        )
                    ),
                )  # fmt: skip
                self.assertIsNotNone(shown['created_at'])

    def test_requests(self) -> None:
        replica = self.active(self.create_replicable())
        (first, *_others) = self.json(
            'share replica export location list', replica
        )
        path = f'/share-replicas/{replica}/export-locations'
        for command, request in (
            (f'list {replica}', path),
            (f'show {replica} {first["ID"]}', f'{path}/{first["ID"]}'),
        ):
            result = self.openstack(f'share replica export location {command}')
            asked = [str(r) for r in result.requests if 'replica' in r.path]
            self.assertEqual([f'GET {request}'], asked)

    def test_bad_input(self) -> None:
        replica = self.active(self.create_replicable())
        for arguments in (
            'list no-such',
            'show no-such x',
            f'show {replica} x',
        ):
            result = self.openstack(
                f'share replica export location {arguments}',
                fail=True,
                stderr=r'\(HTTP 404\)',
            )
            self.assertEqual('', result.out)
        for arguments in (f'list {replica}', f'show {replica} x'):
            command = f'share replica export location {arguments}'
            self.assert_min_version('2.47', command)
            self.openstack(
                command, cloud='other', fail=True, stderr='HTTP 404'
            )
