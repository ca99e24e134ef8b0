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

"""``share availability zone`` commands."""

import argparse

from manilaosc import command
from manilaosc.common import columns
from manilaosc.i18n import _

COLUMNS = (
    columns.Column('id', header='Id'),
    *columns.of('name created_at updated_at'),
)


class ListShareAvailabilityZone(command.Lister):
    _description = _('List availability zones')

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        return columns.rows(self.client.availability_zones(), COLUMNS)
