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

import builtins
from collections.abc import Iterator
from typing import Self

from keystoneauth1 import adapter
from openstack import exceptions
from openstack import resource
from openstack.shared_file_system.v2 import share_transfer

from manilaosc.sdk.v2 import _base


class ShareTransfer(_base.Resource, share_transfer.ShareTransfer):
    resources_key = "transfers"

    _other_names = {"share_id": "resource_id"}
    _ignored_params = frozenset({"auth_key", "clear_access_rules", "details"})
    _project_filters = ("source_project_id",)

    _summary_fields = frozenset({"id", "name", "resource_type", "resource_id"})
    # For anybody but administrators, and even for them unless they ask for
    # all projects, the service takes their own project for the source: the
    # rows are filtered here by that, and whatever else there is
    _query_mapping = resource.QueryParameters(
        "all_tenants",
        "destination_project_id",
        "id",
        "limit",
        "name",
        "offset",
        "resource_id",
        "resource_type",
        "sort_dir",
        "sort_key",
        all_projects="all_tenants",
        name_pattern="name~",
        include_pagination_defaults=False,
    )

    @classmethod
    def _pages(
        cls, listing: _base.Listing[Self], limit: int | None, offset: int
    ) -> Iterator[builtins.list[Self]]:
        if limit is None and 'all_tenants' in listing.query:
            # Of all projects, the service only sorts pages
            limit = _base.PAGE_SIZE
        return super()._pages(listing, limit, offset)

    def accept(
        self,
        session: adapter.Adapter,
        *,
        auth_key: str,
        clear_access_rules: bool = False,
    ) -> Self:
        """Accept the transfer: the share is the caller's project's then.

        :param auth_key: The key that was told when it was created.
        :param clear_access_rules: Whether to remove the share's access rules.
        """
        session = self._get_session(session)
        response = session.post(
            self._url("accept"),
            json={
                "accept": {
                    "auth_key": auth_key,
                    "clear_access_rules": clear_access_rules,
                }
            },
            microversion=self._get_microversion(session),
        )
        exceptions.raise_from_response(response)
        return self  # The answer is empty
