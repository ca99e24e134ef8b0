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
"""Functional tests for share wait."""

from manilaosc.tests.functional import base


class TestWait(base.TestCase):
    def share(self) -> str:
        name = self.name('share')
        self.cleanup('share delete --force --wait', name, cloud='admin')
        self.openstack('share create NFS 1 --name', name)
        return name

    def test_conditions(self) -> None:
        share = self.share()
        self.openstack(
            'share wait --for available --for export --timeout 60', share
        )
        self.openstack('share access create', share, 'ip', '10.0.0.2')
        self.openstack('share wait --for access --timeout 60', share)
        rules = self.json('share access list', share)
        self.assertEqual({'active'}, {rule['State'] for rule in rules})
        share_id = self.json('share show', share)['id']
        for cloud in ('member', 'reader', 'admin'):
            self.openstack('share wait', share_id, cloud=cloud)
        self.openstack('share resize', share, '2')
        self.openstack(
            'share wait --for size=2 --for available --timeout 60', share
        )
        self.openstack('share delete', share)
        self.openstack('share wait --for deleted --timeout 60', share)

    def test_failures(self) -> None:
        share = self.share()
        self.openstack('share wait --timeout 60', share)
        self.openstack(
            'share wait --for size=9 --timeout 0.5',
            share,
            fail=True,
            stderr='Timed out after 0.5 seconds',
        )
        self.openstack(f'share set {share} --status error', cloud='admin')
        self.openstack(
            'share wait', share, 'no-such-share',
            fail=True,
            stderr='(?s)no-such-share.*is in error|is in error.*no-such-share',
        )  # fmt: skip
        self.openstack('share wait --for error', share)
        self.openstack(
            'share wait --for nonsense=1',
            share,
            fail=True,
            stderr="Invalid field 'nonsense'",
        )

    def test_rejected_access_rule(self) -> None:
        share = self.share()
        self.openstack('share wait --timeout 60', share)
        self.openstack('share access create', share, 'user', 'alice')
        self.openstack(
            'share wait --for access --timeout 60',
            share,
            fail=True,
            stderr='has an access rule in error',
        )
