"""Where the sandbox keeps what it must remember."""

from collections.abc import Callable, Container, Iterator
import contextlib
import dataclasses
import fcntl
import json
import os
import pathlib
import secrets
import shutil
import time
from typing import Self
import urllib.parse

from manilaosc.sandbox import errors
from manilaosc.sandbox import seed

STATE_VARIABLE = 'MANILAOSC_SANDBOX_STATE'

#: What has a meaning in one or another of the configuration files and URLs
#: that name the folder.
ODD = frozenset('%$#?,"\\')

#: What we put into the state folder.
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

#: Seconds to wait for another start or stop: somewhat more than a start may
#: take at most.
LOCK_TIMEOUT = 300.0

#: What is met where somebody removes the folders as we make them.
MEANWHILE = (FileExistsError, FileNotFoundError)

#: How often to try to make the folders, a twentieth of a second apart.
MAKING_ATTEMPTS = 20


def default_folder() -> pathlib.Path:
    """Return the folder to use when the user names none."""
    named = os.environ.get(STATE_VARIABLE)
    if named:
        return pathlib.Path(named)
    base = os.environ.get('XDG_STATE_HOME') or '~/.local/state'
    return pathlib.Path(base).expanduser() / 'manilaosc' / 'sandbox'


@dataclasses.dataclass
class Settings:
    """What a resumed sandbox has to find again."""

    #: Tells this sandbox's passwords and folders from those of an earlier
    #: one in the same folder.
    serial: str
    passwords: dict[str, str]
    keystone_port: int = 0
    manila_port: int = 0
    driver_delay: float = 0.05
    #: Where PostgreSQL's data, socket and programs are.
    postgres_home: str = ''
    postgres_socket: str = ''
    #: Started by `run` or `shell`, so the last of them stops it.
    transient: bool = False
    #: Made by `run` or `shell`, so the last of them removes it.
    disposable: bool = False

    @classmethod
    def new(cls) -> Self:
        return cls(
            serial=secrets.token_hex(4),
            passwords={name: secrets.token_urlsafe(12) for name in seed.USERS},
        )


