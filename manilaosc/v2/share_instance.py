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

"""``share instance`` commands: the instances of shares on back ends."""

import argparse
from collections.abc import Iterator
from typing import Any

from osc_lib import exceptions

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import options
from manilaosc.i18n import _
from manilaosc.v2 import _export_locations
from manilaosc.v2 import _waiting
from manilaosc.v2 import share_export_location

Column = columns.Column

LIST = columns.of(
    'id share_id host status availability_zone share_network_id '
    'share_server_id share_type_id'
)
SHOW = columns.of(
    'id share_id availability_zone created_at host status '
    'share_network_id share_server_id access_rules_status replica_state '
    'share_type_id cast_rules_to_readonly progress updated_at'
)


class _ShareInstanceCommand(command.ResourceByIdCommand):
    noun = 'share instance'
    min_version = '2.3'

    def get(self, resource_id: str) -> Any:
        return self.client.get_share_instance(resource_id)


class DeleteShareInstance(_ShareInstanceCommand, command.BulkCommand):
    _description = _(
        'Delete one or more share instances regardless of their status (admin '
        'only)'
    )

    def act(self, instance: Any, parsed_args: argparse.Namespace) -> None:
        self.client.delete_share_instance(instance, ignore_missing=False)


class ListShareInstance(command.Lister):
    _description = _('List share instances of all projects (admin only)')
    example = 'share instance list --share data'
    min_version = '2.3'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            '--share',
            _('List only share instances of this share (name or ID)'),
        )
        options.add(
            parser,
            '--export-location',
            _(
                'List only share instances with this export location (ID or '
                'path)'
            ),
            min_version='2.35',
        )
        options.flag(
            parser,
            '--soft-deleted',
            _('List only share instances of shares in the recycle bin'),
            min_version='2.69',
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        query: dict[str, Any] = {}
        bin_: dict[str, Any] = {}
        if parsed_args.soft_deleted:
            bin_['is_soft_deleted'] = True
        if parsed_args.export_location:
            query |= _export_locations.query(parsed_args)
        if parsed_args.share:
            query['share'] = find.one(
                client.find_share, parsed_args.share, fetch=False, **bin_
            )
        return columns.rows(client.share_instances(**query, **bin_), LIST)


class ShowShareInstance(_ShareInstanceCommand, _export_locations.Show):
    _description = _(
        'Display share instance details and export locations (admin only)'
    )
    fields = SHOW
    locations_min_version = '2.9'

    def locations(self, instance: Any) -> Iterator[dict[str, Any]]:
        found = self.client.share_instance_export_locations(instance)
        return map(share_export_location.served, found)


class SetShareInstance(_ShareInstanceCommand, command.UpdateCommand):
    _description = _(
        'Reset the status of a share instance in the database (admin only)'
    )

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_status(parser, _('instance'))
        return parser

    def steps(
        self, instance_id: str, parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client, status = self.client, parsed_args.status
        if not status:
            raise exceptions.CommandError(
                _('Nothing to set: specify --status')
            )
        yield (
            _('reset the status'),
            lambda: client.reset_share_instance_status(instance_id, status),
        )


class WaitShareInstance(_ShareInstanceCommand, _waiting.Wait):
    _description = _('Wait until share instances meet conditions (admin only)')
    example = 'share instance wait 2b22d632-6816-45fb-8a87-1e8d627462a9'
    fields = SHOW
