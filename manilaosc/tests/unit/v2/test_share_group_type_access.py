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

from unittest import mock

from openstack import exceptions

from manilaosc.common import identity
from manilaosc.tests.unit import fakes
from manilaosc.v2 import share_group_type_access

#: An ID as Keystone makes them
PROJECT = '838c227dbc57509b950a881af28140cf'


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.type = fakes.resource('share_group_type', id='type-id')
        self.client.find_share_group_type.return_value = self.type
        self.identity.find_project.side_effect = self.project

    def project(self, name_or_id, **query):
        if name_or_id == 'nope':
            raise exceptions.NotFoundException('No project nope')
        is_id = name_or_id == PROJECT
        return mock.Mock(id=PROJECT if is_id else f'{name_or_id}-id')

    def changed(self, method, *args, **kwargs):
        """Run the command, and return the projects of its calls."""
        self.run_cmd(*args, **kwargs)
        self.client.find_share_group_type.assert_called_once_with(
            'pairs', ignore_missing=False, fetch=False
        )
        for call in method.mock_calls:
            self.assertIs(self.type, call.args[0])
        return [call.args[1] for call in method.mock_calls]


class TestCreate(TestCase):
    command = share_group_type_access.CreateShareGroupTypeAccess

    def test_create(self):
        add = self.client.add_share_group_type_access
        projects = ['pairs', 'demo', PROJECT, 'demo']
        self.assertEqual(['demo-id', PROJECT], self.changed(add, *projects))
        # Manila would add access for any ID, so the ID is looked up
        self.assertEqual(2, self.identity.find_project.call_count)

    def test_domain(self):
        with mock.patch.object(
            identity, 'project_id', return_value='p-id'
        ) as project_id:
            self.run_cmd('pairs', 'demo', '--project-domain', 'd')
        project_id.assert_called_once_with(mock.ANY, 'demo', 'd')
        self.client.add_share_group_type_access.assert_called_once_with(
            self.type, 'p-id'
        )

    def test_continues_after_failure(self):
        add = self.client.add_share_group_type_access
        add.side_effect = [exceptions.ConflictException('has it'), None]
        changed = self.changed(
            add, 'pairs', 'nope', 'a', 'b',
            fail=True,
            stderr="to project 'nope': (.|\n)*"
            "to project 'a': has it\n2 of 3 changes failed",
        )  # fmt: skip
        self.assertEqual(['a-id', 'b-id'], changed)

    def test_min_version(self):
        self.assert_min_version('2.31', 'pairs', 'demo')


class TestDelete(TestCase):
    command = share_group_type_access.DeleteShareGroupTypeAccess

    def test_delete(self):
        remove = self.client.remove_share_group_type_access
        self.assertEqual(
            ['demo-id', PROJECT],
            self.changed(remove, 'pairs', 'demo', PROJECT),
        )

    def test_continues_after_failure(self):
        remove = self.client.remove_share_group_type_access
        remove.side_effect = [exceptions.NotFoundException('has none'), None]
        self.run_cmd(
            'pairs', 'a', 'b',
            fail=True, stderr="of project 'a': has none\n1 of 2 changes",
        )  # fmt: skip
        self.assertEqual(2, remove.call_count)


class TestList(TestCase):
    command = share_group_type_access.ListShareGroupTypeAccess

    def test_list(self):
        access = self.client.get_share_group_type_access
        access.return_value = [
            {'share_group_type_id': 'type-id', 'project_id': project}
            for project in ('p1', 'p2')
        ]
        result = self.run_cmd('pairs')
        access.assert_called_once_with(self.type)
        self.assertEqual(('Project ID',), result.columns)
        self.assertEqual([('p1',), ('p2',)], result.rows)

    def test_public(self):
        self.client.get_share_group_type_access.side_effect = (
            exceptions.NotFoundException('not for public ones')
        )
        result = self.run_cmd('pairs', fail=True, stderr='not for public')
        self.assertEqual('', result.out)
