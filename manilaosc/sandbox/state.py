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

"""The state folder: the paths in it, its owner, and its locks."""

from collections.abc import Callable, Container, Iterator
import contextlib
import fcntl
import json
import os
import pathlib
import shutil
import time
import urllib.parse

from manilaosc.sandbox import errors
from manilaosc.sandbox import files
from manilaosc.sandbox import settings as sandbox_settings

STATE_VARIABLE = 'MANILAOSC_SANDBOX_STATE'

#: Characters that have a special meaning in a configuration file or URL that
#: contains the path
SPECIAL = frozenset('%$#?,"\\')

#: Bytes that the path may have. SQLite, which stores Keystone's data, accepts
#: 512 including the names of its own files.
PATH_LIMIT = 450

#: The names in the state folder that belong to the sandbox
CONTENT = frozenset(
    {
        'clouds.yaml',
        'clouds.yaml.new',
        'keystone',
        'lock',
        'log',
        'manila',
        'postgres',
        'pycache',
        'run',
        'state.json',
        'state.json.new',
        'users',
    }
)

#: The file in each folder outside the state folder that says which sandbox
#: it belongs to
MARK = '.manilaosc-sandbox'

#: Parents of the folders outside the state folder. They are fixed: they must
#: be found again whatever the environment variables are at that time.
SYSTEM_HOME = pathlib.Path('/var/lib')
SYSTEM_TEMPORARY = pathlib.Path('/tmp')  # noqa: S108

#: Bytes that the folder of PostgreSQL's socket may have. The kernel limits
#: the path of a socket to 108 bytes on Linux and 104 on other systems, and
#: PostgreSQL appends the name of the socket.
SOCKET_PATH_LIMIT = 85

#: Seconds to wait for the lock; slightly more than a start can take
LOCK_TIMEOUT = 300.0

#: Errors to retry, because another process may be removing the folders that
#: this one creates
RETRIED = (FileExistsError, FileNotFoundError)

#: How often to try to create the folders, and seconds between two attempts
ATTEMPTS = 20
ATTEMPT_INTERVAL = 0.05


def default_folder() -> str:
    """Return the state folder that is used without ``--state``.

    A leading ``~`` stands for the home directory.
    """
    named = os.environ.get(STATE_VARIABLE)
    if named:
        return named
    base = os.environ.get('XDG_STATE_HOME') or '~/.local/state'
    return os.path.join(base, 'manilaosc', 'sandbox')


