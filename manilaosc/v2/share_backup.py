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

"""``share backup`` commands: backups of shares."""

import argparse
from collections.abc import Iterator
import functools
from typing import TYPE_CHECKING

from osc_lib.cli import parseractions

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
    from manilaosc.sdk.v2.share_backup import ShareBackup

MIN_VERSION = '2.80'
#: Also what Manila's summary has
LIST = columns.of('id name share_id status')
LONG = (
    *LIST,
    *columns.of(
        'description size created_at updated_at availability_zone progress '
        'restore_progress host topic backup_type'
    ),
)
SHOW = columns.of(
    'id name share_id status description size created_at updated_at '
    'availability_zone progress restore_progress backup_type host topic'
)
#: Sort keys that this client supports, and the attributes of the resource
SORT_ATTRIBUTES = {c.attr: c.attr for c in SHOW}
#: Sort keys that Manila supports, and its names for them
SORT_KEYS = {
    key: key
    for key in (*SORT_ATTRIBUTES, 'project_id', 'user_id')
    if key != 'availability_zone'
}
LIST_ORDER = 'created_at:desc'


class _ShareBackupCommand(command.ResourceCommand['ShareBackup']):
    min_version = MIN_VERSION
    noun = 'share backup'

    def find(
        self, name_or_id: str, parsed_args: argparse.Namespace
    ) -> 'ShareBackup':
        return find.one(
            self.client.find_share_backup, name_or_id, fetch=self.fetch
        )


class CreateShareBackup(command.ShowOne):
    _description = _('Create a backup of a share')
    example = 'share backup create data --name nightly --wait'
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'share', _('Share to back up (name or ID)'))
        options.add_names(parser, _('backup'))
        options.add(
            parser,
            '--backup-options',
            _(
                'Option for the backup driver, such as backup_type (repeat '
                'option to set multiple options) (default: the data service '
                'copies the files)'
            ),
            metavar='<key=value>',
            action=parseractions.KeyValueAction,
        )
        wait.add_options(
            parser,
            _('Wait until the backup is available'),
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        attrs = options.given(
            parsed_args, 'name', 'description', 'backup_options'
        )
        attrs['share_id'] = find.id_of(client.find_share, parsed_args.share)
        backup = client.create_share_backup(**attrs)
        # The share is available again at the same time
        backup = self.wait_for(backup, 'available', parsed_args)
        return columns.fields(backup, SHOW)


class DeleteShareBackup(_ShareBackupCommand, command.BulkCommand):
    _description = _('Delete one or more share backups')
    example = 'share backup delete nightly --wait'

    def act(
        self, backup: 'ShareBackup', parsed_args: argparse.Namespace
    ) -> None:
        self.client.delete_share_backup(backup, ignore_missing=False)


class ListShareBackup(command.Lister):
    _description = _('List share backups')
    example = 'share backup list --share data --long'
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        identity.add_all_projects(parser, _('backups'))
        options.add(
            parser,
            '--share',
            _('List only backups of this share (name or ID)'),
        )
        listing.add_name_filters(parser, _('backups'))
        options.add(
            parser, '--status', _('List only backups with this status')
        )
        options.add(
            parser,
            '--host',
            _('List only backups on this host (admin only)'),
            not_in_manilaclient=True,
        )
        listing.add_paging(parser, 'backup', marker_not_in_manilaclient=True)
        listing.add_sort_key(parser, LIST_ORDER)
        listing.add_detail(parser, '--detail', with_value=True)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        query = listing.filters(parsed_args, 'status', 'host')
        query |= listing.name_query(parsed_args)
        query |= identity.project_query(self.app.client_manager, parsed_args)
        query |= find.ids(parsed_args, share=client.find_share)
        shown = LONG if parsed_args.long else LIST
        details = listing.needs_details(parsed_args, shown, LIST, LIST_ORDER)
        backups = listing.sort(
            functools.partial(client.share_backups, details),
            parsed_args,
            SORT_KEYS,
            SORT_ATTRIBUTES,
            **query,
        )
        return columns.rows(backups, shown)


class RestoreShareBackup(_ShareBackupCommand, command.Command):
    _description = _(
        'Restore a share backup, overwriting the original share or '
        '--target-share'
    )
    example = 'share backup restore nightly --target-share copy --wait'
    verb = 'restore'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            '--target-share',
            _(
                'Share to restore the backup to (name or ID) (default: the '
                'original share)'
            ),
            min_version='2.91',
        )
        wait.add_options(
            parser,
            _('Wait until the share and the backup are available again'),
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        client = self.client
        backup = self.find(parsed_args.resource, parsed_args)
        target = find.id_of(client.find_share, parsed_args.target_share)
        share_id = client.restore_share_backup(backup, target)
        if parsed_args.wait:
            share = find.one(client.find_share, share_id, fetch=False)
            for outcome in wait.until_all(
                client,
                # The share first: its messages have the reason of a failure
                [share, backup],
                'available',
                parsed_args.timeout,
            ):
                if isinstance(outcome, wait.Failed):
                    raise outcome


class SetShareBackup(_ShareBackupCommand, command.UpdateCommand):
    _description = _('Set share backup properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_new_names(parser)
        options.add_status(parser, _('backup'))
        return parser

    def steps(
        self, backup: 'ShareBackup', parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client = self.client
        attrs = options.given(parsed_args, 'name', 'description')
        yield from _steps.update(
            _('update the backup'),
            functools.partial(client.update_share_backup, backup.id),
            attrs,
        )
        yield from _steps.reset_status(
            functools.partial(client.reset_share_backup_status, backup),
            parsed_args,
        )


class ShowShareBackup(_ShareBackupCommand, command.ShowCommand):
    _description = _('Display share backup details')
    example = 'share backup show nightly'
    fields = SHOW


class UnsetShareBackup(_ShareBackupCommand, command.Command):
    _description = _('Unset share backup properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_cleared(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        backup = self.find(parsed_args.resource, parsed_args)
        cleared = options.cleared(parsed_args)
        if cleared:
            self.client.update_share_backup(backup.id, **cleared)


class WaitShareBackup(_ShareBackupCommand, _waiting.Wait):
    _description = _('Wait until share backups meet conditions')
    example = 'share backup wait weekly --timeout 3600'
    fields = SHOW
