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

from manilaosc.tests.unit.sdk import base

SUBNET = {
    'id': 's1',
    'availability_zone': 'nova',
    'share_network_id': 'n1',
    'share_network_name': 'net',
    'created_at': '2026-01-01T00:00:00',
    'updated_at': '2026-01-01T00:00:00',
    'segmentation_id': 7,
    'neutron_net_id': 'nn',
    'neutron_subnet_id': 'ns',
    'ip_version': 4,
    'cidr': '10.0.0.0/24',
    'network_type': 'vlan',
    'mtu': 1500,
    'gateway': '10.0.0.1',
    'metadata': {'a': 'b'},
}
PATH = '/share-networks/n1/subnets'


class TestShareNetworkSubnet(base.TestHTTP):
    def setUp(self):
        super().setUp()
        shown = {'share_network_subnet': SUBNET}
        self.http.get(self.url(f'{PATH}/s1'), json=shown)
        self.http.post(self.url(PATH), json=shown)
        self.http.delete(self.url(f'{PATH}/s1'), status_code=202)
        self.http.get(self.url(PATH), json={'share_network_subnets': [SUBNET]})
        for method in (self.http.post, self.http.put, self.http.get):
            method(
                self.url(f'{PATH}/s1/metadata'), json={'metadata': {'x': 'y'}}
            )
        self.http.request_history.clear()

    def test_fields(self):
        subnet = self.proxy.get_share_network_subnet('n1', 's1')
        for name, value in SUBNET.items():
            self.assertEqual(value, getattr(subnet, name), name)

    def test_create_list_and_delete(self):
        proxy = self.proxy
        attrs = {'availability_zone': 'nova', 'metadata': {'a': 'b'}}
        subnet = proxy.create_share_network_subnet('n1', **attrs)
        self.assertEqual([{'share-network-subnet': attrs}], self.bodies())
        (found,) = proxy.share_network_subnets('n1')
        self.assertEqual(subnet.id, found.id)
        proxy.delete_share_network_subnet('n1', found)
        self.assertEqual(
            [f'POST {PATH}', f'GET {PATH}', f'DELETE {PATH}/s1'],
            self.requests(),
        )

    def test_set_metadata(self):
        proxy = self.proxy
        # These two are names of arguments as well
        keys = {'replace': '1', 'share_network': '2'}
        for subnet in (
            proxy.set_share_network_subnet_metadata('n1', 's1', keys),
            proxy.set_share_network_subnet_metadata(
                'n1', 's1', {'a': 'b'}, replace=True, c='d'
            ),
        ):
            self.assertEqual({'x': 'y'}, subnet.metadata)
        self.assertEqual(
            [f'POST {PATH}/s1/metadata', f'PUT {PATH}/s1/metadata'],
            self.requests(),
        )
        self.assertEqual(
            [{'metadata': keys}, {'metadata': {'a': 'b', 'c': 'd'}}],
            self.bodies(),
        )

    def test_fetch_metadata(self):
        subnet = self.proxy.fetch_share_network_subnet_metadata('n1', 's1')
        self.assertEqual({'x': 'y'}, subnet.metadata)

    def test_delete_metadata(self):
        for key, status in (('a', 200), ('b', 404), ('c', 200)):
            self.http.delete(
                self.url(f'{PATH}/s1/metadata/{key}'), status_code=status
            )
        error = self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.delete_share_network_subnet_metadata,
            'n1',
            's1',
            ['a', 'b', 'c'],
            ignore_missing=False,
        )
        self.assertIn("has no metadata 'b'", str(error))
        self.assertEqual(3, len(self.requests()))
        self.proxy.delete_share_network_subnet_metadata('n1', 's1', ['b'])
