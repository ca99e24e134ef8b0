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
from manilaosc.tests.unit.v2 import _properties
from manilaosc.tests.unit.v2 import _waiting
from manilaosc.v2 import share_snapshot


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.snapshot = fakes.resource(
            'share_snapshot',
            id='sn1',
            name='nightly',
            status='available',
            metadata={'a': 'b'},
        )
        self.share = fakes.resource('share', id='s1', name='data')
        self.client.find_share.return_value = self.share
        self.client.find_share_snapshot.return_value = self.snapshot

    def later(self, resource, **attrs):
        """Make a resource have these attributes when it is fetched."""
        later = fakes.resource('share_snapshot', id=resource.id, **attrs)
        resource.fetch = mock.Mock(return_value=later)
        return later

    def gone(self, resource):
        missing = exceptions.NotFoundException()
        resource.fetch = mock.Mock(side_effect=missing)


class TestCreate(TestCase):
    command = share_snapshot.CreateShareSnapshot

    def setUp(self):
        super().setUp()
        self.client.create_share_snapshot.return_value = self.snapshot

    def test_create(self):
        result = self.run_cmd('data')
        self.client.create_share_snapshot.assert_called_once_with(
            share_id='s1'
        )
        self.assertEqual({'a': 'b'}, result.fields['metadata'])
        self.assertEqual('nightly', result.fields['name'])

    def test_options(self):
        self.run_cmd(
            'data', '--name', 'n', '--description', 'd', '--force',
            '--property', 'a=b', '--property', 'c=d',
        )  # fmt: skip
        self.client.create_share_snapshot.assert_called_once_with(
            share_id='s1',
            name='n',
            description='d',
            metadata={'a': 'b', 'c': 'd'},
        )

    def test_min_version_of_property(self):
        self.assert_min_version(
            '2.73', 'data', '--property', 'a=b', what='--property'
        )
        self.run_cmd('data', '--name', 'n')
        self.client.create_share_snapshot.assert_called_once_with(
            share_id='s1', name='n'
        )

    def test_wait(self):
        self.snapshot._update(status='creating')
        self.later(self.snapshot, status='available')
        result = self.run_cmd('data', '--wait')
        self.assertEqual('available', result.fields['status'])

    def test_wait_fails(self):
        self.snapshot._update(status='creating')
        self.later(self.snapshot, name='nightly', status='error')
        self.client.user_messages.return_value = []
        result = self.run_cmd(
            'data', '--wait', fail=True, stderr='nightly went to error'
        )
        # The resource is shown nevertheless
        self.assertEqual('error', result.fields['status'])

    def test_timeout(self):
        self.snapshot._update(status='creating')
        self.later(self.snapshot, status='creating')
        self.run_cmd(
            'data', '--wait', '--timeout', '0',
            fail=True, stderr='still in status creating',
        )  # fmt: skip

    def test_no_share(self):
        self.client.find_share.side_effect = exceptions.NotFoundException(
            'No share'
        )
        self.run_cmd('data', fail=True, stderr='^No share$')
        self.client.create_share_snapshot.assert_not_called()

    def test_bad_property(self):
        self.run_cmd('data', '--property', 'x', fail=2, stderr='key=value')


class TestDelete(TestCase):
    command = share_snapshot.DeleteShareSnapshot

    def test_delete(self):
        self.run_cmd('nightly')
        self.client.delete_share_snapshot.assert_called_once_with(
            self.snapshot, ignore_missing=False, force=False
        )

    def test_force_and_wait(self):
        self.gone(self.snapshot)
        self.run_cmd('nightly', '--force', '--wait', '--timeout', '9')
        self.client.delete_share_snapshot.assert_called_once_with(
            self.snapshot, ignore_missing=False, force=True
        )
        self.snapshot.fetch.assert_called_once()

    def test_continues_after_failure(self):
        def find(name, ignore_missing, **query):
            if name == 'bad':
                raise exceptions.NotFoundException('No such snapshot')
            return self.snapshot

        self.client.find_share_snapshot.side_effect = find
        result = self.run_cmd('bad', 'nightly', fail=True, stderr='No such')
        self.assertIn('1 of 2 share snapshots failed', result.err)
        self.client.delete_share_snapshot.assert_called_once()

    def test_wait_fails(self):
        self.later(self.snapshot, name='nightly', status='error_deleting')
        self.client.user_messages.return_value = []
        self.run_cmd(
            'nightly', '--wait', fail=True, stderr='went to error_deleting'
        )


