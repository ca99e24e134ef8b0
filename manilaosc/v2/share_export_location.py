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

"""``share export location`` commands: the paths to mount shares from."""

import argparse
from collections.abc import Iterator
import functools
from typing import Any

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.i18n import _
from manilaosc.v2 import _properties
from manilaosc.v2 import _steps

Column = columns.Column

LIST = (*columns.of('id path'), Column('is_preferred', 'preferred'))
_ADMIN = (Column('share_instance_id'), Column('is_admin', 'is_admin_only'))
LONG = (*LIST, *_ADMIN, _properties.PROPERTIES)
SHOW = (
    *LIST,
    *_ADMIN,
    *columns.of('created_at updated_at'),
    _properties.PROPERTIES,
)


def served(location: Any) -> dict[str, Any]:
    """Return the fields of an export location that Manila sent.

    Administrators get more of them. They are shown among the fields of the
    share.
    """
    fields = {
        'id': location.id,
        'path': location.path,
        'preferred': location.is_preferred,
    }
    if location.metadata is not None:  # From API version 2.87
        fields['metadata'] = location.metadata
    if location.share_instance_id:  # Administrators see more
        fields['share_instance_id'] = location.share_instance_id
        fields['is_admin_only'] = location.is_admin
    return fields


class _ExportLocationCommand(command.ResourceCommand[Any]):
    """Base class for commands on an export location, which is given by ID."""

    noun = 'export location'
    identified_by = 'ID'

    def add_parent(self, parser: argparse.ArgumentParser) -> None:
        options.add(
            parser,
            'share',
            _('Share that the export location belongs to (name or ID)'),
        )

    def find(
        self, name_or_id: str, parsed_args: argparse.Namespace
    ) -> tuple[str, Any]:
        share = find.one(
            self.client.find_share, parsed_args.share, fetch=False
        )
        return name_or_id, share


class ListShareExportLocation(command.Lister):
    _description = _('List the export locations of a share')
    example = 'share export location list data -f value -c Path'
    min_version = '2.9'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'share',
            _('Share to list the export locations of (name or ID)'),
        )
        listing.add_long(parser, not_in_manilaclient=True)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        share = find.one(client.find_share, parsed_args.share, fetch=False)
        locations = client.export_locations(share)
        return columns.rows(locations, LONG if parsed_args.long else LIST)


class ShowShareExportLocation(_ExportLocationCommand, command.ShowCommand):
    _description = _('Display details of an export location of a share')
    min_version = '2.9'
    fields = SHOW

    def find(self, name_or_id: str, parsed_args: argparse.Namespace) -> Any:
        location = super().find(name_or_id, parsed_args)
        return self.client.get_export_location(*location)


class SetShareExportLocation(_ExportLocationCommand, command.UpdateCommand):
    _description = _('Set properties of an export location of a share')
    min_version = '2.87'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_property(parser)
        options.add_no_property(parser)
        return parser

    def steps(
        self, location: tuple[str, Any], parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        return _steps.set_properties(
            functools.partial(
                self.client.set_export_location_metadata, *location
            ),
            parsed_args,
        )


class UnsetShareExportLocation(_ExportLocationCommand, command.UpdateCommand):
    _description = _('Unset properties of an export location of a share')
    min_version = '2.87'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_property_keys(parser)
        return parser

    def steps(
        self, location: tuple[str, Any], parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        return _steps.unset_properties(
            functools.partial(
                self.client.delete_export_location_metadata, *location
            ),
            parsed_args,
        )


class ShowShareExportLocationProperties(
    _ExportLocationCommand, _properties.ShowProperties
):
    _description = _('Display the properties of an export location of a share')
    min_version = '2.87'

    def fetch_all(self, resource: tuple[str, Any]) -> Any:
        return self.client.fetch_export_location_metadata(*resource)

    def fetch_item(self, resource: tuple[str, Any], key: str) -> Any:
        return self.client.fetch_export_location_metadata_item(*resource, key)
