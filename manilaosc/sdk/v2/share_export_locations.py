from openstack import resource
from openstack.shared_file_system.v2 import share_export_locations

from manilaosc.sdk.v2 import _base


class ShareExportLocation(
    _base.MetadataMixin,
    _base.Resource,
    share_export_locations.ShareExportLocation,
):
    #: Properties
    #: Metadata key and value pairs as a dictionary of strings. (API 2.87)
    metadata = resource.Body("metadata", type=dict)
