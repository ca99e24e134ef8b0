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

"""``share quota`` commands: quotas of projects, users and share types."""

import argparse
from typing import Any

from osc_lib import exceptions

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import identity
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.i18n import _

#: The fields of a quota set, in python-manilaclient's order
SHOW = (
    'backup_gigabytes backups encryption_keys gigabytes id '
    'per_share_gigabytes replica_gigabytes share_group_snapshots '
    'share_groups share_networks share_replicas shares snapshot_gigabytes '
    'snapshots'
).split()
#: The help of each quota, and the lowest microversion that supports it
QUOTAS = {
    'shares': (_('Number of shares'), None),
    'snapshots': (_('Number of snapshots'), None),
    'gigabytes': (_('Total size of shares in GiB'), None),
    'snapshot_gigabytes': (_('Total size of snapshots in GiB'), None),
    'share_networks': (
        _('Number of share networks (not per share type)'),
        None,
    ),
    'share_groups': (_('Number of share groups (not per share type)'), '2.40'),
    'share_group_snapshots': (
        _('Number of share group snapshots (not per share type)'),
        '2.40',
    ),
    'share_replicas': (_('Number of share replicas'), '2.53'),
    'replica_gigabytes': (_('Total size of share replicas in GiB'), '2.53'),
    'per_share_gigabytes': (_('Maximum size of a share in GiB'), '2.62'),
    'backups': (_('Number of share backups'), '2.80'),
    'backup_gigabytes': (_('Total size of share backups in GiB'), '2.80'),
    'encryption_keys': (_('Number of encryption keys'), '2.90'),
}
#: Quotas that share types do not have, although Manila accepts some of them
NOT_PER_TYPE = ('share_networks', 'share_groups', 'share_group_snapshots')
#: The highest limit that Manila can store
HIGHEST = 2**31 - 1
#: Quotas that python-manilaclient does not support
NEW = ('backups', 'backup_gigabytes')


class UsageColumn(columns.TextColumn):
    """Format the usage of a quota, a line for each number."""

    def human_readable(self) -> str:
        return '\n'.join(f'{key} = {n}' for key, n in self._value.items())


def _limit(value: str) -> int:
    """Parse a quota, since Manila accepts any number for a quota class."""
    limit = int(value)
    if not -1 <= limit <= HIGHEST:
        raise argparse.ArgumentTypeError(
            _("Invalid limit '%(value)s': must be from -1 to %(highest)d")
            % {'value': value, 'highest': HIGHEST}
        )
    return limit


_limit.__name__ = 'int'  # The type in argparse's error messages


def _add_whose(
    parser: argparse.ArgumentParser,
) -> argparse._MutuallyExclusiveGroup:
    """Add the options for quotas of a user or a share type in a project."""
    options.add(
        parser,
        '--project-domain',
        _(
            'Domain the project belongs to (name or ID), in case its name is '
            'not unique'
        ),
        not_in_manilaclient=True,
    )
    whose = parser.add_mutually_exclusive_group()
    options.add(whose, '--user', _('User in the project (name or ID)'))
    options.add(
        parser,
        '--user-domain',
        _(
            'Domain the user belongs to (name or ID), in case its name is not '
            'unique'
        ),
        not_in_manilaclient=True,
    )
    options.add(
        whose, '--share-type', _('Share type (name or ID)'), min_version='2.39'
    )
    return whose


class _QuotaCommand(command.Command):
    """Base class for commands on quotas."""

    def project_id(self, parsed_args: argparse.Namespace) -> str:
        return identity.project_id(
            self.app.client_manager,
            parsed_args.project,
            parsed_args.project_domain,
        )

    def whose(self, parsed_args: argparse.Namespace) -> dict[str, Any]:
        # Without a user or type it would change the quotas of the project
        find.check(parsed_args.user)
        find.check(parsed_args.share_type)
        return {
            **identity.user_query(self.app.client_manager, parsed_args),
            **listing.filters(parsed_args, 'share_type'),
        }


class DeleteShareQuota(_QuotaCommand):
    _description = _(
        'Reset the quotas of a project to the defaults (admin only)'
    )
    example = 'share quota delete demo --share-type gold'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser, 'project', _('Project to reset the quotas of (name or ID)')
        )
        _add_whose(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        project_id = self.project_id(parsed_args)
        self.client.revert_quota_set(project_id, **self.whose(parsed_args))


class SetShareQuota(_QuotaCommand):
    _description = _('Set quotas for a project or a quota class (admin only)')
    example = 'share quota set demo --shares 20 --gigabytes 500'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'project',
            _(
                'Project (name or ID) or, with --class, quota class; the '
                'class "default" has the defaults for all projects'
            ),
            metavar='<project/class>',
        )
        whose = _add_whose(parser)
        options.flag(
            whose,
            '--class',
            _('Set quotas for a quota class'),
            dest='quota_class',
        )
        for quota, (help_, min_version) in QUOTAS.items():
            options.add(
                parser,
                f'--{quota.replace("_", "-")}',
                _('%s (-1: unlimited)') % help_,
                type=_limit,
                min_version=min_version,
                not_in_manilaclient=quota in NEW,
            )
        options.flag(
            parser,
            '--force',
            _(
                "Set the quotas even if usage exceeds them or a user's quota "
                "exceeds the project's; always so for a quota class"
            ),
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        quotas = options.given(parsed_args, *QUOTAS)
        if not quotas:
            return
        if parsed_args.share_type and any(q in quotas for q in NOT_PER_TYPE):
            raise exceptions.CommandError(
                _(
                    'Quotas for share networks and share groups cannot be set '
                    'per share type'
                )
            )
        if parsed_args.quota_class:
            self.client.update_quota_class_set(parsed_args.project, **quotas)
            return
        if parsed_args.force:
            quotas['force'] = True
        project_id = self.project_id(parsed_args)
        self.client.update_quota_set(
            project_id, **self.whose(parsed_args), **quotas
        )


class ShowShareQuota(_QuotaCommand, command.ShowOne):
    _description = _('Display the quotas of a project')
    example = 'share quota show demo --detail'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'project',
            _('Project (name or ID) (default: your project)'),
            nargs='?',
        )
        _add_whose(parser)
        options.flag(
            parser,
            '--detail',
            _('Display usage and reservations, too'),
            min_version='2.25',
        )
        options.flag(parser, '--defaults', _('Display the default quotas'))
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        project_id = self.project_id(parsed_args)
        if parsed_args.defaults:
            quotas = client.get_quota_set_defaults(project_id)
        else:
            quotas = client.get_quota_set(
                project_id, parsed_args.detail, **self.whose(parsed_args)
            )
        values = {name: getattr(quotas, name) for name in SHOW}
        if parsed_args.detail and not parsed_args.defaults:
            for name, limit in values.items():
                if name != 'id' and limit is not None:
                    values[name] = UsageColumn(
                        {
                            'in_use': quotas.usage[name],
                            'limit': limit,
                            'reserved': quotas.reservation[name],
                        }
                    )
        return tuple(values), tuple(values.values())
