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

from manilaosc.tests.unit import fakes
from manilaosc.v2 import share_type_extra_spec


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.type = fakes.resource(
            'share_type', id='type-id', extra_specs={'c': 'd', 'a': 'b'}
        )
        self.client.find_share_type.return_value = self.type


class TestList(TestCase):
    command = share_type_extra_spec.ListShareTypeExtraSpec

    def test_list(self):
        fetch = self.client.fetch_share_type_extra_specs
        fetch.return_value = self.type
        result = self.run_cmd('gold')
        fetch.assert_called_once_with(self.type)
        self.assertEqual(('Key', 'Value'), result.columns)
        self.assertEqual([('a', 'b'), ('c', 'd')], result.rows)


class TestShow(TestCase):
    command = share_type_extra_spec.ShowShareTypeExtraSpec

    def test_show(self):
        get = self.client.get_share_type_extra_spec_property
        get.return_value = 'b'
        result = self.run_cmd('gold', 'a')
        get.assert_called_once_with(self.type, 'a')
        self.assertEqual({'key': 'a', 'value': 'b'}, result.fields)


class TestSet(TestCase):
    command = share_type_extra_spec.SetShareTypeExtraSpec

    def test_set(self):
        for key, value, sent in (
            ('a', 'true', 'true'),
            ('thin', '<is> true', '<is> true'),
            # The same option as in share type set
            ('snapshot_support', 'true', 'True'),
            ('snapshot_support', 'maybe', 'maybe'),
        ):
            self.run_cmd('gold', key, value)
            update = self.client.update_share_type_extra_spec_property
            update.assert_called_with(self.type, key, sent)

    def test_a_value_is_required(self):
        self.run_cmd('gold', 'a', fail=2, stderr='required: <value>')
        self.client.find_share_type.assert_not_called()
