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

"""``share server migration`` commands."""

import argparse
from typing import Any

from osc_lib import exceptions

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import options
from manilaosc.common import wait
from manilaosc.i18n import _
from manilaosc.v2 import _migrations

MIN_VERSION = '2.57'


class CapabilitiesColumn(columns.LinesColumn):
    """Format migration capabilities, one line each."""

    def __init__(self, capabilities: dict[str, Any]) -> None:
        super().__init__([capabilities])

    def machine_readable(self) -> Any:
        (capabilities,) = super().machine_readable()
        return capabilities


class StartShareServerMigration(command.ShowOne):
    _description = _(
        'Start the first phase of the migration of a share server to another '
        'back end, or check whether it is possible (admin only)'
    )
    example = (
        'share server migration start SERVER-ID host@backend '
        '--preserve-snapshots True --writable False --nondisruptive False '
        '--check-only'
    )
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'share_server', _('Share server to migrate (ID)'))
        options.add(
            parser,
            'host',
            _('Destination back end: host@backend'),
            metavar='<host@backend>',
        )
        _migrations.add_required(
            parser,
            '--preserve-snapshots',
            _('Whether snapshots must be migrated, too: true or false'),
        )
        _migrations.add_required(
            parser,
            '--writable',
            _('Whether the shares must stay writable: true or false'),
        )
        _migrations.add_required(
            parser,
            '--nondisruptive',
            _('Whether clients must not be disrupted: true or false'),
        )
        options.add(
            parser,
            '--new-share-network',
            _(
                'New share network (name or ID) (default: the current share '
                'network)'
            ),
            metavar='<share-network>',
        )
        options.flag(
            parser,
            '--check-only',
            _(
                'Only check whether the back ends can migrate the share '
                'server as requested; the exit status is 0 either way, "-f '
                'value -c compatible" has the result'
            ),
        )
        wait.add_options(
            parser,
            _(
                'Wait until the first phase is done and "share server '
                'migration complete" can be run'
            ),
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        if parsed_args.check_only and parsed_args.wait:
            raise exceptions.CommandError(
                _('--wait cannot be combined with --check-only')
            )
        client = self.client
        server_id = parsed_args.share_server
        params = options.given(
            parsed_args,
            'host',
            'preserve_snapshots',
            'writable',
            'nondisruptive',
        )
        params['new_share_network_id'] = find.id_of(
            client.find_share_network, parsed_args.new_share_network
        )
        if parsed_args.check_only:
            return self._check(server_id, params)
        client.start_share_server_migration(server_id, **params)
        if parsed_args.wait:
            self.wait_for(
                _migrations.begun(client.get_share_server(server_id)),
                _migrations.reached(
                    *_migrations.PHASE_1_DONE, _migrations.SUCCESS
                ),
                parsed_args,
                attribute=_migrations.STATE,
            )
        return (), ()

    def _check(self, server_id: str, params: dict[str, Any]) -> command.Fields:
        answer = self.client.check_share_server_migration(server_id, **params)
        return (
            ('compatible', 'requested_capabilities', 'supported_capabilities'),
            (
                answer['compatible'],
                CapabilitiesColumn(answer['requested_capabilities']),
                CapabilitiesColumn(answer['supported_capabilities']),
            ),
        )


class CompleteShareServerMigration(command.ShowOne):
    _description = _(
        'Complete the migration of a share server after its first phase, and '
        'display the ID of the new share server (admin only)'
    )
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser, 'share_server', _('Share server being migrated (ID)')
        )
        wait.add_options(
            parser,
            _('Wait until the share server is migrated'),
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        new_id = client.complete_share_server_migration(
            parsed_args.share_server
        )
        if parsed_args.wait:
            # Manila may delete the old share server at any time
            self.wait_for(
                _migrations.begun(client.get_share_server(new_id)),
                _migrations.reached(_migrations.SUCCESS),
                parsed_args,
                attribute=_migrations.STATE,
            )
        return ('destination_share_server_id',), (new_id,)


class CancelShareServerMigration(command.Command):
    _description = _('Cancel the migration of a share server (admin only)')
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser, 'share_server', _('Share server being migrated (ID)')
        )
        wait.add_options(
            parser,
            _('Wait until the migration is canceled'),
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        client = self.client
        client.cancel_share_server_migration(parsed_args.share_server)
        if parsed_args.wait:
            self.wait_for(
                _migrations.begun(
                    client.get_share_server(parsed_args.share_server)
                ),
                _migrations.reached(_migrations.CANCELLED),
                parsed_args,
                attribute=_migrations.STATE,
            )


class ShowShareServerMigration(command.ShowOne):
    _description = _(
        'Display the progress of the migration of a share server (admin only)'
    )
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'share_server',
            _('Share server being migrated, or migrated (ID)'),
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        progress = self.client.get_share_server_migration_progress(
            parsed_args.share_server
        )
        names = ('total_progress', 'task_state', 'destination_share_server_id')
        return names, tuple(progress.get(name) for name in names)
