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

"""Functional tests for share instances."""

import ast
from typing import Any

from manilaosc.tests.functional import base

NOBODY = '0ed95862-2dd2-4f40-ac75-ac5ea5a40efa'


class TestShareInstance(base.TestCase):
    cloud = 'admin'

    def setUp(self) -> None:
        super().setUp()
        self.share = self.name('instance')
        self.cleanup('share delete --wait', self.share, cloud='member')
        self.share_id = self.json(
            'share create NFS 1 --wait --name', self.share, cloud='member'
        )['id']

    def list(self, *args: str, **kwargs: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.json(
            'share instance list', *args, **kwargs
        )
        return rows

    @property
    def instance(self) -> str:
        (row,) = self.list('--share', self.share)
        instance_id: str = row['ID']
        return instance_id

    def show(self, instance: str, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = self.json(
            'share instance show', instance, **kwargs
        )
        return shown

    def test_list(self) -> None:
        (row,) = self.list('--share', self.share)
        self.assertEqual(self.share_id, row['Share ID'])
        self.assertEqual('available', row['Status'])
        self.assertIn('@', row['Host'])
        self.assertIn(row['ID'], [each['ID'] for each in self.list()])

        location = self.json('share export location list', self.share)[0]
        for value in (location['ID'], location['Path']):
            for share in ([], ['--share', self.share]):
                self.assertEqual(
                    [row], self.list('--export-location', value, *share)
                )
        # Unlike in python-manilaclient, both filters apply
        self.assertEqual(
            [],
            self.list('--share', self.share, '--export-location', 'elsewhere'),
        )

    def test_recycle_bin(self) -> None:
        instance = self.instance
        self.assertEqual(
            [], self.list('--soft-deleted', '--share', self.share_id)
        )
        self.openstack('share delete --soft', self.share, cloud='member')
        for share in (self.share, self.share_id):
            (row,) = self.list('--soft-deleted', '--share', share)
            self.assertEqual(instance, row['ID'])
        self.openstack('share restore', self.share, cloud='member')

    def test_show(self) -> None:
        instance = self.instance
        shown = self.show(instance)
        self.assertEqual(self.share_id, shown['share_id'])
        self.assertEqual('active', shown['access_rules_status'])
        self.assertIs(False, shown['cast_rules_to_readonly'])
        self.assertEqual('100%', shown['progress'])
        location = shown['export_locations'][0]
        self.assertEqual(
            {
                'id',
                'path',
                'preferred',
                'share_instance_id',
                'is_admin_only',
                'metadata',
            },
            set(location),
        )
        # As in python-manilaclient, which scripts rely on
        text = self.openstack(
            'share instance show -f value -c export_locations', instance
        ).out
        self.assertEqual(shown['export_locations'], ast.literal_eval(text))

    def test_status(self) -> None:
        instance = self.instance
        for status in ('error', 'available'):
            result = self.openstack(
                'share instance set --status', status, instance
            )
            self.assertEqual(
                [f'POST /share_instances/{instance}/action'],
                [str(change) for change in result.changes],
            )
            self.assertEqual(status, self.show(instance)['status'])
        self.openstack(
            'share instance set --status magic',
            instance,
            fail=True,
            stderr='Invalid state.*400',
        )

    def test_wait(self) -> None:
        instance = self.instance
        self.openstack('share instance wait', instance)
        self.openstack('share instance set --status error', instance)
        self.openstack(
            'share instance wait', instance, fail=True, stderr='is in error'
        )
        self.openstack('share instance wait --for error', instance)
        self.openstack('share instance set --status available', instance)

    def test_delete(self) -> None:
        instance = self.instance
        self.openstack('share instance delete --wait', instance)
        self.openstack(
            'share instance show', instance, fail=True, stderr='404'
        )
        # It was the only instance of the share
        self.openstack(
            'share show', self.share_id, fail=True, stderr='No share|404'
        )

    def test_export_locations(self) -> None:
        instance = self.instance
        rows = self.json('share instance export location list', instance)
        self.assertEqual(
            ['ID', 'Path', 'Is Admin Only', 'Preferred'], list(rows[0])
        )
        self.assertEqual({True, False}, {r['Is Admin Only'] for r in rows})
        for row in rows:
            shown = self.json(
                'share instance export location show', instance, row['ID']
            )
            self.assertEqual(row['Path'], shown['path'])
            self.assertIs(row['Is Admin Only'], shown['is_admin_only'])
            self.assertEqual(instance, shown['share_instance_id'])
            self.assertEqual({}, shown['metadata'])

    def test_old_versions(self) -> None:
        for version in ('2.3', '2.6', '2.7', '2.9', '2.34'):
            (row,) = self.list('--share', self.share, version=version)
            instance = row['ID']
            kind = str if version in ('2.3', '2.6', '2.7') else dict
            shown = self.show(instance, version=version)
            self.assertIsInstance(shown['export_locations'][0], kind)
            for status in ('error', 'available'):
                self.openstack(
                    'share instance set --status',
                    status,
                    instance,
                    version=version,
                )
        self.openstack('share instance delete --wait', instance, version='2.6')

    def test_min_versions(self) -> None:
        for version, command in (
            ('2.3', 'list'),
            ('2.3', 'show x'),
            ('2.3', 'set x --status error'),
            ('2.3', 'delete x'),
            ('2.9', 'export location list x'),
            ('2.9', 'export location show x y'),
        ):
            self.assert_min_version(version, f'share instance {command}')
        for version, option, value in (
            ('2.35', '--export-location', 'x'),
            ('2.69', '--soft-deleted', ''),
        ):
            self.assert_min_version(
                version, f'share instance list {option} {value}', what=option
            )

    def test_admin_only(self) -> None:
        instance = self.instance
        for command in (
            'list',
            f'list --share {self.share_id}',
            f'show {instance}',
            f'set {instance} --status error',
            f'delete {instance}',
            f'export location list {instance}',
        ):
            result = self.openstack(
                f'share instance {command}',
                cloud='member',
                fail=True,
                stderr='Access was denied.*403',
            )
            self.assertEqual('', result.out)
        self.assertEqual('available', self.show(instance)['status'])

    def test_bad_input(self) -> None:
        for command, stderr in (
            (f'show {NOBODY}', '404'),
            (f'delete {NOBODY}', f"share instance with ID '{NOBODY}': .*404"),
            (f'set {NOBODY}', '^Nothing to set'),
            (f'set {NOBODY} --status error', '404'),
            ('list --share missing', "No share .* 'missing' exists"),
            (f'export location list {NOBODY}', f'{NOBODY}.* not found.*404'),
            (f'export location show {self.instance} {NOBODY}', '404'),
        ):
            result = self.openstack(
                f'share instance {command}', fail=True, stderr=stderr
            )
            self.assertEqual('', result.out, command)

    def test_requests(self) -> None:
        instance = self.instance
        one = f'/share_instances/{instance}'
        places = f'{one}/export_locations'
        for command, expected in (
            ('list', ['GET /share_instances']),
            (
                f'list --share {self.share_id}',
                [f'GET /shares/{self.share_id}/instances'],
            ),
            (f'show {instance}', [f'GET {one}', f'GET {places}']),
            (f'show {instance} -c status', [f'GET {one}']),
            (f'set {instance} --status available', [f'POST {one}/action']),
            (f'export location list {instance}', [f'GET {places}']),
            (f'delete {instance}', [f'POST {one}/action']),
        ):
            result = self.openstack(f'share instance {command}')
            # All requests except discovery and the token
            self.assertEqual(
                expected, [str(request) for request in result.requests[3:]]
            )
