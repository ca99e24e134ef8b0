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

"""Act on several resources side by side, and record each outcome."""

from collections.abc import Callable, Sequence
import enum
from multiprocessing import pool
import threading
from typing import Any

from osc_lib import exceptions

from manilaosc.common import errors
from manilaosc.common import interrupt

#: The number of concurrent requests
WORKERS = 8


class Stage(enum.Enum):
    """The progress of a target without an outcome."""

    NOT_SENT = enum.auto()
    SENT = enum.auto()


class Bulk:
    """Find the resources of several targets, and act on each once.

    :ivar outcomes: For each target, the resource that was acted on, an
        exception, or the stage at which it was interrupted.
    """

    def __init__(
        self,
        targets: Sequence[str],
        find: Callable[[str], Any],
        act: Callable[[Any], Any],
    ) -> None:
        self.outcomes: dict[str, Any] = dict.fromkeys(targets, Stage.NOT_SENT)
        self._find = find
        self._act = act
        #: For each resource, the first target that it was found by
        self._first: dict[str, str] = {}
        #: For each duplicate target, the first target of its resource
        self._same: dict[str, str] = {}
        self._lock = threading.Lock()
        self._is_stopped = False

    def run(self) -> None:
        """Try each target."""
        # Of daemon threads: one that hangs must not keep the process alive
        with pool.ThreadPool(min(WORKERS, len(self.outcomes))) as workers:
            for result in [
                workers.apply_async(self._try, (target,))
                for target in self.outcomes
            ]:
                result.get()
        for target, first in self._same.items():
            self.outcomes[target] = self.outcomes[first]

    def stop(self) -> None:
        """Keep the threads from acting on further targets."""
        with self._lock:
            self._is_stopped = True

    @property
    def begun(self) -> dict[str, Any]:
        """The resources that were acted on, by target."""
        return {
            target: outcome
            for target, outcome in self.outcomes.items()
            if not isinstance(outcome, Exception | Stage)
        }

    @property
    def failures(self) -> dict[str, Exception]:
        return {
            target: outcome
            for target, outcome in self.outcomes.items()
            if isinstance(outcome, Exception)
        }

    def report(self) -> str:
        """Return a message with the progress of each target."""
        stages: dict[Stage, list[str]] = {stage: [] for stage in Stage}
        for target in self.outcomes:
            # Of two targets of one resource, one is acted on
            outcome = self.outcomes[self._same.get(target, target)]
            if isinstance(outcome, Stage):
                stages[outcome].append(target)
        return interrupt.report(
            list(self.begun), stages[Stage.SENT], stages[Stage.NOT_SENT]
        )

    def _try(self, target: str) -> None:
        try:
            resource = self._find(target)
            if self._is_to_act(target, getattr(resource, 'id', resource)):
                self._act(resource)
                self.outcomes[target] = resource
        except (*errors.EXPECTED, exceptions.CommandError) as e:
            self.outcomes[target] = e

    def _is_to_act(self, target: str, resource_id: str) -> bool:
        with self._lock:
            # The same resource may be given by name and by ID
            first = self._first.setdefault(resource_id, target)
            if first != target:
                self._same[target] = first
            elif not self._is_stopped:
                self.outcomes[target] = Stage.SENT
            return self.outcomes[target] is Stage.SENT
