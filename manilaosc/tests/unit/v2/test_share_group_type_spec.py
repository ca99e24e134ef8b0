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
from manilaosc.v2 import share_group_type_spec


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.type = fakes.resource(
            'share_group_type', id='type-id', group_specs={'c': 'd', 'a': 'b'}
        )
        self.client.find_share_group_type.return_value = self.type


class TestList(TestCase):
    command = share_group_type_spec.ListShareGroupTypeSpec

    def test_list(self):
        fetch = self.client.fetch_share_group_type_group_specs
        fetch.return_value = self.type
        result = self.run_cmd('pairs')
        # The ID suffices
        self.client.find_share_group_type.assert_called_once_with(
            'pairs', ignore_missing=False, fetch=False
        )
        fetch.assert_called_once_with(self.type)
        self.assertEqual(('Key', 'Value'), result.columns)
        self.assertEqual([('a', 'b'), ('c', 'd')], result.rows)


class TestShow(TestCase):
    command = share_group_type_spec.ShowShareGroupTypeSpec

    def setUp(self):
        super().setUp()
        self.get = self.client.get_share_group_type_group_spec_property

    def test_show(self):
        self.get.return_value = 'b'
        result = self.run_cmd('pairs', 'a')
        self.get.assert_called_once_with(self.type, 'a')
        self.assertEqual({'key': 'a', 'value': 'b'}, result.fields)

    def test_missing(self):
        self.get.side_effect = exceptions.NotFoundException('no spec a')
        result = self.run_cmd('pairs', 'a', fail=True, stderr='no spec a')
        self.assertEqual('', result.out)


class TestSet(TestCase):
    command = share_group_type_spec.SetShareGroupTypeSpec

    def test_set(self):
        self.run_cmd('pairs', 'a', '<is> True')
        update = self.client.update_share_group_type_group_spec_property
        update.assert_called_once_with(self.type, 'a', '<is> True')

    def test_bad_input(self):
        self.run_cmd('pairs', 'a', fail=2, stderr='required: <value>')
        self.client.find_share_group_type.assert_not_called()

    def test_min_version(self):
        self.assert_min_version('2.31', 'pairs', 'a', 'b')
