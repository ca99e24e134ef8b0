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

import types
from unittest import mock

from openstack import exceptions

from manilaosc.tests.unit import fakes
from manilaosc.tests.unit import waiting
from manilaosc.tests.unit.v2 import _properties
from manilaosc.tests.unit.v2 import _waiting
from manilaosc.v2 import share

SHARE = {
    'id': 's-id',
    'name': 'data',
    'size': 3,
    'status': 'available',
    'share_protocol': 'NFS',
    'is_public': False,
    'is_soft_deleted': False,
    'metadata': {'k': 'v'},
    'export_locations': None,
}


class TestCase(fakes.TestCommand):
    #: What the fakes of the finders find, beside shares
    FOUND = ('share_snapshot', 'share_network', 'share_type', 'share_group')

    def setUp(self):
        super().setUp()
        self.share = self.fake(**SHARE)
        self.client.find_share.return_value = self.share
        for name in self.FOUND:
            finder = getattr(self.client, f'find_{name}')
            finder.return_value = types.SimpleNamespace(
                id=f'{name}-id', size=7, share_id='s-id'
            )
        self.client.user_messages.return_value = ()

    def fake(self, **attrs):
        return fakes.resource('share', **attrs)

    def later(self, *states, **attrs):
        """Make the share go through these states when it is fetched."""
        looks = waiting.staying(states)

        def fetch(client, skip_cache):
            state = next(looks)
            if isinstance(state, Exception):
                raise state
            self.share._update(status=state, **attrs)
            return self.share

        self.share.fetch = mock.Mock(side_effect=fetch)

    def forget(self):
        """Reset all mocks."""
        for name in {call[0] for call in self.client.method_calls}:
            mock_ = vars(self.client).get(name) or self.share.set_metadata
            mock_.reset_mock()
        self.client.method_calls.clear()

    def changes(self):
        """The methods that were called, apart from those that find."""
        return [
            call
            for call in self.client.method_calls
            if not call[0].startswith(('find_', 'get_endpoint'))
        ]


GONE = exceptions.NotFoundException('gone')


