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
from manilaosc.v2 import share_qos_type_spec


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.type = fakes.resource(
            'qos_type', id='type-id', specs={'c': 'd', 'a': 'b'}
        )
        self.client.find_qos_type.return_value = self.type


class TestList(TestCase):
    command = share_qos_type_spec.ListShareQosTypeSpec

    def test_list(self):
        fetch = self.client.fetch_qos_type_specs
        fetch.return_value = self.type
        result = self.run_cmd('fast')
        fetch.assert_called_once_with(self.type)
        self.assertEqual([('a', 'b'), ('c', 'd')], result.rows)


class TestShow(TestCase):
    command = share_qos_type_spec.ShowShareQosTypeSpec

    def test_show(self):
        get = self.client.get_qos_type_spec_property
        get.side_effect = ['b', exceptions.NotFoundException('no spec x')]
        result = self.run_cmd('fast', 'a')
        self.assertEqual({'key': 'a', 'value': 'b'}, result.fields)
        get.assert_called_once_with(self.type, 'a')
        self.run_cmd('fast', 'x', fail=True, stderr='^no spec x$')


class TestSet(TestCase):
    command = share_qos_type_spec.SetShareQosTypeSpec

    def test_set(self):
        self.run_cmd('fast', 'peak_iops', '5000')
        update = self.client.update_qos_type_spec_property
        update.assert_called_once_with(self.type, 'peak_iops', '5000')

    def test_min_version(self):
        self.assert_min_version('2.94', 'fast', 'a', 'b')
