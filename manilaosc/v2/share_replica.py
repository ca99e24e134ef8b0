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

"""``share replica`` commands."""

import argparse
from collections.abc import Iterator
import functools
import threading
from typing import Any

from osc_lib import exceptions

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.common import parser as argparser
from manilaosc.common import wait
from manilaosc.i18n import _
from manilaosc.v2 import _export_locations
from manilaosc.v2 import _properties
from manilaosc.v2 import _steps
from manilaosc.v2 import _waiting
from manilaosc.v2 import share_replica_export_location

Column = columns.Column

LIST = (
    *columns.of(
        'id status replica_state share_id host availability_zone updated_at'
    ),
    _properties.PROPERTIES,
)
#: What Manila's summary of replicas has
SUMMARY = columns.of('id share_id status replica_state')
SHOW = columns.of(
    'id share_id availability_zone created_at status share_network_id '
    'replica_state updated_at share_server_id host cast_rules_to_readonly'
)
#: Fields of create, which calls the properties 'metadata'
CREATED = (*SHOW, _properties.METADATA)
STATES = ('in_sync', 'out_of_sync', 'active', 'error')
MIN_VERSION = '2.11'
PROPERTY_VERSION = '2.95'


class _ShareReplicaCommand(command.ResourceByIdCommand):
    min_version = MIN_VERSION
    noun = 'share replica'

    def get(self, resource_id: str) -> Any:
        return self.client.get_share_replica(resource_id)


class CreateShareReplica(command.ShowOne):
    _description = _('Create a share replica')
    example = 'share replica create data --availability-zone east --wait'
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'share',
            _(
                'Share to replicate (name or ID); its share type needs the '
                'extra spec replication_type'
            ),
        )
        options.add(
            parser,
            '--availability-zone',
            _('Availability zone of the replica (default: any)'),
        )
        wait.add_options(parser, _('Wait until the replica is available'))
        options.add(
            parser,
            '--scheduler-hint',
            _('Scheduler hint: only_host=<host@backend#pool> (admin only)'),
            metavar='<key=value>',
            action=argparser.KeyValue,
            min_version='2.67',
        )
        options.add(
            parser,
            '--share-network',
            _(
                'Share network of the replica (name or ID) (default: the '
                'share network of the share)'
            ),
            min_version='2.72',
        )
        options.add_property(
            parser,
            _(
                'Property to add to the replica (repeat option to set '
                'multiple properties)'
            ),
            min_version=PROPERTY_VERSION,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client, hints = self.client, parsed_args.scheduler_hint
        if hints and set(hints) != {'only_host'}:
            raise exceptions.CommandError(
                _('The only scheduler hint for replicas is only_host')
            )
        attrs = options.given(parsed_args, 'availability_zone')
        attrs |= find.ids(parsed_args, share_network=client.find_share_network)
        if hints:
            attrs['scheduler_hints'] = hints
        if parsed_args.property:
            attrs['metadata'] = parsed_args.property
        replica = client.create_share_replica(
            find.id_of(client.find_share, parsed_args.share), **attrs
        )
        replica = self.wait_for(replica, 'available', parsed_args)
        return columns.fields(replica, CREATED)


class DeleteShareReplica(_ShareReplicaCommand, command.BulkCommand):
    _description = _(
        'Delete one or more share replicas, except the last active replica of '
        'a share'
    )
    fetch = True
    _one_by_one = threading.Lock()

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.flag(
            parser,
            '--force',
            _(
                'Delete the replicas from the database even if that fails on '
                'the back ends, which then need a manual cleanup (admin only)'
            ),
        )
        return parser

    def act(self, replica: Any, parsed_args: argparse.Namespace) -> None:
        with self._one_by_one:
            if replica.replica_state == 'active':
                self._keep_last(replica)
            self.client.delete_share_replica(
                replica, ignore_missing=False, force=parsed_args.force
            )

    def _keep_last(self, replica: Any) -> None:
        # Manila counts replicas that are being deleted as active, so all could
        # be deleted, and the share with them
        replicas = self.client.share_replicas(False, share_id=replica.share_id)
        if not any(
            other.replica_state == 'active' and other.status != 'deleting'
            for other in replicas
            if other.id != replica.id
        ):
            raise exceptions.CommandError(
                _('It is the last active replica of its share')
            )


class ListShareReplica(command.Lister):
    _description = _(
        'List share replicas, as administrator those of all projects'
    )
    example = 'share replica list --share data'
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            '--share',
            _('List only replicas of this share (name or ID)'),
        )
        options.add_property(
            parser,
            _(
                'List only replicas with this property (repeat option to '
                'filter by multiple properties)'
            ),
            min_version=PROPERTY_VERSION,
        )
        listing.add_paging(parser, 'replica', not_in_manilaclient=True)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        query: dict[str, Any] = find.ids(parsed_args, share=client.find_share)
        details = listing.needs_details(parsed_args, LIST, SUMMARY)
        if parsed_args.property:
            query['metadata'] = parsed_args.property
            details = True
        replicas = listing.page(
            client.share_replicas, parsed_args, details=details, **query
        )
        return columns.rows(replicas, LIST)