class TestList(TestCase):
    command = share_snapshot.ListShareSnapshot
    SORTED = {'sort_key': 'display_name', 'sort_dir': 'asc'}

    def setUp(self):
        super().setUp()
        self.client.share_snapshots.return_value = iter([self.snapshot])
        self.client.count_share_snapshots.return_value = 7

    def test_list(self):
        result = self.run_cmd()
        self.assertEqual(('ID', 'Name'), result.columns)
        self.assertEqual([('sn1', 'nightly')], result.rows)
        # The summary list suffices
        self.client.share_snapshots.assert_called_once_with(
            False, **self.SORTED
        )

    def test_columns(self):
        long = (
            'ID', 'Name', 'Status', 'Description', 'Created At', 'Size',
            'Share ID', 'Share Proto', 'Share Size', 'User ID',
        )  # fmt: skip
        for options, columns in (
            (['--detail'], long),
            (['--long'], long),
            (['--all-projects'], ('ID', 'Name', 'Project ID')),
            (['--long', '--all-projects'], (*long, 'Project ID')),
        ):
            self.client.share_snapshots.reset_mock()
            self.client.share_snapshots.return_value = iter(())
            self.assertEqual(columns, self.run_cmd(*options).columns)
            self.assertEqual(
                (True,), self.client.share_snapshots.call_args.args
            )

    def test_filters(self):
        for options, query in (
            (['--name', 'n'], {'name': 'n'}),
            (['--description', 'd'], {'description': 'd'}),
            (['--name~', 'n'], {'name_pattern': 'n'}),
            (['--description~', 'd'], {'description_pattern': 'd'}),
            (['--status', 'error'], {'status': 'error'}),
            (['--share', 'data'], {'share_id': 's1'}),
            (['--usage', 'used'], {'usage': 'used'}),
            (['--property', 'a=b'], {'metadata': {'a': 'b'}}),
            (['--limit', '3'], {'max_items': 3}),
            (['--offset', '3'], {'offset': 3}),
            (['--marker', '3'], {'offset': 3}),
            (
                ['--prop', 'a=b', '--property', 'c=d'],
                {'metadata': {'a': 'b', 'c': 'd'}},
            ),
        ):
            self.client.share_snapshots.reset_mock()
            self.client.share_snapshots.return_value = iter(())
            self.run_cmd(*options)
            self.client.share_snapshots.assert_called_once_with(
                False, **query, **self.SORTED
            )

    def test_sort_and_project(self):
        self.identity.find_project.return_value.id = 'p1'
        self.run_cmd('--project', 'demo', '--sort', 'size:desc')
        self.client.share_snapshots.assert_called_once_with(
            True,
            all_projects=True,
            project_id='p1',
            sort_key='size',
            sort_dir='desc',
        )

    def test_no_project(self):
        missing = exceptions.NotFoundException('No Project found for x')
        self.identity.find_project.side_effect = missing
        self.run_cmd(
            '--project', 'x', fail=True, stderr='^No Project found for x$'
        )

    def test_count(self):
        result = self.run_cmd('--count', '--status', 'error')
        self.client.count_share_snapshots.assert_called_once_with(
            status='error'
        )
        self.assertIn('Total number of snapshots: 7', result.out)

    def test_count_beside_json(self):
        result = self.run_cmd(
            '--count', '-f', 'json', stderr='Total number of snapshots: 7'
        )
        self.assertEqual([{'ID': 'sn1', 'Name': 'nightly'}], result.json())

    def test_unused(self):
        snapshots = [
            fakes.resource('share_snapshot', id=str(i), name=f'n{i}')
            for i in range(5)
        ]

        def lister(details, usage=None, **query):
            self.assertEqual('data', query.pop('name'))
            if usage == 'used':
                self.assertEqual({}, query)
                return iter(snapshots[1:3])
            self.assertEqual(self.SORTED, query)
            return iter(snapshots)

        self.client.share_snapshots.side_effect = lister
        unused = ['--name', 'data', '--usage', 'unused']
        for options, ids in (
            ([], '034'),
            (['--limit', '2'], '03'),
            (['--limit', '1', '--offset', '1'], '3'),
        ):
            result = self.run_cmd(*unused, *options)
            self.assertEqual(list(ids), [row[0] for row in result.rows])

    def test_count_unused(self):
        self.client.share_snapshots.side_effect = lambda *a, **k: iter(())
        self.client.count_share_snapshots.side_effect = [7, 3]
        result = self.run_cmd('--usage', 'unused', '--count')
        self.assertIn('snapshots: 4', result.out)

    def test_min_versions(self):
        for argument, version in (
            ('--name~=x', '2.36'),
            ('--description=x', '2.36'),
            ('--description~=x', '2.36'),
            ('--property=a=b', '2.73'),
            ('--count', '2.79'),
        ):
            option = argument.partition('=')[0]
            self.assert_min_version(version, argument, what=option)

    def test_bad_input(self):
        for option, status, words in (
            ('--usage=any', 2, 'invalid choice'),
            ('--limit=-1', 2, 'non-negative'),
            ('--sort=nonsense', 1, "Invalid sort key 'nonsense'"),
        ):
            self.run_cmd(option, fail=status, stderr=words)
        self.client.share_snapshots.assert_not_called()


