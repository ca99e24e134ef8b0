"""Less to do for a Manila that nobody asks anything."""

from collections.abc import Callable
import time
from typing import Any

from manilaosc.sandbox import wsgi

#: Seconds after the last request from which on nobody waits for anything.
AFTER = 20.0

#: Seconds between looks at what is under way, from then on.
INTERVAL = 10.0


class Quiet:
    """Keeps the services from looking around every second all day.

    Whoever waits for a migration or a replica asks how far it is, and has
    the services look every second with that.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked = clock()

    def middleware(self, app: wsgi.App) -> wsgi.App:
        """Note when a request comes."""

        def wrapped(*args: Any) -> Any:
            self._asked = self._clock()
            return app(*args)

        return wrapped

    def calm(self, tasks: Callable[..., Any]) -> Callable[..., None]:
        """Return periodic tasks that are mostly left out while it is quiet."""
        ran = self._clock() - INTERVAL

        def wrapped(*args: Any, **kwargs: Any) -> None:
            nonlocal ran
            now = self._clock()
            if now - self._asked > AFTER and now - ran < INTERVAL:
                return
            ran = now
            tasks(*args, **kwargs)

        return wrapped
