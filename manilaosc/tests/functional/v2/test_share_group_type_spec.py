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

"""Functional tests for group specs of share group types."""

from manilaosc.tests.functional import base


class TestShareGroupTypeSpec(base.TestCase):
    cloud = 'admin'

    def setUp(self) -> None:
        super().setUp()
        self.keep_tokens()
        self.type = self.name('group-type')
        self.cleanup('share group type delete', self.type)
        self.created = self.json(
            'share group type create --group-specs a=b', self.type,
            'dhss_false',
        )  # fmt: skip

    def specs(self, group_type: str, **kwargs: str) -> dict[str, str]:
        listed = self.json('share group type spec list', group_type, **kwargs)
        return {row['Key']: row['Value'] for row in listed}

    def test_scenario(self) -> None:
        group_id = self.created['id']
        for group_type, version in (
            (self.type, ''),
            (group_id, '2.31'),
            (self.type, '2.54'),
            (group_id, '2.55'),
        ):
            run = ('share group type spec set', group_type)
            self.openstack(*run, 'a', 'z', version=version)
            self.openstack(*run, 'b:c.d', '<is> True', version=version)
            specs = self.specs(group_type, version=version)
            self.assertEqual({'a': 'z', 'b:c.d': '<is> True'}, specs)
            for key, value in specs.items():
                shown = self.json(
                    'share group type spec show', group_type, key,
                    version=version,
                )  # fmt: skip
                self.assertEqual({'key': key, 'value': value}, shown)
            self.openstack('share group type unset', group_type, 'b:c.d')
            self.openstack(*run, 'a', 'b', version=version)

    def test_failures(self) -> None:
        for command, stderr in (
            ('show {} nope', f"{self.created['id']} has no spec 'nope'"),
            ('show {} ..', "has no spec '..'"),
            ('set {} .. x', "the single key '..'"),
            ("set {} a ''", 'HTTP 400'),
            ('list nope', "'nope' exists"),
            ('show nope a', "'nope' exists"),
            ('set nope a b', "'nope' exists"),
        ):
            result = self.openstack(
                f'share group type spec {command.format(self.type)}',
                fail=True, stderr=stderr,
            )  # fmt: skip
            self.assertEqual('', result.out)
        self.assertEqual({'a': 'b'}, self.specs(self.type))
