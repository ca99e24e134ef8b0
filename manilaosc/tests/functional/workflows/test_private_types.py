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

"""Scenario: offer a share type to some projects only."""

from manilaosc.tests.functional import base


class TestPrivateTypes(base.TestCase):
    def setUp(self) -> None:
        super().setUp()
        self.type = self.name('private')
        self.share = self.name('share')

    def sees(self, cloud: str) -> bool:
        """Return whether a user can list the type."""
        listed = self.json('share type list', cloud=cloud)
        return self.type in [row['Name'] for row in listed]

    def status(self) -> str:
        status: str = self.json('share show', self.share)['status']
        return status

    def test_scenario(self) -> None:
        # The administrator creates a private type
        self.cleanup('share type delete', self.type, cloud='admin')
        created = self.json(
            'share type create --public false', self.type, 'false',
            cloud='admin',
        )  # fmt: skip
        self.assertEqual('private', created['visibility'])
        self.assertIn(
            self.type,
            [
                row['Name']
                for row in self.json('share type list --all', cloud='admin')
            ],
        )
        for cloud in ('member', 'reader', 'other'):
            self.assertFalse(self.sees(cloud), cloud)
        self.openstack(
            'share create NFS 1 --share-type', self.type,
            fail=True, stderr='(?i)share type .*not found|No share type',
        )  # fmt: skip

        # A project with access can list and use it
        self.openstack(
            'share type access create', self.type, 'demo', cloud='admin'
        )
        (project,) = self.json(
            'share type access list', self.type, cloud='admin'
        )
        demo = self.json('project show demo', cloud='admin')['id']
        self.assertEqual({'Project ID': demo}, project)
        self.assertTrue(self.sees('member'))
        self.assertTrue(self.sees('reader'))
        self.assertFalse(self.sees('other'))
        self.cleanup('share delete --force', self.share, cloud='admin')
        self.openstack(
            'share create NFS 2 --wait --share-type', self.type,
            '--name', self.share,
        )  # fmt: skip
        shown = self.json('share show', self.share)
        self.assertEqual(self.type, shown['share_type_name'])
        self.openstack(
            'share create NFS 1 --share-type', self.type,
            cloud='other', fail=True,
            stderr='(?i)share type .*not found|No share type',
        )  # fmt: skip

        # Without access, existing shares stay usable
        self.openstack(
            'share type access delete', self.type, 'demo', cloud='admin'
        )
        self.assertFalse(self.sees('member'))
        self.openstack(
            'share create NFS 1 --share-type', self.type,
            fail=True, stderr='(?i)share type .*not found|No share type',
        )  # fmt: skip
        self.openstack('share resize --wait', self.share, '1')
        # Manila rejects a resize, but only after changing the status,
        # which an administrator has to reset
        self.openstack(
            'share resize', self.share, '3',
            fail=True, stderr=r'Share type .*not be found.*\(HTTP 404\)',
        )  # fmt: skip
        self.assertEqual('extending', self.status())
        self.openstack(
            'share set --status available', self.share, cloud='admin'
        )
        self.openstack('share resize --wait', self.share, '3', cloud='admin')
        self.assertEqual('available', self.status())
        self.openstack(
            'share type delete', self.type,
            cloud='admin', fail=True, stderr='still in use',
        )  # fmt: skip
        self.openstack('share delete --wait', self.share)

        # A public type is visible to all, without a list of projects
        self.openstack(
            'share type set --public true', self.type, cloud='admin'
        )
        self.assertTrue(self.sees('other'))
        self.openstack(
            'share type access list', self.type,
            cloud='admin', fail=True, stderr='not available for public',
        )  # fmt: skip
        self.openstack('share type delete', self.type, cloud='admin')
        self.assertFalse(self.sees('other'))
