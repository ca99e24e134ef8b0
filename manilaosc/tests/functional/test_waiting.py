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

"""Functional tests for the wait methods of the SDK layer."""

from manila.common import constants
from openstack import exceptions

from manilaosc.tests.functional import base


class TestWaiting(base.TestCase):
    def test_every_failure_state_of_the_service_is_known(self) -> None:
        states = {
            value: 'ERROR' in name
            for name, value in vars(constants).items()
            if isinstance(value, str) and ('STATUS' in name or 'TASK' in name)
        }
        self.assertIn('migration_error', states)
        self.assertEqual(states, {value: 'error' in value for value in states})

    def test_share(self) -> None:
        client, name = self.sdk(), self.name('share')
        share = client.create_share(share_protocol='NFS', size=1, name=name)
        self.cleanup('share delete --wait', share.id)
        share = client.wait_for_status(share, 'available', interval=0.2)
        self.assertEqual('available', share.status)
        client.delete_share(share.id)
        client.wait_for_delete(share, interval=0.2)
        self.assertIsNone(client.find_share(name))

    def test_share_that_no_pool_has_room_for(self) -> None:
        client = self.sdk()
        share = client.create_share(
            share_protocol='NFS', size=1, availability_zone=None,
            share_type=self._unservable_type(),
        )  # fmt: skip
        self.cleanup('share delete --wait', share.id)
        self.assertRaisesRegex(
            exceptions.ResourceFailure, 'error',
            client.wait_for_status, share, 'available', interval=0.2,
        )  # fmt: skip
        # It is in a failure state already, and can be deleted
        client.delete_share(share.id)
        client.wait_for_delete(share, interval=0.2)

    def _unservable_type(self) -> str:
        name = self.name('unservable')
        self.cleanup('share type delete', name, cloud='admin')
        self.openstack(
            'share type create --extra-specs share_backend_name=nowhere',
            name, 'false', cloud='admin',
        )  # fmt: skip
        return name
