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

from manilaosc.sdk.v2 import security_service
from manilaosc.tests.unit.sdk import base

SERVICE = {
    'id': 'ss1',
    'name': 'directory',
    'type': 'ldap',
    'status': 'new',
    'created_at': '2026-01-01T00:00:00',
    'updated_at': None,
    'description': 'x',
    'dns_ip': '10.0.0.2',
    'server': '10.0.0.3',
    'domain': 'example.com',
    'user': 'binder',
    'password': 'secret',
    'project_id': 'p1',
    'ou': 'storage',
    'default_ad_site': 'here',
    'share_networks': ['n1'],
}
DETAIL = '/security-services/detail'


class TestProxy(base.TestProxy):
    cls = security_service.SecurityService

    def test_get(self):
        self.verify_get(self.proxy.get_security_service, self.cls)

    def test_create(self):
        self.verify_create(
            self.proxy.create_security_service,
            self.cls,
            method_args=[],
            method_kwargs={'type': 'ldap', 'name': 'x'},
            expected_kwargs={'type': 'ldap', 'name': 'x'},
        )

    def test_update(self):
        self.verify_update(self.proxy.update_security_service, self.cls)

    def test_delete(self):
        for ignore in (False, True):
            self.verify_delete(
                self.proxy.delete_security_service,
                self.cls,
                ignore_missing=ignore,
            )


class TestSecurityService(base.TestHTTP):
    def serve(self, count):
        """Serve a list as Manila does to an administrator."""

        def answer(request, context):
            paged = {'limit', 'offset'} & request.qs.keys()
            return {
                'security_services': []
                if paged
                else [{**SERVICE, 'id': f'ss{i}'} for i in range(count)]
            }

        for path in (DETAIL, '/security-services'):
            self.http.get(self.url(path), json=answer)
        self.http.request_history.clear()

    def test_fields(self):
        self.http.get(
            self.url('/security-services/ss1'),
            json={'security_service': SERVICE},
        )
        service = self.proxy.get_security_service('ss1')
        for name, value in SERVICE.items():
            self.assertEqual(value, getattr(service, name), name)

    def test_limit_and_offset_by_client(self):
        self.serve(5)
        for query, expected in (
            ({}, '01234'),
            ({'limit': 2}, '01234'),
            ({'offset': 2}, '234'),
            ({'max_items': 2}, '01'),
            ({'offset': 3, 'max_items': 1, 'limit': 1}, '3'),
            ({'offset': 9}, ''),
        ):
            found = self.proxy.security_services(**query)
            self.assertEqual(expected, ''.join(s.id[2:] for s in found))
        self.assertNotIn('limit', ''.join(self.requests()))

    def test_filters(self):
        self.serve(0)
        list(
            self.proxy.security_services(
                details=False, type='ldap', share_network_id='n1'
            )
        )
        list(self.proxy.security_services(all_projects=True, domain='x'))
        self.assertEqual(
            [
                'GET /security-services?share_network_id=n1&type=ldap',
                f'GET {DETAIL}?domain=x&all_tenants=True',
            ],
            self.requests(),
        )
        self.assertRaises(
            exceptions.InvalidResourceQuery,
            list,
            self.proxy.security_services(status_='new'),
        )

    def test_filters_that_the_service_drops(self):
        self.serve(2)
        for name, value, other, path in (
            ('ou', 'storage', 'x', DETAIL),
            ('default_ad_site', 'here', 'x', DETAIL),
            ('project_id', 'p1', 'p2', DETAIL),
            ('description', 'x', 'y', DETAIL),
            ('status', 'new', 'error', '/security-services'),
        ):
            for value_, expected in ((value, 2), (other, 0)):
                self.http.request_history.clear()
                found = self.proxy.security_services(False, **{name: value_})
                self.assertEqual(expected, len(list(found)), name)
                path_ = path
                if name == 'project_id':
                    path_ += '?all_tenants=True'
                self.assertEqual([f'GET {path_}'], self.requests()[:1])

    def test_find_by_one_request(self):
        self.serve(1)
        found = self.proxy.find_security_service('directory')
        self.assertEqual('ss0', found.id)
        self.assertEqual([f'GET {DETAIL}?name=directory'], self.requests())
        self.assertIsNone(self.proxy.find_security_service('other'))
        self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.find_security_service,
            'other',
            ignore_missing=False,
        )
        self.serve(2)
        self.assertRaises(
            exceptions.DuplicateResource,
            self.proxy.find_security_service,
            'directory',
        )

    def test_update_sends_what_is_changed(self):
        self.http.put(
            self.url('/security-services/ss1'),
            json={'security_service': SERVICE},
        )
        self.proxy.update_security_service('ss1', name='x', password=None)
        self.assertEqual(
            [{'security_service': {'name': 'x', 'password': None}}],
            self.bodies(),
        )
