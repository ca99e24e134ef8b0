"""``share export location``: the paths by which shares are mounted."""

import argparse
from typing import Any

from osc_lib.cli import format_columns

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import options
from manilaosc.i18n import _
from manilaosc.v2 import _properties

Column = columns.Column
DictColumn = format_columns.DictColumn

LIST = (*columns.named('id path'), Column('is_preferred', 'preferred'))
LONG = (
    *LIST,
    Column('share_instance_id'),
    Column('is_admin', 'is_admin_only'),
    Column('metadata', 'properties', formatter=DictColumn),
)
SHOW = (*LONG, *columns.named('created_at updated_at'))


def served(location: Any) -> dict[str, Any]:
    """What the service serves of an export location, and to whom.

    So it is shown among the fields of what the location belongs to.
    """
    fields = {
        'id': location.id,
        'path': location.path,
        'preferred': location.is_preferred,
    }
    if location.share_instance_id:  # Administrators see more
        fields['share_instance_id'] = location.share_instance_id
        fields['is_admin_only'] = location.is_admin
    if location.metadata is not None:  # From API version 2.87
        fields['metadata'] = location.metadata
    return fields


def _add_share(parser: argparse.ArgumentParser) -> None:
    options.add(
        parser, 'share', _('Share that has the export location (name or ID)')
    )


class ListShareExportLocation(command.Lister):
    _description = _('List the export locations of a share')
    example = 'share export location list data -f value -c Path'
    min_version = '2.9'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'share',
            _('Share whose export locations to list (name or ID)'),
        )
        options.add_long(parser, new=True)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        share = find.one(client.find_share, parsed_args.share, fetch=False)
        locations = client.export_locations(share)
        return columns.rows(locations, LONG if parsed_args.long else LIST)


class ShowShareExportLocation(command.ShowOne):
    _description = _('Show an export location of a share')
    min_version = '2.9'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        _add_share(parser)
        options.add(
            parser, 'export_location', _('Export location to show (ID)')
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        share = find.one(client.find_share, parsed_args.share, fetch=False)
        location = client.get_export_location(
            parsed_args.export_location, share
        )
        return columns.fields(location, SHOW)


class SetShareExportLocation(command.Command):
    _description = _('Set properties of an export location of a share')
    min_version = '2.87'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        _add_share(parser)
        options.add(
            parser, 'export_location', _('Export location to change (ID)')
        )
        options.add_property(parser)
        options.add_no_property(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        if not parsed_args.property and not parsed_args.no_property:
            return
        client = self.client
        share = find.one(client.find_share, parsed_args.share, fetch=False)
        client.set_export_location_metadata(
            parsed_args.export_location,
            share,
            parsed_args.property or {},
            replace=parsed_args.no_property,
        )


class UnsetShareExportLocation(command.Command):
    _description = _('Remove properties of an export location of a share')
    min_version = '2.87'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        _add_share(parser)
        options.add(
            parser, 'export_location', _('Export location to change (ID)')
        )
        options.add_property_keys(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        if not parsed_args.property:
            return
        client = self.client
        share = find.one(client.find_share, parsed_args.share, fetch=False)
        client.delete_export_location_metadata(
            parsed_args.export_location,
            share,
            options.unique(parsed_args.property),
            ignore_missing=False,
        )


class ShowShareExportLocationProperties(_properties.ShowProperties):
    _description = _('Show the properties of an export location of a share')
    min_version = '2.87'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        _add_share(parser)
        options.add(
            parser,
            'export_location',
            _('Export location whose properties to show (ID)'),
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        return self.properties(
            parsed_args,
            client.fetch_export_location_metadata,
            client.fetch_export_location_metadata_item,
            parsed_args.export_location,
            find.one(client.find_share, parsed_args.share, fetch=False),
        )
