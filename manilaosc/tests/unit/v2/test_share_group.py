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
from manilaosc.v2 import share_group

ID = '7f660094-73b5-46a8-92c0-8c39feb63dec'


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.group = fakes.resource(
            'share_group',
            id='g1',
            name='db',
            status='available',
            share_types=['t1', 't2'],
        )
        self.client.find_share_group.return_value = self.group

    def found(self, noun):
        """Make another resource exist, and return its ID."""
        res = fakes.resource(noun, id=f'id-of-{noun}')
        getattr(self.client, f'find_{noun}').return_value = res
        return res.id

    def later(self, **attrs):
        """Make the group have these attributes when it is fetched."""
        later = fakes.resource('share_group', id='g1', name='db', **attrs)
        self.group.fetch = mock.Mock(return_value=later)


class TestCreate(TestCase):
    command = share_group.CreateShareGroup

    def setUp(self):
        super().setUp()
        self.client.create_share_group.return_value = self.group

    def test_no_options(self):
        result = self.run_cmd()
        self.client.create_share_group.assert_called_once_with()
        self.assertEqual('db', result.fields['name'])
        self.assertEqual(['t1', 't2'], result.fields['share_types'])
        self.assertRegex(result.out, r'share_types +\| t1 +\|\n.* t2 ')

    def test_options(self):
        kind = self.found('share_group_type')
        network = self.found('share_network')
        share_type = self.found('share_type')
        self.run_cmd(
            '--name', 'n', '--description', 'd', '--share-types', 'a', ID,
            'a', '--share-group-type', 'b', '--share-network', 'c',
            '--availability-zone', 'z',
        )  # fmt: skip
        self.client.create_share_group.assert_called_once_with(
            name='n',
            description='d',
            share_types=[share_type, ID],
            share_group_type_id=kind,
            share_network_id=network,
            availability_zone='z',
        )

    def test_from_snapshot(self):
        snapshot = self.found('share_group_snapshot')
        self.run_cmd('--source-share-group-snapshot', 'nightly')
        self.client.create_share_group.assert_called_once_with(
            source_share_group_snapshot_id=snapshot
        )

    def test_ids_are_not_looked_up(self):
        self.run_cmd(
            '--share-types', ID, '--share-group-type', ID, '--share-network',
            ID, '--source-share-group-snapshot', ID,
        )  # fmt: skip
        self.check_not_fetched('find_share_type', ID)
        self.check_not_fetched('find_share_group_type', ID)
        self.check_not_fetched('find_share_network', ID)
        self.check_not_fetched('find_share_group_snapshot', ID)

    def test_empty_options(self):
        self.run_cmd(
            '--share-group-type', '', '--share-network', '',
            '--source-share-group-snapshot', '',
        )  # fmt: skip
        self.client.create_share_group.assert_called_once_with()

    def test_wait(self):
        self.group._update(status='creating')
        self.later(status='available')
        result = self.run_cmd('--wait')
        self.assertEqual('available', result.fields['status'])

    def test_wait_fails(self):
        self.group._update(status='creating')
        self.later(status='error')
        self.client.user_messages.return_value = []
        result = self.run_cmd(
            '--wait', fail=True, stderr='share group db went to error'
        )
        # The resource is shown nevertheless
        self.assertEqual('error', result.fields['status'])

    def test_min_version(self):
        self.assert_min_version('2.31')


class TestDelete(TestCase):
    command = share_group.DeleteShareGroup

    def test_delete(self):
        self.run_cmd('db')
        self.client.find_share_group.assert_called_once_with(
            'db', ignore_missing=False, fetch=False
        )
        self.client.delete_share_group.assert_called_once_with(
            self.group, ignore_missing=False, force=False
        )
        self.client.shares.assert_not_called()

    def test_force(self):
        self.client.shares.return_value = iter([])
        self.run_cmd('db', '--force')
        self.client.shares.assert_called_once_with(
            details=False, share_group_id='g1', all_projects=True, max_items=1
        )
        self.client.delete_share_group.assert_called_once_with(
            self.group, ignore_missing=False, force=True
        )

    def test_force_with_shares(self):
        self.client.shares.return_value = iter([fakes.resource('share')])
        result = self.run_cmd(
            'db',
            '--force',
            fail=True,
            stderr="'db': The share group still contains shares",
        )
        self.assertIn('1 of 1 share groups failed to delete', result.err)
        self.client.delete_share_group.assert_not_called()

    def test_wait(self):
        missing = exceptions.NotFoundException()
        self.group.fetch = mock.Mock(side_effect=missing)
        self.run_cmd('db', '--wait', '--timeout', '9')
        self.group.fetch.assert_called_once()

    def test_wait_fails(self):
        self.later(status='error')
        self.client.user_messages.return_value = []
        self.run_cmd('db', '--wait', fail=True, stderr='db went to error')

    def test_continues_after_failure(self):
        def find(name, ignore_missing, **query):
            if name == 'bad':
                raise exceptions.NotFoundException('No such group')
            return self.group

        self.client.find_share_group.side_effect = find
        result = self.run_cmd('bad', 'db', fail=True, stderr='No such group')
        self.assertIn('1 of 2 share groups failed', result.err)
        self.client.delete_share_group.assert_called_once()