class TestCreate(TestCase):
    command = share.CreateShare

    def setUp(self):
        super().setUp()
        self.share.status = 'creating'
        self.client.create_share.return_value = self.share

    def test_options(self):
        for argv, attrs in (
            ('', {}),
            ('--name data', {'name': 'data'}),
            ('--description=', {'description': ''}),
            ('--public', {'is_public': True}),
            ('--public=True', {'is_public': True}),
            ('--public=false', {'is_public': False}),
            ('--private', {'is_public': False}),
            (
                '--property a=b --property c=',
                {'metadata': {'a': 'b', 'c': ''}},
            ),
            ('--share-type gold', {'share_type': 'gold'}),
            ('--availability-zone z', {'availability_zone': 'z'}),
            ('--mount-point-name m', {'mount_point_name': 'm'}),
            ('--encryption-key-ref k', {'encryption_key_ref': 'k'}),
            ('--share-network n', {'share_network_id': 'share_network-id'}),
            ('--share-group g', {'share_group_id': 'share_group-id'}),
            (
                '--scheduler-hint same_host=a,b',
                {'scheduler_hints': {'same_host': 's-id,s-id'}},
            ),
            (
                '--scheduler-hint different_host=a '
                '--scheduler-hint only_host=h@b#p',
                {
                    'scheduler_hints': {
                        'different_host': 's-id',
                        'only_host': 'h@b#p',
                    }
                },
            ),
        ):
            self.forget()
            self.run_cmd('NFS', '10', *argv.split())
            expected = {'share_protocol': 'NFS', 'size': 10}
            self.client.create_share.assert_called_once_with(
                **{**expected, 'is_public': False, **attrs}
            )

    def test_from_a_snapshot(self):
        for argv, size in (([], 7), (['9'], 9), (['5'], 7)):
            self.client.create_share.reset_mock()
            self.run_cmd('NFS', *argv, '--snapshot-id', 'snap')
            self.client.create_share.assert_called_once_with(
                share_protocol='NFS',
                size=size,
                snapshot_id='share_snapshot-id',
                is_public=False,
            )

    def test_rejected_before_any_request(self):
        for argv, message, status in (
            (
                'NFS',
                'The size is required unless --snapshot-id is specified',
                1,
            ),
            ('NFS 0', "Invalid size '0'", 2),
            ('NFS ten', "Invalid size 'ten'", 2),
            ('NFS 1 --property x', "Expected 'key=value'", 2),
            ('NFS 1 --name none', "Invalid share name 'none'", 1),
            ('NFS 1 --public=maybe', "'maybe'", 2),
            ('NFS 1 --public --private', 'not allowed with', 2),
        ):
            found = self.run_cmd(*argv.split(), fail=status, stderr=message)
            self.assertEqual('', found.out)
            self.assertEqual([], self.client.method_calls)

    def test_nothing_of_that_name(self):
        for option in ('network', 'group'):
            finder = getattr(self.client, f'find_share_{option}')
            finder.side_effect = exceptions.NotFoundException('No such x')
            found = self.run_cmd(
                'NFS', '1', f'--share-{option}', 'x', fail=True
            )
            self.assertEqual('No such x\n', found.err)
            finder.side_effect = None
        self.client.create_share.assert_not_called()

    def test_min_versions(self):
        for argv, version in (
            ('--share-group g', '2.31'),
            ('--scheduler-hint only_host=h', '2.65'),
            ('--mount-point-name m', '2.84'),
            ('--encryption-key-ref k', '2.90'),
        ):
            args = ('NFS', '1', *argv.split())
            self.use_microversion(version)
            self.run_cmd(*args)
            self.assert_min_version(version, *args, what=args[2])

    def test_shown(self):
        found = self.run_cmd('NFS', '1', '-f', 'json').json()
        self.assertEqual('s-id', found['id'])
        self.assertEqual(3, found['size'])
        self.assertIs(False, found['is_public'])
        self.assertEqual({'k': 'v'}, found['metadata'])
        self.assertEqual('creating', found['status'])

    def test_wait(self):
        self.later('creating', 'available')
        found = self.run_cmd('NFS', '1', '--wait')
        self.assertEqual('available', found.fields['status'])

    def test_wait_fails(self):
        self.later('creating', 'error')
        found = self.run_cmd(
            'NFS', '1', '--wait', '-f', 'value', '-c', 'id', fail=True
        )
        self.assertEqual('s-id\n', found.out)
        self.assertEqual('share data went to error\n', found.err)


class TestDelete(TestCase):
    command = share.DeleteShare

    def test_options(self):
        plain = {
            'ignore_missing': False,
            'force': False,
            'share_group_id': None,
        }
        for argv, attrs in (
            ('', {}),
            ('--force', {'force': True}),
            ('--share-group g', {'share_group_id': 'share_group-id'}),
        ):
            self.forget()
            self.run_cmd('data', *argv.split())
            self.client.find_share.assert_called_once_with(
                'data', ignore_missing=False, fetch=False
            )
            self.assertEqual(
                [mock.call.delete_share(self.share, **{**plain, **attrs})],
                self.changes(),
            )

    def test_soft(self):
        self.run_cmd('data', '--soft')
        self.assertEqual(
            [mock.call.soft_delete_share(self.share)], self.changes()
        )
        self.run_cmd('x', '--soft', '--force', fail=2, stderr='not allowed')

    def test_min_versions(self):
        for option, version in (('--share-group', '2.31'), ('--soft', '2.69')):
            value = ['g'] if option == '--share-group' else []
            self.assert_min_version(
                version, 'data', option, *value, what=option
            )

    def test_wait(self):
        self.later('deleting', GONE)
        self.run_cmd('data', '--wait')
        self.later('error_deleting')
        self.run_cmd('data', '--wait', fail=True, stderr='to error_deleting')

    def test_wait_for_the_recycle_bin(self):
        self.later('available', is_soft_deleted=True)
        self.run_cmd('data', '--soft', '--wait')
        # In the recycle bin, only a missing share is a deleted one
        self.later('deleting', GONE, is_soft_deleted=True)
        self.run_cmd('data', '--wait')
        self.assertEqual(2, self.share.fetch.call_count)

    def test_failure(self):
        other = self.fake(**{**SHARE, 'id': 'o-id', 'name': 'other'})
        found = {'data': self.share, 'other': other}
        self.client.find_share.side_effect = lambda name, **query: found[name]

        def delete(share, **how):
            if share is self.share:
                raise exceptions.ConflictException('It is busy')

        self.client.delete_share.side_effect = delete
        found = self.run_cmd('data', 'other', fail=True)
        self.assertEqual(
            "Failed to delete share with name or ID 'data': It is busy\n"
            '1 of 2 shares failed to delete.\n',
            found.err,
        )


