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

"""Text that comes from the cloud: anybody may have written it."""

import re

# C0 and C1 controls except tab and newline, and what turns the direction of
# writing: a terminal acts on them
_CONTROLS = re.compile(
    '[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]'
)


def printable(value: str) -> str:
    r"""Return text with control characters escaped, as ``\x1b``."""
    return _CONTROLS.sub(_escape, value)


def one_line(value: str) -> str:
    """Return printable text with its lines joined by spaces."""
    return ' '.join(printable(value).split())


def _escape(match: re.Match[str]) -> str:
    return match[0].encode('unicode_escape').decode('ascii')
