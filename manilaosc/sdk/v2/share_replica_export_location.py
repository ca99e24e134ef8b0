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


class ShareReplicaExportLocation(_base.Resource):
    resource_key = "export_location"
    resources_key = "export_locations"
    base_path = "/share-replicas/%(share_replica_id)s/export-locations"

    # capabilities
    allow_create = False
    allow_fetch = True
    allow_commit = False
    allow_delete = False
    allow_list = True
    allow_head = False

    _experimental_through = "2.55"

    _query_mapping = resource.QueryParameters(
        include_pagination_defaults=False
    )

    #: Properties
    #: The UUID of the share replica, part of the URI of its export locations.
    share_replica_id = resource.URI("share_replica_id", type=str)
    #: The availability zone that the replica is in.
    availability_zone = resource.Body("availability_zone", type=str)
    #: The date and time stamp when the export location was created; of
    #: single export locations only.
    created_at = resource.Body("created_at", type=str)
    #: Whether only administrators see the export location; administrators
    #: see this.
    is_admin = resource.Body("is_admin_only", type=bool)
    #: Whether the export location is preferred.
    is_preferred = resource.Body("preferred", type=bool)
    #: Metadata key and value pairs as a dictionary of strings. (API 2.87)
    metadata = resource.Body("metadata", type=dict)
    #: The path of the export location.
    path = resource.Body("path", type=str)
    #: The state of the replica: ``active``, ``in_sync``, ``out_of_sync`` or
    #: ``error``.
    replica_state = resource.Body("replica_state", type=str)
    #: The UUID of the share instance, which is the replica; administrators
    #: see it.
    share_instance_id = resource.Body("share_instance_id", type=str)
    #: The date and time stamp when the export location was last updated; of
    #: single export locations only.
    updated_at = resource.Body("updated_at", type=str)
