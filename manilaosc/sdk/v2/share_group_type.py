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

from manilaosc.sdk.v2 import _types


class ShareGroupType(_types.PrivateType):
    resource_key = "share_group_type"
    resources_key = "share_group_types"
    base_path = "/share-group-types"

    # capabilities
    allow_create = True
    allow_fetch = True
    allow_delete = True
    allow_list = True

    _access_key = "share_group_type_access"
    _access_path = "access"
    _experimental_through = "2.54"
    _specs_key = "group_specs"
    _specs_path = "group-specs"

    _query_mapping = resource.QueryParameters(
        "group_specs", "is_public", include_pagination_defaults=False
    )

    #: Properties
    #: Group specs, a dictionary of strings.
    group_specs = resource.Body("group_specs", type=dict)
    #: Whether it is the default share group type.
    #: (API 2.46)
    is_default = resource.Body("is_default", type=bool)
    #: Whether every project can use the share group type.
    is_public = resource.Body("is_public", type=bool)
    #: The UUIDs of the share types allowed in a group; names are accepted at
    #: creation.
    share_types = resource.Body("share_types", type=list)
