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

"""Scenario: transfer a share to another project."""

from typing import Any

from manilaosc.tests.functional import base


class TestTransfer(base.TestCase):
    def share(self) -> str:
        name = self.name('share')
        # As administrator, whoever owns the share in the end
        self.cleanup('share delete --wait', name, cloud='admin')
        self.openstack('share create NFS 1 --wait --name', name)
        self.openstack('share access create --wait', name, 'ip', '10.0.0.0/24')
        return name

    def offer(self, share: str) -> Any:
        name = self.name('transfer')
        self.cleanup('share transfer delete', name)
        return self.json('share transfer create', share, '--name', name)

    def status(self, share: str, cloud: str = 'member') -> Any:
        return self.json('share show', share, cloud=cloud)['status']

    def rules(self, share: str, cloud: str) -> list[str]:
        rows = self.json('share access list', share, cloud=cloud)
        return [row['Access To'] for row in rows]

    def accept(self, offer: Any, *options: str) -> None:
        self.openstack(
            'share transfer accept', offer['id'], offer['auth_key'], *options,
            cloud='other',
        )  # fmt: skip

    def test_accepted(self) -> None:
        share = self.share()
        share_id = self.json('share show', share)['id']
        offer = self.offer(share)
        # The other project cannot see the share or the transfer yet
        for noun, name in (('share', share), ('share transfer', offer['id'])):
            self.openstack(
                f'{noun} show', name, cloud='other', fail=True, stderr='.'
            )
        self.accept(offer)
        self.openstack('share show', share, fail=True, stderr='No share with')
        theirs = self.json('share show', share, cloud='other')
        self.assertEqual(share_id, theirs['id'])
        self.assertEqual('available', theirs['status'])
        self.assertNotEqual(offer['source_project_id'], theirs['project_id'])
        # The access rules are kept, and the new owner can change them
        self.assertEqual(['10.0.0.0/24'], self.rules(share, 'other'))
        self.openstack('share delete --wait', share, cloud='other')

    def test_accepted_without_its_rules(self) -> None:
        share = self.share()
        self.accept(self.offer(share), '--clear-rules')
        self.assertEqual('available', self.status(share, 'other'))
        self.assertEqual([], self.rules(share, 'other'))

    def test_canceled(self) -> None:
        share = self.share()
        offer = self.offer(share)
        self.assertEqual('awaiting_transfer', self.status(share))
        # The share cannot be transferred again or deleted
        for command in ('share transfer create', 'share delete'):
            self.openstack(
                command, share, fail=True, stderr='[Ss]tatus must be'
            )
        self.openstack('share transfer delete', offer['name'])
        self.assertEqual('available', self.status(share))
        self.openstack(
            'share transfer accept', offer['id'], offer['auth_key'],
            cloud='other', fail=True, stderr='could not be found',
        )  # fmt: skip
        self.assertEqual(['10.0.0.0/24'], self.rules(share, 'member'))

    def test_with_a_snapshot(self) -> None:
        share, snapshot = self.share(), self.name('snapshot')
        self.cleanup('share snapshot delete --wait', snapshot, cloud='admin')
        self.openstack(
            'share snapshot create --wait', share, '--name', snapshot
        )
        offer = self.offer(share)
        # Only administrators can accept shares with snapshots
        self.openstack(
            'share transfer accept', offer['id'], offer['auth_key'],
            cloud='other', fail=True, stderr='HTTP 403',
        )  # fmt: skip
        self.assertEqual('awaiting_transfer', self.status(share))
        self.openstack(
            'share transfer accept', offer['id'], offer['auth_key'],
            cloud='admin',
        )  # fmt: skip
        project = self.json('share show', share, cloud='admin')['project_id']
        self.assertNotEqual(offer['source_project_id'], project)
        shown = self.json('share snapshot show', snapshot, cloud='admin')
        self.assertEqual(project, shown['project_id'])
