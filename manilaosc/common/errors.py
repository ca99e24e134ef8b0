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

"""Error messages: one line with the message of the service."""

import http
import re

from keystoneauth1 import exceptions as ksa_exceptions
from openstack import exceptions as sdk_exceptions
import requests

from manilaosc.common import text
from manilaosc.i18n import _

#: What goes wrong in the cloud or on the way there; anything else is a
#: mistake of ours, or has been put into words already
EXPECTED = (
    sdk_exceptions.SDKException,
    ksa_exceptions.ClientException,
    requests.RequestException,
)

#: Generic messages that do not name the missing resource, and placeholders
#: that the service did not fill in
_NAMELESS = re.compile(
    r'The resource could not be found|^Not Found$|%\(\w+\)s'
)
#: How keystoneauth's own messages about connections begin
_RAW = re.compile(
    '^(Unable to establish connection|Unexpected exception for|Request to'
    r'|SSL exception)|\[Errno'
)
#: What they contain if there was a connection
_LOST = re.compile('Connection (aborted|broken)|Read timed out')
#: What they contain of use: "... [Errno 111] Connection refused"
_REASON = re.compile(
    r'\[Errno -?\d+\] ([\w ]+)|\[SSL[^]]*\] (.+?) \(_ssl|(timed out)'
)
#: The most characters of a message, apart from status and request ID
_SIZE = 300
#: How many of them are from its start; the end often says what is wrong
_START = 180


def message(error: BaseException) -> str:
    """Return the message of an error, as one printable line."""
    if isinstance(error, sdk_exceptions.HttpException) and error.status_code:
        words, status = _http(error)
    elif isinstance(error, ksa_exceptions.ConnectionError):
        words, status = _no_connection(error), ''
    else:
        words, status = str(error) or type(error).__name__, ''
    words = text.one_line(words)
    if len(words) > _SIZE:
        words = f'{words[:_START]} ... {words[_START + 5 - _SIZE :]}'
    return f'{words} {text.one_line(status)}'.strip()


def _http(error: sdk_exceptions.HttpException) -> tuple[str, str]:
    """Return the service's message, the HTTP status and the request ID."""
    words = (error.details or error.message or '').strip()
    status = f'HTTP {error.status_code}'
    response = error.response
    if response is not None:
        page = 'html' in response.headers.get('Content-Type', '')
        if page and response.content:
            # A proxy's, for example, which is not a message
            words = _phrase(response.status_code)
        after = response.headers.get('Retry-After', '')
        if re.fullmatch('[0-9]{1,9}', after):
            status += _(', try again in %s s') % after
    if _NAMELESS.search(words) and error.url:
        # Neither the words nor the class say what was not found
        words = f'{words} {error.method} {error.url}'
    status = f'({status})'
    if error.request_id:
        status += f' (Request-ID: {error.request_id[:80]})'
    return words, status


def _phrase(status: int) -> str:
    """Return the standard phrase of a status, such as ``Bad Gateway``."""
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return _('Error')


def _no_connection(error: ksa_exceptions.ConnectionError) -> str:
    """Reduce a message of Python's libraries to the essentials."""
    words = str(error)
    if not _RAW.search(words):
        return words
    found = re.search(r'https?://\S+?(?=[?#]|: | timed out|$)', words)
    where = found[0] if found else _('the cloud')
    if _LOST.search(words):
        return _('The connection to %s was lost') % where
    if 'ProxyError(' in words:
        where = _('the proxy for %s') % where
    why = _REASON.search(words)
    if why:
        return _('Unable to reach %(where)s: %(why)s') % {
            'where': where,
            'why': next(filter(None, why.groups())),
        }
    return words


def may_have_been_done(error: BaseException) -> bool:
    """Return whether a change may have been made despite an error.

    The SDK layer says so in the message, since the error is keystoneauth's.
    """
    return 'may have been done' in str(error)
