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

"""Microversions: negotiated once, then checked by commands and options."""

import argparse
from collections.abc import Iterable
import re
from typing import TYPE_CHECKING

from keystoneauth1 import discover
from openstack import exceptions as sdk_exceptions
from osc_lib import exceptions

from manilaosc.common import parser
from manilaosc.i18n import _

if TYPE_CHECKING:
    from manilaosc.sdk.v2 import _proxy

_V = tuple[int | float, ...]


def settle(client: '_proxy.Proxy', pin: str | None) -> '_proxy.Proxy':
    """Set the microversion that the client sends with every request.

    :param client: The shared file system proxy.
    :param pin: The microversion that the user specified, if any. By default
        it is the highest that both the client and the cloud support.
    :returns: The client.
    :raises: :class:`osc_lib.exceptions.CommandError` if the cloud or the
        client does not support the microversion, or if the cloud does not
        offer the service.
    """
    try:
        data = client.get_endpoint_data()
    except sdk_exceptions.ServiceDisabledException as e:
        # openstacksdk's message begins with a guess about the configuration
        why = str(e).rpartition('could not be loaded. ')[2]
        raise exceptions.CommandError(
            _('The shared file system service is not available: %s') % why
        ) from e
    if data is None or data.max_microversion is None:
        # Without a version document, the service will reject what it does
        # not support
        if pin is not None and not re.fullmatch('[0-9]+[.][0-9]+', pin):
            raise exceptions.CommandError(
                _(
                    "Invalid shared file system API version '%s': it must "
                    'have the form 2.65'
                )
                % pin
            )
        client.default_microversion = pin
        return client
    low, high = data.min_microversion or (2, 0), data.max_microversion
    if pin is None:
        ours = discover.normalize_version_number(client.max_microversion)
        wanted = min(high, ours)
        if wanted < low:
            raise exceptions.CommandError(
                _(
                    'This cloud needs shared file system API version %(low)s '
                    'or later; this client knows up to %(ours)s'
                )
                % {'low': _text(low), 'ours': client.max_microversion}
            )
    else:
        try:
            wanted = _number(pin)
        except ValueError:
            wanted = ()
        if len(wanted) != 2 or not low <= wanted <= high:
            raise exceptions.CommandError(
                _(
                    'Shared file system API version %(pin)s is not available: '
                    'this cloud offers %(low)s to %(high)s'
                )
                % {'pin': pin, 'low': _text(low), 'high': _text(high)}
            )
    client.default_microversion = _text(wanted)
    return client


def supported(client: '_proxy.Proxy', version: str) -> bool:
    """Whether the microversion in use is a given one or later."""
    current = _number(client.default_microversion or '2.0')
    return current >= _number(version)


def require(client: '_proxy.Proxy', version: str, what: str) -> None:
    """Raise CommandError unless a microversion or a later one is in use."""
    if not supported(client, version):
        raise exceptions.CommandError(
            _(
                '%(what)s needs shared file system API version %(version)s '
                'or later; %(current)s is in use'
            )
            % {
                'what': what,
                'version': version,
                'current': client.default_microversion or '2.0',
            }
        )


def require_options(
    client: '_proxy.Proxy',
    parsed_args: argparse.Namespace,
    actions: Iterable[argparse.Action],
) -> None:
    """Check each given option that needs a later microversion.

    :param actions: The parser's; those of :func:`options.add` tell what they
        need.
    """
    for action in actions:
        min_version = getattr(action, 'min_version', None)
        value = getattr(parsed_args, action.dest, action.default)
        if min_version and value != action.default and _is_given(action):
            require(client, min_version, parser.option_name(action))


def _is_given(action: argparse.Action) -> bool:
    # Several options may have one destination, such as --public and --private
    return not action.option_strings or parser.is_given(action)


def _number(version: str) -> _V:
    return tuple(map(int, version.split('.')))


def _text(version: _V) -> str:
    return '.'.join(map(str, version))
