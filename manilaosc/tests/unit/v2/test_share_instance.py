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

from manilaosc.tests.unit import fakes
from manilaosc.tests.unit.v2 import _waiting
from manilaosc.v2 import share_instance

ID = '0ed95862-2dd2-4f40-ac75-ac5ea5a40efa'


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.share = fakes.resource('share', id='share-id')
        self.client.find_share.return_value = self.share
        self.client.user_messages.return_value = []
        self.instance = self.make()
        self.client.get_share_instance.return_value = self.instance

    def make(self, **attrs):
        return fakes.resource(
            'share_instance',
            **{
                'id': 'i1',
                'name': None,
                'status': 'available',
                'host': 'host@backend#pool',
                'export_locations': None,
                **attrs,
            },
        )


class TestDelete(TestCase):
    command = share_instance.DeleteShareInstance

    def test_delete(self):
        self.run_cmd('i1', 'i2')
        self.assertEqual(
            {'i1', 'i2'},
            {
                call.args[0]
                for call in self.client.delete_share_instance.mock_calls
            },
        )
        self.client.delete_share_instance.assert_called_with(
            mock.ANY, ignore_missing=False
        )
        self.client.get_share_instance.assert_not_called()

    def test_wait(self):
        with mock.patch.object(type(self.instance), 'fetch') as fetch:
            fetch.side_effect = [
                self.make(status='deleting'),
                exceptions.NotFoundException('gone'),
            ]
            self.run_cmd('i1', '--wait')
        self.client.delete_share_instance.assert_called_once_with(
            self.instance, ignore_missing=False
        )

    def test_wait_fails(self):
        with mock.patch.object(type(self.instance), 'fetch') as fetch:
            fetch.return_value = self.make(status='error_deleting')
            self.run_cmd(
                'i1',
                '--wait',
                fail=True,
                stderr='share instance i1 went to error_deleting',
            )

    def test_missing(self):
        self.client.delete_share_instance.side_effect = (
            exceptions.NotFoundException('no such instance')
        )
        self.run_cmd(
            'i1',
            fail=True,
            stderr="delete share instance with ID 'i1': no such instance\n"
            '1 of 1 share instances failed to delete',
        )

    def test_min_version(self):
        self.assert_min_version('2.3', 'i1')


class TestList(TestCase):
    command = share_instance.ListShareInstance

    def setUp(self):
        super().setUp()
        self.client.share_instances.return_value = [self.instance]

    def test_list(self):
        result = self.run_cmd()
        self.client.find_share.assert_not_called()
        self.assertEqual(
            (
                'ID',
                'Share ID',
                'Host',
                'Status',
                'Availability Zone',
                'Share Network ID',
                'Share Server ID',
                'Share Type ID',
            ),
            result.columns,
        )
        self.assertEqual('host@backend#pool', result.rows[0][2])

    def test_filters(self):
        by_path = {'export_location_path': '10.0.0.1:/data'}
        by_share = {'share': self.share}
        path = '--export-location=10.0.0.1:/data'
        for args, query in (
            ([], {}),
            (['--share=data'], by_share),
            ([path], by_path),
            ([f'--export-location={ID}'], {'export_location_id': ID}),
            (['--share=data', path], by_share | by_path),
            (['--soft-deleted'], {'is_soft_deleted': True}),
        ):
            self.run_cmd(*args)
            self.client.share_instances.assert_called_with(**query)
        self.client.find_share.assert_called_with(
            'data', ignore_missing=False, fetch=False
        )

    def test_share_in_the_recycle_bin(self):
        self.run_cmd('--soft-deleted', '--share=data')
        self.client.find_share.assert_called_once_with(
            'data', ignore_missing=False, fetch=False, is_soft_deleted=True
        )
        self.client.share_instances.assert_called_once_with(
            share=self.share, is_soft_deleted=True
        )

    def test_refused(self):
        self.client.share_instances.side_effect = (
            exceptions.ForbiddenException('for administrators')
        )
        self.run_cmd(fail=True, stderr='for administrators')

    def test_min_versions(self):
        self.assert_min_version('2.3')
        self.assert_min_version(
            '2.35', '--export-location=x', what='--export-location'
        )
        self.assert_min_version(
            '2.69', '--soft-deleted', what='--soft-deleted'
        )


class TestShow(TestCase):
    command = share_instance.ShowShareInstance

    def setUp(self):
        super().setUp()
        location = fakes.resource(
            'share_instance_export_location',
            id='e1',
            path='10.0.0.1:/data',
            is_preferred=True,
            is_admin=False,
            share_instance_id='i1',
            metadata={},
        )
        self.locations = self.client.share_instance_export_locations
        self.locations.return_value = [location]

    def test_show(self):
        result = self.run_cmd('i1', '-f', 'json')
        self.client.get_share_instance.assert_called_once_with('i1')
        self.locations.assert_called_once_with(self.instance)
        self.assertEqual('available', result.fields['status'])
        self.assertEqual(
            [
                {
                    'id': 'e1',
                    'path': '10.0.0.1:/data',
                    'preferred': True,
                    'share_instance_id': 'i1',
                    'is_admin_only': False,
                    'metadata': {},
                }
            ],
            result.json()['export_locations'],
        )

    def test_export_locations_only_if_shown(self):
        self.run_cmd('i1', '-c', 'status')
        self.locations.assert_not_called()
        self.run_cmd('i1', '-c', 'Export Locations')
        self.locations.assert_called_once_with(self.instance)

    def test_export_locations_before_2_9(self):
        self.client.get_share_instance.return_value = self.make(
            export_locations=['10.0.0.1:/data']
        )
        self.use_microversion('2.8')
        result = self.run_cmd('i1', '-f', 'json')
        self.assertEqual(['10.0.0.1:/data'], result.json()['export_locations'])
        self.locations.assert_not_called()

    def test_missing(self):
        self.client.get_share_instance.side_effect = (
            exceptions.NotFoundException('no such instance')
        )
        result = self.run_cmd('x', fail=True, stderr='no such instance')
        self.assertEqual('', result.out)

    def test_min_version(self):
        self.assert_min_version('2.3', 'i1')


class TestSet(TestCase):
    command = share_instance.SetShareInstance

    def test_status(self):
        self.run_cmd('i1', '--status', 'error')
        self.client.reset_share_instance_status.assert_called_once_with(
            'i1', 'error'
        )
        self.client.get_share_instance.assert_not_called()

    def test_no_options(self):
        self.run_cmd(
            'i1', fail=True, stderr='Nothing to set: specify --status'
        )

    def test_refused(self):
        self.client.reset_share_instance_status.side_effect = (
            exceptions.BadRequestException('Invalid state')
        )
        self.run_cmd('i1', '--status=x', fail=True, stderr='Invalid state')

    def test_min_version(self):
        self.assert_min_version('2.3', 'i1', '--status=error')


class TestWait(_waiting.Mixin, fakes.TestCommand):
    command = share_instance.WaitShareInstance
    resource_name = 'share_instance'
    method = 'get_share_instance'
