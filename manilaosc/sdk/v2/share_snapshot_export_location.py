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


class ShareSnapshotExportLocation(_base.Resource):
    resource_key = "share_snapshot_export_location"
    resources_key = "share_snapshot_export_locations"
    base_path = "/snapshots/%(snapshot_id)s/export-locations"

    # capabilities
    allow_create = False
    allow_fetch = True
    allow_commit = False
    allow_delete = False
    allow_list = True
    allow_head = False

    _query_mapping = resource.QueryParameters(
        include_pagination_defaults=False
    )

    #: Properties
    #: The UUID of the share snapshot.
    snapshot_id = resource.URI("snapshot_id", type=str)
    #: When the export location was made; not in lists.
    created_at = resource.Body("created_at", type=str)
    #: Whether only administrators see it; administrators see this.
    is_admin_only = resource.Body("is_admin_only", type=bool)
    #: The path to mount.
    path = resource.Body("path", type=str)
    #: The UUID of the snapshot instance that is exported; administrators see
    #: it.
    share_snapshot_instance_id = resource.Body(
        "share_snapshot_instance_id", type=str
    )
    #: When the export location was last changed; not in lists.
    updated_at = resource.Body("updated_at", type=str)
