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

"""Make log records safe: no control characters, no secrets.

Error messages are log records, too: cliff logs the error that a command
raises.
"""

import logging
import re

from manilaosc.common import text

#: Names of values that no log shows, as keystoneauth does not show tokens
SECRETS = ('access_key', 'auth_key', 'password')

# In JSON: "password": "..."; in Python's representations: password='...'
_SECRET = re.compile(
    rf"""(?P<name> \b (?:{'|'.join(SECRETS)}) ["']? \s* [:=] \s* )
    (?: "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' )""",
    re.DOTALL | re.VERBOSE,
)


def protect() -> None:
    """Make everything safe that is logged from now on.

    OpenStackClient's handlers get a filter, since those of loggers would not
    see the records of other loggers.
    """
    for handler in logging.getLogger().handlers:
        handler.addFilter(_SAFE)


class _Safe(logging.Filter):
    """Replaces the text of every record with its safe form."""

    def filter(self, record: logging.LogRecord) -> bool:
        words = record.getMessage()
        # Messages of others, such as tracebacks, may have several lines
        ours = record.name.startswith('manilaosc.')
        words = text.one_line(words) if ours else text.printable(words)
        record.msg, record.args = masked(words), None
        if record.exc_info:
            trace = record.exc_text or logging.Formatter().formatException(
                record.exc_info
            )
            record.exc_text = masked(text.printable(trace))
        return True


_SAFE = _Safe()


def masked(words: str) -> str:
    """Return text with the values of secrets replaced with ``***``."""
    return _SECRET.sub(r'\g<name>"***"', words)
