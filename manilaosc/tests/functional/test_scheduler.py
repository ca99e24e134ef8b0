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

"""What rules out a pool: the same as for the filters of Manila's scheduler.

Manila's own classes are asked, so this needs no service; it is here because
only the functional tests have Manila at hand.
"""

from collections.abc import Iterator
import copy
import os
import random
import types
from typing import Any
from unittest import mock

os.environ.setdefault('OS_MANILA_DISABLE_EVENTLET_PATCHING', '1')

import fixtures
from manila.scheduler import host_manager
from manila.scheduler.drivers import filter as filter_scheduler
from manila.scheduler.filters import availability_zone
from manila.scheduler.filters import capabilities
from manila.scheduler.filters import capacity
from manila.scheduler.filters import create_from_snapshot
from manila.scheduler.filters import share_replication
import testtools

from manilaosc.diagnosis import extra_specs
from manilaosc.diagnosis import scheduler

#: Manila's filters, by the checks that stand for them
FILTERS = {
    'zone': availability_zone.AvailabilityZoneFilter,
    'capacity': capacity.CapacityFilter,
    'capabilities': capabilities.CapabilitiesFilter,
    'replication': share_replication.ShareReplicationFilter,
    'snapshot': create_from_snapshot.CreateFromSnapshotFilter,
}
ZONES = ('az1', 'az2')
SEED = 20261125
NUMBER = 2500

#: Values of capabilities, and of the extra specs about them
VALUES: tuple[Any, ...] = (
    None, True, False, 'True', 'false', 'yes', 'NFS', 'NFS_CIFS', 'nfs cifs',
    '', 0, 5, 5.0, -1, 10.5, '5', '10', 'abc', [], [True], [True, False],
    ['dr', 'readable'], ['NFS', 'CIFS'], [5, 10], [None], {'a': 'NFS'},
    {'a': {'b': 7}},
)  # fmt: skip
OPERANDS = ('5', '10', 'NFS', 'nfs', 'True', 'false', 'dr', 'abc', '-1', 'x y')
OPERATORS = (
    '', '=', '==', '!=', '>=', '<=', '>', '<is>', '<in>', '<all-in>', 's==',
    's!=', 's<', 's<=', 's>', 's>=', '<or>', '<IS>', '<In>',
)  # fmt: skip
REQUIREMENTS = (
    *(f'{op} {operand}'.strip() for op in OPERATORS for operand in OPERANDS),
    *OPERATORS,
    ' ', ' NFS ', '<or> dr <or> nfs', '<or> 5 <or> true', '<or> dr nfs abc',
    '<or> dr <or>', '<in> NFS CIFS', '5 NFS', 'NFS = 5',
)  # fmt: skip
KEYS = (
    'cap', 'capabilities:cap', 'vendor:cap', 'capabilities:cap:a',
    'capabilities:cap:a:b', 'cap:a', 'other', 'capabilities:other',
    'availability_zones:cap', 'capabilities:availability_zones',
    'snapshot_support', 'mount_snapshot_support',
    'capabilities:snapshot_support',
)  # fmt: skip


def ask_manila(
    can: dict[str, Any], request: scheduler.Request, zone: str
) -> str | None:
    """Return the check whose filter in Manila rules out a pool."""
    name = 'host@backend#pool'
    can = {
        'pool_name': 'pool',
        'timestamp': 1,
        'reserved_percentage': 0,
        'reserved_snapshot_percentage': can.get('reserved_percentage', 0),
        'reserved_share_extend_percentage': 0,
        **copy.deepcopy(can),
    }
    state = host_manager.PoolState('host@backend', can, 'pool')
    service = {
        'availability_zone_id': f'id-{zone}',
        'availability_zone': {'name': zone},
    }
    with mock.patch.object(
        state,
        '_estimate_provisioned_capacity',
        return_value=can.get('allocated_capacity_gb', 0),
    ):
        state.update_from_share_capability(can, service)
    assert state.host == name
    properties = _properties(request)
    for check, filter_class in FILTERS.items():
        try:
            passes = filter_class().host_passes(state, properties)
        except (IndexError, OverflowError, TypeError, ValueError):
            passes = False  # The request fails in the scheduler
        if not passes:
            return check
    return None


