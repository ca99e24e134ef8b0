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

"""Errors that are printed as one line."""

import pathlib


class SandboxError(Exception):
    """An error that the user can do something about.

    The message says what, and is printed without a traceback.
    """


class MissingExtra(SandboxError):
    """Packages of the extra ``sandbox`` are not installed.

    :param names: Their names on PyPI.
    """

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f'The sandbox requires {", ".join(names)}: '
            f"pip install 'manilaosc[sandbox]'"
        )


class Unusable(SandboxError):
    """The state folder is not, or no longer, that of a sandbox.

    Its ``state.json`` cannot be read, or is that of another sandbox.
    """


class PartFailed(SandboxError):
    """A part of the sandbox did not start.

    :param part: The part, such as ``keystone``.
    :param reason: What happened.
    :param log: The log of the part.
    """

    def __init__(self, part: str, reason: str, log: pathlib.Path) -> None:
        super().__init__(f'{part} {reason}; see {log}')
        self.part = part
        self.log = log

    def tail(self, lines: int = 15) -> str:
        """Return the last lines of the log."""
        try:
            text = self.log.read_text(errors='replace')
        except OSError:
            return ''
        return '\n'.join(text.splitlines()[-lines:])
