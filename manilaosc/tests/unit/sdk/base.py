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

"""Base classes for tests of the SDK layer."""

from typing import Any
from unittest import mock

import fixtures
from keystoneauth1 import fixture as keystone
from keystoneauth1 import session
from keystoneauth1.identity import v3
from openstack import connection
from openstack.tests.unit import base
from openstack.tests.unit import test_proxy_base
from requests_mock.contrib import fixture as requests_mock
import testtools

from manilaosc import sdk
from manilaosc.sdk import transport
from manilaosc.sdk.v2 import _proxy


class TestProxy(test_proxy_base.TestProxyBase):
    """Provides the ``verify_*`` methods of openstacksdk, on our proxy.

    It skips the fixtures of openstacksdk's base class, which depend on the
    current directory.
    """

    def setUp(self) -> None:
        super(base.TestCase, self).setUp()
        self.session = mock.Mock()
        self.proxy = _proxy.Proxy(self.session)


class TestHTTP(testtools.TestCase):
    """Provides the real proxy and session, on mocked HTTP.

    Register responses with ``self.http``, the fixture of requests-mock, and
    :meth:`url`. :meth:`requests` returns the requests that were sent to
    Manila. ``self.sleep`` is a mock of ``time.sleep``.
    """

    KEYSTONE = 'http://keystone.example.com/v3'
    MANILA = 'http://manila.example.com/v2'

    def setUp(self) -> None:
        super().setUp()
        self.useFixture(fixtures.FakeLogger())
        self.http = self.useFixture(requests_mock.Fixture())
        self.enterContext(mock.patch('time.sleep'))
        self.sleep = self.enterContext(
            mock.patch.object(transport.Transport, '_pause', return_value=True)
        )
        self._serve_keystone()
        self.serve_versions()
        self.connection = self.connect()
        self.proxy: _proxy.Proxy = sdk.load(self.connection).shared_file_system
        self.proxy.default_microversion = self.proxy.max_microversion

    def connect(self) -> connection.Connection:
        """Return a new connection, which has not sent any request."""
        auth = v3.Password(self.KEYSTONE, username='demo', password='secret')
        return connection.Connection(session=session.Session(auth=auth))

    def _serve_keystone(self) -> None:
        token = keystone.V3Token()
        token.set_project_scope()
        token.add_service('shared-file-system').add_standard_endpoints(
            public=self.MANILA
        )
        self.project_id = token.project_id
        self.http.get(
            self.KEYSTONE,
            json={'version': keystone.V3Discovery(self.KEYSTONE)},
        )
        self.http.post(
            f'{self.KEYSTONE}/auth/tokens',
            json=token,
            headers={'X-Subject-Token': 'a-token'},
        )

    def serve_versions(self, minimum: str = '2.0', maximum: str = '') -> None:
        """Serve a version document with these microversions."""
        v2 = {
            'id': 'v2.0',
            'status': 'CURRENT',
            'min_version': minimum,
            'version': maximum or _proxy.Proxy.max_microversion,
            'links': [{'rel': 'self', 'href': f'{self.MANILA}/'}],
        }
        for url in (self.MANILA, f'{self.MANILA}/'):
            self.http.get(url, json={'versions': [v2]})

    def url(self, path: str) -> str:
        return self.MANILA + path

    def requests(self) -> list[str]:
        """Return the requests to Manila, such as ``GET /shares/detail``."""
        return [
            f'{request.method} {request.url.removeprefix(self.MANILA)}'
            for request in self._asked()
        ]

    def bodies(self) -> list[Any]:
        """Return the bodies of the requests, ``None`` if there is none."""
        return [r.json() if r.body else None for r in self._asked()]

    def _asked(self) -> list[Any]:
        return [
            request
            for request in self.http.request_history
            if request.url.startswith(f'{self.MANILA}/')
            and request.url != f'{self.MANILA}/'
        ]
