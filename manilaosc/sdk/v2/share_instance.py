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
from openstack.shared_file_system.v2 import share_instance

from manilaosc.sdk.v2 import _base


class ShareInstance(_base.Resource, share_instance.ShareInstance):
    _query_mapping = resource.QueryParameters(
        "export_location_id",
        "export_location_path",
        "is_soft_deleted",
        include_pagination_defaults=False,
    )

    #: Properties
    #: The first export path. Only below API version 2.9.
    export_location = resource.Body("export_location", type=str)
    #: The export paths. Only below API version 2.9; later versions have a
    #: list of export locations.
    export_locations = resource.Body("export_locations", type=list)
    #: The UUID of the share type. (API 2.22)
    share_type_id = resource.Body("share_type_id", type=str)
    #: The date and time stamp when the resource was last updated within the
    #: service's database. (API 2.71)
    updated_at = resource.Body("updated_at", type=str)
