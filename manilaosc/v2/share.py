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

"""``share`` commands: shares, the shared file systems of Manila."""

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
from manilaosc.common import parser as argparser
from manilaosc.common import wait
from manilaosc.i18n import _
from manilaosc.v2 import _diagnosis
from manilaosc.v2 import _export_locations
from manilaosc.v2 import _properties
from manilaosc.v2 import _steps
from manilaosc.v2 import _waiting
from manilaosc.v2 import share_export_location

if TYPE_CHECKING:
    from manilaosc.sdk.v2.share import Share

Column = columns.Column


class LocationsColumn(columns.LinesColumn, columns.TextColumn):
    """Format the export locations of a share, which scripts read as lines."""


LIST = (
    *columns.of('id name size'),
    Column('share_protocol', 'share_proto'),
    *columns.of('status is_public share_type_name host availability_zone'),
)
LONG = (
    *columns.of(
        'id name size share_protocol status is_public share_type_name '
        'availability_zone description share_network_id share_server_id '
        'share_type share_group_id host user_id project_id '
        'access_rules_status'
    ),
    Column('snapshot_id', header='Source Snapshot ID'),
    Column('is_snapshot_supported', header='Supports Creating Snapshots'),
    Column(
        'is_creating_new_share_from_snapshot_supported',
        header='Supports Cloning Snapshots',
    ),
    Column(
        'is_mounting_snapshot_supported', header='Supports Mounting snapshots'
    ),
    Column(
        'is_reverting_to_snapshot_supported',
        header='Supports Reverting to Snapshot',
    ),
    Column('task_state', header='Migration Task Status'),
    *columns.of('source_share_group_snapshot_member_id replication_type'),
    Column('is_replicated', header='Has Replicas'),
    Column('created_at'),
    _properties.PROPERTIES,
    Column('encryption_key_ref'),
)
_BEFORE_METADATA = (
    *columns.of(
        'id size availability_zone created_at status name description '
        'project_id snapshot_id share_network_id'
    ),
    Column('share_protocol', 'share_proto'),
)
_AFTER_METADATA = (
    *columns.of('share_type volume_type is_public'),
    Column('is_snapshot_supported', 'snapshot_support'),
    *columns.of(
        'task_state share_type_name access_rules_status replication_type'
    ),
    Column('is_replicated', 'has_replicas'),
    Column('user_id'),
    Column(
        'is_creating_new_share_from_snapshot_supported',
        'create_share_from_snapshot_support',
    ),
    Column('is_reverting_to_snapshot_supported', 'revert_to_snapshot_support'),
    *columns.of('share_group_id source_share_group_snapshot_member_id'),
    Column('is_mounting_snapshot_supported', 'mount_snapshot_support'),
    *columns.of(
        'progress is_soft_deleted scheduled_to_be_deleted_at '
        'source_backup_id encryption_key_ref'
    ),
    Column(
        'is_access_inherited_by_snapshots',
        'snapshot_inherit_share_access_support',
    ),
    *columns.of('share_server_id host'),
)
SHOW = (*_BEFORE_METADATA, *_AFTER_METADATA)
#: Fields of create and adopt, which call the properties 'metadata'
CREATED = (*_BEFORE_METADATA, _properties.METADATA, *_AFTER_METADATA)
#: What Manila's summary of shares has
SUMMARY = columns.of('id name')
#: Sort keys that Manila supports, and its names for them
SORT_KEYS = {
    'id': 'id',
    'name': 'name',
    'size': 'size',
    'share_proto': 'share_proto',
    'description': 'display_description',
    'created_at': 'created_at',
    'updated_at': 'updated_at',
    'project_id': 'project_id',
    'user_id': 'user_id',
    'is_public': 'is_public',
    'host': 'host',
    'availability_zone': 'availability_zone_id',
    'share_network_id': 'share_network_id',
    'share_server_id': 'share_server_id',
    'share_type': 'share_type_id',
    'snapshot_id': 'snapshot_id',
    'share_group_id': 'share_group_id',
}
#: Other sort keys, which this client supports, and their attributes
SORT_ATTRIBUTES = {
    column.name: column.attr for column in (*SHOW, _properties.PROPERTIES)
}


def _add_public(
    parser: argparse.ArgumentParser, help_: str, min_version: str | None = None
) -> None:
    public = parser.add_mutually_exclusive_group()
    options.add(
        public,
        '--public',
        help_,
        nargs='?',
        const=True,
        type=options.boolean,
        min_version=min_version,
    )
    options.add(
        public,
        '--private',
        _('Make the share visible only to its own project'),
        dest='public',
        action='store_false',
        default=None,
        min_version=min_version,
        not_in_manilaclient=True,
    )


