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
from openstack.shared_file_system.v2 import share_group

from manilaosc.sdk.v2 import _base


class ShareGroup(_base.Resource, share_group.ShareGroup):
    _server_truncates = True
    _experimental_through = "2.54"

    _other_names = {"share_group_id": "id"}

    _summary_fields = frozenset({"id", "name"})
    # The service answers any other parameter with an error
    _query_mapping = resource.QueryParameters(
        "availability_zone_id",
        "consistent_snapshot_support",
        "description",
        "host",
        "id",
        "limit",
        "name",
        "offset",
        "project_id",
        "share_group_type_id",
        "share_network_id",
        "share_server_id",
        "sort_dir",
        "sort_key",
        "source_share_group_snapshot_id",
        "status",
        "user_id",
        all_projects="all_tenants",
        description_pattern="description~",
        name_pattern="name~",
        include_pagination_defaults=False,
    )

    #: Properties
    #: The availability zone of the share group. (API 2.34)
    availability_zone = resource.Body("availability_zone", type=str)
    #: The consistency of snapshots of the group: ``pool``, ``host`` or None.
    #: (API 2.34)
    consistent_snapshot_support = resource.Body(
        "consistent_snapshot_support", type=str
    )
    #: The pool of the group, ``host@backend#pool``.
    host = resource.Body("host", type=str)
    #: The UUID of the share server. (admin only)
    share_server_id = resource.Body("share_server_id", type=str)
    #: The UUID of the share group snapshot that it was created from.
    source_share_group_snapshot_id = resource.Body(
        "source_share_group_snapshot_id", type=str
    )

    def reset_status(self, session: adapter.Adapter, status: str) -> None:
        """Reset the status of the share group."""
        self._action(session, {'reset_status': {'status': status}})

    def force_delete(self, session: adapter.Adapter) -> None:
        """Delete the record of the share group regardless of its status."""
        self._action(session, {'force_delete': None})
