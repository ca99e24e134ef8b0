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

"""Passing trouble: what is sent again, and what is told of the rest."""

import contextlib
import http.server
import socket
import threading
from unittest import mock

import fixtures
from keystoneauth1 import exceptions as ksa_exceptions
from keystoneauth1 import session
from keystoneauth1 import token_endpoint
from openstack import connection
from openstack import exceptions
import requests
import testtools
import urllib3.exceptions

from manilaosc import sdk
from manilaosc.common import errors
from manilaosc.tests.unit.sdk import base

GOOD = {'json': {'share': {'id': 'x', 'size': 1}}}
READ = 'GET /shares/x'
WRITE = 'POST /shares/x/action'
#: The trouble is not over, however often one asks
FOR_GOOD = 99


def refused(_request=None, _context=None):
    """What requests raises where nobody listens."""
    reason = urllib3.exceptions.NewConnectionError(
        mock.Mock(), '[Errno 111] Connection refused'
    )
    retries = urllib3.exceptions.MaxRetryError(mock.Mock(), '/', reason)
    raise requests.exceptions.ConnectionError(retries)


class TestRepeats(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.http.request_history.clear()

    def read(self):
        return self.proxy.get_share('x')

    def write(self):
        self.proxy.soft_delete_share('x')

    def serve(self, trouble, times):
        """Serve some trouble, and what was asked for afterwards."""
        answers = [trouble] * min(times, 10)
        if times != FOR_GOOD:
            answers.append(GOOD)
        self.http.get(self.url('/shares/x'), answers)
        self.http.post(self.url('/shares/x/action'), answers)
        self.http.request_history.clear()
        self.sleep.reset_mock()

    def pauses(self):
        return [call.args[0] for call in self.sleep.mock_calls]

    def test_repeated(self):
        lost = {'exc': requests.exceptions.ChunkedEncodingError('broken')}
        for trouble in (
            {'status_code': 429},
            {'status_code': 503},
            {'status_code': 502},
            {'status_code': 504},
            {'exc': requests.exceptions.ConnectionError('aborted')},
            {'exc': requests.exceptions.Timeout('late')},
            {'text': refused},
            lost,
        ):
            for times in (1, 4):
                self.serve(trouble, times)
                self.assertEqual('x', self.read().id)
                self.assertEqual([READ] * (times + 1), self.requests())
                # It is given time to pass
                self.assertEqual([0.5, 1, 2, 4][:times], self.pauses())

    def test_repeated_four_times_at_most(self):
        for trouble, error in (
            ({'status_code': 503}, exceptions.HttpException),
            ({'status_code': 504}, exceptions.HttpException),
            (
                {'exc': requests.exceptions.ConnectionError('aborted')},
                ksa_exceptions.ConnectFailure,
            ),
            (
                {'exc': requests.exceptions.ChunkedEncodingError('broken')},
                ksa_exceptions.UnknownConnectionError,
            ),
            ({'text': refused}, ksa_exceptions.ConnectFailure),
        ):
            self.serve(trouble, FOR_GOOD)
            self.assertRaises(error, self.read)
            self.assertEqual([READ] * 5, self.requests())

    def test_writes_that_were_refused_are_repeated(self):
        for trouble in (
            {'status_code': 429},
            {'status_code': 503},
            {'text': refused},
        ):
            for times in (1, 4):
                self.serve(trouble, times)
                self.write()
                self.assertEqual([WRITE] * (times + 1), self.requests())
            self.serve(trouble, FOR_GOOD)
            self.assertRaises(errors.EXPECTED, self.write)
            self.assertEqual([WRITE] * 5, self.requests())

    def test_writes_that_may_have_been_done_are_not(self):
        for trouble in (
            {'status_code': 500},
            {'status_code': 502},
            {'status_code': 504},
            {'exc': requests.exceptions.ConnectionError('aborted')},
            {'exc': requests.exceptions.Timeout('late')},
            {'exc': requests.exceptions.ChunkedEncodingError('broken')},
        ):
            self.serve(trouble, 1)
            self.assertRaises(errors.EXPECTED, self.write)
            self.assertEqual([WRITE], self.requests())
            self.assertEqual([], self.pauses())

    def test_refused_and_then_lost(self):
        # As of a service that is being started: the second may be done
        lost = {'exc': requests.exceptions.ConnectionError('aborted')}
        self.serve({}, 0)
        self.http.post(
            self.url('/shares/x/action'), [{'text': refused}, lost, GOOD]
        )
        self.assertRaises(errors.EXPECTED, self.write)
        self.assertEqual([WRITE] * 2, self.requests())

    def test_no_other_answer_is_repeated(self):
        for status in (400, 403, 404, 409, 413, 500, 501):
            self.serve({'status_code': status}, 1)
            for call in (self.read, self.write):
                self.assertRaises(exceptions.HttpException, call)
            self.assertEqual([READ, WRITE], self.requests())

    def test_retry_after(self):
        for after, pause in (('7', 7), ('soon', 0.5), ('', 0.5)):
            trouble = {'status_code': 429, 'headers': {'Retry-After': after}}
            for call in (self.read, self.write):
                self.serve(trouble, 1)
                call()
                self.assertEqual([pause], self.pauses())

    def test_other_methods(self):
        for method, call in (
            ('PUT', lambda: self.proxy.update_share('x', name='n')),
            ('DELETE', lambda: self.proxy.delete_share('x')),
        ):
            for status, sent in ((503, 2), (502, 1)):
                self.http.register_uri(
                    method,
                    self.url('/shares/x'),
                    [{'status_code': status}, GOOD],
                )
                self.http.request_history.clear()
                with contextlib.suppress(exceptions.HttpException):
                    call()
                self.assertEqual(
                    [f'{method} /shares/x'] * sent, self.requests()
                )

    def test_token_is_renewed_once(self):
        for call, request in ((self.read, READ), (self.write, WRITE)):
            self.serve({'status_code': 401}, 1)
            call()
            self.assertEqual([request] * 2, self.requests())
            tokens = [
                r for r in self.http.request_history if 'tokens' in r.url
            ]
            self.assertEqual(1, len(tokens))

    def test_token_is_no_good(self):
        self.serve({'status_code': 401}, FOR_GOOD)
        self.assertRaises(exceptions.HttpException, self.read)
        self.assertEqual([READ] * 2, self.requests())

    def test_whole_lists_are_repeated(self):
        answers = [
            {'json': {'shares': [{'id': 'a'}]}},
            {'status_code': 502},
            {'json': {'shares': [{'id': 'b'}]}},
            {'json': {'shares': []}},
        ]
        self.http.get(self.url('/shares/detail'), answers)
        found = [share.id for share in self.proxy.shares(limit=1)]
        self.assertEqual(['a', 'b'], found)


class Server(http.server.ThreadingHTTPServer):
    """A server that does what a test tells it, on 127.0.0.1."""

    daemon_threads = True

    def __init__(self):
        self.asked = []
        self.script = []
        super().__init__(('127.0.0.1', 0), Handler)

    def handle_error(self, request, client_address):
        pass  # It is meant to go wrong


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        self.rfile.read(int(self.headers.get('Content-Length', 0)))
        self.server.asked.append(f'{self.command} {self.path}')
        script = self.server.script
        (script.pop(0) if len(script) > 1 else script[0])(self)
        self.close_connection = True

    do_GET = do_POST = answer

    def log_message(self, *args):
        pass


def good(handler):
    body = b'{"share": {"id": "x"}}'
    send(handler, body, len(body))


def cut_short(handler):
    send(handler, b'{"share": {"i', 500)


def cut_short_without_a_length(handler):
    send(handler, b'{"share": {"i')


def broken_chunk(handler):
    handler.send_response(200)
    handler.send_header('Transfer-Encoding', 'chunked')
    handler.end_headers()
    handler.wfile.write(b'50\r\n{"share"')


def no_answer(handler):
    handler.connection.shutdown(socket.SHUT_RDWR)


def send(handler, body, length=None):
    handler.send_response(200)
    if length is not None:
        handler.send_header('Content-Length', str(length))
    handler.end_headers()
    handler.wfile.write(body)


class TestRealConnections(testtools.TestCase):
    """What requests-mock cannot do: the network's own trouble."""

    def setUp(self):
        super().setUp()
        self.useFixture(fixtures.FakeLogger())
        self.enterContext(mock.patch('time.sleep'))
        self.server = Server()
        thread = threading.Thread(
            target=self.server.serve_forever, kwargs={'poll_interval': 0.01}
        )
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.proxy = self.connect(self.server.server_port)

    def connect(self, port):
        self.address = f'http://127.0.0.1:{port}/v2'
        auth = token_endpoint.Token(self.address, 'a-token')
        conn = connection.Connection(session=session.Session(auth=auth))
        self.server.script = [good]
        proxy = sdk.load(conn).shared_file_system
        proxy.default_microversion = '2.99'
        self.server.asked.clear()
        return proxy

    def read(self):
        return self.proxy.get_share('x').id

    def write(self):
        return self.proxy.create_share(share_protocol='NFS', size=1).id

    def test_reads_survive(self):
        for trouble in (cut_short, broken_chunk, no_answer):
            self.server.script = [trouble, trouble, good]
            self.server.asked.clear()
            self.assertEqual('x', self.read())
            self.assertEqual(['GET /v2/shares/x'] * 3, self.server.asked)

    def check(self, call, pattern, *asked):
        self.server.asked.clear()
        error = self.assertRaises(errors.EXPECTED, call)
        message = errors.message(error)
        self.assertRegex(message, pattern)
        self.assertNotIn('\n', message)
        self.assertNotRegex(message, 'NoneType|not found|No share')
        self.assertEqual(list(asked), self.server.asked)

    def test_lost_for_good(self):
        for trouble, pattern in (
            (cut_short, 'The connection to {}/shares/x was lost'),
            (broken_chunk, 'The connection to {}/shares/x was lost'),
            (no_answer, 'connection to {}/shares/x'),
        ):
            self.server.script = [trouble]
            self.check(
                self.read,
                pattern.format(self.address),
                *['GET /v2/shares/x'] * 5,
            )

    def test_writes_are_sent_once(self):
        for trouble, pattern in (
            (cut_short, 'The connection to {}/shares was lost'),
            (broken_chunk, 'The connection to {}/shares was lost'),
            (no_answer, 'connection to {}/shares'),
        ):
            self.server.script = [trouble]
            self.check(
                self.write, pattern.format(self.address), 'POST /v2/shares'
            )

    def test_cut_short_and_nobody_noticed(self):
        # Only the text itself tells that there should be more
        self.server.script = [cut_short_without_a_length]
        self.check(
            self.read,
            f'GET {self.address}/shares/x is not valid JSON, or was truncated',
            'GET /v2/shares/x',
        )

    def test_nobody_listens(self):
        with socket.socket() as sock:
            sock.bind(('127.0.0.1', 0))
            port = sock.getsockname()[1]
        self.proxy = self.connect(port)
        for call, path in ((self.read, '/shares/x'), (self.write, '/shares')):
            self.check(
                call,
                f'^Unable to reach {self.address}{path}: Connection refused$',
            )
