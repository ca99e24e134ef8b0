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


class Extension(_base.Resource):
    resource_key = "extension"
    resources_key = "extensions"
    base_path = "/extensions"

    # capabilities
    allow_fetch = True
    allow_list = True

    _query_mapping = resource.QueryParameters(
        include_pagination_defaults=False
    )

    #: Properties
    #: The short name, which identifies the extension.
    alias = resource.Body("alias", type=str, alternate_id=True)
    #: What the extension does.
    description = resource.Body("description", type=str)
    #: Always empty.
    links = resource.Body("links", type=list)
    #: When the extension was last changed.
    updated_at = resource.Body("updated", type=str)
