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
from manilaosc.v2 import share_transfer

ID = '7f660094-73b5-46a8-92c0-8c39feb63dec'
COLUMNS = ('ID', 'Name', 'Resource Type', 'Resource Id')
ORDER = {'sort_key': 'created_at', 'sort_dir': 'desc'}


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.transfer = fakes.resource('share_transfer')
        self.transfer._update(
            id='t1',
            name='for-mail',
            resource_type='share',
            resource_id='s1',
            accepted=False,
            source_project_id='p1',
            destination_project_id=None,
            expires_at='2026-01-01T00:05:00',
        )
        self.client.find_share_transfer.return_value = self.transfer
        self.client.find_share.return_value = fakes.resource('share', id='s1')


class TestAccept(TestCase):
    command = share_transfer.AcceptShareTransfer

    def test_accept(self):
        self.run_cmd(ID, 'secret')
        self.check_not_fetched('find_share_transfer', ID)
        accept = self.client.accept_share_transfer
        accept.assert_called_once_with(
            mock.ANY, auth_key='secret', clear_access_rules=False
        )
        self.assertEqual(ID, accept.call_args.args[0].id)

    def test_clear_rules(self):
        for option in ('--clear-rules', '--clear_rules'):
            self.client.accept_share_transfer.reset_mock()
            self.run_cmd('for-mail', 'secret', option)
            self.client.accept_share_transfer.assert_called_once_with(
                self.transfer, auth_key='secret', clear_access_rules=True
            )

    def test_key_from_standard_input(self):
        self.run_cmd('for-mail', '-', stdin='secret\n')
        self.client.accept_share_transfer.assert_called_once_with(
            self.transfer, auth_key='secret', clear_access_rules=False
        )

    def test_no_key_on_standard_input(self):
        self.run_cmd(ID, '-', fail=True, stderr='must contain a single line')
        self.client.accept_share_transfer.assert_not_called()

    def test_failure(self):
        self.client.accept_share_transfer.side_effect = (
            exceptions.BadRequestException('Invalid auth key')
        )
        self.run_cmd(ID, 'wrong', fail=True, stderr='Invalid auth key')

    def test_min_version(self):
        self.assert_min_version('2.77', ID, 'secret')


class TestCreate(TestCase):
    command = share_transfer.CreateShareTransfer

    def setUp(self):
        super().setUp()
        self.client.create_share_transfer.return_value = self.transfer

    def test_create(self):
        self.transfer._update(auth_key='secret')
        result = self.run_cmd('data')
        self.client.create_share_transfer.assert_called_once_with(
            share_id='s1'
        )
        self.assertEqual('secret', result.fields['auth_key'])
        self.assertIs(False, result.fields['accepted'])

    def test_name_and_id(self):
        self.run_cmd(ID, '--name', 'for-mail')
        self.check_not_fetched('find_share', ID)
        self.client.create_share_transfer.assert_called_once_with(
            share_id=ID, name='for-mail'
        )

    def test_min_version(self):
        self.assert_min_version('2.77', 'data')


class TestDelete(TestCase):
    command = share_transfer.DeleteShareTransfer

    def test_delete(self):
        self.run_cmd('for-mail')
        self.client.find_share_transfer.assert_called_once_with(
            'for-mail', ignore_missing=False, fetch=False
        )
        self.client.delete_share_transfers.assert_called_once_with(
            self.transfer, ignore_missing=False
        )

    def test_continues_after_failure(self):
        def find(name, ignore_missing, **query):
            if name == 'bad':
                raise exceptions.NotFoundException('No such transfer')
            return self.transfer

        self.client.find_share_transfer.side_effect = find
        result = self.run_cmd('bad', 'for-mail', fail=True, stderr='No such')
        self.assertIn('1 of 2 share transfers failed to delete', result.err)
        self.client.delete_share_transfers.assert_called_once()

    def test_min_version(self):
        self.assert_min_version('2.77', 'for-mail')


class TestList(TestCase):
    command = share_transfer.ListShareTransfer

    def setUp(self):
        super().setUp()
        self.list = self.client.share_transfers
        self.list.side_effect = lambda details, **query: iter([self.transfer])

    def check_query(self, *args, details=False, **query):
        self.run_cmd(*args)
        self.list.assert_called_once_with(details, **{**ORDER, **query})

    def test_list(self):
        result = self.run_cmd()
        self.assertEqual(COLUMNS, result.columns)
        self.assertEqual([('t1', 'for-mail', 'share', 's1')], result.rows)
        self.list.assert_called_once_with(False, **ORDER)

    def test_detailed(self):
        for args, long in (
            (['--detailed'], True),
            (['--detailed', '1'], True),
            (['--long'], True),
            (['--detailed', '0'], False),
        ):
            self.list.reset_mock()
            result = self.run_cmd(*args)
            self.list.assert_called_once_with(long, **ORDER)
            self.assertEqual(long, 'Source Project Id' in result.columns)
        self.assertEqual(COLUMNS, result.columns)

    def test_filters(self):
        self.check_query(
            '--all-projects', '--name', 'n', '--name~', 'm', '--id', 't1',
            '--resource_type', 'share', '--resource-id', 'data',
            all_projects=True, name='n', name_pattern='m', id='t1',
            resource_type='share', resource_id='s1',
        )  # fmt: skip

    def test_source_project(self):
        # Manila ignores it except in a list of all projects
        self.check_query(
            '--source-project-id', 'p1',
            source_project_id='p1', all_projects=True,
        )  # fmt: skip
        self.list.reset_mock()
        self.identity.find_project.return_value = mock.Mock(id='p2')
        self.check_query(
            '--project', 'mail', source_project_id='p2', all_projects=True
        )

    def test_empty_filters_are_ignored(self):
        self.check_query('--name', '', '--source-project-id', '', '--id', '')

    def test_paging_and_order(self):
        self.check_query(
            '--limit', '2', '--offset', '3', '--sort-key', 'name',
            details=True, max_items=2, offset=3, sort_key='display_name',
        )  # fmt: skip

    def test_min_version(self):
        self.assert_min_version('2.77')


class TestShow(TestCase):
    command = share_transfer.ShowShareTransfer

    def test_show(self):
        result = self.run_cmd('for-mail')
        self.client.find_share_transfer.assert_called_once_with(
            'for-mail', ignore_missing=False, fetch=True
        )
        self.assertEqual('s1', result.fields['resource_id'])
        self.assertNotIn('auth_key', result.fields)

    def test_min_version(self):
        self.assert_min_version('2.77', 'for-mail')
