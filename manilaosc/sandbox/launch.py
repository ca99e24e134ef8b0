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

"""Start the parts of a sandbox, all at the same time."""

from collections.abc import Callable, Mapping, Sequence
import os
import selectors
import socket
import sys
import time

from manilaosc.sandbox import errors
from manilaosc.sandbox import part
from manilaosc.sandbox import postgres
from manilaosc.sandbox import processes
from manilaosc.sandbox import state as sandbox_state

#: Seconds that a start may take. A slow machine without byte code needs a
#: fraction of this.
TIMEOUT = 240.0


class Service:
    """A service that is being started.

    :param state: The state folder.
    :param name: The part, such as ``keystone``.
    :param bound: The socket that it is to serve.
    :param env: Its environment.
    """

    def __init__(
        self,
        state: sandbox_state.State,
        name: str,
        bound: socket.socket,
        env: Mapping[str, str],
    ) -> None:
        self.name = name
        self.log = state.log(name)
        self.ready = False
        self.pipe, theirs = os.pipe()
        try:
            popen = processes.spawn(
                [
                    sys.executable,
                    # The working directory must not be on the path: it has a
                    # folder named manila
                    '-P',
                    '-m',
                    part.module(name),
                    state.folder,
                    str(bound.fileno()),
                    str(theirs),
                ],
                self.log,
                env,
                state.folder,
                pass_fds=(bound.fileno(), theirs),
            )
        finally:
            os.close(theirs)
        process = processes.Process.of(popen.pid)
        if process is None:
            raise errors.PartFailed(name, 'ended immediately', self.log)
        process.save(state, name)

    def close(self) -> None:
        os.close(self.pipe)


class Launch:
    """The start of all parts of a sandbox.

    :param state: The state folder. The configuration files must exist.
    :param database: The database server.
    :param progress: Called with each progress message.
    """

    def __init__(
        self,
        state: sandbox_state.State,
        database: postgres.Postgres,
        progress: Callable[[str], None],
    ) -> None:
        self._state = state
        self._database = database
        self._progress = progress

    def run(self, sockets: Mapping[str, socket.socket]) -> None:
        """Start the parts, and wait until all of them answer.

        :param sockets: The bound socket of each service, by name.
        :raises manilaosc.sandbox.errors.PartFailed: One of them did not
            start.
        """
        began = time.monotonic()
        env = processes.environment(os.environ, self._state)
        services = [
            Service(self._state, name, bound, env)
            for name, bound in sockets.items()
        ]
        with selectors.DefaultSelector() as selector:
            try:
                for each in services:
                    selector.register(each.pipe, selectors.EVENT_READ, each)
                # The services load their code in the meantime
                self._progress('postgres: starting')
                self._database.start()
                deadline = began + TIMEOUT
                while not all(each.ready for each in services):
                    self.wait(selector, services, deadline)
            finally:
                for each in services:
                    each.close()
        self._progress(f'ready after {time.monotonic() - began:.1f} s')

    def wait(
        self,
        selector: selectors.BaseSelector,
        services: Sequence[Service],
        deadline: float,
    ) -> None:
        """Wait for the next messages, or half a second.

        :param selector: Waits for the pipes of the services.
        :param services: The services.
        :param deadline: When the start has failed, as
            :func:`time.monotonic`.
        """
        for key, _ in selector.select(timeout=0.5):
            each = key.data
            text = os.read(each.pipe, 4096).decode()
            if not text and not each.ready:
                raise errors.PartFailed(each.name, 'did not start', each.log)
            if not text:
                selector.unregister(each.pipe)
            for line in text.splitlines():
                if line == part.READY:
                    each.ready = True
                self._progress(f'{each.name}: {line}')
        if self._database.process is None:
            raise errors.PartFailed(
                postgres.PART, 'did not start', self._database.log
            )
        if time.monotonic() > deadline:
            late = next(each for each in services if not each.ready)
            raise errors.PartFailed(
                late.name,
                f'did not start within {TIMEOUT:.0f} seconds',
                late.log,
            )


def bind(port: int) -> socket.socket:
    """Return a socket that listens on loopback.

    The services inherit it, so that no other process can take the port in
    the meantime.

    :param port: The preferred TCP port; if it is taken, or 0, any other.
    :raises manilaosc.sandbox.errors.SandboxError: There is no free port.
    """
    for wanted in (port, 0):
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        # Connections of a previous server may still occupy the port
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind(('127.0.0.1', wanted))
            # Only this reveals that another process listens on it
            bound.listen(1024)
            return bound
        except OSError:
            bound.close()
    raise errors.SandboxError('There is no free port on 127.0.0.1')
