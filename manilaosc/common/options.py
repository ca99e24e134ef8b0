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

"""Options that many commands share."""

import argparse
from collections.abc import Sequence
from typing import Any

from openstackclient.common import envvars
from osc_lib.cli import parseractions

from manilaosc.i18n import _

#: The highest integer that Manila's database stores; it answers 500 to
#: higher ones, of which a list cannot have as many rows anyway
HIGHEST = 2**31 - 1


def add(
    container: argparse._ActionsContainer,
    name: str,
    help: str,
    *,
    aliases: Sequence[str] = (),
    min_version: str | None = None,
    not_in_manilaclient: bool = False,
    **kwargs: Any,
) -> argparse.Action:
    """Add an argument to a parser or to an argument group.

    :param name: The name of the option or positional argument. The metavar
        is made of it unless ``metavar`` is given.
    :param help: The help text.
    :param aliases: Other names of the option, such as old spellings.
    :param min_version: The lowest API microversion that supports the
        option. The help shows it, and it is checked before the command runs.
    :param not_in_manilaclient: Whether python-manilaclient's command lacks
        the option. Scripts abbreviate options: where an abbreviation matches
        both, python-manilaclient's option wins.
    :param kwargs: Other arguments of ``add_argument``.
    """
    if not str(kwargs.get('action', '')).startswith('store_'):
        metavar = name.lstrip('-').replace('_', '-')
        kwargs.setdefault('metavar', f'<{metavar}>')
    if min_version:
        help = _('%(help)s (API version %(min_version)s or later)') % {
            'help': help,
            'min_version': min_version,
        }
    action = container.add_argument(name, *aliases, help=help, **kwargs)
    action.min_version = min_version  # type: ignore[attr-defined]
    action.not_in_manilaclient = not_in_manilaclient  # type: ignore[attr-defined]
    return action


def mark(
    parser: argparse.ArgumentParser, name: str, not_in_manilaclient: bool
) -> None:
    """Say of an option that OpenStackClient added what :func:`add` would."""
    action = parser._option_string_actions[name]
    action.not_in_manilaclient = not_in_manilaclient  # type: ignore[attr-defined]


def flag(
    container: argparse._ActionsContainer, name: str, help: str, **kwargs: Any
) -> argparse.Action:
    """Add a flag, an option without a value. See :func:`add`."""
    return add(container, name, help, action='store_true', **kwargs)


def given(parsed_args: argparse.Namespace, *dests: str) -> dict[str, Any]:
    """Return the values of the options that are given, by attribute."""
    values = {dest: getattr(parsed_args, dest) for dest in dests}
    return {k: v for k, v in values.items() if v is not None}


def number(value: str) -> int:
    """Parse a non-negative integer that Manila's database can store."""
    return _integer(
        value,
        0,
        _("Invalid number '%(value)s': %(why)s"),
        _('must be a non-negative integer'),
    )


def size(value: str) -> int:
    """Parse a size in GiB, a positive integer."""
    return _integer(
        value,
        1,
        _("Invalid size '%(value)s': %(why)s"),
        _('must be a positive integer (GiB)'),
    )


def _integer(value: str, lowest: int, error: str, requirement: str) -> int:
    try:
        parsed = int(value)
    except ValueError:
        parsed = lowest - 1
    if parsed < lowest:
        why = requirement
    elif parsed > HIGHEST:
        why = _('the maximum is %d') % HIGHEST
    else:
        return parsed
    raise argparse.ArgumentTypeError(error % {'value': value, 'why': why})


def short_text(value: str) -> str:
    """Check the length of a name or description.

    Manila stores at most 255 characters and often answers 500 to more.
    """
    if len(value) > 255:
        raise argparse.ArgumentTypeError(
            _('Too long: %d characters (maximum 255)') % len(value)
        )
    return value


def short_pair(value: str) -> str:
    """Check the lengths of the key and the value of ``key=value``."""
    for part in value.split('=', 1):
        short_text(part)
    return value


def boolean(value: str) -> bool:
    """Parse a boolean as scripts write it: True, false, 1, no ..."""
    try:
        return envvars.bool_from_str(value, strict=True)
    except ValueError as e:
        raise argparse.ArgumentTypeError(str(e)) from e


def add_names(parser: argparse.ArgumentParser, noun: str) -> None:
    """Add ``--name`` and ``--description`` of a resource to create."""
    add(parser, '--name', _('Name of the %s') % noun, type=short_text)
    add(
        parser,
        '--description',
        _('Description of the %s') % noun,
        type=short_text,
    )


def add_new_names(parser: argparse.ArgumentParser) -> None:
    """Add ``--name`` and ``--description`` of a resource to update."""
    add(parser, '--name', _('New name'), type=short_text)
    add(parser, '--description', _('New description'), type=short_text)


def add_status(
    parser: argparse.ArgumentParser,
    noun: str,
    states: str = 'available or error',
    **kwargs: Any,
) -> None:
    """Add ``--status``, which resets the status in Manila's database.

    :param states: Typical values, for the help.
    :param kwargs: Further arguments of :func:`add`.
    """
    add(
        parser,
        '--status',
        _(
            'Reset the status of the %(noun)s, such as to %(states)s; only '
            'the database record changes (admin only)'
        )
        % {'noun': noun, 'states': states},
        **kwargs,
    )


def add_cleared(parser: argparse.ArgumentParser) -> None:
    """Add ``--name`` and ``--description`` without values."""
    flag(parser, '--name', _('Remove the name'))
    flag(parser, '--description', _('Remove the description'))


def cleared(parsed_args: argparse.Namespace) -> dict[str, None]:
    """Return the attributes to clear, each with the value None."""
    return {
        attr: None
        for attr in ('name', 'description')
        if getattr(parsed_args, attr)
    }


def add_property(
    parser: argparse.ArgumentParser,
    help_: str | None = None,
    *,
    min_version: str | None = None,
    not_in_manilaclient: bool = False,
) -> None:
    """Add ``--property key=value``."""
    add(
        parser,
        '--property',
        help_
        or _(
            'Property to add or update '
            '(repeat option to set multiple properties)'
        ),
        metavar='<key=value>',
        action=parseractions.KeyValueAction,
        min_version=min_version,
        not_in_manilaclient=not_in_manilaclient,
    )


def add_no_property(
    parser: argparse.ArgumentParser, *, min_version: str | None = None
) -> None:
    """Add ``--no-property``, which python-manilaclient lacks."""
    flag(
        parser,
        '--no-property',
        _(
            'Remove all properties (specify both --no-property and --property '
            'to replace them)'
        ),
        min_version=min_version,
        not_in_manilaclient=True,
    )


def add_property_keys(
    parser: argparse.ArgumentParser, *, min_version: str | None = None
) -> None:
    """Add ``--property key``."""
    add(
        parser,
        '--property',
        _('Property to remove (repeat option to remove multiple properties)'),
        metavar='<key>',
        action='append',
        default=[],
        min_version=min_version,
    )


def unique(values: Sequence[str]) -> list[str]:
    """Return the values without duplicates, in order."""
    return list(dict.fromkeys(values))
