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

"""``share access`` commands: the access rules of shares."""

import argparse
from collections.abc import Iterator
import functools
from typing import Any

from osc_lib import exceptions

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import listing
from manilaosc.common import microversion
from manilaosc.common import options
from manilaosc.common import parser as argparser
from manilaosc.common import wait
from manilaosc.i18n import _
from manilaosc.v2 import _properties
from manilaosc.v2 import _steps
from manilaosc.v2 import _waiting

Column = columns.Column


class PropertiesColumn(columns.PairsColumn, columns.TextColumn):
    """Format the properties of an access rule, which scripts read as lines."""


LIST = columns.of(
    'id access_type access_to access_level state access_key created_at '
    'updated_at'
)
LONG = (*LIST, _properties.PROPERTIES)
SHOW = (
    *columns.of(
        'id share_id access_level access_to access_type state access_key '
        'created_at updated_at'
    ),
    Column('metadata', 'properties', formatter=PropertiesColumn),
)


def _add_properties(parser: argparse.ArgumentParser, help_: str) -> None:
    options.add(
        parser,
        '--properties',
        help_,
        metavar='<key=value>',
        action=argparser.KeyValue,
        nargs='*',
        min_version='2.45',
    )
    options.add(
        parser,
        '--property',
        _(
            'Same as --properties, for a single property (repeat option to '
            'set multiple properties)'
        ),
        dest='properties',
        metavar='<key=value>',
        action=argparser.KeyValue,
        min_version='2.45',
        not_in_manilaclient=True,
    )


class CreateShareAccess(command.ShowOne):
    _description = _('Create an access rule for a share')
    example = 'share access create data ip 10.0.0.0/24 --wait'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser, 'share', _('Share to grant access to (name or ID)')
        )
        options.add(
            parser,
            'access_type',
            _(
                'Access type: ip, user (user or group), cert (TLS '
                'certificate), or cephx (API version 2.13 or later)'
            ),
        )
        options.add(
            parser,
            'access_to',
            _(
                'Client to grant access to: an IP address or network in CIDR '
                'notation (IPv6: API version 2.38 or later), a user or group, '
                'the common name of a certificate, or a Ceph client'
            ),
        )
        _add_properties(parser, _('Properties of the access rule'))
        options.add(
            parser,
            '--access-level',
            _('Access level: rw (read and write, default) or ro (read only)'),
            choices=('rw', 'ro'),
        )
        wait.add_options(parser, _('Wait until the access rule is active'))
        options.flag(
            parser,
            '--lock-visibility',
            _(
                'Hide the client and the access key from other users of the '
                'project'
            ),
            min_version='2.82',
        )
        options.flag(
            parser,
            '--lock-deletion',
            _('Lock the access rule against deletion'),
            min_version='2.82',
        )
        options.add(
            parser,
            '--lock-reason',
            _(
                'Reason for the lock; requires --lock-visibility or '
                '--lock-deletion'
            ),
            min_version='2.82',
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        self._check(parsed_args)
        attrs = options.given(
            parsed_args,
            'access_type',
            'access_to',
            'access_level',
            'lock_reason',
        )
        for option in ('lock_visibility', 'lock_deletion'):
            if getattr(parsed_args, option):
                attrs[option] = True
        if parsed_args.properties:
            attrs['metadata'] = parsed_args.properties
        share = find.one(client.find_share, parsed_args.share, fetch=False)
        rule = client.create_access_rule(share, **attrs)
        rule = self.wait_for(
            rule,
            'active',
            parsed_args,
            attribute='state',
            about=share.id,  # User messages about rules have the share's ID
        )
        return columns.fields(rule, SHOW)

    def _check(self, parsed_args: argparse.Namespace) -> None:
        client = self.client
        if parsed_args.lock_reason and not (
            parsed_args.lock_visibility or parsed_args.lock_deletion
        ):
            raise exceptions.CommandError(
                _(
                    '--lock-reason requires --lock-visibility or '
                    '--lock-deletion'
                )
            )
        if parsed_args.access_type == 'cephx':
            microversion.require(client, '2.13', _('Access type cephx'))
        if parsed_args.access_type == 'ip' and ':' in parsed_args.access_to:
            microversion.require(
                client, '2.38', _('Access from IPv6 addresses')
            )


class DeleteShareAccess(command.ResourceByIdCommand, command.BulkCommand):
    _description = _('Delete one or more access rules of a share')
    noun = 'access rule'
    attribute = 'state'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.flag(
            parser,
            '--unrestrict',
            _('Remove your own locks of the access rule before deleting it'),
            min_version='2.82',
        )
        return parser

    def add_parent(self, parser: argparse.ArgumentParser) -> None:
        options.add(
            parser,
            'share',
            _('Share that the access rules belong to (name or ID)'),
        )

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        self._share = find.one(
            self.client.find_share, parsed_args.share, fetch=False
        )
        super().take_action(parsed_args)

    def get(self, resource_id: str) -> Any:
        return self.client.get_access_rule(resource_id, self._share)

    def act(self, rule: Any, parsed_args: argparse.Namespace) -> None:
        self.client.delete_access_rule(
            rule,
            self._share,
            ignore_missing=False,
            unrestrict=parsed_args.unrestrict,
        )


class ListShareAccess(command.Lister):
    _description = _('List the access rules of a share')
    example = 'share access list data'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'share',
            _('Share to list the access rules of (name or ID)'),
        )
        _add_properties(
            parser, _('List only access rules with all of these properties')
        )
        options.add(
            parser,
            '--access-type',
            _('List only access rules of this type: ip, user, cert or cephx'),
            min_version='2.82',
        )
        options.add(
            parser,
            '--access-key',
            _('List only access rules with this access key'),
            min_version='2.82',
        )
        options.add(
            parser,
            '--access-to',
            _(
                'List only access rules for this address, user, group or '
                'certificate; requires --access-type'
            ),
            min_version='2.82',
        )
        options.add(
            parser,
            '--access-level',
            _('List only access rules with this access level: rw or ro'),
            min_version='2.82',
        )
        listing.add_long(parser, not_in_manilaclient=True)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        query = listing.filters(
            parsed_args,
            'access_type',
            'access_key',
            'access_to',
            'access_level',
        )
        if parsed_args.properties:
            query['metadata'] = parsed_args.properties
        share = find.one(client.find_share, parsed_args.share, fetch=False)
        rules = client.access_rules(share, **query)
        return columns.rows(rules, LONG if parsed_args.long else LIST)


