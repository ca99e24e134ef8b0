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

"""The argument parser of this plugin's commands."""

import argparse
from collections.abc import Sequence
import re
import sys
from typing import Any, NoReturn

from cliff import _argparse
from osc_lib.cli import parseractions

from manilaosc.common import text
from manilaosc.i18n import _

# Bytes of an argument that are not valid in the locale's encoding, usually
# UTF-8, and what no argument of a process can contain
_NO_TEXT = re.compile('[\0\ud800-\udfff]')


class KeyValue(parseractions.KeyValueAction):
    """Collect ``key=value`` arguments; one option may take several."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        for value in values if isinstance(values, list) else [values]:
            super().__call__(parser, namespace, value, option_string)


class HelpFormatter(_argparse.SmartHelpFormatter):
    """Format help, keeping the paragraphs of the epilog apart."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return '\n\n'.join(
            super(HelpFormatter, self)._fill_text(part, width, indent)
            for part in text.split('\n\n')
        )


class Parser(_argparse.ArgumentParser):
    """Parse what scripts written for python-manilaclient pass.

    Abbreviations of python-manilaclient's options keep their meaning: where
    an abbreviation matches both one of its options and one that only this
    plugin has, the former wins.

    An option that takes any number of ``key=value`` ends at the first
    argument of another form: ``--extra-specs a=b c=d <name>``.

    Each option that is specified gets an attribute ``given_as``, the name
    that was used. Error messages use it, since an option may have several.
    """

    def error(self, message: str) -> NoReturn:
        super().error(text.one_line(message))

    def _print_message(self, message: str, file: Any = None) -> None:
        super()._print_message(text.printable(message), file)

    def parse_known_args(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        namespace: argparse.Namespace | None = None,
    ) -> tuple[argparse.Namespace, list[str]]:
        args = sys.argv[1:] if args is None else args
        for arg in args:
            if _NO_TEXT.search(arg):
                self.error(_("invalid characters in '%s'") % arg)
        for action in self._actions:
            action.given_as = None  # type: ignore[attr-defined]
        return super().parse_known_args(self._one_pair_each(args), namespace)

    def _one_pair_each(self, args: Sequence[str]) -> list[str]:
        result: list[str] = []
        option = None
        for i, arg in enumerate(args):
            if arg == '--':
                return [*result, *args[i:]]
            if arg.startswith('--'):
                name = arg.partition('=')[0]
                action = self._find_action(name)
                option = name if _takes_pairs(action) else None
                result.append(arg)
            elif option and '=' in arg:
                if result[-1] == option:
                    result.pop()
                result.append(f'{option}={arg}')
            else:
                option = None
                result.append(arg)
        return result

    def _find_action(self, name: str) -> argparse.Action | None:
        """Return the option of a name or abbreviation, and record its use."""
        matches = (
            [(self._option_string_actions[name], name)]
            if name in self._option_string_actions
            else self._get_option_tuples(name)
        )
        if len(matches) != 1:
            return None  # The parser reports what is unknown or ambiguous
        action: argparse.Action = matches[0][0]
        action.given_as = matches[0][1]  # type: ignore[attr-defined]
        return action

    def _get_option_tuples(self, option_string: str) -> list[Any]:
        matches: list[Any] = super()._get_option_tuples(option_string)
        if len({id(match[0]) for match in matches}) > 1:
            theirs = [
                match
                for match in matches
                if not getattr(match[0], 'not_in_manilaclient', False)
            ]
            matches = theirs or matches
        if len({id(match[0]) for match in matches}) == 1:
            matches = matches[:1]  # Several names of one option
        return matches


def _takes_pairs(action: argparse.Action | None) -> bool:
    return isinstance(action, KeyValue) and action.nargs == '*'


def option_name(action: argparse.Action) -> str:
    """Return the name of an option as the user specified it.

    An abbreviation is completed.
    """
    given: str | None = getattr(action, 'given_as', None)
    return given or action.option_strings[0]


def is_given(action: argparse.Action) -> bool:
    """Whether the user specified an option."""
    return getattr(action, 'given_as', None) is not None
