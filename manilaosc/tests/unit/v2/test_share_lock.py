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
from manilaosc.v2 import share_lock

ID = '7f660094-73b5-46a8-92c0-8c39feb63dec'
COLUMNS = ('ID', 'Resource Id', 'Resource Type', 'Resource Action')
ORDER = {'sort_key': 'created_at', 'sort_dir': 'desc'}


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.lock = fakes.resource('resource_locks')
        self.lock._update(
            id='l1',
            resource_id='s1',
            resource_type='share',
            resource_action='delete',
            lock_context='user',
            lock_reason='in use',
        )
        self.client.get_resource_lock.return_value = self.lock
        self.client.find_share.return_value = fakes.resource('share', id='s1')


class TestCreate(TestCase):
    command = share_lock.CreateShareLock

    def setUp(self):
        super().setUp()
        self.client.create_resource_lock.return_value = self.lock

    def check_created(self, **attrs):
        expected = {'resource_action': 'delete', **attrs}
        self.client.create_resource_lock.assert_called_once_with(**expected)

    def test_share(self):
        result = self.run_cmd('data', 'share')
        self.check_created(resource_id='s1', resource_type='share')
        self.assertEqual('in use', result.fields['lock_reason'])

    def test_share_by_id(self):
        self.run_cmd(ID, 'share')
        self.check_not_fetched('find_share', ID)
        self.check_created(resource_id=ID, resource_type='share')

    def test_access_rule(self):
        for words in ('access_rule', 'access', 'access-rule'):
            self.client.create_resource_lock.reset_mock()
            self.run_cmd('r1', words, '--resource_action', 'show')
            self.check_created(
                resource_id='r1',
                resource_type='access_rule',
                resource_action='show',
            )
        self.client.find_share.assert_not_called()

    def test_reason(self):
        for option in ('--lock-reason', '--lock_reason', '--reason'):
            self.client.create_resource_lock.reset_mock()
            self.run_cmd('data', 'share', option, 'why')
            self.check_created(
                resource_id='s1', resource_type='share', lock_reason='why'
            )

    def test_invalid_resource_type(self):
        for words in ('snapshot', 'shares'):
            self.run_cmd(
                'data',
                words,
                fail=2,
                stderr=f"Invalid resource type '{words}'",
            )
        self.client.create_resource_lock.assert_not_called()

    def test_min_version(self):
        self.assert_min_version('2.81', 'data', 'share')


class TestDelete(TestCase):
    command = share_lock.DeleteShareLock

    def test_delete(self):
        self.run_cmd('l1', 'l2', 'l1')
        self.assertEqual(
            [mock.call(i, ignore_missing=False) for i in ('l1', 'l2')],
            sorted(self.client.delete_resource_lock.mock_calls),
        )
        self.client.get_resource_lock.assert_not_called()

    def test_continues_after_failure(self):
        def delete(lock, ignore_missing):
            if lock == 'bad':
                raise exceptions.NotFoundException('Not there')

        self.client.delete_resource_lock.side_effect = delete
        result = self.run_cmd('bad', 'l1', fail=True, stderr='Not there')
        self.assertIn('1 of 2 share locks failed to delete', result.err)

    def test_min_version(self):
        self.assert_min_version('2.81', 'l1')


class TestList(TestCase):
    command = share_lock.ListShareLock

    def setUp(self):
        super().setUp()
        self.list = self.client.resource_locks
        self.list.side_effect = lambda **query: iter([self.lock])

    def check_query(self, *args, **query):
        self.run_cmd(*args)
        self.list.assert_called_once_with(**{**ORDER, **query})

    def test_list(self):
        result = self.run_cmd()
        self.assertEqual(COLUMNS, result.columns)
        self.assertEqual([('l1', 's1', 'share', 'delete')], result.rows)
        self.list.assert_called_once_with(**ORDER)

    def test_detailed(self):
        for args, long in (
            (['--detailed'], True),
            (['--detailed', '1'], True),
            (['--long'], True),
            (['--detailed', '0'], False),
        ):
            result = self.run_cmd(*args)
            self.assertEqual(long, 'Lock Reason' in result.columns)

    def test_filters(self):
        self.check_query(
            '--all-projects', '--id', 'l1', '--resource-action', 'delete',
            '--context', 'admin', '--lock-reason', 'x', '--lock-reason~', 'y',
            '--since', 'a', '--before', 'b',
            all_projects=True, id='l1', resource_action='delete',
            lock_context='admin', lock_reason='x', lock_reason_pattern='y',
            created_since='a', created_before='b',
        )  # fmt: skip

    def test_share(self):
        for option in ('--resource', '--resource-id', '--resource_id'):
            self.list.reset_mock()
            self.check_query(option, 'data', resource_id='s1')

    def test_access_rule(self):
        self.check_query(
            '--resource', 'r1', '--resource-type', 'access',
            resource_id='r1', resource_type='access_rule',
        )  # fmt: skip
        self.client.find_share.assert_not_called()

    def test_project_and_user(self):
        # With all_projects, Manila lists only the user's own locks to members
        self.identity.find_project.return_value = mock.Mock(id='p1')
        self.identity.find_user.return_value = mock.Mock(id='u1')
        self.check_query(
            '--project', 'mail', '--user', 'me', project_id='p1', user_id='u1'
        )

    def test_empty_filters_are_ignored(self):
        self.check_query(
            '--resource', '', '--resource-type', '', '--id', '', '--since', ''
        )

    def test_paging_and_order(self):
        self.check_query(
            '--limit', '2', '--offset', '3', '--sort-key', 'lock_reason',
            '--sort-dir', 'asc',
            max_items=2, offset=3, sort_key='lock_reason', sort_dir='asc',
        )  # fmt: skip

    def test_count(self):
        self.client.count_resource_locks.return_value = 7
        result = self.run_cmd(
            '--count', '--limit', '1', '--resource-type', 'share'
        )
        self.client.count_resource_locks.assert_called_once_with(
            resource_type='share'
        )
        self.assertIn('Total number of locks: 7', result.out)

    def test_min_version(self):
        self.assert_min_version('2.81')


class TestSet(TestCase):
    command = share_lock.SetShareLock

    def test_set(self):
        self.run_cmd('l1', '--resource-action', 'show', '--reason', 'x')
        self.client.update_resource_lock.assert_called_once_with(
            'l1', resource_action='show', lock_reason='x'
        )

    def test_no_options(self):
        self.run_cmd('l1')
        self.client.update_resource_lock.assert_not_called()

    def test_min_version(self):
        self.assert_min_version('2.81', 'l1', '--reason', 'x')


class TestShow(TestCase):
    command = share_lock.ShowShareLock

    def test_show(self):
        result = self.run_cmd('l1')
        self.client.get_resource_lock.assert_called_once_with('l1')
        # With the names of columns, as scripts expect
        self.assertEqual('in use', result.fields['Lock Reason'])
        self.assertEqual('s1', result.fields['Resource Id'])

    def test_min_version(self):
        self.assert_min_version('2.81', 'l1')


class TestUnset(TestCase):
    command = share_lock.UnsetShareLock

    def test_unset(self):
        for option in ('--lock-reason', '--lock_reason', '--reason'):
            self.client.update_resource_lock.reset_mock()
            self.run_cmd('l1', option)
            self.client.update_resource_lock.assert_called_once_with(
                'l1', lock_reason=None
            )

    def test_no_options(self):
        self.run_cmd('l1')
        self.client.update_resource_lock.assert_not_called()
