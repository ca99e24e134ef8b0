"""``share snapshot instance``: snapshots as the back ends have them."""

import argparse

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import microversion
from manilaosc.common import options
from manilaosc.i18n import _
from manilaosc.v2 import share_snapshot_export_location

Column = columns.Column

LIST = columns.named('id snapshot_id status')
LONG = (
    *LIST,
    *columns.named(
        'created_at updated_at share_id share_instance_id progress '
        'provider_location'
    ),
)
SHOW = columns.named(
    'id snapshot_id created_at updated_at status share_id '
    'share_instance_id progress provider_location'
)
MIN_VERSION = '2.19'


class ListShareSnapshotInstance(command.Lister):
    _description = _('List share snapshot instances (administrators only)')
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser, '--snapshot', _('List those of a snapshot (name or ID)')
        )
        options.flag(parser, '--detailed', _('List more fields'))
        options.flag(
            parser,
            '--long',
            _('The same as --detailed'),
            dest='detailed',
            new=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        query = {}
        if parsed_args.snapshot:
            query['snapshot_id'] = find.id_of(
                client.find_share_snapshot, parsed_args.snapshot
            )
        instances = client.share_snapshot_instances(
            parsed_args.detailed, **query
        )
        return columns.rows(instances, LONG if parsed_args.detailed else LIST)


class ShowShareSnapshotInstance(command.ShowOne):
    _description = _(
        'Show a share snapshot instance and its export locations '
        '(administrators only)'
    )
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser, 'snapshot_instance', _('Snapshot instance to show (ID)')
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        instance = client.get_share_snapshot_instance(
            parsed_args.snapshot_instance
        )
        locations = []
        if microversion.supported(
            client, share_snapshot_export_location.MIN_VERSION
        ) and columns.wanted(parsed_args, 'export_locations'):
            locations = [
                share_snapshot_export_location.served(location)
                for location in (
                    client.share_snapshot_instance_export_locations(
                        instance.id
                    )
                )
            ]
        names, values = columns.fields(instance, SHOW)
        return (
            (*names, 'export_locations'),
            (*values, columns.LinesColumn(locations)),
        )


class SetShareSnapshotInstance(command.Command):
    _description = _(
        'Set the status of a share snapshot instance in the database '
        '(administrators only)'
    )
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser, 'snapshot_instance', _('Snapshot instance to change (ID)')
        )
        options.add(
            parser,
            '--status',
            _(
                'Status to give the instance in the database, such as '
                'available or error; nothing is done to the instance itself '
                '(default: available)'
            ),
            default='available',
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        self.client.reset_share_snapshot_instance_status(
            parsed_args.snapshot_instance, parsed_args.status
        )
