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

"""Write and read the log of requests to Manila's API."""

from collections.abc import Iterator
import contextlib
import dataclasses
import io
import json
import os
import re
from typing import Any

from manilaosc.sandbox import wsgi

#: Bytes of the largest body that is parsed. The body of an action has a few
#: hundred.
LIMIT = 65536

#: Marks an empty column
NOTHING = '-'

VERSION = 'HTTP_X_OPENSTACK_MANILA_API_VERSION'


@dataclasses.dataclass(frozen=True)
class Line:
    """A request in the log.

    The fields are tab-separated columns, in this order.
    """

    #: The HTTP status
    status: str
    #: The microversion in the request; ``-`` means 2.0
    version: str
    method: str
    #: The route, such as ``/v2/shares/{id}/action``; ``-`` if Manila has no
    #: such route, or rejected the request earlier
    route: str
    #: The action, such as ``extend``, if the route has several
    action: str
    #: The user agent; that of a command of this plugin contains ``manilaosc/``
    agent: str

    @classmethod
    def parse(cls, text: str) -> 'Line':
        """Return the request in a line of the log."""
        return cls(*text.rstrip('\n').split('\t'))

    def __str__(self) -> str:
        return '\t'.join(map(plain, dataclasses.astuple(self)))


def plain(text: str) -> str:
    """Return the text of one column, without tabs and line breaks."""
    text = ''.join(c if c.isprintable() else '?' for c in text[:200])
    return text.strip() or NOTHING


class RequestLog:
    """Appends lines to the log; safe to use from several threads.

    :param path: The log.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        # Appending a line with a single call is atomic
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        self._descriptor = os.open(path, flags, 0o600)

    def middleware(self, app: wsgi.App) -> wsgi.App:
        """Log each request before the response is sent."""

        def wrapped(environ: dict[str, Any], start_response: Any) -> Any:
            # Manila modifies the environment
            method = environ.get('REQUEST_METHOD', '')
            action = peek(environ)
            status = '500'

            def started(line: str, *args: Any, **kwargs: Any) -> Any:
                nonlocal status
                status = line[:3]
                return start_response(line, *args, **kwargs)

            try:
                return app(environ, started)
            finally:
                path, named = route(environ)
                self._append(
                    Line(
                        status,
                        environ.get(VERSION, ''),
                        method,
                        path,
                        named or action,
                        environ.get('HTTP_USER_AGENT', ''),
                    )
                )

        return wrapped

    def _append(self, line: Line) -> None:
        # A full disk must not change the response
        with contextlib.suppress(OSError):
            os.write(self._descriptor, f'{line}\n'.encode())


def peek(environ: dict[str, Any]) -> str:
    """Return the action in the body of a request, without consuming it.

    :param environ: The WSGI environment.
    :returns: The action; empty if there is none.
    """
    if not environ.get('PATH_INFO', '').endswith('/action'):
        return ''
    try:
        length = int(environ.get('CONTENT_LENGTH') or 0)
    except ValueError:
        return ''
    if not 0 < length <= LIMIT:
        return ''
    body = environ['wsgi.input'].read(length)
    environ['wsgi.input'] = io.BytesIO(body)
    with contextlib.suppress(ValueError, AttributeError, RecursionError):
        [(action, _arguments)] = json.loads(body).items()
        return str(action)
    return ''


def route(environ: dict[str, Any]) -> tuple[str, str]:
    """Return the route that Manila has chosen, and the action in the path.

    Manila's API has actions such as ``enable`` where services would have
    their IDs.

    :param environ: The WSGI environment after the request.
    :returns: The route and the action; both can be empty.
    """
    found = environ.get('routes.route')
    if found is None:
        return '', ''
    path = template(environ.get('SCRIPT_NAME', '') + found.routepath)
    named = ''
    if path.endswith('/services/{id}'):
        _url, match = environ['wsgiorg.routing_args']
        named = match.get('id', '')
    return path, named


def template(path: str) -> str:
    """Return a route as it is written in the API reference.

    :param path: The route in the syntax of the library Routes, such as
        ``/{project_id:[0-9a-f]+}/shares/:(id).:(format)``.
    """
    path = re.sub(r'/\{project_id[^}]*\}|\.:\(format\)', '', path)
    return re.sub(r':\((\w+)\)|:(\w+)', r'{\1\2}', path)


def read(path: str | os.PathLike[str], offset: int = 0) -> Iterator[Line]:
    """Yield the requests in a log.

    :param path: The log.
    :param offset: Where to start, in bytes.
    """
    with open(path, encoding='utf-8') as log:
        log.seek(offset)
        yield from map(Line.parse, log)
