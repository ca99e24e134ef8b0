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

"""``share replica export location`` commands."""

from collections.abc import Iterable
from typing import Any

from manilaosc import command
from manilaosc.common import columns
from manilaosc.i18n import _
from manilaosc.v2 import _export_locations
from manilaosc.v2 import _properties
from manilaosc.v2 import share_export_location

Column = columns.Column

LIST = (
    *columns.of('id availability_zone replica_state'),
    Column('is_preferred', 'preferred'),
    Column('path'),
)
SHOW = (
    *columns.of('id path'),
    Column('is_preferred', 'preferred'),
    _properties.METADATA,
    Column('share_instance_id'),
    Column('is_admin', 'is_admin_only'),
    *columns.of('created_at updated_at replica_state availability_zone'),
)
MIN_VERSION = '2.47'


def served(location: Any) -> dict[str, Any]:
    """Return the fields of an export location that Manila sent."""
    return {
        **share_export_location.served(location),
        'replica_state': location.replica_state,
        'availability_zone': location.availability_zone,
    }


class _ShareReplicaCommand(command.ResourceByIdCommand):
    min_version = MIN_VERSION
    noun = 'share replica'


class ListShareReplicaExportLocation(
    _ShareReplicaCommand, _export_locations.ListLocations
):
    _description = _('List the export locations of a share replica')
    shown = LIST

    def locations(self, replica: str) -> Iterable[Any]:
        return self.client.share_replica_export_locations(replica)


class ShowShareReplicaExportLocation(
    _ShareReplicaCommand, _export_locations.ShowLocation
):
    _description = _(
        'Display details of an export location of a share replica'
    )
    fields = SHOW

    def location(self, replica: str, location_id: str) -> Any:
        return self.client.get_share_replica_export_location(
            location_id, replica
        )
