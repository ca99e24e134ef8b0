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

"""Functional tests for share snapshots."""

import functools
from typing import Any

from manilaosc.tests.functional.v2 import _snapshots


class TestShareSnapshot(_snapshots.TestCase):
    def show(self, snapshot: str, **kwargs: str) -> dict[str, Any]:
        shown: dict[str, Any]
        shown = self.json('share snapshot show', snapshot, **kwargs)
        return shown

    def test_lifecycle(self) -> None:
        share = self.create_share()
        name, renamed = self.name('snap'), self.name('renamed')
        self.cleanup('share snapshot delete --wait', name)
        self.cleanup('share snapshot delete --wait', renamed)

        created = self.json(
            'share snapshot create --description first --property a=b '
            '--property c=d --force --wait --timeout 60 --name',
            name,
            share,
        )
        self.assertEqual('available', created['status'])
        self.assertEqual({'a': 'b', 'c': 'd'}, created['metadata'])

        by_name = self.show(name)
        self.assertEqual(by_name, self.show(created['id']))
        self.assertEqual((1, 1), (by_name['size'], by_name['share_size']))
        self.assertEqual('first', by_name['description'])
        self.assertEqual({'a': 'b', 'c': 'd'}, by_name['properties'])
        self.assertEqual(2, len(by_name['export_locations']))
        self.assertIsNone(by_name['provider_location'])
        as_admin = self.show(name, cloud='admin')
        self.assertIn('snapshot', as_admin['provider_location'])
        self.assertEqual(3, len(as_admin['export_locations']))

        self.openstack('share snapshot set --name', renamed, name)
        self.openstack(
            'share snapshot set --property a=x --property e=f', renamed
        )
        self.openstack('share snapshot unset --property c', renamed)
        self.openstack(
            'share snapshot set --description second', created['id']
        )
        changed = self.show(renamed)
        self.assertEqual({'a': 'x', 'e': 'f'}, changed['properties'])
        self.assertEqual('second', changed['description'])
        self.openstack(
            'share snapshot set --no-property --property g=h', renamed
        )
        self.assertEqual({'g': 'h'}, self.show(renamed)['properties'])
        self.openstack('share snapshot set --property i=j', created['id'])
        properties = functools.partial(
            self.json, 'share snapshot properties show'
        )
        self.assertEqual({'g': 'h', 'i': 'j'}, properties(renamed))
        self.assertEqual({'i': 'j'}, properties(renamed, '--property', 'i'))
        self.openstack(
            'share snapshot properties show --property x', created['id'],
            fail=True, stderr="share snapshot .* has no metadata 'x'",
        )  # fmt: skip
        self.openstack('share snapshot set --no-property', renamed)
        self.openstack(
            'share snapshot unset --name --description', created['id']
        )
        bare = self.show(created['id'])
        self.assertEqual({}, bare['properties'])
        self.assertIn(bare['name'], (None, ''))
        self.assertIn(bare['description'], (None, ''))

        self.openstack('share snapshot delete --wait', created['id'])
        self.openstack(
            'share snapshot show', created['id'],
            fail=True, stderr='No share snapshot with',
        )  # fmt: skip

    def test_wait(self) -> None:
        share, name = self.create_share(), self.name('snap')
        self.cleanup('share snapshot delete --wait', name)
        created = self.json('share snapshot create --name', name, share)
        self.openstack('share snapshot wait --timeout 60', name)
        self.openstack(
            'share snapshot wait --for size=1 --for status=available',
            created['id'],
            cloud='admin',
        )
        self.openstack('share snapshot delete', name)
        # Manila may stumble over a snapshot while it is being deleted
        self.openstack(
            'share snapshot wait --for deleted --timeout 60',
            created['id'],
            stderr=r'\A(Unexpected response \(HTTP 400\); .*\n)?\Z',
        )
        self.openstack('share snapshot wait --for deleted', name)

    def test_lifecycle_at_old_versions(self) -> None:
        share = self.create_share()
        for version in ('2.0', '2.6', '2.31', '2.72'):
            name = self.name('old')
            self.cleanup('share snapshot delete --wait', name)
            run = functools.partial(self.openstack, version=version)

            run('share snapshot create --wait --name', name, share)
            run('share snapshot set --description old', name)
            shown = self.show(name, version=version)
            self.assertEqual('old', shown['description'])
            # Export locations exist since API version 2.32
            locations = 2 if version == '2.72' else 0
            self.assertEqual(locations, len(shown['export_locations']))
            run('share snapshot set --status error', name, cloud='admin')
            self.assertEqual('error', self.show(name)['status'])
            run(
                'share snapshot properties show', name,
                fail=True, stderr='needs .* version 2.73 or later',
            )  # fmt: skip
            for command in ('create', 'set', 'list'):
                run(
                    f'share snapshot {command} --property a=b',
                    *([] if command == 'list' else [name]),
                    fail=True,
                    stderr='--property needs .* version 2.73 or later',
                )
            run('share snapshot delete --force --wait', name, cloud='admin')
            self.openstack(
                'share snapshot show', name,
                fail=True, stderr='No share snapshot with',
            )  # fmt: skip

    def test_one_option_is_one_request(self) -> None:
        name = self.create_snapshot(self.create_share())
        snapshot = self.show(name)['id']
        path = f'/snapshots/{snapshot}'
        for cloud, option, request in (
            ('member', 'set --name x', f'PUT {path}'),
            ('admin', 'set --description x', f'PUT {path}'),
            ('member', 'set --property k=v', f'POST {path}/metadata/k'),
            (
                'member',
                'set --property k=v --property l=w',
                f'POST {path}/metadata',
            ),
            ('member', 'set --no-property', f'PUT {path}/metadata'),
            ('admin', 'set --status available', f'POST {path}/action'),
            ('member', 'unset --description', f'PUT {path}'),
            ('member', f'set --name {name}', f'PUT {path}'),
        ):
            result = self.openstack(
                f'share snapshot {option}', snapshot, cloud=cloud
            )
            self.assertEqual([request], list(map(str, result.changes)))
            # With an ID, there is no other request
            asked = [r for r in result.requests if '/snapshots' in r.path]
            self.assertEqual(1, len(asked))

        found = self.openstack('share snapshot show -c id', name)
        self.assertEqual(
            [f'GET /snapshots/detail?name={name}'],
            [str(r) for r in found.requests if '/snapshots' in r.path],
        )

    def test_list(self) -> None:
        share = self.create_share()
        names = sorted(self.create_snapshot(share) for _ in range(3))
        first = self.show(names[0])
        self.openstack(
            'share snapshot set', first['id'],
            '--description', 'about x', '--property', f'is={names[0]}',
        )  # fmt: skip

        def listed(*options: str, **kwargs: str) -> list[str]:
            rows = self.json(
                'share snapshot list', '--share', share, *options, **kwargs
            )
            return [row['Name'] for row in rows]

        self.assertEqual(names, listed())
        self.assertEqual(names, listed(cloud='reader'))
        self.assertEqual(names, listed('--sort', 'name'))
        self.assertEqual(names[::-1], listed('--sort', 'name:desc'))
        self.assertEqual(names[::-1], listed('--sort', 'status:asc,name:desc'))
        for limit in range(5):
            self.assertEqual(names[:limit], listed('--limit', str(limit)))
            self.assertEqual(names[limit:], listed('--offset', str(limit)))
        self.assertEqual(names[1:2], listed('--offset=1', '--limit=1'))
        self.assertEqual(names[1:], listed('--marker', names[0]))
        self.assertEqual(names[1:], listed('--marker', first['id']))

        only = names[:1]
        self.assertEqual(only, listed('--name', names[0]))
        self.assertEqual(only, listed('--name~', names[0][2:]))
        self.assertEqual(only, listed('--description', 'about x'))
        self.assertEqual(only, listed('--description~', 'bout'))
        self.assertEqual(only, listed('--property', f'is={names[0]}'))
        self.assertEqual(names, listed('--status', 'available'))
        self.assertEqual([], listed('--status', 'error'))

        admin = functools.partial(listed, cloud='admin')
        self.assertEqual([], admin())
        self.assertEqual(names, admin('--all-projects'))
        self.assertEqual(names, admin('--project', 'demo'))
        self.assertEqual([], admin('--project', 'other'))

        (long,) = self.json('share snapshot list --long --name', names[0])
        self.assertEqual(('available', 1), (long['Status'], long['Size']))
        self.assertEqual(first['share_id'], long['Share ID'])

        counted = self.openstack(
            'share snapshot list --count --limit 1 --share', share
        )
        self.assertIn('Total number of snapshots: 3', counted.out)
        self.assertEqual(1, counted.out.count('snap-'))
        self.openstack(
            'share snapshot list --count -f json --share', share,
            stderr='^Total number of snapshots: 3$',
        )  # fmt: skip

    def test_usage(self) -> None:
        share, copy = self.create_share(), self.name('copy')
        used = self.create_snapshot(share)
        unused = self.create_snapshot(share)
        self.cleanup('share delete --wait', copy)
        self.openstack(
            'share create NFS --wait --snapshot-id', used, '--name', copy
        )
        of_share = 'share snapshot list --all-projects --share'
        for usage, name in (('used', used), ('unused', unused)):
            (row,) = self.json(
                of_share, share, '--usage', usage, cloud='admin'
            )
            self.assertEqual(name, row['Name'])
            counted = self.openstack(
                of_share, share, '--usage', usage, '--count', cloud='admin'
            )
            self.assertIn('Total number of snapshots: 1', counted.out)
        self.openstack('share delete --wait', copy)

    def test_status_is_admin_only(self) -> None:
        name = self.create_snapshot(self.create_share())
        for status in ('error', 'restoring', 'available'):
            self.openstack(
                'share snapshot set --status', status, name, cloud='admin'
            )
            self.assertEqual(status, self.show(name)['status'])
        self.openstack(
            'share snapshot set --status nonsense', name,
            cloud='admin', fail=True, stderr=r'\(HTTP 400\)',
        )  # fmt: skip
        result = self.openstack(
            'share snapshot set --description x --status error', name,
            fail=True, stderr=r'\(HTTP 403\)',
        )  # fmt: skip
        self.assertIn('1 of 2 changes failed', result.err)
        self.assertEqual('x', self.show(name)['description'])
        self.openstack(
            'share snapshot delete --force', name,
            fail=True, stderr=r'\(HTTP 403\)',
        )  # fmt: skip

    def test_permissions(self) -> None:
        share = self.create_share()
        name = self.create_snapshot(share)
        self.assertEqual(name, self.show(name, cloud='reader')['name'])
        self.json('share snapshot properties show', name, cloud='reader')
        for command in (
            f'share snapshot create {share}',
            f'share snapshot set --description x {name}',
            f'share snapshot set --property k=v {name}',
            f'share snapshot unset --name {name}',
            f'share snapshot delete {name}',
            f'share snapshot unmanage {name}',
            f'share snapshot manage {share} /x',
        ):
            result = self.openstack(
                command, cloud='reader', fail=True, stderr=r'\(HTTP 403\)'
            )
            self.assertEqual('', result.out)
        self.openstack(
            'share snapshot show', name,
            cloud='other', fail=True, stderr='No share snapshot with',
        )  # fmt: skip

    def test_many_at_once(self) -> None:
        share = self.create_share()
        names = [self.create_snapshot(share) for _ in range(4)]
        result = self.openstack(
            'share snapshot delete --wait no-such', *names,
            fail=True, stderr="with name or ID 'no-such'",
        )  # fmt: skip
        self.assertIn('1 of 5 share snapshots failed to delete', result.err)
        self.assertEqual([], self.json('share snapshot list --share', share))

    def test_unmanage_and_manage(self) -> None:
        admin = functools.partial(self.openstack, cloud='admin')
        share = self.create_share(cloud='admin')
        for away, back in (('unmanage', 'manage'), ('abandon', 'adopt')):
            # The dummy driver finds each snapshot only once
            name = self.create_snapshot(share, cloud='admin')
            where = self.show(name, cloud='admin')['provider_location']
            admin(f'share snapshot {away} --wait --timeout 60', name)
            admin(
                'share snapshot show', name,
                fail=True, stderr='No share snapshot with',
            )  # fmt: skip
            managed = self.json(
                f'share snapshot {back} --wait --description back '
                '--driver-option size=1 --property a=b --name',
                name, share, where, cloud='admin',
            )  # fmt: skip
            self.assertEqual('available', managed['status'])
            self.assertEqual(where, managed['provider_location'])
            self.assertEqual('back', managed['description'])
            self.assertEqual('b', managed['metadata']['a'])
        admin(
            'share snapshot manage', share, where,
            fail=True, stderr=r'already managed .* \(HTTP 409\)',
        )  # fmt: skip

    def test_manage_missing(self) -> None:
        share, name = self.create_share(cloud='admin'), self.name('bad')
        self.cleanup('share snapshot unmanage --wait', name, cloud='admin')
        result = self.openstack(
            'share snapshot manage --wait -f value -c id -c status --name',
            name, share, '/no/such/snapshot',
            cloud='admin', fail=True, stderr=f'{name} went to manage_error',
        )  # fmt: skip
        snapshot, status = result.out.split()
        self.assertEqual('manage_error', status)
        self.assertEqual(name, self.show(snapshot, cloud='admin')['name'])

    def test_manage_at_old_versions(self) -> None:
        share = self.create_share(cloud='admin')
        name = self.create_snapshot(share, cloud='admin')
        where = self.show(name, cloud='admin')['provider_location']
        run = functools.partial(self.openstack, cloud='admin')
        for command in ('unmanage x', 'abandon x', 'manage x y', 'adopt x y'):
            self.assert_min_version('2.12', f'share snapshot {command}')
        run('share snapshot unmanage --wait', name, version='2.12')
        run(
            'share snapshot manage --wait --name', name, share, where,
            version='2.12',
        )  # fmt: skip

    def test_with_share_servers(self) -> None:
        network = self.name('net')
        self.cleanup('share network delete', network)
        self.openstack('share network create --name', network)
        share = self.create_share(
            '--share-type', 'dhss_true', '--share-network', network
        )
        name = self.create_snapshot(share)
        self.openstack(
            'share snapshot unmanage', name, version='2.48',
            cloud='admin', fail=True, stderr=r'share servers .* \(HTTP 403\)',
        )  # fmt: skip
        shown = self.show(name, cloud='admin')
        self.openstack(
            'share snapshot unmanage --wait', name,
            version='2.49', cloud='admin',
        )  # fmt: skip
        self.openstack(
            'share snapshot manage --wait --name', name,
            shown['share_id'], shown['provider_location'], cloud='admin',
        )  # fmt: skip
        self.openstack('share snapshot delete --wait', name, cloud='admin')

    def test_bad_input(self) -> None:
        share = self.create_share()
        for arguments, status, words in (
            ('create', 2, 'arguments are required: <share>'),
            ('create no-such-share', 1, "No share with .* 'no-such-share'"),
            (f'create {share} --property x', 2, "Expected 'key=value'"),
            (f'create {share} --wait --timeout -1', 2, 'not be negative'),
            ('show no-such', 1, "No share snapshot with .* 'no-such'"),
            ('set no-such --name x', 1, "No share snapshot with .*no-such"),
            ('unset no-such --name', 1, "No share snapshot with .*no-such"),
            ('manage no-such /x', 1, "No share with .* 'no-such'"),
            ('list --share no-such', 1, "No share with .* 'no-such'"),
            ('list --sort nonsense', 1, "Invalid sort key 'nonsense'"),
            ('list --usage some', 2, 'invalid choice'),
            ('list --limit -1', 2, 'non-negative'),
            ('list --limit 1 --marker x', 1, "Marker 'x' not found in"),
        ):
            result = self.openstack(
                f'share snapshot {arguments}', fail=status, stderr=words
            )
            self.assertEqual('', result.out)
            self.assertEqual([], result.changes)

    def test_same_name(self) -> None:
        share = self.create_share()
        name = self.name('twin')
        ids = sorted(
            self.json('share snapshot create --wait', share, '--name', name)[
                'id'
            ]
            for _ in range(2)
        )
        for snapshot in ids:
            self.cleanup('share snapshot delete --wait', snapshot)
        result = self.openstack(
            'share snapshot delete', name, fail=True, stderr='More than one'
        )
        for snapshot in ids:
            self.assertIn(snapshot, result.err)