class TestOtherBulk(TestCase):
    command = share.UnmanageShare

    def test_unmanage(self):
        self.run_cmd('data')
        self.client.find_share.assert_called_once_with(
            'data', ignore_missing=False, fetch=False
        )
        self.assertEqual(
            [mock.call.unmanage_share(self.share)], self.changes()
        )

    def test_unmanage_and_wait(self):
        self.later('unmanaging', GONE)
        self.run_cmd('data', '--wait')
        self.later('unmanage_error')
        self.run_cmd('data', '--wait', fail=True, stderr='to unmanage_error')

    def test_restore(self):
        self.command = share.RestoreShare
        self.run_cmd('data', 'data')
        self.client.find_share.assert_called_once_with(
            'data', ignore_missing=False, fetch=False, is_soft_deleted=True
        )
        self.assertEqual([mock.call.restore_share(self.share)], self.changes())
        self.assert_min_version('2.69', 'data')


class TestList(TestCase):
    command = share.ListShare

    def setUp(self):
        super().setUp()
        self.client.shares.side_effect = lambda *details, **query: iter(
            [self.share]
        )
        self.identity.find_project.return_value = mock.Mock(id='p-id')
        self.identity.find_user.return_value = mock.Mock(id='u-id')

    def test_filters(self):
        uuid = '9c7a0e5e-2d5b-4b5e-8a6c-0d3a3f0b6f11'
        for argv, query in (
            ('', {}),
            ('--name n', {'name': 'n'}),
            ('--name~ n', {'name_pattern': 'n'}),
            # An abbreviation that scripts use
            ('--description d', {'description_pattern': 'd'}),
            ('--description~ d', {'description_pattern': 'd'}),
            ('--status error', {'status': 'error'}),
            ('--host h@b#p', {'host': 'h@b#p'}),
            ('--snapshot s', {'snapshot_id': 'share_snapshot-id'}),
            ('--share-network n', {'share_network_id': 'share_network-id'}),
            ('--share-type t', {'share_type_id': 'share_type-id'}),
            ('--share-group g', {'share_group_id': 'share_group-id'}),
            ('--share-server s', {'share_server_id': 's'}),
            (f'--export-location {uuid}', {'export_location_id': uuid}),
            ('--export-location h:/p', {'export_location_path': 'h:/p'}),
            ('--soft-deleted', {'is_soft_deleted': True}),
            ('--public', {'is_public': True}),
            ('--all-projects', {'all_projects': True}),
            ('--project p', {'all_projects': True, 'project_id': 'p-id'}),
            ('--user u', {'user_id': 'u-id'}),
            ('--property a=b --property c=d', {
                'metadata': {'a': 'b', 'c': 'd'}
            }),
            ('--extra-spec a=b', {'extra_specs': {'a': 'b'}}),
            ('--mount-point-name m', {'mount_point_name': 'm'}),
            ('--encryption-key-ref k', {'encryption_key_ref': 'k'}),
            ('--availability-zone z', {'availability_zone': 'z'}),
            ('--limit 5', {'max_items': 5}),
            ('--offset 5', {'offset': 5}),
            ('--marker 5', {'offset': 5}),
            ('--sort size:desc', {'sort_key': 'size', 'sort_dir': 'desc'}),
            ('--sort availability_zone', {
                'sort_key': 'availability_zone_id'
            }),
            ('--sort description', {'sort_key': 'display_description'}),
        ):  # fmt: skip
            self.forget()
            self.run_cmd(*argv.split())
            expected = {'sort_key': 'name', 'sort_dir': 'asc', **query}
            self.client.shares.assert_called_once_with(True, **expected)
            # No further request is sent
            self.assertEqual(1, len(self.changes()), argv)

    def test_min_versions(self):
        for argv, version in (
            ('--share-group g', '2.31'),
            ('--export-location h:/p', '2.35'),
            ('--name~ n', '2.36'),
            ('--description~ d', '2.36'),
            ('--count', '2.42'),
            ('--soft-deleted', '2.69'),
            ('--mount-point-name m', '2.84'),
            ('--encryption-key-ref k', '2.90'),
            ('--availability-zone z', '2.97'),
        ):
            args = argv.split()
            self.assert_min_version(version, *args, what=args[0])

    def test_columns(self):
        found = self.run_cmd()
        self.assertEqual(
            (
                'ID',
                'Name',
                'Size',
                'Share Proto',
                'Status',
                'Is Public',
                'Share Type Name',
                'Host',
                'Availability Zone',
            ),
            found.columns,
        )
        self.assertEqual(
            ('s-id', 'data', 3, 'NFS', 'available', False), found.rows[0][:6]
        )

    def test_long(self):
        found = self.run_cmd('--long', '-f', 'json')
        (row,) = found.json()
        self.assertEqual({'k': 'v'}, row['Properties'])
        self.assertEqual(tuple(row), found.columns)
        self.assertIn('Description', row)

    def test_rows_stream(self):
        def shares(details, **query):
            yield self.share
            # Each row is printed before the next one is requested
            self.assertEqual('s-id\n', self.app.stdout.getvalue())
            yield self.share

        self.client.shares.side_effect = shares
        found = self.run_cmd('-f', 'value', '-c', 'ID')
        self.assertEqual('s-id\ns-id\n', found.out)

    def test_names_and_ids_alone_need_no_details(self):
        for args, details in (
            (['-c', 'ID'], [False]),
            (['-c', 'ID', '-c', 'Name', '--status', 'error'], [False]),
            (['-c', 'Name', '--sort', 'name:desc'], [False]),
            (['-c', 'ID', '--sort-column', 'Status'], [True]),
            (['-c', 'ID', '--sort', 'size'], [True]),
            # The SDK filters by user, so it needs the details
            (['-c', 'ID', '--user', 'own-user'], [True]),
            (['-c', 'ID', '-c', 'Status'], [True]),
            ([], [True]),
        ):
            self.client.shares.reset_mock()
            self.run_cmd(*args)
            called = self.client.shares.call_args
            self.assertEqual(details, list(called.args), args)

    def test_sorted_by_client(self):
        shares = [
            self.fake(id=str(i), status=status, size=1)
            for i, status in enumerate(('error', 'available', 'deleting'))
        ]
        self.client.shares.side_effect = lambda *details, **query: iter(shares)
        found = self.run_cmd('--sort', 'status', '--limit', '2')
        self.assertEqual(['1', '2'], [row[0] for row in found.rows])
        self.client.shares.assert_called_once_with(True)

    def test_every_field_can_be_sorted_by(self):
        for name in {*share.SORT_KEYS, *share.SORT_ATTRIBUTES}:
            self.assertEqual(1, len(self.run_cmd('--sort', name).rows))
            if name in share.SORT_ATTRIBUTES:
                found = self.run_cmd('--sort', f'{name},id')
                self.assertEqual(1, len(found.rows))
        self.run_cmd('--sort', 'x', fail=True, stderr="Invalid sort key 'x'")

    def test_count(self):
        self.client.count_shares.return_value = 2500
        found = self.run_cmd('--count', '--limit', '1', '--status', 'error')
        self.client.count_shares.assert_called_once_with(status='error')
        self.assertIn('Total number of shares: 2500\n', found.out)
        found = self.run_cmd('--count', '-f', 'json', stderr='2500')
        self.assertEqual('s-id', found.json()[0]['ID'])

    def test_failure(self):
        self.client.shares.side_effect = exceptions.ForbiddenException('No')
        found = self.run_cmd(fail=True)
        self.assertEqual(('', 'No\n'), (found.out, found.err))


