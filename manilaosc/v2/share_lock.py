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

"""``share lock`` commands: locks of shares and access rules."""

import argparse
from typing import Any

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import identity
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.i18n import _

Column = columns.Column

MIN_VERSION = '2.81'
#: Also the field names of show, as in python-manilaclient
LONG = tuple(
    Column(attr, header, header)
    for attr, header in (
        ('id', 'ID'),
        ('resource_id', 'Resource Id'),
        ('resource_type', 'Resource Type'),
        ('resource_action', 'Resource Action'),
        ('lock_context', 'Lock Context'),
        ('user_id', 'User Id'),
        ('project_id', 'Project Id'),
        ('created_at', 'Created At'),
        ('updated_at', 'Updated At'),
        ('lock_reason', 'Lock Reason'),
    )
)
LIST = LONG[:4]
CREATED = columns.of(
    'id user_id project_id lock_context resource_type resource_id '
    'resource_action lock_reason created_at updated_at'
)
#: Manila can sort by every attribute of a lock
SORT_KEYS = {c.attr: c.attr for c in LONG}
ACTION = ('--resource_action',)
REASON = ('--lock_reason', '--reason')


def _resource_type(value: str) -> str:
    """Parse a resource type: Manila's name or the one on the command line."""
    words = value.lower().replace('-', '_').replace(' ', '_')
    known = {'': '', 'share': 'share', 'access': 'access_rule'}
    if words not in (*known, *known.values()):
        raise argparse.ArgumentTypeError(
            _("Invalid resource type '%s' (choose from share, access_rule)")
            % value
        )
    return known.get(words, words)


class _ShareLockCommand(command.ResourceByIdCommand):
    min_version = MIN_VERSION
    noun = 'share lock'

    def get(self, resource_id: str) -> Any:
        return self.client.get_resource_lock(resource_id)


class CreateShareLock(command.ShowOne):
    _description = _('Lock a share or an access rule against an action')
    example = "share lock create data share --reason 'in use by mail'"
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'resource',
            _('Share (name or ID) or access rule (ID) to lock'),
        )
        options.add(
            parser,
            'resource_type',
            _('Resource type: share or access_rule'),
            type=_resource_type,
        )
        options.add(
            parser,
            '--resource-action',
            _(
                'Action to prevent: delete (default), or show, which hides '
                'the client of an access rule'
            ),
            aliases=ACTION,
            default='delete',
        )
        options.add(
            parser, '--lock-reason', _('Reason for the lock'), aliases=REASON
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        lock = self.client.create_resource_lock(
            resource_id=self._resource_id(parsed_args),
            **options.given(
                parsed_args, 'resource_type', 'resource_action', 'lock_reason'
            ),
        )
        return columns.fields(lock, CREATED)

    def _resource_id(self, parsed_args: argparse.Namespace) -> str:
        resource: str = parsed_args.resource
        if parsed_args.resource_type == 'access_rule':
            return resource
        return find.id_of(self.client.find_share, resource)


class DeleteShareLock(_ShareLockCommand, command.BulkCommand):
    _description = _('Delete one or more locks')
    can_wait = False

    def act(self, lock: str, parsed_args: argparse.Namespace) -> None:
        self.client.delete_resource_lock(lock, ignore_missing=False)


class ListShareLock(command.Lister):
    _description = _('List the locks of shares and access rules')
    example = 'share lock list --resource data --long'
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        identity.add_all_projects(parser, _('locks'))
        identity.add_project(parser, _('locks'))
        identity.add_user(parser, _('locks'))
        options.add(parser, '--id', _('List only the lock with this ID'))
        options.add(
            parser,
            '--resource',
            _(
                'List only locks of this share (name or ID) or, with '
                '--resource-type, of this access rule (ID)'
            ),
            aliases=('--resource-id', '--resource_id'),
        )
        options.add(
            parser,
            '--resource-type',
            _(
                'List only locks of this type of resource: share or '
                'access_rule'
            ),
            aliases=('--resource_type',),
            type=_resource_type,
        )
        options.add(
            parser,
            '--resource-action',
            _('List only locks that prevent this action: delete or show'),
            aliases=ACTION,
        )
        options.add(
            parser,
            '--lock-context',
            _(
                'List only locks created in this context: user, admin or '
                'service'
            ),
            aliases=('--lock_context', '--context'),
            choices=['user', 'admin', 'service'],
        )
        options.add(
            parser,
            '--lock-reason',
            _('List only locks with this reason'),
            not_in_manilaclient=True,
        )
        options.add(
            parser,
            '--lock-reason~',
            _('List only locks whose reason matches this pattern'),
            not_in_manilaclient=True,
        )
        listing.add_created_filters(parser, _('locks'))
        listing.add_paging(parser, 'lock', marker_not_in_manilaclient=True)
        listing.add_sort_key(parser, 'created_at:desc')
        listing.add_detail(parser, '--detailed', with_value=True)
        listing.add_count(
            parser, min_version=MIN_VERSION, not_in_manilaclient=True
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client, query = self.client, self._query(parsed_args)
        if parsed_args.count:
            count = client.count_resource_locks(**query)
            self.print_count(parsed_args, _('locks'), count)
        locks = listing.sort(
            client.resource_locks, parsed_args, SORT_KEYS, SORT_KEYS, **query
        )
        return columns.rows(locks, LONG if parsed_args.long else LIST)

    def _query(self, parsed_args: argparse.Namespace) -> dict[str, Any]:
        manager = self.app.client_manager
        query = listing.filters(
            parsed_args,
            'id',
            'resource_type',
            'resource_action',
            'lock_context',
            'lock_reason',
        )
        query |= identity.project_query(manager, parsed_args)
        if 'project_id' in query:
            # With this, Manila lists the user's own locks instead of refusing
            del query['all_projects']
        query |= identity.user_query(manager, parsed_args)
        query |= listing.created_query(parsed_args)
        if getattr(parsed_args, 'lock_reason~'):
            query['lock_reason_pattern'] = getattr(parsed_args, 'lock_reason~')
        if parsed_args.resource:
            query['resource_id'] = parsed_args.resource
            if parsed_args.resource_type != 'access_rule':
                query['resource_id'] = find.id_of(
                    self.client.find_share, parsed_args.resource
                )
        return query


class SetShareLock(_ShareLockCommand, command.Command):
    _description = _('Set share lock properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            '--resource-action',
            _('Action to prevent: delete, or show (access rules only)'),
            aliases=ACTION,
        )
        options.add(
            parser, '--lock-reason', _('Reason for the lock'), aliases=REASON
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        lock = self.find(parsed_args.resource, parsed_args)
        attrs = options.given(parsed_args, 'resource_action', 'lock_reason')
        if attrs:
            self.client.update_resource_lock(lock, **attrs)


class ShowShareLock(_ShareLockCommand, command.ShowCommand):
    _description = _('Display share lock details')
    fields = LONG


class UnsetShareLock(_ShareLockCommand, command.Command):
    _description = _('Unset share lock properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.flag(
            parser, '--lock-reason', _('Remove the reason'), aliases=REASON
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        lock = self.find(parsed_args.resource, parsed_args)
        if parsed_args.lock_reason:
            self.client.update_resource_lock(lock, lock_reason=None)
