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

"""``share snapshot export location`` commands."""

import argparse
from collections.abc import Iterable
from typing import Any, TYPE_CHECKING

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.i18n import _
from manilaosc.v2 import _export_locations

if TYPE_CHECKING:
    from manilaosc.sdk.v2.share_snapshot import ShareSnapshot

Column = columns.Column

LIST = columns.of('id path')
SHOW = (
    *LIST,
    *columns.of(
        'share_snapshot_instance_id is_admin_only created_at updated_at'
    ),
)
MIN_VERSION = '2.32'


def served(location: Any) -> dict[str, Any]:
    """Return the fields of an export location that Manila sent.

    Administrators get more of them. They are shown among the fields of the
    snapshot.
    """
    fields = {'id': location.id, 'path': location.path}
    if location.share_snapshot_instance_id:  # Administrators see more
        fields['share_snapshot_instance_id'] = (
            location.share_snapshot_instance_id
        )
        fields['is_admin_only'] = location.is_admin_only
    return fields


class _ShareSnapshotCommand(command.ResourceCommand['ShareSnapshot']):
    min_version = MIN_VERSION
    noun = 'share snapshot'

    def find(
        self, name_or_id: str, parsed_args: argparse.Namespace
    ) -> 'ShareSnapshot':
        return find.one(
            self.client.find_share_snapshot, name_or_id, fetch=False
        )


class ListShareSnapshotExportLocation(
    _ShareSnapshotCommand, _export_locations.ListLocations
):
    _description = _('List the export locations of a snapshot')
    shown = LIST

    def locations(self, snapshot: 'ShareSnapshot') -> Iterable[Any]:
        return self.client.share_snapshot_export_locations(snapshot)


class ShowShareSnapshotExportLocation(
    _ShareSnapshotCommand, _export_locations.ShowLocation
):
    _description = _('Display details of an export location of a snapshot')
    fields = SHOW

    def location(self, snapshot: 'ShareSnapshot', location_id: str) -> Any:
        return self.client.get_share_snapshot_export_location(
            location_id, snapshot
        )
