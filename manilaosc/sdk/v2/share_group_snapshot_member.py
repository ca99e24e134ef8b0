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

from openstack import resource

from manilaosc.sdk.v2 import _base


class ShareGroupSnapshotMember(_base.Resource):
    resource_key = "share_group_snapshot_member"
    resources_key = "share_group_snapshot_members"
    base_path = "/share-group-snapshots/%(share_group_snapshot_id)s/members"

    # capabilities
    allow_create = False
    allow_fetch = False
    allow_commit = False
    allow_delete = False
    allow_list = True
    allow_head = False

    _server_truncates = True
    _experimental_through = "2.54"

    _query_mapping = resource.QueryParameters(
        "limit", "offset", include_pagination_defaults=False
    )

    #: Properties
    #: The UUID of the share group snapshot.
    share_group_snapshot_id = resource.URI("share_group_snapshot_id", type=str)
    #: The date and time stamp when the member was created.
    created_at = resource.Body("created_at", type=str)
    #: The UUID of the project that owns the member.
    project_id = resource.Body("project_id", type=str)
    #: The UUID of the source share.
    share_id = resource.Body("share_id", type=str)
    #: The protocol of the share, such as NFS.
    share_protocol = resource.Body("share_protocol", type=str)
    #: The size of the share at that time, in GiB.
    size = resource.Body("size", type=int)
