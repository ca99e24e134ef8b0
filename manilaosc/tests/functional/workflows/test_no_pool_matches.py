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

"""Shares that no pool fits: why, as the scheduler sees it, and what helps."""

from typing import Any

from manilaosc.tests.functional import base


class TestNoPoolMatches(base.TestCase):
    cloud = 'admin'

    def share_type(self, dhss: str = 'false', **extra_specs: str) -> str:
        name = self.name('type')
        self.cleanup('share type delete', name)
        specs = [f'--extra-specs={k}={v}' for k, v in extra_specs.items()]
        created = self.json('share type create', name, dhss, *specs)
        type_id: str = created['id']
        return type_id

    def create(self, share_type: str, size: int = 1, why: str = '') -> str:
        """Have the scheduler decide, and return the name of the share.

        :param why: Why the share fails, if it does.
        """
        name = self.name('share')
        self.cleanup('share delete --wait', name)
        self.openstack(
            f'share create NFS {size} --share-type {share_type} '
            f'--name {name} --wait',
            fail=bool(why), stderr=why,
        )  # fmt: skip
        return name

    def why(self, share_type: str, size: int = 1) -> dict[str, str]:
        rows = self.json(
            'share pool list', '--share-type', share_type, '--size', str(size)
        )
        return {row['Backend']: row['Ruled Out By'] for row in rows}

    def diagnosed(self, share: str, **kwargs: Any) -> Any:
        found = self.openstack('share diagnose', share, '-f', 'json', **kwargs)
        (only,) = [
            row for row in found.json() if row['Code'] == 'no-pool-matches'
        ]
        self.assertEqual('error', only['Severity'])
        return only

    def run_remedy(self, found: Any) -> None:
        program, _space, command = found['Remedy'].partition(' ')
        self.assertEqual('openstack', program)
        self.openstack(command)

    def test_extra_specs(self) -> None:
        for key, value, reason in (
            (
                'dedupe',
                '<is> True',
                'dedupe is False, the share type requires True',
            ),
            (
                'share_backend_name',
                '<or> x <or> y',
                'share_backend_name is gamma, the share type requires x or y',
            ),
            (
                'capabilities:iops',
                '>= 5',
                'iops is not reported, the share type requires at least 5',
            ),
            (
                'capabilities:total_capacity_gb',
                '1230.0',
                'total_capacity_gb is 1230, the share type requires 1230.0 '
                '(numbers need an operator, such as "== 1230.0")',
            ),
            (
                'capabilities:vendor_name',
                's!= Open',
                '',
            ),
            (
                'capabilities:total_capacity_gb',
                '>= 1230',
                '',
            ),
            ('replication_type', 'dr', ''),
            ('vendor:anything', '>= 5', ''),
        ):  # fmt: skip
            share_type = self.share_type()
            self.openstack(
                'share type set', share_type, '--extra-specs',
                f'{key}={value}',
            )  # fmt: skip
            self.assertEqual(reason, self.why(share_type)['gamma'], key)
            share = self.create(
                share_type, why='Capabilities filter' if reason else ''
            )
            if reason:
                found = self.diagnosed(share)
                self.assertIn(
                    f'sandbox@gamma#fake_pool_for_gamma: {reason};',
                    found['Reason'],
                )
                self.assertEqual(
                    f'openstack share type unset {share_type} {key}',
                    found['Remedy'],
                )
                self.run_remedy(found)
                self.create(share_type)

    def test_size(self) -> None:
        share_type = self.share_type()
        share = self.create(share_type, 1300, why='Capacity filter')
        found = self.diagnosed(share)
        self.assertIn(
            'sandbox@delta#fake_pool_for_delta: free capacity is 1210 GiB, '
            'less than 1300 GiB',
            found['Reason'],
        )
        self.assertEqual(
            f'openstack share create NFS 1210 --name {share} --share-type '
            f'{share_type}',
            found['Remedy'],
        )
        self.openstack('share delete --wait', share)
        self.run_remedy(found)

    def test_member(self) -> None:
        share_type = self.share_type(dedupe='True')
        name = self.name('share')
        self.cleanup('share delete --wait', name, cloud='member')
        self.openstack(
            f'share create NFS 1 --share-type {share_type} --name {name} '
            '--wait', cloud='member', fail=True, stderr='Capabilities filter',
        )  # fmt: skip
        found = self.diagnosed(
            name, cloud='member', stderr='Not checked: pools'
        )
        self.assertEqual(
            'Only administrators see the pools and what rules them out.',
            found['Reason'],
        )
        self.assertEqual(
            'Ask your administrator to run "openstack share pool list '
            f'--share-type {share_type} --size 1 --long".',
            found['Remedy'],
        )

    def test_disabled(self) -> None:
        share_type = self.share_type(share_backend_name='delta')
        service = 'share service set sandbox@delta manila-share'
        self.cleanup(f'{service} --enable')
        self.openstack(f'{service} --disable')
        share = self.create(share_type, why='No storage could be alloc')
        found = self.diagnosed(share)
        self.assertIn(
            'share_backend_name is gamma, the share type requires delta; '
            'sandbox@delta: its service sandbox@delta is disabled',
            found['Reason'],
        )
        self.assertEqual(
            'openstack share service set --enable sandbox@delta manila-share',
            found['Remedy'],
        )
        self.run_remedy(found)
        self.create(share_type)