class TestList(TestCase):
    command = share_group.ListShareGroup
    ORDER = {'sort_key': 'name', 'sort_dir': 'asc'}

    def setUp(self):
        super().setUp()
        self.client.share_groups.return_value = iter([self.group])

    def test_list(self):
        self.group._update(description='x')
        result = self.run_cmd()
        self.client.share_groups.assert_called_once_with(True, **self.ORDER)
        self.assertEqual(
            ('ID', 'Name', 'Status', 'Description'), result.columns
        )
        self.assertEqual([('g1', 'db', 'available', 'x')], result.rows)

    def test_all_projects(self):
        self.group._update(project_id='p1')
        result = self.run_cmd('--all-projects')
        self.client.share_groups.assert_called_once_with(
            True, all_projects=True, **self.ORDER
        )
        self.assertEqual('Project ID', result.columns[-1])
        self.assertEqual('p1', result.rows[0][-1])

    def test_filters(self):
        kind = self.found('share_group_type')
        network = self.found('share_network')
        snapshot = self.found('share_group_snapshot')
        self.run_cmd(
            '--name', 'n', '--description', 'd', '--status', 's', '--host',
            'h', '--share-server', 'v', '--share-group-type', 'a',
            '--snapshot', 'b', '--share-network', 'c', '--name~', 'o',
            '--description~', 'e', '--limit', '5', '--offset', '3',
            '--sort', 'created_at:desc',
        )  # fmt: skip
        self.client.share_groups.assert_called_once_with(
            True,
            name='n',
            description='d',
            status='s',
            host='h',
            share_server_id='v',
            share_group_type_id=kind,
            source_share_group_snapshot_id=snapshot,
            share_network_id=network,
            name_pattern='o',
            description_pattern='e',
            max_items=5,
            offset=3,
            sort_key='created_at',
            sort_dir='desc',
        )

    def test_empty_filters(self):
        self.run_cmd(
            '--name', '', '--status', '', '--share-server', '', '--snapshot',
            '', '--share-network', '', '--share-group-type', '',
        )  # fmt: skip
        self.client.share_groups.assert_called_once_with(True, **self.ORDER)

    def test_project(self):
        self.identity.find_project.return_value = mock.Mock(id='p2')
        self.run_cmd('--project', 'demo')
        self.client.share_groups.assert_called_once_with(
            True, all_projects=True, project_id='p2', **self.ORDER
        )

    def test_names_are_in_the_summary(self):
        for args, details in (
            (['-c', 'ID', '-c', 'Name'], False),
            (['-c', 'Name', '--sort', 'name:desc'], True),
            (['-c', 'Name', '-c', 'Status'], True),
        ):
            self.client.share_groups.reset_mock()
            self.client.share_groups.return_value = iter([self.group])
            self.run_cmd(*args)
            (called,) = self.client.share_groups.call_args_list
            self.assertEqual((details,), called.args, args)

    def test_sorted_by_client(self):
        other = fakes.resource(
            'share_group', id='g2', name='ab', availability_zone='a'
        )
        self.group._update(availability_zone='b')
        self.client.share_groups.return_value = iter([self.group, other])
        result = self.run_cmd('--sort', 'availability_zone')
        self.client.share_groups.assert_called_once_with(True)
        self.assertEqual(['g2', 'g1'], [row[0] for row in result.rows])

    def test_bad_sort(self):
        self.run_cmd(
            '--sort',
            'nonsense',
            fail=True,
            stderr="Invalid sort key 'nonsense'",
        )

    def test_min_version_of_patterns(self):
        self.assert_min_version('2.36', '--name~', 'x', what='--name~')


class TestShow(TestCase):
    command = share_group.ShowShareGroup

    def test_show(self):
        result = self.run_cmd('db')
        self.client.find_share_group.assert_called_once_with(
            'db', ignore_missing=False, fetch=True
        )
        self.assertEqual(['t1', 't2'], result.fields['share_types'])
        self.assertEqual('available', result.fields['status'])

    def test_fields_of_later_microversions(self):
        self.group._update(availability_zone=None, share_types=None)
        result = self.run_cmd('db')
        self.assertIsNone(result.fields['availability_zone'])
        self.assertEqual([], result.fields['share_types'])


class TestSet(TestCase):
    command = share_group.SetShareGroup

    def test_set(self):
        self.run_cmd(
            'db', '--name', 'n', '--description', '', '--status', 'error'
        )
        self.client.find_share_group.assert_called_once_with(
            'db', ignore_missing=False, fetch=False
        )
        self.client.update_share_group.assert_called_once_with(
            'g1', name='n', description=''
        )
        self.client.reset_share_group_status.assert_called_once_with(
            self.group, 'error'
        )

    def test_no_options(self):
        self.run_cmd('db')
        self.client.update_share_group.assert_not_called()
        self.client.reset_share_group_status.assert_not_called()

    def test_continues_after_failure(self):
        self.client.update_share_group.side_effect = exceptions.SDKException(
            'no'
        )
        result = self.run_cmd(
            'db', '--name', 'n', '--status', 'error',
            fail=True, stderr='Failed to update the share group: no',
        )  # fmt: skip
        self.assertIn('1 of 2 changes failed', result.err)
        self.client.reset_share_group_status.assert_called_once()


class TestUnset(TestCase):
    command = share_group.UnsetShareGroup

    def test_unset(self):
        self.run_cmd('db', '--name', '--description')
        self.client.update_share_group.assert_called_once_with(
            'g1', name=None, description=None
        )

    def test_one(self):
        self.run_cmd('db', '--description')
        self.client.update_share_group.assert_called_once_with(
            'g1', description=None
        )

    def test_no_options(self):
        self.run_cmd('db')
        self.client.update_share_group.assert_not_called()


class TestWait(_waiting.Mixin, fakes.TestCommand):
    command = share_group.WaitShareGroup
    resource_name = 'share_group'
    method = 'find_share_group'
