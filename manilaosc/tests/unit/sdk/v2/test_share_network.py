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

from manilaosc.sdk.v2 import share_network_subnet
from manilaosc.tests.unit.sdk import base

NETWORK = {
    'id': 'n1',
    'name': 'net',
    'project_id': 'p1',
    'created_at': '2026-01-01T00:00:00',
    'updated_at': '2026-01-01T00:00:00',
    'description': 'x',
    'status': 'active',
    'security_service_update_support': True,
    'network_allocation_update_support': False,
}
#: What there was before API version 2.51
OLD = {
    'neutron_net_id': 'nn',
    'neutron_subnet_id': 'ns',
    'network_type': 'vlan',
    'segmentation_id': 7,
    'cidr': '10.0.0.0/24',
    'ip_version': 4,
    'gateway': '10.0.0.1',
    'mtu': 1500,
    'nova_net_id': None,
}
DETAIL = '/share-networks/detail'
ACTION = 'POST /share-networks/n1/action'
ANSWER = {'compatible': None, 'requested_operation': {'operation': 'x'}}


class TestCase(base.TestHTTP):
    def serve(self, rows):
        def answer(request, context):
            offset = int(request.qs.get('offset', ['0'])[0])
            limit = min(2, int(request.qs.get('limit', ['2'])[0]))
            return {'share_networks': rows[offset:][:limit]}

        for path in (DETAIL, '/share-networks'):
            self.http.get(self.url(path), json=answer)
        self.http.request_history.clear()


class TestShareNetwork(TestCase):
    def test_fields(self):
        subnet = {'id': 's1', 'mtu': 1500, 'metadata': {'a': 'b'}}
        for more in ({'share_network_subnets': [subnet]}, OLD):
            shown = NETWORK | more
            self.http.get(
                self.url('/share-networks/n1'), json={'share_network': shown}
            )
            network = self.proxy.get_share_network('n1')
            for name in shown.keys() - {'share_network_subnets'}:
                self.assertEqual(shown[name], getattr(network, name), name)
            for found in network.share_network_subnets or []:
                self.assertIsInstance(
                    found, share_network_subnet.ShareNetworkSubnet
                )
                self.assertEqual({'a': 'b'}, found.metadata)

    def test_create(self):
        self.http.post(
            self.url('/share-networks'), json={'share_network': NETWORK}
        )
        attrs = {'name': 'net', 'availability_zone': 'nova'}
        self.proxy.create_share_network(**attrs)
        self.assertEqual([{'share_network': attrs}], self.bodies())

    def test_update_can_clear(self):
        self.http.put(
            self.url('/share-networks/n1'), json={'share_network': NETWORK}
        )
        self.proxy.update_share_network('n1', name=None)
        self.assertEqual([{'share_network': {'name': None}}], self.bodies())

    def test_list_is_whole_though_the_service_cuts_it(self):
        self.serve([{'id': f'n{i}', 'name': f'x{i}'} for i in range(5)])
        for query in ({}, {'limit': 1}, {'limit': 2}, {'limit': 100}):
            found = [n.id for n in self.proxy.share_networks(**query)]
            self.assertEqual(['n0', 'n1', 'n2', 'n3', 'n4'], found, query)
        found = self.proxy.share_networks(offset=1, max_items=3)
        self.assertEqual(['n1', 'n2', 'n3'], [n.id for n in found])

    def test_filters(self):
        self.serve([])
        filters = (
            'cidr created_before created_since description ip_version name '
            'network_type neutron_net_id neutron_subnet_id project_id '
            'security_service_id segmentation_id'
        ).split()
        others = {
            'all_projects': 'all_tenants',
            'description_pattern': 'description~',
            'name_pattern': 'name~',
        }
        more = {'project_id': '&all_tenants=True'}
        for ours, theirs in {**{f: f for f in filters}, **others}.items():
            list(self.proxy.share_networks(details=False, **{ours: 'x'}))
            self.assertEqual(
                f'GET /share-networks?{theirs}=x{more.get(ours, "")}',
                self.requests()[-1].replace('%7E', '~'),
            )
        self.assertRaises(
            exceptions.InvalidResourceQuery,
            list,
            self.proxy.share_networks(sort_key='x'),
        )

    def test_find_by_one_request(self):
        self.serve([NETWORK])
        found = self.proxy.find_share_network('net')
        self.assertEqual('active', found.status)
        self.assertEqual([f'GET {DETAIL}?name=net'], self.requests())
        self.assertIsNone(self.proxy.find_share_network('other'))
        self.serve([NETWORK, {**NETWORK, 'id': 'n2'}])
        self.assertRaises(
            exceptions.DuplicateResource, self.proxy.find_share_network, 'net'
        )


class TestActions(TestCase):
    def setUp(self):
        super().setUp()
        self.http.post(
            self.url('/share-networks/n1/action'), status_code=202, json=ANSWER
        )

    def check(self, *expected):
        self.assertEqual([ACTION] * len(expected), self.requests())
        self.assertEqual(list(expected), self.bodies())

    def test_security_services(self):
        proxy = self.proxy
        proxy.add_share_network_security_service('n1', 'new')
        proxy.remove_share_network_security_service('n1', 'old')
        proxy.update_share_network_security_service('n1', 'old', 'new')
        both = {'current_service_id': 'old', 'new_service_id': 'new'}
        self.check(
            {'add_security_service': {'security_service_id': 'new'}},
            {'remove_security_service': {'security_service_id': 'old'}},
            {'update_security_service': both},
        )

    def test_checks(self):
        for reset in (False, True):
            self.http.request_history.clear()
            for answer in (
                self.proxy.add_share_network_security_service_check(
                    'n1', 'new', reset
                ),
                self.proxy.update_share_network_security_service_check(
                    'n1', 'old', 'new', reset
                ),
                self.proxy.check_share_network_subnet_create(
                    'n1', reset, availability_zone='nova'
                ),
            ):
                self.assertEqual(ANSWER, answer)
            again = {'reset_operation': reset}
            self.check(
                {
                    'add_security_service_check': {
                        'security_service_id': 'new',
                        **again,
                    }
                },
                {
                    'update_security_service_check': {
                        'current_service_id': 'old',
                        'new_service_id': 'new',
                        **again,
                    }
                },
                {
                    'share_network_subnet_create_check': {
                        'availability_zone': 'nova',
                        **again,
                    }
                },
            )

    def test_reset_status(self):
        self.proxy.reset_share_network_status('n1', 'error')
        self.check({'reset_status': {'status': 'error'}})

    def test_errors_are_raised(self):
        self.http.post(
            self.url('/share-networks/n1/action'), status_code=409, json={}
        )
        self.assertRaises(
            exceptions.ConflictException,
            self.proxy.add_share_network_security_service,
            'n1',
            'new',
        )
