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
from manilaosc.v2 import share_backup

ID = '7f660094-73b5-46a8-92c0-8c39feb63dec'
COLUMNS = ('ID', 'Name', 'Share ID', 'Status')
ORDER = {'sort_key': 'created_at', 'sort_dir': 'desc'}


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.backup = fakes.resource(
            'share_backup',
            id='b1',
            name='nightly',
            status='available',
            description='x',
            share_id='s1',
            progress='100',
        )
        self.client.find_share_backup.return_value = self.backup
        self.client.find_share.return_value = self.share = fakes.resource(
            'share', id='s1', name='data', status='available'
        )

    def later(self, res, status):
        """Make a resource have this status when it is fetched."""
        now = fakes.resource(
            'share' if res is self.share else 'share_backup',
            id=res.id,
            name=res.name,
            status=status,
        )
        res.fetch = mock.Mock(return_value=now)
        self.client.user_messages.return_value = []


class TestCreate(TestCase):
    command = share_backup.CreateShareBackup

    def setUp(self):
        super().setUp()
        self.client.create_share_backup.return_value = self.backup

    def test_create(self):
        result = self.run_cmd('data')
        self.client.create_share_backup.assert_called_once_with(share_id='s1')
        self.assertEqual('nightly', result.fields['name'])
        self.assertEqual('100', result.fields['progress'])

    def test_options(self):
        self.run_cmd(
            ID, '--name', 'n', '--description', 'd',
            '--backup-options', 'backup_type=t', '--backup-options', 'a=b',
        )  # fmt: skip
        self.check_not_fetched('find_share', ID)
        self.client.create_share_backup.assert_called_once_with(
            share_id=ID,
            name='n',
            description='d',
            backup_options={'backup_type': 't', 'a': 'b'},
        )

    def test_wait(self):
        self.backup._update(status='creating')
        self.later(self.backup, 'available')
        result = self.run_cmd('data', '--wait')
        self.assertEqual('available', result.fields['status'])

    def test_wait_fails(self):
        self.backup._update(status='creating')
        self.later(self.backup, 'error')
        result = self.run_cmd(
            'data', '--wait', fail=True, stderr='share backup nightly went to'
        )
        self.assertEqual('b1', result.fields['id'])

    def test_min_version(self):
        self.assert_min_version('2.80', 'data')


class TestDelete(TestCase):
    command = share_backup.DeleteShareBackup

    def test_delete(self):
        self.run_cmd('nightly')
        self.client.find_share_backup.assert_called_once_with(
            'nightly', ignore_missing=False, fetch=False
        )
        self.client.delete_share_backup.assert_called_once_with(
            self.backup, ignore_missing=False
        )

    def test_wait(self):
        missing = exceptions.NotFoundException()
        self.later(self.backup, 'deleting')
        self.backup.fetch.side_effect = missing
        self.run_cmd('nightly', '--wait')
        self.backup.fetch.assert_called_once()

    def test_wait_fails(self):
        self.later(self.backup, 'error_deleting')
        self.run_cmd(
            'nightly', '--wait', fail=True, stderr='went to error_deleting'
        )

    def test_continues_after_failure(self):
        self.client.find_share_backup.side_effect = [
            exceptions.NotFoundException('No such backup'),
            exceptions.NotFoundException('No such backup'),
            self.backup,
        ]
        with mock.patch('manilaosc.common.bulk.WORKERS', 1):
            result = self.run_cmd('bad', 'nightly', fail=True, stderr='No su')
        self.assertIn('1 of 2 share backups failed to delete', result.err)
        self.client.delete_share_backup.assert_called_once()

    def test_min_version(self):
        self.assert_min_version('2.80', 'nightly')


class TestList(TestCase):
    command = share_backup.ListShareBackup

    def setUp(self):
        super().setUp()
        self.list = self.client.share_backups
        self.list.side_effect = lambda details, **query: iter([self.backup])

    def check_query(self, *args, details=False, **query):
        self.run_cmd(*args)
        self.list.assert_called_once_with(details, **{**ORDER, **query})

    def test_list(self):
        result = self.run_cmd()
        self.assertEqual(COLUMNS, result.columns)
        self.assertEqual([('b1', 'nightly', 's1', 'available')], result.rows)
        self.list.assert_called_once_with(False, **ORDER)

    def test_detail(self):
        for args, long in (
            (['--detail'], True),
            (['--detail', '1'], True),
            (['--long'], True),
            (['--detail', '0'], False),
        ):
            self.list.reset_mock()
            result = self.run_cmd(*args)
            self.list.assert_called_once_with(long, **ORDER)
            self.assertEqual(long, 'Restore Progress' in result.columns)
        self.assertEqual(COLUMNS, result.columns)

    def test_filters(self):
        self.check_query(
            '--all-projects', '--share', 'data', '--name', 'n',
            '--description', 'd', '--name~', 'm', '--description~', 'e',
            '--status', 'error', '--host', 'h',
            all_projects=True, share_id='s1', name='n', description='d',
            name_pattern='m', description_pattern='e', status='error',
            host='h',
        )  # fmt: skip

    def test_empty_filters_are_ignored(self):
        self.check_query('--name', '', '--share', '', '--status', '')

    def test_paging(self):
        self.check_query(
            '--limit', '2', '--offset', '3', max_items=2, offset=3
        )

    def test_order(self):
        self.check_query(
            '--sort-key', 'name', '--sort-dir', 'asc',
            details=True, sort_key='name', sort_dir='asc',
        )  # fmt: skip

    def test_order_of_several_keys(self):
        self.run_cmd('--sort', 'status,size:desc')
        self.list.assert_called_once_with(True)

    def test_unknown_order(self):
        self.run_cmd(
            '--sort-key', 'color', fail=True, stderr="Invalid sort key 'color'"
        )
        self.run_cmd(
            '--sort-dir', 'up', fail=True, stderr="Invalid sort direction 'up'"
        )
        self.list.assert_not_called()

    def test_min_version(self):
        self.assert_min_version('2.80')


