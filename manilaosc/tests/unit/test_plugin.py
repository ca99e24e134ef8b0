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

import argparse
import json
import sys
import types
from unittest import mock

import fixtures
from keystoneauth1 import fixture as keystone
from openstack import connection
import openstack.config
from osc_lib import exceptions

from manilaosc import plugin
from manilaosc.sdk.v2 import _proxy
from manilaosc.tests.unit.sdk import base

MANILACLIENT = types.SimpleNamespace(LATEST_VERSION='2.98')


class TestOption(base.TestHTTP):
    def parse(self, *argv, **env):
        with mock.patch.dict('os.environ', env, clear=True):
            parser = plugin.build_option_parser(argparse.ArgumentParser())
        return getattr(parser.parse_args(argv), plugin.API_VERSION_OPTION)

    def test_option(self):
        option = '--os-shared-file-system-api-version'
        env = {'OS_SHARED_FILE_SYSTEM_API_VERSION': '2.40'}
        self.assertEqual('2.50', self.parse(option, '2.50'))
        self.assertEqual('2.40', self.parse(**env))
        self.assertEqual('2.50', self.parse(option, '2.50', **env))
        # None and not '', so that clouds.yaml can set it
        self.assertIsNone(self.parse())
        self.assertIsNone(self.parse(OS_SHARED_FILE_SYSTEM_API_VERSION=''))

    def test_any_version_passes_the_first_check(self):
        self.assertTrue(plugin.check_api_version('2.1234'))


