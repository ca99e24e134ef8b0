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

"""``share snapshot instance export location`` commands."""

import argparse

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import options
from manilaosc.i18n import _

Column = columns.Column

LIST = (
    *columns.of('id path'),
    Column('is_admin_only', header='Is Admin only'),
)
SHOW = columns.of(
    'id path share_snapshot_instance_id is_admin_only created_at updated_at'
)
MIN_VERSION = '2.32'


class ListShareSnapshotInstanceExportLocation(command.Lister):
    _description = _(
        'List the export locations of a share snapshot instance (admin only)'
    )
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'snapshot_instance',
            _('Snapshot instance to list the export locations of (ID)'),
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        locations = self.client.share_snapshot_instance_export_locations(
            parsed_args.snapshot_instance
        )
        return columns.rows(locations, LIST)


class ShowShareSnapshotInstanceExportLocation(command.ShowOne):
    _description = _(
        'Display details of an export location of a share snapshot instance '
        '(admin only)'
    )
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'snapshot_instance',
            _('Snapshot instance that the export location belongs to (ID)'),
        )
        options.add(
            parser, 'export_location', _('Export location to display (ID)')
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        location = self.client.get_share_snapshot_instance_export_location(
            parsed_args.export_location, parsed_args.snapshot_instance
        )
        return columns.fields(location, SHOW)
