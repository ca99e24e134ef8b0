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

"""Serve WSGI applications, with middleware."""

from collections.abc import Callable, Sequence
import signal
import socket
from typing import Any

App = Callable[..., Any]
Middleware = Callable[[App], App]

#: The middleware between clients and Manila's API, outermost first. Each is
#: a function that is called once with the application to wrap, and returns
#: the wrapped application:
#:
#:     def middleware(app):
#:         def wrapped(environ, start_response):
#:             return app(environ, start_response)
#:         return wrapped
MANILA: list[Middleware] = []

#: The same for Keystone
KEYSTONE: list[Middleware] = []


def stack(app: App, middlewares: Sequence[Middleware]) -> App:
    """Return an application wrapped in middleware.

    :param app: The application.
    :param middlewares: The middleware, outermost first.
    """
    for middleware in reversed(middlewares):
        app = middleware(app)
    return app


class Server:
    """A waitress server on a socket that is already bound.

    :param app: The application.
    :param descriptor: The file descriptor of the socket.
    :param threads: How many requests are processed at the same time.
    """

    def __init__(self, app: App, descriptor: int, threads: int) -> None:
        import waitress

        bound = socket.socket(fileno=descriptor)
        self._server = waitress.create_server(
            app,
            sockets=[bound],
            threads=threads,
            ident=None,
            # Many requests at the same time have to wait, but are accepted
            backlog=1024,
            connection_limit=1000,
        )
        # Python runs signal handlers in the main thread, which is in run():
        # the exception ends its loop
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)

    @staticmethod
    def _end(number: int, frame: object) -> None:
        raise SystemExit(0)

    def run(self) -> None:
        """Serve requests until SIGTERM or SIGINT."""
        try:
            self._server.run()
        finally:
            # A second signal must not interrupt the cleanup
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
