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

"""Functional tests for share transfers."""

from typing import Any

from manilaosc.tests.functional import base


class TestShareTransfer(base.TestCase):
    def setUp(self) -> None:
        super().setUp()
        self.made: list[str] = []

    def share(self) -> str:
        name = self.name('share')
        # As administrator, whoever owns the share in the end
        self.cleanup('share delete --wait', name, cloud='admin')
        self.openstack('share create NFS 1 --wait --name', name)
        return name

    def transfer(self, share: str) -> dict[str, Any]:
        name = self.name('transfer')
        self.made.append(name)
        self.cleanup('share transfer delete', name)
        created: dict[str, Any]
        created = self.json('share transfer create', share, '--name', name)
        return created

    def listed(self, *args: Any, **kwargs: Any) -> list[str]:
        """Return the listed names that this test has created."""
        rows = self.json('share transfer list', *args, **kwargs)
        return [row['Name'] for row in rows if row['Name'] in self.made]

    def test_lifecycle(self) -> None:
        share = self.share()
        created = self.transfer(share)
        name, key = created['name'], created.pop('auth_key')
        self.assertRegex(key, '^[0-9a-f]{16}$')
        self.assertIs(False, created['accepted'])
        self.assertEqual(
            self.json('share show', share)['id'], created['resource_id']
        )
        self.assertEqual(
            'awaiting_transfer', self.json('share show', share)['status']
        )
        for target in (name, created['id']):
            self.assertEqual(created, self.json('share transfer show', target))
        self.openstack('share transfer delete', name)
        self.assertEqual('available', self.json('share show', share)['status'])
        self.openstack(
            'share transfer show', name,
            fail=True, stderr=f"No share transfer with .* '{name}' exists",
        )  # fmt: skip
        for args in ((created['id'],), (created['id'], name)):
            self.openstack(
                'share transfer delete', *args,
                fail=True, stderr='could not be found',
            )  # fmt: skip

    def test_accept(self) -> None:
        share = self.share()
        transfer = self.transfer(share)
        target, key = transfer['id'], transfer['auth_key']
        self.openstack(
            'share transfer accept', target, 'wrong',
            cloud='other', fail=True, stderr='Invalid auth key',
        )  # fmt: skip
        self.openstack(
            'share transfer accept', transfer['name'], key,
            cloud='other', fail=True, stderr='No share transfer',
        )  # fmt: skip
        result = self.openstack(
            'share transfer accept', target, key, cloud='other'
        )
        (change,) = result.changes
        self.assertEqual(f'POST /share-transfers/{target}/accept', str(change))
        # There is nothing to wait for
        found = self.json('share show', share, cloud='other')
        self.assertEqual('available', found['status'])
        self.openstack('share show', share, fail=True, stderr='No share with')
        for command in (
            ('show', target),
            ('delete', target),
            ('accept', target, key),
        ):
            self.openstack(
                'share transfer', *command,
                cloud='other', fail=True, stderr='could not be found|No share',
            )  # fmt: skip

    def test_accept_by_name(self) -> None:
        # Within the same project, which only changes the transfer
        share = self.share()
        transfer = self.transfer(share)
        self.openstack(
            'share transfer accept', transfer['name'], '-',
            stdin=transfer['auth_key'],
        )  # fmt: skip
        self.assertEqual('available', self.json('share show', share)['status'])
        self.assertEqual([], self.listed('--name', transfer['name']))

    def test_lists(self) -> None:
        shares = [self.share() for _ in range(3)]
        made = [self.transfer(share) for share in shares]
        names = [t['name'] for t in made]
        newest = names[::-1]
        for args, found in (
            ((), newest),
            (('--name', names[0]), [names[0]]),
            (('--name~', names[0][3:]), [names[0]]),
            (('--id', made[1]['id']), [names[1]]),
            (('--resource-id', shares[1]), [names[1]]),
            (('--resource-id', made[2]['resource_id']), [names[2]]),
            (('--resource-type', 'share'), newest),
            (('--resource-type', 'share_network'), []),
            (('--limit', '2'), newest[:2]),
            (('--limit', '1', '--offset', '1'), newest[1:2]),
            (('--marker', newest[0]), newest[1:]),
            (('--sort-dir', 'asc'), names),
            (('--sort-key', 'name', '--sort-dir', 'asc'), sorted(names)),
            (('--sort', 'resource_type,created_at'), names),
        ):
            self.assertEqual(found, self.listed(*args), str(args))
        (row,) = self.json('share transfer list --detailed --name', names[0])
        self.assertEqual(
            made[0]['source_project_id'], row['Source Project Id']
        )
        (row,) = self.json('share transfer list --long --name', names[0])
        self.assertIs(False, row['Accepted'])

        # Administrators see all projects
        project = made[0]['source_project_id']
        self.assertEqual([], self.listed(cloud='admin'))
        for query in (
            '--all-projects',
            f'--source-project-id={project}',
            f'--project={project}',
        ):
            self.assertEqual(newest, self.listed(query, cloud='admin'))
        # Manila only sorts if there is a limit
        self.assertEqual(
            sorted(names),
            self.listed('--all-projects', '--sort', 'name', cloud='admin'),
        )
        # Manila would list the user's own instead
        theirs = self.json('token issue', cloud='other')['project_id']
        self.assertEqual([], self.listed('--source-project-id', theirs))
        self.assertEqual([], self.listed('--all-projects', cloud='other'))

    def test_other_users(self) -> None:
        share = self.share()
        transfer = self.transfer(share)
        key = transfer.pop('auth_key')
        self.assertEqual(
            transfer,
            self.json('share transfer show', transfer['name'], cloud='reader'),
        )
        for command in (
            ('create', self.share()),
            ('delete', transfer['name']),
            ('accept', transfer['id'], key),
        ):
            self.openstack(
                'share transfer', *command,
                cloud='reader', fail=True, stderr='HTTP 403',
            )  # fmt: skip
        for verb in ('show', 'delete'):
            for target in (transfer['name'], transfer['id']):
                self.openstack(
                    f'share transfer {verb}', target,
                    cloud='other', fail=True,
                    stderr='No share transfer|could not be found',
                )  # fmt: skip
        self.assertEqual(
            transfer,
            self.json('share transfer show', transfer['name'], cloud='admin'),
        )
        self.openstack(
            'share transfer create', share,
            fail=True, stderr="Share's status must be available",
        )  # fmt: skip

    def test_microversions(self) -> None:
        share, name = self.share(), self.name('transfer')
        self.made.append(name)
        self.assert_min_version('2.77', 'share transfer create', share)
        self.cleanup('share transfer delete', name)
        created = self.json(
            'share transfer create', share, '--name', name, version='2.77'
        )
        self.openstack('share transfer show', name, version='2.77')
        self.assertIn(name, self.listed(version='2.77'))
        self.openstack(
            'share transfer accept --clear-rules', created['id'],
            created['auth_key'], version='2.77', cloud='other',
        )  # fmt: skip
