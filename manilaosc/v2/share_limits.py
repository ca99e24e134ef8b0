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

"""``share limits`` commands: the limits of the user's own project."""

import argparse
from collections.abc import Iterator
from typing import Any

from manilaosc import command
from manilaosc.common import options
from manilaosc.i18n import _

ABSOLUTE = ('Name', 'Value')
RATE = ('Verb', 'Regex', 'URI', 'Value', 'Remaining', 'Unit', 'Next Available')
#: The absolute limits in Manila's order; older releases have fewer
NAMES = (
    'maxTotalShares maxTotalShareSnapshots maxTotalShareGigabytes '
    'maxTotalSnapshotGigabytes maxTotalShareNetworks maxTotalShareGroups '
    'maxTotalShareGroupSnapshots maxTotalShareReplicas '
    'maxTotalReplicaGigabytes maxTotalShareBackups maxTotalBackupGigabytes '
    'totalSharesUsed totalShareSnapshotsUsed totalShareGigabytesUsed '
    'totalSnapshotGigabytesUsed totalShareNetworksUsed totalShareGroupsUsed '
    'totalShareGroupSnapshotsUsed totalShareReplicasUsed '
    'totalReplicaGigabytesUsed totalShareBackupsUsed totalBackupGigabytesUsed'
).split()


class ShowShareLimits(command.Lister):
    _description = _('Display the limits of your project')
    example = 'share limits show --absolute'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        kind = parser.add_mutually_exclusive_group()
        options.flag(
            kind,
            '--absolute',
            _('Display absolute limits: quotas and usage (default)'),
        )
        options.flag(
            kind,
            '--rate',
            _(
                'Display rate limits: how often you can send requests, if the '
                'cloud limits it'
            ),
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        limits = self.client.limits()
        if parsed_args.rate:
            return RATE, _rates(limits)
        return ABSOLUTE, _absolute(limits)


def _absolute(limits: Iterator[Any]) -> Iterator[tuple[str, int]]:
    for limit in limits:
        for name in NAMES:
            value = getattr(limit, name)
            if value is not None:
                yield name, value


def _rates(limits: Iterator[Any]) -> Iterator[tuple[Any, ...]]:
    for limit in limits:
        for rate in limit.rate or []:
            for verb in rate['limit']:
                yield (
                    verb['verb'],
                    rate['regex'],
                    rate['uri'],
                    verb['value'],
                    verb['remaining'],
                    verb['unit'],
                    verb['next-available'],
                )
