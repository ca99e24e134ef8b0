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
import itertools
import operator
from typing import Any, Self

from keystoneauth1 import adapter
from openstack import resource
from openstack.shared_file_system.v2 import share_replica

from manilaosc.sdk.v2 import _base


class ShareReplica(
    _base.MetadataMixin, _base.Resource, share_replica.ShareReplica
):
    _server_truncates = True
    _experimental_through = "2.55"

    _summary_fields = frozenset({"id", "share_id", "status", "replica_state"})
    # The service takes no notice of any other parameter
    _query_mapping = resource.QueryParameters(
        "limit", "offset", "share_id", include_pagination_defaults=False
    )

    #: Properties
    #: The availability zone that the replica is in.
    availability_zone = resource.Body("availability_zone", type=str)
    #: What the scheduler is to consider when the replica is created, a
    #: dictionary: ``only_host``. (API 2.67)
    scheduler_hints = resource.Body("scheduler_hints", type=dict)

    @classmethod
    def list(
        cls,
        session: adapter.Adapter,
        paginated: bool = True,
        base_path: str | None = None,
        allow_unknown_params: bool = False,
        *,
        microversion: str | None = None,
        headers: dict[str, str] | None = None,
        max_items: int | None = None,
        **params: Any,
    ) -> Generator[Self, None, None]:
        """Yield every matching replica exactly once, in the order of the IDs.

        As for :meth:`_base.Resource.list`. The service lists them in no order
        at all, another one at every request, so that a part of the list is
        good for nothing: all are fetched, and counted here.
        """
        offset = int(params.pop('offset', None) or 0)
        stop = None if max_items is None else offset + max_items
        found = super().list(
            session,
            paginated,
            base_path,
            allow_unknown_params,
            microversion=microversion,
            headers=headers,
            **params,
        )
        in_order = sorted(found, key=operator.attrgetter('id'))
        yield from itertools.islice(in_order, offset, stop)

    # openstacksdk's takes no time, and returns nothing
    def promote(  # type: ignore[override]
        self, session: adapter.Adapter, quiesce_wait_time: int | None = None
    ) -> Self:
        """Make the replica the active one.

        :param quiesce_wait_time: How long, in seconds, the back end may wait
            for what is under way on the active replica. (API 2.75)
        :returns: The replica, its status ``replication_change``; as it was if
            it is active already.
        """
        args: dict[str, Any] | None = None
        if quiesce_wait_time is not None:
            args = {'quiesce_wait_time': quiesce_wait_time}
        response = self._action(session, {'promote': args})
        if response.content:  # Of one that is active nothing is told
            self._translate_response(response)
        return self
