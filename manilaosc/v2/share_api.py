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

"""``share api`` commands: API versions and extensions."""

import argparse

from osc_lib.cli import format_columns

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import options
from manilaosc.i18n import _

VERSION = columns.of(
    'id status min_microversion max_microversion updated_at endpoint'
)
EXTENSION_LIST = columns.of('alias name description updated_at')
EXTENSION = (
    *EXTENSION_LIST,
    columns.Column('links', formatter=format_columns.ListDictColumn),
)


class ShowShareApi(command.ShowOne):
    _description = _(
        'Display the API version in use and the versions that the cloud '
        'supports'
    )
    example = 'share api show -f value -c max_microversion'

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        names, values = columns.fields(client.get_api_version(), VERSION)
        in_use = {
            # The URL in the version's links may differ from the one requested
            'endpoint': client.get_endpoint(),
            'microversion': client.default_microversion,
            'client_max_microversion': client.max_microversion,
        }
        fields = {**dict(zip(names, values, strict=True)), **in_use}
        return tuple(fields), tuple(fields.values())


class ListShareApiVersion(command.Lister):
    _description = _('List API versions that the cloud supports')

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        return columns.rows(self.client.api_versions(), VERSION)


class ListShareApiExtension(command.Lister):
    _description = _('List API extensions')

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        return columns.rows(self.client.extensions(), EXTENSION_LIST)


class ShowShareApiExtension(command.ShowOne):
    _description = _('Display API extension details')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'extension', _('Extension to display (alias)'))
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        extension = self.client.get_extension(parsed_args.extension)
        return columns.fields(extension, EXTENSION)
