"""What can go wrong, said in one line."""

import pathlib


class SandboxError(Exception):
    """Something the user can act on: printed as one line, no traceback."""


class MissingExtra(SandboxError):
    """The servers are not installed."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f'The sandbox needs {", ".join(names)}: '
            f"pip install 'manilaosc[sandbox]'"
        )


class PartFailed(SandboxError):
    """A part of the sandbox did not start; its log says why."""

    def __init__(self, part: str, reason: str, log: pathlib.Path) -> None:
        super().__init__(f'{part} {reason}; its log is {log}')
        self.part = part
        self.log = log

    def tail(self, lines: int = 15) -> str:
        """Return the last lines of the log, for a human to read."""
        try:
            text = self.log.read_text(errors='replace')
        except OSError:
            return ''
        return '\n'.join(text.splitlines()[-lines:])
