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

from collections.abc import Callable
from typing import Any, Self

from keystoneauth1 import adapter
from openstack import exceptions
from openstack import resource
from openstack import utils
from openstack.shared_file_system.v2 import service
import requests

from manilaosc.sdk.v2 import _base


class Service(  # type: ignore[misc]  # The _action that we drop
    _base.Resource, service.Service
):
    _has_id = False

    # What a change answers is not wrapped
    resource_key = None  # type: ignore[assignment]

    _query_mapping = resource.QueryParameters(
        "binary",
        "disabled",
        "ensuring",
        "host",
        "state",
        "status",
        "topic",
        availability_zone="zone",
        name="binary",
    )

    #: Properties
    #: Whether the service is ensuring the shares of its back end.
    #: (API 2.86)
    ensuring = resource.Body("ensuring", type=bool)

    def enable(self, session: adapter.Adapter) -> Self:
        """Enable scheduling to the service.

        :returns: The service with its current ``status``.
        """
        return self._change(session, "enable")

    def disable(
        self, session: adapter.Adapter, disable_reason: str | None = None
    ) -> Self:
        """Disable scheduling to the service.

        :param disable_reason: The reason, at most 255 characters. (API 2.83)
        :returns: The service with its current ``status``.
        """
        reason = {"disabled_reason": disable_reason} if disable_reason else {}
        return self._change(session, "disable", **reason)

    def ensure_shares(self, session: adapter.Adapter) -> None:
        """Start the ensure shares procedure of the service. (API 2.86)"""
        try:
            self._ensure_shares(
                session, {"ensure_shares": {"host": self.host}}
            )
        except exceptions.BadRequestException:
            # Before Manila 22.0.0, and the microversion does not tell
            self._ensure_shares(session, {"host": self.host})

    def _ensure_shares(
        self, session: adapter.Adapter, body: dict[str, Any]
    ) -> None:
        exceptions.raise_from_response(
            self._send(session.post, session, "ensure-shares", body)
        )

    def _change(
        self, session: adapter.Adapter, change: str, **how: str
    ) -> Self:
        body = {"host": self.host, "binary": self.binary, **how}
        self._translate_response(
            self._send(session.put, session, change, body)
        )
        return self

    def _send(
        self,
        send: Callable[..., requests.Response],
        session: adapter.Adapter,
        action: str,
        body: dict[str, Any],
    ) -> requests.Response:
        return send(
            utils.urljoin(self.base_path, action),
            json=body,
            microversion=self._get_microversion(session),
        )
