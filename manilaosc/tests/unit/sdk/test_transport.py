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

"""Passing trouble: what is sent again, what is not, and what is said."""

import contextlib
import copy
import datetime
import email.utils
import http.server
import json
import signal
import socket
import ssl
import threading
import time
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
from manilaosc.sdk import transport
from manilaosc.tests.unit.sdk import base

GOOD = {'json': {'share': {'id': 'x', 'size': 1}}}
READ = 'GET /shares/x'
WRITE = 'POST /shares/x/action'
#: The trouble is not over, however often one asks
FOR_GOOD = 99
#: What may be raised
ERRORS = (exceptions.SDKException, ksa_exceptions.ClientException)

#: What Manila answers to some requests that it stumbles over
NO_REASON = {
    'status_code': 400,
    'json': {
        'badRequest': {
            'code': 400,
            'message': 'The server could not comply with the request since it '
            'is either malformed or otherwise incorrect.',
        }
    },
}
RESET = {'exc': requests.exceptions.ConnectionError('aborted')}
CUT = {'exc': requests.exceptions.ChunkedEncodingError('broken')}
SILENCE = {'exc': requests.exceptions.ReadTimeout('late')}
SILENCE_IN_BODY = {
    'exc': requests.exceptions.ConnectionError(
        urllib3.exceptions.ReadTimeoutError(mock.Mock(), '/', 'late')
    )
}


def unreachable(reason, cls=requests.exceptions.ConnectionError):
    """What requests raises if there is no connection."""
    return {
        'exc': cls(urllib3.exceptions.MaxRetryError(mock.Mock(), '/', reason))
    }


def tls(reason):
    return unreachable(
        urllib3.exceptions.SSLError(reason), requests.exceptions.SSLError
    )


REFUSED = unreachable(
    urllib3.exceptions.NewConnectionError(
        mock.Mock(), '[Errno 111] Connection refused'
    )
)
NO_PROXY = unreachable(
    urllib3.exceptions.ProxyError('Unable to connect to proxy', OSError()),
    requests.exceptions.ProxyError,
)
NO_CONNECTION = unreachable(
    urllib3.exceptions.ConnectTimeoutError('late'),
    requests.exceptions.ConnectTimeout,
)
TLS_ENDED = tls(ssl.SSLEOFError('EOF occurred in violation of protocol'))


