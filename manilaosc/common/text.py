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
