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
from openstack.shared_file_system.v2 import share_instance as upstream

from manilaosc.sdk.v2 import share_instance
from manilaosc.tests.unit.sdk import base

INSTANCE = {
    'id': 'i1',
    'share_id': 's1',
    'status': 'available',
    'host': 'host@backend#pool',
    'share_type_id': 't1',
    'updated_at': '2026-01-01T00:00:00',
    'cast_rules_to_readonly': False,
}


class TestProxy(base.TestProxy):
    def test_methods_of_openstacksdk_use_ours(self):
        self.verify_get(self.proxy.get_share_instance, upstream.ShareInstance)
        self.assertIsInstance(
            self.proxy._get_resource(upstream.ShareInstance, 'i1'),
            share_instance.ShareInstance,
        )


class TestShareInstance(base.TestHTTP):
    def setUp(self):
        super().setUp()
        rows = [INSTANCE, {**INSTANCE, 'id': 'i2', 'share_id': 's2'}]
        self.http.get(
            self.url('/share_instances'), json={'share_instances': rows}
        )
        self.http.get(
            self.url('/shares/s1/instances'),
            json={'share_instances': rows[:1]},
        )
        self.http.post(self.url('/share_instances/i1/action'), status_code=202)

    def instances(self, *args, **query):
        return [i.id for i in self.proxy.share_instances(*args, **query)]

    def test_get(self):
        self.http.get(
            self.url('/share_instances/i1'), json={'share_instance': INSTANCE}
        )
        instance = self.proxy.get_share_instance('i1')
        for name, value in INSTANCE.items():
            self.assertEqual(value, getattr(instance, name))

    def test_list(self):
        self.assertEqual(['i1', 'i2'], self.instances())
        self.assertEqual(['i1'], self.instances(max_items=1))
        self.assertEqual(['GET /share_instances'] * 2, self.requests())

    def test_filters(self):
        for name, value in (
            ('export_location_id', 'e1'),
            ('export_location_path', '10.0.0.1'),
            ('is_soft_deleted', 'True'),
        ):
            self.http.request_history.clear()
            self.instances(**{name: value})
            self.assertEqual(
                [f'GET /share_instances?{name}={value}'], self.requests()
            )

    def test_of_a_share(self):
        self.assertEqual(['i1'], self.instances('s1'))
        self.assertEqual(['GET /shares/s1/instances'], self.requests())

    def test_of_a_share_by_an_attribute(self):
        self.assertEqual([], self.instances('s1', status='error'))
        self.assertEqual(['GET /shares/s1/instances'], self.requests())

    def test_of_a_share_with_filters(self):
        self.assertEqual(['i2'], self.instances('s2', export_location_id='e1'))
        self.assertEqual(
            ['GET /share_instances?export_location_id=e1'], self.requests()
        )

    def test_actions(self):
        def reset():
            self.proxy.reset_share_instance_status('i1', 'error')

        def delete():
            self.proxy.delete_share_instance('i1')

        for version, action, body in (
            ('2.99', reset, {'reset_status': {'status': 'error'}}),
            ('2.6', reset, {'os-reset_status': {'status': 'error'}}),
            ('2.99', delete, {'force_delete': None}),
            ('2.6', delete, {'os-force_delete': None}),
        ):
            self.http.request_history.clear()
            self.proxy.default_microversion = version
            action()
            self.assertEqual(
                ['POST /share_instances/i1/action'], self.requests()
            )
            self.assertEqual([body], self.bodies())

    def test_delete_missing(self):
        self.http.post(self.url('/share_instances/i1/action'), status_code=404)
        self.assertIsNone(self.proxy.delete_share_instance('i1'))
        self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.delete_share_instance,
            'i1',
            ignore_missing=False,
        )
