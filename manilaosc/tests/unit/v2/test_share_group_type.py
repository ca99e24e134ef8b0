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
from manilaosc.v2 import share_group_type

COLUMNS = (
    'ID',
    'Name',
    'Share Types',
    'Visibility',
    'Is Default',
    'Group Specs',
)
FIELDS = (
    'id',
    'name',
    'share_types',
    'visibility',
    'is_default',
    'group_specs',
)
GOLD = '0b5bb1c3-3c3e-4a5c-9b0d-2f5c3d1e7a10'


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.type = fakes.resource(
            'share_group_type',
            id='type-id',
            name='pairs',
            share_types=['s1', 's2'],
            is_public=False,
            is_default=True,
            group_specs={'a': 'b'},
        )
        for name in ('find', 'get_default', 'create'):
            method = getattr(self.client, f'{name}_share_group_type')
            method.return_value = self.type

    def missing(self):
        find = self.client.find_share_group_type
        find.side_effect = exceptions.NotFoundException('No such type')


class TestCreate(TestCase):
    command = share_group_type.CreateShareGroupType

    def setUp(self):
        super().setUp()
        self.client.find_share_type.side_effect = lambda name, **query: (
            fakes.resource(
                'share_type', id=name if name == GOLD else f'{name}-id'
            )
        )

    def test_create(self):
        attrs = {'is_public': True, 'group_specs': {}}
        for args, more in (
            (['gold'], {'share_types': ['gold-id']}),
            # IDs need no request, and duplicates are dropped
            (['gold', GOLD, 'gold', GOLD], {'share_types': ['gold-id', GOLD]}),
            (
                ['gold', '--public', 'no'],
                {'share_types': ['gold-id'], 'is_public': False},
            ),
            (
                ['x', '--group-specs', 'a=b', 'c=d', '--group-spec', 'e=f'],
                {
                    'share_types': ['x-id'],
                    'group_specs': {'a': 'b', 'c': 'd', 'e': 'f'},
                },
            ),
        ):
            self.run_cmd('pairs', *args)
            self.client.create_share_group_type.assert_called_with(
                name='pairs', **{**attrs, **more}
            )

    def test_group_specs_before_the_name(self):
        self.run_cmd('--group-specs', 'a=b', 'c=d', 'pairs', 'gold')
        created = self.client.create_share_group_type.call_args.kwargs
        self.assertEqual({'a': 'b', 'c': 'd'}, created['group_specs'])
        self.assertEqual('pairs', created['name'])

    def test_shown(self):
        result = self.run_cmd('pairs', 'gold')
        self.assertEqual(FIELDS, result.columns)
        self.assertEqual('private', result.fields['visibility'])
        self.assertEqual(['s1', 's2'], result.fields['share_types'])
        self.assertEqual({'a': 'b'}, result.fields['group_specs'])

    def test_bad_input(self):
        for args, stderr in (
            (['pairs'], 'required: <share-types>'),
            (['pairs', 'gold', '--public', 'x'], "Unrecognized value 'x'"),
            (['pairs', 'gold', '--group-specs', 'x'], 'got: x'),
        ):
            self.run_cmd(*args, fail=2, stderr=stderr)
        self.client.find_share_type.side_effect = exceptions.NotFoundException(
            'No share type'
        )
        self.run_cmd('pairs', 'nope', fail=True, stderr='No share type')
        self.client.create_share_group_type.assert_not_called()

    def test_min_version(self):
        self.assert_min_version('2.31', 'pairs', 'gold')


class TestDelete(TestCase):
    command = share_group_type.DeleteShareGroupType

    def test_delete(self):
        self.run_cmd('pairs', 'pairs')
        self.client.find_share_group_type.assert_called_once_with(
            'pairs', ignore_missing=False, fetch=False
        )
        self.client.delete_share_group_type.assert_called_once_with(
            self.type, ignore_missing=False
        )

    def test_missing(self):
        self.missing()
        self.run_cmd(
            'pairs', fail=True, stderr='1 of 1 share group types failed'
        )

    def test_min_version(self):
        self.assert_min_version('2.31', 'pairs')


class TestList(TestCase):
    command = share_group_type.ListShareGroupType

    def setUp(self):
        super().setUp()
        self.client.share_group_types.side_effect = lambda **query: [self.type]

    def test_list(self):
        for args, query in (
            ([], {}),
            (['--all'], {'is_public': 'all'}),
            (
                ['--group-specs', 'a=b', 'c=d'],
                {'group_specs': {'a': 'b', 'c': 'd'}},
            ),
        ):
            result = self.run_cmd(*args)
            self.client.share_group_types.assert_called_with(**query)
        self.assertEqual(COLUMNS, result.columns)
        self.assertEqual(
            ('type-id', 'pairs', ['s1', 's2'], 'private', True, {'a': 'b'}),
            result.rows[0],
        )

    def test_min_versions(self):
        self.assert_min_version('2.31')
        self.assert_min_version(
            '2.66', '--group-specs', 'a=b', what='--group-specs'
        )


class TestShow(TestCase):
    command = share_group_type.ShowShareGroupType

    def test_show(self):
        result = self.run_cmd('pairs')
        self.client.find_share_group_type.assert_called_once_with(
            'pairs', ignore_missing=False, fetch=True
        )
        self.assertEqual(FIELDS, result.columns)

    def test_default(self):
        # There can be a type named default
        self.run_cmd('default')
        self.client.get_default_share_group_type.assert_not_called()
        self.missing()
        result = self.run_cmd('default')
        self.assertEqual('type-id', result.fields['id'])

    def test_missing(self):
        self.missing()
        result = self.run_cmd('pairs', fail=True, stderr='No such type')
        self.assertEqual('', result.out)
        self.client.get_default_share_group_type.assert_not_called()

    def test_min_version(self):
        self.assert_min_version('2.31', 'pairs')


class TestSet(TestCase):
    command = share_group_type.SetShareGroupType

    def test_set(self):
        update = self.client.update_share_group_type_group_specs
        self.run_cmd('pairs')
        update.assert_not_called()
        self.run_cmd('--group-specs', 'a=b', 'self=d', 'pairs')
        update.assert_called_once_with(self.type, {'a': 'b', 'self': 'd'})

    def test_min_version(self):
        self.assert_min_version('2.31', 'pairs', '--group-specs', 'a=b')


class TestUnset(TestCase):
    command = share_group_type.UnsetShareGroupType

    def test_continues_after_failure(self):
        delete = self.client.delete_share_group_type_group_spec_property
        delete.side_effect = [None, exceptions.NotFoundException('no b'), None]
        self.run_cmd(
            'pairs', 'a', 'b', 'c', 'a',
            fail=True, stderr="remove group spec 'b': no b\n1 of 3 changes",
        )  # fmt: skip
        self.assertEqual(
            [(self.type, key) for key in ('a', 'b', 'c')],
            [call.args for call in delete.mock_calls],
        )

    def test_min_version(self):
        self.assert_min_version('2.31', 'pairs', 'a')
