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
from manilaosc.v2 import share_snapshot_instance


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.client.find_share_snapshot.return_value = fakes.resource(
            'share_snapshot', id='sn1'
        )
        self.instance = fakes.resource(
            'share_snapshot_instance',
            id='i1',
            snapshot_id='sn1',
            status='available',
            progress='100%',
        )


class TestList(TestCase):
    command = share_snapshot_instance.ListShareSnapshotInstance

    def setUp(self):
        super().setUp()
        self.lister = self.client.share_snapshot_instances
        self.lister.side_effect = lambda *a, **k: iter([self.instance])

    def test_list(self):
        result = self.run_cmd()
        self.lister.assert_called_once_with(False)
        self.assertEqual(('ID', 'Snapshot ID', 'Status'), result.columns)
        self.assertEqual([('i1', 'sn1', 'available')], result.rows)

    def test_options(self):
        for option in ('--detailed', '--long'):
            self.lister.reset_mock()
            result = self.run_cmd('--snapshot', 'nightly', option)
            self.lister.assert_called_once_with(True, snapshot_id='sn1')
            self.assertEqual(
                (
                    'ID', 'Snapshot ID', 'Status', 'Created At',
                    'Updated At', 'Share ID', 'Share Instance ID',
                    'Progress', 'Provider Location',
                ),
                result.columns,
            )  # fmt: skip

    def test_refused(self):
        self.lister.side_effect = exceptions.ForbiddenException(
            'Not yours', http_status=403
        )
        self.run_cmd(fail=True, stderr='Not yours')

    def test_min_version(self):
        self.assert_min_version('2.19')


class TestShow(TestCase):
    command = share_snapshot_instance.ShowShareSnapshotInstance

    def setUp(self):
        super().setUp()
        self.client.get_share_snapshot_instance.return_value = self.instance
        self.locations = self.client.share_snapshot_instance_export_locations
        self.locations.return_value = [
            fakes.resource(
                'share_snapshot_instance_export_location',
                id='e1',
                path='10.0.0.1:/snap',
                share_snapshot_instance_id='i1',
                is_admin_only=True,
            )
        ]

    def test_show(self):
        result = self.run_cmd('i1')
        self.client.get_share_snapshot_instance.assert_called_once_with('i1')
        self.assertEqual('100%', result.fields['progress'])
        self.assertEqual(
            [
                {
                    'id': 'e1',
                    'path': '10.0.0.1:/snap',
                    'share_snapshot_instance_id': 'i1',
                    'is_admin_only': True,
                }
            ],
            result.fields['export_locations'],
        )

    def test_export_locations_only_if_shown(self):
        self.run_cmd('i1', '-c', 'status')
        self.use_microversion('2.31')
        result = self.run_cmd('i1')
        self.assertEqual([], result.fields['export_locations'])
        self.locations.assert_not_called()

    def test_missing(self):
        self.client.get_share_snapshot_instance.side_effect = (
            exceptions.NotFoundException('Not there', http_status=404)
        )
        self.run_cmd('i1', fail=True, stderr='Not there')

    def test_min_version(self):
        self.assert_min_version('2.19', 'i1')


class TestSet(TestCase):
    command = share_snapshot_instance.SetShareSnapshotInstance

    def setUp(self):
        super().setUp()
        self.reset = self.client.reset_share_snapshot_instance_status

    def test_set(self):
        for options, status in (
            ([], 'available'),
            (['--status', 'migrating'], 'migrating'),
        ):
            self.reset.reset_mock()
            self.run_cmd('i1', *options)
            self.reset.assert_called_once_with('i1', status)

    def test_refused(self):
        self.reset.side_effect = exceptions.BadRequestException(
            'Invalid state', http_status=400
        )
        self.run_cmd('i1', fail=True, stderr='Invalid state')

    def test_min_version(self):
        self.assert_min_version('2.19', 'i1')
