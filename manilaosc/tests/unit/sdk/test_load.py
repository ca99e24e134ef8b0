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

from typing import assert_type

from keystoneauth1 import exceptions as ksa_exceptions
from keystoneauth1 import fixture as keystone
from keystoneauth1 import session
from keystoneauth1.identity import v3
from openstack import connection
from openstack import exceptions
from openstack import service_description
from openstack.compute.v2 import _proxy as compute
from openstack.shared_file_system.v2 import _proxy as upstream
from openstack.shared_file_system.v2 import share as upstream_share
import os_service_types
import requests

from manilaosc import sdk
from manilaosc.sdk import transport
from manilaosc.sdk.v2 import _proxy
from manilaosc.sdk.v2 import share
from manilaosc.sdk.v2 import share_server
from manilaosc.tests.unit.sdk import base


def check_types(conn: connection.Connection) -> None:
    """What a type checker has to know; mypy checks it, nothing calls it."""
    ours = sdk.load(conn)
    assert_type(ours.shared_file_system, transport.Proxy)
    assert_type(ours.share, transport.Proxy)
    assert_type(
        next(ours.shared_file_system.share_servers()), share_server.ShareServer
    )
    # Unknown methods are errors: the proxy is not just anything
    ours.shared_file_system.no_such_method()  # type: ignore[attr-defined]
    # Other services are what they were
    assert_type(ours.compute, compute.Proxy)


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
        self.assertIs(transport.Proxy, type(conn.shared_file_system))
        self.assertIs(conn.shared_file_system, conn.shared_file_system)
        data = conn.shared_file_system.get_endpoint_data()
        self.assertEqual((2, 99), data.max_microversion)
        self.assertEqual(
            [f'{self.KEYSTONE}/auth/tokens', f'{self.MANILA}/'], self.asked()
        )
        # Manila only shows its versions with a token
        self.assertEqual(
            'a-token', self.http.last_request.headers['X-Auth-Token']
        )

    def names(self):
        """All that openstacksdk and catalogs call the service."""
        manager = os_service_types.ServiceTypes()
        types = manager.get_all_types('shared-file-system')
        return {
            *(name.replace('-', '_') for name in types),
            # Attributes of openstacksdk's connections
            *(
                name
                for cls in connection.Connection.__mro__
                for name, value in vars(cls).items()
                if isinstance(value, service_description.ServiceDescription)
                and value.service_type == 'shared-file-system'
            ),
        }

    def test_all_names_of_the_service(self):
        names = self.names()
        self.assertLessEqual({'shared_file_system', 'share', 'sharev2'}, names)
        for first in names:
            # Touched first, or before loading
            for touch_before in (False, True):
                conn = self.connect()
                if touch_before and hasattr(connection.Connection, first):
                    self.assertIs(upstream.Proxy, type(getattr(conn, first)))
                sdk.load(conn)
                proxy = getattr(conn, first)
                self.assertIs(transport.Proxy, type(proxy), first)
                self.assertIsInstance(proxy, _proxy.Proxy)
                for name in names:
                    self.assertIs(proxy, getattr(conn, name), name)

    def test_subclasses_of_connections(self):
        class Mine(connection.Connection):
            pass

        auth = v3.Password(self.KEYSTONE, username='demo', password='secret')
        conn = sdk.load(Mine(session=session.Session(auth=auth)))
        self.assertIsInstance(conn, Mine)
        self.assertIsInstance(conn, sdk.Connection)
        self.assertEqual('Mine', type(conn).__name__)
        self.assertIs(transport.Proxy, type(conn.share))

    def test_services_added_to_one_connection(self):
        ours, other = sdk.load(self.connect()), sdk.load(self.connect())
        ours.add_service('my-service')
        self.assertTrue(hasattr(type(ours), 'my_service'))
        self.assertFalse(hasattr(type(other), 'my_service'))

    def test_others_are_unchanged(self):
        before = dict(vars(connection.Connection))
        ours, other = sdk.load(self.connect()), self.connect()
        self.assertIs(transport.Proxy, type(ours.shared_file_system))
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
        self.assertIs(transport.Proxy, type(conn.shared_file_system))

    def test_vendor_hook(self):
        auth = v3.Password(self.KEYSTONE, username='demo', password='secret')
        conn = connection.Connection(
            session=session.Session(auth=auth),
            vendor_hook='manilaosc.sdk:load',
        )
        self.assertEqual([], self.asked())
        self.assertIs(transport.Proxy, type(conn.shared_file_system))

    def test_corrected_classes_are_used(self):
        self.http.get(self.url('/shares/x'), json={'share': {'id': 'x'}})
        # The method is openstacksdk's own
        self.assertNotIn('get_share', vars(_proxy.Proxy))
        found = sdk.load(self.connect()).shared_file_system.get_share('x')
        self.assertIs(share.Share, type(found))


