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

from typing import Any

from manilaosc.diagnosis import pools
from manilaosc.tests.unit.diagnosis import base

CAPABILITIES = {
    'total_capacity_gb': 100.0,
    'free_capacity_gb': 90.5,
    'reserved_percentage': 0,
    'storage_protocol': 'NFS_CIFS',
    'driver_handles_share_servers': False,
    'replication_domain': 'here',
}
DHSS = {'driver_handles_share_servers': 'False'}


def pool(backend: str = 'b', **can: Any) -> Any:
    return base.resource(
        'storage_pool',
        name=f'h@{backend}#p',
        capabilities={**CAPABILITIES, **can},
    )


def service(backend: str = 'b', **attrs: Any) -> Any:
    return base.resource(
        'service',
        **{
            'host': f'h@{backend}',
            'state': 'up',
            'status': 'enabled',
            'availability_zone': 'nova',
            **attrs,
        },
    )


class TestNoPoolMatches(base.TestCase):
    def facts(
        self,
        *found: Any,
        detail: str = '008',
        action: str = '001',
        specs: dict[str, str] | None = None,
        services: list[Any] | None = None,
        sources: dict[str, list[Any]] | None = None,
        **attrs: Any,
    ) -> Any:
        share = base.share(
            **{
                'status': 'error',
                'host': '',
                'size': 10,
                'share_protocol': 'NFS',
                'share_type': 't1',
                **attrs,
            }
        )
        message = base.resource(
            'user_message',
            resource_id='s1',
            action_id=action,
            detail_id=detail,
            user_message='no storage',
        )
        share_type = base.resource(
            'share_type', id='t1', name='gold', extra_specs=specs or DHSS
        )
        known = base.known(messages=[message], types=[share_type])
        for name, resources in (sources or {}).items():
            known.set(name, resources)
        known.set('shares', [share, *known.shares])
        if found:
            known.set('pools', found)
            known.set('services', services or [service()])
        return known

    def check(self, reason: str, remedy: str, *found: Any, **facts: Any):
        (only,) = self.assert_findings(
            [('error', 'no-pool-matches', 's1')],
            pools.no_pool_matches(self.facts(*found, **facts)),
        )
        self.assertEqual((reason, remedy), (only.reason, only.remedy))
        self.assertEqual(base.LONG_AGO, only.since)

    def test_others(self):
        for attrs in (
            {'status': 'available'},
            {'host': 'h@b#p'},
            {'detail': '003'},
            {'action': '007'},
        ):
            known = self.facts(pool(), **attrs)
            self.assert_findings([], pools.no_pool_matches(known))

    def test_not_an_administrator(self):
        self.check(
            'Only administrators see the pools and what rules them out.',
            'Ask your administrator to run "openstack share pool list '
            '--share-type t1 --size 10 --long".',
        )

    def test_pools_not_listed(self):
        self.check(
            'The pools could not be listed.',
            'openstack share pool list --share-type t1 --size 10 --long',
            sources={'services': [service()]},
        )

    def test_no_pools(self):
        self.check(
            'The scheduler knows no pools.',
            'openstack share service list --binary manila-share',
            sources={'services': [service()], 'pools': []},
        )

    def test_share_type_is_gone(self):
        self.check(
            'The share type t2 is not known.',
            'openstack share type list --all',
            pool(),
            share_type='t2',
        )

    def test_extra_specs(self):
        self.check(
            'h@a#p: driver_handles_share_servers is True, the share type '
            'requires False; '
            'h@b#p: dedupe is not reported, the share type requires True',
            'openstack share type unset t1 dedupe capabilities:fast',
            pool('a', driver_handles_share_servers=True),
            pool('b'),
            specs={**DHSS, 'dedupe': 'True', 'capabilities:fast': 'yes'},
        )

    def test_required_extra_spec(self):
        self.check(
            'h@b#p: driver_handles_share_servers is True, the share type '
            'requires False',
            'openstack share pool list --share-type t1 --size 10 --long',
            pool(driver_handles_share_servers=True),
        )

    def test_protocol(self):
        self.check(
            'h@b#p: storage_protocol is NFS_CIFS, the share requires HDFS',
            'openstack share pool list --share-type t1 --size 10 --long',
            pool(),
            share_protocol='HDFS',
        )

    def test_capacity(self):
        self.check(
            'h@b#p: free capacity is 7.5 GiB, less than 10 GiB',
            "openstack share create NFS 7 --name 'my data' --share-type t1 "
            '--share-network n1',
            pool(free_capacity_gb=7.5),
            detail='009',
            name='my data',
            share_network_id='n1',
        )

    def test_no_capacity_at_all(self):
        self.check(
            'h@b#p: free capacity is 0 GiB, less than 10 GiB',
            'openstack share pool list --share-type t1 --size 10 --long',
            pool(free_capacity_gb=0),
            detail='009',
        )

    def test_zone(self):
        self.check(
            'h@b#p: availability zone is nova, the share requires az2',
            'openstack share create NFS 10 --name data --share-type t1',
            pool(),
            detail='007',
            availability_zone='az2',
        )

    def test_zones_of_the_share_type(self):
        self.check(
            'h@b#p: availability zone is nova, the share type requires az2',
            'openstack share type unset t1 availability_zones',
            pool(),
            specs={**DHSS, 'availability_zones': 'az2'},
        )

    def test_subnets(self):
        subnets = [{'id': 'n', 'availability_zone': 'az2'}]
        network = base.resource(
            'share_network', id='n1', share_network_subnets=subnets
        )
        self.check(
            'h@b#p: availability zone is nova, where the share network has '
            'no subnet',
            'openstack share pool list --share-type t1 --size 10 --long',
            pool(),
            share_network_id='n1',
            sources={'networks': [network]},
        )

    def test_service(self):
        for attrs, reason, remedy in (
            (
                {'status': 'disabled'},
                'h@b#p: its service h@b is disabled',
                'openstack share service set --enable h@b manila-share',
            ),
            (
                {'state': 'down'},
                'h@b#p: its service h@b is down',
                'Start the service h@b.',
            ),
        ):
            self.check(
                reason,
                remedy,
                pool(),
                detail='002',
                services=[service(**attrs)],
            )

    def test_service_whose_pools_are_not_listed(self):
        self.check(
            'h@b#p: share_backend_name is not reported, the share type '
            'requires c; h@c: its service h@c is disabled',
            'openstack share service set --enable h@c manila-share',
            pool(),
            specs={**DHSS, 'share_backend_name': 'c'},
            services=[service(), service('c', status='disabled')],
        )

    def test_fits_now(self):
        self.check(
            'h@b#p: fits now',
            'openstack share create NFS 10 --name data --share-type t1 '
            '--availability-zone nova',
            pool(),
            availability_zone='nova',
        )

    def test_filter_function(self):
        self.check(
            'h@b#p: fits now',
            'The filter function of h@b#p may rule it out: stats.x < 1',
            pool(filter_function='stats.x < 1'),
            detail='010',
        )

    def test_snapshot(self):
        parent = base.share(id='s2', host='h@a#p')
        snapshot = base.resource('share_snapshot', id='p1', share_id='s2')
        self.check(
            'h@a#p: free capacity is 0 GiB, less than 10 GiB; '
            'h@b#p: replication_domain is there, that of h@a#p is here',
            'openstack share pool list --share-type t1 --size 10 --long',
            pool('a', free_capacity_gb=0),
            pool('b', replication_domain='there'),
            detail='016',
            snapshot_id='p1',
            sources={'shares': [parent], 'snapshots': [snapshot]},
        )

    def test_many_pools(self):
        self.check(
            '4 pools: too little free capacity for 10 GiB; '
            '2 pools: dedupe is False, the share type requires True',
            'openstack share type unset t1 dedupe',
            *(pool(f'a{n}', free_capacity_gb=n) for n in range(4)),
            pool('b', dedupe=False),
            pool('c', dedupe=False),
            specs={**DHSS, 'dedupe': '<is> True'},
        )
