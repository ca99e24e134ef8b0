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

"""``share group type`` commands."""

import argparse
from collections.abc import Iterator
import functools
from typing import Any

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import options
from manilaosc.i18n import _
from manilaosc.v2 import _types
from manilaosc.v2 import share_type

Column = columns.Column

MIN_VERSION = _types.ShareGroupType.min_version
COLUMNS = (
    *columns.of('id name'),
    Column('share_types', formatter=columns.ItemsColumn),
    Column('is_public', 'visibility', formatter=share_type.VisibilityColumn),
    Column('is_default'),
    Column('group_specs', formatter=columns.PairsColumn),
)
_add_group_specs = functools.partial(_types.add_specs, name='--group-specs')


class CreateShareGroupType(command.ShowOne):
    _description = _('Create a share group type (admin only)')
    example = (
        'share group type create pairs gold silver '
        '--group-specs consistent_snapshot_support=host'
    )
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'name', _('Name of the share group type'))
        options.add(
            parser,
            'share_types',
            _('Share types allowed in groups of this type (names or IDs)'),
            nargs='+',
        )
        _add_group_specs(
            parser,
            _(
                'Group spec, such as consistent_snapshot_support=host (repeat '
                'option to set multiple group specs)'
            ),
        )
        options.add(
            parser,
            '--public',
            _(
                'Whether the share group type is public: true or false '
                '(default: true)'
            ),
            type=options.boolean,
            default=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        share_types = [
            find.id_of(client.find_share_type, name)
            for name in parsed_args.share_types
        ]
        group_type = client.create_share_group_type(
            name=parsed_args.name,
            share_types=options.unique(share_types),
            group_specs=parsed_args.group_specs or {},
            is_public=parsed_args.public,
        )
        return columns.fields(group_type, COLUMNS)


class DeleteShareGroupType(_types.ShareGroupType, command.BulkCommand):
    _description = _('Delete one or more share group types (admin only)')
    can_wait = False

    def act(self, group_type: Any, parsed_args: argparse.Namespace) -> None:
        self.client.delete_share_group_type(group_type, ignore_missing=False)


class ListShareGroupType(command.Lister):
    _description = _('List share group types')
    example = (
        'share group type list --group-specs consistent_snapshot_support=host'
    )
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.flag(
            parser,
            '--all',
            _('Include private share group types (admin only)'),
        )
        _add_group_specs(
            parser,
            _(
                'List only share group types with this group spec (repeat '
                'option to filter by multiple group specs)'
            ),
            min_version='2.66',
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        query: dict[str, Any] = {}
        if parsed_args.all:
            query['is_public'] = 'all'
        if parsed_args.group_specs:
            query['group_specs'] = parsed_args.group_specs
        return columns.rows(self.client.share_group_types(**query), COLUMNS)


class ShowShareGroupType(_types.ShowType, _types.ShareGroupType):
    _description = _('Display share group type details')
    example = 'share group type show default'
    fields = COLUMNS
    identified_by = _(
        'name or ID; "default" is the default share group type, unless a type '
        'has that name'
    )

    def default(self) -> Any:
        return self.client.get_default_share_group_type()


class SetShareGroupType(_types.ShareGroupType, command.UpdateCommand):
    _description = _('Set share group type properties (admin only)')
    example = (
        'share group type set pairs '
        '--group-specs consistent_snapshot_support=host'
    )

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        _add_group_specs(
            parser,
            _('Group spec to set (repeat option to set multiple group specs)'),
        )
        return parser

    def steps(
        self, group_type: Any, parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        if parsed_args.group_specs:
            yield (
                _('set group specs'),
                functools.partial(
                    self.client.update_share_group_type_group_specs,
                    group_type,
                    parsed_args.group_specs,
                ),
            )


class UnsetShareGroupType(_types.ShareGroupType, _types.UnsetSpecs):
    _description = _('Unset share group type properties (admin only)')
    argument = 'group_specs'
    help = _('Group spec(s) to remove')
    failure = _("remove group spec '%s'")

    def remove(self, group_type: Any, key: str) -> None:
        self.client.delete_share_group_type_group_spec_property(
            group_type, key
        )
