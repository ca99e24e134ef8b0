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

"""``share migration`` commands: migration of shares between pools."""

import argparse
import re
from typing import Any

from osc_lib import exceptions
from osc_lib.cli import format_columns

from manilaosc import command
from manilaosc.common import find
from manilaosc.common import microversion
from manilaosc.common import options
from manilaosc.common import wait
from manilaosc.i18n import _
from manilaosc.v2 import _migrations

#: The requirements that host-assisted migration cannot meet
DRIVERS_ONLY = (
    'preserve_metadata',
    'preserve_snapshots',
    'writable',
    'nondisruptive',
)


def _pool(value: str) -> str:
    """Parse ``host@backend#pool``, since Manila does not check the format."""
    if not re.fullmatch('[^@#]+@[^@#]+#.+', value):
        raise argparse.ArgumentTypeError(
            _("Invalid pool '%s': must be host@backend#pool") % value
        )
    return value


class _MigrationCommand(command.Command):
    """Base class for commands on the migration of a share."""

    def find(self, name_or_id: str) -> Any:
        return find.one(self.client.find_share, name_or_id, fetch=False)

    def wait_until(
        self,
        share: Any,
        check: wait.Condition,
        parsed_args: argparse.Namespace,
    ) -> None:
        self.wait_for(
            _migrations.begun(share),
            check,
            parsed_args,
            attribute=_migrations.STATE,
        )


class StartShareMigration(_MigrationCommand):
    _description = _(
        'Start the first phase of the migration of a share to another pool '
        '(admin only)'
    )
    example = (
        'share migration start data host@backend#pool '
        '--preserve-metadata True --preserve-snapshots True '
        '--writable False --nondisruptive False --wait'
    )
    min_version = '2.29'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'share', _('Share to migrate (name or ID)'))
        options.add(
            parser,
            'host',
            _('Destination pool: host@backend#pool'),
            type=_pool,
        )
        options.add(
            parser,
            '--force-host-assisted-migration',
            _(
                'Whether the data service copies the share even if the '
                'drivers could migrate it: true or false (default: false)'
            ),
            metavar='<true|false>',
            type=options.boolean,
        )
        _migrations.add_required(
            parser,
            '--preserve-metadata',
            _(
                'Whether all file metadata must be preserved, which requires '
                'driver-assisted migration: true or false'
            ),
        )
        _migrations.add_required(
            parser,
            '--preserve-snapshots',
            _(
                'Whether snapshots must be migrated, too, which requires '
                'driver-assisted migration: true or false'
            ),
        )
        _migrations.add_required(
            parser,
            '--writable',
            _(
                'Whether the share must stay writable, which requires '
                'driver-assisted migration: true or false'
            ),
        )
        _migrations.add_required(
            parser,
            '--nondisruptive',
            _(
                'Whether clients must not be disrupted, which requires '
                'driver-assisted migration: true or false'
            ),
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
        options.add(
            parser,
            '--new-share-type',
            _('New share type (name or ID) (default: the current share type)'),
            metavar='<share-type>',
        )
        wait.add_options(
            parser,
            _(
                'Wait until the first phase is done and "share migration '
                'complete" can be run'
            ),
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        client = self.client
        params = options.given(
            parsed_args, *DRIVERS_ONLY, 'force_host_assisted_migration'
        )
        if parsed_args.force_host_assisted_migration:
            for dest in DRIVERS_ONLY:
                if params[dest]:
                    raise exceptions.CommandError(
                        _(
                            '--%s cannot be true with '
                            '--force-host-assisted-migration'
                        )
                        % dest.replace('_', '-')
                    )
        for option, finder in (
            ('new_share_network', client.find_share_network),
            ('new_share_type', client.find_share_type),
        ):
            name = getattr(parsed_args, option)
            if name:
                params[f'{option}_id'] = find.id_of(finder, name)
        share = self.find(parsed_args.share)
        client.start_share_migration(share, parsed_args.host, **params)
        done = _migrations.reached(
            *_migrations.PHASE_1_DONE, _migrations.SUCCESS
        )
        self.wait_until(share, done, parsed_args)


class CompleteShareMigration(_MigrationCommand):
    _description = _(
        'Complete the migration of a share after its first phase (admin only)'
    )
    min_version = '2.22'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'share', _('Share being migrated (name or ID)'))
        wait.add_options(
            parser,
            _('Wait until the share is migrated'),
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        share = self.find(parsed_args.share)
        self.client.complete_share_migration(share)
        self.wait_until(
            share, _migrations.reached(_migrations.SUCCESS), parsed_args
        )


class CancelShareMigration(_MigrationCommand):
    _description = _('Cancel the migration of a share (admin only)')
    min_version = '2.22'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'share', _('Share being migrated (name or ID)'))
        wait.add_options(
            parser,
            _('Wait until the migration is canceled'),
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        share = self.find(parsed_args.share)
        self.client.cancel_share_migration(share)
        self.wait_until(
            share, _migrations.reached(_migrations.CANCELLED), parsed_args
        )


class ShowShareMigration(command.ShowOne):
    _description = _(
        'Display the progress of the migration of a share (admin only)'
    )
    min_version = '2.22'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'share',
            _('Share being migrated, or migrated (name or ID)'),
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        share = find.one(client.find_share, parsed_args.share, fetch=False)
        progress = client.get_share_migration_progress(share)
        names = ['total_progress', 'task_state']
        values = [progress[name] for name in names]
        if microversion.supported(client, '2.59'):
            names.append('details')
            values.append(format_columns.DictColumn(progress['details']))
        return names, values
