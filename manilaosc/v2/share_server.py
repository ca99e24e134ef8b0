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

"""``share server`` commands."""

import argparse
from collections.abc import Iterator
from typing import Any

from osc_lib import exceptions
from osc_lib.cli import format_columns

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import identity
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.common import parser as argparser
from manilaosc.common import wait
from manilaosc.i18n import _
from manilaosc.v2 import _waiting

Column = columns.Column

SUBNETS = Column(
    'share_network_subnet_ids', formatter=format_columns.ListColumn
)
LIST = columns.of('id host status share_network_id project_id')
LONG = (
    *LIST,
    Column('share_network_name'),
    SUBNETS,
    *columns.of(
        'identifier is_auto_deletable task_state source_share_server_id '
        'encryption_key_ref updated_at'
    ),
)
_FIRST = columns.of(
    'id project_id updated_at status host share_network_name '
    'share_network_id created_at is_auto_deletable identifier'
)
_AFTER_SUBNET = columns.of(
    'task_state source_share_server_id security_service_update_support'
)
_LAST = columns.of('network_allocation_update_support encryption_key_ref')
SHOW = (*_FIRST, *_AFTER_SUBNET, SUBNETS, *_LAST)
#: Before API version 2.70 a share server has one subnet
SHOW_ONE_SUBNET = (
    *_FIRST,
    Column('share_network_subnet_id'),
    *_AFTER_SUBNET,
    *_LAST,
)
SORT_ATTRIBUTES = {column.name: column.attr for column in LONG}
MANAGE_VERSION = '2.49'


def _fields(server: Any) -> command.Fields:
    """Return the fields of a share server, one for each back-end detail."""
    one_subnet = server.share_network_subnet_ids is None
    names, values = columns.fields(
        server, SHOW_ONE_SUBNET if one_subnet else SHOW
    )
    details = server.backend_details or {}
    return (
        (*names, *(f'details:{key}' for key in details)),
        (*values, *details.values()),
    )


class _ShareServerCommand(command.ResourceByIdCommand):
    noun = 'share server'

    def get(self, resource_id: str) -> Any:
        return self.client.get_share_server(resource_id)


class DeleteShareServer(_ShareServerCommand, command.BulkCommand):
    _description = _(
        'Delete one or more share servers without shares (admin only)'
    )

    def act(self, server: Any, parsed_args: argparse.Namespace) -> None:
        self.client.delete_share_server(server, ignore_missing=False)


class ListShareServer(command.Lister):
    _description = _('List share servers of all projects (admin only)')
    example = 'share server list --share-network net --long'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            '--host',
            _('List only share servers on this back end, host@backend'),
        )
        options.add(
            parser, '--status', _('List only share servers with this status')
        )
        options.add(
            parser,
            '--share-network',
            _('List only share servers on this share network (name or ID)'),
        )
        identity.add_project(parser, _('share servers'))
        options.add(
            parser,
            '--share-network-subnet',
            _('List only share servers on this share network subnet (ID)'),
            min_version='2.51',
        )
        options.add(
            parser,
            '--source-share-server-id',
            _(
                'List only share servers to which this share server is, or '
                'was, migrated (ID)'
            ),
            metavar='<share-server>',
            min_version='2.57',
        )
        options.add(
            parser,
            '--identifier',
            _('List only share servers with this identifier on the back end'),
            min_version='2.49',
        )
        options.add(
            parser,
            '--task-state',
            _('List only share servers with this migration task state'),
            min_version='2.57',
            not_in_manilaclient=True,
        )
        options.add(
            parser,
            '--encryption-key-ref',
            _('List only share servers encrypted with this key'),
            min_version='2.90',
            not_in_manilaclient=True,
        )
        listing.add_long(parser, not_in_manilaclient=True)
        listing.add_sort(parser, 'host,id')
        listing.add_paging(parser, 'share server', not_in_manilaclient=True)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        query = listing.filters(
            parsed_args,
            'host',
            'status',
            'source_share_server_id',
            'identifier',
            'task_state',
            'encryption_key_ref',
        )
        query |= identity.project_query(self.app.client_manager, parsed_args)
        # Manila lists all projects anyway and refuses the parameter
        query.pop('all_projects', None)
        query |= find.ids(parsed_args, share_network=client.find_share_network)
        if parsed_args.share_network_subnet:
            query['share_network_subnet_id'] = parsed_args.share_network_subnet
        servers = listing.sort(
            client.share_servers, parsed_args, {}, SORT_ATTRIBUTES, **query
        )
        return columns.rows(servers, LONG if parsed_args.long else LIST)


