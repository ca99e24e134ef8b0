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
from manilaosc.v2 import share_group_snapshot

ID = '7f660094-73b5-46a8-92c0-8c39feb63dec'


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.snapshot = fakes.resource(
            'share_group_snapshot',
            id='s1',
            name='nightly',
            status='available',
            description='x',
            share_group_id='g1',
        )
        self.client.find_share_group_snapshot.return_value = self.snapshot
        self.client.find_share_group.return_value = fakes.resource(
            'share_group', id='g1'
        )

    def later(self, **attrs):
        """Make the snapshot have these attributes when it is fetched."""
        later = fakes.resource(
            'share_group_snapshot', id='s1', name='nightly', **attrs
        )
        self.snapshot.fetch = mock.Mock(return_value=later)


class TestCreate(TestCase):
    command = share_group_snapshot.CreateShareGroupSnapshot

    def setUp(self):
        super().setUp()
        self.client.create_share_group_snapshot.return_value = self.snapshot

    def test_create(self):
        result = self.run_cmd('db')
        self.client.create_share_group_snapshot.assert_called_once_with('g1')
        self.assertEqual('nightly', result.fields['name'])
        self.assertNotIn('members', result.fields)

    def test_options(self):
        self.run_cmd(ID, '--name', 'n', '--description', 'd')
        self.check_not_fetched('find_share_group', ID)
        self.client.create_share_group_snapshot.assert_called_once_with(
            ID, name='n', description='d'
        )

    def test_wait(self):
        self.snapshot._update(status='creating')
        self.later(status='available')
        result = self.run_cmd('db', '--wait')
        self.assertEqual('available', result.fields['status'])

    def test_wait_fails(self):
        self.snapshot._update(status='creating')
        self.later(status='error')
        self.client.user_messages.return_value = []
        result = self.run_cmd(
            'db', '--wait', fail=True, stderr='nightly went to error'
        )
        self.assertEqual('error', result.fields['status'])

    def test_min_version(self):
        self.assert_min_version('2.31', 'db')


class TestDelete(TestCase):
    command = share_group_snapshot.DeleteShareGroupSnapshot

    def test_delete(self):
        self.run_cmd('nightly')
        self.client.find_share_group_snapshot.assert_called_once_with(
            'nightly', ignore_missing=False, fetch=False
        )
        self.client.delete_share_group_snapshot.assert_called_once_with(
            self.snapshot, ignore_missing=False, force=False
        )

    def test_force_and_wait(self):
        missing = exceptions.NotFoundException()
        self.snapshot.fetch = mock.Mock(side_effect=missing)
        self.run_cmd('nightly', '--force', '--wait')
        self.client.delete_share_group_snapshot.assert_called_once_with(
            self.snapshot, ignore_missing=False, force=True
        )
        self.snapshot.fetch.assert_called_once()

    def test_wait_fails(self):
        self.later(status='error_deleting')
        self.client.user_messages.return_value = []
        self.run_cmd(
            'nightly', '--wait', fail=True, stderr='went to error_deleting'
        )

    def test_continues_after_failure(self):
        def find(name, ignore_missing, **query):
            if name == 'bad':
                raise exceptions.NotFoundException('No such snapshot')
            return self.snapshot

        self.client.find_share_group_snapshot.side_effect = find
        result = self.run_cmd('bad', 'nightly', fail=True, stderr='No such')
        self.assertIn('1 of 2 share group snapshots failed', result.err)
        self.client.delete_share_group_snapshot.assert_called_once()


class TestList(TestCase):
    command = share_group_snapshot.ListShareGroupSnapshot
    ORDER = {'sort_key': 'name', 'sort_dir': 'asc'}

    def setUp(self):
        super().setUp()
        self.lister = self.client.share_group_snapshots
        self.lister.return_value = iter([self.snapshot])

    def test_list(self):
        result = self.run_cmd()
        self.lister.assert_called_once_with(True, **self.ORDER)
        self.assertEqual(
            ('ID', 'Name', 'Status', 'Description'), result.columns
        )
        self.assertEqual([('s1', 'nightly', 'available', 'x')], result.rows)

    def test_detailed(self):
        result = self.run_cmd('--detailed', '--all-projects')
        self.lister.assert_called_once_with(
            True, all_projects=True, **self.ORDER
        )
        self.assertEqual(
            ('Created At', 'Share Group ID', 'Project ID'), result.columns[4:]
        )
        self.assertEqual('g1', result.rows[0][5])

    def test_long(self):
        result = self.run_cmd('--long')
        self.assertEqual('Share Group ID', result.columns[-1])

    def test_filters(self):
        self.identity.find_project.return_value = mock.Mock(id='p2')
        self.run_cmd(
            '--name', 'n', '--description', 'd', '--status', 's',
            '--share-group', 'db', '--project', 'demo', '--limit', '5',
            '--offset', '3', '--sort', 'share_group_id:desc',
        )  # fmt: skip
        self.lister.assert_called_once_with(
            True,
            name='n',
            description='d',
            status='s',
            share_group_id='g1',
            all_projects=True,
            project_id='p2',
            max_items=5,
            offset=3,
            sort_key='share_group_id',
            sort_dir='desc',
        )

    def test_names_are_in_the_summary(self):
        self.run_cmd('-c', 'ID', '-c', 'Name')
        self.lister.assert_called_once_with(False, **self.ORDER)

    def test_several_keys_sorted_by_client(self):
        other = fakes.resource(
            'share_group_snapshot', id='s2', name='a', status='available'
        )
        self.lister.return_value = iter([self.snapshot, other])
        result = self.run_cmd('-c', 'ID', '--sort', 'status,name')
        self.lister.assert_called_once_with(True)
        self.assertEqual(['s2', 's1'], [row[0] for row in result.rows])


