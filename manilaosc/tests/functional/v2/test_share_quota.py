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

"""Functional tests for quotas of projects, users, types and classes."""

from typing import Any

from manilaosc.tests.functional import base

#: A share type, which has quotas of its own in each project
TYPE = 'dhss_false'
QUOTAS = {
    'backup_gigabytes': 101,
    'backups': 102,
    'encryption_keys': 93,
    'gigabytes': 104,
    'per_share_gigabytes': 105,
    'replica_gigabytes': 106,
    'share_group_snapshots': 107,
    'share_groups': 108,
    'share_networks': 109,
    'share_replicas': 110,
    'shares': 111,
    'snapshot_gigabytes': 112,
    'snapshots': 113,
}
#: Quotas that share types do not have
NOT_PER_TYPE = ('share_group_snapshots', 'share_groups', 'share_networks')


def options(quotas: dict[str, int]) -> list[str]:
    return [
        text
        for name, value in quotas.items()
        for text in (f'--{name.replace("_", "-")}', str(value))
    ]


class TestShareQuota(base.TestCase):
    """Changes the quotas of the project "other", and resets them."""

    cloud = 'admin'

    def setUp(self) -> None:
        super().setUp()
        for args in ((), ('--share-type', TYPE)):
            self.cleanup('share quota delete other', *args)

    def show(self, *args: Any, **kwargs: str) -> dict[str, Any]:
        shown: dict[str, Any] = self.json('share quota show', *args, **kwargs)
        return shown

    def set(self, *args: Any, **kwargs: Any) -> None:
        self.openstack('share quota set', *args, **kwargs)

    def test_project(self) -> None:
        defaults = self.show('other', '--defaults')
        project = defaults['id']
        self.assertEqual(defaults, self.show('other'))
        self.set('other', *options(QUOTAS))
        expected = {'id': project, **QUOTAS}
        self.assertEqual(expected, self.show('other'))
        self.assertEqual(expected, self.show(project))
        self.assertEqual(
            expected, self.show('other', '--project-domain', 'Default')
        )
        self.assertEqual(defaults, self.show('other', '--defaults'))

        detail = self.show(project, '--detail')
        self.assertEqual(
            ['in_use', 'limit', 'reserved'], list(detail['shares'])
        )
        self.assertEqual(
            expected,
            {k: v if k == 'id' else v['limit'] for k, v in detail.items()},
        )
        # One quota; the others are unchanged
        self.set(project, '--shares', '-1')
        self.assertEqual({**expected, 'shares': -1}, self.show('other'))

        self.openstack('share quota delete other')
        self.assertEqual(defaults, self.show('other'))

    def test_user(self) -> None:
        before = self.show('other', '--user', 'other')
        user = self.openstack('user show other -f value -c id').out.strip()
        self.set('other', '--user', 'other', '--shares', '3')
        expected = {**before, 'shares': 3}
        self.assertEqual(expected, self.show('other', '--user', user))
        self.assertEqual(before, self.show('other'))
        detail = self.show('other', '--user', user, '--detail')
        self.assertEqual(3, detail['shares']['limit'])
        # User quotas can only exceed the project's with --force
        more = before['shares'] + 1
        self.set(
            'other', '--user', user, '--shares', more,
            fail=True, stderr='must be less than',
        )  # fmt: skip
        self.set('other', '--user', user, '--shares', more, '--force')
        self.assertEqual(more, self.show('other', '--user', 'other')['shares'])
        self.openstack(
            'share quota delete other --user-domain Default --user other'
        )
        self.assertEqual(before, self.show('other', '--user', 'other'))

    def test_share_type(self) -> None:
        before = self.show('other')
        mine = {k: v for k, v in QUOTAS.items() if k not in NOT_PER_TYPE}
        self.set('other', '--share-type', TYPE, *options(mine))
        share_type = self.json('share type show', TYPE)['id']
        shown = self.show('other', '--share-type', share_type)
        self.assertEqual(mine, {name: shown[name] for name in mine})
        for name in NOT_PER_TYPE:
            self.assertIsNone(shown[name])
        # openstacksdk would change the quotas of the project
        self.assertEqual(before, self.show('other'))
        detail = self.show('other', '--share-type', TYPE, '--detail')
        self.assertEqual(111, detail['shares']['limit'])

        for name in NOT_PER_TYPE:
            self.set(
                'other', '--share-type', TYPE, *options({name: 0}),
                fail=True, stderr='Quotas for share networks and share groups',
            )  # fmt: skip
        self.openstack('share quota delete other --share-type', share_type)
        shown = self.show('other', '--share-type', TYPE)
        self.assertEqual(before['shares'], shown['shares'])
        self.openstack(
            'share quota show other --share-type', self.name('none'),
            fail=True, stderr="Share type with name or id 'none-.*' not found",
        )  # fmt: skip

    def test_class(self) -> None:
        # Classes cannot be deleted, so use one without projects
        name = self.name('class')
        defaults = self.json('share quota class show')
        self.assertEqual('default', defaults['id'])
        untouched = self.json('share quota class show', name)
        self.assertEqual({**defaults, 'id': name}, untouched)
        self.set(name, '--class', '--force', *options(QUOTAS))
        self.assertEqual(
            {'id': name, **QUOTAS}, self.json('share quota class show', name)
        )
        self.assertEqual(defaults, self.json('share quota class show default'))

    def test_what_is_in_use(self) -> None:
        name = self.name('share')
        self.cleanup('share delete --wait', name, cloud='other')
        self.openstack('share create NFS 1 --wait --name', name, cloud='other')
        used = self.show('other', '--detail')['shares']['in_use']
        self.assertGreaterEqual(used, 1)
        self.set(
            'other', '--shares', used - 1,
            fail=True, stderr=f'smaller than already used and reserved {used}',
        )  # fmt: skip
        self.set('other', '--shares', used - 1, '--force')
        self.assertEqual(used - 1, self.show('other')['shares'])

    def test_members_see_their_own(self) -> None:
        own = self.show('other')
        for args in ((), ('other',), (own['id'],), ('--user', 'other')):
            self.assertEqual(own, self.show(*args, cloud='other'))
        self.show('--defaults', cloud='reader')
        self.show('--detail', cloud='reader')
        for command in (
            f'show {own["id"]}',
            f'set {own["id"]} --shares 1',
            'set demo --shares 1',
            'set default --class --shares 1',
            'delete demo',
            'class show',
        ):
            self.openstack(
                f'share quota {command}',
                cloud='member', fail=True, stderr='HTTP 403',
            )  # fmt: skip

    def test_mistakes(self) -> None:
        nobody = self.name('nobody')
        for command in ('show', 'delete', 'set --shares 1'):
            self.openstack(
                f'share quota {command} {nobody}',
                fail=True, stderr=f'No Project found for {nobody}',
            )  # fmt: skip
            self.openstack(
                f'share quota {command} other --user {nobody}',
                fail=True, stderr=f'No User found for {nobody}',
            )  # fmt: skip
        self.set(
            'other', '--shares', '-2', fail=2, stderr='Invalid limit .-2.'
        )
        self.set('other', '--shares', 'x', fail=2, stderr='invalid int')
        result = self.openstack('share quota set other --force')
        self.assertEqual([], result.changes)

    def test_old_microversions(self) -> None:
        first = {'shares': 21, 'gigabytes': 22, 'share_networks': 23}
        for version in ('2.0', '2.7'):
            self.set('other', *options(first), version=version)
            shown = self.show('other', version=version)
            self.assertEqual(first, {name: shown[name] for name in first})
            self.assertIsNone(shown['backups'])
            self.set(
                'default', '--class', '--shares',
                self.show('other', '--defaults', version=version)['shares'],
                version=version,
            )  # fmt: skip
            self.json('share quota class show', version=version)
            self.openstack('share quota delete other', version=version)
            self.assertNotEqual(21, self.show('other')['shares'])
        for version, verb, option, value in (
            ('2.25', 'show', '--detail', ''),
            ('2.39', 'show', '--share-type', TYPE),
            ('2.40', 'set', '--share-groups', '1'),
            ('2.53', 'set', '--replica-gigabytes', '1'),
            ('2.62', 'set', '--per-share-gigabytes', '1'),
            ('2.80', 'set', '--backups', '1'),
            ('2.90', 'set', '--encryption-keys', '1'),
        ):
            command = f'share quota {verb} other {option} {value}'
            self.assert_min_version(version, command, what=option)
            self.openstack(command, version=version)
