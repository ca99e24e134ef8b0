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

import argparse
from typing import Any

from osc_lib.cli import format_columns

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import options
from manilaosc.i18n import _
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
    *columns.of('replica_state availability_zone share_instance_id'),
    Column('is_admin', 'is_admin_only'),
    Column('metadata', formatter=format_columns.DictColumn),
    *columns.of('created_at updated_at'),
)
MIN_VERSION = '2.47'


def served(location: Any) -> dict[str, Any]:
    """Return the fields of an export location that Manila sent."""
    return {
        **share_export_location.served(location),
        'replica_state': location.replica_state,
        'availability_zone': location.availability_zone,
    }


class ListShareReplicaExportLocation(command.Lister):
    _description = _('List the export locations of a share replica')
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'replica',
            _('Share replica to list the export locations of (ID)'),
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        locations = self.client.share_replica_export_locations(
            parsed_args.replica
        )
        return columns.rows(locations, LIST)


class ShowShareReplicaExportLocation(command.ShowOne):
    _description = _(
        'Display details of an export location of a share replica'
    )
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'replica',
            _('Share replica that the export location belongs to (ID)'),
        )
        options.add(
            parser, 'export_location', _('Export location to display (ID)')
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        location = self.client.get_share_replica_export_location(
            parsed_args.export_location, parsed_args.replica
        )
        return columns.fields(location, SHOW)
