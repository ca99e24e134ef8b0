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

"""Functional tests for specs of QoS types."""

from manilaosc.tests.functional import base


class TestShareQosTypeSpec(base.TestCase):
    cloud = 'admin'

    def setUp(self) -> None:
        super().setUp()
        self.type = self.name('qos')
        self.cleanup('share qos type delete', self.type)
        self.openstack('share qos type create --spec peak_iops=100', self.type)

    def specs(self, version: str = '') -> dict[str, str]:
        rows = self.json(
            'share qos type spec list', self.type, version=version
        )
        return {row['Key']: row['Value'] for row in rows}

    def test_lifecycle(self) -> None:
        self.assertEqual({'peak_iops': '100'}, self.specs())
        shown = self.json('share qos type spec show', self.type, 'peak_iops')
        self.assertEqual({'key': 'peak_iops', 'value': '100'}, shown)
        type_id = self.json('share qos type show', self.type)['id']
        for target, key, value in (
            (self.type, 'peak_iops', '200'),
            (type_id, 'burst:size', '1'),
        ):
            self.openstack('share qos type spec set', target, key, value)
        expected = {'peak_iops': '200', 'burst:size': '1'}
        self.assertEqual(expected, self.specs())
        self.assertEqual(expected, self.specs(version='2.94'))
        self.assertEqual(
            expected, self.json('share qos type show', self.type)['specs']
        )

    def test_failures_change_nothing(self) -> None:
        for command, stderr in (
            (f'show {self.type} nope', "has no spec 'nope'"),
            ('show nope peak_iops', '^No QoS type with'),
            (f'set {self.type} a ""', 'HTTP 400'),
            (f'set {self.type} .. x', "no request for the single key '..'"),
        ):
            self.openstack(
                f'share qos type spec {command}', fail=True, stderr=stderr
            )
        self.assertEqual({'peak_iops': '100'}, self.specs())

    def test_admin_only(self) -> None:
        for cloud in ('member', 'reader'):
            for command in (
                f'list {self.type}',
                f'show {self.type} peak_iops',
                f'set {self.type} peak_iops 1',
            ):
                self.openstack(
                    f'share qos type spec {command}',
                    cloud=cloud, fail=True, stderr='HTTP 403',
                )  # fmt: skip
        self.assertEqual({'peak_iops': '100'}, self.specs())

    def test_min_version(self) -> None:
        for command in ('list x', 'show x a', 'set x a b'):
            self.assert_min_version('2.94', f'share qos type spec {command}')
