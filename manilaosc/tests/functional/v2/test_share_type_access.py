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

"""Functional tests for access to private share types."""

from manilaosc.sandbox import seed
from manilaosc.tests.functional import base

DEMO, OTHER = seed.project_id('demo'), seed.project_id('other')
#: A project that Keystone does not have any more
GONE = 'f' * 32


class TestShareTypeAccess(base.TestCase):
    cloud = 'admin'

    def create(self, public: str = 'false') -> str:
        name = self.name('type')
        self.cleanup('share type delete', name)
        self.openstack('share type create --public', public, name, 'false')
        return name

    def setUp(self) -> None:
        super().setUp()
        self.type = self.create()

    def projects(self, version: str = '') -> set[str]:
        rows = self.json('share type access list', self.type, version=version)
        return {row['Project ID'] for row in rows}

    def test_lifecycle(self) -> None:
        self.assertEqual(set(), self.projects())
        # The same project by name and by ID
        self.openstack(
            'share type access create', self.type, 'demo', OTHER, 'demo'
        )
        self.assertEqual({DEMO, OTHER}, self.projects())
        share_type = self.json('share type show', self.type)['id']
        self.openstack(
            'share type access delete', share_type, 'other',
            '--project-domain', 'Default',
        )  # fmt: skip
        self.assertEqual({DEMO}, self.projects())
        result = self.openstack('share type access delete', share_type, DEMO)
        # IDs need no request to Keystone or Manila
        self.assertEqual(4, len(result.requests))
        (change,) = result.changes
        self.assertEqual(
            {'removeProjectAccess': {'project': DEMO}}, change.body
        )
        self.assertEqual(set(), self.projects())

    def test_a_project_that_is_gone(self) -> None:
        self.openstack(
            'share type access create', self.type, GONE,
            fail=True, stderr=f'No [Pp]roject .*{GONE}',
        )  # fmt: skip
        self.assertEqual(set(), self.projects())
        client = self.sdk('admin')
        client.add_share_type_access(
            client.find_share_type(self.type, ignore_missing=False), GONE
        )
        self.assertEqual({GONE}, self.projects())
        self.openstack('share type access delete', self.type, GONE)
        self.assertEqual(set(), self.projects())

    def test_old_versions(self) -> None:
        for version in ('2.0', '2.6', '2.7'):
            for command, expected in (('create', {DEMO}), ('delete', set())):
                self.openstack(
                    f'share type access {command}', self.type, 'demo',
                    version=version,
                )  # fmt: skip
                self.assertEqual(expected, self.projects(version=version))

    def test_failures(self) -> None:
        self.openstack(
            'share type access create', self.type, 'nope', 'demo',
            fail=True, stderr="project 'nope': .*\n1 of 2 changes failed",
        )  # fmt: skip
        self.assertEqual({DEMO}, self.projects())
        self.openstack(
            'share type access create', self.type, 'demo',
            fail=True, stderr=r'already exists.*\(HTTP 409\)',
        )  # fmt: skip
        self.openstack(
            'share type access delete', self.type, 'other', 'demo',
            fail=True,
            stderr="project 'other': .* not found.*\n1 of 2 changes failed",
        )  # fmt: skip
        self.assertEqual(set(), self.projects())
        for command in ('create', 'delete'):
            self.openstack(
                f'share type access {command} nope demo',
                fail=True, stderr='^No share type with a name or ID',
            )  # fmt: skip

    def test_public_types(self) -> None:
        public = self.create('true')
        self.openstack(
            'share type access list', public,
            fail=True, stderr='not available for public share types',
        )  # fmt: skip
        for command in ('create', 'delete'):
            self.openstack(
                f'share type access {command}', public, 'demo',
                fail=True, stderr='not applicable to public share type',
            )  # fmt: skip

    def test_admin_only(self) -> None:
        self.openstack('share type access create', self.type, 'demo')
        for cloud in ('member', 'reader'):
            for command in (
                f'list {self.type}',
                f'create {self.type} {OTHER}',
                f'delete {self.type} {DEMO}',
            ):
                self.openstack(
                    f'share type access {command}',
                    cloud=cloud, fail=True, stderr='HTTP 403',
                )  # fmt: skip
        self.assertEqual({DEMO}, self.projects())
