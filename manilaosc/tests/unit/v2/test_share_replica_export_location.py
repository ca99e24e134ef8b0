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
from manilaosc.v2 import share_replica_export_location


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.location = fakes.resource(
            'share_replica_export_location',
            id='l1',
            path='10.0.0.1:/x',
            is_preferred=True,
            is_admin=False,
            share_instance_id='r1',
            metadata={'a': 'b'},
            replica_state='in_sync',
            availability_zone='nova',
            created_at='2026-01-01T00:00:00',
            updated_at=None,
        )


class TestList(TestCase):
    command = share_replica_export_location.ListShareReplicaExportLocation

    def test_list(self):
        lister = self.client.share_replica_export_locations
        lister.return_value = iter([self.location])
        result = self.run_cmd('r1')
        lister.assert_called_once_with('r1')
        self.assertEqual(
            ('ID', 'Availability Zone', 'Replica State', 'Preferred', 'Path'),
            result.columns,
        )
        self.assertEqual(
            [('l1', 'nova', 'in_sync', True, '10.0.0.1:/x')], result.rows
        )

    def test_min_version(self):
        self.assert_min_version('2.47', 'r1')


class TestShow(TestCase):
    command = share_replica_export_location.ShowShareReplicaExportLocation

    def setUp(self):
        super().setUp()
        self.get = self.client.get_share_replica_export_location

    def test_show(self):
        self.get.return_value = self.location
        self.assertEqual(
            {
                'id': 'l1',
                'path': '10.0.0.1:/x',
                'preferred': True,
                'replica_state': 'in_sync',
                'availability_zone': 'nova',
                'share_instance_id': 'r1',
                'is_admin_only': False,
                'metadata': {'a': 'b'},
                'created_at': '2026-01-01T00:00:00',
                'updated_at': None,
            },
            self.run_cmd('r1', 'l1').fields,
        )
        self.get.assert_called_once_with('l1', 'r1')

    def test_missing(self):
        self.get.side_effect = exceptions.NotFoundException('no l2')
        self.run_cmd('r1', 'l2', fail=True, stderr='no l2')

    def test_min_version(self):
        self.assert_min_version('2.47', 'r1', 'l1')
