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
from manilaosc.v2 import share_qos_type

FIELDS = ('id', 'name', 'description', 'specs', 'created_at', 'updated_at')


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.type = fakes.resource(
            'qos_type', id='type-id', name='fast', specs={'a': 'b'}
        )
        self.client.find_qos_type.return_value = self.type
        self.client.create_qos_type.return_value = self.type


class TestCreate(TestCase):
    command = share_qos_type.CreateShareQosType

    def test_create(self):
        for args, attrs in (
            (['fast'], {'specs': {}}),
            (['fast', '--description', ''], {'specs': {}, 'description': ''}),
            (
                ['--spec', 'a=b', '--spec', 'c=d=e', 'fast'],
                {'specs': {'a': 'b', 'c': 'd=e'}},
            ),
            (
                ['--specs', 'a=b', 'c=d', 'fast', '--description', 'x'],
                {'specs': {'a': 'b', 'c': 'd'}, 'description': 'x'},
            ),
        ):
            result = self.run_cmd(*args)
            self.client.create_qos_type.assert_called_with(
                name='fast', **attrs
            )
        self.assertEqual(FIELDS, result.columns)
        self.assertEqual({'a': 'b'}, result.fields['specs'])

    def test_bad_input(self):
        self.run_cmd('fast', '--spec', 'x', fail=2, stderr='got: x')
        self.client.create_qos_type.assert_not_called()

    def test_min_version(self):
        self.assert_min_version('2.94', 'fast')


class TestDelete(TestCase):
    command = share_qos_type.DeleteShareQosType

    def test_delete(self):
        self.client.delete_qos_type.side_effect = [
            exceptions.BadRequestException('in use')
        ]
        self.run_cmd(
            'fast', fail=True,
            stderr="QoS type with name or ID 'fast': in use\n"
            '1 of 1 QoS types failed',
        )  # fmt: skip
        self.client.delete_qos_type.assert_called_once_with(
            self.type, ignore_missing=False
        )
        self.client.find_qos_type.assert_called_once_with(
            'fast', ignore_missing=False, fetch=False
        )


class TestList(TestCase):
    command = share_qos_type.ListShareQosType

    def setUp(self):
        super().setUp()
        self.client.qos_types.side_effect = lambda **query: iter([self.type])

    def test_list(self):
        newest = {'sort_key': 'created_at', 'sort_dir': 'desc'}
        for args, query in (
            ([], newest),
            (['--name', 'x'], {'name': 'x', **newest}),
            (['--name', ''], newest),
            (['--description', 'x'], {'description': 'x', **newest}),
            (['--name~', 'x'], {'name_pattern': 'x', **newest}),
            (['--description~', 'x'], {'description_pattern': 'x', **newest}),
            (
                ['--limit', '2', '--offset', '3'],
                {'max_items': 2, 'offset': 3, **newest},
            ),
            (['--sort', 'name'], {'sort_key': 'name', 'sort_dir': 'asc'}),
            (
                ['--sort-key', 'name', '--sort-dir', 'asc'],
                {'sort_key': 'name', 'sort_dir': 'asc'},
            ),
            # Manila cannot sort by this key
            (['--sort', 'specs'], {}),
        ):
            result = self.run_cmd(*args)
            self.client.qos_types.assert_called_with(**query)
        self.assertEqual(
            ('ID', 'Name', 'Description', 'Specs', 'Created At', 'Updated At'),
            result.columns,
        )
        self.assertEqual({'a': 'b'}, result.rows[0][3])

    def test_bad_input(self):
        self.run_cmd('--sort', 'x', fail=True, stderr="Invalid sort key 'x'")
        self.client.qos_types.assert_not_called()

    def test_min_version(self):
        self.assert_min_version('2.94')


class TestShow(TestCase):
    command = share_qos_type.ShowShareQosType

    def test_show(self):
        result = self.run_cmd('fast')
        self.assertEqual(FIELDS, result.columns)
        self.client.find_qos_type.assert_called_once_with(
            'fast', ignore_missing=False, fetch=True
        )


class TestSet(TestCase):
    command = share_qos_type.SetShareQosType

    def test_set(self):
        self.run_cmd('fast', '--description', '')
        self.client.update_qos_type.assert_called_once_with(
            'type-id', description=''
        )
        self.client.update_qos_type_specs.assert_not_called()

    def test_continues_after_failure(self):
        self.client.update_qos_type.side_effect = exceptions.ConflictException(
            'no'
        )
        self.run_cmd(
            'fast', '--description', 'x', '--spec', 'a=b', '--spec', 'c=d',
            fail=True, stderr='update the QoS type: no\n1 of 2 changes',
        )  # fmt: skip
        self.client.update_qos_type_specs.assert_called_once_with(
            self.type, {'a': 'b', 'c': 'd'}
        )

    def test_no_options(self):
        self.run_cmd('fast')
        self.client.update_qos_type.assert_not_called()
        self.client.update_qos_type_specs.assert_not_called()

    def test_min_version(self):
        self.assert_min_version('2.94', 'fast', '--description', 'x')


class TestUnset(TestCase):
    command = share_qos_type.UnsetShareQosType

    def test_continues_after_failure(self):
        delete = self.client.delete_qos_type_spec_property
        delete.side_effect = [exceptions.NotFoundException('no a'), None]
        self.run_cmd(
            'fast', '--description', '--spec', 'a', '--spec', 'b',
            '--spec', 'a',
            fail=True, stderr="remove spec 'a': no a\n1 of 3 changes",
        )  # fmt: skip
        self.assertEqual(
            [(self.type, 'a'), (self.type, 'b')],
            [call.args for call in delete.mock_calls],
        )
        self.client.update_qos_type.assert_called_once_with(
            'type-id', description=None
        )

    def test_no_options(self):
        self.run_cmd('fast')
        self.client.update_qos_type.assert_not_called()
        self.client.delete_qos_type_spec_property.assert_not_called()