class TestShow(TestCase):
    command = share_snapshot.ShowShareSnapshot

    def setUp(self):
        super().setUp()
        self.client.share_snapshot_export_locations.return_value = [
            fakes.resource(
                'share_snapshot_export_location',
                id='e1',
                path='10.0.0.1:/snap',
                share_snapshot_instance_id='i1',
                is_admin_only=False,
            )
        ]

    def test_show(self):
        result = self.run_cmd('nightly')
        self.assertEqual('nightly', result.fields['name'])
        self.assertEqual({'a': 'b'}, result.fields['properties'])
        self.assertEqual(
            [
                {
                    'id': 'e1',
                    'path': '10.0.0.1:/snap',
                    'share_snapshot_instance_id': 'i1',
                    'is_admin_only': False,
                }
            ],
            result.fields['export_locations'],
        )

    def test_what_members_see(self):
        self.client.share_snapshot_export_locations.return_value = [
            fakes.resource(
                'share_snapshot_export_location',
                id='e1',
                path='10.0.0.1:/snap',
                share_snapshot_instance_id=None,
                is_admin_only=None,
            )
        ]
        result = self.run_cmd('nightly')
        self.assertEqual(
            [{'id': 'e1', 'path': '10.0.0.1:/snap'}],
            result.fields['export_locations'],
        )

    def test_export_locations_only_if_shown(self):
        self.run_cmd('nightly', '-c', 'status')
        self.use_microversion('2.31')
        result = self.run_cmd('nightly')
        self.assertEqual([], result.fields['export_locations'])
        self.client.share_snapshot_export_locations.assert_not_called()

    def test_missing(self):
        missing = exceptions.NotFoundException('No share snapshot')
        self.client.find_share_snapshot.side_effect = missing
        result = self.run_cmd('x', fail=True, stderr='^No share snapshot$')
        self.assertEqual('', result.out)


class TestSet(TestCase):
    command = share_snapshot.SetShareSnapshot

    def setUp(self):
        super().setUp()
        self.snapshot.set_metadata = mock.Mock()

    def test_one_option_one_request(self):
        for options, called, args, kwargs in (
            (
                ['--name', 'n'],
                self.client.update_share_snapshot, ('sn1',), {'name': 'n'},
            ),
            (
                ['--description', ''],
                self.client.update_share_snapshot,
                ('sn1',), {'description': ''},
            ),
            (
                ['--status', 'restoring'],
                self.client.reset_share_snapshot_status,
                (self.snapshot, 'restoring'), {},
            ),
            (
                ['--property', 'a=b', '--property', 'c=d'],
                self.snapshot.set_metadata,
                (self.client, {'a': 'b', 'c': 'd'}), {'replace': False},
            ),
            (
                ['--no-property', '--property', 'a=b'],
                self.snapshot.set_metadata,
                (self.client, {'a': 'b'}), {'replace': True},
            ),
            (
                ['--no-property'],
                self.snapshot.set_metadata,
                (self.client, None), {'replace': True},
            ),
        ):  # fmt: skip
            methods = (
                self.client.update_share_snapshot,
                self.client.reset_share_snapshot_status,
                self.snapshot.set_metadata,
            )
            for method in methods:
                method.reset_mock()
            self.run_cmd('nightly', *options)
            called.assert_called_once_with(*args, **kwargs)
            self.assertEqual(1, sum(m.call_count for m in methods))

    def test_continues_after_failure(self):
        self.client.update_share_snapshot.side_effect = (
            exceptions.ForbiddenException('Not yours', http_status=403)
        )
        result = self.run_cmd(
            'nightly', '--name', 'n', '--status', 'error',
            '--property', 'a=b', fail=True, stderr='Not yours',
        )  # fmt: skip
        self.assertIn('1 of 3 changes failed', result.err)
        self.snapshot.set_metadata.assert_called_once()
        self.client.reset_share_snapshot_status.assert_called_once()

    def test_min_version_of_property(self):
        for argument in ('--property=a=b', '--no-property'):
            option = argument.partition('=')[0]
            self.assert_min_version('2.73', 'nightly', argument, what=option)


