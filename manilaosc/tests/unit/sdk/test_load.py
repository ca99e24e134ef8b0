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

from keystoneauth1 import session
from keystoneauth1.identity import v3
from openstack import connection
from openstack.shared_file_system.v2 import _proxy as upstream
from openstack.shared_file_system.v2 import share as upstream_share

from manilaosc import sdk
from manilaosc.sdk.v2 import _proxy
from manilaosc.sdk.v2 import share
from manilaosc.tests.unit.sdk import base


class TestLoad(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.http.request_history.clear()

    def asked(self):
        return [request.url for request in self.http.request_history]

    def test_no_request_is_sent(self):
        conn = self.connect()
        self.assertIs(conn, sdk.load(conn))
        self.assertEqual([], self.asked())

    def test_one_discovery_request(self):
        conn = sdk.load(self.connect())
        self.assertIs(_proxy.Proxy, type(conn.shared_file_system))
        self.assertIs(conn.shared_file_system, conn.shared_file_system)
        data = conn.shared_file_system.get_endpoint_data()
        self.assertEqual((2, 99), data.max_microversion)
        self.assertEqual(
            [f'{self.KEYSTONE}/auth/tokens', f'{self.MANILA}/'], self.asked()
        )
        # The service shows its versions to nobody else
        self.assertEqual(
            'a-token', self.http.last_request.headers['X-Auth-Token']
        )

    def test_all_names_of_the_service(self):
        conn = sdk.load(self.connect())
        for name in ('shared_file_system', 'share', 'sharev2'):
            if hasattr(type(conn), name):
                self.assertIs(_proxy.Proxy, type(getattr(conn, name)), name)

    def test_others_are_unchanged(self):
        before = dict(vars(connection.Connection))
        ours, other = sdk.load(self.connect()), self.connect()
        self.assertIs(_proxy.Proxy, type(ours.shared_file_system))
        self.assertIs(upstream.Proxy, type(other.shared_file_system))
        self.assertIs(connection.Connection, type(other))
        self.assertEqual(before, dict(vars(connection.Connection)))
        self.assertIs(
            upstream_share.Share, upstream.Proxy._resource_registry['share']
        )
        self.assertIsInstance(ours, connection.Connection)

    def test_other_services_stay(self):
        ours, other = sdk.load(self.connect()), self.connect()
        self.assertIs(type(other.identity), type(ours.identity))

    def test_twice(self):
        conn = sdk.load(self.connect())
        proxy, cls = conn.shared_file_system, type(conn)
        self.assertIs(conn, sdk.load(conn))
        self.assertIs(cls, type(conn))
        self.assertIs(proxy, conn.shared_file_system)

    def test_after_openstacksdks_proxy_was_used(self):
        conn = self.connect()
        self.assertIs(upstream.Proxy, type(conn.shared_file_system))
        sdk.load(conn)
        self.assertIs(_proxy.Proxy, type(conn.shared_file_system))

    def test_vendor_hook(self):
        auth = v3.Password(self.KEYSTONE, username='demo', password='secret')
        conn = connection.Connection(
            session=session.Session(auth=auth),
            vendor_hook='manilaosc.sdk:load',
        )
        self.assertEqual([], self.asked())
        self.assertIs(_proxy.Proxy, type(conn.shared_file_system))

    def test_corrected_classes_are_used(self):
        self.http.get(self.url('/shares/x'), json={'share': {'id': 'x'}})
        # The method is openstacksdk's own
        self.assertNotIn('get_share', vars(_proxy.Proxy))
        found = sdk.load(self.connect()).shared_file_system.get_share('x')
        self.assertIs(share.Share, type(found))


class TestDiscovery(base.TestHTTP):
    """When the short cut to the version document does not lead there."""

    def version(self, **config):
        conn = self.connect()
        conn.config.config.update(config)
        data = sdk.load(conn).shared_file_system.get_endpoint_data()
        return data and data.max_microversion

    def test_trouble_is_left_to_keystoneauth(self):
        self.http.get(f'{self.MANILA}/', status_code=404)
        self.assertEqual((2, 99), self.version())

    def test_no_version_document(self):
        for url in (self.MANILA, f'{self.MANILA}/', f'{self.MANILA[:-3]}/'):
            self.http.get(url, status_code=404)
        self.assertIsNone(self.version())

    def test_endpoint_of_another_form(self):
        # With a project's ID in it, as they were once
        other = f'{self.MANILA}/{self.project_id}'
        version = self.version(shared_file_system_endpoint_override=other)
        self.assertEqual((2, 99), version)
