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

import io
import json
import types
from unittest import mock

from manilaosc.sandbox import requestlog
from manilaosc.tests.unit.sandbox import base

ID = '31d94adf-f83b-46a8-866a-69f7dddf6660'


class TestRequestLog(base.TestCase):
    def setUp(self):
        super().setUp()
        self.path = self.home / 'requests.log'
        self.log = requestlog.RequestLog(self.path)
        self.start_response = mock.Mock()
        self.read = None

    def ask(self, environ, route='', status='200 OK', **match):
        """Send a request; return its line in the log."""

        def manila(environ, start_response):
            if 'wsgi.input' in environ:
                self.read = environ['wsgi.input'].read()
            if route:
                environ['SCRIPT_NAME'] = '/v2'
                environ['routes.route'] = types.SimpleNamespace(
                    routepath=route
                )
                environ['wsgiorg.routing_args'] = (None, match)
            environ['REQUEST_METHOD'] = 'CHANGED'
            if not status:
                raise ZeroDivisionError
            start_response(status, [('A', 'b')])
            return [b'answer']

        before = self.path.stat().st_size
        answer = self.log.middleware(manila)(environ, self.start_response)
        self.assertEqual([b'answer'], answer)
        [line] = requestlog.read(self.path, before)
        return line

    def act(self, body, **environ):
        """Send a body to an action; return the action in the log."""
        environ = {
            'PATH_INFO': f'/v2/shares/{ID}/action',
            'CONTENT_LENGTH': str(len(body)),
            'wsgi.input': io.BytesIO(body),
            **environ,
        }
        line = self.ask(environ, '/shares/:(id)/action')
        # Manila still receives the whole body
        self.assertEqual(body, self.read)
        self.assertEqual('/v2/shares/{id}/action', line.route)
        return line.action

    def test_line(self):
        line = self.ask(
            {
                'REQUEST_METHOD': 'GET',
                'PATH_INFO': f'/v2/shares/{ID}',
                'HTTP_X_OPENSTACK_MANILA_API_VERSION': '2.99',
                'HTTP_USER_AGENT': 'manilaosc/1.0',
            },
            '/shares/:(id)',
        )
        expected = requestlog.Line(
            '200', '2.99', 'GET', '/v2/shares/{id}', '-', 'manilaosc/1.0'
        )
        self.assertEqual(expected, line)
        # The response is not changed
        self.start_response.assert_called_once_with('200 OK', [('A', 'b')])
        self.assertEqual(
            '200\t2.99\tGET\t/v2/shares/{id}\t-\tmanilaosc/1.0\n',
            self.path.read_text(),
        )
        self.assertEqual(0o600, self.path.stat().st_mode & 0o777)

    def test_next_run_appends(self):
        self.ask({'REQUEST_METHOD': 'GET'})
        self.log = requestlog.RequestLog(self.path)
        self.ask({'REQUEST_METHOD': 'PUT'})
        lines = list(requestlog.read(self.path))
        self.assertEqual(['GET', 'PUT'], [line.method for line in lines])

    def test_routes(self):
        for route, template in (
            ('/', '/v2/'),
            ('', '/v2'),
            (r'/{project_id:[0-9a-f\-]+}/shares', '/v2/shares'),
            ('/shares/detail.:(format)', '/v2/shares/detail'),
            ('/types/:type_id/extra_specs', '/v2/types/{type_id}/extra_specs'),
            (
                '/{project_id}/shares/{resource_id}/metadata/{key}',
                '/v2/shares/{resource_id}/metadata/{key}',
            ),
        ):
            # An empty route is valid
            found = types.SimpleNamespace(routepath=route)
            environ = {'SCRIPT_NAME': '/v2', 'routes.route': found}
            self.assertEqual((template, ''), requestlog.route(environ))

    def test_no_route(self):
        line = self.ask({'REQUEST_METHOD': 'PUT'}, status='401 Unauthorized')
        self.assertEqual(
            requestlog.Line('401', '-', 'PUT', '-', '-', '-'), line
        )

    def test_services(self):
        line = self.ask({}, '/services/:(id)', id='disable')
        self.assertEqual('/v2/services/{id}', line.route)
        self.assertEqual('disable', line.action)

    def test_security_services(self):
        line = self.ask({}, '/security-services/:(id)', id='an-id')
        self.assertEqual('/v2/security-services/{id}', line.route)
        self.assertEqual('-', line.action)

    def test_actions(self):
        self.assertEqual('extend', self.act(b'{"extend": {"new_size": 2}}'))
        self.assertEqual('unmanage', self.act(b'{"unmanage": null}'))

    def test_no_action(self):
        for body in (
            b'',
            b'{',
            b'null',
            b'"x"',
            b'["extend"]',
            b'{}',
            b'{"extend": 1, "shrink": 2}',
            b'\xff\xfe',
            b'[' * 20000,
            json.dumps({'extend': 'x' * requestlog.LIMIT}).encode(),
        ):
            self.assertEqual('-', self.act(body), body[:40])
        for length in ('', 'x', '-1'):
            self.assertEqual('-', self.act(b'{"a": 1}', CONTENT_LENGTH=length))

    def test_other_bodies_are_not_read(self):
        body = mock.Mock(**{'read.return_value': b'body'})
        self.ask({'PATH_INFO': '/v2/shares', 'wsgi.input': body})
        body.read.assert_called_once_with()

    def test_tabs_and_line_breaks(self):
        action = self.act(b'{"ex\\ttend\\n\\ud800": 1}')
        self.assertEqual('ex?tend??', action)
        line = self.ask(
            {
                'REQUEST_METHOD': 'a\tb',
                'HTTP_USER_AGENT': '\x85' + 300 * 'ä',
                'HTTP_X_OPENSTACK_MANILA_API_VERSION': ' ',
            }
        )
        self.assertEqual('a?b', line.method)
        self.assertEqual('?' + 199 * 'ä', line.agent)
        self.assertEqual('-', line.version)

    def test_exception(self):
        self.assertRaises(
            ZeroDivisionError, self.ask, {'REQUEST_METHOD': 'GET'}, status=''
        )
        [line] = requestlog.read(self.path)
        self.assertEqual('500', line.status)

    def test_full_disk(self):
        with mock.patch('os.write', side_effect=OSError(28, 'No space')):
            app = self.log.middleware(lambda environ, start: ['answer'])
            self.assertEqual(['answer'], app({}, None))