class ShowShareReplica(_ShareReplicaCommand, _export_locations.Show):
    _description = _('Display share replica details and export locations')
    fields = SHOW
    more = (_properties.PROPERTIES,)
    locations_min_version = share_replica_export_location.MIN_VERSION

    def locations(self, replica: Any) -> Iterator[dict[str, Any]]:
        found = self.client.share_replica_export_locations(replica)
        return map(share_replica_export_location.served, found)


class SetShareReplica(_ShareReplicaCommand, command.UpdateCommand):
    _description = _('Set share replica properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            '--replica-state',
            _(
                'Reset the replica state to one of %s; only the database '
                'record of a replica that is not active changes (admin only)'
            )
            % ', '.join(STATES),
            choices=STATES,
        )
        options.add_status(parser, _('replica'))
        options.add_property(parser, min_version=PROPERTY_VERSION)
        options.add_no_property(parser, min_version=PROPERTY_VERSION)
        return parser

    def steps(
        self, replica: Any, parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client = self.client
        yield from _steps.set_properties(
            functools.partial(client.set_share_replica_metadata, replica),
            parsed_args,
        )
        # Before the replica state: Manila updates that of available ones
        yield from _steps.reset_status(
            functools.partial(client.reset_share_replica_status, replica),
            parsed_args,
        )
        if parsed_args.replica_state:
            yield (
                _('reset the replica state'),
                lambda: client.reset_share_replica_state(
                    replica, parsed_args.replica_state
                ),
            )


class UnsetShareReplica(_ShareReplicaCommand, command.UpdateCommand):
    _description = _('Unset share replica properties')
    min_version = PROPERTY_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_property_keys(parser)
        return parser

    def steps(
        self, replica: Any, parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        return _steps.unset_properties(
            functools.partial(
                self.client.delete_share_replica_metadata, replica
            ),
            parsed_args,
        )


class PromoteShareReplica(_ShareReplicaCommand):
    _description = _(
        'Promote a share replica to active; only administrators can promote '
        'one that is not in sync'
    )
    example = 'share replica promote 2b4fbc27-2f5e-4a3a-9f0e-6c5b3b1c2d11'
    verb = 'promote'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            '--quiesce-wait-time',
            _(
                'Maximum time in seconds to wait for pending I/O on the '
                'active replica'
            ),
            metavar='<seconds>',
            type=_seconds,
            min_version='2.75',
        )
        wait.add_options(parser, _('Wait until the replica is active'))
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        replica = self.client.promote_share_replica(
            parsed_args.resource, parsed_args.quiesce_wait_time
        )
        self.wait_for(replica, _promoted, parsed_args)


def _seconds(value: str) -> int:
    seconds = int(value)
    if seconds < 1:
        raise argparse.ArgumentTypeError(_('must be at least 1'))
    return seconds


_seconds.__name__ = 'seconds'  # The type in argparse's error messages


def _promoted(replica: Any) -> bool:
    # The status is replication_change during the whole promotion
    if replica.status != 'available':
        return False
    if replica.replica_state != 'active':
        raise wait.Impossible(
            _('is not active but still %s') % replica.replica_state
        )
    return True


class ResyncShareReplica(_ShareReplicaCommand):
    _description = _(
        'Resynchronize a share replica with the active replica (admin only)'
    )
    verb = 'resync'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        wait.add_options(
            parser,
            _('Wait until the replica is in sync'),
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        replica = self.find(parsed_args.resource, parsed_args)
        self.client.resync_share_replica(replica)
        self.wait_for(
            replica,
            ('in_sync', 'active'),
            parsed_args,
            attribute='replica_state',
        )


class ShowShareReplicaProperties(
    _ShareReplicaCommand, _properties.ShowProperties
):
    _description = _('Display the properties of a share replica')
    min_version = PROPERTY_VERSION

    def fetch_all(self, resource: Any) -> Any:
        return self.client.fetch_share_replica_metadata(resource)

    def fetch_item(self, resource: Any, key: str) -> Any:
        return self.client.fetch_share_replica_metadata_item(resource, key)


class WaitShareReplica(_ShareReplicaCommand, _waiting.Wait):
    _description = _('Wait until share replicas meet conditions')
    example = (
        'share replica wait 904c7638-7243-4703-9ed4-c1bfc67abb84 '
        '--for replica_state=in_sync'
    )
    fields = SHOW