class TestDiscovery(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.http.request_history.clear()

    def version(self, **config):
        conn = self.connect()
        conn.config.config.update(config)
        data = sdk.load(conn).shared_file_system.get_endpoint_data()
        return data and data.max_microversion

    def asked(self):
        return [
            request.url
            for request in self.http.request_history
            if 'keystone' not in request.url
        ]

    def serve(self, **answer):
        """Serve something other than a version document."""
        for url in (self.MANILA, f'{self.MANILA}/', f'{self.MANILA[:-3]}/'):
            self.http.get(url, **answer)

    def test_no_version_document(self):
        for status in (401, 403, 404):
            self.serve(status_code=status)
            self.assertIsNone(self.version())

    def test_elsewhere(self):
        # Keystoneauth looks at other places, too
        self.http.get(f'{self.MANILA}/', status_code=404)
        self.assertEqual((2, 99), self.version())

    def test_endpoints_of_other_forms(self):
        for path, number in (
            ('/v2', 1),
            ('/v2/', 1),
            (f'/v2/{self.project_id}', 1),
            ('', 2),
            ('/', 2),
        ):
            root = self.MANILA.removesuffix('/v2')
            self.serve_versions()
            self.http.get(f'{root}/', json=self.http_versions())
            self.http.request_history.clear()
            self.assertEqual(
                (2, 99),
                self.version(shared_file_system_endpoint_override=root + path),
            )
            self.assertEqual(number, len(self.asked()), path)

    def http_versions(self):
        return requests.get(f'{self.MANILA}/', timeout=1).json()

    def test_broken_documents(self):
        good = self.http_versions()['versions'][0]
        for answer in (
            {'text': '<html>Log in</html>'},
            {'text': ''},
            {'text': '{"versions": [{"id"'},
            {'json': None},
            {'json': []},
            {'json': 'x'},
            {'json': {}},
            {'json': {'versions': None}},
            {'json': {'versions': 'x'}},
            {'json': {'versions': []}},
            {'json': {'versions': ['x']}},
            {'json': {'versions': [{**good, 'id': None}]}},
            {'json': {'versions': [{**good, 'id': 'x'}]}},
            {'json': {'versions': [{**good, 'version': 'x'}]}},
            {'json': {'versions': [{**good, 'links': None}]}},
        ):
            self.serve(**answer)
            error = self.assertRaises(
                exceptions.ServiceDiscoveryException, self.version
            )
            self.assertEqual(
                'The response of the shared file system service at '
                f'{self.MANILA}/ is not a valid list of its versions',
                str(error),
            )

    def test_trouble_that_passes(self):
        good = self.http_versions()
        for trouble in ({'status_code': 503}, {'text': '<html>'}):
            self.http.get(f'{self.MANILA}/', [trouble, {'json': good}])
            self.assertEqual((2, 99), self.version())

    def test_trouble_that_does_not_pass(self):
        for status in (429, 500, 502, 503):
            self.serve(status_code=status)
            error = self.assertRaises(ksa_exceptions.HttpError, self.version)
            self.assertEqual(status, error.http_status)

    def test_no_connection(self):
        for trouble in (
            requests.exceptions.ConnectionError('aborted'),
            requests.exceptions.ReadTimeout('late'),
        ):
            self.serve(exc=trouble)
            self.assertRaises(ksa_exceptions.ConnectionError, self.version)

    def test_timeouts(self):
        self.version()
        self.assertEqual((60, 60), self.http.last_request.timeout)

    def test_redirect_to_another_host(self):
        self.serve(
            status_code=302, headers={'Location': 'http://evil.example.com/'}
        )
        error = self.assertRaises(exceptions.InvalidResponse, self.version)
        self.assertIn('http://evil.example.com', str(error))
        self.assertEqual([f'{self.MANILA}/'], self.asked())


class TestCatalog(base.TestHTTP):
    """What else catalogs contain."""

    def load(self, *endpoints):
        token = keystone.V3Token()
        token.set_project_scope()
        for type_, url in endpoints:
            token.add_service(type_).add_standard_endpoints(public=url)
        self.http.post(
            f'{self.KEYSTONE}/auth/tokens',
            json=token,
            headers={'X-Subject-Token': 'a-token'},
        )
        return sdk.load(self.connect()).shared_file_system

    def test_version_1_only(self):
        for path in ('/v1', '/v1/', '/v1/0123456789abcdef'):
            url = f'http://manila.example.com{path}'
            error = self.assertRaises(
                exceptions.NotSupported, self.load, ('share', url)
            )
            self.assertRegex(str(error), f'at {url} has no API version 2')

    def test_both_versions(self):
        v1 = ('share', 'http://manila.example.com/v1')
        v2 = ('sharev2', self.MANILA)
        for endpoints in ((v1, v2), (v2, v1)):
            proxy = self.load(*endpoints)
            self.assertEqual(
                (2, 99), proxy.get_endpoint_data().max_microversion
            )

    def test_another_version_at_the_address(self):
        v3_only = {
            'id': 'v3.0',
            'status': 'CURRENT',
            'links': [{'rel': 'self', 'href': f'{self.MANILA}/'}],
        }
        for url in (self.MANILA, f'{self.MANILA}/', f'{self.MANILA[:-3]}/'):
            self.http.get(url, json={'versions': [v3_only]})
        error = self.assertRaises(
            exceptions.NotSupported,
            self.load,
            ('share', self.MANILA.removesuffix('/v2')),
        )
        self.assertIn('version', str(error))

    def test_no_service(self):
        # The error waits until the service is used, as for other services
        proxy = self.load(('compute', 'http://nova.example.com'))
        self.assertRaises(
            exceptions.ServiceDisabledException, getattr, proxy, 'shares'
        )
