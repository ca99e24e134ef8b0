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
"""Unit tests for the checks of services, hosts and limits."""

from manilaosc.diagnosis import cloud
from manilaosc.tests.unit.diagnosis import base


class TestLimits(base.TestCase):
    def test_usage(self):
        for used, limit, expected in (
            (8, 10, []),
            (9, 10, [('warning', 'quota-nearly-used', 'maxTotalShares')]),
            (10, 10, [('warning', 'quota-exhausted', 'maxTotalShares')]),
            (11, 10, [('warning', 'quota-exhausted', 'maxTotalShares')]),
            (0, 0, [('warning', 'quota-exhausted', 'maxTotalShares')]),
            (1000, -1, []),
            (None, 10, []),
            (10, None, []),
        ):
            limits = base.resource(
                'limit', totalSharesUsed=used, maxTotalShares=limit
            )
            found = cloud.limits(base.known(limits=[limits]))
            found = self.assert_findings(expected, found)
            if used == 10 and limit == 10:
                self.assertEqual(
                    '10 of 10 shares are in use', found[0].problem
                )
                self.assertEqual(
                    'Manila refuses: share create.', found[0].reason
                )

    def test_names_are_those_of_the_resource(self):
        cls = type(base.resource('limit'))
        for limit, usage, _what, _refused in cloud.LIMITS:
            self.assertTrue(hasattr(cls, limit), limit)
            self.assertTrue(hasattr(cls, usage), usage)


class TestServices(base.TestCase):
    def test_states(self):
        for attrs, expected in (
            ({}, []),
            ({'state': 'down'}, [('error', 'service-down', '1')]),
            (
                {'status': 'disabled', 'disabled_reason': 'x'},
                [('warning', 'service-disabled', '1')],
            ),
            ({'ensuring': True}, [('note', 'service-ensuring', '1')]),
        ):
            service = base.resource(
                'service',
                **{
                    'id': 1,
                    'binary': 'manila-share',
                    'host': 'h@b',
                    'state': 'up',
                    'status': 'enabled',
                    **attrs,
                },
            )
            found = cloud.services(base.known(services=[service]))
            found = self.assert_findings(expected, found)
            if 'status' in attrs:
                self.assertEqual(
                    'openstack share service set --enable h@b manila-share',
                    found[0].remedy,
                )


class TestHosts(base.TestCase):
    def test_unknown_host(self):
        service = base.resource('service', host='h@b')
        for host, expected in (
            ('h@b#pool', []),
            ('', []),
            ('old@b#pool', [('error', 'host-unknown', 'i1')]),
        ):
            instance = base.resource('share_instance', id='i1', host=host)
            known = base.known(services=[service], instances=[instance])
            self.assert_findings(expected, cloud.lost_hosts(known))

    def test_services_are_not_known(self):
        instance = base.resource('share_instance', id='i1', host='h@b')
        known = base.known(instances=[instance])
        self.assert_findings([], cloud.lost_hosts(known))
