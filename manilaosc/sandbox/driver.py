"""The storage of the sandbox: Manila's own, which only pretends."""

from typing import Any

from manila.share import share_types
from manila.tests.share.drivers import dummy

#: It pretends, so it can do any of them.
REPLICATION_TYPES = ['dr', 'readable', 'writable']


class DummyDriver(dummy.DummyDriver):
    """The dummy driver, and what it does not say of itself.

    Its name is as it was: back ends that are not a "Dummy" are refused by
    its migrations.
    """

    def get_backend_info(self, context: Any) -> dict[str, str]:
        """Say that nothing has changed.

        Or each start would export every share anew, which for thousands of
        them takes minutes.
        """
        return {'storage': 'sandbox'}

    def _get_pools_info(self) -> list[dict[str, Any]]:
        """Say that shares of every replication type can be replicated."""
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
        """Make a replica that can be written to an active one."""
        made: dict[str, Any] = super().create_replica(
            context, replica_list, new_replica, *args, **kwargs
        )
        kind = share_types.get_share_type_extra_specs(
            new_replica['share_type_id'], 'replication_type'
        )
        if kind == 'writable':
            made['replica_state'] = 'active'
        return made
