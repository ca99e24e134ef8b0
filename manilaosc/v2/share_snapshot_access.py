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

"""``share snapshot access`` commands: the access rules of snapshots."""

import argparse
from typing import Any

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import options
from manilaosc.common import wait
from manilaosc.i18n import _
from manilaosc.v2 import _waiting

Column = columns.Column

COLUMNS = columns.of('id access_type access_to state')
MIN_VERSION = '2.32'


class CreateShareSnapshotAccess(command.ShowOne):
    _description = _(
        'Create an access rule for a snapshot; access is read only'
    )
    example = 'share snapshot access create nightly ip 10.0.0.0/24 --wait'
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser, 'snapshot', _('Snapshot to grant access to (name or ID)')
        )
        options.add(
            parser,
            'access_type',
            _(
                'Access type: ip, user (user or group) or cert (TLS '
                'certificate)'
            ),
        )
        options.add(
            parser,
            'access_to',
            _(
                'Client to grant access to: an IP address or network in CIDR '
                'notation (IPv6: API version 2.38 or later), a user or group, '
                'or the common name of a certificate'
            ),
        )
        wait.add_options(
            parser,
            _('Wait until the access rule is active'),
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        snapshot = find.one(
            client.find_share_snapshot, parsed_args.snapshot, fetch=False
        )
        rule = client.create_share_snapshot_access_rule(
            snapshot, parsed_args.access_type, parsed_args.access_to
        )
        rule = self.wait_for(rule, 'active', parsed_args, attribute='state')
        return columns.fields(rule, COLUMNS)


class _AccessRulesCommand(command.ResourceByIdCommand, command.BulkCommand):
    """Base class for commands on access rules of one snapshot."""

    min_version = MIN_VERSION
    noun = 'access rule'
    attribute = 'state'

    def add_parent(self, parser: argparse.ArgumentParser) -> None:
        options.add(
            parser,
            'snapshot',
            _('Snapshot that the access rules belong to (name or ID)'),
        )

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        self._snapshot = find.one(
            self.client.find_share_snapshot, parsed_args.snapshot, fetch=False
        )
        super().take_action(parsed_args)

    def get(self, resource_id: str) -> Any:
        return self.client.get_share_snapshot_access_rule(
            resource_id, self._snapshot
        )


class DeleteShareSnapshotAccess(_AccessRulesCommand):
    _description = _('Delete one or more access rules of a snapshot')
    wait_not_in_manilaclient = True

    def act(self, rule: Any, parsed_args: argparse.Namespace) -> None:
        self.client.delete_share_snapshot_access_rule(
            rule, self._snapshot, ignore_missing=False
        )


class ListShareSnapshotAccess(command.Lister):
    _description = _('List the access rules of a snapshot')
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'snapshot',
            _('Snapshot to list the access rules of (name or ID)'),
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        snapshot = find.one(
            client.find_share_snapshot, parsed_args.snapshot, fetch=False
        )
        rules = client.share_snapshot_access_rules(snapshot)
        return columns.rows(rules, COLUMNS)


class WaitShareSnapshotAccess(_AccessRulesCommand, _waiting.Wait):
    _description = _('Wait until access rules of a snapshot meet conditions')
    example = (
        'share snapshot access wait nightly '
        'dbb876e5-1ef9-4315-9b1a-952c6472a109'
    )
    fields = COLUMNS
    good = 'active'
