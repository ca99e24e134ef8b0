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

import types

import testtools

from manilaosc.diagnosis import scheduler

#: What the dummy driver reports, shortened
CAPABILITIES = {
    'total_capacity_gb': 100.0,
    'free_capacity_gb': 90.5,
    'reserved_percentage': 0,
    'share_backend_name': 'alpha',
    'storage_protocol': 'NFS_CIFS',
    'driver_handles_share_servers': False,
    'snapshot_support': True,
    'replication_type': ['dr', 'readable'],
    'iops': 5000,
}


class TestRuledOut(testtools.TestCase):
    def ruled_out(self, *, can=None, service=None, size=10, **request):
        request.setdefault('specs', {})
        self.pool = types.SimpleNamespace(
            name='host@alpha#pool',
            capabilities={**CAPABILITIES, **(can or {})},
        )
        if service is not None:
            service = types.SimpleNamespace(
                **{
                    'host': 'host@alpha',
                    'state': 'up',
                    'status': 'enabled',
                    'availability_zone': 'nova',
                    **service,
                }
            )
        found = scheduler.ruled_out(
            self.pool, scheduler.Request(size=size, **request), service
        )
        return found and found.text

    def test_fits(self):
        for specs in (
            {},
            {'driver_handles_share_servers': 'False'},
            {'snapshot_support': '<is> True', 'vendor:anything': 'x'},
            {'replication_type': 'dr', 'storage_protocol': '<in> nfs'},
            {'capabilities:iops': '>= 5000'},
        ):
            can = {'replication_domain': 'here'}
            self.assertIsNone(
                self.ruled_out(
                    can=can, specs=specs, protocol='NFS', service={}
                ),
                specs,
            )

    def test_capabilities(self):
        for specs, expected in (
            (
                {'storage_protocol': 'CEPHFS'},
                'storage_protocol is NFS_CIFS, the share type requires CEPHFS',
            ),
            (
                {'driver_handles_share_servers': 'True'},
                'driver_handles_share_servers is False, the share type '
                'requires True',
            ),
            (
                {'capabilities:iops': '>= 9000'},
                'iops is 5000, the share type requires at least 9000',
            ),
            (
                {'iops': '5000'},
                'iops is 5000, the share type requires 5000 (numbers need an '
                'operator, such as "== 5000")',
            ),
            (
                {'replication_type': '<or> writable <or> none'},
                'replication_type is dr, readable, the share type requires '
                'writable or none',
            ),
            (
                {'dedupe': '<is> True'},
                'dedupe is not reported, the share type requires True',
            ),
            (
                {'share_backend_name': '<all-in> a b'},
                'share_backend_name is alpha, the share type requires '
                '<all-in> a b',
            ),
            (
                {'default_qos_type': 'gold'},
                'qos_type_support is not reported, the share type requires '
                'it for its default_qos_type',
            ),
        ):
            self.assertEqual(expected, self.ruled_out(specs=specs))

    def test_protocol_of_the_share(self):
        self.assertEqual(
            'storage_protocol is NFS_CIFS, the share requires HDFS',
            self.ruled_out(protocol='HDFS'),
        )

    def test_capacity(self):
        thin = {'thin_provisioning': True}
        for can, expected in (
            (
                {'free_capacity_gb': 3.5},
                'free capacity is 3.5 GiB, less than 10 GiB',
            ),
            (
                {'free_capacity_gb': 12, 'reserved_percentage': 5},
                'free capacity is 12 GiB with 5% reserved, less than 10 GiB',
            ),
            (
                {
                    **thin,
                    'free_capacity_gb': 3,
                    'max_over_subscription_ratio': 2,
                },
                'free capacity is 3 GiB and an over-subscription ratio of 2, '
                'less than 10 GiB',
            ),
            (
                {
                    **thin,
                    'provisioned_capacity_gb': 195,
                    'max_over_subscription_ratio': 2.0,
                },
                'over-subscription: 195 GiB provisioned and 10 GiB exceed 2 '
                'times 100 GiB',
            ),
            (
                {**thin, 'max_over_subscription_ratio': 0.5},
                'max_over_subscription_ratio is 0.5, less than 1',
            ),
            ({'total_capacity_gb': 0}, 'total capacity is 0 GiB'),
            (
                {'total_capacity_gb': 'unknown', 'reserved_percentage': 5},
                'total capacity is unknown, but 5% of it reserved',
            ),
            (
                {'free_capacity_gb': 'infinite'},
                'its capacity cannot be calculated: free_capacity_gb is '
                'infinite, total_capacity_gb is 100',
            ),
            (
                {'free_capacity_gb': None},
                'its capacity cannot be calculated: free_capacity_gb is not '
                'reported, total_capacity_gb is 100',
            ),
            ({'free_capacity_gb': 'unknown', 'total_capacity_gb': 0}, None),
            ({'total_capacity_gb': 'unknown'}, None),
        ):
            self.assertEqual(expected, self.ruled_out(can=can))

    def test_reserved_for_shares_from_snapshots(self):
        can = {'reserved_percentage': 99, 'reserved_snapshot_percentage': 1}
        self.assertIsNotNone(self.ruled_out(can=can))
        self.assertIsNone(self.ruled_out(can=can, from_snapshot=True))

    def test_zone(self):
        for request, expected in (
            ({'zone': 'nova'}, None),
            (
                {'zone': 'az2'},
                'availability zone is nova, the share requires az2',
            ),
            (
                {'specs': {'availability_zones': 'az1,az2'}},
                'availability zone is nova, the share type requires az1 or '
                'az2',
            ),
            ({'subnets': [None]}, None),
            (
                {'subnets': ['az2']},
                'availability zone is nova, where the share network has no '
                'subnet',
            ),
            (
                {'subnets': ['nova', 'nova', 'az2']},
                'share_server_multiple_subnet_support is False, the share '
                'network has 2 subnets in nova',
            ),
        ):
            self.assertEqual(expected, self.ruled_out(service={}, **request))
            self.assertIsNone(self.ruled_out(**request), 'zone not known')

    def test_service(self):
        self.assertEqual(
            'its service host@alpha is down',
            self.ruled_out(service={'state': 'down', 'status': 'disabled'}),
        )
        self.assertEqual(
            'its service host@alpha is disabled',
            self.ruled_out(service={'status': 'disabled'}),
        )

    def test_replication(self):
        specs = {'replication_type': 'dr'}
        replica = {'specs': specs, 'replica_hosts': ['host@beta#pool']}
        self.assertEqual(
            'replication_domain is not reported, the share type requires '
            'replication (replication_type is dr)',
            self.ruled_out(specs=specs),
        )
        can = {'replication_domain': 'here'}
        self.assertIsNone(self.ruled_out(can=can, specs=specs))
        self.assertEqual(
            'replication_domain is here, that of host@beta#pool is there',
            self.ruled_out(can=can, replication_domain='there', **replica),
        )
        replica['replica_hosts'].append('host@alpha#pool')
        self.assertEqual(
            'it has a replica of the share already',
            self.ruled_out(can=can, replication_domain='here', **replica),
        )

    def test_snapshot(self):
        def ruled_out(host, **can):
            return self.ruled_out(
                can=can,
                # Does not matter here
                specs={'share_backend_name': 'beta'},
                from_snapshot=True,
                snapshot_host=host,
                replication_domain='here',
            )

        self.assertIsNone(ruled_out('host@alpha#other'))
        self.assertIsNone(ruled_out('host@beta#p', replication_domain='here'))
        self.assertEqual(
            'replication_domain is not reported, that of host@beta#p is here',
            ruled_out('host@beta#p'),
        )

    def test_order(self):
        request = scheduler.Request(
            {'snapshot_support': 'False', 'dedupe': 'True'}, 1000
        )
        self.ruled_out()
        found = scheduler.obstacles(self.pool, request)
        self.assertEqual(
            [
                ('capacity', None),
                ('capabilities', 'snapshot_support'),
                ('capabilities', 'dedupe'),
            ],
            [(each.check, each.spec) for each in found],
        )


class TestLargest(testtools.TestCase):
    def test_largest(self):
        for free, expected in ((0.9, 0), (1, 1), (17.3, 17), (90, 20)):
            pool = types.SimpleNamespace(
                name='h@b#p',
                capabilities={**CAPABILITIES, 'free_capacity_gb': free},
            )
            request = scheduler.Request({}, 20)
            self.assertEqual(expected, scheduler.largest(pool, request))
