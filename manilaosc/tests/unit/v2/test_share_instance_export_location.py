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
from manilaosc.v2 import share_instance_export_location


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.location = fakes.resource(
            'share_instance_export_location',
            id='e1',
            path='10.0.0.1:/data',
            is_preferred=True,
            is_admin=False,
            share_instance_id='i1',
            metadata={'a': 'b'},
        )


class TestList(TestCase):
    command = share_instance_export_location.ListShareInstanceExportLocation

    def test_list(self):
        locations = self.client.share_instance_export_locations
        locations.return_value = [self.location]
        result = self.run_cmd('i1')
        locations.assert_called_once_with('i1')
        self.assertEqual(
            ('ID', 'Path', 'Is Admin Only', 'Preferred'), result.columns
        )
        self.assertEqual([('e1', '10.0.0.1:/data', False, True)], result.rows)

    def test_missing(self):
        self.client.share_instance_export_locations.side_effect = (
            exceptions.NotFoundException('no such instance')
        )
        self.run_cmd('x', fail=True, stderr='no such instance')

    def test_min_version(self):
        self.assert_min_version('2.9', 'i1')


class TestShow(TestCase):
    command = share_instance_export_location.ShowShareInstanceExportLocation

    def test_show(self):
        get = self.client.get_share_instance_export_location
        get.return_value = self.location
        result = self.run_cmd('i1', 'e1')
        get.assert_called_once_with('e1', 'i1')
        self.assertEqual(
            'id path preferred metadata share_instance_id is_admin_only '
            'created_at updated_at'.split(),
            list(result.columns),
        )
        self.assertEqual({'a': 'b'}, result.fields['metadata'])

    def test_missing(self):
        self.client.get_share_instance_export_location.side_effect = (
            exceptions.NotFoundException('no such location')
        )
        result = self.run_cmd('i1', 'x', fail=True, stderr='no such location')
        self.assertEqual('', result.out)

    def test_min_version(self):
        self.assert_min_version('2.9', 'i1', 'e1')
