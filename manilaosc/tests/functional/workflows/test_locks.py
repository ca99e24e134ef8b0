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

"""Scenario: protect shares and access rules that are in use."""

from typing import Any

from manilaosc.tests.functional import base


class TestLocks(base.TestCase):
    def share(self) -> str:
        name = self.name('share')
        self.cleanup('share delete --wait', name)
        self.openstack('share create NFS 1 --wait --name', name)
        return name

    def locks(self, share: str) -> list[Any]:
        rows: list[Any]
        rows = self.json(
            'share lock list --long --all-projects --resource', share,
            cloud='admin',
        )  # fmt: skip
        return rows

    def unlock_in_the_end(self, *ids: str) -> None:
        for lock in ids:
            self.cleanup('share lock delete', lock, cloud='admin')

    def test_a_share(self) -> None:
        share = self.share()
        lock = self.json(
            'share lock create', share, 'share', '--reason', 'holds the mail'
        )['id']
        self.unlock_in_the_end(lock)
        for cloud, option in (
            ('member', ''),
            ('member', '--soft'),
            ('admin', '--force'),
        ):
            self.openstack(
                f'share delete {option}', share,
                cloud=cloud, fail=True, stderr=f'{lock}.*prevent delete',
            )  # fmt: skip
        self.openstack(
            'share abandon', share,
            cloud='admin', fail=True, stderr=f'{lock}.*prevent delete',
        )  # fmt: skip
        # Other operations are not prevented
        self.openstack('share resize --wait', share, '2')
        (row,) = self.locks(share)
        self.assertEqual('holds the mail', row['Lock Reason'])
        self.openstack('share lock delete', lock)
        self.openstack('share delete --wait', share)

    def test_unlock_permissions(self) -> None:
        share = self.share()
        share_id = self.json('share show', share)['id']
        lock = self.json('share lock create', share, 'share')['id']
        by_admin = self.json(
            'share lock create', share_id, 'share', cloud='admin'
        )['id']
        self.unlock_in_the_end(lock, by_admin)
        # Readers and other projects cannot unlock it, and users cannot
        # unlock what an administrator has locked
        for target, cloud, why in (
            (lock, 'reader', 'HTTP 403'),
            (lock, 'other', 'could not be found'),
            (by_admin, 'member', 'could not be found'),
        ):
            self.openstack(
                'share lock delete', target,
                cloud=cloud, fail=True, stderr=why,
            )  # fmt: skip
        self.openstack('share lock delete', lock)
        self.openstack(
            'share delete', share, fail=True, stderr=f'{by_admin}.*prevent'
        )
        self.openstack('share lock delete', by_admin, cloud='admin')
        self.openstack('share delete --wait', share)

    def test_an_access_rule(self) -> None:
        share = self.share()
        rule = self.json(
            'share access create --wait --lock-deletion --lock-visibility '
            '--lock-reason', 'the mail server', share, 'ip', '10.0.0.9',
        )  # fmt: skip
        self.assertEqual('10.0.0.9', rule['access_to'])
        of_rule = self.json(
            'share lock list --resource-type access_rule --resource',
            rule['id'],
        )
        self.unlock_in_the_end(*(row['ID'] for row in of_rule))
        self.assertCountEqual(
            ['delete', 'show'], [row['Resource Action'] for row in of_rule]
        )
        # The share is locked as well, or it could be deleted with the rule
        (of_share,) = self.locks(share)
        self.unlock_in_the_end(of_share['ID'])
        self.assertRegex(of_share['Lock Reason'], '^Locked by access lock: ')
        self.openstack('share delete', share, fail=True, stderr='prevent del')

        # Only its user and administrators see access_to
        for cloud, expected in (
            ('member', '10.0.0.9'),
            ('admin', '10.0.0.9'),
            ('reader', '******'),
        ):
            (row,) = self.json('share access list', share, cloud=cloud)
            self.assertEqual(expected, row['Access To'], cloud)

        self.openstack(
            'share access delete', share, rule['id'],
            fail=True, stderr='has been locked',
        )  # fmt: skip
        self.openstack(
            'share access delete --unrestrict', share, rule['id'],
            cloud='reader', fail=True, stderr='HTTP 403',
        )  # fmt: skip
        # Its user deletes it together with its locks
        self.openstack(
            'share access delete --unrestrict --wait', share, rule['id']
        )
        self.assertEqual([], self.locks(share))
        self.openstack('share delete --wait', share)
