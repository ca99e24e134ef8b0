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

"""``share group`` commands: groups of shares."""

import argparse
from collections.abc import Iterator
import functools
from typing import Any, TYPE_CHECKING

from osc_lib import exceptions

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import identity
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.common import wait
from manilaosc.i18n import _
from manilaosc.v2 import _steps
from manilaosc.v2 import _waiting

if TYPE_CHECKING:
    from manilaosc.sdk.v2.share_group import ShareGroup

Column = columns.Column

MIN_VERSION = '2.31'
LIST = columns.of('id name status description')
#: Additional columns with --all-projects
PROJECT = Column('project_id')
SHOW = (
    *columns.of(
        'id name created_at status description project_id host '
        'share_group_type_id source_share_group_snapshot_id share_network_id'
    ),
    Column('share_types', formatter=columns.ItemsColumn),
    *columns.of(
        'availability_zone consistent_snapshot_support share_server_id'
    ),
)
#: What Manila's summary of share groups has
SUMMARY = columns.of('id name')
#: Sort keys that this client supports, and the attributes of the resource
SORT_ATTRIBUTES = {column.name: column.attr for column in SHOW}
#: Sort keys that Manila supports, and its names for them
SORT_KEYS = {
    key: key
    for key in (*SORT_ATTRIBUTES, 'updated_at', 'user_id')
    if key not in ('availability_zone', 'share_types')
}
LIST_ORDER = 'name:asc'


class _ShareGroupCommand(command.ResourceCommand['ShareGroup']):
    min_version = MIN_VERSION
    noun = 'share group'

    def find(
        self, name_or_id: str, parsed_args: argparse.Namespace
    ) -> 'ShareGroup':
        return find.one(
            self.client.find_share_group, name_or_id, fetch=self.fetch
        )


class CreateShareGroup(command.ShowOne):
    _description = _('Create a share group')
    example = 'share group create --name db --share-types default --wait'
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_names(parser, _('share group'))
        options.add(
            parser,
            '--share-types',
            _(
                "Share types allowed in the share group (names or IDs), a "
                "subset of those of the share group type (default: the "
                "cloud's default share type)"
            ),
            nargs='+',
            default=[],
        )
        options.add(
            parser,
            '--share-group-type',
            _(
                "Share group type (name or ID) (default: the cloud's default "
                "share group type, also with --source-share-group-snapshot)"
            ),
        )
        options.add(
            parser,
            '--share-network',
            _(
                'Share network (name or ID), for share types with '
                'driver_handles_share_servers=True'
            ),
        )
        options.add(
            parser,
            '--source-share-group-snapshot',
            _(
                'Share group snapshot to create the share group and its '
                'shares from (name or ID); the share types, share network and '
                'availability zone are those of the snapshot'
            ),
        )
        options.add(
            parser,
            '--availability-zone',
            _('Availability zone to create the share group in'),
        )
        wait.add_options(parser, _('Wait until the share group is available'))
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        attrs = options.given(
            parsed_args, 'name', 'description', 'availability_zone'
        )
        attrs |= find.ids(
            parsed_args,
            share_group_type=client.find_share_group_type,
            share_network=client.find_share_network,
            source_share_group_snapshot=client.find_share_group_snapshot,
        )
        if parsed_args.share_types:
            attrs['share_types'] = [
                find.id_of(client.find_share_type, name)
                for name in options.unique(parsed_args.share_types)
            ]
        group = client.create_share_group(**attrs)
        group = self.wait_for(group, 'available', parsed_args)
        return columns.fields(group, SHOW)


