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
"""Unit tests for the checks of access rules and export locations."""

from manilaosc.diagnosis import access
from manilaosc.tests.unit.diagnosis import base


def rule(id_: str = 'r1', to: str = '10.0.0.0/24', **attrs: object) -> object:
    return base.resource(
        'share_access_rule',
        **{
            'id': id_,
            'access_to': to,
            'access_type': 'ip',
            'access_level': 'rw',
            'state': 'active',
            **attrs,
        },
    )


def location(**attrs: object) -> object:
    return base.resource(
        'share_export_location', **{'path': 'h:/p', 'is_admin': False, **attrs}
    )


class TestRules(base.TestCase):
    def test_none(self):
        known = base.known(shares=[base.share()], access_rules=[])
        (found,) = self.assert_findings(
            [('warning', 'no-access-rules', 's1')], access.rules(known)
        )
        self.assertIn('openstack share access create s1', found.remedy)

    def test_none_for_a_share_that_cannot_be_mounted_yet(self):
        for status in ('creating', 'error'):
            share = base.share(status=status)
            known = base.known(shares=[share], access_rules=[])
            self.assert_findings([], access.rules(known))

    def test_states(self):
        for state, updated, expected in (
            ('active', base.LONG_AGO, []),
            (
                'error',
                base.RECENTLY,
                [('error', 'access-rule-in-error', 'r1')],
            ),
            ('applying', base.RECENTLY, []),
            (
                'queued_to_apply',
                base.LONG_AGO,
                [('warning', 'access-rule-pending', 'r1')],
            ),
        ):
            known = base.known(
                shares=[base.share()],
                access_rules=[rule(state=state, updated_at=updated)],
            )
            self.assert_findings(expected, access.rules(known))

    def test_remedy_of_a_failed_rule(self):
        known = base.known(
            shares=[base.share()], access_rules=[rule(state='error')]
        )
        (found,) = access.rules(known)
        self.assertEqual('openstack share access delete s1 r1', found.remedy)

    def test_many_shares(self):
        # Their rules are not listed one by one
        bad = base.share(id='s2', access_rules_status='error')
        good = base.share(access_rules_status='active')
        known = base.known(shares=[good, bad])
        (found,) = self.assert_findings(
            [('error', 'access-rules-in-error', 's2')], access.rules(known)
        )
        self.assertEqual('openstack share diagnose s2', found.remedy)


class TestClient(base.TestCase):
    def client(self, address, *rules):
        known = base.known(
            address, shares=[base.share()], access_rules=[*rules]
        )
        return access.client(known)

    def test_not_asked(self):
        self.assert_findings([], self.client(''))

    def test_has_access(self):
        for address, to in (
            ('10.0.0.7', '10.0.0.0/24'),
            ('10.0.0.7', '10.0.0.7'),
            ('10.0.0.0/28', '10.0.0.0/24'),
            ('fd00::1', 'fd00::/64'),
            ('10.0.0.7', '0.0.0.0/0'),
        ):
            (found,) = self.assert_findings(
                [('note', 'client-has-access', 's1')],
                self.client(address, rule(to=to)),
            )
            self.assertEqual(f'{address} can mount it, rw', found.problem)

    def test_has_no_access(self):
        for address, to in (
            ('10.0.1.7', '10.0.0.0/24'),
            ('fd00::1', '0.0.0.0/0'),
            ('10.0.0.0/16', '10.0.0.0/24'),
            ('10.0.0.7', 'hidden'),
        ):
            (found,) = self.assert_findings(
                [('error', 'client-has-no-access', 's1')],
                self.client(address, rule(to=to)),
            )
            self.assertEqual(
                f'openstack share access create s1 ip {address}', found.remedy
            )

    def test_other_types_of_rules_are_ignored(self):
        found = self.client(
            '10.0.0.7', rule(to='10.0.0.7', access_type='user')
        )
        self.assert_findings([('error', 'client-has-no-access', 's1')], found)

    def test_rule_is_not_active(self):
        (found,) = self.client('10.0.0.7', rule(state='applying'))
        self.assertIn('r1 (applying)', found.reason)

    def test_narrowest_rule_wins(self):
        wide = rule('wide')
        narrow = rule('narrow', '10.0.0.7', access_level='ro')
        found = self.assert_findings(
            [
                ('note', 'client-has-access', 's1'),
                ('note', 'access-rule-hidden', 'wide'),
            ],
            self.client('10.0.0.7', wide, narrow),
        )
        self.assertEqual('10.0.0.7 can mount it, ro', found[0].problem)

    def test_hidden_rule_of_the_same_level_is_no_problem(self):
        found = self.client('10.0.0.7', rule('a'), rule('b', '10.0.0.7'))
        self.assert_findings([('note', 'client-has-access', 's1')], found)


class TestExportLocations(base.TestCase):
    def check(self, *locations, **attrs):
        return access.export_locations(
            base.known(
                shares=[base.share(**attrs)], export_locations=[*locations]
            )
        )

    def test_locations(self):
        none = [('error', 'no-export-location', 's1')]
        for locations, expected in (
            ([location()], []),
            ([], none),
            ([location(is_admin=True)], none),
            ([location(is_preferred=True), location()], []),
            (
                [location(), location()],
                [('note', 'no-preferred-export-location', 's1')],
            ),
        ):
            self.assert_findings(expected, self.check(*locations))

    def test_only_of_available_shares(self):
        self.assert_findings([], self.check(status='creating'))

    def test_not_fetched(self):
        known = base.known(shares=[base.share()])
        self.assert_findings([], access.export_locations(known))

    def test_remedy(self):
        share = base.share(host='h@b#p')
        known = base.known(shares=[share], export_locations=[], services=[])
        (found,) = access.export_locations(known)
        self.assertEqual(
            'openstack share service ensure shares h@b', found.remedy
        )
