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
import itertools
import operator
from typing import Any, Self

from keystoneauth1 import adapter
from openstack import resource
from openstack.shared_file_system.v2 import share_replica

from manilaosc.sdk.v2 import _base
from manilaosc.sdk.v2 import _metadata


class ShareReplica(
    _metadata.MetadataMixin, _base.Resource, share_replica.ShareReplica
):
    _server_truncates = True
    _experimental_through = "2.55"

    _summary_fields = frozenset({"id", "share_id", "status", "replica_state"})
    # The service ignores other filters, and its pages are of no use
    _query_mapping = resource.QueryParameters(
        "share_id", include_pagination_defaults=False
    )

    #: Properties
    #: The availability zone that the replica is in.
    availability_zone = resource.Body("availability_zone", type=str)
    #: What the scheduler is to consider when the replica is created, a
    #: dictionary: ``only_host``. (API 2.67)
    scheduler_hints = resource.Body("scheduler_hints", type=dict)

    @classmethod
    def _pages(
        cls, listing: _base.Listing[Self], limit: int | None, offset: int
    ) -> Iterator[builtins.list[Self]]:
        # Each response has an order of its own, so a part of the list is of
        # no use
        pages = super()._pages(listing, limit, offset)
        found = itertools.chain.from_iterable(pages)
        yield sorted(found, key=operator.attrgetter('id'))

    # openstacksdk's takes no time, and returns nothing
    def promote(  # type: ignore[override]
        self, session: adapter.Adapter, quiesce_wait_time: int | None = None
    ) -> Self:
        """Make the replica the active one.

        :param quiesce_wait_time: The maximum time in seconds that the back end
            waits for pending I/O on the active replica. (API 2.75)
        :returns: The replica, whose status is ``replication_change``;
            unchanged if it is already active.
        """
        args: dict[str, Any] | None = None
        if quiesce_wait_time is not None:
            args = {'quiesce_wait_time': quiesce_wait_time}
        response = self._action(session, {'promote': args})
        if response.content:  # Of one that is active nothing is told
            self._translate_response(response)
        return self
