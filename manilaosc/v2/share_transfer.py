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

"""``share transfer`` commands: transfers of shares between projects."""

import argparse
import functools
from typing import Any, TYPE_CHECKING

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import identity
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.common import secret
from manilaosc.i18n import _

if TYPE_CHECKING:
    from manilaosc.sdk.v2.share_transfer import ShareTransfer

Column = columns.Column

MIN_VERSION = '2.77'
#: Also what Manila's summary has
LIST = (
    *columns.of('id name resource_type'),
    Column('resource_id', header='Resource Id'),
)
LONG = (
    *LIST,
    Column('created_at'),
    Column('source_project_id', header='Source Project Id'),
    Column('destination_project_id', header='Destination Project Id'),
    *columns.of('accepted expires_at'),
)
SHOW = columns.of(
    'id created_at name resource_type resource_id source_project_id '
    'destination_project_id accepted expires_at'
)
CREATED = (*SHOW, Column('auth_key'))
#: Sort keys that this client supports, and the attributes of the resource
SORT_ATTRIBUTES = {c.attr: c.attr for c in SHOW}
#: Sort keys that Manila supports, and its names for them
SORT_KEYS = {**SORT_ATTRIBUTES, 'name': 'display_name'}
LIST_ORDER = 'created_at:desc'


class _ShareTransferCommand(command.ResourceCommand['ShareTransfer']):
    min_version = MIN_VERSION
    noun = 'share transfer'

    def find(
        self, name_or_id: str, parsed_args: argparse.Namespace
    ) -> 'ShareTransfer':
        return find.one(
            self.client.find_share_transfer, name_or_id, fetch=self.fetch
        )


class AcceptShareTransfer(_ShareTransferCommand, command.Command):
    _description = _('Accept a share transfer into your project')
    example = 'share transfer accept 6b5a... 22d8eed5f58aa1b6'
    verb = 'accept'
    # Names are visible only in the project that offers the share
    identified_by = 'ID; name, if it is of your own project'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'auth_key',
            _(
                'Authentication key shown when the transfer was created; "-" '
                'reads it from standard input'
            ),
        )
        options.flag(
            parser,
            '--clear-rules',
            _('Remove the access rules of the share (default: keep them)'),
            aliases=('--clear_rules',),
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        auth_key = parsed_args.auth_key
        if auth_key == secret.STDIN:
            auth_key = secret.read(
                auth_key, self.app.stdin, _('Authentication key')
            )
        self.client.accept_share_transfer(
            self.find(parsed_args.resource, parsed_args),
            auth_key=auth_key,
            clear_access_rules=parsed_args.clear_rules,
        )


class CreateShareTransfer(command.ShowOne):
    _description = _(
        'Create a share transfer, to offer a share to another project'
    )
    example = 'share transfer create data --name for-mail'
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'share', _('Share to transfer (name or ID)'))
        options.add(
            parser,
            '--name',
            _('Name of the transfer'),
            type=options.short_text,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        transfer = client.create_share_transfer(
            share_id=find.id_of(client.find_share, parsed_args.share),
            **options.given(parsed_args, 'name'),
        )
        return columns.fields(transfer, CREATED)


class DeleteShareTransfer(_ShareTransferCommand, command.BulkCommand):
    _description = _('Delete one or more share transfers')
    example = 'share transfer delete for-mail'
    can_wait = False

    def act(
        self, transfer: 'ShareTransfer', parsed_args: argparse.Namespace
    ) -> None:
        self.client.delete_share_transfers(transfer, ignore_missing=False)


class ListShareTransfer(command.Lister):
    _description = _('List pending share transfers')
    example = 'share transfer list --long'
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        identity.add_all_projects(parser, _('transfers'))
        identity.add_project(parser, _('transfers'), not_in_manilaclient=True)
        options.add(parser, '--name', _('List only transfers with this name'))
        options.add(
            parser,
            '--name~',
            _('List only transfers whose name matches this pattern'),
            type=listing.pattern,
            not_in_manilaclient=True,
        )
        options.add(parser, '--id', _('List only the transfer with this ID'))
        options.add(
            parser,
            '--resource-type',
            _(
                'List only transfers of this type of resource; only share '
                'exists'
            ),
            aliases=('--resource_type',),
        )
        options.add(
            parser,
            '--resource-id',
            _('List only transfers of this share (name or ID)'),
            aliases=('--resource_id',),
        )
        options.add(
            parser,
            '--source-project-id',
            _('List only transfers from this project (ID) (admin only)'),
            aliases=('--source_project_id',),
        )
        listing.add_paging(parser, 'transfer', marker_not_in_manilaclient=True)
        listing.add_sort_key(parser, LIST_ORDER)
        listing.add_detail(parser, '--detailed', with_value=True)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        shown = LONG if parsed_args.long else LIST
        details = listing.needs_details(parsed_args, shown, LIST, LIST_ORDER)
        transfers = listing.sort(
            functools.partial(self.client.share_transfers, details),
            parsed_args,
            SORT_KEYS,
            SORT_ATTRIBUTES,
            **self._query(parsed_args),
        )
        return columns.rows(transfers, shown)

    def _query(self, parsed_args: argparse.Namespace) -> dict[str, Any]:
        query = listing.filters(parsed_args, 'name', 'id', 'resource_type')
        query |= identity.project_query(self.app.client_manager, parsed_args)
        source = query.pop('project_id', parsed_args.source_project_id)
        if source:
            query |= {'source_project_id': source, 'all_projects': True}
        pattern = getattr(parsed_args, 'name~')
        if pattern:
            query['name_pattern'] = pattern
        if parsed_args.resource_id:
            query['resource_id'] = find.id_of(
                self.client.find_share, parsed_args.resource_id
            )
        return query


class ShowShareTransfer(_ShareTransferCommand, command.ShowCommand):
    _description = _(
        'Display share transfer details; the auth key is shown only at '
        'creation'
    )
    example = 'share transfer show for-mail'
    fields = SHOW
