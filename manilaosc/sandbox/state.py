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

"""Where the sandbox keeps what it must remember."""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import hashlib
import json
import os
import pathlib
import secrets
import tempfile
import time
from collections.abc import Iterator

from manilaosc.sandbox import errors
from manilaosc.sandbox import seed

STATE_VARIABLE = 'MANILAOSC_SANDBOX_STATE'

#: What is kept open by the kernel for a socket's path is short: 108 bytes on
#: Linux, 104 elsewhere, and PostgreSQL adds the name of the socket.
SOCKET_PATH_LIMIT = 85


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
    #: What was set up, and by which release: a step that is named here with
    #: the same value need not be done again.
    done: dict[str, str] = dataclasses.field(default_factory=dict)

    @classmethod
    def new(cls) -> Settings:
        return cls(
            serial=secrets.token_hex(4),
            passwords={
                name: secrets.token_urlsafe(12) for name in seed.USERS
            },
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
        # The lock is beside the folder's content, not in a folder that
        # `stop --delete` could remove under someone who waits for it.
        self.lock_file = self.folder / 'lock'
        self.users_file = self.folder / 'users'
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
            return Settings(**data)
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
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for path in (self.logs, self.run, self.keystone, self.manila):
                path.mkdir(exist_ok=True, mode=0o700)
        except OSError as exc:
            raise errors.SandboxError(
                f'The state folder {self.folder} cannot be used: '
                f'{exc.strerror}; name another with --state'
            ) from exc

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
        return f'postgresql+psycopg2://postgres@/manila?host={socket}'

    def socket_folder(self, data: pathlib.Path) -> pathlib.Path:
        """Return a folder whose path is short enough for a socket."""
        if len(os.fsencode(data)) <= SOCKET_PATH_LIMIT:
            return data
        digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
        return pathlib.Path(tempfile.gettempdir()) / f'manilaosc-{digest}'

    # -- locks -------------------------------------------------------------

    @contextlib.contextmanager
    def lock(self, timeout: float = 180.0) -> Iterator[None]:
        """Keep a second start or stop of this sandbox waiting."""
        self.prepare()
        deadline = time.monotonic() + timeout
        with open(self.lock_file, 'a') as handle:
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except OSError:
                    if time.monotonic() > deadline:
                        raise errors.SandboxError(
                            f'Another start or stop of {self.folder} '
                            f'has been at work for {timeout:.0f} seconds'
                        ) from None
                    time.sleep(0.1)
            self.reload()
            yield

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Say that a command runs on the sandbox, see `is_in_use`."""
        self.prepare()
        with open(self.users_file, 'a') as handle:
            fcntl.flock(handle, fcntl.LOCK_SH)
            yield

    def is_in_use(self) -> bool:
        """Return whether any `in_use` is at work, in any process."""
        try:
            handle = open(self.users_file, 'a')
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