def _properties(request: scheduler.Request) -> dict[str, Any]:
    """Return what Manila's scheduler gives to its filters."""
    zones = request.specs.get('availability_zones', '').split(',')
    zones = [zone for zone in zones if zone]
    several: dict[str, bool] = {}
    if request.subnets is not None:
        counts = {
            zone: request.subnets.count(zone) or request.subnets.count(None)
            for zone in ZONES
        }
        several = {f'id-{zone}': n > 1 for zone, n in counts.items() if n}
        with_subnets = [zone for zone in ZONES if counts[zone]]
        # The API refuses requests that leave no zone
        zones = [z for z in zones or ZONES if z in with_subnets] or ['none']
    snapshot_id = 'snapshot' if request.from_snapshot else None
    spec = {
        'share_id': 'share',
        'share_properties': {
            'size': request.size,
            'snapshot_id': snapshot_id,
            'share_proto': request.protocol,
        },
        'share_instance_properties': {
            'availability_zone_id': request.zone and f'id-{request.zone}'
        },
        'share_type': {'extra_specs': dict(request.specs)},
        'snapshot_id': snapshot_id,
        'snapshot_host': request.snapshot_host,
        'availability_zones': zones,
        'az_request_multiple_subnet_support_map': several,
    }
    if request.replica_hosts:
        spec['active_replica_host'] = request.replica_hosts[0]
        spec['all_replica_hosts'] = ','.join(request.replica_hosts)
    pools = [
        types.SimpleNamespace(
            host=host, replication_domain=request.replication_domain
        )
        for host in (*request.replica_hosts[:1], request.snapshot_host)
        if host
    ]
    driver = filter_scheduler.FilterScheduler.__new__(
        filter_scheduler.FilterScheduler
    )
    driver.max_attempts = 1
    driver.host_manager = mock.Mock(
        get_all_host_states_share=mock.Mock(return_value=pools)
    )
    with mock.patch.object(driver, '_get_configuration_options'):
        properties, _share = driver._format_filter_properties(
            mock.Mock(), {}, spec
        )
    result: dict[str, Any] = properties
    return result


def ask_us(
    can: dict[str, Any], request: scheduler.Request, zone: str
) -> str | None:
    pool = types.SimpleNamespace(name='host@backend#pool', capabilities=can)
    service = types.SimpleNamespace(
        host='host@backend',
        state='up',
        status='enabled',
        availability_zone=zone,
    )
    obstacle = scheduler.ruled_out(pool, request, service)
    if obstacle is None:
        return None
    assert obstacle.text and '%(' not in obstacle.text, obstacle
    return obstacle.check


def requirements() -> Iterator[tuple[Any, str]]:
    for value in VALUES:
        for required in REQUIREMENTS:
            yield value, required