class ShowShareServer(_ShareServerCommand, command.ShowCommand):
    _description = _(
        'Display share server details, including those of the back end (admin '
        'only)'
    )

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.flag(
            parser,
            '--details',
            _(
                'Display only the details of the back end, under their own '
                'names'
            ),
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client, server = self.client, parsed_args.resource
        if parsed_args.details:
            return self.dict2columns(client.get_share_server_details(server))
        return _fields(client.get_share_server(server))


class SetShareServer(_ShareServerCommand, command.UpdateCommand):
    _description = _(
        'Reset the status or the migration task state of a share server in '
        'the database (admin only)'
    )
    min_version = MANAGE_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_status(
            parser,
            _('share server'),
            _(
                'active or error (default: active, unless --task-state is '
                'specified)'
            ),
        )
        options.add(
            parser,
            '--task-state',
            _(
                'Reset the migration task state of the share server, such as '
                'to migration_error, or clear it if no value is given'
            ),
            nargs='?',
            const='none',
            min_version='2.57',
        )
        return parser

    def steps(
        self, server_id: str, parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client = self.client
        status, task_state = parsed_args.status, parsed_args.task_state
        if status is None and task_state is None:
            status = 'active'
        if status is not None:
            yield (
                _('reset the status'),
                lambda: client.reset_share_server_status(server_id, status),
            )
        if task_state is not None:
            state = None if task_state.lower() in ('', 'none') else task_state
            yield (
                _('reset the task state'),
                lambda: client.reset_share_server_task_state(server_id, state),
            )


class ManageShareServer(command.ShowOne):
    _description = _(
        'Bring an existing share server under management (admin only)'
    )
    example = 'share server manage host@backend net SERVER-NAME --wait'
    min_version = MANAGE_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'host',
            _('Back end where the share server is: host@backend'),
        )
        options.add(
            parser,
            'share_network',
            _('Share network of the share server (name or ID)'),
        )
        options.add(
            parser,
            'identifier',
            _('Identifier of the share server on the back end'),
        )
        options.add(
            parser,
            '--driver-options',
            _('Driver option (repeat option to set multiple options)'),
            metavar='<key=value>',
            action=argparser.KeyValue,
        )
        options.add(
            parser,
            '--share-network-subnet',
            _(
                'Share network subnet of the share server (ID) (default: the '
                'default subnet)'
            ),
            min_version='2.51',
        )
        wait.add_options(parser, _('Wait until the share server is managed'))
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        subnet_id = parsed_args.share_network_subnet
        network = find.one(
            client.find_share_network,
            parsed_args.share_network,
            fetch=bool(subnet_id),
        )
        # Manila would accept a subnet of another share network
        if subnet_id and subnet_id not in {
            subnet.id for subnet in network.share_network_subnets or []
        }:
            raise exceptions.CommandError(
                _('Share network %(network)s has no subnet %(subnet)s')
                % {'network': parsed_args.share_network, 'subnet': subnet_id}
            )
        server = client.manage_share_server(
            parsed_args.host,
            network.id,
            parsed_args.identifier,
            share_network_subnet_id=subnet_id,
            driver_options=parsed_args.driver_options,
        )
        server = self.wait_for(server, 'active', parsed_args)
        return _fields(server)


class UnmanageShareServer(_ShareServerCommand, command.BulkCommand):
    _description = _(
        'Stop managing one or more share servers, without deleting them on '
        'the back ends (admin only)'
    )
    min_version = MANAGE_VERSION
    verb = 'unmanage'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.flag(
            parser,
            '--force',
            _(
                'Stop managing the share servers even if the driver does not '
                'support it'
            ),
        )
        return parser

    def act(self, server: Any, parsed_args: argparse.Namespace) -> None:
        self.client.unmanage_share_server(server, parsed_args.force)


class WaitShareServer(_ShareServerCommand, _waiting.Wait):
    _description = _('Wait until share servers meet conditions (admin only)')
    example = 'share server wait 974629fe-326c-4d76-a15d-88125caf9936'
    fields = SHOW
    good = 'active'