class TestShow(TestCase):
    command = share.ShowShare

    def setUp(self):
        super().setUp()
        self.client.export_locations.return_value = iter(
            [
                fakes.resource(
                    'share_export_location',
                    id='e-id',
                    path='h:/p',
                    is_preferred=True,
                    is_admin=False,
                    share_instance_id=None,
                    metadata=None,
                )
            ]
        )

    def test_show(self):
        found = self.run_cmd('data', '-f', 'json').json()
        self.client.find_share.assert_called_once_with(
            'data', ignore_missing=False, fetch=True
        )
        self.client.export_locations.assert_called_once_with(self.share)
        self.assertEqual({'k': 'v'}, found['properties'])
        self.assertEqual(3, found['size'])
        # As in python-manilaclient
        self.assertEqual(['export_locations', 'properties'], list(found)[-2:])
        self.assertEqual(
            [{'id': 'e-id', 'path': 'h:/p', 'preferred': True}],
            found['export_locations'],
        )

    def test_export_locations_as_text(self):
        found = self.run_cmd('data', '-f', 'value', '-c', 'export_locations')
        self.assertEqual(
            ['id = e-id', 'path = h:/p', 'preferred = True'],
            found.out.split('\n')[1:4],
        )

    def test_export_locations_only_if_shown(self):
        self.run_cmd('data', '-c', 'id')
        self.client.export_locations.assert_not_called()

    def test_export_locations_before_2_9(self):
        self.use_microversion('2.8')
        self.share.export_locations = ['h:/p', 'h:/q']
        found = self.run_cmd('data')
        self.assertEqual(['h:/p', 'h:/q'], found.fields['export_locations'])
        self.client.export_locations.assert_not_called()

    def test_missing(self):
        self.client.find_share.side_effect = exceptions.NotFoundException(
            "No share with a name or ID of 'x' exists."
        )
        found = self.run_cmd('x', fail=True)
        self.assertEqual(
            ('', "No share with a name or ID of 'x' exists.\n"),
            (found.out, found.err),
        )
        self.client.find_share.assert_called_with(
            'x', ignore_missing=False, all_projects=True, fetch=True
        )


