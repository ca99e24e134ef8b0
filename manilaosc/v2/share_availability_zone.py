"""``share availability zone``: parts of a cloud that do not fail together."""

import argparse

from manilaosc import command
from manilaosc.common import columns
from manilaosc.i18n import _

COLUMNS = (
    columns.Column('id', header='Id'),
    *columns.of('name created_at updated_at'),
)


class ListShareAvailabilityZone(command.Lister):
    _description = _('List the availability zones that have services')

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        return columns.rows(self.client.availability_zones(), COLUMNS)