class TestRestore(TestCase):
    command = share_backup.RestoreShareBackup

    def setUp(self):
        super().setUp()
        self.client.restore_share_backup.return_value = 's1'

    def test_in_place(self):
        self.run_cmd('nightly')
        self.client.restore_share_backup.assert_called_once_with(
            self.backup, None
        )
        self.client.find_share.assert_not_called()

    def test_into_another_share(self):
        self.run_cmd('nightly', '--target-share', 'data')
        self.client.restore_share_backup.assert_called_once_with(
            self.backup, 's1'
        )

    def test_empty_target_share(self):
        # As in --target-share "$TARGET", with TARGET unset
        self.run_cmd(
            'nightly',
            '--target-share',
            '',
            fail=True,
            stderr='must not be empty',
        )
        self.client.restore_share_backup.assert_not_called()

    def test_min_version_of_target_share(self):
        # Before, Manila ignored the target and overwrote the original share
        self.assert_min_version(
            '2.91', 'nightly', '--target-share', 'data', what='--target-share'
        )

    def test_wait_for_both(self):
        self.later(self.share, 'available')
        self.later(self.backup, 'available')
        self.run_cmd('nightly', '--wait')
        self.client.find_share.assert_called_once_with(
            's1', ignore_missing=False, fetch=False
        )
        self.share.fetch.assert_called_once()
        self.backup.fetch.assert_called_once()

    def test_wait_fails(self):
        # The backup does not show that the data service failed
        self.later(self.share, 'backup_restoring_error')
        self.later(self.backup, 'available')
        self.run_cmd(
            'nightly', '--wait',
            fail=True, stderr='share data went to backup_restoring_error',
        )  # fmt: skip

    def test_min_version(self):
        self.assert_min_version('2.80', 'nightly')


class TestShow(TestCase):
    command = share_backup.ShowShareBackup

    def test_show(self):
        result = self.run_cmd('nightly')
        self.client.find_share_backup.assert_called_once_with(
            'nightly', ignore_missing=False, fetch=True
        )
        self.assertEqual('s1', result.fields['share_id'])
        self.assertEqual('100', result.fields['progress'])

    def test_min_version(self):
        self.assert_min_version('2.80', 'nightly')


class TestSet(TestCase):
    command = share_backup.SetShareBackup

    def test_set(self):
        self.run_cmd('nightly', '--name', 'n', '--description', '')
        self.client.update_share_backup.assert_called_once_with(
            'b1', name='n', description=''
        )
        self.client.reset_share_backup_status.assert_not_called()

    def test_status(self):
        self.run_cmd('nightly', '--status', 'available')
        self.client.reset_share_backup_status.assert_called_once_with(
            self.backup, 'available'
        )
        self.client.update_share_backup.assert_not_called()

    def test_continues_after_failure(self):
        self.client.update_share_backup.side_effect = (
            exceptions.ForbiddenException('No')
        )
        result = self.run_cmd(
            'nightly', '--name', 'n', '--status', 'error',
            fail=True, stderr='Failed to update the backup: No',
        )  # fmt: skip
        self.assertIn('1 of 2 changes failed', result.err)
        self.client.reset_share_backup_status.assert_called_once()

    def test_no_options(self):
        self.run_cmd('nightly')
        self.client.update_share_backup.assert_not_called()


class TestUnset(TestCase):
    command = share_backup.UnsetShareBackup

    def test_unset(self):
        self.run_cmd('nightly', '--name', '--description')
        self.client.update_share_backup.assert_called_once_with(
            'b1', name=None, description=None
        )

    def test_fails(self):
        self.client.update_share_backup.side_effect = (
            exceptions.ForbiddenException('No')
        )
        self.run_cmd('nightly', '--name', fail=True, stderr='No')

    def test_no_options(self):
        self.run_cmd('nightly')
        self.client.update_share_backup.assert_not_called()


class TestWait(_waiting.Mixin, fakes.TestCommand):
    command = share_backup.WaitShareBackup
    resource_name = 'share_backup'
    method = 'find_share_backup'
