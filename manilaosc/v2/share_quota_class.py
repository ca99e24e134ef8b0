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

"""``share quota class`` commands: default quotas of projects."""

import argparse

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import options
from manilaosc.i18n import _
from manilaosc.v2 import share_quota

COLUMNS = tuple(map(columns.Column, share_quota.SHOW))


class ShowShareQuotaClass(command.ShowOne):
    _description = _('Display the quotas of a quota class (admin only)')
    example = 'share quota class show default'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'class',
            _(
                'Quota class (default: "default", which has the defaults for '
                'all projects)'
            ),
            nargs='?',
            default='default',
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        quota_class = getattr(parsed_args, 'class')
        quotas = self.client.get_quota_class_set(quota_class)
        return columns.fields(quotas, COLUMNS)
