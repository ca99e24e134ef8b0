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
from manilaosc.v2 import share_snapshot_instance_export_location as module


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.location = fakes.resource(
            'share_snapshot_instance_export_location',
            id='e1',
            path='10.0.0.1:/snap',
            is_admin_only=True,
            share_snapshot_instance_id='i1',
        )


class TestList(TestCase):
    command = module.ListShareSnapshotInstanceExportLocation

    def test_list(self):
        locations = self.client.share_snapshot_instance_export_locations
        locations.return_value = iter([self.location])
        result = self.run_cmd('i1')
        locations.assert_called_once_with('i1')
        self.assertEqual(('ID', 'Path', 'Is Admin only'), result.columns)
        self.assertEqual([('e1', '10.0.0.1:/snap', True)], result.rows)

    def test_refused(self):
        self.client.share_snapshot_instance_export_locations.side_effect = (
            exceptions.ForbiddenException('Not yours', http_status=403)
        )
        self.run_cmd('i1', fail=True, stderr='Not yours')

    def test_min_version(self):
        self.assert_min_version('2.32', 'i1')


class TestShow(TestCase):
    command = module.ShowShareSnapshotInstanceExportLocation

    def test_show(self):
        get = self.client.get_share_snapshot_instance_export_location
        get.return_value = self.location
        result = self.run_cmd('i1', 'e1')
        get.assert_called_once_with('e1', 'i1')
        self.assertEqual('10.0.0.1:/snap', result.fields['path'])
        self.assertEqual('i1', result.fields['share_snapshot_instance_id'])

    def test_missing(self):
        get = self.client.get_share_snapshot_instance_export_location
        get.side_effect = exceptions.NotFoundException(
            'Not there', http_status=404
        )
        self.run_cmd('i1', 'e1', fail=True, stderr='Not there')

    def test_min_version(self):
        self.assert_min_version('2.32', 'i1', 'e1')