class State:
    """The folder of one sandbox, and the paths in it."""

    def __init__(self, folder: str | os.PathLike[str] | None = None) -> None:
        chosen = pathlib.Path(folder) if folder else default_folder()
        # Absolute, since the servers run with a working directory of theirs.
        self.folder = pathlib.Path(os.path.abspath(chosen.expanduser()))
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
        self._settings: Settings | None = None

    # -- what is remembered ------------------------------------------------

    @property
    def exists(self) -> bool:
        return self.settings_file.exists()

    @property
    def settings(self) -> Settings:
        if self._settings is None:
            self._settings = self._read()
        return self._settings

    def _read(self) -> Settings:
        try:
            data = json.loads(self.settings_file.read_text())
            known = {field.name for field in dataclasses.fields(Settings)}
            # Another release may have remembered more.
            return Settings(
                **{name: data[name] for name in data if name in known}
            )
        except FileNotFoundError:
            return Settings.new()
        except (OSError, ValueError, TypeError) as exc:
            raise errors.SandboxError(
                f'{self.settings_file} cannot be read ({exc}); remove '
                f'{self.folder} to begin anew'
            ) from exc

    def reload(self) -> None:
        """Forget what was read: another process may have changed it."""
        self._settings = None

    def save(self) -> None:
        write(
            self.settings_file,
            json.dumps(dataclasses.asdict(self.settings), indent=2) + '\n',
        )

    def prepare(self) -> None:
        """Make the folders. Passwords are in there, so keep others out."""
        for left in range(MAKING_ATTEMPTS - 1, -1, -1):
            try:
                self._make()
                return
            except OSError as exc:
                if left and isinstance(exc, MEANWHILE):
                    time.sleep(0.05)
                    continue
                raise errors.SandboxError(
                    f'The state folder {self.folder} cannot be used: '
                    f'{exc.strerror}; name another with --state'
                ) from exc

    def _make(self) -> None:
        self._check_path()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._check_content()
        for path in (self.logs, self.run, self.keystone, self.manila):
            path.mkdir(exist_ok=True, mode=0o700)

    def _check_path(self) -> None:
        odd = set(str(self.folder)) & ODD
        if odd or not str(self.folder).isprintable():
            raise errors.SandboxError(
                f'The state folder {self.folder} cannot be used: its path '
                f'has {" ".join(sorted(odd)) or "control characters"}, '
                'which configuration files would misunderstand; name '
                'another with --state'
            )

    def _check_content(self) -> None:
        """Refuse a folder that is not, and cannot become, our own."""
        if self.exists:
            owner = self.settings_file.stat().st_uid
            if owner != os.geteuid():
                raise errors.SandboxError(
                    f'The sandbox in {self.folder} belongs to the user '
                    f'with number {owner}; name another with --state'
                )
            return
        foreign = sorted(set(os.listdir(self.folder)) - CONTENT)
        if foreign:
            raise errors.SandboxError(
                f'The state folder {self.folder} has other things in it, '
                f'such as {foreign[0]}; name another with --state'
            )

    def remove(self, keep: Container[str] = ()) -> None:
        """Remove what we made, and nothing that somebody else put there.

        The caller holds the lock. It goes last: who waits for it must not
        find half a sandbox.
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
            # Not empty if somebody else has put something there.
            self.folder.rmdir()
        self.reload()

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
        socket = self.settings.postgres_socket
        return (
            'postgresql+psycopg2://postgres@/manila?host='
            + urllib.parse.quote(socket)
        )

    # -- locks -------------------------------------------------------------

    @contextlib.contextmanager
    def lock(
        self,
        timeout: float = LOCK_TIMEOUT,
        waiting: Callable[[str], None] | None = None,
    ) -> Iterator[None]:
        """Keep a second start or stop of this sandbox waiting."""
        began = time.monotonic()
        while True:
            self.prepare()
            with contextlib.ExitStack() as stack:
                if self._take(stack):
                    # Who had the lock may have removed what we made.
                    self.prepare()
                    self.reload()
                    yield
                    return
            waited = time.monotonic() - began
            if waited > timeout:
                raise errors.SandboxError(
                    f'Another start or stop of {self.folder} '
                    f'has been at work for {timeout:.0f} seconds'
                )
            if waiting and waited > 1:
                waiting('another start or stop is at work: waiting for it')
                waiting = None
            time.sleep(0.1)

    def _take(self, stack: contextlib.ExitStack) -> bool:
        """Lock the lock file, unless it is locked or was removed."""
        try:
            handle = stack.enter_context(open(self.lock_file, 'a'))
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            found = os.stat(self.lock_file)
        except OSError:
            return False
        return os.path.samestat(found, os.fstat(handle.fileno()))

    def is_locked(self) -> bool:
        """Return whether a start or stop is at work, in any process."""
        return held(self.lock_file)

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Say that a command runs on the sandbox, see `is_in_use`."""
        with contextlib.ExitStack() as stack:
            # Nobody removes the file between our two steps.
            with self.lock():
                handle = stack.enter_context(open(self.users_file, 'a'))
                fcntl.flock(handle, fcntl.LOCK_SH)
            yield

    def is_in_use(self) -> bool:
        """Return whether any `in_use` is at work, in any process."""
        return held(self.users_file)


def held(path: pathlib.Path) -> bool:
    """Return whether a process holds a lock on a file."""
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


def write(path: pathlib.Path, text: str) -> None:
    """Write a file for the owner's eyes only, whole or not at all."""
    temporary = path.with_name(path.name + '.new')
    descriptor = os.open(
        temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
    )
    with open(descriptor, 'w') as handle:
        handle.write(text)
    os.replace(temporary, path)
