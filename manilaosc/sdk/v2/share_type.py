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

from collections.abc import Generator
import functools
from typing import Any, Self

from keystoneauth1 import adapter
from openstack import resource
from openstack.shared_file_system.v2 import share_type

from manilaosc.sdk.v2 import _types


class ShareType(_types.PrivateType, share_type.ShareType):
    _access_key = "share_type_access"
    _access_path = "share_type_access"
    _specs_key = "extra_specs"
    _specs_path = "extra_specs"

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

    def set_extra_specs(  # type: ignore[override]
        self, session: adapter.Adapter, /, **specs: str
    ) -> Self:
        """Set extra specs; other specs are kept as they are.

        :param specs: The extra specs to add or change.
        :returns: The share type with the changed ``extra_specs``.
        """
        return self.set_specs(session, specs)

    def delete_extra_specs_property(
        self, session: adapter.Adapter, prop: str
    ) -> None:
        """Remove one extra spec."""
        self.delete_spec(session, prop)
