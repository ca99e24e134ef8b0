"""Serving an application, and what stands between it and its callers."""

from collections.abc import Callable, Sequence
import signal
import socket
from typing import Any

App = Callable[..., Any]
Middleware = Callable[[App], App]

#: What each request to Manila's API passes through before Manila, outermost
#: first. A middleware is called once, with the application it wraps, and
#: returns another:
#:
#:     def middleware(app):
#:         def wrapped(environ, start_response):
#:             return app(environ, start_response)
#:         return wrapped
MANILA: list[Middleware] = []

#: The same for Keystone.
KEYSTONE: list[Middleware] = []


def stack(app: App, middlewares: Sequence[Middleware]) -> App:
    """Return the application behind its middlewares."""
    for middleware in reversed(middlewares):
        app = middleware(app)
    return app


class Server:
    """A waitress on a socket that is bound already."""

    def __init__(self, app: App, descriptor: int, threads: int) -> None:
        import waitress

        bound = socket.socket(fileno=descriptor)
        self._server = waitress.create_server(
            app,
            sockets=[bound],
            threads=threads,
            ident=None,
            # A burst of requests waits in line, it is not turned away.
            backlog=1024,
            connection_limit=1000,
        )
        # In Python a signal is handled between two steps of the main
        # thread, which is in `run`: the exception ends its loop.
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)

    @staticmethod
    def _end(number: int, frame: object) -> None:
        raise SystemExit(0)

    def run(self) -> None:
        """Serve until a signal says to end."""
        try:
            self._server.run()
        finally:
            # A second signal has nothing to add.
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
