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
from manilaosc.v2 import share_snapshot_export_location


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.snapshot = fakes.resource('share_snapshot', id='sn1')
        self.client.find_share_snapshot.return_value = self.snapshot
        self.location = fakes.resource(
            'share_snapshot_export_location',
            id='e1',
            path='10.0.0.1:/snap',
            is_admin_only=True,
        )


class TestList(TestCase):
    command = share_snapshot_export_location.ListShareSnapshotExportLocation

    def test_list(self):
        locations = self.client.share_snapshot_export_locations
        locations.return_value = iter([self.location])
        result = self.run_cmd('nightly')
        locations.assert_called_once_with(self.snapshot)
        self.assertEqual(('ID', 'Path'), result.columns)
        self.assertEqual([('e1', '10.0.0.1:/snap')], result.rows)

    def test_missing(self):
        self.client.find_share_snapshot.side_effect = (
            exceptions.NotFoundException('No share snapshot')
        )
        self.run_cmd('x', fail=True, stderr='^No share snapshot$')

    def test_min_version(self):
        self.assert_min_version('2.32', 'nightly')


class TestShow(TestCase):
    command = share_snapshot_export_location.ShowShareSnapshotExportLocation

    def test_show(self):
        get = self.client.get_share_snapshot_export_location
        get.return_value = self.location
        result = self.run_cmd('nightly', 'e1')
        get.assert_called_once_with('e1', self.snapshot)
        self.assertEqual('10.0.0.1:/snap', result.fields['path'])
        self.assertIs(True, result.fields['is_admin_only'])

    def test_missing(self):
        self.client.get_share_snapshot_export_location.side_effect = (
            exceptions.NotFoundException('Not there', http_status=404)
        )
        result = self.run_cmd('nightly', 'e1', fail=True, stderr='Not there')
        self.assertEqual('', result.out)

    def test_min_version(self):
        self.assert_min_version('2.32', 'nightly', 'e1')
