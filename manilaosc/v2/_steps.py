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

"""Steps of the set and unset commands of several nouns."""

import argparse
from collections.abc import Callable, Iterator
import functools
from typing import Any

from manilaosc import command
from manilaosc.common import options
from manilaosc.i18n import _


def update(
    what: str, send: Callable[..., Any], attrs: dict[str, Any]
) -> Iterator[command.Step]:
    """Update attributes, if there are any to update.

    :param what: The description of the step: ``update the share``.
    :param send: The proxy's method, which takes the attributes.
    """
    if attrs:
        yield what, functools.partial(send, **attrs)


def set_properties(
    send: Callable[..., Any], parsed_args: argparse.Namespace
) -> Iterator[command.Step]:
    """Set properties as ``--property`` and ``--no-property`` ask for.

    :param send: The proxy's method, which takes metadata and ``replace``.
    """
    if parsed_args.property or parsed_args.no_property:
        yield (
            _('set properties'),
            functools.partial(
                send, parsed_args.property, replace=parsed_args.no_property
            ),
        )


def unset_properties(
    send: Callable[..., Any], parsed_args: argparse.Namespace
) -> Iterator[command.Step]:
    """Remove the properties that ``--property`` names.

    :param send: The proxy's method, which takes a list of keys.
    """
    keys = options.unique(parsed_args.property)
    if keys:
        yield (
            _('unset properties'),
            functools.partial(send, keys, ignore_missing=False),
        )


def reset_status(
    send: Callable[[str], Any], parsed_args: argparse.Namespace
) -> Iterator[command.Step]:
    """Reset the status as ``--status`` asks for.

    :param send: The proxy's method, which takes the status.
    """
    if parsed_args.status:
        yield (
            _('reset the status'),
            functools.partial(send, parsed_args.status),
        )
