"""A line for each request that Manila's API was asked, and its answer."""

from collections.abc import Iterator
import contextlib
import dataclasses
import io
import json
import os
import re
from typing import Any

from manilaosc.sandbox import wsgi

#: Bytes up to which a body is looked into; an action's has a few hundred.
LIMIT = 65536

#: What stands for nothing.
NOTHING = '-'

VERSION = 'HTTP_X_OPENSTACK_MANILA_API_VERSION'


@dataclasses.dataclass(frozen=True)
class Line:
    """A request, as the log has it.

    The fields are columns with a tab in between, in this order.
    """

    #: Three digits.
    status: str
    #: What was asked for; `-` is 2.0.
    version: str
    method: str
    #: The route, such as `/v2/shares/{id}/action`; `-` where Manila has
    #: none, or did not look for one.
    route: str
    #: Of a route that has several operations, which one, such as `extend`.
    action: str
    #: Who asked; `manilaosc/` is in there if it was one of our commands.
    agent: str

    @classmethod
    def parse(cls, text: str) -> 'Line':
        return cls(*text.rstrip('\n').split('\t'))

    def __str__(self) -> str:
        return '\t'.join(map(plain, dataclasses.astuple(self)))


def plain(text: str) -> str:
    """Return a column's text: one that cannot be mistaken for two."""
    text = ''.join(c if c.isprintable() else '?' for c in text[:200])
    return text.strip() or NOTHING


class RequestLog:
    """Appends to a file, from any number of threads."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        # What is appended by one call does not mix with another's.
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        self._descriptor = os.open(path, flags, 0o600)

    def middleware(self, app: wsgi.App) -> wsgi.App:
        """Note each request, before its answer is sent."""

        def wrapped(environ: dict[str, Any], start_response: Any) -> Any:
            # Manila changes the environment on the way.
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
        # A full disk is no reason to answer otherwise.
        with contextlib.suppress(OSError):
            os.write(self._descriptor, f'{line}\n'.encode())


def peek(environ: dict[str, Any]) -> str:
    """Return the action that a body asks for, and leave it to be read."""
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
    """Return the route that Manila took, and the operation it hides.

    That is one by which services are enabled and disabled, as if these were
    their IDs.
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
    """Return a route as it is written in documentation.

    In Routes it is `/{project_id:[0-9a-f]+}/shares/:(id).:(format)`.
    """
    path = re.sub(r'/\{project_id[^}]*\}|\.:\(format\)', '', path)
    return re.sub(r':\((\w+)\)|:(\w+)', r'{\1\2}', path)


def read(path: str | os.PathLike[str], offset: int = 0) -> Iterator[Line]:
    """Read a log, from a place in it on."""
    with open(path, encoding='utf-8') as log:
        log.seek(offset)
        yield from map(Line.parse, log)
