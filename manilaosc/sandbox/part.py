"""What a server's process and the one that started it tell each other.

A part is run as `python -m manilaosc.sandbox.PART STATE SOCKET PIPE`: the
folder of the sandbox, the descriptor of a bound socket, and that of a pipe
on which it says how far it is. A pipe that ends without READY is a part that
failed.
"""

import argparse
import os
import sys

from manilaosc.sandbox import state as sandbox_state

READY = 'ready'


class Part:
    """The side of the server."""

    def __init__(self) -> None:
        parser = argparse.ArgumentParser()
        parser.add_argument('state')
        parser.add_argument('socket', type=int)
        parser.add_argument('pipe', type=int)
        args = parser.parse_args()
        # The servers' libraries read the command line as if it was theirs.
        del sys.argv[1:]
        self.state = sandbox_state.State(args.state)
        self.socket: int = args.socket
        self._pipe: int = args.pipe
        # Neither is for the processes that the server starts in turn.
        os.set_inheritable(self.socket, False)
        os.set_inheritable(self._pipe, False)

    def say(self, text: str) -> None:
        """Report a step that begins."""
        try:
            os.write(self._pipe, f'{text}\n'.encode())
        except OSError:
            # Nobody listens any more: the start was given up.
            raise SystemExit(1) from None

    def ready(self) -> None:
        self.say(READY)
        os.close(self._pipe)
