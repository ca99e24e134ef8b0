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

"""Run a command in the foreground."""

from collections.abc import Iterable, Sequence
import functools
import signal
import subprocess
import sys

from manilaosc.sandbox import processes

#: Seconds that the command has to end when this process is asked to end
PATIENCE = 5.0


def run(argv: Sequence[str], env: dict[str, str]) -> int:
    """Run a command in the foreground, as a shell does.

    :param argv: The command and its arguments.
    :param env: Its environment.
    :returns: Its exit status; 126 if it cannot be run, and 128 plus the
        number of a signal that ended it.
    """
    # Ctrl-C is for the command; this process still has to clean up
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A signal that arrives before the command is known must not leave it
    # behind
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, processes.TERMINATING)
    try:
        popen = subprocess.Popen(
            argv, env=env, preexec_fn=functools.partial(_as_a_shell, mask)
        )
        try:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            status = popen.wait()
        except BaseException:
            # This process was asked to end
            popen.terminate()
            try:
                popen.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                popen.kill()
            raise
    except OSError as exc:
        print(f'{argv[0]}: {exc.strerror}', file=sys.stderr)
        return 126
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, previous)
    return 128 - status if status < 0 else status


def _as_a_shell(mask: Iterable[int]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
