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
"""Functional tests for share mount."""

from manilaosc.tests.functional import base


class TestMount(base.TestCase):
    def test_nfs(self) -> None:
        name = self.name('share')
        self.cleanup('share delete --wait', name)
        share = self.json('share create NFS 1 --wait --name', name)['id']
        shown = self.json('share mount show', name)
        self.assertEqual('no active access rule', shown['access'])
        self.openstack(
            'share access create --wait --access-level ro',
            share,
            'ip',
            '10.0.0.0/24',
        )
        (preferred,) = (
            row['Path']
            for row in self.json('share export location list', share)
            if row['Preferred']
        )
        for cloud in ('member', 'reader', 'admin'):
            shown = self.json(
                'share mount show --client 10.0.0.7', share, cloud=cloud
            )
            self.assertEqual(preferred, shown['export_location'])
            self.assertEqual(
                f'sudo mount -t nfs {preferred} /mnt/{name} -o ro',
                shown['command'],
            )
            self.assertEqual(
                f'{preferred} /mnt/{name} nfs ro,_netdev 0 0', shown['fstab']
            )
            self.assertEqual('ro', shown['access'])
        result = self.openstack(
            'share mount show -f value -c command --to /srv', share
        )
        self.assertEqual(f'sudo mount -t nfs {preferred} /srv\n', result.out)
        self.assertEqual([], result.changes)
        shown = self.json('share mount show --client 10.9.0.7', share)
        self.assertEqual('no active access rule for 10.9.0.7', shown['access'])

    def test_cifs(self) -> None:
        name = self.name('share')
        self.cleanup('share delete --wait', name)
        self.openstack('share create CIFS 1 --wait --name', name)
        shown = self.json('share mount show', name)
        self.assertIn(
            f'-o credentials=/etc/samba/{name}.credentials', shown['command']
        )
        self.assertNotIn('access_key', shown)

    def test_old_microversion(self) -> None:
        self.assert_min_version('2.9', 'share mount show x')
