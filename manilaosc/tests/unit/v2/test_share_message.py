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

from manilaosc.diagnosis import hints
from manilaosc.tests.unit import fakes
from manilaosc.v2 import share_message

COLUMNS = (
    'ID', 'Resource Type', 'Resource ID', 'Action ID', 'User Message',
    'Detail ID', 'Created At',
)  # fmt: skip


MESSAGE = {
    'id': 'm1',
    'action_id': '001',
    'created_at': '2026-01-01T00:00:00',
    'detail_id': '008',
    'expires_at': '2026-02-01T00:00:00',
    'message_level': 'ERROR',
    'project_id': 'p1',
    'request_id': 'req-1',
    'resource_id': 's1',
    'resource_type': 'SHARE',
    'user_message': 'allocate host: no pool is large enough',
}


def new(**attrs):
    message = fakes.resource('user_message')
    message._update(**{**MESSAGE, **attrs})
    return message


class TestDelete(fakes.TestCommand):
    command = share_message.DeleteShareMessage

    def test_delete(self):
        self.run_cmd('m1', 'm2', 'm1')
        self.assertEqual(
            [mock.call(m, ignore_missing=False) for m in ('m1', 'm2')],
            sorted(self.client.delete_user_message.mock_calls),
        )

    def test_empty(self):
        self.run_cmd('', fail=True, stderr='must not be empty')
        self.client.delete_user_message.assert_not_called()

    def test_continues_after_failure(self):
        self.client.delete_user_message.side_effect = [
            exceptions.NotFoundException('Not there', http_status=404),
            None,
        ]
        result = self.run_cmd('m1', 'm2', fail=True, stderr='Not there')
        self.assertIn('1 of 2 messages failed to delete', result.err)

    def test_min_version(self):
        self.assert_min_version('2.37', 'm1')


class TestList(fakes.TestCommand):
    command = share_message.ListShareMessage

    def setUp(self):
        super().setUp()
        self.list = self.client.user_messages
        self.list.side_effect = lambda **query: iter(
            [new(), new(id='m2', resource_type='SHARE_SNAPSHOT')]
        )

    def check_query(self, *args, **query):
        self.run_cmd(*args)
        order = {'sort_key': 'created_at', 'sort_dir': 'desc'}
        self.list.assert_called_once_with(**{**order, **query})

    def test_list(self):
        result = self.run_cmd()
        self.assertEqual(COLUMNS, result.columns)
        self.assertEqual(
            (
                'm1', 'SHARE', 's1', '001',
                'allocate host: no pool is large enough', '008',
                '2026-01-01T00:00:00',
            ),
            result.rows[0],
        )  # fmt: skip

    def test_long(self):
        result = self.run_cmd('--long')
        self.assertEqual(
            (
                *COLUMNS, 'Message Level', 'Expires At', 'Request ID',
                'Project ID',
                'Hint',
            ),
            result.columns,
        )  # fmt: skip
        self.assertEqual(
            (
                'ERROR',
                '2026-02-01T00:00:00',
                'req-1',
                'p1',
                hints.HINTS['008'],
            ),
            result.rows[0][-5:],
        )

    def test_filters(self):
        self.check_query(
            '--resource-id', 's1', '--action-id', '001', '--detail-id', '008',
            '--request-id', 'req-1',
            resource_id='s1', action_id='001', detail_id='008',
            request_id='req-1',
        )  # fmt: skip

    def test_constants_in_lower_case(self):
        # Manila compares the case, and its constants are in upper case
        self.check_query(
            '--resource-type', 'share-snapshot', '--message-level', 'error',
            resource_type='SHARE_SNAPSHOT', message_level='ERROR',
        )  # fmt: skip

    def test_times(self):
        self.check_query(
            '--since', '2026-01-01', '--before', '2026-02-01T00:00:00',
            created_since='2026-01-01', created_before='2026-02-01T00:00:00',
        )  # fmt: skip

    def test_empty_filters_are_ignored(self):
        self.check_query(
            '--resource-id', '', '--resource-type', '', '--since', '',
            '--before', '',
        )  # fmt: skip

    def test_min_version_of_times(self):
        for option in ('--since', '--before'):
            self.assert_min_version('2.52', option, '2026-01-01', what=option)

    def test_paging(self):
        self.check_query(
            '--limit', '2', '--offset', '3', max_items=2, offset=3
        )

    def test_marker(self):
        result = self.run_cmd('--marker', 'm1')
        self.assertEqual(['m2'], [row[0] for row in result.rows])

    def test_limit_zero(self):
        self.assertEqual([], self.run_cmd('--limit', '0').rows)
        self.list.assert_not_called()

    def test_sort(self):
        self.check_query(
            '--sort', 'resource_type', sort_key='resource_type', sort_dir='asc'
        )

    def test_sort_by_the_text(self):
        self.list.side_effect = lambda **query: iter(
            [new(id='b', user_message='b'), new(id='a', user_message='a')]
        )
        result = self.run_cmd('--sort', 'user_message')
        self.assertEqual(['a', 'b'], [row[0] for row in result.rows])
        self.list.assert_called_once_with()

    def test_sort_by_nonsense(self):
        self.run_cmd(
            '--sort', 'size', fail=True, stderr="Invalid sort key 'size'"
        )
        self.list.assert_not_called()

    def test_min_version(self):
        self.assert_min_version('2.37')


class TestShow(fakes.TestCommand):
    command = share_message.ShowShareMessage

    def test_show(self):
        self.client.get_user_message.return_value = new()
        result = self.run_cmd('m1')
        self.client.get_user_message.assert_called_once_with('m1')
        self.assertEqual(
            {**MESSAGE, 'hint': hints.HINTS['008']}, result.fields
        )

    def test_missing(self):
        self.client.get_user_message.side_effect = (
            exceptions.NotFoundException('Not there', http_status=404)
        )
        self.run_cmd('m1', fail=True, stderr='Not there')

    def test_min_version(self):
        self.assert_min_version('2.37', 'm1')
