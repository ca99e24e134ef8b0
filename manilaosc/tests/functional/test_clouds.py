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

"""Functional tests for the connection: login, endpoint, API version."""

import os
from typing import Any

import fixtures
import yaml

from manilaosc.tests.functional import base

#: Nobody listens there
CLOSED = 'http://127.0.0.1:9'


class TestClouds(base.TestCase):
    def setUp(self) -> None:
        super().setUp()
        with open(os.environ['OS_CLIENT_CONFIG_FILE']) as config:
            member = yaml.safe_load(config)['clouds']['member']
        auth = member['auth']
        self.clouds: dict[str, dict[str, Any]] = {
            'wrong-password': {**member, 'auth': {**auth, 'password': 'x'}},
            'no-keystone': {
                **member,
                'auth': {**auth, 'auth_url': f'{CLOSED}/v3'},
            },
            'no-endpoint': {
                **member,
                'shared_file_system_service_type': 'no-such-service',
            },
            'no-manila': {
                **member,
                'shared_file_system_endpoint_override': f'{CLOSED}/v2',
            },
            'pinned': {**member, 'shared_file_system_api_version': '2.50'},
            'pinned-for-sdk': {
                **member,
                'shared_file_system_default_microversion': '2.60',
            },
            'not-offered': {
                **member,
                'shared_file_system_api_version': '2.999',
            },
        }
        self.clouds['member'] = member
        self.clouds['not-logged-in'] = {
            **member,
            'auth': {k: v for k, v in auth.items() if k != 'auth_url'},
        }
        path = f'{self.useFixture(fixtures.TempDir()).path}/clouds.yaml'
        with open(path, 'w') as config:
            yaml.safe_dump({'clouds': self.clouds}, config)
        self.useFixture(
            fixtures.EnvironmentVariable('OS_CLIENT_CONFIG_FILE', path)
        )

    def test_no_connection(self) -> None:
        for cloud, words in (
            ('no-such-cloud', 'no-such-cloud was not found'),
            ('not-logged-in', 'auth-url required'),
            ('wrong-password', 'requires authentication.*HTTP 401'),
            ('no-keystone', rf'Unable to .*{CLOSED}/v3.*refused'),
            ('no-endpoint', 'no-such-service service in .* not found'),
            ('no-manila', f'^Unable to reach {CLOSED}/v2.*: .*refused$'),
            ('not-offered', 'version 2.999 .* offers 2.0 to 2.99$'),
        ):
            # This takes seconds if nobody answers, so test it only once
            commands = ['list', 'create NFS 1', 'delete x --wait']
            for command in commands[: 1 if cloud == 'no-manila' else None]:
                result = self.openstack(
                    f'share {command}', cloud=cloud, fail=True, stderr=words
                )
                self.assertEqual('', result.out, cloud)
                self.assertNotIn('Traceback', result.err, cloud)

    def test_api_version(self) -> None:
        newest = self.sdk('member').max_microversion
        for cloud, variable, options, version in (
            ('member', '', '', newest),
            ('pinned', '', '', '2.50'),
            ('pinned-for-sdk', '', '', '2.60'),
            ('member', 'OS_SHARED_FILE_SYSTEM_API_VERSION=2.45', '', '2.45'),
            ('member', 'OS_SHARE_API_VERSION=2.46', '', '2.46'),
            ('member', '', '--os-share-api-version 2.47', '2.47'),
            # Rejected if specified, but python-manilaclient's default is not
            ('member', '', '--os-share-api-version 2.98', '2.98'),
            (
                'pinned',
                'OS_SHARED_FILE_SYSTEM_API_VERSION=2.45',
                '--os-shared-file-system-api-version 2.44',
                '2.44',
            ),
        ):
            name, _equals, value = variable.partition('=')
            with fixtures.EnvironmentVariable(name or 'UNUSED', value):
                result = self.openstack(f'{options} share list', cloud=cloud)
            self.assertEqual(version, result.requests[-1].version, variable)
