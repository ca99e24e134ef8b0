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
from typing import Any

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import options
from manilaosc.i18n import _

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


class ListShareSnapshotExportLocation(command.Lister):
    _description = _('List the export locations of a snapshot')
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'snapshot',
            _('Snapshot to list the export locations of (name or ID)'),
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        snapshot = find.one(
            client.find_share_snapshot, parsed_args.snapshot, fetch=False
        )
        locations = client.share_snapshot_export_locations(snapshot)
        return columns.rows(locations, LIST)


class ShowShareSnapshotExportLocation(command.ShowOne):
    _description = _('Display details of an export location of a snapshot')
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'snapshot',
            _('Snapshot that the export location belongs to (name or ID)'),
        )
        options.add(
            parser, 'export_location', _('Export location to display (ID)')
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        snapshot = find.one(
            client.find_share_snapshot, parsed_args.snapshot, fetch=False
        )
        location = client.get_share_snapshot_export_location(
            parsed_args.export_location, snapshot
        )
        return columns.fields(location, SHOW)
