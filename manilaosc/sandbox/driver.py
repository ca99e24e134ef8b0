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

"""The share driver of the sandbox."""

from typing import Any

from manila.share import share_types
from manila.tests.share.drivers import dummy

#: All of them: no data is replicated
REPLICATION_TYPES = ['dr', 'readable', 'writable']


class DummyDriver(dummy.DummyDriver):
    """Manila's dummy driver, which stores no data, with more capabilities.

    The class keeps its name, because the dummy driver refuses to migrate to
    another driver.
    """

    def get_backend_info(self, context: Any) -> dict[str, str]:
        """Return information that never changes.

        Otherwise each start would export all shares again, which takes
        minutes for thousands of them.
        """
        return {'storage': 'sandbox'}

    def _get_pools_info(self) -> list[dict[str, Any]]:
        """Report that the pools support all replication types."""
        pools: list[dict[str, Any]] = super()._get_pools_info()
        for pool in pools:
            pool['replication_type'] = REPLICATION_TYPES
        return pools

    def create_replica(
        self,
        context: Any,
        replica_list: Any,
        new_replica: Any,
        *args: Any,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Create a replica; a writable one becomes active."""
        made: dict[str, Any] = super().create_replica(
            context, replica_list, new_replica, *args, **kwargs
        )
        kind = share_types.get_share_type_extra_specs(
            new_replica['share_type_id'], 'replication_type'
        )
        if kind == 'writable':
            made['replica_state'] = 'active'
        return made
