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

from openstack import resource
from openstack.shared_file_system.v2 import share_network_subnet

from manilaosc.sdk.v2 import _base
from manilaosc.sdk.v2 import _metadata


class ShareNetworkSubnet(
    _metadata.MetadataMixin,
    _base.Resource,
    share_network_subnet.ShareNetworkSubnet,
):
    #: Properties
    #: The greatest size of a packet, in bytes.
    mtu = resource.Body("mtu", type=int)
