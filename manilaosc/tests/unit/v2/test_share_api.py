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

from manilaosc.tests.unit import fakes
from manilaosc.v2 import share_api


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.version = fakes.resource(
            'api_version',
            id='v2.0',
            status='CURRENT',
            min_microversion='2.0',
            max_microversion='2.123',
            updated_at='2015-08-27T11:33:21Z',
            links=[{'rel': 'self', 'href': 'http://inside/v2/'}],
        )
        self.extension = fakes.resource(
            'extension',
            alias='os-things',
            name='Things',
            description='What things are for',
            updated_at='2015-01-01T00:00:00Z',
            links=[],
        )


class TestShow(TestCase):
    command = share_api.ShowShareApi

    def test_show(self):
        self.use_microversion('2.65')
        self.client.get_api_version.return_value = self.version
        self.client.get_endpoint.return_value = 'http://outside/v2'
        result = self.run_cmd()
        self.assertEqual(
            {
                'id': 'v2.0',
                'status': 'CURRENT',
                'min_microversion': '2.0',
                'max_microversion': '2.123',
                'updated_at': '2015-08-27T11:33:21Z',
                'endpoint': 'http://outside/v2',
                'microversion': '2.65',
                'client_max_microversion': '2.99',
            },
            result.fields,
        )

    def test_failure(self):
        self.client.get_api_version.side_effect = exceptions.NotFoundException(
            'The service does not tell'
        )
        self.run_cmd(fail=True, stderr='^The service does not tell$')


class TestVersionList(TestCase):
    command = share_api.ListShareApiVersion

    def test_list(self):
        self.client.api_versions.return_value = iter([self.version])
        result = self.run_cmd()
        self.assertEqual(
            (
                'ID', 'Status', 'Min Microversion', 'Max Microversion',
                'Updated At', 'Endpoint',
            ),
            result.columns,
        )  # fmt: skip
        self.assertEqual(
            [
                (
                    'v2.0', 'CURRENT', '2.0', '2.123', '2015-08-27T11:33:21Z',
                    'http://inside/v2/',
                ),
            ],
            result.rows,
        )  # fmt: skip


class TestExtensionList(TestCase):
    command = share_api.ListShareApiExtension

    def test_list(self):
        self.client.extensions.return_value = iter([self.extension])
        result = self.run_cmd()
        self.assertEqual(
            ('Alias', 'Name', 'Description', 'Updated At'), result.columns
        )
        (row,) = result.rows
        self.assertEqual(('os-things', 'Things'), row[:2])

    def test_none(self):
        self.client.extensions.return_value = iter(())
        self.assertEqual([], self.run_cmd('-f', 'json').json())


class TestExtensionShow(TestCase):
    command = share_api.ShowShareApiExtension

    def test_show(self):
        self.client.get_extension.return_value = self.extension
        result = self.run_cmd('os-things')
        self.client.get_extension.assert_called_once_with('os-things')
        self.assertEqual(
            ('alias', 'name', 'description', 'updated_at', 'links'),
            result.columns,
        )
        self.assertEqual([], result.fields['links'])

    def test_missing(self):
        self.client.get_extension.side_effect = exceptions.NotFoundException(
            'No extension'
        )
        self.run_cmd('x', fail=True, stderr='^No extension$')