class TestMakeClient(base.TestHTTP):
    """With the real SDK: what is sent depends on it, too."""

    def setUp(self):
        super().setUp()
        self.serve_versions('2.0', '2.90')
        self.enterContext(
            mock.patch.dict(
                sys.modules, {'manilaclient.osc.plugin': MANILACLIENT}
            )
        )
        self.enterContext(mock.patch.object(sys, 'argv', ['openstack']))
        self.enterContext(mock.patch.dict('os.environ', {}, clear=True))

    def make(self, **config):
        conn = self.connect()
        # What OpenStackClient has collected: options, variables, clouds.yaml
        conn.config.config.update(config)
        self.instance = mock.Mock(sdk_connection=conn)
        return plugin.make_client(self.instance)

    def version_sent(self, **config):
        """What a request goes with, the pins being these."""
        self.http.get(self.url('/shares/x'), json={'share': {'id': 'x'}})
        self.make(**config).get_share('x')
        headers = self.http.last_request.headers
        return headers.get('X-OpenStack-Manila-API-Version')

    def test_negotiated(self):
        self.assertEqual('2.90', self.version_sent())
        self.assertIsInstance(self.make(), _proxy.Proxy)
        self.instance.setup_auth.assert_called()

    def test_says_who_asks(self):
        self.version_sent()
        for request in self.http.request_history[-2:]:
            agent = request.headers['User-Agent']
            self.assertRegex(agent, r'^manilaosc/\d\S* keystoneauth1/')

    def test_one_discovery_request(self):
        self.http.request_history.clear()
        self.version_sent()
        asked = [
            request.url.removeprefix('http://')
            for request in self.http.request_history
        ]
        self.assertEqual(
            [
                'keystone.example.com/v3/auth/tokens',
                'manila.example.com/v2/',
                'manila.example.com/v2/shares/x',
            ],
            asked,
        )

    def test_pins(self):
        ours = 'shared_file_system_api_version'
        default = 'shared_file_system_default_microversion'
        for config, expected in (
            ({ours: '2.50'}, '2.50'),
            ({ours: 2.5}, '2.5'),  # As YAML reads it without quotes
            ({default: '2.51'}, '2.51'),
            ({ours: '2', default: '2.51'}, '2.51'),
            ({ours: '2.50', default: '2.51'}, '2.50'),
            ({ours: '2.50', 'share_api_version': '2.40'}, '2.50'),
            # Not pins: a major version, and python-manilaclient's default
            ({ours: '2'}, '2.90'),
            ({ours: 2}, '2.90'),
            ({'share_api_version': '2'}, '2.90'),
            ({'share_api_version': '2.98'}, '2.90'),
            # Set in clouds.yaml for python-manilaclient's option
            ({'share_api_version': '2.40'}, '2.40'),
            ({'share_api_version': 2.4}, '2.4'),
        ):
            self.assertEqual(expected, self.version_sent(**config), config)

    def test_manilaclients_default_typed(self):
        self.serve_versions('2.0', '2.99')
        share = {'share_api_version': '2.98'}
        self.assertEqual('2.99', self.version_sent(**share))
        for argv in (
            ['openstack', '--os-share-api-version', '2.98'],
            ['openstack', '--os-share-api-version=2.98'],
            ['openstack', '--os-share-=2.98'],
        ):
            with mock.patch.object(sys, 'argv', argv):
                self.assertEqual('2.98', self.version_sent(**share))
        with mock.patch.dict('os.environ', OS_SHARE_API_VERSION='2.98'):
            self.assertEqual('2.98', self.version_sent(**share))
        # Our own option has another name
        argv = ['openstack', '--os-shared-file-system-api-version', '']
        with mock.patch.object(sys, 'argv', argv):
            self.assertEqual('2.99', self.version_sent(**share))

    def test_without_manilaclient(self):
        del sys.modules['manilaclient.osc.plugin']
        self.assertEqual('2.90', self.version_sent())
        self.assertEqual('2.40', self.version_sent(share_api_version='2.40'))

    def test_pins_that_are_not_to_be_had(self):
        for pin in ('2.91', '1.0', '3', 'latest', '2.x'):
            self.assertRaisesRegex(
                exceptions.CommandError,
                f'version {pin} is not .* this cloud offers 2.0 to 2.90',
                self.make,
                shared_file_system_api_version=pin,
            )

    def test_no_version_document(self):
        for url in (self.MANILA, f'{self.MANILA}/'):
            self.http.get(url, status_code=404)
        for pin in (None, '2.50'):
            config = {'shared_file_system_api_version': pin}
            self.assertEqual(pin, self.version_sent(**config))

    def test_endpoint_override(self):
        # Python-manilaclient's option, which the SDK does not know
        other = 'http://other.example.com/v2'
        versions = {
            'id': 'v2.0',
            'status': 'CURRENT',
            'min_version': '2.0',
            'version': '2.70',
            'links': [{'rel': 'self', 'href': f'{other}/'}],
        }
        for url in (other, f'{other}/'):
            self.http.get(url, json={'versions': [versions]})
        self.http.get(f'{other}/shares/x', json={'share': {'id': 'x'}})
        client = self.make(endpoint_override=other)
        self.assertEqual('x', client.get_share('x').id)
        self.assertEqual('2.70', client.default_microversion)

    def timeout_of(self, **settings):
        """The timeout that a request has, with this in clouds.yaml."""
        auth = {
            'auth_url': self.KEYSTONE,
            'username': 'demo',
            'password': 'secret',
            'project_name': 'demo',
        }
        path = self.useFixture(fixtures.TempDir()).join('clouds.yaml')
        with open(path, 'w') as stream:
            clouds = {'mine': {'auth': auth, **settings}, 'other': {}}
            json.dump({'clouds': clouds}, stream)
        files = openstack.config.OpenStackConfig(
            config_files=[path], secure_files=[], vendor_files=[]
        )
        cloud = files.get_one('mine')
        cloud.config['api_timeout'] = None  # As osc-lib does
        conn = connection.Connection(config=cloud)
        self.http.get(self.url('/shares/x'), json={'share': {'id': 'x'}})
        client = plugin.make_client(mock.Mock(sdk_connection=conn))
        client.get_share('x')
        return self.http.last_request.timeout

    def test_api_timeout(self):
        self.assertEqual((60, 60), self.timeout_of())
        self.assertEqual((60, 60), self.timeout_of(api_timeout=None))
        self.assertEqual(7, self.timeout_of(api_timeout=7))
        self.assertEqual(0.5, self.timeout_of(api_timeout='0.5'))
        for value in ('soon', '', 0, -1, 'inf', 'nan', [1]):
            self.assertRaisesRegex(
                exceptions.CommandError,
                'Invalid api_timeout .* must be a positive number',
                self.timeout_of,
                api_timeout=value,
            )

    def test_no_service(self):
        token = keystone.V3Token()
        token.set_project_scope()
        token.add_service('compute').add_standard_endpoints(public='http://n')
        self.http.post(
            f'{self.KEYSTONE}/auth/tokens',
            json=token,
            headers={'X-Subject-Token': 'a-token'},
        )
        error = self.assertRaises(exceptions.CommandError, self.make)
        self.assertRegex(
            str(error),
            'The shared file system service is not available: The service is '
            'not present in the service catalog: .*shared-file-system',
        )

    def test_long_pauses_are_announced_on_a_terminal(self):
        client = self.make()
        for is_terminal, after, level in (
            (True, '12', 'WARNING'),
            (False, '12', 'INFO'),
            (True, '0', 'INFO'),
        ):
            self.http.get(
                self.url('/shares/x'),
                [
                    {'status_code': 503, 'headers': {'Retry-After': after}},
                    {'json': {'share': {'id': 'x'}}},
                ],
            )
            with (
                mock.patch('sys.stderr.isatty', return_value=is_terminal),
                self.assertLogs('manilaosc.sdk.transport') as logs,
            ):
                client.get_share('x')
            self.assertEqual([level], [r.levelname for r in logs.records])
