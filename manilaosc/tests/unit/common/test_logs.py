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

import argparse
import io
import json
import logging
from unittest import mock

from keystoneauth1 import session
import requests_mock
import testtools

from manilaosc.common import logs


class TestLogs(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.out = io.StringIO()
        handler = logging.StreamHandler(self.out)
        root = logging.getLogger()
        self.enterContext(mock.patch.object(root, 'handlers', [handler]))
        self.addCleanup(root.setLevel, root.level)
        root.setLevel(logging.DEBUG)
        logs.protect()
        logs.protect()

    def logged(self):
        return self.out.getvalue()

    def test_controls(self):
        logging.getLogger('other').error('a %s\nb', '\x1b\u202e')
        self.assertEqual('a \\x1b\\u202e\nb\n', self.logged())

    def test_messages_of_commands_are_a_line(self):
        logging.getLogger('manilaosc.v2.x').error('a %s', 'b\nc\x1b')
        self.assertEqual('a b c\\x1b\n', self.logged())

    def test_tracebacks(self):
        try:
            raise ValueError("a\x1b password='secret'")
        except ValueError as e:
            logging.getLogger('openstack').exception(e)
        self.assertIn('Traceback', self.logged())
        self.assertNotIn('\x1b', self.logged())
        self.assertNotIn('secret', self.logged())

    def test_requests(self):
        for name in logs.SECRETS:
            for secret in ('s3cret', 's3"cret', "s3'cret\\", 's3\ncret', 'é'):
                self.out.truncate(0)
                body = {'x': {'a': 'b', name: secret, 'z': 1}}
                with requests_mock.Mocker() as http:
                    http.post(
                        'http://manila/x',
                        json=body,
                        headers={'Content-Type': 'application/json'},
                    )
                    session.Session().post('http://manila/x', json=body)
                self.assertNotIn('s3', self.logged())
                self.assertNotIn(json.dumps(secret), self.logged())
                self.assertEqual(2, self.logged().count('***'))
                self.assertEqual(2, self.logged().count('"z": 1'))

    def test_arguments(self):
        for secret in ('s3cret', "s3'cret", 's3"\'cret', 's3\\cret'):
            self.out.truncate(0)
            arguments = argparse.Namespace(
                a='b', password=secret, auth_key=None, password_file='f', z=1
            )
            logging.getLogger('x').debug('run(%s)', arguments)
            self.assertNotIn('s3', self.logged())
            self.assertIn("a='b', password=\"***\", auth_key=N", self.logged())
            self.assertIn("password_file='f', z=1", self.logged())
