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

"""``share snapshot instance`` commands."""

import argparse
from collections.abc import Iterator
from typing import Any

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.i18n import _
from manilaosc.v2 import _export_locations
from manilaosc.v2 import share_snapshot_export_location

Column = columns.Column

LIST = columns.of('id snapshot_id status')
LONG = (
    *LIST,
    *columns.of(
        'created_at updated_at share_id share_instance_id progress '
        'provider_location'
    ),
)
SHOW = columns.of(
    'id snapshot_id created_at updated_at status share_id '
    'share_instance_id progress provider_location'
)
MIN_VERSION = '2.19'


class _SnapshotInstanceCommand(command.ResourceByIdCommand):
    noun = 'snapshot instance'
    min_version = MIN_VERSION

    def get(self, resource_id: str) -> Any:
        return self.client.get_share_snapshot_instance(resource_id)


class ListShareSnapshotInstance(command.Lister):
    _description = _('List share snapshot instances (admin only)')
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            '--snapshot',
            _('List only snapshot instances of this snapshot (name or ID)'),
        )
        listing.add_detail(parser, '--detailed')
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        query = find.ids(parsed_args, snapshot=client.find_share_snapshot)
        instances = client.share_snapshot_instances(parsed_args.long, **query)
        return columns.rows(instances, LONG if parsed_args.long else LIST)


class ShowShareSnapshotInstance(
    _SnapshotInstanceCommand, _export_locations.Show
):
    _description = _(
        'Display share snapshot instance details and export locations (admin '
        'only)'
    )
    fields = SHOW
    locations_min_version = share_snapshot_export_location.MIN_VERSION

    def locations(self, instance: Any) -> Iterator[dict[str, Any]]:
        found = self.client.share_snapshot_instance_export_locations(instance)
        return map(share_snapshot_export_location.served, found)


class SetShareSnapshotInstance(
    _SnapshotInstanceCommand, command.UpdateCommand
):
    _description = _(
        'Reset the status of a share snapshot instance in the database (admin '
        'only)'
    )

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_status(
            parser,
            _('instance'),
            _('available (default) or error'),
            default='available',
        )
        return parser

    def steps(
        self, instance_id: str, parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client, status = self.client, parsed_args.status
        yield (
            _('reset the status'),
            lambda: client.reset_share_snapshot_instance_status(
                instance_id, status
            ),
        )
