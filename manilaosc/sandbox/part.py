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

"""What a service and the process that starts it have in common.

A service is run as ``python -m manilaosc.sandbox.PART STATE SOCKET PIPE``: the
state folder, the file descriptor of a bound socket, and the file descriptor
of a pipe for progress messages. The message READY is the last one. If the
pipe is closed without it, the service has failed.
"""

import argparse
import os
import sys

from manilaosc.sandbox import processes
from manilaosc.sandbox import state as sandbox_state

#: The parts that are written in Python, and the path of a URL that each of
#: them answers without authentication
SERVERS = {'keystone': '/v3', 'manila': '/'}

READY = 'ready'


def module(name: str) -> str:
    """Return the name of the module that runs a part."""
    return f'manilaosc.sandbox.{name}'


class Part:
    """The arguments of a service, and its side of the pipe."""

    def __init__(self) -> None:
        processes.restore_signals()
        parser = argparse.ArgumentParser()
        parser.add_argument('state')
        parser.add_argument('socket', type=int)
        parser.add_argument('pipe', type=int)
        args = parser.parse_args()
        # Libraries of the services would parse these arguments, too
        del sys.argv[1:]
        self.state = sandbox_state.State(args.state)
        self.socket: int = args.socket
        self._pipe: int = args.pipe
        # Processes that the service starts must not inherit them
        os.set_inheritable(self.socket, False)
        os.set_inheritable(self._pipe, False)

    def say(self, text: str) -> None:
        """Report that a step begins."""
        try:
            os.write(self._pipe, f'{text}\n'.encode())
        except OSError:
            # The process that started this one has ended
            raise SystemExit(1) from None

    def ready(self) -> None:
        """Report that the service answers requests."""
        self.say(READY)
        os.close(self._pipe)
