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
from manilaosc.v2 import share_type

COLUMNS = (
    'ID',
    'Name',
    'Visibility',
    'Is Default',
    'Required Extra Specs',
    'Optional Extra Specs',
    'Description',
)
FIELDS = (
    'id',
    'name',
    'visibility',
    'is_default',
    'required_extra_specs',
    'optional_extra_specs',
    'description',
)
DHSS = 'driver_handles_share_servers'


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.type = fakes.resource(
            'share_type',
            id='type-id',
            name='fast',
            is_public=False,
            required_extra_specs={DHSS: 'True'},
            extra_specs={DHSS: 'True', 'thin': 'true'},
        )
        for name in ('find', 'get_default', 'create'):
            method = getattr(self.client, f'{name}_share_type')
            method.return_value = self.type

    def missing(self):
        self.client.find_share_type.side_effect = exceptions.NotFoundException(
            'No share type'
        )


class TestCreate(TestCase):
    command = share_type.CreateShareType

    def created(self, *args):
        self.run_cmd(*args)
        return self.client.create_share_type.call_args.kwargs

    def test_create(self):
        attrs = {'name': 'fast', 'is_public': True}
        for args, more, specs in (
            (['true'], {}, {}),
            (['1', '--description', 'x'], {'description': 'x'}, {}),
            (['True', '--public', 'no'], {'is_public': False}, {}),
            (
                ['yes', '--extra-specs', 'a=b', 'c=d', '--extra-spec', 'e=f'],
                {},
                {'a': 'b', 'c': 'd', 'e': 'f'},
            ),
            (
                ['True', '--snapshot-support', 'false'],
                {},
                {'snapshot_support': 'False'},
            ),
            (
                ['True', '--extra-specs', 'mount_snapshot_support=true'],
                {},
                {'mount_snapshot_support': 'True'},
            ),
            # Other values are passed to Manila
            (['True', '--extra-specs', 'a=true'], {}, {'a': 'true'}),
        ):
            self.assertEqual(
                {**attrs, **more, 'extra_specs': {DHSS: True, **specs}},
                self.created('fast', *args),
            )

    def test_extra_specs_before_the_name(self):
        for args in (
            ('--extra-specs', 'a=b', 'c=<is> True', 'fast', 'False'),
            ('--extra-sp', 'a=b', '--extra-spec', 'c=<is> True', 'fast', '0'),
            ('fast', 'false', '--extra-specs', 'a=b', 'c=<is> True'),
            ('--extra-specs=a=b', '--extra', 'c=<is> True', 'fast', 'off'),
        ):
            self.assertEqual(
                {DHSS: False, 'a': 'b', 'c': '<is> True'},
                self.created(*args)['extra_specs'],
            )

    def test_shown(self):
        result = self.run_cmd('fast', 'true')
        self.assertEqual(FIELDS, result.columns)
        self.assertEqual('private', result.fields['visibility'])
        self.assertEqual(
            {'thin': 'true'}, result.fields['optional_extra_specs']
        )
        self.assertIn('| private', result.out)

    def test_bad_input(self):
        for args, status, stderr in (
            (['fast', 'maybe'], 2, "Unrecognized value 'maybe'"),
            (['fast'], 2, 'required: <spec_driver_handles_share_servers>'),
            (['fast', 'true', '--extra-specs', 'x'], 2, 'got: x'),
            (['fast', 'true', '--public', 'x'], 2, "Unrecognized value 'x'"),
            (
                ['fast', 'true', '--extra-specs', f'{DHSS}=False'],
                1,
                f'Specified twice, once as an extra spec: {DHSS}',
            ),
        ):
            self.run_cmd(*args, fail=status, stderr=stderr)
        self.client.create_share_type.assert_not_called()

    def test_min_version_of_description(self):
        self.assert_min_version(
            '2.41', 'fast', 'true', '--description=x', what='--description'
        )
        self.run_cmd('fast', 'true')


