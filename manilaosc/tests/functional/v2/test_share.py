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

"""Functional tests for shares."""

import functools
import time
from typing import Any

from manilaosc.common import wait
from manilaosc.tests.functional import base


class TestShare(base.TestCase):
    def create(self, *args: str, cloud: str = '', proto: str = 'NFS') -> str:
        """Create a share, which is deleted when the test ends."""
        name = self.name('share')
        self.cleanup('share delete --wait', name, cloud=cloud)
        self.openstack(
            f'share create {proto} 1 --wait --name', name, *args, cloud=cloud
        )
        return name

    def show(self, share: str, **kwargs: str) -> dict[str, Any]:
        shown: dict[str, Any] = self.json('share show', share, **kwargs)
        return shown

    def test_lifecycle(self) -> None:
        name, renamed = self.name('share'), self.name('renamed')
        self.cleanup('share delete --wait', name)
        self.cleanup('share delete --wait', renamed)

        created = self.json(
            'share create NFS 1 --description first --property a=b '
            '--property c=d --availability-zone nova --wait --name',
            name,
        )
        self.assertEqual('available', created['status'])
        self.assertEqual({'a': 'b', 'c': 'd'}, created['metadata'])

        by_name = self.show(name)
        self.assertEqual(by_name, self.show(created['id']))
        self.assertEqual(1, by_name['size'])
        self.assertIs(False, by_name['is_public'])
        self.assertEqual({'a': 'b', 'c': 'd'}, by_name['properties'])
        paths = [place['path'] for place in by_name['export_locations']]
        self.assertEqual(2, len(paths))

        self.openstack('share set --name', renamed, name)
        self.openstack('share set --property a=x --property e=f', renamed)
        self.openstack('share set --description second', created['id'])
        self.openstack('share unset --property c', renamed)
        changed = self.show(renamed)
        self.assertEqual({'a': 'x', 'e': 'f'}, changed['properties'])
        self.assertEqual('second', changed['description'])
        self.assertEqual(
            {'a': 'x', 'e': 'f'}, self.json('share properties show', renamed)
        )
        self.openstack('share set --no-property --property g/h=i', renamed)
        self.assertEqual(
            {'g/h': 'i'}, self.json('share properties show', created['id'])
        )
        self.openstack('share unset --name --description', created['id'])
        bare = self.show(created['id'])
        self.assertIn(bare['name'], (None, ''))
        self.assertIn(bare['description'], (None, ''))

        self.openstack('share resize --wait', created['id'], '3')
        self.assertEqual(3, self.show(created['id'])['size'])
        self.openstack('share resize --wait', created['id'], '2')
        self.assertEqual(2, self.show(created['id'])['size'])

        self.openstack('share delete --wait', created['id'])
        self.openstack(
            'share show', created['id'], fail=True, stderr='No share with'
        )

    def test_lifecycle_at_old_versions(self) -> None:
        for version in ('2.0', '2.6', '2.7', '2.41'):
            name = self.name('old')
            self.cleanup('share delete --wait', name)
            run = functools.partial(self.openstack, version=version)

            run('share create NFS 1 --wait --property k=v --name', name)
            run('share set --description old', name)
            run('share resize --wait', name, '2')
            shown = self.json('share show', name, version=version)
            self.assertEqual(2, shown['size'])
            self.assertEqual({'k': 'v'}, shown['properties'])
            # Before API version 2.9, export locations are only paths
            kind = dict if version == '2.41' else str
            self.assertIsInstance(shown['export_locations'][0], kind)
            run('share delete --wait', name)

    def test_set_sends_only_given_options(self) -> None:
        name = self.create()
        for cloud in ('member', 'admin'):
            for option, request in (
                ('--description x', 'PUT /shares/{}'),
                ('--property k=v', 'POST /shares/{}/metadata'),
                ('--property k=v --no-property', 'PUT /shares/{}/metadata'),
            ):
                result = self.openstack(
                    f'share set {option}', name, cloud=cloud
                )
                share_id = self.json('share show', name)['id']
                self.assertEqual(
                    [request.format(share_id)],
                    [str(change) for change in result.changes],
                )

    def test_one_property(self) -> None:
        name = self.create('--property', 'a=b', '--property', 'c/d=e f')
        show = functools.partial(
            self.openstack, 'share properties show -f value --property'
        )
        for cloud in ('member', 'reader', 'admin'):
            self.assertEqual('b\n', show('a', name, cloud=cloud).out)
        # No URL can contain this key, so all properties are fetched
        self.assertEqual('e f\n', show('c/d', name).out)
        for missing in ('x', 'x/y', ''):
            result = show(
                missing, name,
                fail=True, stderr=f"share .* has no metadata '{missing}'",
            )  # fmt: skip
            self.assertEqual('', result.out)
        show('a', name, cloud='other', fail=True, stderr='No share with')
        self.openstack(
            'share set --no-property', name,
            cloud='reader', fail=True, stderr='403',
        )  # fmt: skip
        self.assertEqual('b\n', show('a', name, version='2.0').out)

    def test_administration(self) -> None:
        name = self.create()
        admin = functools.partial(self.openstack, cloud='admin')

        admin('share set --status error', name)
        self.assertEqual('error', self.show(name)['status'])
        admin('share set --task-state migration_error', name)
        shown = self.show(name, cloud='admin')
        self.assertEqual('migration_error', shown['task_state'])
        self.assertIn('@', shown['host'])
        admin('share set --task-state --status available', name)
        shown = self.show(name, cloud='admin')
        self.assertIsNone(shown['task_state'])
        self.assertEqual('available', shown['status'])

        admin('share set --public True', name)
        self.assertIs(True, self.show(name)['is_public'])
        # Users who can list the share can find it by name
        listed = self.json('share list --public --name', name, cloud='other')
        self.assertEqual([name], [share['Name'] for share in listed])
        admin('share set --private', name)
        self.openstack(
            'share show', name, cloud='other', fail=True, stderr='No share'
        )

        for option in ('--status error', '--task-state x', '--public'):
            self.openstack(
                'share set', name, *option.split(), fail=True, stderr='403'
            )
        self.openstack(
            'share set', name, '--description', 'x', '--status', 'error',
            fail=True, stderr='1 of 2 changes failed',
        )  # fmt: skip
        self.assertEqual('x', self.show(name)['description'])

    def test_reader_permissions(self) -> None:
        name = self.create()
        reader = functools.partial(self.openstack, cloud='reader')
        self.assertEqual(name, self.show(name, cloud='reader')['name'])
        for command in (
            'share create NFS 1',
            f'share set --description x {name}',
            f'share set --property k=v {name}',
            f'share resize {name} 2',
            f'share delete {name}',
        ):
            result = reader(command, fail=True, stderr=r'\(HTTP 403\)')
            self.assertEqual('', result.out)

    def test_recycle_bin(self) -> None:
        name = self.create()
        self.openstack('share delete --soft --wait', name)
        self.assertEqual([], self.json('share list --name', name))
        (deleted,) = self.json('share list --soft-deleted --name', name)
        self.openstack('share restore', name)
        self.openstack('share delete --soft', name)
        self.openstack('share restore', deleted['ID'])
        self.assertEqual('available', self.show(name)['status'])
        self.openstack(
            'share restore no-such-share', fail=True, stderr='no-such-share'
        )

    def test_snapshot_to_share_and_back(self) -> None:
        name, copy = self.create(), self.name('copy')
        snapshot = self.name('snap')
        self.cleanup('share snapshot delete --wait', snapshot)
        self.cleanup('share delete --wait', copy)
        self.openstack('share snapshot create --wait --name', snapshot, name)
        created = self.json(
            'share create NFS --wait --snapshot', snapshot, '--name', copy
        )
        self.assertEqual(1, created['size'])
        self.assertEqual('available', created['status'])
        self.openstack('share revert --wait', snapshot)
        self.openstack('share delete --wait', copy)

    def test_unmanage_and_manage(self) -> None:
        name, managed = self.create(cloud='admin'), self.name('managed')
        self.cleanup('share delete --wait', managed, cloud='admin')
        admin = functools.partial(self.openstack, cloud='admin')
        for away, back in (('unmanage', 'manage'), ('abandon', 'adopt')):
            shown = self.show(name, cloud='admin')
            admin(f'share {away} --wait', name)
            admin('share show', name, fail=True, stderr='No share with')
            result = admin(
                f'share {back} --wait -f json --name', managed,
                '--description', 'back', '--share-type', 'dhss_false',
                '--driver-options', 'size=1', '--public', 'false',
                shown['host'], 'NFS', shown['export_locations'][0]['path'],
            )  # fmt: skip
            self.assertEqual('available', result.json()['status'])
            admin('share set --name', name, managed)
        self.openstack('share unmanage', name, fail=True, stderr='No share')

    def test_list(self) -> None:
        name = self.create('--property', 'list=1', '--description', 'mine')
        share_id = self.show(name)['id']
        path = self.show(name)['export_locations'][0]['path']
        for option in (
            f'--name {name}',
            f'--name~ {name[3:]}',
            f'--name {name} --description ine',
            f'--name {name} --description~ in',
            f'--name {name} --status available',
            '--property list=1',
            f'--export-location {path}',
            f'--name {name} --share-type dhss_false',
            f'--name {name} --availability-zone nova',
            f'--name {name} --sort size:desc,name',
            f'--name {name} --long',
        ):
            listed = self.json(f'share list {option}')
            self.assertEqual([share_id], [s['ID'] for s in listed], option)
        for option in (
            f'--name {name} --host sandbox@nowhere#pool',
            f'--name {name} --status error',
            f'--name {name[:-1]}',
            f'--name {name} --property list=2',
        ):
            listed = self.json(f'share list {option}', cloud='admin')
            self.assertEqual([], listed, option)
        admins = self.json(
            f'share list --all-projects --name {name} --long '
            '--extra-spec driver_handles_share_servers=False',
            cloud='admin',
        )
        self.assertEqual([share_id], [share['ID'] for share in admins])
        self.assertEqual({'list': '1'}, admins[0]['Properties'])
        self.assertEqual(
            [share_id],
            [
                share['ID']
                for share in self.json(
                    f'share list --project demo --name {name} --user member',
                    cloud='admin',
                )
            ],
        )
        self.openstack(
            'share list --sort nonsense', fail=True, stderr='Invalid sort key'
        )

    def test_count(self) -> None:
        name = self.create()
        count = self.openstack(f'share list --count --name {name}')
        self.assertIn('Total number of shares: 1', count.out)
        quiet = self.openstack(
            f'share list --count -f json --limit 1 --name {name}',
            stderr='^Total number of shares: 1$',
        )
        self.assertEqual(1, len(quiet.json()))

    def test_delete_many(self) -> None:
        names = [self.create() for _number in range(4)]
        result = self.openstack(
            'share delete --wait', names[0], 'nope', names[1], 'gone',
            *names[2:], names[0],
            fail=True,
            stderr=r"(?s)'nope'.*'gone'.*2 of 6 shares failed to delete\.",
        )  # fmt: skip
        self.assertEqual('', result.out)
        for name in names:
            self.assertEqual([], self.json('share list --name', name))

    def test_wrong_status(self) -> None:
        name = self.create()
        self.openstack('share set --status migrating', name, cloud='admin')
        result = self.openstack(
            'share delete --wait', name,
            fail=True, stderr='Share status must be one of',
        )  # fmt: skip
        self.assertEqual('', result.out)
        # Only administrators can delete it in any status
        self.openstack(
            'share delete --force', name, fail=True, stderr='HTTP 403'
        )
        self.openstack('share delete --force --wait', name, cloud='admin')
        self.assertEqual([], self.json('share list --name', name))

    def test_wait_says_why(self) -> None:
        """A failed wait shows the user messages of the share."""
        share_type, name = self.name('nowhere'), self.name('share')
        self.cleanup('share type delete', share_type, cloud='admin')
        self.openstack(
            'share type create', share_type, 'false',
            '--extra-specs', 'vendor_name=Nobody', cloud='admin',
        )  # fmt: skip
        self.cleanup('share delete --wait', name)
        result = self.openstack(
            'share create NFS 1 -f value -c id -c status --wait '
            '--share-type', share_type, '--name', name,
            fail=True,
            stderr=f'^share {name} went to error: .*No storage could be '
            'allocated',
        )  # fmt: skip
        # The share exists and is printed, so that scripts can delete it
        status, share_id = sorted(result.out.split(), key=len)
        self.assertEqual('error', status)
        self.openstack('share delete --wait', share_id)

    def test_wait_timeout(self) -> None:
        name = self.create()
        share_id = self.show(name)['id']
        self.openstack('share set --status creating', name, cloud='admin')
        client = self.sdk()
        share = client.get_share(share_id)
        started = time.monotonic()
        error = self.assertRaises(
            wait.Failed, wait.until, client, share, 'available', 1
        )
        self.assertLess(time.monotonic() - started, 5)
        self.assertEqual(
            f'Timed out after 1 seconds: share {name} is still in status '
            'creating',
            str(error),
        )
        self.openstack('share set --status available', name, cloud='admin')

    def test_bad_input(self) -> None:
        name = self.create()
        for command, status, words in (
            ('share create NFS 0', 2, "Invalid size '0'"),
            ('share create NFS big', 2, "Invalid size 'big'"),
            ('share create NFS', 1, 'The size is required'),
            ('share create NOSUCH 1', 1, 'NOSUCH.*HTTP 400'),
            ('share create NFS 1 --share-type none', 1, 'Share type.*404'),
            ('share create NFS 1 --share-network none', 1, "'none' exists"),
            ('share create NFS 1 --snapshot-id none', 1, "'none' exists"),
            ('share create NFS 1 --property novalue', 2, 'key=value'),
            ('share create NFS 1 --name None', 1, "share name 'None'"),
            ('share create NFS 1 --public perhaps', 2, 'perhaps'),
            ('share show none', 1, "No share with a name or ID of 'none'"),
            ('share resize none 1', 1, "No share with a name or ID of 'none'"),
            (f'share resize {name} 1', 1, 'share is already 1 GiB'),
            ('share delete --soft --force x', 2, 'not allowed with'),
            ('share set --public --private x', 2, 'not allowed with'),
            ('share manage a@b#c NFS x', 1, r'\(HTTP 403\)'),
            ('share revert none', 1, "'none' exists"),
        ):
            result = self.openstack(command, fail=status, stderr=words)
            self.assertEqual('', result.out, command)
            self.assertEqual([], result.changes[1:], command)

    def test_several_matches(self) -> None:
        name = self.create()
        twin = self.json(f'share create NFS 1 --wait --name {name}')['id']
        self.cleanup('share delete --wait', twin)
        result = self.openstack(
            'share delete', name, fail=True, stderr='More than one share'
        )
        self.assertIn(twin, result.err)
        self.assertEqual([], result.changes)

    def test_min_versions(self) -> None:
        for version, command, option, value in (
            ('2.84', 'share create NFS 1', '--mount-point-name', 'x'),
            ('2.65', 'share create NFS 1', '--scheduler-hint', 'a=b'),
            ('2.69', 'share list', '--soft-deleted', ''),
            ('2.36', 'share list', '--name~', 'x'),
            ('2.64', 'share resize x 1', '--force', ''),
        ):
            self.assert_min_version(
                version, f'{command} {option} {value}', what=option
            )
        self.assert_min_version('2.27', 'share revert x')
