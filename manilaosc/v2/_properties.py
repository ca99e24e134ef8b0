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

"""The properties of resources: columns, and a base class for commands."""

import argparse
from typing import Any

from osc_lib.cli import format_columns

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import options
from manilaosc.i18n import _

#: The properties of a resource, which Manila calls metadata
PROPERTIES = columns.Column(
    'metadata', 'properties', formatter=format_columns.DictColumn
)
#: The same in the output of create and adopt, which use Manila's name
METADATA = columns.Column('metadata', formatter=format_columns.DictColumn)


class ShowProperties(command.ResourceCommand[Any], command.ShowOne):
    """Base class for commands that show the properties of a resource."""

    verb = 'show the properties of'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            '--property',
            _('Show only this property; fail if it is not set'),
            metavar='<key>',
            not_in_manilaclient=True,
        )
        return parser

    def fetch_all(self, resource: Any) -> Any:
        """Fetch all metadata of the resource."""
        raise NotImplementedError

    def fetch_item(self, resource: Any, key: str) -> Any:
        """Fetch one item of the resource's metadata."""
        raise NotImplementedError

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        resource = self.find(parsed_args.resource, parsed_args)
        key = parsed_args.property
        if key is None:
            return self.dict2columns(self.fetch_all(resource).metadata or {})
        return (key,), (self.fetch_item(resource, key).metadata[key],)
