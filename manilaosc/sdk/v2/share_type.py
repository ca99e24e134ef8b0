from collections.abc import Generator
import functools
from typing import Any, Literal, overload, Self

from keystoneauth1 import adapter
from openstack import exceptions
from openstack import resource
from openstack import utils
from openstack.shared_file_system.v2 import share_type

from manilaosc.sdk.v2 import _base


class ShareType(_base.Resource, share_type.ShareType):
    #: Properties
    #: Extra specs, a dictionary of strings; administrators see all of them.
    extra_specs = resource.Body("extra_specs", type=dict)
    #: Whether it is what shares get that ask for no share type. (API 2.46)
    is_default = resource.Body("is_default", type=bool)
    #: Whether every project can use the share type.
    is_public = resource.Body(
        "share_type_access:is_public", type=bool, alias="_is_public_before_2_7"
    )
    #: The extra specs that each share type must have.
    required_extra_specs = resource.Body("required_extra_specs", type=dict)
    _is_public_before_2_7 = resource.Body(
        "os-share-type-access:is_public", type=bool
    )

    @property
    def optional_extra_specs(self) -> dict[str, str]:
        """The extra specs that share types may have or not."""
        required = self.required_extra_specs or {}
        specs = self.extra_specs or {}
        return {k: v for k, v in specs.items() if k not in required}

    @classmethod
    def list(
        cls, session: adapter.Adapter, *args: Any, **params: Any
    ) -> Generator[Self, None, None]:
        listed = functools.partial(super().list, session, *args, **params)
        specs = params.get("extra_specs")
        if not isinstance(specs, dict) or len(specs) < 2:
            yield from listed()
            return
        # Of several extra specs the service looks at the first one only
        first, *others = (
            listed(extra_specs={key: value}) for key, value in specs.items()
        )
        ids = [{found.id for found in other} for other in others]
        for found in first:
            if all(found.id in matching for matching in ids):
                yield found

    @overload
    @classmethod
    def find(
        cls,
        session: adapter.Adapter,
        name_or_id: str,
        ignore_missing: Literal[False],
        list_base_path: str | None = None,
        *,
        microversion: str | None = None,
        all_projects: bool | None = None,
        **params: Any,
    ) -> Self: ...

    @overload
    @classmethod
    def find(
        cls,
        session: adapter.Adapter,
        name_or_id: str,
        ignore_missing: bool = True,
        list_base_path: str | None = None,
        *,
        microversion: str | None = None,
        all_projects: bool | None = None,
        **params: Any,
    ) -> Self | None: ...

    @classmethod
    def find(
        cls,
        session: adapter.Adapter,
        name_or_id: str,
        ignore_missing: bool = True,
        list_base_path: str | None = None,
        *,
        microversion: str | None = None,
        all_projects: bool | None = None,
        **params: Any,
    ) -> Self | None:
        """Find a share type, whole.

        The service has no filter for names, but share types are few.

        :param all_projects: Takes no effect: share types are no project's.
        """
        return super().find(
            session,
            name_or_id,
            ignore_missing,
            list_base_path,
            microversion=microversion,
            **{"is_public": "all", **params},
        )

    def fetch_extra_specs(self, session: adapter.Adapter) -> Self:
        """Fetch all extra specs of the share type.

        :returns: The share type, its ``extra_specs`` as the service has them.
        """
        specs = self._request_specs(session, "GET")["extra_specs"]
        self._keep_specs(specs)
        return self

    def get_extra_specs_property(
        self, session: adapter.Adapter, prop: str
    ) -> str:
        """Fetch the value of one extra spec."""
        value: str = self._request_specs(session, "GET", prop)[prop]
        return value

    def set_extra_specs(  # type: ignore[override]
        self, session: adapter.Adapter, /, **specs: str
    ) -> Self:
        """Set extra specs; those that are not given stay as they are.

        :param specs: The extra specs to add or change.
        :returns: The share type, its ``extra_specs`` changed likewise.
        """
        body = {"extra_specs": specs}
        changed = self._request_specs(session, "POST", json=body)
        self._keep_specs(
            {**(self.extra_specs or {}), **changed["extra_specs"]}
        )
        return self

    def update_extra_specs_property(
        self, session: adapter.Adapter, prop: str, val: str
    ) -> str:
        """Change one extra spec.

        :returns: The value of the extra spec now.
        """
        body = {prop: val}
        value: str = self._request_specs(session, "PUT", prop, json=body)[prop]
        return value

    def _keep_specs(self, specs: dict[str, Any]) -> None:
        self._body.attributes.update({"extra_specs": specs})

    def _request_specs(
        self, session: adapter.Adapter, method: str, *prop: str, **kw: Any
    ) -> dict[str, Any]:
        response = session.request(
            utils.urljoin(self.base_path, self.id, "extra_specs", *prop),
            method,
            microversion=self._get_microversion(session),
            **kw,
        )
        exceptions.raise_from_response(response)
        specs: dict[str, Any] = _base.decoded(response)
        return specs