class TestProperties(_properties.Mixin, TestCase):
    command = share.ShowShareProperties
    kind = 'share'
    argv = ('data',)
    fetch = 'fetch_share_metadata'

    def owner(self):
        self.client.find_share.assert_called_with(
            'data', ignore_missing=False, fetch=False
        )
        return (self.share,)


class TestSet(TestCase):
    command = share.SetShare

    def setUp(self):
        super().setUp()
        self.share.set_metadata = mock.Mock()
        self.client.attach_mock(self.share.set_metadata, 'set_metadata')

    def check(self, argv, *expected):
        self.forget()
        self.run_cmd('data', *argv.split())
        self.client.find_share.assert_called_once_with(
            'data', ignore_missing=False, fetch=False
        )
        self.assertEqual(list(expected), self.changes())

    def test_one_option_one_request(self):
        call = mock.call
        for argv, expected in (
            ('--name n', call.update_share('s-id', name='n')),
            ('--description=', call.update_share('s-id', description='')),
            ('--public', call.update_share('s-id', is_public=True)),
            ('--public=false', call.update_share('s-id', is_public=False)),
            ('--private', call.update_share('s-id', is_public=False)),
            (
                '--name n --description d --public',
                call.update_share(
                    's-id', name='n', description='d', is_public=True
                ),
            ),
            (
                '--property a=b --property c=d',
                call.set_metadata(
                    self.client, {'a': 'b', 'c': 'd'}, replace=False
                ),
            ),
            (
                '--no-property --property a=b',
                call.set_metadata(self.client, {'a': 'b'}, replace=True),
            ),
            (
                '--no-property',
                call.set_metadata(self.client, None, replace=True),
            ),
            ('--status error', call.reset_share_status(self.share, 'error')),
            (
                '--task-state migration_error',
                call.reset_share_task_state(self.share, 'migration_error'),
            ),
            ('--task-state', call.reset_share_task_state(self.share, None)),
        ):
            self.check(argv, expected)

    def test_no_options(self):
        self.check('')

    def test_several(self):
        forbidden = exceptions.ForbiddenException('Not you')
        self.client.reset_share_status.side_effect = forbidden
        found = self.run_cmd(
            'data', '--name', 'n', '--status', 'error', '--task-state',
            fail=True,
        )  # fmt: skip
        self.assertEqual(
            'Failed to reset the status: Not you\n1 of 3 changes failed.\n',
            found.err,
        )
        self.assertEqual(3, len(self.changes()))

    def test_min_version(self):
        self.assert_min_version(
            '2.22', 'data', '--name', 'n', '--task-state', what='--task-state'
        )


