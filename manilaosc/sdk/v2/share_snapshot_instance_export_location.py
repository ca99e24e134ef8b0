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

from manilaosc.sdk.v2 import share_snapshot_export_location


class ShareSnapshotInstanceExportLocation(
    share_snapshot_export_location.ShareSnapshotExportLocation
):
    base_path = "/snapshot-instances/%(snapshot_instance_id)s/export-locations"

    #: Properties
    #: The UUID of the share snapshot instance.
    snapshot_instance_id = resource.URI("snapshot_instance_id", type=str)
