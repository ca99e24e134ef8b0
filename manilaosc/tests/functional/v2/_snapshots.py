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

"""Base class of functional tests that need share snapshots."""

from manilaosc.tests.functional import base


class TestCase(base.TestCase):
    def create_share(self, *args: str, cloud: str = '') -> str:
        """Create a share, which is deleted when the test ends."""
        name = self.name('share')
        self.cleanup('share delete --wait', name, cloud=cloud)
        self.openstack(
            'share create NFS 1 --wait --name', name, *args, cloud=cloud
        )
        return name

    def create_snapshot(self, share: str, *args: str, cloud: str = '') -> str:
        """Create a snapshot, which is deleted before its share."""
        name = self.name('snap')
        self.cleanup('share snapshot delete --wait', name, cloud=cloud)
        self.openstack(
            'share snapshot create --wait --name',
            name,
            share,
            *args,
            cloud=cloud,
        )
        return name
