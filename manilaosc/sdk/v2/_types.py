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

"""Base classes of share types, share group types and QoS types."""

from typing import Any, ClassVar, Self

from keystoneauth1 import adapter
from openstack import exceptions

from manilaosc.sdk.v2 import _base


class Type(_base.Resource):
    """Base class for types, which have specs and belong to no project."""

    #: The last part of the path of the specs
    _specs_path: ClassVar[str]
    #: What requests, answers and the resource call them
    _specs_key: ClassVar[str]

    def fetch_specs(self, session: adapter.Adapter) -> Self:
        """Fetch all specs of the type.

        :returns: The type, its specs as the service has them.
        """
        response = self._request_specs(session, "GET")
        self._keep_specs(_base.decoded(response, self._specs_key))
        return self

    def get_spec(self, session: adapter.Adapter, key: str) -> str:
        """Fetch the value of one spec.

        :raises: :class:`~openstack.exceptions.NotFoundException` if the type
            does not have the spec.
        """
        if not _base.can_be_quoted(key):
            specs = getattr(self.fetch_specs(session), self._specs_key)
            if key not in specs:
                raise self._lacks(key)
            return str(specs[key])
        try:
            response = self._request_specs(session, "GET", key)
        except exceptions.NotFoundException as e:
            # Of the type itself the service would say that it is missing
            if not (e.details or "").startswith("The resource could not be"):
                raise
            raise self._lacks(key) from e
        value: str = _base.decoded(response, key)
        return value

    def set_specs(
        self, session: adapter.Adapter, specs: dict[str, str]
    ) -> Self:
        """Set specs of the type; other specs are kept.

        :param specs: The specs to add or change, a dictionary of strings.
        :returns: The type with the changed specs.
        :raises: :class:`~openstack.exceptions.InvalidRequest` for ``.``,
            ``..`` and letters beyond ASCII, which the API could not remove.
        """
        for key in specs:
            if key in ('.', '..') or not key.isascii():
                _base.quoted(key)  # Raises
        body = {self._specs_key: specs}
        response = self._request_specs(session, "POST", json=body)
        changed = _base.decoded(response, self._specs_key)
        self._keep_specs({**(getattr(self, self._specs_key) or {}), **changed})
        return self

    def update_spec(
        self, session: adapter.Adapter, key: str, value: str
    ) -> str:
        """Set one spec of the type.

        :returns: The new value of the spec.
        :raises: :class:`~openstack.exceptions.InvalidRequest` for ``.``,
            ``..`` and letters beyond ASCII, which the API could not remove.
        """
        body = {key: value}
        response = self._request_specs(session, "PUT", key, json=body)
        now: str = _base.decoded(response, key)
        return now

    def delete_spec(self, session: adapter.Adapter, key: str) -> None:
        """Remove one spec of the type.

        :raises: :class:`~openstack.exceptions.NotFoundException` if the type
            does not have the spec.
        :raises: :class:`~openstack.exceptions.InvalidRequest` for ``.``,
            ``..`` and letters beyond ASCII, which the API cannot remove.
        """
        self._request_specs(session, "DELETE", key)

    def _lacks(self, key: str) -> exceptions.NotFoundException:
        return exceptions.NotFoundException(
            f"The {self._noun()} {self.id} has no spec '{key}'"
        )

    def _keep_specs(self, specs: dict[str, str]) -> None:
        self._body.attributes.update({self._specs_key: specs})

    def _request_specs(
        self, session: adapter.Adapter, method: str, *key: str, **kw: Any
    ) -> Any:
        if self._experimental_through:
            session = self._get_session(session)
        response = getattr(session, method.lower())(
            self._url(self._specs_path, *map(_base.quoted, key)),
            microversion=self._get_microversion(session),
            **kw,
        )
        exceptions.raise_from_response(response)
        return response


class PrivateType(Type):
    """Base class for types that can be private to some projects."""

    #: The last part of the path of the list of these projects
    _access_path: ClassVar[str]
    #: What the answer calls them
    _access_key: ClassVar[str]

    _find_query = {"is_public": "all"}

    def get_private_access(
        self, session: adapter.Adapter
    ) -> list[dict[str, Any]]:
        """List the projects with access to the type, which must be private.

        :returns: A dictionary for each, with its ``project_id``.
        """
        session = self._get_session(session)
        microversion = self._get_microversion(session)
        path = self._access_path
        if not _base.at_least(microversion, "2.7"):  # Of share types only
            path = f"os-{path.replace('_', '-')}"
        response = session.get(self._url(path), microversion=microversion)
        exceptions.raise_from_response(response)
        access: list[dict[str, Any]]
        access = _base.decoded(response, self._access_key)
        return access

    def add_private_access(
        self, session: adapter.Adapter, project_id: str
    ) -> None:
        """Grant a project access to the type, which must be private."""
        self._action(session, {"addProjectAccess": {"project": project_id}})

    def remove_private_access(
        self, session: adapter.Adapter, project_id: str
    ) -> None:
        """Revoke a project's access to the type."""
        self._action(session, {"removeProjectAccess": {"project": project_id}})