class TestTransport(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.http.request_history.clear()
        self.logs = self.useFixture(fixtures.FakeLogger(level=0))

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

    def fails(self, call, *sent):
        error = self.assertRaises(ERRORS, call)
        self.assertEqual(list(sent), self.requests())
        return str(error)


class TestRetries(TestTransport):
    def test_reads(self):
        for trouble in (
            {'status_code': 429},
            {'status_code': 503},
            {'status_code': 502},
            {'status_code': 504},
            RESET,
            CUT,
            REFUSED,
            NO_PROXY,
            TLS_ENDED,
        ):
            for times in (1, 4):
                self.serve(trouble, times)
                self.assertEqual('x', self.read().id)
                self.assertEqual([READ] * (times + 1), self.requests())
                # There is a pause before each repetition
                self.assertEqual([0.5, 1, 2, 4][:times], self.pauses())
            self.serve(trouble, FOR_GOOD)
            self.fails(self.read, *[READ] * 5)

    def test_reads_that_are_retried_once(self):
        page = {'headers': {'Content-Type': 'text/html'}}
        for trouble in (
            {'status_code': 500},
            NO_REASON,
            {'text': '<html>Log in</html>', **page},
            {'text': '{"share": {"id"'},
            {'text': ''},
            {'text': '[' * 100000},
            SILENCE,
            SILENCE_IN_BODY,
            NO_CONNECTION,
        ):
            self.serve(trouble, 1)
            self.assertEqual('x', self.read().id)
            self.assertEqual([READ] * 2, self.requests())
            self.serve(trouble, 2)
            if trouble.get('text') != '[' * 100000:
                self.fails(self.read, READ, READ)

    def test_mixed_trouble(self):
        # As of a service that is restarting
        busy, broken = {'status_code': 503}, {'status_code': 500}
        self.serve(GOOD, 1)
        self.http.get(
            self.url('/shares/x'), [REFUSED, busy, busy, broken, GOOD]
        )
        self.assertEqual('x', self.read().id)

    def test_whole_lists_are_retried(self):
        answers = [
            {'json': {'shares': [{'id': 'a'}]}},
            {'status_code': 502},
            {'json': {'shares': [{'id': 'b'}]}},
            {'json': {'shares': []}},
        ]
        self.http.get(self.url('/shares/detail'), answers)
        found = [share.id for share in self.proxy.shares(limit=1)]
        self.assertEqual(['a', 'b'], found)

    def test_writes_that_were_rejected(self):
        for trouble in (
            {'status_code': 429},
            {'status_code': 503},
            REFUSED,
            NO_PROXY,
        ):
            for times in (1, 4):
                self.serve(trouble, times)
                self.write()
                self.assertEqual([WRITE] * (times + 1), self.requests())
            self.serve(trouble, FOR_GOOD)
            message = self.fails(self.write, *[WRITE] * 5)
            self.assertNotIn('may have been done', message)

    def test_writes_without_a_connection_in_time(self):
        self.serve(NO_CONNECTION, 1)
        self.write()
        self.serve(NO_CONNECTION, FOR_GOOD)
        self.assertEqual(
            f'Unable to reach {self.url("/shares/x/action")}: no connection '
            'within 60 s',
            self.fails(self.write, WRITE, WRITE),
        )

    def test_writes_that_may_have_been_done(self):
        lost = 'the connection was lost'
        for trouble, words in (
            (RESET, lost),
            (CUT, lost),
            (TLS_ENDED, lost),
            (SILENCE, 'no answer within 300 s'),
            (SILENCE_IN_BODY, 'no answer within 300 s'),
        ):
            self.serve(trouble, 1)
            self.assertEqual(
                f'POST {self.url("/shares/x/action")}: {words}; it may have '
                'been done, so check before you try again',
                self.fails(self.write, WRITE),
            )
            self.assertEqual([], self.pauses())
        for trouble in (
            *({'status_code': n} for n in (500, 502, 504)),
            NO_REASON,
        ):
            self.serve(trouble, 1)
            self.fails(self.write, WRITE)

    def test_bad_requests_are_not_retried(self):
        message = 'Invalid input received: malformed'
        answer = {'badRequest': {'code': 400, 'message': message}}
        self.serve({'status_code': 400, 'json': answer}, 1)
        self.assertIn(message, self.fails(self.read, READ))

    def test_reads_fail(self):
        # Nothing can have been done
        for trouble, words in (
            (RESET, 'the connection was lost'),
            (CUT, 'the connection was lost'),
            (SILENCE, 'no answer within 60 s'),
        ):
            self.serve(trouble, FOR_GOOD)
            error = self.assertRaises(ERRORS, self.read)
            self.assertEqual(
                f'GET {self.url("/shares/x")}: {words}', str(error)
            )

    def test_types_of_errors(self):
        for trouble, cls in (
            (RESET, ksa_exceptions.ConnectFailure),
            (REFUSED, ksa_exceptions.ConnectFailure),
            (SILENCE, ksa_exceptions.ConnectTimeout),
            (CUT, ksa_exceptions.UnknownConnectionError),
            (TLS_ENDED, ksa_exceptions.SSLError),
        ):
            self.serve(trouble, FOR_GOOD)
            for call in (self.read, self.write):
                self.assertIs(cls, type(self.assertRaises(ERRORS, call)))

    def test_rejected_and_then_lost(self):
        # As when a service starts: the second write may be executed
        self.serve({}, 0)
        self.http.post(self.url('/shares/x/action'), [REFUSED, RESET, GOOD])
        self.fails(self.write, WRITE, WRITE)

    def test_lost_while_the_caller_handles_another_error(self):
        # What it handles is in the chain of exceptions, too
        self.serve(REFUSED, FOR_GOOD)
        try:
            self.read()
        except ksa_exceptions.ConnectFailure:
            self.serve(RESET, 1)
            self.fails(self.write, WRITE)

    def test_no_certificate(self):
        error = ssl.SSLCertVerificationError('certificate verify failed')
        self.serve(tls(error), FOR_GOOD)
        for call, sent in ((self.read, READ), (self.write, WRITE)):
            self.http.request_history.clear()
            message = self.fails(call, sent)
            self.assertIn('certificate verify failed', message)
            self.assertNotIn('lost', message)

    def test_requests_that_cannot_be_sent(self):
        self.serve({'exc': requests.exceptions.InvalidHeader('x')}, FOR_GOOD)
        self.fails(self.write, WRITE)
        self.assertIn(
            'Unexpected exception', self.fails(self.read, WRITE, READ)
        )

    def test_no_other_response_is_retried(self):
        for status in (400, 403, 404, 409, 413, 501):
            self.serve({'status_code': status}, 1)
            for call in (self.read, self.write):
                self.assertRaises(exceptions.HttpException, call)
            self.assertEqual([READ, WRITE], self.requests())

    def test_other_methods(self):
        for method, call in (
            ('PUT', lambda: self.proxy.update_share('x', name='n')),
            ('DELETE', lambda: self.proxy.delete_share('x')),
        ):
            for status, sent in ((503, 2), (502, 1), (500, 1)):
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
        self.fails(self.read, READ, READ)

    def test_keystoneauths_exceptions_where_they_are_asked_for(self):
        self.serve({'status_code': 503}, 1)
        self.proxy.get('/shares/x', raise_exc=True)
        self.serve({'status_code': 503}, FOR_GOOD)
        self.assertRaises(
            ksa_exceptions.ServiceUnavailable,
            self.proxy.get,
            '/shares/x',
            raise_exc=True,
        )
        self.assertEqual([READ] * 5, self.requests())

    def test_openstacksdks_cache(self):
        class Cache:
            is_held = False

            def get_or_create(self, key, creator, creator_args, **kwargs):
                self.is_held = True
                try:
                    return creator(*creator_args[0], **creator_args[1])
                finally:
                    self.is_held = False

            def delete(self, key):
                pass

        conn = self.connection
        conn.cache_enabled = True
        conn._cache = cache = Cache()
        held = []

        def pause(seconds):
            held.append(cache.is_held)
            return True

        for trouble in ({'status_code': 503}, RESET):
            self.serve(trouble, 2)
            self.sleep.side_effect = pause
            response = self.proxy.get('/shares/x')
            self.assertEqual('x', response.json()['share']['id'])
            self.assertEqual([READ] * 3, self.requests())
        # Nothing waits for another's lock, nor gets a cached failure
        self.assertEqual([False] * 4, held)


class TestRetryAfter(TestTransport):
    def serve_after(self, after, times):
        self.serve(
            {'status_code': 429, 'headers': {'Retry-After': after}}, times
        )

    def test_seconds(self):
        for after, pause in (
            ('7', 7),
            (' 7 ', 7),
            ('30', 30),
            ('0', 0.5),
            # Not a number, and not a date
            ('-1', 0.5),
            ('nan', 0.5),
            ('inf', 0.5),
            ('1e3', 0.5),
            ('٣', 0.5),
            ('soon', 0.5),
            ('', 0.5),
        ):
            for call in (self.read, self.write):
                self.serve_after(after.encode().decode('latin-1'), 1)
                call()
                self.assertEqual([pause], self.pauses(), after)

    def test_dates(self):
        now = datetime.datetime.now(datetime.UTC)
        for seconds, pause in ((20, 20), (-3600, 0.5)):
            date = now + datetime.timedelta(seconds=seconds)
            self.serve_after(email.utils.format_datetime(date, True), 1)
            self.read()
            self.assertTrue(pause - 2 <= self.pauses()[0] <= pause)

    def test_too_long(self):
        for after in (
            '31',
            '3600',
            '99999999',
            '9' * 5000,
            'Fri, 31 Dec 9999 23:59:59 GMT',
        ):
            self.serve_after(after, FOR_GOOD)
            self.fails(self.read, READ)
            self.assertEqual([], self.pauses())

    def test_too_long_in_all(self):
        for call, sent in ((self.read, READ), (self.write, WRITE)):
            self.serve_after('14', FOR_GOOD)
            self.fails(call, *[sent] * 3)
            self.assertEqual([14, 14], self.pauses())

    def test_limit_can_be_changed(self):
        self.proxy.longest_wait = 100
        self.serve_after('90', 1)
        self.read()
        self.assertEqual([90], self.pauses())


class TestSettings(TestTransport):
    """The user's settings: of the connection, the proxy and a request."""

    def number(self, trouble, **kwargs):
        self.serve(trouble, FOR_GOOD)
        with contextlib.suppress(*ERRORS):
            self.proxy.get('/shares/x', **kwargs)
        return len(self.requests())

    def configured(self, **config):
        conn = self.connect()
        conn.config.config.update(config)
        self.proxy = sdk.load(conn).shared_file_system
        self.proxy.default_microversion = '2.99'

    def test_numbers(self):
        for name, troubles in (
            ('status_code_retries', [{'status_code': 503}]),
            ('connect_retries', [RESET, REFUSED, CUT, SILENCE]),
        ):
            for number in (0, 1, 7):
                for trouble in troubles:
                    self.configured()
                    self.assertEqual(
                        number + 1, self.number(trouble, **{name: number})
                    )
                    setattr(self.proxy, name, number)
                    self.assertEqual(number + 1, self.number(trouble))
                    for prefix in ('', 'shared_file_system_'):
                        self.configured(**{prefix + name: number})
                        self.assertEqual(
                            number + 1, self.number(trouble), prefix
                        )

    def test_request_over_proxy_over_connection(self):
        busy = {'status_code': 503}
        self.configured(shared_file_system_status_code_retries=2)
        self.assertEqual(2, self.number(busy, status_code_retries=1))
        self.proxy.status_code_retries = 3
        self.assertEqual(4, self.number(busy))

    def test_writes_are_not_repeated_whatever_is_set(self):
        # Keystoneauth would send them again
        self.configured(shared_file_system_connect_retries=7)
        self.serve(RESET, 1)
        self.fails(self.write, WRITE)
        self.serve(REFUSED, FOR_GOOD)
        self.fails(self.write, *[WRITE] * 8)

    def test_none_at_all(self):
        self.configured(shared_file_system_status_code_retries=0)
        self.assertEqual(1, self.number({'status_code': 500}))
        self.assertEqual(1, self.number({'text': '<html>'}))

    def test_delays(self):
        self.configured(
            shared_file_system_status_code_retry_delay=3,
            shared_file_system_connect_retry_delay=20,
        )
        self.number({'status_code': 503})
        self.assertEqual([3] * 4, self.pauses())
        self.number(RESET)
        self.assertEqual([20] * 4, self.pauses())

    def test_growing_pauses_have_a_limit(self):
        self.configured(connect_retries=7)
        self.number(RESET)
        self.assertEqual([0.5, 1, 2, 4, 8, 8, 8], self.pauses())

    def test_status_codes(self):
        self.configured(shared_file_system_retriable_status_codes='409,418')
        self.assertEqual(5, self.number({'status_code': 418}))
        self.assertEqual(1, self.number({'status_code': 503}))

    def timeout(self, call):
        self.serve(GOOD, 1)
        call()
        return self.http.last_request.timeout

    def test_timeouts(self):
        self.assertEqual((60, 60), self.timeout(self.read))
        self.assertEqual((60, 300), self.timeout(self.write))

    def test_api_timeout(self):
        self.proxy.session.timeout = 900.0  # Where keystoneauth has it
        self.assertEqual(900, self.timeout(self.read))
        self.assertEqual(900, self.timeout(self.write))
        self.serve(SILENCE, FOR_GOOD)
        self.assertIn('within 900 s', self.fails(self.write, WRITE))

    def test_timeout_of_a_request(self):
        self.assertEqual(
            5, self.timeout(lambda: self.proxy.get('/shares/x', timeout=5))
        )

    def test_deadline(self):
        self.proxy.deadline = time.monotonic() + 20
        for call in (self.read, self.write):
            connect, read = self.timeout(call)
            self.assertTrue(19 < connect <= 20 and 19 < read <= 20)
        # It replaces the limit of what the service may ask for ...
        self.proxy.deadline = time.monotonic() + 100
        after = {'status_code': 429, 'headers': {'Retry-After': '40'}}
        self.serve(after, 1)
        self.read()
        self.assertEqual([40], self.pauses())
        # ... and no pause goes beyond it
        self.proxy.deadline = time.monotonic() + 3
        self.serve({'status_code': 503}, FOR_GOOD)
        with mock.patch('time.monotonic', side_effect=range(10**9, 10**10)):
            self.proxy.deadline = 10**9 + 3
            self.fails(self.read, READ, READ)


class TestLogs(TestTransport):
    def test_method_path_and_reason(self):
        for trouble, level, line in (
            (RESET, 'INFO', 'The connection was lost; trying {} again in '),
            (REFUSED, 'INFO', 'Unable to connect; trying {} again in '),
            (SILENCE, 'WARNING', 'No answer in time; trying {} again in '),
            (
                {'status_code': 429, 'headers': {'Retry-After': '12'}},
                'WARNING',
                'Manila is busy (HTTP 429); trying {} again in 12 s',
            ),
            (
                {'status_code': 502},
                'INFO',
                'Bad Gateway (HTTP 502); trying {} again in 0.5 s',
            ),
            (
                {'text': '<html>'},
                'WARNING',
                'Unexpected response (HTTP 200); trying {} again in 0.5 s',
            ),
        ):
            self.serve(trouble, 1)
            with self.assertLogs('manilaosc.sdk.transport') as logs:
                self.read()
            self.assertEqual(
                (level, True),
                (
                    logs.records[0].levelname,
                    logs.records[0]
                    .getMessage()
                    .startswith(line.format('GET /shares/x')),
                ),
                logs.output,
            )
            self.assertEqual(1, len(logs.records))

    def test_no_secrets(self):
        for trouble in (RESET, {'status_code': 503}, {'status_code': 500}):
            self.http.get(
                self.url('/share-access-rules?share_id=x&access_key=s3cr3t'),
                [trouble, trouble],
            )
            with contextlib.suppress(*ERRORS):
                list(
                    self.proxy.access_rules(
                        'x', access_key='s3cr3t', access_to='me'
                    )
                )
            self.assertIn('trying GET /share-access-rules', self.logs.output)
            lines = [
                line
                for line in self.logs.output.splitlines()
                if 'trying' in line
            ]
            self.assertNotIn('s3cr3t', ''.join(lines))
            self.assertNotIn('a-token', ''.join(lines))


class TestErrorBodies(TestTransport):
    def details(self, status, **answer):
        if 'json' in answer:
            answer['headers'] = {'Content-Type': 'application/json'}
        self.serve({'status_code': status, **answer}, FOR_GOOD)
        error = self.assertRaises(exceptions.HttpException, self.read)
        self.assertEqual(status, error.status_code)
        self.assertLess(len(error.details), 301)
        self.assertLess(len(str(error)), 400)
        return error.details

    def test_pages(self):
        page = '<html><head><title>x</title></head><body>nginx</body></html>'
        for type_ in ('text/html', 'text/plain', '', 'application/json'):
            headers = {'Content-Type': type_}
            for status, expected in (
                (502, 'Bad Gateway'),
                (404, 'Not Found'),
                (403, 'Forbidden'),
                (599, 'Error'),
            ):
                self.assertEqual(
                    expected,
                    self.details(
                        status, text=page, headers=headers, reason='x' * 999
                    ),
                )

    def test_changes_that_a_gateway_lost(self):
        page = {'text': '<html>', 'headers': {'Content-Type': 'text/html'}}
        after = '; it may have been done, so check before you try again'
        for status, expected in (
            (502, f'Bad Gateway{after}'),
            (504, f'Gateway Timeout{after}'),
            (500, 'Internal Server Error'),
            (403, 'Forbidden'),
        ):
            self.serve({'status_code': status, **page}, FOR_GOOD)
            error = self.assertRaises(exceptions.HttpException, self.write)
            self.assertEqual(expected, error.details)

    def test_services_own_words(self):
        fault = {'conflict': {'code': 409, 'message': 'Share is busy.'}}
        self.assertEqual('Share is busy.', self.details(409, json=fault))

    def test_long(self):
        fault = {'conflict': {'code': 409, 'message': 'x y ' * 10**6}}
        details = self.details(409, json=fault)
        self.assertRegex(details, r'^[xy ]{180} \.\.\. [xy ]+$')

    def test_json_of_another_shape(self):
        for answer in (['x'], 'x', None, 5, {'a': ['b']}, ['y' * 9999]):
            self.details(409, json=answer)
        self.assertEqual(
            'Busy', self.details(409, json={'a': 1}, reason='Busy')
        )
        self.details(409, json={'a': 1}, reason='x' * 9999)


class TestRedirects(TestTransport):
    def serve_redirect(self, location, status=302):
        self.serve(
            {'status_code': status, 'headers': {'Location': location}}, 1
        )

    def test_to_another_host(self):
        for location in (
            'http://evil.example.com/v2/shares/x',
            '//evil.example.com/v2/shares/x',
            'http://manila.example.com:8786/v2/shares/x',
            'https://manila.example.com:8786/v2/shares/x',
            'http://manila.example.com@evil.example.com/v2',
            'http://user:secret@evil.example.com/',
            'ftp://manila.example.com/v2/shares/x',
        ):
            for status in (301, 302, 303, 307, 308):
                for call, path in (
                    (self.read, '/v2/shares/x'),
                    (self.write, '/v2/shares/x/action'),
                ):
                    self.serve_redirect(location, status)
                    error = self.assertRaises(exceptions.InvalidResponse, call)
                    self.assertIn('http://manila.example.com ', str(error))
                    self.assertIn(f'{path} to another host, ', str(error))
                    self.assertNotIn('secret', str(error))
                    self.assertEqual(1, len(self.http.request_history))
        self.assertIn('ftp://manila.example.com;', str(error))

    def test_on_the_same_host(self):
        for location in (
            self.url('/there'),
            '/v2/there',
            'there',
            'http://manila.example.com:80/v2/there',
            'http://MANILA.example.com/v2/there',
        ):
            self.http.get(
                requests.compat.urljoin(self.MANILA, location), **GOOD
            )
            self.http.get(self.url('/there'), **GOOD)
            self.http.get(self.url('/shares/there'), **GOOD)
            self.serve_redirect(location)
            self.assertEqual('x', self.read().id)
            self.assertEqual(2, len(self.http.request_history))
            for request in self.http.request_history:
                self.assertIn('X-Auth-Token', request.headers)

    def test_to_tls_on_the_same_host(self):
        # It is no worse than what was asked for
        self.http.get('https://manila.example.com/v2/shares/x', **GOOD)
        self.serve_redirect('https://manila.example.com/v2/shares/x')
        self.assertEqual('x', self.read().id)

    def test_from_tls(self):
        self.http.get(
            'https://manila.example.com/x',
            status_code=302,
            headers={'Location': 'http://manila.example.com/x'},
        )
        self.assertRaises(
            exceptions.InvalidResponse,
            self.proxy.get,
            'https://manila.example.com/x',
        )

    def test_not_followed(self):
        self.serve({'status_code': 302}, FOR_GOOD)
        self.assertEqual(302, self.proxy.get('/shares/x').status_code)


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


def versions(handler):
    v2 = {'id': 'v2.0', 'status': 'CURRENT', 'version': '2.99'}
    v2['links'] = [{'rel': 'self', 'href': handler.path}]
    send(handler, json.dumps({'versions': [v2]}).encode())


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


def silence(handler):
    time.sleep(0.5)


def silence_in_body(handler):
    send(handler, b'{"share"', 500)
    handler.wfile.flush()
    time.sleep(0.5)


def large_error(handler):
    handler.send_response(500)
    handler.send_header('Content-Type', 'text/html')
    handler.end_headers()
    handler.wfile.write(b'<p>x</p>' * 700000)


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
        self.pause = self.enterContext(
            mock.patch.object(transport.Transport, '_pause', return_value=True)
        )
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
        self.server.script = [versions]
        proxy = sdk.load(conn).shared_file_system
        proxy.default_microversion = '2.99'
        self.server.script = [good]
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

    def check(self, call, message, *asked):
        self.server.asked.clear()
        error = self.assertRaises(ERRORS, call)
        self.assertEqual(message, str(error))
        self.assertEqual(list(asked), self.server.asked)

    def test_lost_for_good(self):
        for trouble in (cut_short, broken_chunk, no_answer):
            self.server.script = [trouble]
            self.check(
                self.read,
                f'GET {self.address}/shares/x: the connection was lost',
                *['GET /v2/shares/x'] * 5,
            )

    def test_writes_are_sent_once(self):
        for trouble in (cut_short, broken_chunk, no_answer):
            self.server.script = [trouble]
            self.check(
                self.write,
                f'POST {self.address}/shares: the connection was lost; it '
                'may have been done, so check before you try again',
                'POST /v2/shares',
            )

    def test_silence(self):
        self.proxy.read_timeout = 0.1
        self.proxy.write_timeout = 0.2
        for trouble in (silence, silence_in_body):
            self.server.script = [trouble]
            self.check(
                self.read,
                f'GET {self.address}/shares/x: no answer within 0.1 s',
                *['GET /v2/shares/x'] * 2,
            )
            self.check(
                self.write,
                f'POST {self.address}/shares: no answer within 0.2 s; it may '
                'have been done, so check before you try again',
                'POST /v2/shares',
            )

    def test_silence_until_the_deadline(self):
        self.server.script = [silence]
        self.proxy.deadline = time.monotonic() + 0.2
        self.check(
            self.read,
            f'GET {self.address}/shares/x: no answer within the time allowed',
            'GET /v2/shares/x',
        )
        self.assertLess(time.monotonic() - self.proxy.deadline, 0.5)

    def test_cut_short_and_nobody_noticed(self):
        # Only the JSON shows that the body is incomplete
        self.server.script = [cut_short_without_a_length, good]
        self.assertEqual('x', self.read())
        self.server.script = [cut_short_without_a_length]
        self.server.asked.clear()
        error = self.assertRaises(exceptions.InvalidResponse, self.read)
        self.assertIn('is not valid JSON', str(error))
        self.assertEqual(['GET /v2/shares/x'] * 2, self.server.asked)

    def test_nobody_listens(self):
        self.server.shutdown()
        self.server.server_close()
        for call in (self.read, self.write):
            self.pause.reset_mock()
            error = self.assertRaises(ksa_exceptions.ConnectFailure, call)
            self.assertIn('Unable to establish connection', str(error))
            self.assertIn('Connection refused', str(error))
            self.assertEqual(4, self.pause.call_count)

    def test_large_error(self):
        self.server.script = [large_error]
        error = self.assertRaises(exceptions.HttpException, self.read)
        self.assertEqual('Internal Server Error', error.details)


class TestPauses(testtools.TestCase):
    """Pauses that take time."""

    def setUp(self):
        super().setUp()
        self.useFixture(fixtures.FakeLogger())
        self.proxy = transport.Transport(mock.Mock())

    def test_pause(self):
        started = time.monotonic()
        self.assertTrue(self.proxy._pause(0.05))
        self.assertTrue(0.05 <= time.monotonic() - started < 1)

    def test_interrupted(self):
        # As by Ctrl-C
        signal.signal(signal.SIGALRM, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        started = time.monotonic()
        self.assertRaises(KeyboardInterrupt, self.proxy._pause, 30)
        self.assertLess(time.monotonic() - started, 5)

    def test_stopped_by_another_thread(self):
        copied = copy.copy(self.proxy)  # As the resources do
        timer = threading.Timer(0.05, self.proxy.stop_retrying)
        timer.start()
        self.addCleanup(timer.join)
        started = time.monotonic()
        self.assertFalse(copied._pause(30))
        self.assertLess(time.monotonic() - started, 5)
