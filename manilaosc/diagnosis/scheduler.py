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
"""Why a pool does not fit a share, by the rules of Manila's scheduler.

The filters that Manila enables by default are followed in their order, except
those that depend on the filter function of a driver or on scheduler hints:
these rule out further pools. What is compared is what the drivers last
reported; the scheduler also counts what it has placed since.
"""

import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
import dataclasses
import math
from typing import Any

from manilaosc.diagnosis import extra_specs
from manilaosc.i18n import _

#: Where a driver does not report it: Manila's default
MAX_OVER_SUBSCRIPTION_RATIO = 20.0


@dataclasses.dataclass(frozen=True)
class Request:
    """What the scheduler is asked to find a pool for.

    :param specs: The extra specs of the share type.
    :param size: The size of the share in GiB.
    :param protocol: The protocol of the share, such as ``NFS``; None if it
        does not matter.
    :param zone: The name of the availability zone that was asked for, if any.
    :param subnets: The name of the availability zone of each subnet of the
        share network, None for subnets of all availability zones. None
        without a share network.
    :param from_snapshot: Whether the share is created from a snapshot.
    :param snapshot_host: Where the share of that snapshot is,
        ``host@backend#pool``, if it is known.
    :param replica_hosts: For a new replica, where the share has replicas, the
        active one first.
    :param replication_domain: The replication domain of the pool of the
        snapshot or of the active replica.
    """

    specs: Mapping[str, str]
    size: int
    protocol: str | None = None
    zone: str | None = None
    subnets: Sequence[str | None] | None = None
    from_snapshot: bool = False
    snapshot_host: str | None = None
    replica_hosts: Sequence[str] = ()
    replication_domain: str | None = None


@dataclasses.dataclass(frozen=True)
class Obstacle:
    """Something that rules out a pool.

    :param check: The check that it did not pass, a key of :data:`CHECKS`.
    :param text: The reason, for people: what the pool has and what is
        required.
    :param summary: As the text, but the same for pools that differ only in
        numbers.
    :param spec: The extra spec without which the pool would pass, if any.
    """

    check: str
    text: str
    summary: str = ''
    spec: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, 'summary', self.summary or self.text)


def obstacles(
    pool: Any, request: Request, service: Any = None
) -> Iterator[Obstacle]:
    """Yield all that rules out a pool, in the order of the filters.

    :param pool: A storage pool with its ``name`` and ``capabilities``, as
        Manila's detailed list has it.
    :param service: The service of the pool. None if it is not known: then
        its state and its availability zone are not checked.
    """
    for check in CHECKS.values():
        yield from check(pool, request, service)


def ruled_out(
    pool: Any, request: Request, service: Any = None
) -> Obstacle | None:
    """Return the first thing that rules out a pool, None if it fits.

    The parameters are those of :func:`obstacles`.
    """
    return next(obstacles(pool, request, service), None)


def largest(pool: Any, request: Request, service: Any = None) -> int:
    """Return the largest size up to the requested one that fits, in GiB.

    The parameters are those of :func:`obstacles`.

    :returns: 0 if no size fits.
    """
    return bisect.bisect_left(
        range(1, request.size + 1),
        True,
        key=lambda size: (
            ruled_out(pool, dataclasses.replace(request, size=size), service)
            is not None
        ),
    )


def by_host(services: Iterable[Any]) -> dict[str, Any]:
    """Return the services that have pools, by host: ``host@backend``."""
    return {each.host: each for each in services if '@' in (each.host or '')}


def backend(name: str) -> str:
    """Return the host of a pool, ``host@backend`` of ``host@backend#pool``."""
    return name.partition('#')[0]


# ---- checks


def _service(pool: Any, request: Request, service: Any) -> Iterator[Obstacle]:
    if service is None:
        return
    if service.state == 'down':
        text = _('its service %s is down') % service.host
        yield Obstacle('service', text, _('their service is down'))
    elif service.status == 'disabled':
        text = _('its service %s is disabled') % service.host
        yield Obstacle('service', text, _('their service is disabled'))


