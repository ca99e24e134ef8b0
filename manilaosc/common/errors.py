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

"""Failures as people read them: the cloud's words, in one line."""

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


#: What the service says where it does not say of what: these words, or a
#: placeholder that it has forgotten to fill in
_NAMELESS = re.compile(r'The resource could not be found|%\(\w+\)s')


def message(error: BaseException) -> str:
    """Return an error's message, fit for one line on a terminal."""
    if isinstance(error, sdk_exceptions.HttpException) and error.status_code:
        words = _http(error)
    elif isinstance(error, ksa_exceptions.ConnectFailure):
        words = _no_connection(error)
    elif isinstance(error, ksa_exceptions.UnknownConnectionError):
        words = _('The connection to %s was lost') % _address(error)
    else:
        words = str(error) or type(error).__name__
    return text.one_line(words)


def _http(error: sdk_exceptions.HttpException) -> str:
    words = (error.details or error.message or '').strip()
    if _NAMELESS.search(words) and error.url:
        # Neither words nor the SDK's class name tell people what there is not
        words = f'{words} {error.method} {error.url}'
    result = f'{words} (HTTP {error.status_code})'
    if error.request_id:
        result += f' (Request-ID: {error.request_id})'
    return result


def _no_connection(error: ksa_exceptions.ConnectFailure) -> str:
    # "... [Errno 111] Connection refused" among much that is Python's
    why = re.search(r'\[Errno -?\d+\] ([\w ]+)', str(error))
    if not why:
        return str(error)
    return _('Unable to reach %(where)s: %(why)s') % {
        'where': _address(error),
        'why': why[1],
    }


def _address(error: BaseException) -> str:
    address = re.search(r'https?://\S+?(?=: |$)', str(error))
    return address[0] if address else _('the cloud')