class TestDelete(TestCase):
    command = share_type.DeleteShareType

    def test_delete(self):
        self.run_cmd('fast', 'fast', 'slow')
        self.assertEqual(2, self.client.find_share_type.call_count)
        self.client.delete_share_type.assert_called_with(
            self.type, ignore_missing=False
        )

    def test_missing(self):
        self.missing()
        self.run_cmd('fast', fail=True, stderr='1 of 1 share types failed')


class TestList(TestCase):
    command = share_type.ListShareType

    def setUp(self):
        super().setUp()
        self.client.share_types.side_effect = lambda **query: [self.type]

    def test_list(self):
        for args, query in (
            ([], {}),
            (['--all'], {'is_public': 'all'}),
            (
                ['--extra-specs', 'a=b', 'snapshot_support=true'],
                {'extra_specs': {'a': 'b', 'snapshot_support': 'True'}},
            ),
        ):
            result = self.run_cmd(*args)
            self.client.share_types.assert_called_with(**query)
        self.assertEqual(COLUMNS, result.columns)
        self.assertEqual('private', result.rows[0][2])
        self.assertEqual({DHSS: 'True'}, result.rows[0][4])

    def test_min_version_of_extra_specs(self):
        self.assert_min_version(
            '2.43', '--extra-specs', 'a=b', what='--extra-specs'
        )


class TestShow(TestCase):
    command = share_type.ShowShareType

    def test_show(self):
        result = self.run_cmd('fast')
        self.client.find_share_type.assert_called_once_with(
            'fast', ignore_missing=False, fetch=True
        )
        self.assertEqual(FIELDS, result.columns)

    def test_default(self):
        # There can be a type named default
        self.run_cmd('default')
        self.client.get_default_share_type.assert_not_called()
        self.missing()
        result = self.run_cmd('default')
        self.assertEqual('type-id', result.fields['id'])

    def test_missing(self):
        self.missing()
        result = self.run_cmd('fast', fail=True, stderr='No share type')
        self.assertEqual('', result.out)


class TestSet(TestCase):
    command = share_type.SetShareType

    def test_set(self):
        self.run_cmd(
            'fast', '--name', 'x', '--description', '', '--public', 'True'
        )
        self.client.update_share_type.assert_called_once_with(
            'type-id', name='x', description='', is_public=True
        )
        self.client.update_share_type_extra_specs.assert_not_called()

    def test_extra_specs(self):
        self.run_cmd('--extra-specs', 'a=b', 'share_type=x', 'fast')
        self.client.update_share_type_extra_specs.assert_called_once_with(
            self.type, **{'a': 'b', 'share_type': 'x'}
        )
        self.client.update_share_type.assert_not_called()

    def test_continues_after_failure(self):
        self.client.update_share_type.side_effect = (
            exceptions.ConflictException('taken')
        )
        self.run_cmd(
            'fast', '--name', 'x', '--extra-spec', 'a=b',
            fail=True, stderr='taken\n1 of 2 changes failed',
        )  # fmt: skip
        self.client.update_share_type_extra_specs.assert_called_once()

    def test_min_versions(self):
        for option in ('--name', '--description', '--public'):
            self.assert_min_version(
                '2.50', 'fast', option, 'true', what=option
            )
        self.run_cmd('fast', '--extra-specs', 'a=b')


class TestUnset(TestCase):
    command = share_type.UnsetShareType

    def test_continues_after_failure(self):
        delete = self.client.delete_share_type_extra_spec_property
        delete.side_effect = [None, exceptions.NotFoundException('no b'), None]
        self.run_cmd(
            'fast', 'a', 'b', 'c', 'a',
            fail=True, stderr="remove extra spec 'b': no b\n1 of 3 changes",
        )  # fmt: skip
        self.assertEqual(
            ['a', 'b', 'c'], [call.args[1] for call in delete.mock_calls]
        )
