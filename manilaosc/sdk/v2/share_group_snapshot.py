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
from openstack.shared_file_system.v2 import share_group_snapshot

from manilaosc.sdk.v2 import _base
from manilaosc.sdk.v2 import share_group_snapshot_member as _member


class ShareGroupSnapshot(  # type: ignore[misc]  # Its _action returns nothing
    _base.Resource, share_group_snapshot.ShareGroupSnapshot
):
    _server_truncates = True
    _experimental_through = "2.54"

    _summary_fields = frozenset({"id", "name"})
    # The service answers any other parameter with an error
    _query_mapping = resource.QueryParameters(
        "all_tenants",
        "description",
        "id",
        "limit",
        "name",
        "offset",
        "project_id",
        "share_group_id",
        "sort_dir",
        "sort_key",
        "status",
        "user_id",
        all_projects="all_tenants",
        include_pagination_defaults=False,
    )

    #: Properties
    #: The members, a dictionary for each share with ``id``, ``share_id`` and
    #: ``size`` in GiB.
    members = resource.Body("members", type=list)

    def get_members(
        self, session: adapter.Adapter, microversion: str | None = None
    ) -> list[_member.ShareGroupSnapshotMember]:
        """Fetch the members of the snapshot."""
        return list(
            _member.ShareGroupSnapshotMember.list(
                session,
                microversion=microversion,
                share_group_snapshot_id=self.id,
            )
        )

    def force_delete(self, session: adapter.Adapter) -> None:
        """Delete the record of the group snapshot regardless of its status."""
        self._action(session, {'force_delete': None})
