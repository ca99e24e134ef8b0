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

"""Functional tests for access to private share group types."""

from manilaosc.tests.functional import base


class TestShareGroupTypeAccess(base.TestCase):
    cloud = 'admin'

    def setUp(self) -> None:
        super().setUp()
        self.keep_tokens()
        self.type = self.name('private')
        self.cleanup('share group type delete', self.type)
        self.created = self.json(
            'share group type create --public false', self.type, 'dhss_false'
        )
        self.projects = {
            row['Name']: row['ID'] for row in self.json('project list')
        }

    def allowed(self) -> set[str]:
        """Return the names of the projects with access to the type."""
        names = {id_: name for name, id_ in self.projects.items()}
        listed = self.json('share group type access list', self.type)
        return {names[row['Project ID']] for row in listed}

    def seen_by(self, cloud: str) -> bool:
        listed = self.json('share group type list', cloud=cloud)
        return self.type in [row['Name'] for row in listed]

    def test_scenario(self) -> None:
        group = self.name('group')
        self.cleanup('share group delete --wait', group, cloud='other')
        create = (
            'share group create --wait --share-types dhss_false --name',
            group, '--share-group-type', self.type,
        )  # fmt: skip
        self.assertEqual(set(), self.allowed())
        self.assertFalse(self.seen_by('other'))
        self.openstack(
            *create, cloud='other', fail=True, stderr='No share group type'
        )
        self.openstack('share group type access create', self.type, 'other')
        self.assertEqual({'other'}, self.allowed())
        self.assertTrue(self.seen_by('other'))
        self.assertFalse(self.seen_by('member'))
        self.openstack(*create, cloud='other')

        # Existing groups are kept
        self.openstack('share group type access delete', self.type, 'other')
        self.assertEqual(set(), self.allowed())
        self.assertFalse(self.seen_by('other'))
        self.openstack('share group show', group, cloud='other')

    def test_names_and_ids(self) -> None:
        ids = [self.projects['other'], self.projects['admin']]
        for group_type in (self.type, self.created['id']):
            self.openstack(
                'share group type access create --project-domain default',
                group_type, 'other', 'admin',
            )  # fmt: skip
            self.assertEqual({'other', 'admin'}, self.allowed())
            result = self.openstack(
                'share group type access delete', group_type, *ids
            )
            self.assertEqual(set(), self.allowed())
            action = f'/share-group-types/{self.created["id"]}/action'
            self.assertEqual(
                [f'POST {action}'] * 2, list(map(str, result.changes))
            )
            self.assertNotIn('projects', ' '.join(map(str, result.requests)))

    def test_old_versions(self) -> None:
        for version in ('2.31', '2.54', '2.55'):
            self.openstack(
                'share group type access create', self.type, 'other',
                version=version,
            )  # fmt: skip
            listed = self.json(
                'share group type access list', self.type, version=version
            )
            self.assertEqual([{'Project ID': self.projects['other']}], listed)
            self.openstack(
                'share group type access delete', self.type, 'other',
                version=version,
            )  # fmt: skip

    def test_failures(self) -> None:
        create = 'share group type access create'
        self.openstack(create, self.type, 'other')
        self.openstack(
            create, self.type, 'nope', 'other', 'admin', fail=True,
            stderr="'nope': No(.|\n)*'other': .*HTTP 409(.|\n)*2 of 3 changes",
        )  # fmt: skip
        self.assertEqual({'other', 'admin'}, self.allowed())
        self.openstack('share group type access delete', self.type, 'admin')
        self.openstack(
            'share group type access delete', self.type, 'admin', 'other',
            fail=True, stderr="'admin': .*HTTP 404.*\n1 of 2 changes failed",
        )  # fmt: skip
        self.assertEqual(set(), self.allowed())
        public = 'default_group'
        for command, why in (
            ('list', 'not available for public'),
            ('create', 'not applicable to public'),
            ('delete', 'not applicable to public'),
        ):
            args = [] if command == 'list' else ['other']
            result = self.openstack(
                f'share group type access {command}', public, *args,
                fail=True, stderr=why,
            )  # fmt: skip
            self.assertEqual('', result.out)