class TestShow(TestCase):
    command = share_group_snapshot.ShowShareGroupSnapshot

    def test_show(self):
        result = self.run_cmd('nightly')
        self.client.find_share_group_snapshot.assert_called_once_with(
            'nightly', ignore_missing=False, fetch=True
        )
        self.assertEqual(
            (
                'id',
                'name',
                'created_at',
                'status',
                'description',
                'project_id',
                'share_group_id',
            ),
            result.columns,
        )
        self.assertEqual('g1', result.fields['share_group_id'])


class TestSet(TestCase):
    command = share_group_snapshot.SetShareGroupSnapshot

    def test_set(self):
        self.run_cmd('nightly', '--name', 'n', '--status', 'error')
        self.client.find_share_group_snapshot.assert_called_once_with(
            'nightly', ignore_missing=False, fetch=False
        )
        self.client.update_share_group_snapshot.assert_called_once_with(
            's1', name='n'
        )
        reset = self.client.reset_share_group_snapshot_status
        reset.assert_called_once_with(self.snapshot, 'error')

    def test_no_options(self):
        self.run_cmd('nightly')
        self.client.update_share_group_snapshot.assert_not_called()
        self.client.reset_share_group_snapshot_status.assert_not_called()

    def test_continues_after_failure(self):
        reset = self.client.reset_share_group_snapshot_status
        reset.side_effect = exceptions.SDKException('no')
        result = self.run_cmd(
            'nightly', '--description', 'd', '--status', 'error',
            fail=True, stderr='Failed to reset the status: no',
        )  # fmt: skip
        self.assertIn('1 of 2 changes failed', result.err)
        self.client.update_share_group_snapshot.assert_called_once_with(
            's1', description='d'
        )


class TestUnset(TestCase):
    command = share_group_snapshot.UnsetShareGroupSnapshot

    def test_unset(self):
        self.run_cmd('nightly', '--name', '--description')
        self.client.update_share_group_snapshot.assert_called_once_with(
            's1', name=None, description=None
        )

    def test_no_options(self):
        self.run_cmd('nightly')
        self.client.update_share_group_snapshot.assert_not_called()


class TestMembers(TestCase):
    command = share_group_snapshot.ListShareGroupSnapshotMembers

    def setUp(self):
        super().setUp()
        self.members = [
            fakes.resource(
                'share_group_snapshot_member',
                id=f'm{n}',
                share_id=f's{n}',
                size=n,
                share_protocol='NFS',
            )
            for n in (1, 2)
        ]
        self.lister = self.client.share_group_snapshot_members
        self.lister.return_value = iter(self.members)

    def test_list(self):
        result = self.run_cmd('nightly')
        # Fetched, so that a missing one is an error
        self.client.find_share_group_snapshot.assert_called_once_with(
            'nightly', ignore_missing=False, fetch=True
        )
        self.lister.assert_called_once_with(self.snapshot)
        self.assertEqual(('Share ID', 'Size'), result.columns)
        self.assertEqual([('s1', 1), ('s2', 2)], result.rows)

    def test_long(self):
        result = self.run_cmd('nightly', '--long')
        self.assertEqual(
            ('ID', 'Share Proto', 'Created At', 'Project ID'),
            result.columns[2:],
        )
        self.assertEqual(('m1', 'NFS'), result.rows[0][2:4])

    def test_paging(self):
        self.run_cmd('nightly', '--limit', '2', '--offset', '1')
        self.lister.assert_called_once_with(
            self.snapshot, max_items=2, offset=1
        )

    def test_no_snapshot(self):
        self.client.find_share_group_snapshot.side_effect = (
            exceptions.NotFoundException('No snapshot')
        )
        self.run_cmd(ID, fail=True, stderr='^No snapshot$')
        self.lister.assert_not_called()


class TestWait(_waiting.Mixin, fakes.TestCommand):
    command = share_group_snapshot.WaitShareGroupSnapshot
    resource_name = 'share_group_snapshot'
    method = 'find_share_group_snapshot'
