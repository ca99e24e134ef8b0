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

"""Functional tests for API versions and extensions."""

from manilaosc.sdk.v2 import _proxy
from manilaosc.tests.functional import base

NEWEST = _proxy.Proxy.max_microversion


class TestShareApi(base.TestCase):
    def test_show(self) -> None:
        for cloud in base.CLOUDS:
            shown = self.json('share api show', cloud=cloud)
            self.assertEqual(
                ('v2.0', 'CURRENT'), (shown['id'], shown['status'])
            )
            self.assertEqual('2.0', shown['min_microversion'])
            for field in (
                'max_microversion', 'microversion', 'client_max_microversion',
            ):  # fmt: skip
                self.assertEqual(NEWEST, shown[field])
            endpoint = self.json('catalog show shared-file-system')
            self.assertIn(
                shown['endpoint'],
                [each['url'] for each in endpoint['endpoints']],
            )

    def test_show_what_is_pinned(self) -> None:
        for version in ('2.0', '2.6', '2.7', '2.65'):
            result = self.openstack(
                'share api show -f value -c microversion -c max_microversion',
                version=version,
            )
            self.assertEqual(
                {version, NEWEST}, set(result.out.split()), version
            )

    def test_versions(self) -> None:
        shown = self.json('share api show')
        result = self.openstack('share api version list -f json')
        (row,) = result.json()
        self.assertEqual(
            {
                'ID': 'v2.0',
                'Status': 'CURRENT',
                'Min Microversion': '2.0',
                'Max Microversion': NEWEST,
                'Updated At': shown['updated_at'],
                'Endpoint': shown['endpoint'] + '/',
            },
            row,
        )
        # HTTP 300 although there is only one version
        self.assertEqual(300, result.requests[-1].status)
        self.assertEqual('/', result.requests[-1].path)

    def test_extensions(self) -> None:
        for version in ('2.0', NEWEST):
            self.assertEqual(
                [], self.json('share api extension list', version=version)
            )
            result = self.openstack(
                'share api extension show os-things',
                version=version, fail=True, stderr='HTTP 404',
            )  # fmt: skip
            self.assertEqual('', result.out)
