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

"""``share pool`` commands: the storage pools of the back ends."""

import argparse
import re
from typing import Any

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.diagnosis import scheduler
from manilaosc.i18n import _

Column = columns.Column

LIST = columns.of('name host backend pool')
CAPABILITIES = Column('capabilities', formatter=columns.PairsColumn)
#: In GiB, if the driver reports it
CAPACITY = (
    Column('total_capacity', header='Total GiB'),
    Column('free_capacity', header='Free GiB'),
    Column('allocated_capacity', header='Allocated GiB'),
    Column('provisioned_capacity', header='Provisioned GiB'),
)
#: The header of the column that says why a pool does not fit
RULED_OUT_BY = 'Ruled Out By'


def _pattern(value: str) -> str:
    """Parse a regular expression; Manila answers 500 to an invalid one."""
    try:
        re.compile(value)
    except re.error as e:
        raise argparse.ArgumentTypeError(
            _("Invalid regular expression '%(value)s': %(why)s")
            % {'value': value, 'why': e}
        ) from e
    return value


class ListSharePool(command.Lister):
    _description = _('List storage pools (admin only)')
    example = 'share pool list --share-type gold --size 100 --long'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            '--host',
            _('List only pools whose host matches this regular expression'),
            type=_pattern,
        )
        options.add(
            parser,
            '--backend',
            _(
                'List only pools whose back end matches this regular '
                'expression'
            ),
            type=_pattern,
        )
        options.add(
            parser,
            '--pool',
            _('List only pools whose name matches this regular expression'),
            type=_pattern,
        )
        options.flag(
            parser, '--detail', _('List the capabilities of the pools, too')
        )
        options.add(
            parser,
            '--share-type',
            _(
                'List only pools with the capabilities of this share type; '
                'with --size, list all pools (name or ID)'
            ),
            min_version='2.23',
        )
        options.flag(
            parser,
            '--long',
            _('List the capacities of the pools, too'),
            not_in_manilaclient=True,
        )
        options.add(
            parser,
            '--size',
            _(
                'List what rules out each pool for a new share of this size '
                'in GiB and of the share type'
            ),
            type=options.size,
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        query = listing.filters(
            parsed_args, 'host', 'backend', 'pool', 'share_type'
        )
        shown = [
            *LIST,
            *([CAPABILITIES] if parsed_args.detail else []),
            *(CAPACITY if parsed_args.long else []),
        ]
        if parsed_args.size:
            return self._compared(parsed_args.size, query, shown)
        details = parsed_args.detail or parsed_args.long
        return columns.rows(self.client.storage_pools(details, **query), shown)

    def _compared(
        self, size: int, query: dict[str, Any], shown: list[Column]
    ) -> command.Table:
        """List all pools with what rules them out for a share."""
        specs = {}
        name = query.pop('share_type', None)
        if name:
            specs = self.client.find_share_type(
                name, ignore_missing=False
            ).extra_specs
        request = scheduler.Request(specs or {}, size)
        services = scheduler.by_host(self.client.services())
        pools = list(self.client.storage_pools(True, **query))
        headers, rows = columns.rows(pools, shown)
        return (*headers, RULED_OUT_BY), (
            (*row, self._why(pool, request, services))
            for row, pool in zip(rows, pools, strict=True)
        )

    def _why(
        self, pool: Any, request: scheduler.Request, services: dict[str, Any]
    ) -> str:
        service = services.get(scheduler.backend(pool.name))
        obstacle = scheduler.ruled_out(pool, request, service)
        return obstacle.text if obstacle else ''
