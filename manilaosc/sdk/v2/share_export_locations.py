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

from typing import Self

from keystoneauth1 import adapter
from openstack import resource
from openstack.shared_file_system.v2 import share_export_locations

from manilaosc.sdk.v2 import _base
from manilaosc.sdk.v2 import _metadata


class ShareExportLocation(
    _metadata.MetadataMixin,
    _base.Resource,
    share_export_locations.ShareExportLocation,
):
    _query_mapping = resource.QueryParameters(
        include_pagination_defaults=False
    )

    # Manila refuses it as soon as the export location has another item
    _sets_items = False

    # openstacksdk's cap is below the metadata (API 2.87)
    _max_microversion = _base.MAX_MICROVERSION

    #: Properties
    #: Metadata key and value pairs as a dictionary of strings. (API 2.87)
    metadata = resource.Body("metadata", type=dict)

    def fetch_metadata(self, session: adapter.Adapter) -> Self:
        """Fetch the export location, including its metadata.

        Manila answers 400 to every request for the metadata alone, since it
        validates the response against the schema of a single item.
        """
        return self.fetch(session)