class TestUnset(TestCase):
    command = share.UnsetShare

    def test_one_option_one_request(self):
        call = mock.call
        for argv, expected in (
            ('--name', [call.update_share('s-id', name=None)]),
            (
                '--name --description',
                [call.update_share('s-id', name=None, description=None)],
            ),
            (
                '--property a --property b',
                [
                    call.delete_share_metadata(
                        self.share, ['a', 'b'], ignore_missing=False
                    )
                ],
            ),
            ('', []),
        ):
            self.forget()
            self.run_cmd('data', *argv.split())
            self.assertEqual(expected, self.changes())

    def test_property_named_twice(self):
        self.run_cmd('data', '--property', 'a', '--property', 'a')
        self.client.delete_share_metadata.assert_called_once_with(
            self.share, ['a'], ignore_missing=False
        )

    def test_missing_key(self):
        self.client.delete_share_metadata.side_effect = (
            exceptions.NotFoundException('Share s-id has no metadata a')
        )
        found = self.run_cmd('data', '--property', 'a', fail=True)
        self.assertEqual('Share s-id has no metadata a\n', found.err)


class TestResize(TestCase):
    command = share.ResizeShare

    def test_resize(self):
        for argv, force in (('5', False), ('1', False), ('5 --force', True)):
            self.forget()
            self.run_cmd('data', *argv.split())
            self.assertEqual(
                [
                    mock.call.resize_share(
                        self.share, int(argv[0]), force=force
                    )
                ],
                self.changes(),
            )

    def test_refused(self):
        for argv, message, status in (
            ('data 3', 'size of the share is already 3 GiB', 1),
            ('data 0', 'Invalid size', 2),
        ):
            self.run_cmd(*argv.split(), fail=status, stderr=message)
        self.assertEqual([], self.changes())

    def test_min_version(self):
        self.assert_min_version('2.64', 'data', '5', '--force', what='--force')

    def test_wait(self):
        self.later('extending', 'available', size=5)
        self.run_cmd('data', '5', '--wait')
        self.assertEqual(2, self.share.fetch.call_count)

    def test_wait_fails(self):
        for state in (
            'extending_error',
            'shrinking_error',
            'shrinking_possible_data_loss_error',
        ):
            self.later('x', state)
            self.run_cmd('data', '5', '--wait', fail=True, stderr=state)

    def test_wait_rejected_by_driver(self):
        # The back end rejects shrinking that would lose data
        self.later('shrinking', 'available')
        found = self.run_cmd('data', '1', '--wait', fail=True)
        self.assertEqual('share data still has a size of 3 GiB\n', found.err)

    def test_wait_size_unchanged(self):
        self.later(*['available'] * 50)
        self.run_cmd(
            'data', '1', '--wait', fail=True, stderr='still has a size of 3 G'
        )


