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


class QosType(_types.Type):
    resource_key = "qos_type"
    resources_key = "qos_types"
    base_path = "/qos-types"

    # capabilities
    allow_create = True
    allow_fetch = True
    allow_commit = True
    allow_delete = True
    allow_list = True

    _specs_key = "specs"
    _specs_path = "specs"

    _query_mapping = resource.QueryParameters(
        "description",
        "id",
        "limit",
        "name",
        "offset",
        "sort_dir",
        "sort_key",
        description_pattern="description~",
        name_pattern="name~",
        include_pagination_defaults=False,
    )

    #: Properties
    #: The date and time stamp when the resource was created within the
    #: service's database.
    created_at = resource.Body("created_at", type=str)
    #: The user defined description of the resource.
    description = resource.Body("description", type=str)
    #: Specs, a dictionary of strings, interpreted by the back ends.
    specs = resource.Body("specs", type=dict)
    #: The date and time stamp when the resource was last updated within the
    #: service's database.
    updated_at = resource.Body("updated_at", type=str)

    @classmethod
    def _noun(cls) -> str:
        return "QoS type"
