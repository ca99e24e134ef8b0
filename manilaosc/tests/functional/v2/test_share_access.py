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

"""Functional tests for share access rules."""

import functools
from typing import Any

from manilaosc.tests.functional import base


class TestShareAccess(base.TestCase):
    def setUp(self) -> None:
        super().setUp()
        self.share = self.name('mounted')
        self.cleanup('share delete --wait', self.share)
        self.share_id = self.json(
            'share create NFS 1 --wait --name', self.share
        )['id']

    def create(self, *args: str, **kwargs: Any) -> dict[str, Any]:
        rule: dict[str, Any] = self.json(
            'share access create --wait', self.share, *args, **kwargs
        )
        self.assertEqual('active', rule['state'])
        return rule

    def ids(self, *args: str, **kwargs: Any) -> list[str]:
        rows = self.json('share access list', self.share, *args, **kwargs)
        return [row['ID'] for row in rows]

    def test_lifecycle(self) -> None:
        rule = self.create('ip', '10.0.0.0/24')
        self.assertEqual('rw', rule['access_level'])
        self.openstack('share access wait --timeout 60', rule['id'])
        self.assertEqual(self.share_id, rule['share_id'])
        self.assertEqual({}, rule['properties'])
        shown = self.json('share access show', rule['id'])
        self.assertEqual(rule, shown)

        reading = self.json(
            'share access create',
            self.share_id,
            *'ip fd00::/64 --access-level ro --wait'.split(),
            *'--properties a=b c=d --property e=f'.split(),
        )
        self.assertEqual('ro', reading['access_level'])
        self.assertEqual({'a': 'b', 'c': 'd', 'e': 'f'}, reading['properties'])

        run = functools.partial(self.openstack, cloud='member')
        run('share access set --access-level ro', rule['id'])
        run('share access set --property a=b --property x=y', rule['id'])
        run('share access unset --property x', rule['id'])
        shown = self.json('share access show', rule['id'])
        self.assertEqual('ro', shown['access_level'])
        self.assertEqual({'a': 'b'}, shown['properties'])

        run('share access delete --wait', self.share_id, rule['id'])
        run(
            'share access show',
            rule['id'],
            fail=True,
            stderr='not found.* 404',
        )
        # Rules of a share can be deleted together
        other = self.create('ip', '10.0.1.0/24')
        run(
            'share access delete --wait',
            self.share,
            reading['id'],
            other['id'],
        )
        self.assertEqual([], self.ids())

    def test_list(self) -> None:
        ro = self.create(
            'ip', '10.0.0.1', '--access-level=ro', '--property=a=b'
        )['id']
        rw = self.create('ip', '10.0.0.2', '--property=a=b')['id']
        for args, expected in (
            ([], {ro, rw}),
            (['--access-level=ro'], {ro}),
            (['--access-type=ip', '--access-to=10.0.0.2'], {rw}),
            (['--access-type=user'], set()),
            (['--access-key=none'], set()),
            (['--properties', 'a=b'], {ro, rw}),
            (['--property=a=x'], set()),
            # Unlike in python-manilaclient
            (['--property=a=b', '--access-level=rw'], {rw}),
        ):
            self.assertEqual(expected, set(self.ids(*args)), str(args))
        row = self.json(
            'share access list --long --access-level ro', self.share
        )[0]
        self.assertEqual('10.0.0.1', row['Access To'])
        self.assertEqual('active', row['State'])
        self.assertEqual({'a': 'b'}, row['Properties'])

    def test_rule_rejected_by_back_end(self) -> None:
        result = self.openstack(
            'share access create --wait -f value -c id -c state',
            self.share,
            'user',
            'demo',
            fail=True,
            stderr='^share access rule [-0-9a-f]{36} went to error',
        )
        # Printed, so that scripts can clean up
        rule_id, state = result.out.split()
        self.assertEqual('error', state)
        self.openstack('share access delete --wait', self.share, rule_id)

    def test_lock(self) -> None:
        rule = self.create(
            'ip',
            '10.0.0.1',
            '--lock-deletion',
            '--lock-visibility',
            '--lock-reason=in use',
        )
        self.assertEqual('10.0.0.1', rule['access_to'])
        seen = self.json('share access show', rule['id'], cloud='reader')
        self.assertEqual('******', seen['access_to'])
        self.assertEqual('******', seen['access_key'])

        delete = functools.partial(
            self.openstack, 'share access delete', self.share, rule['id']
        )
        delete(
            fail=True,
            stderr=f"^Failed to delete access rule with ID '{rule['id']}': "
            'Cannot deny access .* locked.*403',
        )
        self.assertEqual([rule['id']], self.ids())
        delete('--unrestrict', '--wait')
        self.assertEqual([], self.ids())

    def test_other_users(self) -> None:
        rule = self.create('ip', '10.0.0.1')['id']
        self.assertEqual([rule], self.ids(cloud='reader'))
        for cloud, share, stderr in (
            ('reader', self.share, 'Access was denied.* 403'),
            ('other', self.share_id, '40[34]'),
            ('other', self.share, 'No share with a name or ID'),
        ):
            for args in (
                ['share access create', share, 'ip', '10.0.0.2'],
                ['share access delete', share, rule],
            ):
                result = self.openstack(
                    *args, cloud=cloud, fail=True, stderr=stderr
                )
                self.assertEqual('', result.out)
        for option in ('--property a=b', '--access-level ro'):
            self.openstack(
                f'share access set {option}',
                rule,
                cloud='reader',
                fail=True,
                stderr='403',
            )
        self.assertEqual([rule], self.ids())

        # An administrator helps out
        self.assertEqual([rule], self.ids(cloud='admin'))
        self.openstack(
            'share access delete --wait', self.share, rule, cloud='admin'
        )
        self.assertEqual([], self.ids())

    def test_old_versions(self) -> None:
        for version, prefix in (
            ('2.45', ''),
            ('2.44', ''),
            ('2.7', ''),
            ('2.6', 'os-'),
            ('2.0', 'os-'),
        ):
            run = functools.partial(self.openstack, version=version)
            created = run(
                'share access create --wait -f json --access-level ro',
                self.share_id,
                'ip',
                '10.0.0.1',
            )
            rule = created.json()['id']
            self.assertEqual('active', created.json()['state'])
            (change,) = [r for r in created.changes if r.status == 200][:1]
            self.assertEqual([f'{prefix}allow_access'], list(change.body))
            self.assertEqual([rule], self.ids(version=version))
            deleted = run('share access delete --wait', self.share_id, rule)
            self.assertIn(
                {f'{prefix}deny_access': {'access_id': rule}},
                [change.body for change in deleted.changes],
            )
            self.assertEqual([], self.ids(version=version))

    def test_min_versions(self) -> None:
        share = self.share
        create = f'create {share} ip 10.0.0.1'
        for version, command, what in (
            ('2.45', 'show x', 'This command'),
            ('2.45', 'set x --property a=b', 'This command'),
            ('2.45', 'unset x --property a', 'This command'),
            ('2.88', 'set x --access-level ro', '--access-level'),
            ('2.45', f'{create} --property a=b', '--property'),
            ('2.82', f'{create} --lock-deletion', '--lock-deletion'),
            ('2.82', f'delete {share} x --unrestrict', '--unrestrict'),
            ('2.13', f'create {share} cephx x', 'Access type cephx'),
            (
                '2.38',
                f'create {share} ip fd00::1',
                'Access from IPv6 addresses',
            ),
            ('2.45', f'list {share} --property a=b', '--property'),
            ('2.82', f'list {share} --access-type ip', '--access-type'),
        ):
            self.assert_min_version(
                version, f'share access {command}', what=what
            )
        self.assertEqual([], self.ids())

    def test_bad_input(self) -> None:
        rule = self.create('ip', '10.0.0.1')['id']
        share = self.share
        for command, status, stderr in (
            (f'create {share} ip 10.0.0.1', 1, 'ip:10.0.0.1 exists.*400'),
            (f'create {share} ip nonsense', 1, 'nonsense.*400'),
            (f'create {share} magic x', 1, "Only 'ip', 'user'.*400"),
            (f'create {share} ip', 2, 'required: <access-to>'),
            (f'create {share} ip 10.0.0.2 --property a', 2, 'key=value'),
            (
                f'create {share} ip 10.0.0.2 --access-level x',
                2,
                "invalid choice: 'x'",
            ),
            (
                f'create {share} ip 10.0.0.2 --lock-reason x',
                1,
                '^--lock-reason requires',
            ),
            ('create missing ip 10.0.0.2', 1, "No share .* 'missing' exists"),
            (f'list {share} --access-to 10.0.0.1', 1, "access_type'.*400"),
            (f'list {share} --access-type magic', 1, 'magic.*400'),
            ('list missing', 1, "No share .* 'missing' exists"),
            ('show missing', 1, 'missing not found.*404'),
            (f'delete {share} missing', 1, "with ID 'missing': .*404"),
            (f'unset {rule} --property x', 1, f"{rule} has no metadata 'x'"),
            ('unset missing --property a', 1, 'be found.*404'),
            ('set missing --property a=b', 1, '404'),
        ):
            result = self.openstack(
                f'share access {command}', fail=status, stderr=stderr
            )
            self.assertEqual('', result.out, command)
        self.assertEqual([rule], self.ids())

    def test_requests(self) -> None:
        rule = self.create('ip', '10.0.0.1')['id']
        one = f'/share-access-rules/{rule}'
        action = f'/shares/{self.share_id}/action'
        for command, expected in (
            (f'show {rule}', f'GET {one}'),
            (
                f'list {self.share_id}',
                f'GET /share-access-rules?share_id={self.share_id}',
            ),
            (f'set {rule} --access-level ro', f'PUT {one}'),
            (f'set {rule} --property a=b', f'PUT {one}/metadata'),
            (f'unset {rule} --property a', f'DELETE {one}/metadata/a'),
            (f'delete {self.share_id} {rule}', f'POST {action}'),
        ):
            result = self.openstack(f'share access {command}')
            # All requests except discovery and the token
            self.assertEqual(
                [expected], [str(request) for request in result.requests[3:]]
            )
