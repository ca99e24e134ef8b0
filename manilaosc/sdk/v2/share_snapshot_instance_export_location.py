from openstack import resource

from manilaosc.sdk.v2 import share_snapshot_export_location


class ShareSnapshotInstanceExportLocation(
    share_snapshot_export_location.ShareSnapshotExportLocation
):
    base_path = "/snapshot-instances/%(snapshot_instance_id)s/export-locations"

    #: Properties
    #: The UUID of the share snapshot instance.
    snapshot_instance_id = resource.URI("snapshot_instance_id", type=str)
