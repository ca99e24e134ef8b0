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

from manilaosc.tests.unit.sdk import base

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


class TestUserMessage(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.http.get(self.url('/messages'), json={'messages': [MESSAGE]})
        self.http.get(self.url('/messages/m1'), json={'message': MESSAGE})
        self.http.delete(self.url('/messages/m1'), status_code=204)

    def test_get(self):
        message = self.proxy.get_user_message('m1')
        for name, value in MESSAGE.items():
            self.assertEqual(value, getattr(message, name))
        self.assertEqual(['GET /messages/m1'], self.requests())

    def test_list(self):
        (message,) = self.proxy.user_messages()
        self.assertEqual(MESSAGE['user_message'], message.user_message)
        self.assertEqual(['GET /messages'], self.requests())

    def test_filters(self):
        query = {
            'action_id': '001',
            'created_before': '2026-02-01',
            'created_since': '2026-01-01',
            'detail_id': '008',
            'message_level': 'error',
            'request_id': 'req-1',
            'resource_id': 's1',
            'resource_type': 'share',
            'sort_dir': 'desc',
            'sort_key': 'created_at',
        }
        list(self.proxy.user_messages(**query))
        (request,) = self._asked()
        self.assertEqual({k: [v] for k, v in query.items()}, request.qs)
        # With openstacksdk's maximum, Manila would ignore the dates
        self.assertEqual(
            '2.99', request.headers['X-OpenStack-Manila-API-Version']
        )

    def test_project_is_no_filter_of_the_service(self):
        self.assertEqual([], list(self.proxy.user_messages(project_id='p2')))
        self.assertEqual(['GET /messages'], self.requests())

    def test_max_items(self):
        found = list(self.proxy.user_messages(max_items=1))
        self.assertEqual(['m1'], [message.id for message in found])
        self.assertEqual(['GET /messages?limit=1'], self.requests())

    def test_pages(self):
        self.http.get(
            self.url('/messages'),
            [
                {'json': {'messages': [MESSAGE]}},
                {'json': {'messages': [{**MESSAGE, 'id': 'm2'}]}},
                {'json': {'messages': []}},
            ],
        )
        found = list(self.proxy.user_messages(limit=1))
        self.assertEqual(['m1', 'm2'], [message.id for message in found])
        self.assertEqual(
            [
                'GET /messages?limit=1',
                'GET /messages?limit=1&offset=1',
                'GET /messages?limit=1&offset=2',
            ],
            self.requests(),
        )

    def test_delete(self):
        self.proxy.delete_user_message('m1')
        self.assertEqual(['DELETE /messages/m1'], self.requests())

    def test_delete_missing(self):
        self.http.delete(self.url('/messages/m1'), status_code=404)
        self.assertIsNone(self.proxy.delete_user_message('m1'))
        self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.delete_user_message,
            'm1',
            ignore_missing=False,
        )
