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

"""Run Manila's periodic tasks less often while there are no requests."""

from collections.abc import Callable
import time
from typing import Any

from manilaosc.sandbox import wsgi

#: Seconds after the last request when the periodic tasks are slowed down
AFTER = 20.0

#: Seconds between two runs of the periodic tasks from then on
INTERVAL = 10.0


class Quiet:
    """Slows down periodic tasks, which otherwise run every second.

    Clients that wait, for example for a migration, send requests in the
    meantime, so that the tasks run every second for them.

    :param clock: Returns the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked = clock()

    def middleware(self, app: wsgi.App) -> wsgi.App:
        """Note the time of each request."""

        def wrapped(*args: Any) -> Any:
            self._asked = self._clock()
            return app(*args)

        return wrapped

    def calm(self, tasks: Callable[..., Any]) -> Callable[..., None]:
        """Return a function that mostly skips the tasks without requests.

        :param tasks: The function that runs the periodic tasks.
        """
        ran = self._clock() - INTERVAL

        def wrapped(*args: Any, **kwargs: Any) -> None:
            nonlocal ran
            now = self._clock()
            if now - self._asked > AFTER and now - ran < INTERVAL:
                return
            ran = now
            tasks(*args, **kwargs)

        return wrapped