class State:
    """The state folder of a sandbox.

    :param folder: The path; default: :func:`default_folder`.
    :raises manilaosc.sandbox.errors.SandboxError: The path starts with ``~``,
        and the home directory is unknown.
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None) -> None:
        chosen = pathlib.Path(folder or default_folder())
        try:
            chosen = chosen.expanduser()
        except RuntimeError:
            # No HOME, and no entry in /etc/passwd, as in a container that
            # runs with an arbitrary user ID
            raise errors.SandboxError(
                f'The home directory in {chosen} cannot be determined; name '
                'another folder with --state'
            ) from None
        # Absolute, because the services have other working directories
        self.folder = pathlib.Path(os.path.abspath(chosen))
        self.settings_file = self.folder / 'state.json'
        self.clouds_yaml = self.folder / 'clouds.yaml'
        self.logs = self.folder / 'log'
        self.run = self.folder / 'run'
        self.keystone = self.folder / 'keystone'
        self.manila = self.folder / 'manila'
        self.keystone_conf = self.keystone / 'keystone.conf'
        self.manila_conf = self.manila / 'manila.conf'
        self.paste_ini = self.manila / 'api-paste.ini'
        self.ready_file = self.run / 'ready'
        self.lock_file = self.folder / 'lock'
        self.users_file = self.folder / 'users'
        self.request_log = self.logs / 'requests.log'
        self._settings: sandbox_settings.Settings | None = None

    # -- settings ----------------------------------------------------------

    @property
    def exists(self) -> bool:
        return self.settings_file.exists()

    @property
    def place(self) -> str:
        """The path of the state folder without symbolic links."""
        return os.path.realpath(self.folder)

    @property
    def settings(self) -> sandbox_settings.Settings:
        """The content of ``state.json``, or defaults if it does not exist.

        :raises manilaosc.sandbox.errors.Unusable: The file cannot be read, or
            the folder is a copy of another sandbox.
        """
        if self._settings is None:
            self._settings = self._read()
        return self._settings

    def _read(self) -> sandbox_settings.Settings:
        try:
            found = sandbox_settings.Settings.parse(
                self.settings_file.read_text()
            )
        except FileNotFoundError:
            return sandbox_settings.Settings.new(self.place)
        except (OSError, ValueError) as exc:
            raise errors.Unusable(
                f'{self.settings_file} cannot be read ({exc}). "stop" ends '
                'services that still run there; to start again, remove '
                f'{self.folder} yourself or name another folder with --state'
            ) from exc
        if self._is_copy(found.id, found.folder):
            raise errors.Unusable(
                f'{self.folder} is a copy of the sandbox in {found.folder}. '
                'It is not started, stopped or deleted: remove the copy '
                'yourself, or name another folder with --state'
            )
        return found

    def _is_copy(self, identity: str, folder: str) -> bool:
        """Return whether the sandbox of this ID is still in that folder.

        If it is not, its folder was moved to here.
        """
        if folder == self.place:
            return False
        try:
            # The same folder by another path, such as a bind mount
            if os.path.samefile(folder, self.folder):
                return False
            text = pathlib.Path(folder, self.settings_file.name).read_text()
            return sandbox_settings.Settings.parse(text).id == identity
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return False
        except OSError:
            # It exists, but this user cannot look into it
            return True

    def reload(self) -> None:
        """Read ``state.json`` again: another process may have changed it."""
        self._settings = None

    def save(self) -> None:
        files.write(self.settings_file, self.settings.dump())

    # -- folders -----------------------------------------------------------

    def prepare(self) -> None:
        """Create the folders, closed to other users.

        :raises manilaosc.sandbox.errors.SandboxError: The state folder cannot
            be used, or contains something else.
        """
        for left in range(ATTEMPTS - 1, -1, -1):
            try:
                self._make()
                return
            except OSError as exc:
                if left and isinstance(exc, RETRIED):
                    time.sleep(ATTEMPT_INTERVAL)
                    continue
                raise errors.SandboxError(
                    f'The state folder {self.folder} cannot be used: '
                    f'{exc.strerror}; name another folder with --state'
                ) from exc

    def _make(self) -> None:
        self._check_path()
        files.make_parents(self.folder)
        self.folder.mkdir(exist_ok=True, mode=files.FOLDER)
        self._check_content()
        # PostgreSQL does not run as root, and its user must get to its data
        mode = 0o711 if os.geteuid() == 0 else files.FOLDER
        if self.folder.stat().st_mode & 0o777 != mode:
            self.folder.chmod(mode)
        for path in (self.logs, self.run, self.keystone, self.manila):
            files.make_folder(path)

    def _check_path(self) -> None:
        found = set(str(self.folder)) & SPECIAL
        length = len(os.fsencode(self.folder))
        if length > PATH_LIMIT:
            raise errors.SandboxError(
                f'The path of the state folder is too long: {length} bytes '
                f'(maximum {PATH_LIMIT}); name another folder with --state'
            )
        if found or not str(self.folder).isprintable():
            raise errors.SandboxError(
                f'The state folder {self.folder} cannot be used: its path '
                f'contains {" ".join(sorted(found)) or "control characters"}, '
                'which configuration files would misinterpret; name another '
                'folder with --state'
            )

    def _check_content(self) -> None:
        """Refuse a folder that is not empty and not a sandbox of this user."""
        if self.exists:
            owner = self.settings_file.stat().st_uid
            if owner != os.geteuid():
                raise errors.SandboxError(
                    f'The sandbox in {self.folder} belongs to the user with '
                    f'ID {owner}; name another folder with --state'
                )
            self._read()
            return
        foreign = sorted(set(os.listdir(self.folder)) - CONTENT)
        if foreign:
            raise errors.SandboxError(
                f'The state folder {self.folder} contains other files, such '
                f'as {foreign[0]}; name another folder with --state'
            )

    def remove(self, keep: Container[str] = ()) -> None:
        """Remove what belongs to the sandbox, and the folder if it is empty.

        The caller must hold the lock. The lock file is removed last, so that
        a process that waits for it does not find half a sandbox.

        :param keep: Names in the folder to keep, unless they are empty.
        """
        for name in sorted(CONTENT - {self.lock_file.name}):
            path = self.folder / name
            if name in keep:
                with contextlib.suppress(OSError):
                    path.rmdir()
            elif path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        self.lock_file.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            # Fails if there are other files in it
            self.folder.rmdir()
        self.reload()

    # -- folders outside the state folder ----------------------------------

    @property
    def inner_home(self) -> pathlib.Path:
        """The folder of PostgreSQL inside the state folder."""
        return self.folder / 'postgres'

    @staticmethod
    def outer_name(identity: str) -> str:
        """Return the name of a folder outside the state folder."""
        return f'manilaosc-sandbox-{identity}'

    @property
    def outer_home(self) -> pathlib.Path:
        """The folder of PostgreSQL if the inner one cannot be used.

        This is the case for root if others may not enter the state folder,
        because PostgreSQL then runs as another user.
        """
        return SYSTEM_HOME / self.outer_name(self.settings.id)

    @property
    def home(self) -> pathlib.Path:
        """The folder of PostgreSQL that is in use."""
        return (
            self.outer_home
            if self.owns(self.outer_home)
            else (self.inner_home)
        )

    @property
    def socket(self) -> pathlib.Path:
        """The folder of PostgreSQL's socket.

        This is the data folder, unless its path is too long for a socket.
        """
        data = self.home / 'data'
        if len(os.fsencode(data)) <= SOCKET_PATH_LIMIT:
            return data
        return SYSTEM_TEMPORARY / self.outer_name(self.settings.id)

    def mark(self, folder: pathlib.Path) -> None:
        """Note in a folder that it belongs to this sandbox."""
        mark = {'id': self.settings.id, 'folder': self.place}
        files.write(folder / MARK, json.dumps(mark) + '\n')

    def owns(self, folder: pathlib.Path) -> bool:
        """Return whether a folder carries the mark of this sandbox."""
        identity, place = read_mark(folder)
        return identity == self.settings.id and (
            place in (self.place, self.settings.folder)
        )

    def discard(self, folder: pathlib.Path) -> None:
        """Remove a folder outside the state folder if the sandbox owns it."""
        if self.owns(folder):
            shutil.rmtree(folder, ignore_errors=True)

    def abandoned(self) -> list[pathlib.Path]:
        """Return outer homes of sandboxes that were in this state folder.

        Without its ``state.json``, the mark is all that is known of a sandbox.
        It may also have been moved, so its data must not be deleted.
        """
        pattern = self.outer_name('*')
        return [
            folder
            for folder in sorted(SYSTEM_HOME.glob(pattern))
            if read_mark(folder)[1] == self.place
        ]

    # -- names -------------------------------------------------------------

    def log(self, part: str) -> pathlib.Path:
        return self.logs / f'{part}.log'

    def pid_file(self, part: str) -> pathlib.Path:
        return self.run / f'{part}.pid'

    @property
    def auth_url(self) -> str:
        return f'http://127.0.0.1:{self.settings.keystone_port}/v3'

    @property
    def share_endpoint(self) -> str:
        return f'http://127.0.0.1:{self.settings.manila_port}/v2'

    @property
    def database_url(self) -> str:
        return (
            'postgresql+psycopg2://postgres@/manila?host='
            + urllib.parse.quote(str(self.socket))
        )

    # -- locks -------------------------------------------------------------

    @contextlib.contextmanager
    def lock(
        self,
        timeout: float = LOCK_TIMEOUT,
        waiting: Callable[[str], None] | None = None,
    ) -> Iterator[None]:
        """Lock the sandbox, so that it is started or stopped only once.

        :param timeout: Seconds to wait for another process.
        :param waiting: Called once with a message if there is one.
        :raises manilaosc.sandbox.errors.SandboxError: The state folder cannot
            be used, or is still locked.
        """
        began = time.monotonic()
        while True:
            self.prepare()
            with contextlib.ExitStack() as stack:
                if self._take(stack):
                    # The previous holder may have removed the folders
                    self.prepare()
                    self.reload()
                    yield
                    return
            waited = time.monotonic() - began
            if waited > timeout:
                raise errors.SandboxError(
                    f'Another process has been starting or stopping '
                    f'{self.folder} for {timeout:.0f} seconds'
                )
            if waiting and waited > 1:
                waiting('waiting for another process to start or stop it')
                waiting = None
            time.sleep(0.1)

    def _take(self, stack: contextlib.ExitStack) -> bool:
        """Lock the lock file, unless it is locked or was removed."""
        try:
            handle = stack.enter_context(_append(self.lock_file))
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            found = os.stat(self.lock_file)
        except OSError:
            return False
        return os.path.samestat(found, os.fstat(handle))

    def is_locked(self) -> bool:
        """Return whether any process starts or stops the sandbox."""
        return is_locked(self.lock_file)

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Note that a command uses the sandbox, see :meth:`is_in_use`."""
        with contextlib.ExitStack() as stack:
            # Under the lock, the file cannot be removed between these steps
            with self.lock():
                handle = stack.enter_context(_append(self.users_file))
                fcntl.flock(handle, fcntl.LOCK_SH)
            yield

    def is_in_use(self) -> bool:
        """Return whether a command of any process uses the sandbox."""
        return is_locked(self.users_file)


def read_mark(folder: pathlib.Path) -> tuple[str | None, str | None]:
    """Return the ID and the state folder of the sandbox that owns a folder.

    :param folder: A folder outside the state folder.
    :returns: Both are None if there is no valid mark.
    """
    try:
        mark = json.loads((folder / MARK).read_text())
        return str(mark['id']), str(mark['folder'])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None, None


@contextlib.contextmanager
def _append(path: pathlib.Path) -> Iterator[int]:
    descriptor = files.open_private(path, os.O_WRONLY | os.O_APPEND)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def is_locked(path: pathlib.Path) -> bool:
    """Return whether any process holds a lock on a file."""
    try:
        handle = open(path)
    except OSError:
        return False
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
