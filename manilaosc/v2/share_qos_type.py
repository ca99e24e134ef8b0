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

"""``share qos type`` commands."""

import argparse
from collections.abc import Iterator
import functools
from typing import Any

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.i18n import _
from manilaosc.v2 import _steps
from manilaosc.v2 import _types

COLUMNS = (
    *columns.of('id name description'),
    columns.Column('specs', formatter=columns.PairsColumn),
    *columns.of('created_at updated_at'),
)
#: Sort keys; Manila cannot sort by specs
SORT_ATTRIBUTES = {column.name: column.attr for column in COLUMNS}
SORT_KEYS = {key: key for key in SORT_ATTRIBUTES if key != 'specs'}
MIN_VERSION = _types.QosType.min_version


_add_specs = functools.partial(_types.add_specs, name='--specs')


class CreateShareQosType(command.ShowOne):
    _description = _('Create a QoS type (admin only)')
    example = 'share qos type create fast --spec peak_iops=5000'
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'name',
            _('Unique name of the QoS type'),
            type=options.short_text,
        )
        options.add(
            parser,
            '--description',
            _('Description of the QoS type'),
            type=options.short_text,
        )
        _add_specs(parser, _('QoS spec (repeat option to set multiple specs)'))
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        qos_type = self.client.create_qos_type(
            specs=parsed_args.specs or {},
            **options.given(parsed_args, 'name', 'description'),
        )
        return columns.fields(qos_type, COLUMNS)


class DeleteShareQosType(_types.QosType, command.BulkCommand):
    _description = _('Delete one or more QoS types (admin only)')
    can_wait = False

    def act(self, qos_type: Any, parsed_args: argparse.Namespace) -> None:
        self.client.delete_qos_type(qos_type, ignore_missing=False)


class ListShareQosType(command.Lister):
    _description = _('List QoS types')
    example = 'share qos type list --name~ fast -c Name -c Specs'
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        listing.add_name_filters(parser, _('QoS types'))
        listing.add_paging(parser, 'QoS type', marker_not_in_manilaclient=True)
        listing.add_sort_key(parser, 'created_at:desc')
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        qos_types = listing.sort(
            self.client.qos_types,
            parsed_args,
            SORT_KEYS,
            SORT_ATTRIBUTES,
            **listing.name_query(parsed_args),
        )
        return columns.rows(qos_types, COLUMNS)


class ShowShareQosType(_types.QosType, command.ShowCommand):
    _description = _('Display QoS type details')
    example = 'share qos type show fast'
    fields = COLUMNS


class SetShareQosType(_types.QosType, command.UpdateCommand):
    _description = _('Set QoS type properties (admin only)')
    example = 'share qos type set fast --spec peak_iops=6000'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            '--description',
            _('New description'),
            type=options.short_text,
        )
        _add_specs(
            parser, _('QoS spec to set (repeat option to set multiple specs)')
        )
        return parser

    def steps(
        self, qos_type: Any, parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client, specs = self.client, parsed_args.specs
        attrs = options.given(parsed_args, 'description')
        yield from _steps.update(
            _('update the QoS type'),
            functools.partial(client.update_qos_type, qos_type.id),
            attrs,
        )
        if specs:
            yield (
                _('set specs'),
                lambda: client.update_qos_type_specs(qos_type, specs),
            )


class UnsetShareQosType(_types.QosType, command.UpdateCommand):
    _description = _('Unset QoS type properties (admin only)')
    example = 'share qos type unset fast --spec peak_iops'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.flag(parser, '--description', _('Remove the description'))
        options.add(
            parser,
            '--spec',
            _('QoS spec to remove (repeat option to remove multiple specs)'),
            metavar='<key>',
            action='append',
            default=[],
        )
        return parser

    def steps(
        self, qos_type: Any, parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client = self.client
        if parsed_args.description:
            yield (
                _('update the QoS type'),
                lambda: client.update_qos_type(qos_type.id, description=None),
            )
        yield from _types.removals(
            _("remove spec '%s'"),
            client.delete_qos_type_spec_property,
            qos_type,
            parsed_args.spec,
        )
