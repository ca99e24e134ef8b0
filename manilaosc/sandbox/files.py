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

"""Files and folders whose modes do not depend on the umask."""

import os
import pathlib

#: Modes of what only the owner may use
FILE = 0o600
FOLDER = 0o700


def make_folder(path: pathlib.Path, mode: int = FOLDER) -> None:
    """Create a folder, or give an existing one the right mode.

    :param path: The folder. Its parent must exist. If it is a symbolic link,
        the mode of its target is left alone.
    :param mode: The mode that the folder gets, such as 0o700.
    """
    path.mkdir(exist_ok=True, mode=mode)
    if not path.is_symlink():
        path.chmod(mode)


def make_parents(path: pathlib.Path) -> None:
    """Create the missing parents of a folder, not writable by others."""
    missing = [each for each in path.parents if not each.exists()]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        folder.chmod(folder.stat().st_mode & 0o755 | FOLDER)


def open_private(path: pathlib.Path, flags: int) -> int:
    """Open a file that only its owner may use; return the descriptor.

    :param path: The file. It is created if it does not exist. It must not be
        a symbolic link, which could lead to a file of somebody else.
    :param flags: Flags of :func:`os.open`, such as ``os.O_APPEND``.
    """
    flags |= os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(path, flags, FILE)
    os.fchmod(descriptor, FILE)
    return descriptor


def write(path: pathlib.Path, text: str) -> None:
    """Replace a file atomically by one that only its owner may use."""
    temporary = path.with_name(path.name + '.new')
    with open(open_private(temporary, os.O_WRONLY | os.O_TRUNC), 'w') as new:
        new.write(text)
    os.replace(temporary, path)
