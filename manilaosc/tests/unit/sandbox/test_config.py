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

import configparser
from importlib import metadata
import json
import pathlib
import sys
from unittest import mock

from manilaosc.sandbox import config
from manilaosc.sandbox import errors
from manilaosc.sandbox import seed
from manilaosc.tests.unit.sandbox import base

PASTE = """[pipeline:keystone]
pipeline = authtoken apiv2

[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
"""


def parse(text):
    parser = configparser.ConfigParser(
        interpolation=None, default_section='none'
    )
    parser.read_string(text)
    return parser


class TestConfig(base.TestCase):
    def setUp(self):
        super().setUp()
        self.write_settings(keystone_port=1111, manila_port=2222)

    def manila(self):
        with mock.patch.object(
            config, 'etc_file', return_value=pathlib.Path('/etc/x')
        ):
            return parse(config.manila(self.state))

    def test_ini(self):
        self.assertEqual(
            '[a]\nb = 1\nc = True\npath = /x\n\n[d]\npassword = $$5\n',
            config.ini(
                {
                    'a': {'b': 1, 'c': True, 'path': pathlib.Path('/x')},
                    'd': {'password': '$5'},
                }
            ),
        )

    def test_keystone(self):
        found = parse(config.keystone(self.state))
        self.assertEqual('4', found['identity']['password_hash_rounds'])
        database = f'sqlite:///{self.state.keystone}/keystone.db'
        self.assertEqual(database, found['database']['connection'])

    def test_manila(self):
        found = self.manila()
        default = found['DEFAULT']
        self.assertEqual(
            'alpha,beta,gamma,delta', default['enabled_share_backends']
        )
        self.assertEqual('fake://', default['transport_url'])
        self.assertIn(default['default_share_type'], seed.SHARE_TYPES)
        self.assertEqual(
            self.state.database_url, found['database']['connection']
        )
        token = found['keystone_authtoken']
        self.assertEqual('http://127.0.0.1:1111/v3', token['auth_url'])
        self.assertEqual(
            self.state.settings.passwords['manila'], token['password']
        )

    def test_back_ends(self):
        found = self.manila()
        for name, servers in (
            ('alpha', True),
            ('beta', True),
            ('gamma', False),
            ('delta', False),
        ):
            section = found[name]
            self.assertEqual(
                str(servers), section['driver_handles_share_servers']
            )
            self.assertEqual(name, section['share_backend_name'])
            network = section.get('network_config_group')
            self.assertEqual(servers, network in found, name)
        domains = [
            found[name]['replication_domain'] for name in config.BACKENDS
        ]
        self.assertEqual(domains[0], domains[1])
        self.assertEqual(domains[2], domains[3])
        self.assertNotEqual(domains[0], domains[2])

    def test_driver_delay(self):
        self.state.settings.driver_delay = 4.0
        section = self.manila()['gamma']
        option = 'dummy_driver_default_driver_method_delay'
        self.assertEqual('4.0', section[option])
        # Operations that nobody waits for stay fast
        option = 'dummy_driver_driver_methods_delays'
        delays = section[option].split(',')
        self.assertIn('update_replica_state:0', delays)
        # Takes long enough to be noticed
        self.assertIn('ensure_share:0.5', delays)

    def test_driver_updatable_metadata(self):
        for keys in ('dummy_key', 'max_files,speed', ''):
            self.state.settings.driver_updatable_metadata = keys
            found = self.manila()['DEFAULT']['driver_updatable_metadata']
            self.assertEqual(keys, found)

    def test_clouds(self):
        clouds = json.loads(config.clouds(self.state))['clouds']
        self.assertEqual(
            ['admin', 'member', 'other', 'reader'], sorted(clouds)
        )
        self.assertEqual(
            {
                'auth_url': 'http://127.0.0.1:1111/v3',
                'username': 'reader',
                'password': self.state.settings.passwords['reader'],
                'project_name': 'demo',
                'user_domain_name': 'Default',
                'project_domain_name': 'Default',
            },
            clouds['reader']['auth'],
        )

    def test_paste(self):
        found = parse(config.paste(PASTE, self.state))
        self.assertEqual(
            {
                'oslo_config_project': 'manila',
                'oslo_config_file': str(self.state.manila_conf),
                'paste.filter_factory': (
                    'keystonemiddleware.auth_token:filter_factory'
                ),
            },
            dict(found['filter:authtoken']),
        )

    def test_paste_without_authtoken(self):
        error = self.assertRaises(
            errors.SandboxError, config.paste, '[pipeline:x]\n', self.state
        )
        self.assertIn('has no section filter:authtoken', str(error))

    def test_write_all(self):
        etc = self.home / 'api-paste.ini'
        etc.write_text(PASTE)
        self.patch_object(config, 'etc_file', return_value=etc)
        config.write_all(self.state)
        for path in (
            self.state.keystone_conf,
            self.state.manila_conf,
            self.state.paste_ini,
            self.state.clouds_yaml,
        ):
            self.assertEqual(0o600, path.stat().st_mode & 0o777, path)
            self.assertNotEqual('', path.read_text(), path)


class TestEtcFile(base.TestCase):
    def test_in_the_record(self):
        path = metadata.PackagePath('../../../etc/manila/rootwrap.conf')
        path.dist = mock.Mock()
        path.dist.locate_file.return_value = '/v/lib/x/y/../../../etc/z'
        self.patch_object(metadata, 'files', return_value=[path])
        self.assertEqual(
            pathlib.Path('/v/etc/z'), config.etc_file('rootwrap.conf')
        )

    def test_under_the_prefix(self):
        # An editable install records no data files
        self.patch_object(metadata, 'files', return_value=None)
        self.patch_object(sys, 'prefix', str(self.home))
        error = self.assertRaises(
            errors.SandboxError, config.etc_file, 'rootwrap.conf'
        )
        self.assertEqual(
            'etc/manila/rootwrap.conf of the manila package is not installed',
            str(error),
        )
        path = self.home / 'etc' / 'manila' / 'rootwrap.conf'
        path.parent.mkdir(parents=True)
        path.write_text('')
        self.assertEqual(path, config.etc_file('rootwrap.conf'))


class TestSeed(base.TestCase):
    def test_project_ids_are_known_beforehand(self):
        ids = {seed.project_id(name) for name in seed.PROJECTS}
        self.assertEqual(len(seed.PROJECTS), len(ids))
        self.assertEqual(seed.project_id('demo'), seed.project_id('demo'))

    def test_users(self):
        for name, user in seed.USERS.items():
            self.assertIn(user.project, seed.PROJECTS, name)
        clouds = [name for name, user in seed.USERS.items() if user.cloud]
        self.assertEqual(['admin', 'member', 'reader', 'other'], clouds)

    def test_catalog_shows_what_has_changed(self):
        first = seed.catalog('30.0.0', 'http://a', 'http://b')
        self.assertEqual(first, seed.catalog('30.0.0', 'http://a', 'http://b'))
        for other in (
            ('30.0.1', 'http://a', 'http://b'),
            ('30.0.0', 'http://c', 'http://b'),
            ('30.0.0', 'http://a', 'http://c'),
        ):
            self.assertNotEqual(first, seed.catalog(*other))

    def test_both_kinds_of_types(self):
        self.assertEqual(
            {'dhss_true': 'True', 'dhss_false': 'False'},
            {
                name: specs['driver_handles_share_servers']
                for name, specs in seed.SHARE_TYPES.items()
            },
        )
