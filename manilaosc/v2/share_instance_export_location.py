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

"""``share instance export location`` commands."""

from collections.abc import Iterable
from typing import Any

from manilaosc import command
from manilaosc.common import columns
from manilaosc.i18n import _
from manilaosc.v2 import _export_locations
from manilaosc.v2 import _properties

Column = columns.Column

LIST = (
    *columns.of('id path'),
    Column('is_admin', 'is_admin_only'),
    Column('is_preferred', 'preferred'),
)
SHOW = (
    *columns.of('id path'),
    Column('is_preferred', 'preferred'),
    _properties.METADATA,
    Column('share_instance_id'),
    Column('is_admin', 'is_admin_only'),
    *columns.of('created_at updated_at'),
)


class _ShareInstanceCommand(command.ResourceByIdCommand):
    min_version = '2.9'
    noun = 'share instance'


class ListShareInstanceExportLocation(
    _ShareInstanceCommand, _export_locations.ListLocations
):
    _description = _(
        'List the export locations of a share instance (admin only)'
    )
    shown = LIST

    def locations(self, instance: str) -> Iterable[Any]:
        return self.client.share_instance_export_locations(instance)


class ShowShareInstanceExportLocation(
    _ShareInstanceCommand, _export_locations.ShowLocation
):
    _description = _(
        'Display details of an export location of a share instance '
        '(admin only)'
    )
    fields = SHOW

    def location(self, instance: str, location_id: str) -> Any:
        return self.client.get_share_instance_export_location(
            location_id, instance
        )
