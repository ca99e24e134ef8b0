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

"""``share snapshot`` commands."""

import argparse
from collections.abc import Iterator
import functools
import itertools
from typing import Any, TYPE_CHECKING

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import identity
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.common import parser as argparser
from manilaosc.common import wait
from manilaosc.i18n import _
from manilaosc.v2 import _export_locations
from manilaosc.v2 import _properties
from manilaosc.v2 import _steps
from manilaosc.v2 import _waiting
from manilaosc.v2 import share_snapshot_export_location

if TYPE_CHECKING:
    from manilaosc.sdk.v2.share_snapshot import ShareSnapshot

Column = columns.Column

#: Also what Manila's summary has
LIST = columns.of('id name')
LONG = (
    *LIST,
    *columns.of(
        'status description created_at size share_id share_proto share_size '
        'user_id'
    ),
)
#: Additional columns with --all-projects
PROJECT = Column('project_id')
SHOW = columns.of(
    'id share_id share_size created_at status name description size '
    'share_proto provider_location user_id project_id'
)
#: Fields of create and adopt, which call the properties 'metadata'
CREATED = (*SHOW, _properties.METADATA)
#: Sort keys that Manila supports, and its names for them
SORT_KEYS = {
    'id': 'id',
    # Services before Xena sort by these names only
    'name': 'display_name',
    'description': 'display_description',
    'created_at': 'created_at',
    'updated_at': 'updated_at',
    'size': 'size',
    'share_id': 'share_id',
    'share_proto': 'share_proto',
    'share_size': 'share_size',
    'user_id': 'user_id',
    'project_id': 'project_id',
}
#: Other sort keys, which this client supports, and their attributes
SORT_ATTRIBUTES = {column.name: column.attr for column in SHOW}
LIST_ORDER = 'name:asc'


class _ShareSnapshotCommand(command.ResourceCommand['ShareSnapshot']):
    noun = 'share snapshot'

    def find(
        self, name_or_id: str, parsed_args: argparse.Namespace
    ) -> 'ShareSnapshot':
        return find.one(
            self.client.find_share_snapshot, name_or_id, fetch=self.fetch
        )


