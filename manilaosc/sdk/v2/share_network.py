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

from typing import Any

from keystoneauth1 import adapter
from openstack import resource
from openstack.shared_file_system.v2 import share_network

from manilaosc.sdk.v2 import _base
from manilaosc.sdk.v2 import share_network_subnet


class ShareNetwork(_base.Resource, share_network.ShareNetwork):
    _server_truncates = True

    _summary_fields = frozenset({"id", "name"})
    _query_mapping = resource.QueryParameters(
        "cidr",
        "created_before",
        "created_since",
        "description",
        "ip_version",
        "limit",
        "name",
        "network_type",
        "neutron_net_id",
        "neutron_subnet_id",
        "offset",
        "project_id",
        "security_service_id",
        "segmentation_id",
        all_projects="all_tenants",
        description_pattern="description~",
        name_pattern="name~",
    )

    #: Properties
    #: The availability zone of the subnet that a new share network begins
    #: with; all availability zones if there is none. (API 2.51)
    availability_zone = resource.Body("availability_zone", type=str)
    #: The IP block of the network, in CIDR notation; before API version 2.51,
    #: later ones tell it of each subnet.
    cidr = resource.Body("cidr", type=str)
    #: The IP address of the gateway. (API 2.18 to 2.50)
    gateway = resource.Body("gateway", type=str)
    #: The IP version of the network, 4 or 6; before API version 2.51.
    ip_version = resource.Body("ip_version", type=int)
    #: The greatest size of a packet, in bytes. (API 2.20 to 2.50)
    mtu = resource.Body("mtu", type=int)
    #: Whether allocations of its share servers can be changed while they are
    #: in use. (API 2.70)
    network_allocation_update_support = resource.Body(
        "network_allocation_update_support", type=bool
    )
    #: The type of the network, such as ``vlan``. Before API version 2.51
    #: (admin only).
    network_type = resource.Body("network_type", type=str)
    #: Always None; before API version 2.26.
    nova_net_id = resource.Body("nova_net_id", type=str)
    #: Whether its security services can be changed while it is in use.
    #: (API 2.63)
    security_service_update_support = resource.Body(
        "security_service_update_support", type=bool
    )
    #: The segmentation ID of the network. Before API version 2.51 (admin
    #: only).
    segmentation_id = resource.Body("segmentation_id", type=int)
    #: The subnets of the share network. (API 2.51)
    share_network_subnets = resource.Body(
        "share_network_subnets",
        type=list,
        list_type=share_network_subnet.ShareNetworkSubnet,
    )
    #: The status: ``active``, ``error`` or ``network_change``. (API 2.63)
    status = resource.Body("status", type=str)

    def add_security_service(
        self, session: adapter.Adapter, security_service_id: str
    ) -> None:
        """Add a security service."""
        body = {
            "add_security_service": {
                "security_service_id": security_service_id
            }
        }
        self._action(session, body)

    def add_security_service_check(
        self,
        session: adapter.Adapter,
        security_service_id: str,
        reset_operation: bool = False,
    ) -> dict[str, Any]:
        """Check whether a security service could be added.

        :param security_service_id: The UUID of the security service.
        :param reset_operation: Whether to start a new check instead of
            returning the result of an earlier one.
        :returns: ``compatible``, None until all hosts have answered,
            ``requested_operation`` and for administrators
            ``hosts_check_result``.
        """
        args = {
            "security_service_id": security_service_id,
            "reset_operation": reset_operation,
        }
        return self._check(session, {"add_security_service_check": args})

    def remove_security_service(
        self, session: adapter.Adapter, security_service_id: str
    ) -> None:
        """Remove a security service."""
        body = {
            "remove_security_service": {
                "security_service_id": security_service_id
            }
        }
        self._action(session, body)

    def update_security_service(
        self,
        session: adapter.Adapter,
        current_service_id: str,
        new_service_id: str,
    ) -> None:
        """Replace a security service."""
        args = {
            "current_service_id": current_service_id,
            "new_service_id": new_service_id,
        }
        self._action(session, {"update_security_service": args})

    def update_security_service_check(
        self,
        session: adapter.Adapter,
        current_service_id: str,
        new_service_id: str,
        reset_operation: bool = False,
    ) -> dict[str, Any]:
        """Check whether a security service could take another one's place.

        :param current_service_id: The UUID of the one that is attached.
        :param new_service_id: The UUID of the other one.
        :param reset_operation: Whether to start a new check instead of
            returning the result of an earlier one.
        :returns: As :meth:`add_security_service_check`.
        """
        args = {
            "current_service_id": current_service_id,
            "new_service_id": new_service_id,
            "reset_operation": reset_operation,
        }
        return self._check(session, {"update_security_service_check": args})

    def subnet_create_check(
        self,
        session: adapter.Adapter,
        reset_operation: bool = False,
        **attrs: Any,
    ) -> dict[str, Any]:
        """Check whether a subnet could be created.

        :param reset_operation: Whether to start a new check instead of
            returning the result of an earlier one.
        :param attrs: ``neutron_net_id``, ``neutron_subnet_id`` and
            ``availability_zone`` of the subnet.
        :returns: ``compatible``, None until all hosts have answered, and for
            administrators ``hosts_check_result``.
        """
        args = {**attrs, "reset_operation": reset_operation}
        return self._check(
            session, {"share_network_subnet_create_check": args}
        )

    def reset_status(self, session: adapter.Adapter, status: str) -> None:
        """Reset the status, in the database only."""
        self._action(session, {"reset_status": {"status": status}})

    def _check(
        self, session: adapter.Adapter, body: dict[str, Any]
    ) -> dict[str, Any]:
        response = self._action(session, body)
        result: dict[str, Any] = _base.decoded(response)
        return result