def _zone(pool: Any, request: Request, service: Any) -> Iterator[Obstacle]:
    if service is None:
        return
    zone = service.availability_zone or ''
    words = _('availability zone is %(zone)s, %(required)s')
    if request.zone and zone != request.zone:
        required = _('the share requires %s') % request.zone
        yield Obstacle('zone', words % {'zone': zone, 'required': required})
    zones = (request.specs.get('availability_zones') or zone).split(',')
    if zone not in zones:
        required = _('the share type requires %s') % _(' or ').join(zones)
        yield Obstacle(
            'zone',
            words % {'zone': zone, 'required': required},
            spec='availability_zones',
        )
    if request.subnets is None:
        return
    subnets = request.subnets.count(zone) or request.subnets.count(None)
    if not subnets:
        required = _('where the share network has no subnet')
        yield Obstacle('zone', words % {'zone': zone, 'required': required})
    elif subnets > 1 and not pool.capabilities.get(
        'share_server_multiple_subnet_support'
    ):
        yield Obstacle(
            'zone',
            _(
                'share_server_multiple_subnet_support is False, the share '
                'network has %(number)d subnets in %(zone)s'
            )
            % {'number': subnets, 'zone': zone},
        )


def _capacity(pool: Any, request: Request, service: Any) -> Iterator[Obstacle]:
    can = pool.capabilities
    free, total = can.get('free_capacity_gb'), can.get('total_capacity_gb')
    if free == 'unknown':  # Then the scheduler tries its luck
        return
    percentage = can.get('reserved_percentage', 0)
    if request.from_snapshot:
        percentage = can.get('reserved_snapshot_percentage', percentage)
    try:
        text = _lack(can, request, free, total, float(percentage))
    except (OverflowError, TypeError, ValueError):
        # Also "infinite", which fails in the scheduler, too
        text = _(
            'its capacity cannot be calculated: free_capacity_gb is %(free)s, '
            'total_capacity_gb is %(total)s'
        ) % {'free': shown(free), 'total': shown(total)}
    if text:
        summary = _('too little free capacity for %d GiB') % request.size
        yield Obstacle('capacity', text, summary)


def _lack(
    can: Mapping[str, Any],
    request: Request,
    free: Any,
    total: Any,
    percentage: float,
) -> str:
    """Return which capacity a pool lacks, empty if none."""
    reserved = ''
    if percentage:
        reserved = _(' with %s%% reserved') % shown(percentage)
    less = _(
        'free capacity is %(free)s GiB%(reserved)s, less than %(size)d GiB'
    )
    words = {'free': shown(free), 'reserved': reserved, 'size': request.size}
    if total == 'unknown':
        if percentage:
            return _('total capacity is unknown, but %s%% of it reserved') % (
                shown(percentage)
            )
        return '' if request.size <= free else less % words
    total = float(total)
    if total <= 0:
        return _('total capacity is %s GiB') % shown(total)
    usable = math.floor(free - total * percentage / 100)
    thin = can.get('thin_provisioning')
    is_thin = True in (thin if isinstance(thin, list) else [thin])
    if not is_thin or not extra_specs.wants_thin(request.specs):
        return '' if usable >= request.size else less % words
    ratio = can.get('max_over_subscription_ratio', MAX_OVER_SUBSCRIPTION_RATIO)
    if ratio < 1:
        return _('max_over_subscription_ratio is %s, less than 1') % (
            shown(ratio)
        )
    provisioned = can.get('provisioned_capacity_gb')
    if provisioned is None:
        # Manila adds up the shares of the pool
        provisioned = can.get('allocated_capacity_gb', 0)
    if (provisioned + request.size) / total > ratio:
        return _(
            'over-subscription: %(provisioned)s GiB provisioned and '
            '%(size)d GiB exceed %(ratio)s times %(total)s GiB'
        ) % {
            'provisioned': shown(provisioned),
            'size': request.size,
            'ratio': shown(ratio),
            'total': shown(total),
        }
    if usable * ratio >= request.size:
        return ''
    reserved += _(' and an over-subscription ratio of %s') % shown(ratio)
    return less % {**words, 'reserved': reserved}


