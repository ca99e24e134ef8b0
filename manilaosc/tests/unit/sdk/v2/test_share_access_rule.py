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

from openstack import exceptions
import testtools

from manilaosc.sdk.v2 import share_access_rule
from manilaosc.tests.unit.sdk import base

RULE = {
    'id': 'r1',
    'share_id': 's1',
    'access_level': 'rw',
    'access_to': '10.0.0.1',
    'access_type': 'ip',
    'access_key': None,
    'state': 'active',
    'metadata': {'a': 'b'},
    'created_at': '2026-01-01T00:00:00',
    'updated_at': None,
}


class TestResource(testtools.TestCase):
    def test_make_it(self):
        rule = share_access_rule.ShareAccessRule(
            **RULE, lock_reason='in use', lock_deletion=True
        )
        for name, value in RULE.items():
            self.assertEqual(value, getattr(rule, name))
        # openstacksdk declares it as a boolean
        self.assertEqual('in use', rule.lock_reason)
        self.assertIs(True, rule.lock_deletion)


class TestList(base.TestHTTP):
    def setUp(self):
        super().setUp()
        # A list has no share_id
        row = {k: v for k, v in RULE.items() if k != 'share_id'}
        self.answer = {
            'access_list': [row, {**row, 'id': 'r2', 'access_level': 'ro'}]
        }
        self.http.get(self.url('/share-access-rules'), json=self.answer)
        self.http.post(self.url('/shares/s1/action'), json=self.answer)

    def rules(self, **query):
        return [rule.id for rule in self.proxy.access_rules('s1', **query)]

    def test_whole(self):
        rules = list(self.proxy.access_rules('s1'))
        self.assertEqual(
            [('r1', 's1'), ('r2', 's1')],
            [(rule.id, rule.share_id) for rule in rules],
        )
        self.assertEqual(
            ['GET /share-access-rules?share_id=s1'], self.requests()
        )

    def test_filters(self):
        self.rules(
            access_type='ip',
            access_to='10.0.0.1',
            access_level='ro',
            access_key='k',
            metadata={'a': 'b'},
        )
        (request,) = self._asked()
        self.assertEqual(
            {
                'share_id': ['s1'],
                'access_type': ['ip'],
                'access_to': ['10.0.0.1'],
                'access_level': ['ro'],
                'access_key': ['k'],
                # What the service can read: a Python literal
                'metadata': ["{'a': 'b'}"],
            },
            request.qs,
        )

    def test_filter_that_the_service_lacks(self):
        self.assertEqual([], self.rules(state='error'))
        self.assertEqual(
            ['GET /share-access-rules?share_id=s1'], self.requests()
        )

    def test_unknown_filter(self):
        for version in ('2.99', '2.44'):
            self.proxy.default_microversion = version
            self.assertRaises(
                exceptions.InvalidResourceQuery, self.rules, nonsense=1
            )
        self.assertEqual([], self.requests())

    def test_max_items_takes_no_limit(self):
        for version in ('2.99', '2.44'):
            self.proxy.default_microversion = version
            self.assertEqual(['r1'], self.rules(max_items=1))
            self.assertEqual(['r1', 'r2'], self.rules(max_items=5))
        self.assertNotIn('limit', ' '.join(self.requests()))

    def test_before_it_had_a_path(self):
        for version, action in (
            ('2.44', 'access_list'),
            ('2.7', 'access_list'),
            ('2.6', 'os-access_list'),
            ('2.0', 'os-access_list'),
        ):
            self.http.request_history.clear()
            self.proxy.default_microversion = version
            rules = list(self.proxy.access_rules('s1'))
            self.assertEqual(['r1', 'r2'], [rule.id for rule in rules])
            self.assertEqual({'s1'}, {rule.share_id for rule in rules})
            self.assertEqual(['POST /shares/s1/action'], self.requests())
            self.assertEqual([{action: None}], self.bodies())

    def test_before_it_had_filters(self):
        self.proxy.default_microversion = '2.44'
        self.assertEqual(['r2'], self.rules(access_level='ro'))

    def test_answer_without_rules(self):
        self.http.post(self.url('/shares/s1/action'), json={})
        self.proxy.default_microversion = '2.44'
        self.assertRaises(exceptions.InvalidResponse, self.rules)


