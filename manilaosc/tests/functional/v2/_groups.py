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

"""Base class of functional tests that need share groups."""

from typing import Any

from manilaosc.tests.functional import base


class TestCase(base.TestCase):
    def create_group(self, *args: str, cloud: str = '') -> dict[str, Any]:
        """Create a share group, which is deleted when the test ends."""
        name = self.name('group')
        self.cleanup('share group delete --wait', name, cloud=cloud)
        group: dict[str, Any] = self.json(
            'share group create --wait --name', name, *args, cloud=cloud
        )
        self.assertEqual('available', group['status'])
        return group

    def create_share(self, group: dict[str, Any], *args: str) -> str:
        """Create a share in a group, which is deleted before the group."""
        name = self.name('share')
        delete = f'share delete --wait --share-group {group["id"]}'
        self.cleanup(delete, name)
        self.openstack(
            'share create NFS 1 --wait --share-group',
            group['id'], '--name', name, *args,
        )  # fmt: skip
        return name

    def create_snapshot(
        self, group: dict[str, Any], *args: str
    ) -> dict[str, Any]:
        """Create a group snapshot, which is deleted before the shares."""
        name = self.name('snap')
        self.cleanup('share group snapshot delete --wait', name)
        snapshot: dict[str, Any] = self.json(
            'share group snapshot create --wait --name',
            name, group['id'], *args,
        )  # fmt: skip
        self.assertEqual('available', snapshot['status'])
        return snapshot
