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

from keystoneauth1 import adapter
from openstack import resource
from openstack.shared_file_system.v2 import share_snapshot_instance

from manilaosc.sdk.v2 import _base


class ShareSnapshotInstance(
    _base.Resource, share_snapshot_instance.ShareSnapshotInstance
):
    _summary_fields = frozenset({"id", "snapshot_id", "status"})
    _query_mapping = resource.QueryParameters(
        "snapshot_id", include_pagination_defaults=False
    )

    def reset_status(self, session: adapter.Adapter, status: str) -> None:
        """Reset the status of the instance, in the database only."""
        self._action(session, {'reset_status': {'status': status}})
