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

"""How requests are sent: timeouts, retries, redirects and error bodies.

openstacksdk leaves these to its users, so this module is not part of what is
proposed to it: ``v2`` does not import it.
"""

import collections
from collections.abc import Mapping
import datetime
import email.utils
import enum
import functools
import http
import json
import logging
import re
import ssl
import threading
import time
from typing import Any
import urllib.parse

from keystoneauth1 import exceptions as ksa_exceptions
from openstack import exceptions
from openstack import proxy
import requests
import urllib3.exceptions

from manilaosc.sdk.v2 import _proxy

_LOG = logging.getLogger(__name__)

#: Methods that change nothing, so that sending them twice does no harm
_READS = ('GET', 'HEAD')
#: Responses that say that the request was rejected before it had any effect
_REJECTED = (429, 503)
#: Responses of a gateway that lost the service's response
_GATEWAY = (502, 504)
#: Responses after which a request that only reads is sent again
_PASSING = (*_REJECTED, *_GATEWAY)
#: What Manila says of a request if it does not know what is wrong
_NO_REASON = b'is either malformed or otherwise incorrect'
#: The first and the longest pause before a retry, in seconds
_PAUSE = 0.5
_LONGEST_PAUSE = 8.0
#: Shorter pauses are not worth a warning
_WORTH_A_WARNING = 2.0
#: The most characters of an error message that are kept
_MESSAGE_SIZE = 300
#: How many of them are from its start; the end often says what is wrong
_MESSAGE_START = 180

#: What people should know of a change without an answer
_MAY_BE_DONE = '; it may have been done, so check before you try again'

_RETRIABLE = (
    ksa_exceptions.ConnectFailure,
    ksa_exceptions.ConnectTimeout,
    ksa_exceptions.SSLError,
    ksa_exceptions.UnknownConnectionError,
)


class _Trouble(enum.Enum):
    """What can go wrong with a request, and may pass."""

    UNREACHABLE = 'Unable to connect'
    #: The same, found out by a timeout
    NO_CONNECTION = 'Unable to connect in time'
    LOST = 'The connection was lost'
    SILENT = 'No answer in time'
    #: A response with a status that is worth a retry
    STATUS = 'Manila is busy'
    #: A response of a server that stumbled, or of something in between
    STUMBLED = 'Unexpected response'


#: Trouble after which nothing can have been changed
_NOT_DONE = frozenset(
    {_Trouble.UNREACHABLE, _Trouble.NO_CONNECTION, _Trouble.STATUS}
)
#: Trouble that takes long, or seldom passes
_RETRIED_ONCE = frozenset(
    {_Trouble.NO_CONNECTION, _Trouble.SILENT, _Trouble.STUMBLED}
)


