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

"""Base classes for commands that list and show export locations."""

import argparse
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from oslo_utils import uuidutils

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import microversion
from manilaosc.common import options
from manilaosc.i18n import _


class Show(command.ShowCommand):
    """Base class for commands that show a resource with export locations."""

    #: Fields that follow the export locations
    more: ClassVar[Sequence[columns.Column]] = ()
    #: How they are formatted
    locations_column: ClassVar[type[columns.LinesColumn]] = columns.LinesColumn
    #: The lowest microversion with an API for the export locations; earlier
    #: there are none, or they are a field of the resource
    locations_min_version: ClassVar[str]

    def locations(self, resource: Any) -> Iterable[dict[str, Any]]:
        """Return the export locations, each as a dictionary to display."""
        raise NotImplementedError

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        resource = self.find(parsed_args.resource, parsed_args)
        names, values = columns.fields(resource, self.fields)
        more_names, more_values = columns.fields(resource, self.more)
        if not columns.is_shown(parsed_args, 'export_locations'):
            locations = []  # Not shown, so not worth a request
        elif microversion.supported(self.client, self.locations_min_version):
            locations = list(self.locations(resource))
        else:
            locations = getattr(resource, 'export_locations', None) or []
        return (
            (*names, 'export_locations', *more_names),
            (*values, self.locations_column(locations), *more_values),
        )


class ListLocations(command.ResourceCommand[Any], command.Lister):
    """Base class for commands that list the export locations of a resource."""

    verb = 'list the export locations of'
    #: The columns of the list
    shown: ClassVar[Sequence[columns.Column]]

    def locations(self, resource: Any) -> Iterable[Any]:
        """List the export locations."""
        raise NotImplementedError

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        resource = self.find(parsed_args.resource, parsed_args)
        return columns.rows(self.locations(resource), self.shown)


class ShowLocation(command.ResourceCommand[Any], command.ShowOne):
    """Base class for commands that show an export location of a resource."""

    verb = 'display an export location of'
    #: The fields to show
    fields: ClassVar[Sequence[columns.Column]]

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser, 'export_location', _('Export location to display (ID)')
        )
        return parser

    def location(self, resource: Any, location_id: str) -> Any:
        """Fetch the export location."""
        raise NotImplementedError

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        resource = self.find(parsed_args.resource, parsed_args)
        location = self.location(resource, parsed_args.export_location)
        return columns.fields(location, self.fields)


def query(parsed_args: argparse.Namespace) -> dict[str, Any]:
    """Return the SDK's filter for ``--export-location``, an ID or a path."""
    location = parsed_args.export_location
    if uuidutils.is_uuid_like(location):
        return {'export_location_id': location}
    return {'export_location_path': location}
