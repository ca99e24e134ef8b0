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

"""``share group snapshot`` commands: snapshots of share groups."""

import argparse
from collections.abc import Iterator
import functools
from typing import TYPE_CHECKING

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
from manilaosc.v2 import share_group

if TYPE_CHECKING:
    from manilaosc.sdk.v2.share_group_snapshot import ShareGroupSnapshot

Column = columns.Column

MIN_VERSION = share_group.MIN_VERSION
LIST = columns.of('id name status description')
LONG = (*LIST, *columns.of('created_at share_group_id'))
#: Additional columns with --all-projects
PROJECT = Column('project_id')
SHOW = columns.of(
    'id name created_at status description project_id share_group_id'
)
#: What Manila's summary of group snapshots has
SUMMARY = columns.of('id name')
#: Sort keys that this client supports, and the attributes of the resource
SORT_ATTRIBUTES = {column.name: column.attr for column in SHOW}
#: Sort keys that Manila supports, and its names for them
SORT_KEYS = {key: key for key in (*SORT_ATTRIBUTES, 'updated_at', 'user_id')}
LIST_ORDER = 'name:asc'
MEMBERS = columns.of('share_id size')
MEMBERS_LONG = (
    *MEMBERS,
    Column('id'),
    Column('share_protocol', 'share_proto'),
    *columns.of('created_at project_id'),
)


class _ShareGroupSnapshotCommand(
    command.ResourceCommand['ShareGroupSnapshot']
):
    min_version = MIN_VERSION
    noun = 'share group snapshot'

    def find(
        self, name_or_id: str, parsed_args: argparse.Namespace
    ) -> 'ShareGroupSnapshot':
        return find.one(
            self.client.find_share_group_snapshot, name_or_id, fetch=self.fetch
        )


class CreateShareGroupSnapshot(command.ShowOne):
    _description = _('Create a snapshot of a share group')
    example = 'share group snapshot create db --name nightly --wait'
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'share_group',
            _('Share group to take the snapshot of (name or ID)'),
        )
        options.add_names(parser, _('group snapshot'))
        wait.add_options(
            parser, _('Wait until the group snapshot is available')
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        attrs = options.given(parsed_args, 'name', 'description')
        group = find.one(
            client.find_share_group, parsed_args.share_group, fetch=False
        )
        snapshot = client.create_share_group_snapshot(group.id, **attrs)
        snapshot = self.wait_for(snapshot, 'available', parsed_args)
        return columns.fields(snapshot, SHOW)


class DeleteShareGroupSnapshot(
    _ShareGroupSnapshotCommand, command.BulkCommand
):
    _description = _('Delete one or more share group snapshots')
    example = 'share group snapshot delete nightly --wait'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.flag(
            parser,
            '--force',
            _(
                'Delete the database records of the group snapshots '
                'regardless of their status; data on the back ends is not '
                'deleted (admin only)'
            ),
        )
        return parser

    def act(
        self, snapshot: 'ShareGroupSnapshot', parsed_args: argparse.Namespace
    ) -> None:
        self.client.delete_share_group_snapshot(
            snapshot, ignore_missing=False, force=parsed_args.force
        )


class ListShareGroupSnapshot(command.Lister):
    _description = _('List share group snapshots')
    example = 'share group snapshot list --share-group db --detailed'
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        identity.add_all_projects(parser, _('group snapshots'))
        identity.add_project(
            parser, _('group snapshots'), not_in_manilaclient=True
        )
        options.add(
            parser, '--name', _('List only group snapshots with this name')
        )
        options.add(
            parser,
            '--description',
            _('List only group snapshots with this description'),
            not_in_manilaclient=True,
        )
        options.add(
            parser, '--status', _('List only group snapshots with this status')
        )
        options.add(
            parser,
            '--share-group',
            _('List only group snapshots of this share group (name or ID)'),
        )
        listing.add_paging(parser, 'group snapshot')
        listing.add_sort(parser, LIST_ORDER)
        listing.add_detail(parser, '--detailed')
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        query = listing.filters(parsed_args, 'name', 'description', 'status')
        query |= identity.project_query(self.app.client_manager, parsed_args)
        query |= find.ids(parsed_args, share_group=client.find_share_group)
        shown = LONG if parsed_args.long else LIST
        if parsed_args.all_projects:
            shown += (PROJECT,)
        details = listing.needs_details(
            parsed_args, shown, SUMMARY, LIST_ORDER
        )
        snapshots = listing.sort(
            functools.partial(client.share_group_snapshots, details),
            parsed_args,
            SORT_KEYS,
            SORT_ATTRIBUTES,
            **query,
        )
        return columns.rows(snapshots, shown)


class ShowShareGroupSnapshot(_ShareGroupSnapshotCommand, command.ShowCommand):
    _description = _('Display share group snapshot details')
    example = 'share group snapshot show nightly'
    fields = SHOW


class SetShareGroupSnapshot(_ShareGroupSnapshotCommand, command.UpdateCommand):
    _description = _('Set share group snapshot properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_new_names(parser)
        options.add_status(parser, _('group snapshot'))
        return parser

    def steps(
        self, snapshot: 'ShareGroupSnapshot', parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client = self.client
        attrs = options.given(parsed_args, 'name', 'description')
        yield from _steps.update(
            _('update the group snapshot'),
            functools.partial(client.update_share_group_snapshot, snapshot.id),
            attrs,
        )
        yield from _steps.reset_status(
            functools.partial(
                client.reset_share_group_snapshot_status, snapshot
            ),
            parsed_args,
        )


class UnsetShareGroupSnapshot(
    _ShareGroupSnapshotCommand, command.UpdateCommand
):
    _description = _('Unset share group snapshot properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_cleared(parser)
        return parser

    def steps(
        self, snapshot: 'ShareGroupSnapshot', parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client, cleared = self.client, options.cleared(parsed_args)
        yield from _steps.update(
            _('update the group snapshot'),
            functools.partial(client.update_share_group_snapshot, snapshot.id),
            cleared,
        )


class ListShareGroupSnapshotMembers(
    _ShareGroupSnapshotCommand, command.Lister
):
    _description = _('List the members of a share group snapshot')
    example = 'share group snapshot members list nightly'
    verb = 'list the members of'
    # Manila returns an empty list for a snapshot that does not exist, and
    # does not check who owns the snapshot
    fetch = True

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        listing.add_long(parser, not_in_manilaclient=True)
        listing.add_paging(parser, 'member', not_in_manilaclient=True)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        snapshot = self.find(parsed_args.resource, parsed_args)
        members = listing.page(
            functools.partial(
                self.client.share_group_snapshot_members, snapshot
            ),
            parsed_args,
        )
        return columns.rows(
            members, MEMBERS_LONG if parsed_args.long else MEMBERS
        )


class WaitShareGroupSnapshot(_ShareGroupSnapshotCommand, _waiting.Wait):
    _description = _('Wait until share group snapshots meet conditions')
    example = 'share group snapshot wait nightly'
    fields = SHOW