class Transport(proxy.Proxy):
    """A proxy that survives passing trouble, but never repeats a change.

    A request that only reads is retried if the service is busy (HTTP 429,
    503), after a gateway error (502, 504) and if the connection is lost; once
    if there is no answer in time, after HTTP 500 and if the response is not
    JSON. A request that changes something is retried only if it certainly had
    no effect: the service rejected it (429, 503) or there was no connection.
    Otherwise the error says that it may have been done.

    ``connect_retries``, ``status_code_retries``, ``retriable_status_codes``
    and the delays have keystoneauth's meaning and take precedence; so does
    the session's ``timeout``, which is ``api_timeout`` in ``clouds.yaml``.

    Redirects to another host are not followed, since the token would be sent
    there, and error messages are cut to what people can read.
    """

    #: How many retries there are unless configured otherwise
    default_retries = 4
    #: How long to wait for a connection, in seconds, ...
    connect_timeout = 60.0
    #: ... for the next byte of a response to a request that only reads
    read_timeout = 60.0
    #: ... and for that of one that changes something, which may take long
    write_timeout = 300.0
    #: How long to wait in all if the service asks for it by ``Retry-After``
    longest_wait = 30.0
    #: When every request must have ended, as by :func:`time.monotonic`. It
    #: limits timeouts and pauses, and replaces ``longest_wait``.
    deadline: float | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stopped = threading.Event()

    def stop_retrying(self) -> None:
        """End all pauses at once and send no request again.

        This is for programs that were told to end while other threads wait.
        """
        self._stopped.set()

    def request(
        self,
        url: str,
        method: str,
        error_message: str | None = None,
        raise_exc: bool = False,
        connect_retries: int | None = None,
        global_request_id: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> requests.Response:
        """Send a request, and again as long as that helps.

        :param connect_retries: How often to retry if there is no response.
        :param kwargs: What :meth:`keystoneauth1.session.Session.request`
            takes.
        :returns: The response, regardless of its status.
        :raises: keystoneauth's exceptions for connections; their message says
            whether a change may have been made.
        :raises: :class:`~openstack.exceptions.InvalidResponse` for a redirect
            to another host.
        """
        retries = _Retries(self, method, connect_retries, kwargs)
        while True:
            try:
                # Not by keystoneauth, which would repeat what may have been
                # done, and openstacksdk would hold a lock on its cache
                response = super().request(
                    url,
                    method,
                    error_message,
                    False,
                    0,
                    global_request_id,
                    *args,
                    **{**kwargs, 'status_code_retries': 0},
                )
            except _RETRIABLE as e:
                trouble = _trouble_of(e)
                if trouble is None:
                    raise
                if not self._retry(retries, trouble, None, url):
                    self._explain(e, trouble, method, kwargs.get('timeout'))
                    raise
            else:
                trouble = retries.trouble_with(response)
                if trouble is None or not self._retry(
                    retries, trouble, response, url
                ):
                    break
            kwargs['skip_cache'] = True  # Or it answers what was wrong
        _shorten_error(response)
        if raise_exc and response.status_code >= 400:
            raise ksa_exceptions.from_response(response, method, url)
        return response

    def _request(
        self, url: str, method: str, **kwargs: Any
    ) -> requests.Response:
        kwargs['timeout'] = self._timeout(method, kwargs.get('timeout'))
        kwargs['hooks'] = {'response': _check_redirect}
        return super()._request(url, method, **kwargs)

    def _timeout(self, method: str, timeout: Any = None) -> Any:
        """Return the timeouts of a request, as requests takes them."""
        if timeout is None:
            timeout = getattr(self.session, 'timeout', None)
        if timeout is None:
            timeout = (
                self.connect_timeout,
                self.read_timeout if method in _READS else self.write_timeout,
            )
        if self.deadline is None:
            return timeout
        if not isinstance(timeout, tuple):
            timeout = (timeout, timeout)
        left = max(self.deadline - time.monotonic(), 0.1)
        return tuple(min(left, seconds or left) for seconds in timeout)

    def _retry(
        self,
        retries: '_Retries',
        trouble: _Trouble,
        response: requests.Response | None,
        url: str,
    ) -> bool:
        """Wait before a retry; returns whether there is to be one."""
        pause = retries.pause(trouble, response)
        if pause is None or self._stopped.is_set():
            return False
        why = trouble.value
        if response is not None:
            if trouble is _Trouble.STATUS and (
                response.status_code not in _REJECTED
            ):
                why = _reason(response)
            why += f' (HTTP {response.status_code})'
        # Neither the query nor what urllib3 says is for a log: filters may
        # contain access keys
        _LOG.log(
            logging.WARNING
            if pause >= _WORTH_A_WARNING or trouble in _RETRIED_ONCE
            else logging.INFO,
            '%s; trying %s %s again in %g s',
            why,
            retries.method,
            _path(url),
            pause,
        )
        return self._pause(pause)

    def _pause(self, seconds: float) -> bool:
        """Wait, in a way that signals and other threads can end at once."""
        return not self._stopped.wait(seconds)

    def _explain(
        self, error: Exception, trouble: _Trouble, method: str, timeout: Any
    ) -> None:
        """Say in an error whether a change may have been made."""
        if trouble is _Trouble.UNREACHABLE:
            return  # Keystoneauth's message is right
        url = re.search(r'https?://\S+?(?=[?#]|: | timed out|$)', str(error))
        address = url[0] if url else 'the service'
        if self.deadline is None:
            timeout = self._timeout(method, timeout)
        else:
            timeout = None  # It was whatever was left
        connect, read = (
            timeout if isinstance(timeout, tuple) else (timeout, timeout)
        )
        if trouble is _Trouble.NO_CONNECTION:
            words = f'Unable to reach {address}: no connection within '
            words += _seconds(connect)
        elif trouble is _Trouble.SILENT:
            words = f'{method} {address}: no answer within {_seconds(read)}'
        else:
            words = f'{method} {address}: the connection was lost'
        if trouble not in _NOT_DONE and method not in _READS:
            words += _MAY_BE_DONE
        # Callers know keystoneauth's types, so the error keeps its own
        error.message = words  # type: ignore[attr-defined]
        error.args = (words,)


class Proxy(Transport, _proxy.Proxy):
    """The shared file system proxy that :func:`manilaosc.sdk.load` gives."""

    def request(
        self, url: str, method: str, *args: Any, **kwargs: Any
    ) -> requests.Response:
        send = functools.partial(super().request, url, method, *args, **kwargs)
        if self.on_change is None or method in _READS:
            return send()
        return self.on_change(method, url.partition('?')[0], send)


class _Retries:
    """The retries of one request: which there may be, which there were."""

    def __init__(
        self,
        client: Transport,
        method: str,
        connect_retries: int | None,
        kwargs: Mapping[str, Any],
    ) -> None:
        def setting(name: str) -> Any:
            value = kwargs.get(name)
            return getattr(client, name) if value is None else value

        if connect_retries is None:
            connect_retries = client.connect_retries
        status_retries = setting('status_code_retries')
        self.client = client
        self.method = method
        self.reads = method in _READS
        self.codes = setting('retriable_status_codes') or (
            _PASSING if self.reads else _REJECTED
        )
        # By whether there was a response: what is configured, and what is
        # therefore the limit
        self.configured = {True: status_retries, False: connect_retries}
        self.limits = {
            answered: client.default_retries if value is None else value
            for answered, value in self.configured.items()
        }
        self.delays = {
            True: setting('status_code_retry_delay'),
            False: setting('connect_retry_delay'),
        }
        self.done: collections.Counter[_Trouble | bool] = collections.Counter()
        self.waited = 0.0

    def trouble_with(self, response: requests.Response) -> _Trouble | None:
        """Return what is wrong with a response that may be right later."""
        if response.status_code in self.codes:
            return _Trouble.STATUS
        if _is_crash(response) or (
            self.method == 'GET'
            and response.status_code in (200, 203)
            and not _is_json(response)
        ):
            return _Trouble.STUMBLED
        return None

    def pause(
        self, trouble: _Trouble, response: requests.Response | None
    ) -> float | None:
        """Return how long to wait before a retry; None if there is none."""
        answered = response is not None
        if not self.reads and trouble not in _NOT_DONE:
            return None
        if self.done[answered] >= self.limits[answered]:
            return None
        if (
            trouble in _RETRIED_ONCE
            and self.done[trouble]
            # The user's own word on connections is a number of retries
            and (answered or self.configured[answered] is None)
        ):
            return None
        tried = self.done[True] + self.done[False]
        pause = self.delays[answered] or min(_PAUSE * 2**tried, _LONGEST_PAUSE)
        after = _retry_after(response) if response is not None else None
        if after is not None:
            pause = max(pause, after)
            self.waited += pause
        deadline = self.client.deadline
        if deadline is not None:
            if time.monotonic() + pause >= deadline:
                return None
        elif self.waited > self.client.longest_wait:
            return None
        self.done[answered] += 1
        self.done[trouble] += 1
        return float(pause)


def _trouble_of(error: Exception) -> _Trouble | None:
    """Return what an error of keystoneauth means, or None for no trouble.

    Only what requests raised is looked at: further up the chain of exceptions
    there may be one that the caller was handling.
    """
    cause = error.__context__
    what = next(iter(cause.args), None) if cause else None
    reason = getattr(what, 'reason', None)
    if isinstance(error, ksa_exceptions.SSLError):
        # Without a certificate there was no request; if TLS ends without a
        # goodbye, there may have been one
        inner = next(iter(getattr(reason, 'args', ())), None)
        ended = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
        return _Trouble.LOST if isinstance(inner, ended) else None
    if isinstance(cause, requests.exceptions.ConnectTimeout):
        return _Trouble.NO_CONNECTION
    if isinstance(cause, requests.exceptions.ProxyError) or isinstance(
        reason, urllib3.exceptions.NewConnectionError
    ):
        return _Trouble.UNREACHABLE
    if isinstance(cause, requests.exceptions.Timeout) or isinstance(
        what, urllib3.exceptions.ReadTimeoutError
    ):
        return _Trouble.SILENT
    if isinstance(cause, ValueError):
        return None  # A URL or a header that nothing can be sent with
    return _Trouble.LOST


def _retry_after(response: requests.Response) -> float | None:
    """Return how many seconds a response asks to wait, if it does.

    The header contains a number of seconds or a date.
    """
    value = response.headers.get('Retry-After', '').strip()
    if re.fullmatch('[0-9]+', value):
        return float(value[:12])  # More would be as endless
    try:
        date = email.utils.parsedate_to_datetime(value)
        now = datetime.datetime.now(date.tzinfo)
        return max((date - now).total_seconds(), 0.0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _check_redirect(response: requests.Response, **_kwargs: Any) -> None:
    """Reject a redirect to another host, which would be given the token."""
    location = response.headers.get('Location')
    if not location or not 300 < response.status_code < 400:
        return
    target = urllib.parse.urljoin(response.url, location)
    # The rule of requests for its own credentials: http to https is allowed
    # on the same host, with the standard ports
    session = requests.sessions.SessionRedirectMixin()
    if session.should_strip_auth(response.url, target):
        asked = f'{response.request.method} {_path(response.url)}'
        what = (
            f'{_origin(response.url)} redirects {asked} to another host, '
            f'{_origin(target)}'
        )
        raise exceptions.InvalidResponse(
            f'{what}; it was not followed, because the token would be sent '
            'there'
        )
    # Keystoneauth does not follow relative locations
    response.headers['Location'] = target


def _path(url: str) -> str:
    return '/' + urllib.parse.urlsplit(url).path.lstrip('/')


def _seconds(value: Any) -> str:
    known = isinstance(value, int | float)
    return f'{value:.3g} s' if known else 'the time allowed'


def _origin(url: str) -> str:
    scheme, rest = urllib.parse.urlsplit(url)[:2]
    host = rest.rpartition('@')[2]  # Without a password
    return f'{scheme}://{host}'[:100]


def _is_crash(response: requests.Response) -> bool:
    """Return whether Manila stumbled over a request.

    It does so over a snapshot that another request is deleting, and answers
    some of its own errors with HTTP 400 and no reason.
    """
    return response.status_code == 500 or (
        response.status_code == 400 and _NO_REASON in response.content
    )


def _is_json(response: requests.Response) -> bool:
    try:
        response.json()
    except (ValueError, RecursionError):
        return False
    return True


def _reason(response: requests.Response) -> str:
    """Return what HTTP calls a status, such as ``Bad Gateway``."""
    try:
        return http.HTTPStatus(response.status_code).phrase
    except ValueError:
        return 'Error'


def _shorten_error(response: requests.Response) -> None:
    """Reduce the body of an error to a message that people can read.

    openstacksdk puts all of it into its exceptions, be it a proxy's HTML page
    or megabytes.
    """
    if response.status_code < 400 or not response.content:
        return
    if not _is_json(response):
        response._content = b''
        response.reason = _reason(response)
        if response.status_code in _GATEWAY and (
            response.request.method not in _READS
        ):
            response.reason += _MAY_BE_DONE
        return
    try:
        exceptions.raise_from_response(response)
    except exceptions.HttpException as e:
        message = e.details or ''
    if len(message) > _MESSAGE_SIZE:
        end = message[_MESSAGE_START + 5 - _MESSAGE_SIZE :]
        message = f'{message[:_MESSAGE_START]} ... {end}'
        response.headers['Content-Type'] = 'application/json'
        response._content = json.dumps(
            {'error': {'code': response.status_code, 'message': message}}
        ).encode()
