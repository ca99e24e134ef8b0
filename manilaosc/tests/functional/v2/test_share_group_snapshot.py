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

"""Functional tests for share group snapshots and their members."""

import functools
from typing import Any

from manilaosc.tests.functional.v2 import _groups

UNKNOWN = '7f660094-73b5-46a8-92c0-8c39feb63dec'


class TestShareGroupSnapshot(_groups.TestCase):
    def show(self, snapshot: str, **kwargs: str) -> dict[str, Any]:
        shown: dict[str, Any]
        shown = self.json('share group snapshot show', snapshot, **kwargs)
        return shown

    def test_lifecycle(self) -> None:
        group = self.create_group()
        name, renamed = self.name('snap'), self.name('renamed')
        self.cleanup('share group snapshot delete --wait', name)
        self.cleanup('share group snapshot delete --wait', renamed)
        created = self.json(
            'share group snapshot create --description first --wait '
            '--timeout 60 --name',
            name,
            group['name'],
        )
        self.assertEqual('available', created['status'])
        self.assertEqual(group['id'], created['share_group_id'])

        by_name = self.show(name)
        self.assertEqual(created, by_name)
        self.assertEqual(by_name, self.show(created['id']))
        self.assertEqual('first', by_name['description'])
        self.assertEqual(by_name, self.show(name, cloud='reader'))
        self.assertEqual(by_name, self.show(name, cloud='admin'))

        self.openstack('share group snapshot set --name', renamed, name)
        self.openstack(
            'share group snapshot set --description second', created['id']
        )
        changed = self.show(renamed)
        self.assertEqual('second', changed['description'])
        self.openstack('share group snapshot set', renamed)
        self.openstack('share group snapshot unset', renamed)
        self.assertEqual(changed, self.show(renamed))
        self.openstack(
            'share group snapshot unset --name --description', renamed
        )
        bare = self.show(created['id'])
        self.assertEqual((None, None), (bare['name'], bare['description']))

        self.openstack('share group snapshot delete --wait', created['id'])
        self.openstack(
            'share group snapshot show', created['id'],
            fail=True, stderr='No share group snapshot with',
        )  # fmt: skip

    def test_wait(self) -> None:
        group, name = self.create_group(), self.name('snap')
        self.cleanup('share group snapshot delete --wait', name)
        self.openstack(
            'share group snapshot create --name', name, group['name']
        )
        self.openstack('share group snapshot wait --timeout 60', name)
        self.openstack('share group snapshot delete', name)
        self.openstack('share group snapshot wait --for deleted', name)

    def test_members(self) -> None:
        group = self.create_group()
        shares = {
            self.json('share show', self.create_share(group))['id']
            for _ in range(3)
        }
        snapshot = self.create_snapshot(group)
        list_ = 'share group snapshot members list'
        for snapshot_name in (snapshot['name'], snapshot['id']):
            members = self.json(list_, snapshot_name)
            self.assertEqual(
                [['Share ID', 'Size']] * 3, [list(m) for m in members]
            )
            self.assertEqual(shares, {m['Share ID'] for m in members})
            self.assertEqual({1}, {m['Size'] for m in members})
        self.assertEqual(
            members, self.json(list_, snapshot['id'], cloud='reader')
        )
        self.assertEqual(
            members, self.json(list_, snapshot['name'], cloud='admin')
        )
        for limit in (1, 5):
            self.assertEqual(
                members[:limit],
                self.json(list_, snapshot['id'], '--limit', limit),
            )
            self.assertEqual(
                members[limit:],
                self.json(list_, snapshot['id'], '--offset', limit),
            )
        long = self.json(list_, '--long', snapshot['id'])
        self.assertEqual({'NFS'}, {m['Share Proto'] for m in long})
        self.assertEqual(
            {snapshot['project_id']}, {m['Project ID'] for m in long}
        )
        self.assertEqual(
            [m['ID'] for m in long[1:]],
            [
                m['ID']
                for m in self.json(
                    list_, '--long', snapshot['id'], '--marker', long[0]['ID']
                )
            ],
        )
        result = self.openstack(list_, snapshot['id'])
        path = f'/share-group-snapshots/{snapshot["id"]}'
        self.assertEqual(
            # The last request finds no more rows
            [path, f'{path}/members', f'{path}/members'],
            [r.path for r in result.requests if 'group' in r.path],
        )
        # Manila itself reports missing snapshots and those of others
        for cloud, target in (('member', UNKNOWN), ('other', snapshot['id'])):
            result = self.openstack(
                list_, target, cloud=cloud,
                fail=True, stderr='No share group snapshot with',
            )  # fmt: skip
            self.assertEqual('', result.out)

    def test_what_is_in_a_snapshot_stays(self) -> None:
        group = self.create_group()
        share = self.create_share(group)
        snapshot = self.create_snapshot(group)
        self.openstack(
            'share delete --share-group', group['id'], share,
            fail=True, stderr=r'dependent .*snapshot.* \(HTTP 40\d\)',
        )  # fmt: skip
        self.openstack(
            'share group delete', group['id'],
            fail=True, stderr=r'with snapshots \(HTTP 409\)',
        )  # fmt: skip
        self.openstack('share set --status error', share, cloud='admin')
        self.openstack(
            'share group snapshot create', group['id'],
            fail=True, stderr=r'status of available .* \(HTTP 409\)',
        )  # fmt: skip
        self.openstack('share set --status available', share, cloud='admin')
        self.openstack(
            'share group snapshot set --status error',
            snapshot['name'], cloud='admin',
        )  # fmt: skip
        self.openstack(
            'share group create --source-share-group-snapshot',
            snapshot['name'],
            fail=True, stderr=r'status must be available.* \(HTTP 409\)',
        )  # fmt: skip

    def test_list(self) -> None:
        group = self.create_group()
        snapshots = sorted(
            (self.create_snapshot(group) for _ in range(3)),
            key=lambda snapshot: snapshot['name'],
        )
        names = [snapshot['name'] for snapshot in snapshots]
        first = snapshots[0]
        self.openstack(
            'share group snapshot set --description about', first['id']
        )

        def listed(*options: str, **kwargs: str) -> list[str]:
            rows = self.json(
                'share group snapshot list --share-group',
                group['id'], *options, **kwargs,
            )  # fmt: skip
            return [row['Name'] for row in rows]

        (row,) = self.json('share group snapshot list --name', names[0])
        self.assertEqual(
            {
                'ID': first['id'],
                'Name': names[0],
                'Status': 'available',
                'Description': 'about',
            },
            row,
        )
        (row,) = self.json(
            'share group snapshot list --detailed --all-projects --name',
            names[0], cloud='admin',
        )  # fmt: skip
        self.assertEqual(
            (first['created_at'], group['id'], first['project_id']),
            (row['Created At'], row['Share Group ID'], row['Project ID']),
        )
        self.assertEqual(
            3,
            len(
                self.json(
                    'share group snapshot list --long --share-group',
                    group['name'],
                )
            ),
        )
        self.assertEqual(names, listed())
        self.assertEqual(names, listed(cloud='reader'))
        self.assertEqual(names[::-1], listed('--sort', 'name:desc'))
        self.assertEqual(names[::-1], listed('--sort', 'status,name:desc'))
        self.assertEqual(3, len(listed('--sort', 'share_group_id')))
        for limit in (0, 2, 5):
            self.assertEqual(names[:limit], listed('--limit', str(limit)))
            self.assertEqual(names[limit:], listed('--offset', str(limit)))
        for marker in (names[0], first['id'], '1'):
            self.assertEqual(names[1:], listed('--marker', marker))
        self.assertEqual(names[:1], listed('--name', names[0]))
        self.assertEqual(names[:1], listed('--description', 'about'))
        self.assertEqual(names, listed('--status', 'available'))
        self.assertEqual([], listed('--status', 'error'))

        admin = functools.partial(listed, cloud='admin')
        self.assertEqual([], admin())
        self.assertEqual(names, admin('--all-projects'))
        self.assertEqual(names, admin('--project', 'demo'))
        self.assertEqual([], admin('--project', 'other'))
        self.assertEqual([], listed(cloud='other'))

        short = self.openstack(
            'share group snapshot list -c ID -c Name -f json --share-group',
            group['id'],
        )
        self.assertEqual(names, [row['Name'] for row in short.json()])
        self.assertIn(
            '/share-group-snapshots', [r.path for r in short.requests]
        )

    def test_one_option_is_one_request(self) -> None:
        group = self.create_group()
        snapshot = self.create_snapshot(group)
        path = f'/share-group-snapshots/{snapshot["id"]}'
        for cloud, option, request in (
            ('member', 'set --name x', f'PUT {path}'),
            ('admin', 'set --status available', f'POST {path}/action'),
            ('member', 'unset --description', f'PUT {path}'),
            ('member', f'set --name {snapshot["name"]}', f'PUT {path}'),
            ('member', 'show', f'GET {path}'),
            ('member', 'delete', f'DELETE {path}'),
        ):
            result = self.openstack(
                f'share group snapshot {option}', snapshot['id'], cloud=cloud
            )
            asked = [str(r) for r in result.requests if 'group' in r.path]
            self.assertEqual([request], asked)

    def test_at_old_versions(self) -> None:
        group = self.create_group()
        self.create_share(group)
        for version in ('2.31', '2.54', '2.55'):
            name = self.name('old')
            self.cleanup('share group snapshot delete --wait', name)
            run = functools.partial(self.openstack, version=version)
            run('share group snapshot create --wait --name', name,
                group['name'])  # fmt: skip
            run('share group snapshot set --description old', name)
            shown = self.show(name, version=version)
            self.assertEqual('old', shown['description'])
            run('share group snapshot unset --description', name)
            members = self.json(
                'share group snapshot members list', name, version=version
            )
            self.assertEqual([1], [member['Size'] for member in members])
            (row,) = self.json(
                'share group snapshot list --share-group',
                group['name'], version=version,
            )  # fmt: skip
            self.assertEqual(name, row['Name'])
            run('share group snapshot list -c ID')
            if version == '2.54':
                run(
                    'share group snapshot set --status error', name,
                    cloud='admin',
                )  # fmt: skip
                self.assertEqual('error', self.show(name)['status'])
                run(
                    'share group snapshot delete --force --wait', name,
                    cloud='admin',
                )  # fmt: skip
            else:
                run('share group snapshot delete --wait', name)
            self.assertEqual(
                [], self.json('share group snapshot list --name', name)
            )
        for command in (
            'create x', 'delete x', 'list', 'members list x', 'set x',
            'show x', 'unset x',
        ):  # fmt: skip
            self.assert_min_version('2.31', f'share group snapshot {command}')

    def test_status_is_admin_only(self) -> None:
        name = self.create_snapshot(self.create_group())['name']
        for status in ('error_deleting', 'migrating', 'available'):
            self.openstack(
                'share group snapshot set --status', status, name,
                cloud='admin',
            )  # fmt: skip
            self.assertEqual(status, self.show(name)['status'])
        self.openstack(
            'share group snapshot set --status nonsense', name,
            cloud='admin', fail=True, stderr=r'Valid states: .* \(HTTP 400\)',
        )  # fmt: skip
        result = self.openstack(
            'share group snapshot set --description x --status error', name,
            fail=True, stderr=r'\(HTTP 403\)',
        )  # fmt: skip
        self.assertIn('1 of 2 changes failed', result.err)
        self.assertEqual('x', self.show(name)['description'])
        self.openstack(
            'share group snapshot delete --force', name,
            fail=True, stderr=r'\(HTTP 403\)',
        )  # fmt: skip

    def test_permissions(self) -> None:
        group = self.create_group()
        snapshot = self.create_snapshot(group)
        for command in (
            f'create {group["name"]}',
            f'set --description x {snapshot["id"]}',
            f'unset --name {snapshot["id"]}',
            f'delete {snapshot["name"]}',
        ):
            result = self.openstack(
                f'share group snapshot {command}',
                cloud='reader', fail=True, stderr=r'\(HTTP 403\)',
            )  # fmt: skip
            self.assertEqual('', result.out)
        for command in ('show', 'delete', 'set --name x', 'unset --name'):
            self.openstack(
                f'share group snapshot {command} {snapshot["id"]}',
                cloud='other', fail=True,
                stderr='(not found|No share group snapshot)',
            )  # fmt: skip
        self.openstack(
            'share group snapshot create', group['id'],
            cloud='other', fail=True, stderr=r'\(HTTP 40[04]\)',
        )  # fmt: skip

    def test_many_at_once(self) -> None:
        group = self.create_group()
        names = [self.create_snapshot(group)['name'] for _ in range(3)]
        result = self.openstack(
            'share group snapshot delete --wait no-such', *names,
            fail=True, stderr="with name or ID 'no-such'",
        )  # fmt: skip
        self.assertIn(
            '1 of 4 share group snapshots failed to delete', result.err
        )
        self.assertEqual(
            [],
            self.json('share group snapshot list --share-group', group['id']),
        )

    def test_bad_input(self) -> None:
        for arguments, status, words in (
            ('create', 2, 'arguments are required: <share-group>'),
            ('create no-such', 1, "No share group with .* 'no-such'"),
            ('show no-such', 1, "No share group snapshot with .* 'no-such'"),
            ('set no-such --name x', 1, 'No share group snapshot .*no-such'),
            ('unset no-such --name', 1, 'No share group snapshot .*no-such'),
            ('members list no-such', 1, 'No share group snapshot .*no-such'),
            ('list --share-group no-such', 1, 'No share group with'),
            ('list --sort nonsense', 1, "Invalid sort key 'nonsense'"),
            ('list --limit -1', 2, 'non-negative'),
        ):
            result = self.openstack(
                f'share group snapshot {arguments}', fail=status, stderr=words
            )
            self.assertEqual('', result.out)
            self.assertEqual([], result.changes)
