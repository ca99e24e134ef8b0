from keystoneauth1 import adapter
from openstack import resource
from openstack.shared_file_system.v2 import share_snapshot_instance

from manilaosc.sdk.v2 import _base


class ShareSnapshotInstance(
    _base.Resource, share_snapshot_instance.ShareSnapshotInstance
):
    _summary_fields = frozenset({"id", "snapshot_id", "status"})
    _query_mapping = resource.QueryParameters(
        "snapshot_id", include_pagination_defaults=False
    )

    def reset_status(self, session: adapter.Adapter, status: str) -> None:
        """Reset the status of the instance, in the database only."""
        self._action(session, {'reset_status': {'status': status}})
