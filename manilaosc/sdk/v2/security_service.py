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


class SecurityService(_base.Resource):
    resource_key = "security_service"
    resources_key = "security_services"
    base_path = "/security-services"

    # capabilities
    allow_create = True
    allow_fetch = True
    allow_commit = True
    allow_delete = True
    allow_list = True

    _server_truncates = True

    _summary_fields = frozenset({"id", "name", "type", "status"})
    # Unless the user is an administrator, the service ignores other filters;
    # for an administrator, a limit or an offset makes the list empty
    _query_mapping = resource.QueryParameters(
        "dns_ip",
        "domain",
        "id",
        "name",
        "server",
        "share_network_id",
        "type",
        "user",
        all_projects="all_tenants",
        include_pagination_defaults=False,
    )

    #: Properties
    #: The date and time stamp when the resource was created within the
    #: service's database.
    created_at = resource.Body("created_at", type=str)
    #: The Active Directory site whose domain controllers are preferred.
    #: (API 2.76)
    default_ad_site = resource.Body("default_ad_site", type=str)
    #: The user defined description of the resource.
    description = resource.Body("description", type=str)
    #: The IP address of the DNS server of the project's network.
    dns_ip = resource.Body("dns_ip", type=str)
    #: The security service's domain.
    domain = resource.Body("domain", type=str)
    #: The organizational unit of an Active Directory. (API 2.44)
    ou = resource.Body("ou", type=str)
    #: The password of ``user``.
    password = resource.Body("password", type=str)
    #: The UUID of the project that owns the resource.
    project_id = resource.Body("project_id", type=str)
    #: The host name or IP address of the security service.
    server = resource.Body("server", type=str)
    #: The UUIDs of its share networks; only in detailed lists.
    share_networks = resource.Body("share_networks", type=list)
    #: The status, always ``new``.
    status = resource.Body("status", type=str)
    #: The type: ``ldap``, ``kerberos`` or ``active_directory``.
    type = resource.Body("type", type=str)
    #: The date and time stamp when the resource was last updated within the
    #: service's database.
    updated_at = resource.Body("updated_at", type=str)
    #: The user or group that share servers authenticate as.
    user = resource.Body("user", type=str)
