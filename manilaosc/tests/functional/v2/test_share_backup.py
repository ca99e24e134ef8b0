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

"""Functional tests for share backups."""

from typing import Any

from manilaosc.tests.functional import base

#: What makes the share's driver make the backup, rather than the data service
BY_DRIVER = '--backup-options backup_type=dummy'


class TestShareBackup(base.TestCase):
    def share(self, size: int = 1) -> str:
        name = self.name('share')
        self.cleanup('share delete --wait', name)
        self.openstack(f'share create NFS {size} --wait --name', name)
        return name

    def backup(self, share: str, *args: Any) -> str:
        name = self.name('backup')
        self.cleanup('share backup delete --wait', name)
        self.openstack(
            'share backup create --wait', share, '--name', name, *args
        )
        return name

    def listed(self, *args: Any, **kwargs: Any) -> list[str]:
        rows = self.json('share backup list', *args, **kwargs)
        return [row['Name'] for row in rows]

    def test_lifecycle(self) -> None:
        share, name = self.share(), self.name('backup')
        self.cleanup('share backup delete --wait', name)
        created = self.json(
            'share backup create --wait --description old', share, '--name',
            name,
        )  # fmt: skip
        self.assertEqual('available', created['status'])
        self.assertEqual('100', created['progress'])
        # After --wait, the share is available as well
        self.assertEqual('available', self.json('share show', share)['status'])
        shown = self.json('share backup show', name)
        self.assertEqual(created, shown)
        self.assertEqual(shown, self.json('share backup show', shown['id']))
        seen = self.json('share backup show', name, cloud='admin')
        self.assertEqual('manila-data', seen['topic'])

        self.openstack('share backup set --description new', name)
        self.openstack('share backup set', name)
        self.assertEqual(
            'new', self.json('share backup show', name)['description']
        )
        self.openstack('share backup unset --description', name)
        self.openstack('share backup unset', name)
        self.assertIsNone(self.json('share backup show', name)['description'])

        self.openstack(
            'share delete', share, fail=True, stderr='1 dependent backups'
        )
        self.openstack('share backup delete --wait', name)
        self.openstack(
            'share backup show', name,
            fail=True, stderr=f"No share backup with .* '{name}' exists",
        )  # fmt: skip

    def test_wait(self) -> None:
        share, name = self.share(), self.name('backup')
        self.cleanup('share backup delete --wait', name)
        created = self.json('share backup create', share, '--name', name)
        self.openstack('share backup wait --timeout 60', name, created['id'])
        self.openstack('share backup wait --for progress=100', name)
        self.openstack('share backup delete', name)
        self.openstack('share backup wait --for deleted', created['id'])

    def test_by_id(self) -> None:
        share = self.json('share show', self.share())['id']
        backup = self.json('share backup show', self.backup(share))['id']
        renamed = self.name('backup')
        result = self.openstack('share backup set', backup, '--name', renamed)
        # IDs need no request
        (change,) = (r for r in result.requests if '/share-b' in r.path)
        self.assertEqual(f'PUT /share-backups/{backup}', str(change))
        self.openstack('share backup unset --name', backup)
        self.assertIsNone(self.json('share backup show', backup)['name'])
        self.openstack('share backup restore --wait', backup)
        self.openstack('share backup delete --wait', backup)
        self.openstack(
            'share backup delete', backup,
            fail=True, stderr='No backup exists with ID',
        )  # fmt: skip

    def test_restore(self) -> None:
        share, other = self.share(), self.share(2)
        backup = self.backup(share)
        other_id = self.json('share show', other)['id']

        self.openstack('share backup restore --wait', backup)
        for args in ((other,), (other_id,)):
            self.openstack(
                'share backup restore --wait', backup, '--target-share', *args
            )
        found = self.json('share show', other)
        self.assertEqual('available', found['status'])
        shown = self.json('share backup show', backup)
        self.assertEqual(shown['id'], found['source_backup_id'])
        self.assertEqual('available', shown['status'])
        self.assertEqual('100', shown['restore_progress'])

        # Too small targets and empty variables are rejected
        small = self.backup(other)
        for target, message in (
            (share, 'too small'),
            ('', 'must not be empty'),
        ):
            self.openstack(
                'share backup restore', small, '--target-share', target,
                fail=True, stderr=message,
            )  # fmt: skip

    def test_restore_fails(self) -> None:
        # The driver can only restore into the original share
        share, other = self.share(), self.share()
        backup = self.backup(share, *BY_DRIVER.split())
        self.openstack('share backup restore --wait', backup)
        self.openstack(
            'share backup restore --wait', backup, '--target-share', other,
            fail=True,
            stderr='backup_restoring_error: .* not supported by share driver',
        )  # fmt: skip
        self.assertEqual(
            'error', self.json('share backup show', backup)['status']
        )
        for command in (
            ('share set --status available', other),
            ('share backup set --status available', backup),
        ):
            self.openstack(*command, cloud='admin')
        self.openstack('share backup restore --wait', backup)
        # A status that only Manila may set
        self.openstack(
            'share backup set --status restoring', backup,
            cloud='admin', fail=True, stderr='Invalid state',
        )  # fmt: skip

    def test_by_the_driver(self) -> None:
        share = self.share()
        backup = self.backup(share, *BY_DRIVER.split())
        (row,) = self.json(
            'share backup list --long --all-projects --name', backup,
            cloud='admin',
        )  # fmt: skip
        self.assertEqual('dummy', row['Backup Type'])
        self.assertEqual('manila-share', row['Topic'])
        self.openstack(
            'share backup create', share,
            '--backup-options', 'backup_type=other',
            fail=True, stderr='existing backups with backup_type',
        )  # fmt: skip

    def test_lists(self) -> None:
        one, two = self.share(), self.share()
        first, second = self.backup(one), self.backup(one)
        third = self.backup(two)
        self.openstack('share backup set --description seen', second)
        self.openstack('share backup set --status error', third, cloud='admin')
        made = [third, second, first]
        self.assertEqual(made[1:], self.listed('--share', one))
        for args, found in (
            (('--name', first), [first]),
            (('--name~', first[3:]), [first]),
            (('--share', one, '--description', 'seen'), [second]),
            (('--share', one, '--description~', 'ee'), [second]),
            (('--share', two, '--status', 'error'), [third]),
            (('--share', two, '--status', 'available'), []),
            (('--share', one, '--limit', '1'), [second]),
            (('--share', one, '--limit', '1', '--offset', '1'), [first]),
            (('--share', one, '--marker', second), [first]),
            (('--share', one, '--sort-dir', 'asc'), [first, second]),
            (
                ('--share', one, '--sort-key', 'name', '--sort-dir', 'asc'),
                sorted([first, second]),
            ),
            (('--share', one, '--sort', 'size,created_at'), [first, second]),
        ):
            self.assertEqual(found, self.listed(*args), str(args))
        (row,) = self.json('share backup list --detail 1 --name', second)
        self.assertEqual('seen', row['Description'])
        self.assertIsNone(row['Host'])

        # Administrators see the backups and IDs of all projects
        everywhere = ('--all-projects', '--share', one)
        self.assertEqual([], self.listed('--share', one, cloud='admin'))
        self.assertEqual(made[1:], self.listed(*everywhere, cloud='admin'))
        host = self.json('share backup show', first, cloud='admin')['host']
        for value, expected in ((host, made[1:]), ('nowhere', [])):
            found_ = self.listed(*everywhere, '--host', value, cloud='admin')
            self.assertEqual(expected, found_)
        # Manila ignores the host filter of other users
        self.assertEqual([], self.listed('--share', one, '--host', host))

    def test_several(self) -> None:
        share = self.share()
        names = [self.backup(share) for _ in range(3)]
        result = self.openstack(
            'share backup delete --wait', *names, 'nothing',
            fail=True, stderr="'nothing': No share backup",
        )  # fmt: skip
        self.assertIn('1 of 4 share backups failed to delete', result.err)
        self.assertEqual([], self.listed('--share', share))

    def test_other_users(self) -> None:
        share = self.share()
        backup = self.backup(share)
        shown = self.json('share backup show', backup)
        self.assertEqual(
            shown, self.json('share backup show', backup, cloud='reader')
        )
        self.assertEqual(
            [backup], self.listed('--share', share, cloud='reader')
        )
        for command, *args in (
            ('create', share),
            ('delete', backup),
            ('restore', backup),
            ('set --name x', backup),
            ('unset --name', backup),
        ):
            self.openstack(
                f'share backup {command}', *args,
                cloud='reader', fail=True, stderr='HTTP 403',
            )  # fmt: skip
        self.openstack(
            'share backup set --status error', backup,
            fail=True, stderr='HTTP 403',
        )  # fmt: skip
        for target in (backup, shown['id']):
            for command in ('show', 'delete', 'restore'):
                self.openstack(
                    f'share backup {command}', target,
                    cloud='other', fail=True, stderr='[Nn]o (share )?backup',
                )  # fmt: skip
        self.assertEqual(shown, self.json('share backup show', backup))

    def test_microversions(self) -> None:
        share = self.share()
        self.assert_min_version('2.80', 'share backup create', share)
        name = self.name('backup')
        self.cleanup('share backup delete --wait', name)
        self.openstack(
            'share backup create --wait', share, '--name', name,
            version='2.80',
        )  # fmt: skip
        for command in (
            'show',
            'set --description x',
            'unset --description',
            'restore --wait',
        ):
            self.openstack(f'share backup {command}', name, version='2.80')
        # Manila would restore it into the original share instead
        self.assert_min_version(
            '2.91', 'share backup restore', name, '--target-share', share,
            what='--target-share',
        )  # fmt: skip
        self.assertEqual([name], self.listed('--share', share, version='2.80'))
        self.openstack('share backup delete --wait', name, version='2.80')
