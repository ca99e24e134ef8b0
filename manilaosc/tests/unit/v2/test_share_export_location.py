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
from manilaosc.tests.unit.v2 import _properties
from manilaosc.v2 import share_export_location


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.share = fakes.resource('share', id='share-id')
        self.client.find_share.return_value = self.share
        self.location = fakes.resource(
            'share_export_location',
            id='e1',
            path='10.0.0.1:/data',
            is_preferred=True,
            is_admin=False,
            share_instance_id='i1',
            metadata={'a': 'b'},
        )


class TestServed(TestCase):
    def test_to_an_administrator(self):
        self.assertEqual(
            {
                'id': 'e1',
                'path': '10.0.0.1:/data',
                'preferred': True,
                'share_instance_id': 'i1',
                'is_admin_only': False,
                'metadata': {'a': 'b'},
            },
            share_export_location.served(self.location),
        )

    def test_to_others(self):
        location = fakes.resource(
            'share_export_location',
            id='e1',
            path='p',
            is_preferred=False,
            share_instance_id=None,
            metadata=None,
        )
        self.assertEqual(
            {'id': 'e1', 'path': 'p', 'preferred': False},
            share_export_location.served(location),
        )


class TestList(TestCase):
    command = share_export_location.ListShareExportLocation

    def setUp(self):
        super().setUp()
        self.client.export_locations.return_value = [self.location]

    def test_list(self):
        result = self.run_cmd('data')
        self.client.export_locations.assert_called_once_with(self.share)
        self.assertEqual(('ID', 'Path', 'Preferred'), result.columns)
        self.assertEqual([('e1', '10.0.0.1:/data', True)], result.rows)

    def test_long(self):
        result = self.run_cmd('data', '--long')
        self.assertEqual(
            ('Share Instance ID', 'Is Admin Only', 'Properties'),
            result.columns[3:],
        )
        self.assertEqual(('i1', False, {'a': 'b'}), result.rows[0][3:])

    def test_missing_share(self):
        self.client.find_share.side_effect = exceptions.NotFoundException(
            'no share'
        )
        result = self.run_cmd('data', fail=True, stderr='no share')
        self.assertEqual('', result.out)

    def test_min_version(self):
        self.assert_min_version('2.9', 'data')


class TestShow(TestCase):
    command = share_export_location.ShowShareExportLocation

    def test_show(self):
        self.client.get_export_location.return_value = self.location
        result = self.run_cmd('data', 'e1')
        self.client.get_export_location.assert_called_once_with(
            'e1', self.share
        )
        self.assertEqual(
            'id path preferred share_instance_id is_admin_only created_at '
            'updated_at properties'.split(),
            list(result.columns),
        )
        self.assertEqual({'a': 'b'}, result.fields['properties'])

    def test_missing(self):
        self.client.get_export_location.side_effect = (
            exceptions.NotFoundException('no such location')
        )
        self.run_cmd('data', 'x', fail=True, stderr='no such location')

    def test_min_version(self):
        self.assert_min_version('2.9', 'data', 'e1')


class TestSet(TestCase):
    command = share_export_location.SetShareExportLocation

    def test_set(self):
        for args, metadata, replace in (
            (
                ['--property=a=b', '--property=c=d'],
                {'a': 'b', 'c': 'd'},
                False,
            ),
            (['--no-property', '--property', 'a=b'], {'a': 'b'}, True),
            (['--no-property'], None, True),
        ):
            self.run_cmd('data', 'e1', *args)
            self.client.set_export_location_metadata.assert_called_with(
                'e1', self.share, metadata, replace=replace
            )

    def test_refused(self):
        self.client.set_export_location_metadata.side_effect = (
            exceptions.ForbiddenException('for administrators')
        )
        self.run_cmd(
            'data',
            'e1',
            '--property=preferred=x',
            fail=True,
            stderr='for administrators',
        )

    def test_bad_arguments(self):
        self.run_cmd('data', 'e1')
        self.run_cmd(
            'data', 'e1', '--property=a', fail=2, stderr='Expected .key=value'
        )
        self.client.set_export_location_metadata.assert_not_called()

    def test_min_version(self):
        self.assert_min_version('2.87', 'data', 'e1', '--property=a=b')


class TestUnset(TestCase):
    command = share_export_location.UnsetShareExportLocation

    def test_unset(self):
        self.run_cmd('data', 'e1', '--property=a', '--property=b')
        self.client.delete_export_location_metadata.assert_called_once_with(
            'e1', self.share, ['a', 'b'], ignore_missing=False
        )

    def test_no_options(self):
        self.run_cmd('data', 'e1')
        self.client.delete_export_location_metadata.assert_not_called()

    def test_min_version(self):
        self.assert_min_version('2.87', 'data', 'e1', '--property=a')


class TestProperties(_properties.Mixin, TestCase):
    command = share_export_location.ShowShareExportLocationProperties
    kind = 'share_export_location'
    argv = ('data', 'e1')
    fetch = 'fetch_export_location_metadata'
    min_version = '2.87'

    def owner(self):
        self.client.find_share.assert_called_with(
            'data', ignore_missing=False, fetch=False
        )
        return ('e1', self.share)
