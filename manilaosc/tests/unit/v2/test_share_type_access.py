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

from openstack import exceptions

from manilaosc.tests.unit import fakes
from manilaosc.v2 import share_type_access

#: An ID as Keystone makes them
PROJECT = '838c227dbc57509b950a881af28140cf'


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.type = fakes.resource('share_type', id='type-id')
        self.client.find_share_type.return_value = self.type


class TestChange(TestCase):
    command = share_type_access.CreateShareTypeAccess

    def test_change(self):
        self.identity.find_project.return_value.id = PROJECT
        for command, name in (
            (share_type_access.CreateShareTypeAccess, 'add'),
            (share_type_access.DeleteShareTypeAccess, 'remove'),
        ):
            self.command = command
            method = getattr(self.client, f'{name}_share_type_access')
            method.side_effect = [exceptions.ConflictException('no'), None]
            self.run_cmd(
                'gold', PROJECT, 'own-project', PROJECT,
                fail=True, stderr=f"'{PROJECT}': no\n1 of 2 changes failed",
            )  # fmt: skip
            self.assertEqual(
                [(self.type, PROJECT), (self.type, 'own-project')],
                [call.args for call in method.mock_calls],
            )
        self.client.find_share_type.assert_called_with(
            'gold', ignore_missing=False, fetch=False
        )
        # Only a project that loses access may be missing
        self.identity.find_project.assert_called_once()

    def test_one(self):
        self.command = share_type_access.CreateShareTypeAccess
        add = self.client.add_share_type_access
        add.side_effect = exceptions.ConflictException('is public')
        self.run_cmd('gold', PROJECT, fail=True, stderr='^is public$')


class TestList(TestCase):
    command = share_type_access.ListShareTypeAccess

    def test_list(self):
        access = self.client.get_share_type_access
        access.return_value = [
            {'share_type_id': 'type-id', 'project_id': project}
            for project in ('p1', 'p2')
        ]
        result = self.run_cmd('gold')
        access.assert_called_once_with(self.type)
        self.assertEqual(('Project ID',), result.columns)
        self.assertEqual([('p1',), ('p2',)], result.rows)