class TestOne(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.path = '/share-access-rules/r1'
        self.http.get(self.url(self.path), json={'access': RULE})
        self.http.put(self.url(self.path), json={'access': RULE})
        self.http.post(self.url('/shares/s1/action'), json={'access': RULE})

    def test_get(self):
        rule = self.proxy.get_access_rule('r1')
        self.assertEqual(('r1', 's1'), (rule.id, rule.share_id))
        self.assertEqual([f'GET {self.path}'], self.requests())

    def test_get_before_it_had_a_path(self):
        self.http.post(
            self.url('/shares/s1/action'), json={'access_list': [RULE]}
        )
        self.proxy.default_microversion = '2.44'
        rule = self.proxy.get_access_rule('r1', 's1')
        self.assertEqual('active', rule.state)
        self.assertEqual([{'access_list': None}], self.bodies())
        self.assertRaisesRegex(
            exceptions.NotFoundException,
            "No share access rule with an ID of 'r2' exists",
            self.proxy.get_access_rule,
            'r2',
            's1',
        )

    def test_create(self):
        for version, action in (
            ('2.99', 'allow_access'),
            ('2.7', 'allow_access'),
            ('2.6', 'os-allow_access'),
        ):
            self.http.request_history.clear()
            self.proxy.default_microversion = version
            rule = self.proxy.create_access_rule(
                's1', access_type='ip', access_to='10.0.0.1'
            )
            self.assertEqual('r1', rule.id)
            self.assertEqual(['POST /shares/s1/action'], self.requests())
            self.assertEqual(
                [{action: {'access_type': 'ip', 'access_to': '10.0.0.1'}}],
                self.bodies(),
            )

    def test_create_locked(self):
        attrs = {
            'access_type': 'user',
            'access_to': 'demo',
            'access_level': 'ro',
            'metadata': {'a': 'b'},
            'lock_visibility': True,
            'lock_deletion': True,
            'lock_reason': 'in use',
        }
        self.proxy.create_access_rule('s1', **attrs)
        self.assertEqual([{'allow_access': attrs}], self.bodies())

    def test_delete(self):
        self.http.post(self.url('/shares/s1/action'), status_code=202)
        for version, kwargs, body in (
            ('2.99', {}, {'deny_access': {'access_id': 'r1'}}),
            (
                '2.99',
                {'unrestrict': True},
                {'deny_access': {'access_id': 'r1', 'unrestrict': True}},
            ),
            ('2.6', {}, {'os-deny_access': {'access_id': 'r1'}}),
        ):
            self.http.request_history.clear()
            self.proxy.default_microversion = version
            self.proxy.delete_access_rule('r1', 's1', **kwargs)
            self.assertEqual(['POST /shares/s1/action'], self.requests())
            self.assertEqual([body], self.bodies())

    def test_delete_missing(self):
        self.http.post(self.url('/shares/s1/action'), status_code=404)
        self.assertIsNone(self.proxy.delete_access_rule('r1', 's1'))
        self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.delete_access_rule,
            'r1',
            's1',
            ignore_missing=False,
        )

    def test_update(self):
        rule = self.proxy.update_access_rule('r1', 'ro')
        self.assertEqual('10.0.0.1', rule.access_to)
        self.assertEqual([f'PUT {self.path}'], self.requests())
        self.assertEqual(
            [{'update_access': {'access_level': 'ro'}}], self.bodies()
        )

    def test_set_metadata(self):
        self.http.put(
            self.url(f'{self.path}/metadata'),
            json={'metadata': {'a': 'b', 'c': 'd'}},
        )
        rule = self.proxy.set_access_rule_metadata('r1', {'c': 'd'})
        self.assertEqual({'a': 'b', 'c': 'd'}, rule.metadata)
        self.assertEqual([f'PUT {self.path}/metadata'], self.requests())
        self.assertEqual([{'metadata': {'c': 'd'}}], self.bodies())

    def test_delete_metadata(self):
        self.http.delete(self.url(f'{self.path}/metadata/a'))
        self.http.delete(self.url(f'{self.path}/metadata/x'), status_code=404)
        rule = self.proxy.get_access_rule('r1')
        self.http.request_history.clear()
        self.proxy.delete_access_rule_metadata(rule, ['x', 'a'])
        self.assertEqual({}, rule.metadata)
        self.assertEqual(
            [f'DELETE {self.path}/metadata/{key}' for key in 'xa'],
            self.requests(),
        )
        self.assertRaisesRegex(
            exceptions.NotFoundException,
            "share access rule r1 has no metadata 'x'",
            self.proxy.delete_access_rule_metadata,
            rule,
            ['x'],
            ignore_missing=False,
        )

    def test_continues_after_failure(self):
        # ".../r1/metadata/.." would be sent as ".../r1/"
        self.http.delete(self.url(f'{self.path}/metadata/a'))
        self.assertRaises(
            exceptions.NotSupported,
            self.proxy.delete_access_rule_metadata,
            'r1',
            ['..', 'a'],
        )
        self.assertEqual([f'DELETE {self.path}/metadata/a'], self.requests())

    def test_keys_are_quoted(self):
        self.http.delete(self.url(f'{self.path}/metadata/a%20b%3D'))
        self.proxy.delete_access_rule_metadata('r1', ['a b='])
        self.assertEqual(
            [f'DELETE {self.path}/metadata/a%20b%3D'], self.requests()
        )
