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

from collections.abc import Mapping
from typing import Any, Self

from keystoneauth1 import adapter
from openstack import resource
from openstack import utils

from manilaosc.sdk.v2 import _base

#: Filters by which the service searches share networks
_NETWORK_FILTERS = frozenset(
    {"project_id", "share_network_id", "share_network_subnet_id"}
)


class ShareServer(_base.Resource):
    resource_key = "share_server"
    resources_key = "share_servers"
    base_path = "/share-servers"

    # capabilities
    allow_create = False
    allow_fetch = True
    allow_commit = False
    allow_delete = True
    allow_list = True
    allow_head = False

    # With any other parameter, such as a limit, the service returns an empty
    # list
    _query_mapping = resource.QueryParameters(
        "encryption_key_ref",
        "host",
        "id",
        "identifier",
        "is_auto_deletable",
        "network_allocation_update_support",
        "project_id",
        "security_service_update_support",
        "share_network_id",
        "share_network_subnet_id",
        "source_share_server_id",
        "status",
        "task_state",
        include_pagination_defaults=False,
    )

    #: Properties
    #: What the back end's driver keeps about the server, a dictionary of
    #: strings; a list does not have it.
    backend_details = resource.Body("backend_details", type=dict)
    #: The date and time stamp when the server was created; a list does not
    #: have it.
    created_at = resource.Body("created_at", type=str)
    #: The UUID of the encryption key. (API 2.90)
    encryption_key_ref = resource.Body("encryption_key_ref", type=str)
    #: The back end that has the server: ``host@backend``.
    host = resource.Body("host", type=str)
    #: The server's name within the back end. (API 2.49)
    identifier = resource.Body("identifier", type=str)
    #: Whether the service deletes the server once no share uses it.
    #: (API 2.49)
    is_auto_deletable = resource.Body("is_auto_deletable", type=bool)
    #: Whether its network allocations can be changed while it is in use.
    #: (API 2.70)
    network_allocation_update_support = resource.Body(
        "network_allocation_update_support", type=bool
    )
    #: The UUID of the project that the share network is of.
    project_id = resource.Body("project_id", type=str)
    #: Whether its security services can be changed while it is in use.
    #: (API 2.63)
    security_service_update_support = resource.Body(
        "security_service_update_support", type=bool
    )
    #: The UUID of the share network.
    share_network_id = resource.Body("share_network_id", type=str)
    #: The name of the share network.
    share_network_name = resource.Body("share_network_name", type=str)
    #: The UUID of the share network's subnet. (API 2.51 to 2.69)
    share_network_subnet_id = resource.Body(
        "share_network_subnet_id", type=str
    )
    #: The UUIDs of the share network's subnets. (API 2.70)
    share_network_subnet_ids = resource.Body(
        "share_network_subnet_ids", type=list
    )
    #: The UUID of the server that this one is, or was, a migration's
    #: destination of. (API 2.57)
    source_share_server_id = resource.Body("source_share_server_id", type=str)
    #: The status: ``active``, ``inactive``, ``creating``, ``deleting``,
    #: ``error``, ``manage_starting``, ``manage_error``,
    #: ``unmanage_starting``, ``unmanage_error``, ``server_migrating``,
    #: ``server_migrating_to`` or ``network_change``.
    status = resource.Body("status", type=str)
    #: The state of a migration. (API 2.57)
    task_state = resource.Body("task_state", type=str)
    #: The date and time stamp when the server was last updated.
    updated_at = resource.Body("updated_at", type=str)

    @classmethod
    def _split_params(
        cls, params: Mapping[str, Any], *how: Any
    ) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        # With a filter by share network, the service looks for the values of
        # the other filters in the share network, or fails
        parts, query, filters = super()._split_params(params, *how)
        if not query.keys().isdisjoint(_NETWORK_FILTERS):
            for name in query.keys() - _NETWORK_FILTERS:
                filters[name] = query.pop(name)
        return parts, query, filters

    def fetch_backend_details(
        self, session: adapter.Adapter
    ) -> dict[str, str]:
        """Fetch what the back end's driver keeps about the server."""
        response = session.get(
            self._url('details'), microversion=self._get_microversion(session)
        )
        self._translate_response(response, has_body=False)
        details: dict[str, str] = _base.decoded(response, 'details')
        return details

    def manage(
        self,
        session: adapter.Adapter,
        host: str,
        share_network_id: str,
        identifier: str,
        share_network_subnet_id: str | None = None,
        driver_options: dict[str, str] | None = None,
    ) -> Self:
        """Bring a server of a back end under management.

        :param host: The back end of the share server: ``host@backend``.
        :param share_network_id: The UUID of its share network.
        :param identifier: The identifier of the share server on the back end.
        :param share_network_subnet_id: The UUID of the subnet that the
            server is on; the share network's default subnet if none is
            given. (API 2.51)
        :param driver_options: What the back end's driver wants to know.
        :returns: The share server, whose status is ``manage_starting``.
        """
        body: dict[str, Any] = {
            'host': host,
            'share_network_id': share_network_id,
            'identifier': identifier,
            # Drivers take it for granted that there is a dictionary
            'driver_options': driver_options or {},
        }
        if share_network_subnet_id is not None:
            body['share_network_subnet_id'] = share_network_subnet_id
        response = session.post(
            utils.urljoin(self.base_path, 'manage'),
            json={'share_server': body},
            microversion=self._get_microversion(session),
        )
        self._translate_response(response)
        return self

    def unmanage(self, session: adapter.Adapter, force: bool = False) -> None:
        """Let a server go from management; it stays on the back end."""
        self._action(session, {'unmanage': {'force': force}})

    def reset_status(self, session: adapter.Adapter, status: str) -> None:
        """Reset the status of a server."""
        self._action(session, {'reset_status': {'status': status}})

    def reset_task_state(
        self, session: adapter.Adapter, task_state: str | None
    ) -> None:
        """Reset the task state of a server."""
        self._action(
            session,
            {'reset_task_state': {'task_state': task_state}},
            experimental=True,
        )

    def check_migration(
        self, session: adapter.Adapter, host: str, **params: Any
    ) -> dict[str, Any]:
        """Ask whether a server could be migrated, and do nothing.

        :param host: The back end to migrate to: ``host@backend``.
        :param params: As for :meth:`start_migration`.
        :returns: ``compatible``, ``requested_capabilities`` and
            ``supported_capabilities``.
        """
        return self._migration(
            session,
            'migration_check',
            self._destination(host, **params),
            key='compatible',
        )

    def start_migration(
        self, session: adapter.Adapter, host: str, **params: Any
    ) -> None:
        """Start the first phase of a migration.

        :param host: The back end to migrate to: ``host@backend``.
        :param params: What the migration must keep to: ``writable``,
            ``nondisruptive`` and ``preserve_snapshots``, all required, and
            ``new_share_network_id``.
        """
        self._action(
            session,
            {'migration_start': self._destination(host, **params)},
            experimental=True,
        )

    def complete_migration(self, session: adapter.Adapter) -> str:
        """Start the second and last phase of a migration.

        :returns: The UUID of the destination share server.
        """
        key = 'destination_share_server_id'
        answer = self._migration(session, 'migration_complete', key=key)
        return str(answer[key])

    def cancel_migration(self, session: adapter.Adapter) -> None:
        """Cancel a migration."""
        self._action(session, {'migration_cancel': None}, experimental=True)

    def get_migration_progress(
        self, session: adapter.Adapter
    ) -> dict[str, Any]:
        """Fetch the progress of a migration.

        :returns: ``total_progress`` in percent, ``task_state`` and
            ``destination_share_server_id``.
        """
        return self._migration(
            session, 'migration_get_progress', key='total_progress'
        )

    def _migration(
        self,
        session: adapter.Adapter,
        name: str,
        args: Any = None,
        *,
        key: str,
    ) -> dict[str, Any]:
        response = self._action(session, {name: args}, experimental=True)
        _base.decoded(response, key)
        answer: dict[str, Any] = _base.decoded(response)
        return answer

    @staticmethod
    def _destination(
        host: str,
        *,
        writable: bool,
        nondisruptive: bool,
        preserve_snapshots: bool,
        new_share_network_id: str | None = None,
    ) -> dict[str, Any]:
        return {
            'host': host,
            'writable': writable,
            'nondisruptive': nondisruptive,
            'preserve_snapshots': preserve_snapshots,
            # A check fails within the service if the key is not there
            'new_share_network_id': new_share_network_id,
        }