def random_case(
    chance: random.Random,
) -> tuple[dict[str, Any], scheduler.Request, str]:
    """Return capabilities, a request and the availability zone of a pool."""

    def maybe(probability: float, *values: Any) -> Any:
        return chance.choice(values) if chance.random() < probability else None

    can = {
        'total_capacity_gb': chance.choice(
            (100, 100.0, 57.3, 0, 'unknown', 'infinite', 1000, 12)
        ),
        'free_capacity_gb': chance.choice(
            (
                None,
                *['unknown'] * 9,
                'infinite',
                3.5,
                10,
                10.9,
                50,
                99.99,
                12,
                0,
            )
        ),
    }
    for key, value in (
        ('reserved_percentage', maybe(0.5, 0, 5, 50, 100, '10')),
        ('reserved_snapshot_percentage', maybe(0.3, 0, 5, 90)),
        ('thin_provisioning', maybe(0.7, True, False, [True, False], [False])),
        ('max_over_subscription_ratio', maybe(0.7, 0.5, 1, 1.5, 2.0, 20)),
        ('provisioned_capacity_gb', maybe(0.6, 0, 5.5, 90, 150, 1999)),
        ('allocated_capacity_gb', maybe(0.6, 0, 5, 100, 1999)),
        ('replication_domain', maybe(0.6, 'a', 'b', '')),
        ('replication_type', maybe(0.7, 'dr', ['dr', 'readable'])),
        ('share_backend_name', maybe(0.9, 'gold', 'silver')),
        ('storage_protocol', maybe(0.95, 'NFS', 'NFS_CIFS', ['CIFS', 'NFS'])),
        ('snapshot_support', maybe(0.8, True, False, [True, False])),
        ('qos_type_support', maybe(0.5, True, False)),
        ('share_server_multiple_subnet_support', maybe(0.5, True, False)),
        ('cap', maybe(0.9, *VALUES)),
    ):
        if value is not None:
            can[key] = value
    specs = {}
    for key, value in (
        (chance.choice(KEYS), maybe(0.3, *REQUIREMENTS)),
        ('replication_type', maybe(0.5, 'dr', '<or> dr <or> writable')),
        ('share_backend_name', maybe(0.2, 'gold', '<or> gold <or> silver')),
        ('storage_protocol', maybe(0.1, 'NFS', '<in> cifs')),
        ('snapshot_support', maybe(0.2, 'True', 'False', '<is> True', '1')),
        (
            chance.choice(
                ('thin_provisioning', 'capabilities:thin_provisioning')
            ),
            maybe(0.3, 'True', 'false', '<is> True', '<is> False', 'x'),
        ),
        ('availability_zones', maybe(0.1, 'az1', 'az1,az2', 'az2')),
        ('default_qos_type', maybe(0.1, 'gold')),
    ):
        if value is not None:
            specs[key] = value
    with_network = chance.random() < 0.1
    from_snapshot = chance.random() < 0.3
    request = scheduler.Request(
        specs=specs,
        size=chance.choice((1, 3, 4, 5, 10, 11, 50, 95, 120, 5000)),
        protocol=maybe(0.8, 'NFS', 'CIFS'),
        zone=None if with_network else maybe(0.1, *ZONES),
        subnets=(
            [chance.choice((*ZONES, None)) for _n in range(3)]
            if with_network
            else None
        ),
        from_snapshot=from_snapshot,
        snapshot_host=(
            maybe(0.7, 'host@backend#other', 'host@elsewhere#pool')
            if from_snapshot
            else None
        ),
        replica_hosts=(
            ('host@elsewhere#pool', *maybe(1, (), ('host@backend#pool',)))
            if not from_snapshot and chance.random() < 0.2
            else ()
        ),
        replication_domain=maybe(0.7, 'a', 'b', ''),
    )
    return can, request, chance.choice(ZONES)


class TestScheduler(testtools.TestCase):
    def setUp(self) -> None:
        super().setUp()
        self.useFixture(fixtures.FakeLogger())  # Manila's

    def test_extra_specs(self) -> None:
        cap = {'total_capacity_gb': 10, 'free_capacity_gb': 10}
        different = []
        for value, required in requirements():
            can = {**cap, 'cap': value}
            request = scheduler.Request({'cap': required}, 1)
            theirs = ask_manila(can, request, 'az1')
            ours = ask_us(can, request, 'az1')
            if ours != theirs:
                different.append((value, required, ours, theirs))
        self.assertEqual([], different)

    def test_keys(self) -> None:
        for value in VALUES:
            can = {
                'total_capacity_gb': 10,
                'free_capacity_gb': 10,
                'cap': value,
                'snapshot_support': True,
            }
            for key in KEYS:
                for required in ('NFS', '7', '>= 5', '<is> True', 'True'):
                    request = scheduler.Request({key: required}, 1)
                    self.assertEqual(
                        ask_manila(can, request, 'az1'),
                        ask_us(can, request, 'az1'),
                        f'{value!r} {key}={required}',
                    )

    def test_random(self) -> None:
        chance = random.Random(SEED)
        seen: dict[str | None, int] = dict.fromkeys([None, *FILTERS], 0)
        for _n in range(NUMBER):
            can, request, zone = random_case(chance)
            theirs = ask_manila(can, request, zone)
            self.assertEqual(
                theirs,
                ask_us(can, request, zone),
                f'{can}\n{request}\nin {zone}',
            )
            seen[theirs] += 1
        # Each way to pass or fail was met often enough to mean something
        self.assertEqual(
            [],
            [check for check, times in seen.items() if times < 20],
            str(seen),
        )

    def test_boolean_extra_specs_are_manilas(self) -> None:
        self.assertEqual(
            {*filter_scheduler.share_types.get_boolean_extra_specs()},
            {*extra_specs.BOOLEAN},
        )