class DeleteShareGroup(_ShareGroupCommand, command.BulkCommand):
    _description = _('Delete one or more share groups without shares')
    example = 'share group delete db --wait'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.flag(
            parser,
            '--force',
            _(
                'Delete the database records of the share groups and their '
                'snapshots regardless of their status; data on the back ends '
                'is not deleted (admin only)'
            ),
        )
        return parser

    def act(
        self, group: 'ShareGroup', parsed_args: argparse.Namespace
    ) -> None:
        client = self.client
        if parsed_args.force:
            # Manila would fail, too, but only after deleting the records of
            # the group's snapshots
            shares = client.shares(
                details=False,
                share_group_id=group.id,
                all_projects=True,
                max_items=1,
            )
            if next(shares, None):
                raise exceptions.CommandError(
                    _('The share group still contains shares')
                )
        client.delete_share_group(
            group, ignore_missing=False, force=parsed_args.force
        )


class ListShareGroup(command.Lister):
    _description = _('List share groups')
    example = 'share group list --status error'
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        identity.add_all_projects(parser, _('share groups'))
        listing.add_name_filters(parser, _('share groups'))
        options.add(
            parser, '--status', _('List only share groups with this status')
        )
        options.add(
            parser,
            '--share-server',
            _('List only share groups on this share server (ID)'),
        )
        options.add(
            parser,
            '--share-group-type',
            _('List only share groups of this share group type (name or ID)'),
        )
        options.add(
            parser,
            '--snapshot',
            _(
                'List only share groups created from this share group '
                'snapshot (name or ID)'
            ),
        )
        options.add(
            parser,
            '--host',
            _('List only share groups in this pool, host@backend#pool'),
        )
        options.add(
            parser,
            '--share-network',
            _('List only share groups on this share network (name or ID)'),
        )
        identity.add_project(parser, _('share groups'))
        listing.add_paging(parser, 'share group')
        listing.add_sort(parser, LIST_ORDER)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        shown = LIST
        if parsed_args.all_projects:
            shown += (PROJECT,)
        details = listing.needs_details(
            parsed_args, shown, SUMMARY, LIST_ORDER
        )
        groups = listing.sort(
            functools.partial(self.client.share_groups, details),
            parsed_args,
            SORT_KEYS,
            SORT_ATTRIBUTES,
            **self._query(parsed_args),
        )
        return columns.rows(groups, shown)

    def _query(self, parsed_args: argparse.Namespace) -> dict[str, Any]:
        client = self.client
        query = listing.name_query(parsed_args)
        query |= listing.filters(parsed_args, 'status', 'host')
        query |= identity.project_query(self.app.client_manager, parsed_args)
        if parsed_args.share_server:
            query['share_server_id'] = parsed_args.share_server
        if parsed_args.snapshot:
            query['source_share_group_snapshot_id'] = find.id_of(
                client.find_share_group_snapshot, parsed_args.snapshot
            )
        return query | find.ids(
            parsed_args,
            share_group_type=client.find_share_group_type,
            share_network=client.find_share_network,
        )


class ShowShareGroup(_ShareGroupCommand, command.ShowCommand):
    _description = _('Display share group details')
    example = 'share group show db'
    fields = SHOW


class SetShareGroup(_ShareGroupCommand, command.UpdateCommand):
    _description = _('Set share group properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_new_names(parser)
        options.add_status(parser, _('share group'))
        return parser

    def steps(
        self, group: 'ShareGroup', parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client = self.client
        attrs = options.given(parsed_args, 'name', 'description')
        yield from _steps.update(
            _('update the share group'),
            functools.partial(client.update_share_group, group.id),
            attrs,
        )
        yield from _steps.reset_status(
            functools.partial(client.reset_share_group_status, group),
            parsed_args,
        )


class UnsetShareGroup(_ShareGroupCommand, command.UpdateCommand):
    _description = _('Unset share group properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_cleared(parser)
        return parser

    def steps(
        self, group: 'ShareGroup', parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client, cleared = self.client, options.cleared(parsed_args)
        yield from _steps.update(
            _('update the share group'),
            functools.partial(client.update_share_group, group.id),
            cleared,
        )


class WaitShareGroup(_ShareGroupCommand, _waiting.Wait):
    _description = _('Wait until share groups meet conditions')
    example = 'share group wait db'
    fields = SHOW
