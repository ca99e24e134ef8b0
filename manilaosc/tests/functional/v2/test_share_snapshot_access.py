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

"""Functional tests for access rules of share snapshots."""

import functools

from manilaosc.tests.functional.v2 import _snapshots


class TestShareSnapshotAccess(_snapshots.TestCase):
    def test_lifecycle(self) -> None:
        snapshot = self.create_snapshot(self.create_share())
        snapshot_id = self.json('share snapshot show', snapshot)['id']
        create = 'share snapshot access create'
        rule = self.json(
            f'{create} --wait --timeout 60', snapshot, 'ip', '10.0.0.1'
        )
        self.assertEqual('active', rule['state'])
        self.assertEqual(('ip', '10.0.0.1'), (
            rule['access_type'], rule['access_to'],
        ))  # fmt: skip
        again = self.json(create, snapshot_id, 'ip', 'fd00::/64')
        self.assertIn(again['state'], ('queued_to_apply', 'applying'))
        self.openstack('share snapshot access wait', snapshot, again['id'])

        for cloud in ('member', 'reader', 'admin'):
            rows = self.json(
                'share snapshot access list', snapshot, cloud=cloud
            )
            self.assertEqual(
                {rule['id']: '10.0.0.1', again['id']: 'fd00::/64'},
                {row['ID']: row['Access To'] for row in rows},
            )

        result = self.openstack(
            'share snapshot access delete --wait --timeout 60',
            snapshot, rule['id'], 'no-such-rule', again['id'],
            fail=True, stderr="with ID 'no-such-rule'",
        )  # fmt: skip
        self.assertIn('1 of 3 access rules failed to delete', result.err)
        self.assertEqual([], self.json('share snapshot access list', snapshot))

    def test_requests(self) -> None:
        name = self.create_snapshot(self.create_share())
        snapshot = self.json('share snapshot show', name)['id']
        path = f'/snapshots/{snapshot}'
        created = self.openstack(
            'share snapshot access create -f value -c id',
            snapshot, 'user', 'alice',
        )  # fmt: skip
        deleted = self.openstack(
            'share snapshot access delete', snapshot, created.out.strip()
        )
        for result in (created, deleted):
            asked = [str(r) for r in result.requests if path in r.path]
            self.assertEqual([f'POST {path}/action'], asked)

    def test_bad_input(self) -> None:
        snapshot = self.create_snapshot(self.create_share())
        self.openstack(
            'share snapshot access create --wait', snapshot, 'ip', '10.0.0.1'
        )
        create = functools.partial(
            self.openstack, 'share snapshot access create', snapshot
        )
        for kind, who, words in (
            ('ip', '10.0.0.1', 'exists'),
            ('ip', '10.0.0.999', 'does not appear to be an IP'),
            ('nonsense', 'x', "'ip', 'user' or 'cert'"),
        ):
            result = create(
                kind, who, fail=True, stderr=rf'({words}).* \(HTTP 400\)'
            )
            self.assertEqual('', result.out)
        create('ip', 'fd00::1', version='2.37', fail=True, stderr=r'HTTP 400')
        self.openstack(
            'share snapshot access delete', snapshot, 'no-such-rule',
            fail=True, stderr=r'\(HTTP 404\)',
        )  # fmt: skip
        for command in ('list', 'create', 'delete'):
            rest = {'list': '', 'create': 'ip 10.0.0.2', 'delete': 'x'}
            self.assert_min_version(
                '2.32',
                f'share snapshot access {command} {snapshot} {rest[command]}',
            )
        create(
            'ip', '10.0.0.3',
            cloud='reader', fail=True, stderr=r'\(HTTP 403\)',
        )  # fmt: skip

    def test_not_mountable(self) -> None:
        kind = self.name('type')
        self.cleanup('share type delete', kind, cloud='admin')
        self.openstack(
            'share type create', kind, 'false',
            '--snapshot-support', 'true', cloud='admin',
        )  # fmt: skip
        share = self.create_share('--share-type', kind)
        snapshot = self.create_snapshot(share)
        for command in ('create', 'list'):
            self.openstack(
                f'share snapshot access {command} {snapshot}',
                *(['ip', '10.0.0.1'] if command == 'create' else []),
                fail=True,
                stderr=r'does not support mounting .* \(HTTP 400\)',
            )
        self.openstack('share snapshot delete --wait', snapshot)
        self.openstack('share delete --wait', share)