class TestUnset(TestCase):
    command = share_snapshot.UnsetShareSnapshot

    def test_unset(self):
        self.run_cmd('nightly', '--name', '--description')
        self.client.update_share_snapshot.assert_called_once_with(
            'sn1', name=None, description=None
        )
        self.client.delete_share_snapshot_metadata.assert_not_called()

    def test_properties(self):
        self.run_cmd('nightly', '--property', 'a', '--property', 'b')
        self.client.delete_share_snapshot_metadata.assert_called_once_with(
            self.snapshot, ['a', 'b'], ignore_missing=False
        )
        self.client.update_share_snapshot.assert_not_called()

    def test_fails(self):
        self.client.delete_share_snapshot_metadata.side_effect = (
            exceptions.NotFoundException('no metadata a')
        )
        self.run_cmd(
            'nightly', '--property', 'a', fail=True, stderr='no metadata a'
        )

    def test_min_version_of_property(self):
        self.assert_min_version(
            '2.73', 'nightly', '--property', 'a', what='--property'
        )
        self.run_cmd('nightly', '--name')


class TestManage(TestCase):
    command = share_snapshot.ManageShareSnapshot

    def setUp(self):
        super().setUp()
        self.client.manage_share_snapshot.return_value = self.snapshot

    def test_manage(self):
        result = self.run_cmd('data', '/vol/snap')
        self.client.manage_share_snapshot.assert_called_once_with(
            self.share, '/vol/snap'
        )
        self.assertEqual('nightly', result.fields['name'])

    def test_options(self):
        self.run_cmd(
            'data', '/vol/snap', '--name', 'n', '--description', 'd',
            '--driver-option', 'a=b', '--driver-option', 'c=d',
            '--property', 'e=f',
        )  # fmt: skip
        self.client.manage_share_snapshot.assert_called_once_with(
            self.share,
            '/vol/snap',
            name='n',
            description='d',
            driver_options={'a': 'b', 'c': 'd'},
            metadata={'e': 'f'},
        )

    def test_wait_fails(self):
        self.snapshot._update(status='manage_starting')
        self.later(self.snapshot, name='nightly', status='manage_error')
        self.client.user_messages.return_value = []
        result = self.run_cmd(
            'data', '/vol', '--wait', fail=True, stderr='manage_error'
        )
        self.assertEqual('manage_error', result.fields['status'])

    def test_min_versions(self):
        self.assert_min_version('2.12', 'data', '/vol')
        self.assert_min_version(
            '2.73', 'data', '/vol', '--property=a=b', what='--property'
        )


class TestUnmanage(TestCase):
    command = share_snapshot.UnmanageShareSnapshot

    def test_unmanage(self):
        self.gone(self.snapshot)
        self.run_cmd('nightly', '--wait')
        self.client.unmanage_share_snapshot.assert_called_once_with(
            self.snapshot
        )

    def test_fails(self):
        self.client.unmanage_share_snapshot.side_effect = (
            exceptions.ForbiddenException('Not yours', http_status=403)
        )
        self.run_cmd(
            'nightly', fail=True, stderr='1 of 1 .* failed to unmanage'
        )

    def test_min_version(self):
        self.assert_min_version('2.12', 'nightly')


class TestProperties(_properties.Mixin, TestCase):
    command = share_snapshot.ShowShareSnapshotProperties
    kind = 'share_snapshot'
    argv = ('nightly',)
    fetch = 'fetch_share_snapshot_metadata'
    min_version = '2.73'

    def owner(self):
        self.client.find_share_snapshot.assert_called_with(
            'nightly', ignore_missing=False, fetch=False
        )
        return (self.snapshot,)


class TestWait(_waiting.Mixin, fakes.TestCommand):
    command = share_snapshot.WaitShareSnapshot
    resource_name = 'share_snapshot'
    method = 'find_share_snapshot'
