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

"""``share type`` commands."""

import argparse
from collections.abc import Iterator
import functools
from typing import Any

from osc_lib import exceptions

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import options
from manilaosc.i18n import _
from manilaosc.v2 import _steps
from manilaosc.v2 import _types

Column = columns.Column


class VisibilityColumn(columns.FormattableColumn[Any]):
    """Format whether a type is public, as public or private."""

    def human_readable(self) -> str:
        return 'public' if self._value else 'private'

    def machine_readable(self) -> str:
        return self.human_readable()


COLUMNS = (
    *columns.of('id name'),
    Column('is_public', 'visibility', formatter=VisibilityColumn),
    Column('is_default'),
    Column('required_extra_specs', formatter=columns.PairsColumn),
    Column('optional_extra_specs', formatter=columns.PairsColumn),
    Column('description'),
)
#: The extra spec with a positional argument
REQUIRED_SPEC = 'driver_handles_share_servers'
#: Extra specs with options of their own
SPECS = {
    'snapshot_support': _('Whether shares can have snapshots: true or false'),
    'create_share_from_snapshot_support': _(
        'Whether shares can be created from snapshots: true or false'
    ),
    'revert_to_snapshot_support': _(
        'Whether shares can be reverted to snapshots: true or false'
    ),
    'mount_snapshot_support': _(
        'Whether snapshots can be mounted: true or false'
    ),
}


_add_extra_specs = functools.partial(_types.add_specs, name='--extra-specs')


def spelled(key: str, value: str) -> str:
    """Return an extra spec, a boolean spelled True or False."""
    if key in SPECS and value.lower() in ('true', 'false'):
        return value.capitalize()
    return value


def _extra_specs(parsed_args: argparse.Namespace) -> dict[str, str]:
    specs = parsed_args.extra_specs or {}
    return {key: spelled(key, value) for key, value in specs.items()}


class CreateShareType(command.ShowOne):
    _description = _('Create a share type (admin only)')
    example = 'share type create fast false --extra-specs thin=true'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'name', _('Name of the share type'))
        options.add(
            parser,
            f'spec_{REQUIRED_SPEC}',
            _(
                'Whether the driver handles share servers, so that shares are '
                'on share networks: true or false'
            ),
            metavar=f'<spec_{REQUIRED_SPEC}>',
            type=options.boolean,
        )
        options.add(
            parser,
            '--description',
            _('Description of the share type'),
            min_version='2.41',
        )
        for spec, help_ in SPECS.items():
            option = spec.replace('_', '-')
            options.add(
                parser,
                f'--{option}',
                help_,
                metavar=f'<{option}>',
                type=options.boolean,
            )
        _add_extra_specs(
            parser, _('Extra spec (repeat option to set multiple extra specs)')
        )
        options.add(
            parser,
            '--public',
            _(
                'Whether the share type is public: true or false (default: '
                'true)'
            ),
            type=options.boolean,
            default=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        attrs = options.given(parsed_args, 'name', 'description')
        share_type = self.client.create_share_type(
            is_public=parsed_args.public,
            extra_specs=self._specs(parsed_args),
            **attrs,
        )
        return columns.fields(share_type, COLUMNS)

    def _specs(self, parsed_args: argparse.Namespace) -> dict[str, Any]:
        own = {
            # Manila answers with it as it is sent, and this one as a Boolean
            # is what scripts know
            REQUIRED_SPEC: getattr(parsed_args, f'spec_{REQUIRED_SPEC}'),
            **{
                key: str(value)
                for key, value in options.given(parsed_args, *SPECS).items()
            },
        }
        others = _extra_specs(parsed_args)
        twice = sorted(own.keys() & others.keys())
        if twice:
            raise exceptions.CommandError(
                _('Specified twice, once as an extra spec: %s')
                % ', '.join(twice)
            )
        return {**own, **others}


class DeleteShareType(_types.ShareType, command.BulkCommand):
    _description = _('Delete one or more share types (admin only)')
    can_wait = False

    def act(self, share_type: Any, parsed_args: argparse.Namespace) -> None:
        self.client.delete_share_type(share_type, ignore_missing=False)


class ListShareType(command.Lister):
    _description = _('List share types')
    example = 'share type list --extra-specs snapshot_support=True'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.flag(
            parser, '--all', _('Include private share types (admin only)')
        )
        _add_extra_specs(
            parser,
            _(
                'List only share types with this extra spec (repeat option to '
                'filter by multiple extra specs)'
            ),
            min_version='2.43',
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        query: dict[str, Any] = {}
        if parsed_args.all:
            query['is_public'] = 'all'
        if parsed_args.extra_specs:
            query['extra_specs'] = _extra_specs(parsed_args)
        return columns.rows(self.client.share_types(**query), COLUMNS)


class ShowShareType(_types.ShowType, _types.ShareType):
    _description = _('Display share type details')
    example = 'share type show default'
    fields = COLUMNS
    identified_by = _(
        'name or ID; "default" is the default share type, unless a type has '
        'that name'
    )

    def default(self) -> Any:
        return self.client.get_default_share_type()


class SetShareType(_types.ShareType, command.UpdateCommand):
    _description = _('Set share type properties (admin only)')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        _add_extra_specs(
            parser,
            _('Extra spec to set (repeat option to set multiple extra specs)'),
        )
        options.add(
            parser,
            '--public',
            _('Whether the share type is public: true or false'),
            type=options.boolean,
            min_version='2.50',
        )
        options.add(
            parser, '--description', _('New description'), min_version='2.50'
        )
        options.add(parser, '--name', _('New name'), min_version='2.50')
        return parser

    def steps(
        self, share_type: Any, parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client, specs = self.client, _extra_specs(parsed_args)
        attrs = options.given(parsed_args, 'name', 'description')
        if parsed_args.public is not None:
            attrs['is_public'] = parsed_args.public
        yield from _steps.update(
            _('update the share type'),
            functools.partial(client.update_share_type, share_type.id),
            attrs,
        )
        if specs:
            yield (
                _('set extra specs'),
                lambda: client.update_share_type_extra_specs(
                    share_type, **specs
                ),
            )


class UnsetShareType(_types.ShareType, _types.UnsetSpecs):
    _description = _('Unset share type properties (admin only)')
    argument = 'extra_specs'
    help = _('Extra spec(s) to remove')
    failure = _("remove extra spec '%s'")

    def remove(self, share_type: Any, key: str) -> None:
        self.client.delete_share_type_extra_spec_property(share_type, key)
