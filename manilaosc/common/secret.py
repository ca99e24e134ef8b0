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

"""Read passwords and keys without showing them on the command line.

Other users of a machine can see the arguments of its processes, and a shell
keeps them in its history.
"""

import contextlib
import sys
from typing import TextIO

from osc_lib import exceptions
from osc_lib import utils

from manilaosc.i18n import _

#: The file name that stands for standard input
STDIN = '-'
#: The most characters that are read; services store 255 at most
_MAXIMUM = 255


def prompt(stdin: TextIO | None, what: str, *, confirm: bool = True) -> str:
    """Ask the user for a secret.

    :param what: What to ask for, such as ``User Password``.
    :param confirm: Whether it must be entered twice.
    :raises: :class:`osc_lib.exceptions.CommandError` without a terminal.
    """
    # Standard output is for results
    with contextlib.redirect_stdout(sys.stderr):
        return utils.get_password(stdin, f'{what}:', confirm)  # type: ignore[arg-type]


def read(name: str, stdin: TextIO | None, what: str) -> str:
    """Return the secret in a file, without the newline at its end.

    :param name: The name of the file, or ``-`` for standard input; if that
        is a terminal, the user is asked.
    :param what: What it is, such as ``User Password``.
    :raises: :class:`osc_lib.exceptions.CommandError` if the file cannot be
        read or does not contain a single line of text.
    """
    if name == STDIN and stdin and stdin.isatty():
        return prompt(stdin, what, confirm=False)
    try:
        if name != STDIN:
            with open(name, encoding='utf-8') as file:
                secret = file.read(_MAXIMUM + 2)
        else:
            secret = stdin.read(_MAXIMUM + 2) if stdin else ''
    except UnicodeDecodeError as e:
        raise exceptions.CommandError(
            _("File '%s' is not UTF-8 text") % name
        ) from e
    except (OSError, ValueError) as e:
        raise exceptions.CommandError(
            _("Unable to read file '%(name)s': %(why)s")
            % {'name': name, 'why': getattr(e, 'strerror', None) or e}
        ) from e
    secret = secret.removesuffix('\n')
    if not secret or '\n' in secret or len(secret) > _MAXIMUM:
        raise exceptions.CommandError(
            _(
                "File '%(name)s' must contain a single line of at most "
                '%(maximum)d characters'
            )
            % {'name': name, 'maximum': _MAXIMUM}
        )
    return secret
