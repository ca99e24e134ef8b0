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

"""The content of ``state.json``: what a stopped sandbox must remember."""

from collections.abc import Callable
import dataclasses
import json
import math
import re
import secrets
from typing import Any, Self

from manilaosc.sandbox import seed

#: A metadata key that Manila's option ``driver_updatable_metadata`` can list.
#: Share type extra specs cannot name a key that contains a colon.
METADATA_KEY = re.compile(r'[^\s,:="\'$\\]{1,255}')


def metadata_keys(text: str) -> str:
    """Return comma-separated metadata keys, without spaces.

    :raises ValueError: One of them is not a valid key.
    """
    keys = [key.strip() for key in text.split(',') if key.strip()]
    for key in keys:
        if not METADATA_KEY.fullmatch(key) or not key.isprintable():
            raise ValueError(f'{key!r} is not a metadata key')
    return ','.join(keys)


def _is_metadata_keys(value: str) -> bool:
    try:
        return metadata_keys(value) == value
    except ValueError:
        return False


@dataclasses.dataclass
class Settings:
    """What a stopped sandbox must remember.

    No path in here is trusted: where the data of the sandbox is follows from
    the state folder and the ID, see :class:`.state.State`.
    """

    #: Identifies the sandbox. It is part of the names of its folders outside
    #: the state folder, which carry it as their mark, too.
    id: str
    #: The state folder that the sandbox was last started in. If it is another
    #: one, the state folder was moved or copied.
    folder: str
    #: Passwords of the Keystone users, by user name
    passwords: dict[str, str]
    #: TCP ports, 0 if they are still to be chosen
    keystone_port: int = 0
    manila_port: int = 0
    #: Seconds that each operation of the share driver takes
    driver_delay: float = 0.05
    #: Manila's option of this name: comma-separated metadata keys
    driver_updatable_metadata: str = 'dummy_key'
    #: Whether to stop the sandbox after the last command that uses it,
    #: because ``run``, ``shell`` or ``demo`` started it
    transient: bool = False
    #: Whether to delete it then, because one of these also created it
    disposable: bool = False

    @classmethod
    def new(cls, folder: str) -> Self:
        """Return the settings of a sandbox that does not exist yet."""
        return cls(
            id=secrets.token_hex(8),
            folder=folder,
            passwords={name: secrets.token_urlsafe(12) for name in seed.USERS},
        )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the settings in a ``state.json``.

        :param text: The content of the file.
        :raises ValueError: It is not JSON, or a setting is missing or
            invalid. Unknown settings are ignored, because a newer release
            may have written them.
        """
        try:
            data = json.loads(text)
        except RecursionError:
            raise ValueError('nested too deeply') from None
        if not isinstance(data, dict):
            raise ValueError('not a JSON object')
        values = {}
        for field in dataclasses.fields(cls):
            if field.name in data:
                if not _CHECKS[field.name](data[field.name]):
                    raise ValueError(f'invalid {field.name}')
                values[field.name] = data[field.name]
            elif field.default is dataclasses.MISSING:
                raise ValueError(f'no {field.name}')
        return cls(**values)

    def dump(self) -> str:
        """Return the settings as the content of a ``state.json``."""
        return json.dumps(dataclasses.asdict(self), indent=2) + '\n'


def _is_port(value: Any) -> bool:
    return type(value) is int and 0 <= value < 65536


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


_CHECKS: dict[str, Callable[[Any], bool]] = {
    'id': lambda value: (
        isinstance(value, str) and bool(re.fullmatch('[0-9a-f]{16}', value))
    ),
    'folder': lambda value: (
        isinstance(value, str) and value.startswith('/') and '\0' not in value
    ),
    'passwords': lambda value: (
        isinstance(value, dict)
        and all(isinstance(value.get(name), str) for name in seed.USERS)
    ),
    'keystone_port': _is_port,
    'manila_port': _is_port,
    'driver_delay': lambda value: (
        type(value) in (int, float)
        and math.isfinite(value)
        and 0 <= value <= 3600
    ),
    'driver_updatable_metadata': lambda value: (
        isinstance(value, str) and _is_metadata_keys(value)
    ),
    'transient': _is_bool,
    'disposable': _is_bool,
}