def _capabilities(
    pool: Any, request: Request, service: Any
) -> Iterator[Obstacle]:
    can = pool.capabilities
    if request.specs.get('default_qos_type') and not can.get(
        'qos_type_support'
    ):
        yield Obstacle(
            'capabilities',
            _(
                'qos_type_support is %(value)s, the share type requires it '
                'for its default_qos_type'
            )
            % {'value': shown(can.get('qos_type_support'))},
            spec='default_qos_type',
        )
    anywhere = bool(request.snapshot_host or request.replica_hosts)
    for key, required in extra_specs.effective(
        request.specs, request.protocol, anywhere
    ):
        keys = extra_specs.path(key)
        if keys is None:
            continue
        value = extra_specs.capability(can, keys)
        if value is not None and extra_specs.satisfied(value, required):
            continue
        yield Obstacle(
            'capabilities',
            _capability_text(key, keys, value, required, request),
            spec=key if key in request.specs else None,
        )


def _capability_text(
    key: str, keys: list[str], value: Any, required: str, request: Request
) -> str:
    words = _('%(key)s is %(value)s, the share type requires %(required)s')
    if key not in request.specs:
        words = _('%(key)s is %(value)s, the share requires %(required)s')
    text = words % {
        'key': ':'.join(keys),
        'value': shown(value),
        'required': extra_specs.shown(required),
    }
    mistake = extra_specs.mistake(value, required)
    return f'{text} ({mistake})' if mistake else text


def _replication(
    pool: Any, request: Request, service: Any
) -> Iterator[Obstacle]:
    kind = request.specs.get('replication_type')
    if kind is None:
        return
    domain = pool.capabilities.get('replication_domain')
    if domain is None:
        yield Obstacle(
            'replication',
            _(
                'replication_domain is not reported, the share type requires '
                'replication (replication_type is %s)'
            )
            % kind,
            spec='replication_type',
        )
    elif request.replica_hosts and domain != request.replication_domain:
        yield Obstacle('replication', _domain_text(domain, request))
    elif pool.name in request.replica_hosts:
        text = _('it has a replica of the share already')
        yield Obstacle('replication', text)


def _snapshot(pool: Any, request: Request, service: Any) -> Iterator[Obstacle]:
    if not request.from_snapshot or not request.snapshot_host:
        return
    if backend(pool.name) == backend(request.snapshot_host):
        return
    domain = pool.capabilities.get('replication_domain')
    if not domain or domain != request.replication_domain:
        yield Obstacle('snapshot', _domain_text(domain, request))


def _domain_text(domain: Any, request: Request) -> str:
    host = request.snapshot_host or request.replica_hosts[0]
    return _(
        'replication_domain is %(domain)s, that of %(host)s is %(required)s'
    ) % {
        'domain': shown(domain),
        'host': host,
        'required': shown(request.replication_domain),
    }


def shown(value: Any) -> str:
    """Return a value of a capability, for people."""
    if value is None:
        return _('not reported')
    if isinstance(value, list):
        return ', '.join(map(shown, value)) or _('empty')
    if isinstance(value, float) and math.isfinite(value):
        return f'{value:.2f}'.rstrip('0').rstrip('.')
    return str(value)


#: The checks, in the order of the filters
CHECKS: Mapping[str, Callable[[Any, Request, Any], Iterator[Obstacle]]] = {
    'service': _service,
    'zone': _zone,
    'capacity': _capacity,
    'capabilities': _capabilities,
    'replication': _replication,
    'snapshot': _snapshot,
}
