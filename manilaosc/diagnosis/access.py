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
"""Checks of access rules and export locations: who can mount a share."""

from collections.abc import Iterable, Iterator
import ipaddress
from typing import Any

from manilaosc.diagnosis import finding
from manilaosc.diagnosis.facts import Facts
from manilaosc.diagnosis.facts import Network
from manilaosc.i18n import _

#: States of access rules that the driver has not applied yet
PENDING = frozenset(
    {
        'applying',
        'denying',
        'queued_to_apply',
        'queued_to_deny',
        'queued_to_update',
        'updating',
    }
)


def network(address: str) -> Network:
    """Return an address or a network in CIDR notation.

    :raises: ValueError for anything else.
    """
    return ipaddress.ip_network(address.strip(), strict=False)


def matching(rules: Iterable[Any], client: Network) -> list[Any]:
    """Return the IP rules that cover a client, the narrowest network first.

    Manila passes all rules to the driver; most storage systems let the rule
    for the narrowest network win.
    """
    found = []
    for rule in rules:
        if rule.access_type != 'ip':
            continue
        try:
            covered = network(rule.access_to or '')
        except ValueError:
            continue  # Hidden by a lock, or a host name
        if covered.version != client.version:
            continue
        if client.subnet_of(covered):  # type: ignore[arg-type]
            found.append((covered.prefixlen, rule))
    found.sort(key=lambda pair: -pair[0])
    return [rule for _length, rule in found]


def rules(facts: Facts) -> Iterator[finding.Finding]:
    """Access rules that are missing, failed or not applied yet."""
    if not facts.has('access_rules'):
        yield from _status(facts)
        return
    for share in facts.shares:
        if 'error' in (share.status or '') or share.status == 'creating':
            continue
        if not facts.access_rules:
            yield finding.about(
                'share',
                share,
                'no-access-rules',
                finding.WARNING,
                problem=_('nobody can mount it'),
                reason=_('It has no access rules.'),
                remedy=_create(facts, share),
            )
        for rule in facts.access_rules:
            yield from _rule(facts, share, rule)


def _create(facts: Facts, share: Any) -> str:
    if facts.client_network is not None:
        return (
            f'openstack share access create {share.id} ip '
            f'{shown(facts.client_network)}'
        )
    words = _(
        'Grant access with "openstack share access create %s <type> <client>".'
    )
    return str(words % share.id)


def shown(client: Network) -> str:
    """Return an address without the prefix length of a single host."""
    if client.num_addresses == 1:
        return str(client.network_address)
    return str(client)


def _rule(facts: Facts, share: Any, rule: Any) -> Iterator[finding.Finding]:
    who = f'{rule.access_type} {rule.access_to}'
    if 'error' in (rule.state or ''):
        message = facts.message_about(share, {'002', '003', '010'})
        yield finding.about(
            'share access',
            rule,
            'access-rule-in-error',
            finding.ERROR,
            problem=_('the access rule for %s is in error') % who,
            reason=message.user_message
            if message is not None
            else _('The driver rejected it, or could not apply it.'),
            remedy=f'openstack share access delete {share.id} {rule.id}',
            since=rule.updated_at or rule.created_at,
        )
    elif rule.state in PENDING:
        age = facts.age(rule.updated_at or rule.created_at)
        if age is not None and age >= facts.stuck_after:
            yield finding.about(
                'share access',
                rule,
                'access-rule-pending',
                finding.WARNING,
                problem=_('the access rule for %(who)s is still %(state)s')
                % {'who': who, 'state': rule.state},
                remedy=_(
                    'Ask your administrator to check the services of the '
                    'back end.'
                ),
                since=rule.updated_at or rule.created_at,
            )


def _status(facts: Facts) -> Iterator[finding.Finding]:
    # Of many shares the rules are not listed, only the state of all of them
    for share in facts.shares:
        if share.access_rules_status == 'error':
            yield finding.about(
                'share',
                share,
                'access-rules-in-error',
                finding.ERROR,
                problem=_('has access rules in error'),
                remedy=f'openstack share diagnose {share.id}',
            )


def client(facts: Facts) -> Iterator[finding.Finding]:
    """Whether the client that ``--client`` names can mount the share."""
    if facts.client_network is None or not facts.has('access_rules'):
        return
    address = shown(facts.client_network)
    for share in facts.shares:
        found = matching(facts.access_rules, facts.client_network)
        active = [rule for rule in found if rule.state == 'active']
        if not active:
            pending = ', '.join(f'{rule.id} ({rule.state})' for rule in found)
            yield finding.about(
                'share',
                share,
                'client-has-no-access',
                finding.ERROR,
                problem=_('%s cannot mount it') % address,
                reason=_('The rules for it are not active: %s') % pending
                if found
                else _('No active access rule matches the address.'),
                remedy=_create(facts, share),
            )
            continue
        first, *hidden = active
        yield finding.about(
            'share',
            share,
            'client-has-access',
            finding.NOTE,
            problem=_('%(client)s can mount it, %(level)s')
            % {'client': address, 'level': first.access_level},
            reason=_('By the access rule %(id)s for %(to)s.')
            % {'id': first.id, 'to': first.access_to},
        )
        for rule in hidden:
            if rule.access_level != first.access_level:
                yield finding.about(
                    'share access',
                    rule,
                    'access-rule-hidden',
                    finding.NOTE,
                    problem=_('does not apply to %s') % address,
                    reason=_(
                        'The rule %(id)s for %(to)s (%(level)s) is narrower.'
                    )
                    % {
                        'id': first.id,
                        'to': first.access_to,
                        'level': first.access_level,
                    },
                )


def export_locations(facts: Facts) -> Iterator[finding.Finding]:
    """Shares without a path to mount them from."""
    if not facts.has('export_locations'):
        return
    for share in facts.shares:
        if share.status != 'available':
            continue
        public = [each for each in facts.export_locations if not each.is_admin]
        if not public:
            yield finding.about(
                'share',
                share,
                'no-export-location',
                finding.ERROR,
                problem=_('has no path to mount it from'),
                reason=_('It has only administrative export locations.')
                if facts.export_locations
                else _('It has no export locations.'),
                remedy=_ensure(facts, share),
            )
        elif len(public) > 1 and not any(each.is_preferred for each in public):
            yield finding.about(
                'share',
                share,
                'no-preferred-export-location',
                finding.NOTE,
                problem=_('has several export locations, none preferred'),
                remedy=f'openstack share export location list {share.id}',
            )


def _ensure(facts: Facts, share: Any) -> str:
    host = (share.host or '').partition('#')[0]
    if facts.is_admin and host:
        return f'openstack share service ensure shares {host}'
    return _('Ask your administrator to check the back end.')
