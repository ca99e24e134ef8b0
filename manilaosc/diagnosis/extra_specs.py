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
"""Extra specs of share types, compared as Manila's scheduler does.

An extra spec is text: a value, or an operator and a value.

=============================  ==============================================
``NFS``                        the capability is this text, in any case
``True``, ``<is> True``        the capability is this boolean
``<in> NFS``                   the capability contains this text
``<or> dr <or> readable``      the capability is one of these words
``= 5``, ``>= 5``              the capability is at least this number
``== 5``, ``!= 5``, ``<= 5``   numbers are equal, different, at most
``s== a``, ``s!= a``,          texts are equal, different, and before or after
``s< a``, ``s>= a`` ...        each other
=============================  ==============================================

Other operators, such as the ``<all-in>`` of other services, are none to
Manila: they are part of a text that the capability must be.
"""

from collections.abc import Callable, Iterator, Mapping
import operator
from typing import Any

from oslo_utils import strutils

from manilaosc.i18n import _

Compare = Callable[[Any, Any], bool]

#: Operators that compare numbers
NUMBERS: Mapping[str, Compare] = {
    '=': operator.ge,
    '>=': operator.ge,
    '<=': operator.le,
    '==': operator.eq,
    '!=': operator.ne,
}
#: Operators that compare texts
TEXTS: Mapping[str, Compare] = {
    's==': operator.eq,
    's!=': operator.ne,
    's<': operator.lt,
    's<=': operator.le,
    's>': operator.gt,
    's>=': operator.ge,
    '<in>': operator.contains,
}
#: What an operator requires, for people
WORDS = {
    '=': _('at least %s'),
    '>=': _('at least %s'),
    '<=': _('at most %s'),
    '==': '%s',
    '!=': _('a number other than %s'),
    's==': '%s',
    's!=': _('anything but %s'),
    's<': _('a text before %s'),
    's<=': _('%s or a text before it'),
    's>': _('a text after %s'),
    's>=': _('%s or a text after it'),
    '<in>': '%s',
    '<is>': '%s',
}
#: Extra specs that the scheduler takes for ``<is>`` without an operator
BOOLEAN = frozenset(
    {
        'create_share_from_snapshot_support',
        'driver_handles_share_servers',
        'mount_snapshot_support',
        'revert_to_snapshot_support',
        'snapshot_inherit_share_access_support',
        'snapshot_support',
    }
)
#: Extra specs that are no capabilities of pools
NO_CAPABILITIES = frozenset(
    {
        'availability_zones',
        'capabilities:availability_zones',
        'default_qos_type',
    }
)


def path(key: str) -> list[str] | None:
    """Return where a capability is among the capabilities of a pool.

    :param key: The key of an extra spec, such as ``thin_provisioning``,
        ``capabilities:thin_provisioning`` or ``netapp:dedup``.
    :returns: The keys to follow; None if the scheduler ignores the extra
        spec, which is then for the driver.
    """
    if key in NO_CAPABILITIES:
        return None
    scope, *rest = key.split(':')
    if scope == 'capabilities':
        return rest
    return None if rest else [scope]


def capability(capabilities: Any, keys: list[str]) -> Any:
    """Return the value of a capability, None if it is not reported."""
    for key in keys:
        if not isinstance(capabilities, Mapping):
            return None
        capabilities = capabilities.get(key)
    return capabilities


def satisfied(capability: Any, required: str) -> bool:
    """Return whether a capability satisfies an extra spec.

    :param capability: A value, or a list of which any value may satisfy it.
    """
    values = capability if isinstance(capability, list) else [capability]
    return any(_satisfies(value, required) for value in values)


def _satisfies(value: Any, required: str) -> bool:
    required = required.lower()
    if isinstance(value, str):
        value = value.lower()
    symbol, *words = required.split() or ['']
    if symbol == '<or>':
        return value is not None and value in words[::2]
    try:
        if symbol in NUMBERS:
            return NUMBERS[symbol](float(value), float(words[0]))
        if symbol in TEXTS:
            return value is not None and TEXTS[symbol](value, words[0])
        if symbol == '<is>':
            return value is not None and (
                strutils.bool_from_string(value)
                is strutils.bool_from_string(words[0])
            )
    except (IndexError, OverflowError, TypeError, ValueError):
        # The operator does not apply to the value, or has no value
        return False
    if isinstance(value, bool):
        return value is strutils.bool_from_string(required, default=None)
    return bool(value == required)


def shown(required: str) -> str:
    """Return what an extra spec requires, for people."""
    symbol, *words = required.split() or ['']
    if not words:
        is_operator = symbol in ('', '<or>', *WORDS)
        return f"'{required}'" if is_operator else required
    if symbol == '<or>':
        return _(' or ').join(words[::2])
    return WORDS[symbol] % words[0] if symbol in WORDS else required


def mistake(capability: Any, required: str) -> str:
    """Return why an extra spec cannot be satisfied although it looks so."""
    if type(capability) in (int, float) and shown(required) == required:
        return _('numbers need an operator, such as "== %s"') % required
    return ''


def effective(
    specs: Mapping[str, str], protocol: str | None, anywhere: bool
) -> Iterator[tuple[str, str]]:
    """Yield the extra specs that the scheduler looks at in the end.

    :param specs: The extra specs of the share type.
    :param protocol: The protocol of the share, if it is known.
    :param anywhere: Whether ``share_backend_name`` does not matter.
    """
    for key, required in specs.items():
        if anywhere and key == 'share_backend_name':
            continue
        if key in BOOLEAN and not required.startswith('<is>'):
            required = f'<is> {required}'
        yield key, required
    if protocol is not None and 'storage_protocol' not in specs:
        yield 'storage_protocol', f'<in> {protocol}'


def wants_thin(specs: Mapping[str, str]) -> bool:
    """Return whether a thin pool may be over-subscribed for a share type.

    It may, unless the extra spec ``thin_provisioning`` says otherwise.
    """
    required = specs.get(
        'thin_provisioning', specs.get('capabilities:thin_provisioning')
    )
    if required is None:
        return True
    try:
        return strutils.bool_from_string(required, strict=True)
    except ValueError:
        return satisfied(True, required)