class _AccessRuleCommand(command.ResourceByIdCommand):
    noun = 'access rule'
    min_version = '2.45'

    def get(self, resource_id: str) -> Any:
        return self.client.get_access_rule(resource_id)


class ShowShareAccess(_AccessRuleCommand, command.ShowCommand):
    _description = _('Display details of an access rule of a share')
    fields = SHOW


class SetShareAccess(_AccessRuleCommand, command.UpdateCommand):
    _description = _('Set properties of an access rule of a share')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_property(parser)
        options.add(
            parser,
            '--access-level',
            _('New access level: rw (read and write) or ro (read only)'),
            choices=('rw', 'ro'),
            min_version='2.88',
        )
        return parser

    def steps(
        self, rule_id: str, parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client, level = self.client, parsed_args.access_level
        if parsed_args.property:
            yield (
                _('set properties'),
                lambda: client.set_access_rule_metadata(
                    rule_id, parsed_args.property
                ),
            )
        if level:
            yield (
                _('set the access level'),
                lambda: client.update_access_rule(rule_id, level),
            )


class UnsetShareAccess(_AccessRuleCommand, command.UpdateCommand):
    _description = _('Unset properties of an access rule of a share')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_property_keys(parser)
        return parser

    def steps(
        self, rule_id: str, parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        return _steps.unset_properties(
            functools.partial(
                self.client.delete_access_rule_metadata, rule_id
            ),
            parsed_args,
        )


class WaitShareAccess(_AccessRuleCommand, _waiting.Wait):
    _description = _('Wait until access rules of shares meet conditions')
    example = 'share access wait dbb876e5-1ef9-4315-9b1a-952c6472a109'
    fields = SHOW
    good = 'active'
    attribute = 'state'