class CreateShareSnapshot(command.ShowOne):
    _description = _('Create a share snapshot')
    example = 'share snapshot create data --name nightly --wait'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser, 'share', _('Share to take the snapshot of (name or ID)')
        )
        options.flag(
            parser, '--force', _('Accepted for compatibility; has no effect')
        )
        options.add_names(parser, _('snapshot'))
        wait.add_options(parser, _('Wait until the snapshot is available'))
        options.add_property(
            parser,
            _(
                'Property to add to the snapshot (repeat option to set '
                'multiple properties)'
            ),
            min_version='2.73',
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        attrs = options.given(parsed_args, 'name', 'description')
        if parsed_args.property:
            attrs['metadata'] = parsed_args.property
        attrs['share_id'] = find.id_of(client.find_share, parsed_args.share)
        snapshot = client.create_share_snapshot(**attrs)
        snapshot = self.wait_for(snapshot, 'available', parsed_args)
        return columns.fields(snapshot, CREATED)


class DeleteShareSnapshot(_ShareSnapshotCommand, command.BulkCommand):
    _description = _('Delete one or more share snapshots')
    example = 'share snapshot delete nightly --wait'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.flag(
            parser,
            '--force',
            _('Delete the snapshots regardless of their status (admin only)'),
        )
        return parser

    def act(
        self, snapshot: 'ShareSnapshot', parsed_args: argparse.Namespace
    ) -> None:
        self.client.delete_share_snapshot(
            snapshot, ignore_missing=False, force=parsed_args.force
        )


class ListShareSnapshot(command.Lister):
    _description = _('List share snapshots')
    example = 'share snapshot list --share data --long'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        identity.add_all_projects(parser, _('snapshots'))
        identity.add_project(parser, _('snapshots'), not_in_manilaclient=True)
        listing.add_name_filters(parser, _('snapshots'), min_version='2.36')
        options.add(
            parser, '--status', _('List only snapshots with this status')
        )
        options.add(
            parser,
            '--share',
            _('List only snapshots of this share (name or ID)'),
        )
        options.add(
            parser,
            '--usage',
            _(
                'List only snapshots that shares were created from (used) or '
                'not (unused) (admin only)'
            ),
            choices=['used', 'unused'],
        )
        listing.add_paging(parser, 'snapshot')
        listing.add_sort(parser, LIST_ORDER)
        listing.add_detail(parser, '--detail')
        options.add_property(
            parser,
            _(
                'List only snapshots with this property (repeat option to '
                'filter by multiple properties)'
            ),
            min_version='2.73',
        )
        listing.add_count(parser, min_version='2.79')
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        query = self._query(parsed_args)
        unused = parsed_args.usage == 'unused'
        lister = self._unused if unused else client.share_snapshots
        count = self._count_unused if unused else client.count_share_snapshots
        if parsed_args.count:
            self.print_count(parsed_args, _('snapshots'), count(**query))
        shown: tuple[Column, ...] = LONG if parsed_args.long else LIST
        if parsed_args.all_projects:
            shown += (PROJECT,)
        details = listing.needs_details(parsed_args, shown, LIST, LIST_ORDER)
        snapshots = listing.sort(
            functools.partial(lister, details),
            parsed_args,
            SORT_KEYS,
            SORT_ATTRIBUTES,
            **query,
        )
        return columns.rows(snapshots, shown)

    def _query(self, parsed_args: argparse.Namespace) -> dict[str, Any]:
        query = listing.filters(parsed_args, 'status')
        query |= listing.name_query(parsed_args)
        query |= identity.project_query(self.app.client_manager, parsed_args)
        query |= find.ids(parsed_args, share=self.client.find_share)
        if parsed_args.usage == 'used':
            query['usage'] = 'used'
        if parsed_args.property:
            query['metadata'] = parsed_args.property
        return query

    # With usage=unused, Manila lists a snapshot as soon as a share was created
    # from another snapshot, and none at all before that

    def _unused(
        self,
        details: bool,
        *,
        max_items: int | None = None,
        offset: int = 0,
        **query: Any,
    ) -> Iterator[Any]:
        lister = self.client.share_snapshots
        order = {k: query.pop(k, None) for k in ('sort_key', 'sort_dir')}
        used = {s.id for s in lister(False, **query, usage='used')}
        found = (
            snapshot
            for snapshot in lister(details, **query, **order)
            if snapshot.id not in used
        )
        end = None if max_items is None else offset + max_items
        return itertools.islice(found, offset, end)

    def _count_unused(self, **query: Any) -> int:
        count = self.client.count_share_snapshots
        return count(**query) - count(**query, usage='used')


class ShowShareSnapshot(_ShareSnapshotCommand, _export_locations.Show):
    _description = _('Display share snapshot details and export locations')
    example = 'share snapshot show nightly'
    fields = SHOW
    more = (_properties.PROPERTIES,)
    locations_min_version = share_snapshot_export_location.MIN_VERSION

    def locations(self, snapshot: 'ShareSnapshot') -> Iterator[dict[str, Any]]:
        found = self.client.share_snapshot_export_locations(snapshot)
        return map(share_snapshot_export_location.served, found)


class SetShareSnapshot(_ShareSnapshotCommand, command.UpdateCommand):
    _description = _('Set share snapshot properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_new_names(parser)
        options.add_status(parser, _('snapshot'))
        options.add_property(parser, min_version='2.73')
        options.add_no_property(parser, min_version='2.73')
        return parser

    def steps(
        self, snapshot: 'ShareSnapshot', parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client = self.client
        attrs = options.given(parsed_args, 'name', 'description')
        yield from _steps.update(
            _('update the snapshot'),
            functools.partial(client.update_share_snapshot, snapshot.id),
            attrs,
        )
        yield from _steps.set_properties(
            functools.partial(snapshot.set_metadata, client), parsed_args
        )
        yield from _steps.reset_status(
            functools.partial(client.reset_share_snapshot_status, snapshot),
            parsed_args,
        )


class UnsetShareSnapshot(_ShareSnapshotCommand, command.UpdateCommand):
    _description = _('Unset share snapshot properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_cleared(parser)
        options.add_property_keys(parser, min_version='2.73')
        return parser

    def steps(
        self, snapshot: 'ShareSnapshot', parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client = self.client
        cleared = options.cleared(parsed_args)
        yield from _steps.update(
            _('update the snapshot'),
            functools.partial(client.update_share_snapshot, snapshot.id),
            cleared,
        )
        yield from _steps.unset_properties(
            functools.partial(client.delete_share_snapshot_metadata, snapshot),
            parsed_args,
        )


class ManageShareSnapshot(command.ShowOne):
    _description = _(
        'Bring an existing share snapshot under management (admin only)'
    )
    example = 'share snapshot manage data snapshot-0815 --wait'
    min_version = '2.12'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'share',
            _('Share that the snapshot belongs to (name or ID)'),
        )
        options.add(
            parser,
            'provider_location',
            _(
                'Provider location of the snapshot on the back end, such as '
                'its name or path'
            ),
        )
        options.add_names(parser, _('snapshot'))
        options.add(
            parser,
            '--driver-option',
            _('Driver option (repeat option to set multiple options)'),
            metavar='<key=value>',
            action=argparser.KeyValue,
        )
        options.add_property(
            parser,
            _(
                'Property to add to the snapshot (repeat option to set '
                'multiple properties)'
            ),
            min_version='2.73',
            not_in_manilaclient=True,
        )
        wait.add_options(parser, _('Wait until the snapshot is managed'))
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        attrs = options.given(parsed_args, 'name', 'description')
        if parsed_args.driver_option:
            attrs['driver_options'] = parsed_args.driver_option
        if parsed_args.property:
            attrs['metadata'] = parsed_args.property
        share = find.one(client.find_share, parsed_args.share, fetch=False)
        snapshot = client.manage_share_snapshot(
            share, parsed_args.provider_location, **attrs
        )
        snapshot = self.wait_for(snapshot, 'available', parsed_args)
        return columns.fields(snapshot, CREATED)


class UnmanageShareSnapshot(_ShareSnapshotCommand, command.BulkCommand):
    _description = _(
        'Stop managing one or more share snapshots, without deleting them on '
        'the back ends (admin only)'
    )
    min_version = '2.12'
    verb = 'unmanage'

    def act(
        self, snapshot: 'ShareSnapshot', parsed_args: argparse.Namespace
    ) -> None:
        self.client.unmanage_share_snapshot(snapshot)


class ShowShareSnapshotProperties(
    _ShareSnapshotCommand, _properties.ShowProperties
):
    _description = _('Display the properties of a share snapshot')
    min_version = '2.73'

    def fetch_all(self, resource: 'ShareSnapshot') -> Any:
        return self.client.fetch_share_snapshot_metadata(resource)

    def fetch_item(self, resource: 'ShareSnapshot', key: str) -> Any:
        return self.client.fetch_share_snapshot_metadata_item(resource, key)


class WaitShareSnapshot(_ShareSnapshotCommand, _waiting.Wait):
    _description = _('Wait until share snapshots meet conditions')
    example = 'share snapshot wait nightly --timeout 600'
    fields = SHOW
