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

"""Functional tests for share groups."""

import functools
from typing import Any

from manilaosc.tests.functional.v2 import _groups


class TestShareGroup(_groups.TestCase):
    def show(self, group: str, **kwargs: str) -> dict[str, Any]:
        shown: dict[str, Any] = self.json('share group show', group, **kwargs)
        return shown

    def test_lifecycle(self) -> None:
        name, renamed = self.name('group'), self.name('renamed')
        self.cleanup('share group delete --wait', name)
        self.cleanup('share group delete --wait', renamed)
        created = self.json(
            'share group create --description first --share-types dhss_false '
            '--availability-zone nova --wait --timeout 60 --name',
            name,
        )
        self.assertEqual('available', created['status'])
        (share_type,) = created['share_types']
        self.assertEqual(
            'dhss_false', self.json('share type show', share_type)['name']
        )

        by_name = self.show(name)
        self.assertEqual(by_name, self.show(created['id']))
        self.assertEqual(created, by_name)
        self.assertEqual('first', by_name['description'])
        self.assertEqual('nova', by_name['availability_zone'])
        self.assertEqual('pool', by_name['consistent_snapshot_support'])
        self.assertIn('#', by_name['host'])
        self.assertIsNone(by_name['source_share_group_snapshot_id'])
        self.assertEqual(by_name, self.show(name, cloud='reader'))
        self.assertEqual(by_name, self.show(name, cloud='admin'))

        self.openstack('share group set --name', renamed, name)
        self.openstack('share group set --description second', created['id'])
        changed = self.show(renamed)
        self.assertEqual('second', changed['description'])
        self.openstack('share group set', renamed)
        self.openstack('share group unset', renamed)
        self.assertEqual(changed, self.show(renamed))
        self.openstack('share group unset --name --description', renamed)
        bare = self.show(created['id'])
        self.assertEqual((None, None), (bare['name'], bare['description']))

        self.openstack('share group delete --wait', created['id'])
        self.openstack(
            'share group show', created['id'],
            fail=True, stderr='No share group with',
        )  # fmt: skip

    def test_wait(self) -> None:
        name = self.name('group')
        self.cleanup('share group delete --wait', name)
        self.openstack(
            'share group create --share-types dhss_false --name', name
        )
        self.openstack('share group wait --timeout 60', name)
        self.openstack('share group delete', name)
        self.openstack('share group wait --for deleted', name)

    def test_by_type(self) -> None:
        kind, other = self.name('kind'), self.name('other-kind')
        admin = functools.partial(self.openstack, cloud='admin')
        for name, types in ((kind, 'dhss_true dhss_false'), (other, kind)):
            if name == other:
                self.cleanup('share type delete', kind, cloud='admin')
                admin('share type create', kind, 'false')
            self.cleanup('share group type delete', name, cloud='admin')
            admin(f'share group type create {name} {types}')
        group = self.create_group(
            '--share-group-type', kind, '--share-types', 'dhss_false'
        )
        kind_id = group['share_group_type_id']
        of_type = 'share group list --share-group-type'
        for value in (kind, kind_id):
            (row,) = self.json(of_type, value)
            self.assertEqual(group['id'], row['ID'])
        self.assertEqual([], self.json(of_type, other))
        self.create_group(
            '--share-group-type', kind_id, '--share-types', 'dhss_false'
        )
        self.assertEqual(2, len(self.json(of_type, kind)))
        self.openstack(
            f'share group create --share-group-type {kind} --share-types',
            kind, fail=True, stderr=r'must be a subset .* \(HTTP 400\)',
        )  # fmt: skip
        self.openstack(
            'share group create --share-group-type',
            kind, '--share-types', 'dhss_true', 'dhss_false',
            fail=True, stderr=r'conflicting values .* \(HTTP 400\)',
        )  # fmt: skip

    def test_goes_to_error(self) -> None:
        kind, name = self.name('nowhere'), self.name('group')
        admin = functools.partial(self.openstack, cloud='admin')
        self.cleanup('share type delete', kind, cloud='admin')
        admin(
            'share type create', kind, 'false',
            '--extra-specs', 'share_backend_name=nowhere',
        )  # fmt: skip
        self.cleanup('share group type delete', kind, cloud='admin')
        admin('share group type create', kind, kind)
        self.cleanup('share group delete --wait', name)
        result = self.openstack(
            'share group create --wait -f value -c status --share-group-type',
            kind, '--share-types', kind, '--name', name,
            fail=True, stderr=f'share group {name} went to error',
        )  # fmt: skip
        self.assertEqual('error', result.out.strip())

    def test_on_a_share_network(self) -> None:
        network = self.name('net')
        self.cleanup('share network delete --wait', network)
        self.openstack('share network create --name', network)
        group = self.create_group(
            '--share-network', network, '--share-types', 'dhss_true'
        )
        of_network = 'share group list --share-network'
        for value in (network, group['share_network_id']):
            (row,) = self.json(of_network, value)
            self.assertEqual(group['id'], row['ID'])
        self.assertIsNone(group['share_server_id'])
        server = self.show(group['id'], cloud='admin')['share_server_id']
        listed = functools.partial(
            self.json, 'share group list --all-projects', cloud='admin'
        )
        (row,) = listed('--share-server', server)
        self.assertEqual(group['name'], row['Name'])
        self.openstack(
            'share group create --share-types dhss_true',
            fail=True, stderr=r'share_network_id must be .* \(HTTP 400\)',
        )  # fmt: skip
        share = self.create_share(
            group, '--share-type', 'dhss_true', '--share-network', network
        )
        shown = self.json('share show', share, cloud='admin')
        self.assertEqual(
            (group['id'], server),
            (shown['share_group_id'], shown['share_server_id']),
        )

    def test_list(self) -> None:
        groups = sorted(
            (self.create_group() for _ in range(3)), key=lambda g: g['name']
        )
        names = [group['name'] for group in groups]
        mark = self.name('about')
        for group in groups:
            self.openstack('share group set', group['id'],
                           '--description', mark)  # fmt: skip

        def listed(*options: str, **kwargs: str) -> list[str]:
            rows = self.json(
                'share group list --description', mark, *options, **kwargs
            )
            return [row['Name'] for row in rows]

        (row,) = self.json('share group list --name', names[0])
        self.assertEqual(
            {
                'ID': groups[0]['id'],
                'Name': names[0],
                'Status': 'available',
                'Description': mark,
            },
            row,
        )
        self.assertEqual(names, listed())
        self.assertEqual(names, listed(cloud='reader'))
        self.assertEqual(names, listed('--sort', 'name'))
        self.assertEqual(names[::-1], listed('--sort', 'name:desc'))
        self.assertEqual(names[::-1], listed('--sort', 'status:asc,name:desc'))
        self.assertEqual(3, len(listed('--sort', 'updated_at')))
        self.assertEqual(3, len(listed('--sort', 'availability_zone')))
        for limit in (0, 2, 5):
            self.assertEqual(names[:limit], listed('--limit', str(limit)))
            self.assertEqual(names[limit:], listed('--offset', str(limit)))
        self.assertEqual(names[1:2], listed('--offset=1', '--limit=1'))
        for marker in (names[0], groups[0]['id'], '1'):
            self.assertEqual(names[1:], listed('--marker', marker))

        only, host = names[:1], groups[0]['host']
        self.assertEqual(only, listed('--name', names[0]))
        self.assertEqual(only, listed('--name~', names[0][2:]))
        self.assertEqual(names, listed('--description~', mark[3:]))
        self.assertEqual([], listed('--description~', 'no such'))
        self.assertEqual(names, listed('--status', 'available'))
        self.assertEqual([], listed('--status', 'error'))
        self.assertIn(names[0], listed('--host', host))
        self.assertEqual([], listed('--host', 'nowhere'))
        self.assertEqual(names, listed('--name', ''))

        admin = functools.partial(listed, cloud='admin')
        self.assertEqual([], admin())
        self.assertEqual(names, admin('--all-projects'))
        self.assertEqual(names, admin('--project', 'demo'))
        self.assertEqual([], admin('--project', 'other'))
        self.assertEqual([], listed(cloud='other'))
        (row,) = self.json(
            'share group list --all-projects --name', names[0], cloud='admin'
        )
        self.assertEqual(groups[0]['project_id'], row['Project ID'])

    def test_short_list(self) -> None:
        group = self.create_group()
        for options, path in (
            ('-c ID -c Name', '/share-groups'),
            ('-c Name --sort-column Name', '/share-groups'),
            ('-c Name --sort-column Status', '/share-groups/detail'),
            ('-c Name --sort status,name', '/share-groups/detail'),
            ('-c Status', '/share-groups/detail'),
        ):
            result = self.openstack(
                f'share group list {options} -f json --name', group['name']
            )
            self.assertIn(path, [r.path for r in result.requests], options)
            (row,) = result.json()
            for column, value in row.items():
                self.assertEqual(group[column.lower()], value)

    def test_one_option_is_one_request(self) -> None:
        group = self.create_group()
        path = f'/share-groups/{group["id"]}'
        for cloud, option, request in (
            ('member', 'set --name x', f'PUT {path}'),
            ('admin', 'set --description x', f'PUT {path}'),
            ('admin', 'set --status available', f'POST {path}/action'),
            ('member', 'unset --description', f'PUT {path}'),
            ('member', f'set --name {group["name"]}', f'PUT {path}'),
            ('member', 'delete', f'DELETE {path}'),
        ):
            result = self.openstack(
                f'share group {option}', group['id'], cloud=cloud
            )
            # With an ID, there is no other request
            asked = [str(r) for r in result.requests if 'group' in r.path]
            self.assertEqual([request], asked)

    def test_at_old_versions(self) -> None:
        for version in ('2.31', '2.34', '2.54', '2.55'):
            name = self.name('old')
            self.cleanup('share group delete --wait', name)
            run = functools.partial(self.openstack, version=version)
            created = self.json(
                'share group create --wait --name', name, version=version
            )
            self.assertEqual('available', created['status'])
            zone = None if version == '2.31' else 'nova'
            self.assertEqual(zone, created['availability_zone'])
            run('share group set --description', name, name)
            (row,) = self.json(
                'share group list --description', name, version=version
            )
            self.assertEqual(name, row['Name'])
            run('share group set --status error', name, cloud='admin')
            self.assertEqual(
                'error', self.show(name, version=version)['status']
            )
            run('share group unset --description', name)
            run('share group list -c ID')
            if version == '2.31':
                run('share group delete --wait', name)
            else:
                run('share group delete --force --wait', name, cloud='admin')
            for option in ('--name~', '--description~'):
                if version < '2.36':
                    run(
                        'share group list', option, 'x', fail=True,
                        stderr=f'{option} needs .* version 2.36 or later',
                    )  # fmt: skip
        for command in (
            'create', 'delete x', 'list', 'set x', 'show x', 'unset x',
        ):  # fmt: skip
            self.assert_min_version('2.31', f'share group {command}')

    def test_status_is_admin_only(self) -> None:
        name = self.create_group()['name']
        for status in ('error', 'migrating', 'available'):
            self.openstack(
                'share group set --status', status, name, cloud='admin'
            )
            self.assertEqual(status, self.show(name)['status'])
        self.openstack(
            'share group set --status nonsense', name,
            cloud='admin', fail=True, stderr=r'Valid states: .* \(HTTP 400\)',
        )  # fmt: skip
        result = self.openstack(
            'share group set --description x --status error', name,
            fail=True, stderr=r'\(HTTP 403\)',
        )  # fmt: skip
        self.assertIn('1 of 2 changes failed', result.err)
        self.assertEqual('x', self.show(name)['description'])
        self.openstack(
            'share group delete --force', name,
            fail=True, stderr=r'\(HTTP 403\)',
        )  # fmt: skip

    def test_permissions(self) -> None:
        group = self.create_group()
        for command in (
            'create',
            f'set --description x {group["id"]}',
            f'unset --name {group["id"]}',
            f'delete {group["name"]}',
        ):
            result = self.openstack(
                f'share group {command}',
                cloud='reader', fail=True, stderr=r'\(HTTP 403\)',
            )  # fmt: skip
            self.assertEqual('', result.out)
        for command in ('show', 'delete', 'set --name x', 'unset --name'):
            self.openstack(
                f'share group {command} {group["id"]}',
                cloud='other', fail=True, stderr='(not found|No share group)',
            )  # fmt: skip
        self.assertEqual(group['name'], self.show(group['id'])['name'])

    def test_delete_with_shares(self) -> None:
        group = self.create_group()
        share = self.create_share(group)
        snapshot = self.create_snapshot(group)
        delete = functools.partial(
            self.openstack, 'share group delete', group['name'], fail=True
        )
        delete(stderr=r'with snapshots \(HTTP 409\)')
        self.openstack('share group set --status error', group['id'],
                       cloud='admin')  # fmt: skip
        # No row is lost or repeated
        result = delete(
            '--force', cloud='admin', stderr='still contains shares'
        )
        self.assertEqual([], result.changes)
        self.json('share group snapshot show', snapshot['id'])
        self.openstack('share group snapshot delete --wait', snapshot['name'])
        delete(stderr=r'with shares \(HTTP 409\)')
        self.openstack(
            'share delete --wait --share-group', group['name'], share
        )
        self.openstack(
            'share group delete --force --wait', group['name'], cloud='admin'
        )
        self.assertEqual(
            [], self.json('share group list --name', group['name'])
        )

    def test_many_at_once(self) -> None:
        groups = [self.create_group() for _ in range(3)]
        names = [group['name'] for group in groups]
        result = self.openstack(
            'share group delete --wait no-such', *names, groups[0]['id'],
            fail=True, stderr="with name or ID 'no-such'",
        )  # fmt: skip
        self.assertIn('1 of 5 share groups failed to delete', result.err)
        for name in names:
            self.assertEqual([], self.json('share group list --name', name))

    def test_same_name(self) -> None:
        one, other = self.create_group(), self.create_group()
        self.openstack('share group set --name', one['name'], other['id'])
        result = self.openstack(
            'share group delete', one['name'],
            fail=True, stderr='More than one share group',
        )  # fmt: skip
        for group in (one, other):
            self.assertIn(group['id'], result.err)
        self.openstack('share group delete --wait', other['id'], one['id'])

    def test_bad_input(self) -> None:
        for arguments, status, words in (
            ('create --share-types no-such', 1, 'No share type with'),
            ('create --share-network no-such', 1, 'No share network with'),
            (
                'create --share-group-type no-such',
                1,
                'No share group type with',
            ),
            (
                'create --source-share-group-snapshot no-such',
                1,
                'No share group snapshot with',
            ),
            ('create --timeout 5', 1, '--timeout needs --wait'),
            ('delete', 2, 'arguments are required'),
            ('show no-such', 1, "No share group with .* 'no-such'"),
            ('set no-such --name x', 1, 'No share group with .*no-such'),
            ('unset no-such --name', 1, 'No share group with .*no-such'),
            ('list --share-group-type no', 1, 'No share group type with'),
            ('list --snapshot no', 1, 'No share group snapshot with'),
            ('list --share-network no', 1, 'No share network with'),
            ('list --sort nonsense', 1, "Invalid sort key 'nonsense'"),
            ('list --limit -1', 2, 'non-negative'),
            ('list --limit 1 --marker x', 1, "Marker 'x' not found in"),
        ):
            result = self.openstack(
                f'share group {arguments}', fail=status, stderr=words
            )
            self.assertEqual('', result.out)
            self.assertEqual([], result.changes)
        self.openstack(
            'share group create --availability-zone no-such',
            fail=True, stderr=r'no-such.*\(HTTP 404\)',
        )  # fmt: skip
