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

"""Scenario: use share groups, from the type to the last share."""

from manilaosc.tests.functional.v2 import _groups


class TestGroups(_groups.TestCase):
    def test_scenario(self) -> None:
        # The administrator creates a share group type
        kind = self.name('kind')
        self.cleanup('share group type delete', kind, cloud='admin')
        self.openstack(
            'share group type create', kind, 'dhss_false',
            cloud='admin',
        )  # fmt: skip
        self.assertIn(
            kind, [row['Name'] for row in self.json('share group type list')]
        )

        # The user creates a group, and two shares in it
        group = self.create_group(
            '--share-group-type', kind, '--share-types', 'dhss_false',
            '--description', 'a database and its log',
        )  # fmt: skip
        of_kind = self.json('share group list --share-group-type', kind)
        self.assertEqual([group['id']], [row['ID'] for row in of_kind])
        data, log = (self.create_share(group) for _ in range(2))
        self.assertEqual(
            {data, log}, self.names_in(group['name'], column='Name')
        )
        for share in (data, log):
            shown = self.json('share show', share, cloud='admin')
            self.assertEqual(group['id'], shown['share_group_id'])
            self.assertEqual(group['host'], shown['host'])

        # Both shares are in a group snapshot
        snapshot = self.create_snapshot(group)
        members = self.json(
            'share group snapshot members list', snapshot['name']
        )
        self.assertEqual(
            self.names_in(group['name'], column='ID'),
            {member['Share ID'] for member in members},
        )

        # The snapshot becomes a new group with new shares
        copy = self.create_group(
            '--share-group-type', kind,
            '--source-share-group-snapshot', snapshot['name'],
        )  # fmt: skip
        self.assertEqual(
            snapshot['id'], copy['source_share_group_snapshot_id']
        )
        self.assertEqual(group['share_types'], copy['share_types'])
        from_snapshot = self.json(
            'share group list --snapshot', snapshot['name']
        )
        self.assertEqual([copy['id']], [row['ID'] for row in from_snapshot])
        copies = self.names_in(copy['name'], column='ID')
        self.assertEqual(2, len(copies))
        self.cleanup('share delete --wait --share-group', copy['id'], *copies)
        sources = set()
        for share in copies:
            shown = self.json('share show', share)
            self.assertEqual('available', shown['status'])
            sources.add(shown['source_share_group_snapshot_member_id'])
        long = self.json(
            'share group snapshot members list --long', snapshot['name']
        )
        self.assertEqual({member['ID'] for member in long}, sources)

        # Shares in a group are deleted by naming the group
        one = next(iter(copies))
        result = self.openstack(
            'share delete', one, fail=True, stderr=r'\(HTTP 40\d\)'
        )
        self.assertIn('share_group_id', result.err)
        self.openstack(
            'share group delete', copy['name'],
            fail=True, stderr=r'with shares \(HTTP 409\)',
        )  # fmt: skip
        self.openstack(
            'share delete --wait --share-group', copy['name'], *copies
        )
        self.openstack('share group delete --wait', copy['name'])
        self.openstack(
            'share delete --share-group', group['name'], data,
            fail=True, stderr='dependent',
        )  # fmt: skip
        self.openstack(
            'share group delete', group['name'],
            fail=True, stderr=r'with snapshots \(HTTP 409\)',
        )  # fmt: skip
        self.openstack('share group snapshot delete --wait', snapshot['name'])
        self.openstack(
            'share delete --wait --share-group', group['name'], data, log
        )
        self.openstack('share group delete --wait', group['name'])
        self.openstack('share group type delete', kind, cloud='admin')
        self.openstack(
            'share group show', group['id'],
            fail=True, stderr='No share group with',
        )  # fmt: skip

    def names_in(self, group: str, column: str) -> set[str]:
        """Return a column of the list of the shares in a group."""
        rows = self.json('share list --share-group', group)
        return {row[column] for row in rows}
