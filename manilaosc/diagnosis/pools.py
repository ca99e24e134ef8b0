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
"""Check of shares that no pool fits: why, pool by pool."""

import collections
from collections.abc import Iterator, Mapping, Sequence
import shlex
from typing import Any

from manilaosc.diagnosis import finding
from manilaosc.diagnosis import scheduler
from manilaosc.diagnosis.facts import Facts
from manilaosc.i18n import _

#: The IDs of the details of user messages that say that no storage could be
#: allocated
DETAILS = frozenset(
    {
        '002',
        '007',
        '008',
        '009',
        '010',
        '011',
        '012',
        '013',
        '014',
        '016',
        '028',
    }
)
#: The IDs of the actions of these messages
ACTIONS = frozenset({'001', '002'})
#: How many pools to name; more are grouped by reason
NAMED = 5
#: Extra specs that every share type must have
REQUIRED_SPECS = frozenset({'driver_handles_share_servers'})

#: What rules out each pool, by name; nothing if it fits
Obstacles = Mapping[str, Sequence[scheduler.Obstacle]]


def no_pool_matches(facts: Facts) -> Iterator[finding.Finding]:
    """Shares in error because no storage could be allocated, and why."""
    for share in facts.shares:
        if share.status != 'error' or share.host:
            continue
        message = facts.message_about(share, ACTIONS)
        if message is None or message.detail_id not in DETAILS:
            continue
        reason, remedy = _explain(facts, share)
        yield finding.about(
            'share',
            share,
            'no-pool-matches',
            finding.ERROR,
            problem=_('no pool fits'),
            reason=reason,
            remedy=remedy,
            since=message.created_at,
        )


def _explain(facts: Facts, share: Any) -> tuple[str, str]:
    """Return the reason and the remedy."""
    compare = (
        f'openstack share pool list --share-type {share.share_type} '
        f'--size {share.size} --long'
    )
    if facts.is_admin and not facts.has('pools'):
        return (_('The pools could not be listed.'), compare)
    if not facts.has('pools'):
        return (
            _('Only administrators see the pools and what rules them out.'),
            _('Ask your administrator to run "%s".') % compare,
        )
    if not facts.pools:
        return (
            _('The scheduler knows no pools.'),
            'openstack share service list --binary manila-share',
        )
    share_type = next(
        (t for t in facts.types if share.share_type in (t.id, t.name)), None
    )
    if share_type is None:
        return (
            _('The share type %s is not known.') % share.share_type,
            'openstack share type list --all',
        )
    request = requested(facts, share, share_type)
    services = scheduler.by_host(facts.services)
    found = {
        pool.name: list(
            scheduler.obstacles(
                pool, request, services.get(scheduler.backend(pool.name))
            )
        )
        for pool in facts.pools
    }
    listed = {scheduler.backend(name) for name in found}
    for host in sorted(services.keys() - listed):
        # The scheduler forgets the pools of such services
        rules = [*scheduler.CHECKS['service'](None, request, services[host])]
        if rules:
            found[host] = rules
    remedy = _remedy(facts, share, request, found)
    return _reason(found), remedy or compare


def requested(facts: Facts, share: Any, share_type: Any) -> scheduler.Request:
    """Return what the scheduler was asked to find a pool for."""
    network = next(
        (n for n in facts.networks if n.id == share.share_network_id), None
    )
    subnets = network and network.share_network_subnets
    snapshot = next(
        (s for s in facts.snapshots if s.id == share.snapshot_id), None
    )
    source = snapshot and next(
        (s for s in facts.shares if s.id == snapshot.share_id), None
    )
    source_host = source.host if source else None
    return scheduler.Request(
        specs=share_type.extra_specs or {},
        size=share.size,
        protocol=share.share_protocol,
        zone=share.availability_zone,
        subnets=[s.availability_zone for s in subnets] if subnets else None,
        from_snapshot=bool(share.snapshot_id),
        snapshot_host=source_host,
        replication_domain=next(
            (
                pool.capabilities.get('replication_domain')
                for pool in facts.pools
                if pool.name == source_host
            ),
            None,
        ),
    )


def _reason(found: Obstacles) -> str:
    if len(found) <= NAMED:
        return '; '.join(
            f'{name}: {rules[0].text if rules else _("fits now")}'
            for name, rules in found.items()
        )
    counts = collections.Counter(
        rules[0].summary if rules else _('they fit now')
        for rules in found.values()
    )
    return '; '.join(
        _('%(count)d pools: %(why)s') % {'count': count, 'why': why}
        for why, count in counts.most_common()
    )


def _remedy(
    facts: Facts, share: Any, request: scheduler.Request, found: Obstacles
) -> str:
    """Return the command that helps most easily, empty if none does."""
    pools = {pool.name: pool for pool in facts.pools}
    services = scheduler.by_host(facts.services)

    def distance(name: str) -> tuple[int, bool]:
        # Other back ends are the last resort for a type made for one of them
        specs = {rule.spec for rule in found[name]}
        return len(found[name]), 'share_backend_name' in specs

    for name in sorted(found, key=distance):
        rules = found[name]
        if not rules:
            filter_function = pools[name].capabilities.get('filter_function')
            if filter_function:
                # Only Manila can evaluate it
                return _(
                    'The filter function of %(pool)s may rule it out: '
                    '%(function)s'
                ) % {'pool': name, 'function': filter_function}
            return _create(share, share.size)
        checks = {rule.check for rule in rules}
        specs = [rule.spec for rule in rules if rule.spec]
        host = scheduler.backend(name)
        if len(specs) == len(rules) and not REQUIRED_SPECS & {*specs}:
            keys = ' '.join(map(shlex.quote, specs))
            return f'openstack share type unset {share.share_type} {keys}'
        if checks == {'capacity'}:
            size = scheduler.largest(pools[name], request, services.get(host))
            if size:
                return _create(share, size)
        if checks == {'service'} and services[host].state == 'up':
            return (
                'openstack share service set --enable '
                f'{shlex.quote(host)} manila-share'
            )
        if checks == {'service'}:
            return _('Start the service %s.') % host
        if checks == {'zone'} and share.availability_zone:
            return _create(share, share.size, zone=False)
    return ''


def _create(share: Any, size: int, zone: bool = True) -> str:
    """Return the command that creates the share again.

    :param zone: Whether in the availability zone that was asked for.
    """
    command = [
        *('openstack', 'share', 'create', share.share_protocol, str(size)),
        *(['--name', share.name] if share.name else []),
        *('--share-type', share.share_type),
    ]
    for option, value in (
        ('--share-network', share.share_network_id),
        ('--snapshot-id', share.snapshot_id),
        ('--availability-zone', share.availability_zone if zone else None),
    ):
        if value:
            command += [option, value]
    return shlex.join(command)