class _ShareCommand(command.ResourceCommand['Share']):
    noun = 'share'

    def find(
        self, name_or_id: str, parsed_args: argparse.Namespace
    ) -> 'Share':
        return find.one(self.client.find_share, name_or_id, fetch=self.fetch)


class CreateShare(command.ShowOne):
    _description = _('Create a share')
    example = 'share create NFS 10 --name data --wait'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'share_proto',
            _(
                'Share protocol, such as NFS, CIFS, CephFS, GlusterFS, HDFS '
                'or MAPRFS; the supported protocols depend on the cloud'
            ),
            metavar='<share_protocol>',
        )
        options.add(
            parser,
            'size',
            _(
                'Share size in GiB; optional with --snapshot-id (default: the '
                'size of the snapshot)'
            ),
            type=options.size,
            nargs='?',
        )
        options.add_names(parser, _('share'))
        options.add(
            parser,
            '--snapshot-id',
            _('Snapshot to create the share from (name or ID)'),
            metavar='<snapshot>',
        )
        options.add_property(
            parser,
            _(
                'Property to add to the share (repeat option to set multiple '
                'properties)'
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
        _add_public(
            parser,
            _(
                'Whether the share is visible to all projects: true, also '
                'without a value, or false (default: false) (admin only)'
            ),
        )
        options.add(
            parser,
            '--share-type',
            _(
                "Share type (name or ID) (default: the share type of the "
                "snapshot, or the cloud's default share type)"
            ),
        )
        options.add(
            parser,
            '--availability-zone',
            _('Availability zone to create the share in'),
        )
        options.add(
            parser,
            '--share-group',
            _('Share group to create the share in (name or ID)'),
            min_version='2.31',
        )
        wait.add_options(parser, _('Wait until the share is available'))
        options.add(
            parser,
            '--scheduler-hint',
            _(
                'Scheduler hint: same_host=<share>[,<share>...] or '
                'different_host=<share>[,<share>...] (names or IDs), or '
                'only_host=<host@backend#pool> (API version 2.67 or later) '
                '(admin only) (repeat option to set multiple hints)'
            ),
            metavar='<key=value>',
            action=argparser.KeyValue,
            min_version='2.65',
        )
        options.add(
            parser,
            '--mount-point-name',
            _(
                'Name of the mount point, which becomes part of the export '
                'path'
            ),
            min_version='2.84',
        )
        options.add(
            parser,
            '--encryption-key-ref',
            _('UUID of the encryption key in the key manager'),
            min_version='2.90',
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        # More likely a script's unset variable than a name
        if (parsed_args.name or '').capitalize() == 'None':
            raise exceptions.CommandError(
                _("Invalid share name '%s'") % parsed_args.name
            )
        attrs = options.given(
            parsed_args,
            'size',
            'name',
            'description',
            'share_type',
            'availability_zone',
            'mount_point_name',
            'encryption_key_ref',
        )
        attrs['share_protocol'] = parsed_args.share_proto
        attrs['is_public'] = bool(parsed_args.public)
        if parsed_args.property:
            attrs['metadata'] = parsed_args.property
        if parsed_args.snapshot_id:
            snapshot = find.one(
                client.find_share_snapshot, parsed_args.snapshot_id
            )
            attrs['snapshot_id'] = snapshot.id
            attrs['size'] = max(parsed_args.size or 0, snapshot.size)
        elif parsed_args.size is None:
            raise exceptions.CommandError(
                _('The size is required unless --snapshot-id is specified')
            )
        attrs |= find.ids(
            parsed_args,
            share_network=client.find_share_network,
            share_group=client.find_share_group,
        )
        if parsed_args.scheduler_hint:
            attrs['scheduler_hints'] = self._hints(parsed_args.scheduler_hint)
        share = client.create_share(**attrs)
        share = self.wait_for(share, 'available', parsed_args)
        return columns.fields(share, CREATED)

    def _hints(self, given: dict[str, str]) -> dict[str, str]:
        hints = dict(given)
        for key in ('same_host', 'different_host'):
            if key in hints:
                hints[key] = ','.join(
                    find.id_of(self.client.find_share, name)
                    for name in hints[key].split(',')
                )
        return hints


class DeleteShare(_ShareCommand, command.BulkCommand):
    _description = _('Delete one or more shares')
    example = 'share delete data scratch --wait'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            '--share-group',
            _(
                'Share group that the shares belong to (name or ID); required '
                'to delete shares in a group'
            ),
            min_version='2.31',
        )
        how = parser.add_mutually_exclusive_group()
        options.flag(
            how,
            '--force',
            _('Delete the shares regardless of their status (admin only)'),
        )
        options.flag(
            how,
            '--soft',
            _(
                'Move the shares to the recycle bin; "share restore" restores '
                'them'
            ),
            min_version='2.69',
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        self._share_group_id = find.id_of(
            self.client.find_share_group, parsed_args.share_group
        )
        if parsed_args.soft:
            parsed_args.wait = False  # The recycle bin has it at once
        super().take_action(parsed_args)

    def act(self, share: 'Share', parsed_args: argparse.Namespace) -> None:
        if parsed_args.soft:
            self.client.soft_delete_share(share)
        else:
            self.client.delete_share(
                share,
                ignore_missing=False,
                force=parsed_args.force,
                share_group_id=self._share_group_id,
            )


class DiagnoseShare(_diagnosis.Diagnose):
    _description = _('Find what is wrong with shares, why, and what to do')
    example = 'share diagnose data'


class ListShare(command.Lister):
    _description = _('List shares')
    example = 'share list --status error --long'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, '--name', _('List only shares with this name'))
        options.add(parser, '--status', _('List only shares with this status'))
        options.add(
            parser,
            '--snapshot',
            _('List only shares created from this snapshot (name or ID)'),
        )
        options.add(
            parser,
            '--export-location',
            _('List only shares with this export location (ID or path)'),
            min_version='2.35',
        )
        options.flag(
            parser,
            '--soft-deleted',
            _('List only shares in the recycle bin'),
            min_version='2.69',
        )
        options.flag(
            parser, '--public', _('Include public shares of other projects')
        )
        options.add(
            parser,
            '--share-network',
            _('List only shares on this share network (name or ID)'),
        )
        options.add(
            parser,
            '--share-type',
            _('List only shares of this share type (name or ID)'),
        )
        options.add(
            parser,
            '--share-group',
            _('List only shares in this share group (name or ID)'),
            min_version='2.31',
        )
        options.add(
            parser,
            '--host',
            _('List only shares in this pool, host@backend#pool (admin only)'),
        )
        options.add(
            parser,
            '--share-server',
            _('List only shares on this share server (ID) (admin only)'),
        )
        identity.add_project(parser, _('shares'))
        identity.add_user(parser, _('shares'))
        identity.add_all_projects(parser, _('shares'))
        options.add_property(
            parser,
            _(
                'List only shares with this property (repeat option to filter '
                'by multiple properties)'
            ),
        )
        options.add(
            parser,
            '--extra-spec',
            _(
                'List only shares whose share type has this extra spec '
                '(repeat option to filter by multiple extra specs) (admin '
                'only)'
            ),
            metavar='<key=value>',
            action=argparser.KeyValue,
        )
        listing.add_long(parser)
        listing.add_sort(parser, 'name:asc')
        listing.add_paging(parser, 'share')
        listing.add_patterns(parser, _('shares'))
        options.add(
            parser,
            '--mount-point-name',
            _('List only shares with this mount point name'),
            min_version='2.84',
            not_in_manilaclient=True,
        )
        options.add(
            parser,
            '--encryption-key-ref',
            _('List only shares encrypted with this key (admin only)'),
            min_version='2.90',
        )
        options.add(
            parser,
            '--availability-zone',
            _('List only shares in this availability zone'),
            min_version='2.97',
        )
        listing.add_count(parser, min_version='2.42', not_in_manilaclient=True)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        query = self._query(parsed_args)
        if parsed_args.count:
            self.print_count(
                parsed_args, _('shares'), client.count_shares(**query)
            )
        shown = LONG if parsed_args.long else LIST
        details = bool(parsed_args.user) or listing.needs_details(
            parsed_args, shown, SUMMARY, 'name', 'name:asc', 'name:desc'
        )
        shares = listing.sort(
            functools.partial(client.shares, details),
            parsed_args,
            SORT_KEYS,
            SORT_ATTRIBUTES,
            **query,
        )
        return columns.rows(shares, shown)

    def _query(self, parsed_args: argparse.Namespace) -> dict[str, Any]:
        client = self.client
        query = listing.filters(
            parsed_args,
            'name',
            'status',
            'host',
            'mount_point_name',
            'encryption_key_ref',
            'availability_zone',
        )
        query |= listing.patterns(parsed_args)
        query |= identity.project_query(self.app.client_manager, parsed_args)
        # Manila cannot filter by user; the SDK does
        query |= identity.user_query(self.app.client_manager, parsed_args)
        if parsed_args.public:
            query['is_public'] = True
        if parsed_args.soft_deleted:
            query['is_soft_deleted'] = True
        if parsed_args.property:
            query['metadata'] = parsed_args.property
        if parsed_args.extra_spec:
            query['extra_specs'] = parsed_args.extra_spec
        if parsed_args.export_location:
            query |= _export_locations.query(parsed_args)
        if parsed_args.share_server:
            query['share_server_id'] = parsed_args.share_server
        return query | find.ids(
            parsed_args,
            snapshot=client.find_share_snapshot,
            share_network=client.find_share_network,
            share_type=client.find_share_type,
            share_group=client.find_share_group,
        )


class ShowShare(_ShareCommand, _export_locations.Show):
    _description = _('Display share details and export locations')
    example = 'share show data -f json -c export_locations'
    fields = SHOW
    more = (_properties.PROPERTIES,)
    locations_column = LocationsColumn
    locations_min_version = '2.9'

    def locations(self, share: 'Share') -> Iterator[dict[str, Any]]:
        found = self.client.export_locations(share)
        return map(share_export_location.served, found)


class SetShare(_ShareCommand, command.UpdateCommand):
    _description = _('Set share properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_property(parser)
        options.add_no_property(parser)
        options.add_new_names(parser)
        _add_public(
            parser,
            _(
                'Whether the share is visible to all projects: true, also '
                'without a value, or false (admin only)'
            ),
        )
        options.add_status(parser, _('share'))
        options.add(
            parser,
            '--task-state',
            _(
                'Reset the migration task state of the share in the database, '
                'or clear it if no value is given (admin only)'
            ),
            nargs='?',
            const='',
            min_version='2.22',
        )
        return parser

    def steps(
        self, share: 'Share', parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client = self.client
        attrs = options.given(parsed_args, 'name', 'description')
        if parsed_args.public is not None:
            attrs['is_public'] = parsed_args.public
        yield from _steps.update(
            _('update the share'),
            functools.partial(client.update_share, share.id),
            attrs,
        )
        yield from _steps.set_properties(
            functools.partial(share.set_metadata, client), parsed_args
        )
        yield from _steps.reset_status(
            functools.partial(client.reset_share_status, share), parsed_args
        )
        if parsed_args.task_state is not None:
            state = parsed_args.task_state or None
            yield (
                _('reset the task state'),
                lambda: client.reset_share_task_state(share, state),
            )


class UnsetShare(_ShareCommand, command.UpdateCommand):
    _description = _('Unset share properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_property_keys(parser)
        options.add_cleared(parser)
        return parser

    def steps(
        self, share: 'Share', parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client = self.client
        cleared = options.cleared(parsed_args)
        yield from _steps.update(
            _('update the share'),
            functools.partial(client.update_share, share.id),
            cleared,
        )
        yield from _steps.unset_properties(
            functools.partial(client.delete_share_metadata, share), parsed_args
        )


class ResizeShare(command.Command):
    _description = _('Extend or shrink a share')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'share', _('Share to resize (name or ID)'))
        options.add(
            parser, 'new_size', _('New size in GiB'), type=options.size
        )
        wait.add_options(parser, _('Wait until the share has the new size'))
        options.flag(
            parser,
            '--force',
            _(
                'Extend the share without checking its capacity with the '
                'scheduler (admin only)'
            ),
            min_version='2.64',
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        client = self.client
        share = find.one(client.find_share, parsed_args.share)
        if share.size == parsed_args.new_size:
            raise exceptions.CommandError(
                _('The size of the share is already %d GiB') % share.size
            )
        client.resize_share(
            share, parsed_args.new_size, force=parsed_args.force
        )
        self.wait_for(share, _resized(parsed_args.new_size), parsed_args)


def _resized(new_size: int) -> wait.Condition:
    def check(share: Any) -> bool:
        if share.status == 'available' and share.size != new_size:
            # The back end refused: shrinking would lose data, for example
            raise wait.Impossible(_('still has a size of %d GiB') % share.size)
        return bool(share.status == 'available')

    return check


class RevertShare(command.Command):
    _description = _('Revert a share to its latest snapshot')
    example = 'share revert nightly --wait'
    min_version = '2.27'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'snapshot',
            _(
                'Snapshot to revert to (name or ID), the latest of the share; '
                'data written since then is lost'
            ),
        )
        wait.add_options(parser, _('Wait until the share is reverted'))
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        client = self.client
        snapshot = find.one(client.find_share_snapshot, parsed_args.snapshot)
        client.revert_share_to_snapshot(snapshot.share_id, snapshot)
        if parsed_args.wait:
            share = client.get_share(snapshot.share_id)
            self.wait_for(share, 'available', parsed_args)


class RestoreShare(command.BulkCommand):
    _description = _('Restore one or more shares from the recycle bin')
    min_version = '2.69'
    noun = 'share'
    verb = 'restore'
    can_wait = False

    def find(self, name_or_id: str, parsed_args: argparse.Namespace) -> Any:
        return find.one(
            self.client.find_share,
            name_or_id,
            fetch=False,
            is_soft_deleted=True,
        )

    def act(self, share: Any, parsed_args: argparse.Namespace) -> None:
        self.client.restore_share(share)


class ManageShare(command.ShowOne):
    _description = _('Bring an existing share under management (admin only)')
    example = (
        'share manage host@backend#pool NFS 10.0.0.5:/exports/data --wait'
    )

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'service_host',
            _('Pool where the share is: host@backend#pool'),
        )
        options.add(
            parser, 'protocol', _('Share protocol, such as NFS or CIFS')
        )
        options.add(
            parser, 'export_path', _('Current export path of the share')
        )
        options.add_names(parser, _('share'))
        options.add(parser, '--share-type', _('Share type (name or ID)'))
        options.add(
            parser,
            '--driver-options',
            _('Driver option (repeat option to set multiple options)'),
            metavar='<key=value>',
            action=argparser.KeyValue,
            nargs='*',
        )
        _add_public(
            parser,
            _(
                'Whether the share is visible to all projects: true, also '
                'without a value, or false'
            ),
            min_version='2.8',
        )
        options.add(
            parser,
            '--share-server-id',
            _(
                'Share server of the share (ID), for share types with '
                'driver_handles_share_servers=True'
            ),
            min_version='2.49',
        )
        options.add(
            parser,
            '--mount-point-name',
            _(
                'Name of the mount point, which becomes part of the export '
                'path'
            ),
            min_version='2.92',
        )
        wait.add_options(parser, _('Wait until the share is managed'))
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        attrs = options.given(
            parsed_args,
            'name',
            'description',
            'share_type',
            'share_server_id',
            'mount_point_name',
            'driver_options',
        )
        if parsed_args.public is not None:
            attrs['is_public'] = parsed_args.public
        share = self.client.manage_share(
            parsed_args.protocol,
            parsed_args.export_path,
            parsed_args.service_host,
            **attrs,
        )
        share = self.wait_for(share, 'available', parsed_args)
        return columns.fields(share, CREATED)


class UnmanageShare(_ShareCommand, command.BulkCommand):
    _description = _(
        'Stop managing one or more shares, without deleting their data (admin '
        'only)'
    )
    verb = 'unmanage'

    def act(self, share: 'Share', parsed_args: argparse.Namespace) -> None:
        self.client.unmanage_share(share)


class ShowShareProperties(_ShareCommand, _properties.ShowProperties):
    _description = _('Display the properties of a share')

    def fetch_all(self, resource: 'Share') -> Any:
        return self.client.fetch_share_metadata(resource)

    def fetch_item(self, resource: 'Share', key: str) -> Any:
        return self.client.fetch_share_metadata_item(resource, key)


class WaitShare(_ShareCommand, _waiting.Wait):
    _description = _('Wait until shares meet conditions')
    example = 'share wait data --for available --for access --timeout 600'
    fields = SHOW
    others = _('"access" (all access rules are active), "export" (a path), ')

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        #: What conditions need besides the share, by its ID
        self._rules: dict[str, list[Any]] = {}
        self._locations: dict[str, list[Any]] = {}
        super().take_action(parsed_args)

    def check(self, condition: str) -> _waiting.Check:
        if condition == 'access':
            return self._access_is_active
        if condition == 'export':
            return lambda share: bool(self._locations.get(share.id))
        return super().check(condition)

    def refetch(self, share: Any) -> Any:
        if 'access' in self._asked:
            self._rules[share.id] = list(self.client.access_rules(share))
        if 'export' in self._asked:
            locations = self.client.export_locations(share)
            self._locations[share.id] = list(locations)
        return super().refetch(share)

    def _access_is_active(self, share: Any) -> bool:
        states = {rule.state for rule in self._rules.get(share.id, ())}
        if 'error' in states:
            raise wait.Impossible(_('has an access rule in error'))
        return share.id in self._rules and states <= {'active'}
