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

"""Scenario: find out why a share cannot be created."""

from manilaosc.tests.functional import base


class TestDiagnosis(base.TestCase):
    def share_type(self, **extra_specs: str) -> str:
        name = self.name('type')
        self.cleanup('share type delete', name, cloud='admin')
        specs = [f'--extra-specs={k}={v}' for k, v in extra_specs.items()]
        self.openstack(
            f'share type create {name} false', *specs, cloud='admin'
        )
        return name

    def failed(self, size: int, share_type: str, why: str) -> str:
        """Create a share that goes to error, and return its ID."""
        name = self.name('share')
        self.cleanup('share delete --wait', name)
        created = self.openstack(
            f'share create NFS {size} --share-type {share_type} --wait '
            f'--name {name} -f json',
            fail=True, stderr=f'{name} went to error: allocate host: .*{why}',
        ).json()  # fmt: skip
        self.assertEqual('error', created['status'])
        share_id: str = created['id']
        return share_id

    def test_no_pool_can_do_it(self) -> None:
        share_type = self.share_type(thin_provisioning='True', dedupe='True')
        share = self.failed(1, share_type, 'Capabilities filter')

        # The message is still available later
        (message,) = self.json(
            'share message list --resource-type share --resource-id', share
        )
        self.assertIn('Capabilities filter', message['User Message'])
        shown = self.json('share message show', message['ID'])
        self.assertEqual('ERROR', shown['message_level'])
        self.assertEqual(message['User Message'], shown['user_message'])

        # An administrator sees the project, and that no pool matches
        (message,) = self.json(
            'share message list --long --resource-id', share, cloud='admin'
        )
        failed = self.json('share show', share, cloud='admin')
        self.assertEqual(failed['project_id'], message['Project ID'])
        self.assertFalse(failed['host'])
        self.assertEqual([], self.pools(share_type))

        # Without the extra spec that no pool has, it works
        self.openstack(
            f'share type unset {share_type} thin_provisioning dedupe',
            cloud='admin',
        )
        self.assertNotEqual([], self.pools(share_type))
        self.openstack('share delete --wait', share)
        name = self.name('share')
        self.cleanup('share delete --wait', name)
        self.openstack(
            f'share create NFS 1 --share-type {share_type} --wait '
            f'--name {name}'
        )
        self.assertEqual(
            [],
            self.json('share message list --resource-id', self.share_id(name)),
        )
        # The message is kept after the share is deleted
        self.openstack('share message delete', message['ID'])

    def pools(self, share_type: str) -> list[str]:
        rows = self.json(
            'share pool list --share-type', share_type, cloud='admin'
        )
        return [row['Name'] for row in rows]

    def share_id(self, name: str) -> str:
        shown = self.openstack(f'share show {name} -f value -c id')
        return shown.out.strip()

    def test_no_pool_is_large_enough(self) -> None:
        rows = self.json('share pool list --long', cloud='admin')
        largest = max(row['Free GiB'] for row in rows)
        share_type = self.share_type()
        share = self.failed(int(largest) + 1, share_type, 'Capacity filter')
        (message,) = self.json('share message list --resource-id', share)
        self.assertIn('Capacity filter', message['User Message'])

    def test_back_end_is_disabled(self) -> None:
        share_type = self.share_type(share_backend_name='delta')
        service = 'share service set sandbox@delta manila-share'
        self.cleanup(f'{service} --enable', cloud='admin')
        self.openstack(
            f'{service} --disable --disable-reason firmware', cloud='admin'
        )
        share = self.failed(1, share_type, 'No storage could be allocated')
        (disabled,) = self.json(
            'share service list --status disabled', cloud='admin'
        )
        self.assertEqual('firmware', disabled['Disabled Reason'])
        self.openstack(f'{service} --enable', cloud='admin')
        self.openstack('share delete --wait', share)
