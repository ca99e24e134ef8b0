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

"""Start processes that outlive this one, find them again and end them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
import contextlib
import dataclasses
import os
import pathlib
import signal
import subprocess
import sys
import time
from typing import Any, Self

from manilaosc.sandbox import files
from manilaosc.sandbox import state as sandbox_state

#: Variables that the services do not inherit. With the first, each start
#: would compile thousands of modules again; the others change which modules
#: Python finds.
UNWANTED = ('PYTHONDONTWRITEBYTECODE', 'PYTHONHOME', 'PYTHONSTARTUP')

#: Signals that ask a process to end
TERMINATING = frozenset({signal.SIGHUP, signal.SIGINT, signal.SIGTERM})

#: Modes of the files that the services create: for their user alone
UMASK = 0o077


def identity(pid: int) -> str | None:
    """Return what distinguishes a process from a later one with its PID.

    :returns: The boot and the start time; None if the process does not exist
        or has ended and is only waiting for its parent.
    """
    try:
        # The name is in parentheses and may itself contain some, and spaces
        text = pathlib.Path(f'/proc/{pid}/stat').read_text(errors='replace')
        fields = text[text.rindex(')') + 2 :].split()
        if fields[0] in 'ZX':
            return None
        # Ticks since boot, which a change of the clock does not affect
        return f'{_boot()}-{fields[19]}'
    except FileNotFoundError:
        if os.path.exists('/proc/self/stat'):
            return None
    except (ProcessLookupError, ValueError):
        return None
    import psutil  # for systems without /proc

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return str(process.create_time())
    except psutil.Error:
        return None


def _boot() -> str:
    try:
        path = pathlib.Path('/proc/sys/kernel/random/boot_id')
        return path.read_text().strip()[:8]
    except OSError:
        return ''


@dataclasses.dataclass(frozen=True)
class Process:
    """A process, distinguished from others that have its PID later."""

    pid: int
    identity: str

    @classmethod
    def of(cls, pid: int) -> Self | None:
        """Return the process with a PID, None if there is none."""
        found = identity(pid)
        return cls(pid, found) if found else None

    @classmethod
    def load(cls, state: sandbox_state.State, part: str) -> Self | None:
        """Return the process in the PID file of a part if it still runs.

        A PID file that names another state folder is ignored: it was copied
        from there.
        """
        try:
            first, folder = state.pid_file(part).read_text().split('\n')[:2]
            pid, found = first.split()
            process = cls(int(pid), found)
        except (OSError, ValueError):
            return None
        return process if folder == state.place and process.alive else None

    def save(self, state: sandbox_state.State, part: str) -> None:
        """Write the PID file of a part."""
        files.write(
            state.pid_file(part),
            f'{self.pid} {self.identity}\n{state.place}\n',
        )

    @property
    def alive(self) -> bool:
        return identity(self.pid) == self.identity

    def signal(self, number: int) -> None:
        """Send a signal to the process if it still runs."""
        if self.alive:
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                pass


def environment(
    inherited: Mapping[str, str], state: sandbox_state.State
) -> dict[str, str]:
    """Return the environment of a service.

    :param inherited: The environment of this process.
    :param state: The state folder.
    """
    env = {
        name: value
        for name, value in inherited.items()
        if name not in UNWANTED and not name.startswith('OS_')
    }
    env['PYTHONUNBUFFERED'] = '1'
    # The services must find this package in a checkout that is not installed
    root = pathlib.Path(__file__).resolve().parents[2]
    if root.name not in ('site-packages', 'dist-packages'):
        env['PYTHONPATH'] = os.pathsep.join(
            filter(None, [str(root), inherited.get('PYTHONPATH')])
        )
    # Requests to other services on loopback must not go to a proxy
    env['no_proxy'] = env['NO_PROXY'] = no_proxy(inherited)
    cache = bytecode_folder(state)
    if cache:
        env['PYTHONPYCACHEPREFIX'] = str(cache)
    return env


def no_proxy(inherited: Mapping[str, str]) -> str:
    """Return the value of ``no_proxy``, extended by loopback."""
    value = inherited.get('no_proxy') or inherited.get('NO_PROXY') or ''
    names = [name.strip() for name in value.split(',') if name.strip()]
    return ','.join(dict.fromkeys([*names, '127.0.0.1', 'localhost']))


def bytecode_folder(state: sandbox_state.State) -> pathlib.Path | None:
    """Return the folder for byte code if it cannot be written as usual.

    Without byte code, each start would compile all modules. This concerns
    environments that belong to another user.

    :returns: The folder; None if Python can write byte code as usual, or if
        there already is some.
    """
    site = pathlib.Path(os.__file__).parent
    for entry in sys.path:
        if os.path.isdir(os.path.join(entry, 'manila')):
            site = pathlib.Path(entry, 'manila')
            break
    if (site / '__pycache__').is_dir() or os.access(site, os.W_OK):
        return None
    return state.folder / 'pycache'


def spawn(
    argv: Sequence[str | os.PathLike[str]],
    log: pathlib.Path,
    env: Mapping[str, str],
    cwd: pathlib.Path,
    pass_fds: Iterable[int] = (),
    user: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start a service in a session of its own, without input.

    :param argv: The program and its arguments.
    :param log: The file that its output is appended to.
    :param env: Its environment.
    :param cwd: Its working directory.
    :param pass_fds: The file descriptors that it inherits.
    :param user: The ID of the user and group to run it as; default: this
        user.
    """
    privileges: dict[str, Any] = {}
    if user is not None:
        privileges = {'user': user, 'group': user, 'extra_groups': []}
    output = files.open_private(log, os.O_WRONLY | os.O_APPEND)
    try:
        return subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=dict(env),
            cwd=cwd,
            pass_fds=tuple(pass_fds),
            start_new_session=True,
            umask=UMASK,
            **privileges,
        )
    finally:
        os.close(output)


