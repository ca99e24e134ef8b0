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

"""Scenario: ensure the shares of a changed back end."""

import time

from manilaosc.tests.functional import base


class TestEnsureShares(base.TestCase):
    """An administrator ensures the shares of a member."""

    cloud = 'admin'

    def setUp(self) -> None:
        super().setUp()
        self.share_type = self.name('type')
        self.cleanup('share type delete', self.share_type)
        self.openstack(
            'share type create --extra-specs share_backend_name=delta',
            self.share_type, 'false',
        )  # fmt: skip

    def create(self) -> str:
        name = self.name('share')
        self.cleanup('share delete --wait', name, cloud='member')
        self.openstack(
            'share create NFS 1 --wait --name', name,
            '--share-type', self.share_type, cloud='member',
        )  # fmt: skip
        return name

    def test_ensure(self) -> None:
        # To poll often enough to see the service ensure its shares
        self.keep_tokens()
        shares = [self.create() for _ in range(3)]
        self.openstack(
            f'share access create {shares[0]} ip 192.0.2.1 --wait',
            cloud='member',
        )
        host = self.json('share show', shares[0])['host'].partition('#')[0]
        before = [self.json('share show', share) for share in shares]

        self.openstack('share service ensure shares', host)
        seen = self.watch(host)
        self.assertIn(True, seen)
        self.assertIs(False, seen[-1])

        # The same with --wait
        self.openstack(f'share service ensure shares {host} --wait')
        self.assertEqual([], self.json('share service list --ensuring true'))
        for share, was in zip(shares, before, strict=True):
            now = self.json('share show', share)
            self.assertEqual('available', now['status'])
            self.assertEqual(was['export_locations'], now['export_locations'])
        (rule,) = self.json(f'share access list {shares[0]}', cloud='member')
        self.assertEqual('active', rule['State'])

    def watch(self, host: str) -> list[bool]:
        """Poll the service until it has ensured its shares."""
        seen: list[bool] = []
        deadline = time.monotonic() + base.PATIENCE
        while time.monotonic() < deadline and seen[-2:] != [True, False]:
            (service,) = self.json('share service list --host', host)
            if not seen or service['Ensuring'] != seen[-1]:
                seen.append(service['Ensuring'])
        return seen

    def test_timeout(self) -> None:
        share = self.create()
        host = self.json('share show', share)['host'].partition('#')[0]
        self.openstack(
            f'share service ensure shares {host} --wait --timeout 0.1',
            fail=True, stderr='Timed out after 0.1 seconds: .* ensuring',
        )  # fmt: skip
        # Manila continues after the timeout
        self.openstack(f'share service ensure shares {host} --wait')
        self.assertEqual('available', self.json('share show', share)['status'])
