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

from keystoneauth1 import exceptions as ksa_exceptions
from openstack import exceptions as sdk_exceptions
import requests
import testtools

from manilaosc.common import errors


def response(status, body=None, *, text=None, request_id=None):
    resp = requests.Response()
    resp.status_code = status
    resp.url = 'http://manila/v2/shares'
    resp.reason = 'Reason'
    resp.request = requests.Request('GET', resp.url).prepare()
    if body is None:
        resp.headers['Content-Type'] = 'text/html'
        resp._content = (text or '').encode()
    else:
        resp.headers['Content-Type'] = 'application/json'
        resp._content = requests.compat.json.dumps(body).encode()
    if request_id:
        resp.headers['x-openstack-request-id'] = request_id
    return resp


def http_error(*args, **kwargs):
    try:
        sdk_exceptions.raise_from_response(response(*args, **kwargs))
    except sdk_exceptions.HttpException as e:
        return e
    raise AssertionError('no error')


class TestMessage(testtools.TestCase):
    def check(self, expected, error):
        self.assertEqual(expected, errors.message(error))

    def test_http(self):
        fault = {'conflict': {'code': 409, 'message': 'Share is busy.'}}
        self.check(
            'Share is busy. (HTTP 409) (Request-ID: req-1)',
            http_error(409, fault, request_id='req-1'),
        )
        self.check('Share is busy. (HTTP 409)', http_error(409, fault))

    def test_http_in_one_line_and_printable(self):
        fault = {'badRequest': {'message': 'No\n such \x1b]0;x\x07 name'}}
        self.check(
            'No such \\x1b]0;x\\x07 name (HTTP 400)', http_error(400, fault)
        )

    def test_http_with_generic_message(self):
        fault = {
            'itemNotFound': {'message': 'The resource could not be found.'}
        }
        self.check(
            'The resource could not be found. GET http://manila/v2/shares '
            '(HTTP 404)',
            http_error(404, fault),
        )
        self.check(
            'Spec %(key)s is missing GET http://manila/v2/shares (HTTP 404)',
            http_error(404, {'x': {'message': 'Spec %(key)s is missing'}}),
        )

    def test_http_page(self):
        page = '<html><head><title>502 Oops</title></head></html>'
        for status, expected in (
            (502, 'Bad Gateway (HTTP 502)'),
            (599, 'Error (HTTP 599)'),
            (404, 'Not Found GET http://manila/v2/shares (HTTP 404)'),
        ):
            self.check(expected, http_error(status, text=page))

    def test_http_megabytes(self):
        fault = {'conflict': {'message': '\x1b' + 'x y ' * 1000000}}
        message = errors.message(http_error(409, fault, request_id='r' * 999))
        self.assertRegex(
            message, r'^\\x1b[xy ]+ \.\.\. [xy ]+ \(HTTP 409\) \(Request'
        )
        self.assertLess(len(message), 420)
        self.assertEqual(300, len(message.partition(' (HTTP')[0]))

    def test_anything_long(self):
        self.assertEqual(300, len(errors.message(ValueError('x' * 9999))))

    def test_http_retry_after(self):
        error = http_error(429, {'x': {'message': 'Busy.'}})
        for after, expected in (
            ('3600', 'Busy. (HTTP 429, try again in 3600 s)'),
            ('soon', 'Busy. (HTTP 429)'),
            ('-1', 'Busy. (HTTP 429)'),
            ('9' * 99, 'Busy. (HTTP 429)'),
        ):
            error.response.headers['Retry-After'] = after
            self.check(expected, error)

    def test_http_without_message(self):
        message = errors.message(http_error(500))
        self.assertRegex(message, r'\w.*\(HTTP 500\)$')

    def test_no_http_answer(self):
        self.check(
            'No share of that name',
            sdk_exceptions.NotFoundException('No share of that name'),
        )

    def test_no_connection(self):
        why = (
            'Unable to establish connection to http://manila:1/v2/shares: '
            "HTTPConnectionPool(host='manila', port=1): Max retries exceeded "
            'with url: /v2/shares (Caused by NewConnectionError('
            '"HTTPConnection: Failed: [Errno 111] Connection refused"))'
        )
        self.check(
            'Unable to reach http://manila:1/v2/shares: Connection refused',
            ksa_exceptions.ConnectFailure(why),
        )

    def test_no_connection_and_no_address(self):
        self.check(
            'Unable to reach the cloud: No route to host',
            ksa_exceptions.ConnectFailure('[Errno 113] No route to host'),
        )

    def test_no_connection_for_another_reason(self):
        self.check(
            'Something about http://manila',
            ksa_exceptions.ConnectFailure('Something\nabout http://manila'),
        )

    def test_no_connection_otherwise(self):
        to = 'Unable to establish connection to http://manila:1/v2/shares: '
        pool = "HTTPConnectionPool(host='manila', port=1): "
        retries = 'Max retries exceeded with url: /v2/shares?access_key=x '
        for words, expected in (
            (
                f'{to}{pool}{retries}(Caused by NameResolutionError("Failed to'
                " resolve 'manila' ([Errno -2] Name or service not known)\"))",
                'Unable to reach http://manila:1/v2/shares: Name or service '
                'not known',
            ),
            (
                f"{to}{pool}{retries}(Caused by ProxyError('Unable to connect"
                " to proxy', NewConnectionError('[Errno 111] Connection "
                "refused')))",
                'Unable to reach the proxy for http://manila:1/v2/shares: '
                'Connection refused',
            ),
            (
                f"{to}('Connection aborted.', RemoteDisconnected('Remote end "
                "closed connection without response'))",
                'The connection to http://manila:1/v2/shares was lost',
            ),
            (
                f"{to}('Connection aborted.', ConnectionResetError(104, "
                "'Connection reset by peer'))",
                'The connection to http://manila:1/v2/shares was lost',
            ),
            (
                f'{to}{pool}Read timed out.',
                'The connection to http://manila:1/v2/shares was lost',
            ),
            (
                'Request to http://manila:1/v2/shares?access_key=x timed out',
                'Unable to reach http://manila:1/v2/shares: timed out',
            ),
            (
                'SSL exception connecting to https://manila/v2: '
                f'{pool}{retries}(Caused by SSLError(SSLCertVerificationError('
                "1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify "
                "failed: self-signed certificate (_ssl.c:1006)')))",
                'Unable to reach https://manila/v2: certificate verify '
                'failed: self-signed certificate',
            ),
            # What the SDK layer has put into words
            (
                'POST http://manila/v2/shares: the connection was lost; it '
                'may have been done, so check before you try again',
                None,
            ),
            ('Unable to reach http://m: no connection within 60 s', None),
        ):
            self.check(expected or words, ksa_exceptions.ConnectFailure(words))

    def test_lost_connection(self):
        self.check(
            'The connection to http://manila/v2/shares was lost',
            ksa_exceptions.UnknownConnectionError(
                'Unexpected exception for http://manila/v2/shares: '
                "('Connection broken: IncompleteRead(...)')",
                Exception(),
            ),
        )

    def test_without_message(self):
        self.check('ValueError', ValueError())

    def test_expected(self):
        for error in (
            sdk_exceptions.NotFoundException('x'),
            sdk_exceptions.InvalidResponse('x'),
            ksa_exceptions.EndpointNotFound('x'),
            requests.exceptions.ConnectionError('x'),
        ):
            self.assertIsInstance(error, errors.EXPECTED)
        # Bugs must be recognizable as such
        for error in (TypeError('x'), KeyError('x'), AttributeError('x')):
            self.assertNotIsInstance(error, errors.EXPECTED)
