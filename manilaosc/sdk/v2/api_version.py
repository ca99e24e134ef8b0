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


class APIVersion(_base.Resource):
    resources_key = "versions"
    base_path = "/"

    # capabilities
    allow_list = True

    _query_mapping = resource.QueryParameters(
        include_pagination_defaults=False
    )

    #: Properties
    #: The version's name, such as ``v2.0``.
    id = resource.Body("id", type=str)
    #: Links to the API and its description.
    links = resource.Body("links", type=list)
    #: The highest microversion of the service.
    max_microversion = resource.Body("version", type=str)
    #: The media types of requests and responses.
    media_types = resource.Body("media-types", type=list)
    #: The lowest microversion of the service.
    min_microversion = resource.Body("min_version", type=str)
    #: The status: ``CURRENT``, ``SUPPORTED`` or ``DEPRECATED``.
    status = resource.Body("status", type=str)
    #: When the version was last changed.
    updated_at = resource.Body("updated", type=str)

    @property
    def endpoint(self) -> str | None:
        """The URL of this version."""
        for link in self.links or []:
            if link.get("rel") == "self":
                href: str | None = link.get("href")
                return href
        return None
