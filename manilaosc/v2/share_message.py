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

"""``share message`` commands: user messages about failed operations."""

import argparse
from typing import Any

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.diagnosis import hints
from manilaosc.i18n import _

LIST = columns.of(
    'id resource_type resource_id action_id user_message detail_id created_at'
)
FIELDS = columns.of(
    'id resource_type resource_id action_id user_message message_level '
    'detail_id created_at expires_at request_id project_id'
)
#: Manila can sort by every attribute of a message except its text, which it
#: composes of action and detail
SORT_KEYS = {c.attr: c.attr for c in FIELDS if c.attr != 'user_message'}
SORT_ATTRIBUTES = {c.attr: c.attr for c in FIELDS}
MIN_VERSION = '2.37'


class HintColumn(columns.FormattableColumn[Any]):
    """Format the detail ID of a message as what to do about the failure."""

    def human_readable(self) -> str:
        return hints.hint(self._value)

    def machine_readable(self) -> str:
        return self.human_readable()


HINT = columns.Column('detail_id', 'hint', formatter=HintColumn)
LONG = (
    *LIST,
    *columns.of('message_level expires_at request_id project_id'),
    HINT,
)
SHOW = (*FIELDS, HINT)


def _constant(value: str) -> str:
    """Convert a resource type or level to the spelling that Manila stores."""
    return value.upper().replace('-', '_').replace(' ', '_')


class _ShareMessageCommand(command.ResourceByIdCommand):
    min_version = MIN_VERSION
    noun = 'message'

    def get(self, resource_id: str) -> Any:
        return self.client.get_user_message(resource_id)


class DeleteShareMessage(_ShareMessageCommand, command.BulkCommand):
    _description = _('Delete one or more user messages')
    can_wait = False

    def act(self, message: Any, parsed_args: argparse.Namespace) -> None:
        self.client.delete_user_message(message, ignore_missing=False)


class ListShareMessage(command.Lister):
    _description = _(
        'List user messages, as administrator those of all projects'
    )
    example = 'share message list --resource-type share --since 2026-08-01'
    min_version = MIN_VERSION

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            '--resource-id',
            _(
                'List only messages about this resource (ID), which may be '
                'deleted already'
            ),
        )
        options.add(
            parser,
            '--resource-type',
            _(
                'List only messages about this type of resource, such as '
                'share_snapshot'
            ),
            type=_constant,
        )
        options.add(
            parser,
            '--action-id',
            _('List only messages with this action ID, such as 001'),
        )
        options.add(
            parser,
            '--detail-id',
            _('List only messages with this detail ID, such as 002'),
        )
        options.add(
            parser,
            '--request-id',
            _('List only messages about this API request (ID)'),
        )
        options.add(
            parser,
            '--message-level',
            _('List only messages with this level; only ERROR exists'),
            type=_constant,
        )
        listing.add_created_filters(parser, _('messages'), min_version='2.52')
        listing.add_long(parser, not_in_manilaclient=True)
        listing.add_sort(parser, 'created_at:desc', not_in_manilaclient=True)
        listing.add_paging(parser, 'message', marker_not_in_manilaclient=True)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        query = listing.filters(
            parsed_args,
            'resource_id',
            'resource_type',
            'action_id',
            'detail_id',
            'request_id',
            'message_level',
        )
        query |= listing.created_query(parsed_args)
        messages = listing.sort(
            self.client.user_messages,
            parsed_args,
            SORT_KEYS,
            SORT_ATTRIBUTES,
            **query,
        )
        return columns.rows(messages, LONG if parsed_args.long else LIST)


class ShowShareMessage(_ShareMessageCommand, command.ShowCommand):
    _description = _('Display user message details')
    fields = SHOW