class TestRevert(TestCase):
    command = share.RevertShare

    def test_revert(self):
        self.run_cmd('snap')
        snapshot = self.client.find_share_snapshot.return_value
        self.assertEqual(
            [mock.call.revert_share_to_snapshot('s-id', snapshot)],
            self.changes(),
        )

    def test_wait(self):
        self.share.status = 'reverting'
        self.client.get_share.return_value = self.share
        self.later('reverting', 'available')
        self.run_cmd('snap', '--wait')
        self.client.get_share.assert_called_once_with('s-id')
        self.later('reverting_error')
        self.run_cmd('snap', '--wait', fail=True, stderr='to reverting_error')

    def test_min_version(self):
        self.assert_min_version('2.27', 'snap')


class TestManage(TestCase):
    command = share.ManageShare

    def setUp(self):
        super().setUp()
        self.share.status = 'manage_starting'
        self.client.manage_share.return_value = self.share

    def test_options(self):
        for argv, attrs in (
            ('', {}),
            ('--name n', {'name': 'n'}),
            ('--description d', {'description': 'd'}),
            ('--share-type t', {'share_type': 't'}),
            ('--public', {'is_public': True}),
            ('--public=false', {'is_public': False}),
            ('--share-server-id s', {'share_server_id': 's'}),
            ('--mount-point-name m', {'mount_point_name': 'm'}),
            (
                '--driver-options a=b c=d --driver-options e=f',
                {'driver_options': {'a': 'b', 'c': 'd', 'e': 'f'}},
            ),
        ):
            self.forget()
            found = self.run_cmd('h@b#p', 'NFS', 'h:/p', *argv.split())
            self.assertEqual(
                [mock.call.manage_share('NFS', 'h:/p', 'h@b#p', **attrs)],
                self.changes(),
            )
            self.assertEqual('s-id', found.fields['id'])
        # The options may come first
        self.run_cmd('--driver-options', 'a=b', 'h@b#p', 'NFS', 'h:/p')

    def test_min_versions(self):
        for argv, version in (
            ('--public', '2.8'),
            ('--share-server-id s', '2.49'),
            ('--mount-point-name m', '2.92'),
        ):
            args = argv.split()
            self.assert_min_version(
                version, 'h@b#p', 'NFS', 'h:/p', *args, what=args[0]
            )

    def test_wait(self):
        self.later('available')
        found = self.run_cmd('h@b#p', 'NFS', 'h:/p', '--wait')
        self.assertEqual('available', found.fields['status'])
        self.later('manage_error')
        found = self.run_cmd('h@b#p', 'NFS', 'h:/p', '--wait', fail=True)
        self.assertEqual('manage_error', found.fields['status'])
        self.assertEqual('share data went to manage_error\n', found.err)


class TestWait(_waiting.Mixin, fakes.TestCommand):
    command = share.WaitShare
    resource_name = 'share'
    method = 'find_share'

    def rules(self, *states):
        self.client.access_rules.side_effect = lambda *args: [
            fakes.resource('share_access_rule', state=state)
            for state in states
        ]

    def test_access(self):
        self.rules('active', 'active')
        self.wait('--for', 'access')
        self.rules()
        self.wait('--for', 'access')
        self.rules('active', 'applying')
        self.wait(
            '--for', 'access', '--timeout', '0.05',
            fail=True, stderr='Timed out',
        )  # fmt: skip
        self.rules('active', 'error')
        self.wait(
            '--for', 'access', fail=True, stderr='has an access rule in error'
        )

    def test_export(self):
        self.client.export_locations.side_effect = lambda *args: ['path']
        self.wait('--for', 'export', '--for', 'available')
        self.client.export_locations.side_effect = lambda *args: []
        self.wait(
            '--for', 'export', '--timeout', '0.05',
            fail=True, stderr='Timed out',
        )  # fmt: skip
