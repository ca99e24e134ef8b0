from openstack import resource
from openstack.shared_file_system.v2 import share_network_subnet

from manilaosc.sdk.v2 import _base


class ShareNetworkSubnet(
    _base.MetadataMixin,
    _base.Resource,
    share_network_subnet.ShareNetworkSubnet,
):
    #: Properties
    #: The greatest size of a packet, in bytes.
    mtu = resource.Body("mtu", type=int)