def restore_signals() -> None:
    """Undo what this process inherited about signals that end it.

    A shell without job control has its background processes ignore SIGINT.
    Whatever they start would ignore it as well.
    """
    for number in TERMINATING:
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, TERMINATING)


def wait_gone(processes: Iterable[Process], timeout: float) -> bool:
    """Wait until all processes have ended.

    :param processes: The processes.
    :param timeout: Seconds to wait.
    :returns: Whether all have ended.
    """
    left = list(processes)
    deadline = time.monotonic() + timeout
    while True:
        for process in left:
            reap(process.pid)
        left = [process for process in left if process.alive]
        if not left:
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)


def reap(pid: int) -> None:
    """Remove a process that has ended, if it is a child of this one."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except OSError:
        pass


def end(
    processes: Iterable[Process],
    first: int = signal.SIGTERM,
    timeout: float = 3.0,
) -> None:
    """End processes: first with a signal that they can handle, then SIGKILL.

    :param processes: The processes.
    :param first: The first signal.
    :param timeout: Seconds to wait before SIGKILL.
    """
    left = list(processes)
    for number, seconds in ((first, timeout), (signal.SIGKILL, 5.0)):
        for process in left:
            process.signal(number)
        if wait_gone(left, seconds):
            return


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Delay signals that end this process until the block has ended."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, TERMINATING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def working_in(
    folder: str | os.PathLike[str],
    matches: Callable[[str, Sequence[str]], bool],
    user: int | None = None,
) -> list[Process]:
    """Find processes by their working directory.

    This finds services whose PID file was lost, and processes of PostgreSQL
    whose parent was killed. If the folder was removed while they ran, they
    are found by its former path.

    :param folder: The working directory.
    :param matches: Called with the name and the command line of a process;
        returns whether it is wanted. A shell that somebody has opened in the
        folder must not be.
    :param user: The ID of the user that the processes run as; default: this
        user.
    """
    import psutil

    owner = os.geteuid() if user is None else user
    place = os.path.realpath(folder)
    found = []
    for each in psutil.process_iter():
        try:
            if (
                each.cwd() != place
                or each.uids().effective != owner
                or not matches(each.name(), each.cmdline())
            ):
                continue
        except psutil.Error:
            continue
        process = Process.of(each.pid)
        if process:
            found.append(process)
    return found
