from openstack import resource

from manilaosc.sdk.v2 import _base


class ShareSnapshotExportLocation(_base.Resource):
    resource_key = "share_snapshot_export_location"
    resources_key = "share_snapshot_export_locations"
    base_path = "/snapshots/%(snapshot_id)s/export-locations"

    # capabilities
    allow_create = False
    allow_fetch = True
    allow_commit = False
    allow_delete = False
    allow_list = True
    allow_head = False

    _query_mapping = resource.QueryParameters(
        include_pagination_defaults=False
    )

    #: Properties
    #: The UUID of the share snapshot.
    snapshot_id = resource.URI("snapshot_id", type=str)
    #: When the export location was made; not in lists.
    created_at = resource.Body("created_at", type=str)
    #: Whether only administrators see it; administrators see this.
    is_admin_only = resource.Body("is_admin_only", type=bool)
    #: The path to mount.
    path = resource.Body("path", type=str)
    #: The UUID of the snapshot instance that is exported; administrators see
    #: it.
    share_snapshot_instance_id = resource.Body(
        "share_snapshot_instance_id", type=str
    )
    #: When the export location was last changed; not in lists.
    updated_at = resource.Body("updated_at", type=str)
