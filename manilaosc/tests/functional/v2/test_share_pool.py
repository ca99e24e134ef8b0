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

"""Functional tests for storage pools."""

from typing import Any

from manilaosc.tests.functional import base

GAMMA = 'sandbox@gamma#fake_pool_for_gamma'
DELTA = 'sandbox@delta#fake_pool_for_delta'


class TestSharePool(base.TestCase):
    cloud = 'admin'

    def names(self, *args: Any, **kwargs: str) -> list[str]:
        rows = self.json('share pool list', *args, **kwargs)
        return sorted(row['Name'] for row in rows)

    def test_list(self) -> None:
        pools = self.names()
        self.assertEqual(4, len(pools))
        for args, expected in (
            (('--host', 'sandbox'), pools),
            (('--host', '.*box$'), pools),
            (('--host', 'elsewhere'), []),
            (('--backend', 'gamma'), [GAMMA]),
            (('--backend', 'gamma|delta'), [DELTA, GAMMA]),
            (('--pool', 'fake_pool_for_g'), [GAMMA]),
            (('--share-type', 'dhss_false'), [DELTA, GAMMA]),
        ):
            self.assertEqual(expected, self.names(*args), str(args))

    def test_details(self) -> None:
        (pool,) = self.json('share pool list --detail --long --backend gamma')
        self.assertEqual(GAMMA, pool['Name'])
        self.assertEqual(
            ('sandbox', 'gamma', 'fake_pool_for_gamma'),
            (pool['Host'], pool['Backend'], pool['Pool']),
        )
        can = pool['Capabilities']
        self.assertEqual(can['total_capacity_gb'], pool['Total GiB'])
        self.assertEqual(can['free_capacity_gb'], pool['Free GiB'])
        self.assertIs(False, can['driver_handles_share_servers'])
        # The output for people
        shown = self.openstack('share pool list --detail --backend gamma').out
        self.assertIn('| snapshot_support : True ', shown)

    def test_share_types(self) -> None:
        name = self.name('type')
        self.cleanup('share type delete', name)
        created = self.json(
            'share type create', name, 'false',
            '--extra-specs', 'share_backend_name=delta',
        )  # fmt: skip
        self.assertEqual([DELTA], self.names('--share-type', name))
        self.assertEqual([DELTA], self.names('--share-type', created['id']))
        self.openstack(
            'share pool list --share-type', self.name('none'),
            fail=True, stderr='Share type none-.* not found',
        )  # fmt: skip

    def why(self, *args: Any, **kwargs: str) -> dict[str, str]:
        rows = self.json('share pool list', *args, **kwargs)
        return {row['Backend']: row['Ruled Out By'] for row in rows}

    def test_what_rules_pools_out(self) -> None:
        type_id = self.json('share type show dhss_false')['id']
        dhss = (
            'driver_handles_share_servers is True, the share type requires '
            'False'
        )
        for share_type in ('dhss_false', type_id):
            self.assertEqual(
                {'alpha': dhss, 'beta': dhss, 'gamma': '', 'delta': ''},
                self.why('--share-type', share_type, '--size', '10'),
            )
        small = 'free capacity is 1210 GiB, less than 1211 GiB'
        self.assertEqual(
            {'gamma': ''}, self.why('--backend', 'gamma', '--size', '1')
        )
        self.assertEqual(
            {'gamma': small}, self.why('--backend', 'gamma', '--size', '1211')
        )
        shown = self.openstack('share pool list --size 1211 --backend gamma')
        self.assertIn(f'| {small} |', shown.out)
        self.assertEqual(
            ['/services', '/scheduler-stats/pools/detail'],
            [r.path for r in shown.requests if r.version],
        )
        self.assertEqual(
            {'alpha': dhss, 'beta': dhss, 'gamma': '', 'delta': ''},
            self.why(
                '--share-type', 'dhss_false', '--size', '10', version='2.23'
            ),
        )
        self.openstack(
            'share pool list --size 1 --share-type', self.name('none'),
            fail=True, stderr='none-',
        )  # fmt: skip

    def test_refused(self) -> None:
        self.openstack(
            "share pool list --host '*'",
            fail=2, stderr="Invalid regular expression '\\*'",
        )  # fmt: skip
        for cloud in ('member', 'reader'):
            for args in ((), ('--detail',), ('--size', '1')):
                self.openstack(
                    'share pool list', *args,
                    cloud=cloud, fail=True, stderr='HTTP 403',
                )  # fmt: skip

    def test_old_microversions(self) -> None:
        self.assertEqual(4, len(self.names('--detail', version='2.0')))
        self.assert_min_version(
            '2.23',
            'share pool list --share-type dhss_false',
            what='--share-type',
        )
        self.assertEqual(
            [DELTA, GAMMA],
            self.names('--share-type', 'dhss_false', version='2.23'),
        )
