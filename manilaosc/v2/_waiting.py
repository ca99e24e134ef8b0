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
"""Base class for commands that wait until resources meet conditions."""

import argparse
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from openstack import exceptions as sdk_exceptions
from osc_lib import exceptions

from manilaosc import command
from manilaosc.common import bulk
from manilaosc.common import columns
from manilaosc.common import options
from manilaosc.common import wait
from manilaosc.i18n import _

#: Tells whether a resource meets a condition
Check = Callable[[Any], bool]


class Wait(command.BulkCommand):
    """Base class for commands that wait until resources meet conditions.

    A condition that can no longer be met fails at once: if the resource is in
    an error state that is not a condition, or is gone.
    """

    verb = 'wait for'
    fetch = True
    #: The state to wait for by default
    good: ClassVar[str] = 'available'
    #: The fields that conditions can name: those of the show command
    fields: ClassVar[Sequence[columns.Column]]
    #: Other conditions of the noun, for the help
    others: ClassVar[str] = ''

    def add_wait_options(self, parser: argparse.ArgumentParser) -> None:
        options.add(
            parser,
            '--for',
            _(
                'Condition to wait for: a status, %(others)s"deleted", or a '
                'field of the show command with its value, such as '
                '%(field)s=... (default: %(good)s) (repeat option to wait '
                'until all conditions are met)'
            )
            % {
                'others': self.others,
                'field': self.fields[-1].name,
                'good': self.good,
            },
            metavar='<condition>',
            dest='conditions',
            action='append',
        )
        wait.add_timeout(parser)
        parser.set_defaults(wait=True)

    def check(self, condition: str) -> Check:
        """Return the function that checks a condition.

        :param condition: The condition as specified.
        :raises: :class:`osc_lib.exceptions.CommandError` for an unknown field
        """
        name, equals, value = condition.partition('=')
        if not equals:
            return lambda resource: _has(resource, self.attribute, condition)
        attributes = {column.name: column.attr for column in self.fields}
        if name not in attributes:
            raise exceptions.CommandError(
                _("Invalid field '%(field)s' (choose from %(fields)s)")
                % {'field': name, 'fields': ', '.join(sorted(attributes))}
            )
        self._watched.append(attributes[name])
        return lambda resource: _has(resource, attributes[name], value)

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        self._asked = options.unique(parsed_args.conditions or [self.good])
        self._watched = [self.attribute]
        if wait.DELETED in self._asked:
            if len(self._asked) > 1:
                raise exceptions.CommandError(
                    _("'deleted' cannot be combined with other conditions")
                )
            self._checks: list[Check] = []
        else:
            self._checks = [self.check(each) for each in self._asked]
            self.condition = self._is_met
        super().take_action(parsed_args)

    def what_failed(self) -> str:
        return _('%ss do not meet the conditions') % self.noun

    def act(self, resource: Any, parsed_args: argparse.Namespace) -> None:
        """Do nothing: the operation was started by another command."""

    def _wait(self, work: bulk.Bulk, parsed_args: argparse.Namespace) -> None:
        if not self._checks:
            for target, failure in work.failures.items():
                if isinstance(failure, sdk_exceptions.NotFoundException):
                    del work.outcomes[target]  # That was the condition
        super()._wait(work, parsed_args)

    def _is_met(self, resource: Any) -> bool:
        if all(check(resource) for check in self._checks):
            return True
        for attribute in self._watched:
            state = str(getattr(resource, attribute, None) or '')
            if 'error' in state.lower():
                raise wait.Impossible(_('is in %s') % state)
        return False


def _has(resource: Any, attribute: str, value: str) -> bool:
    """Return whether an attribute has a value, as text in any case."""
    found = getattr(resource, attribute, None)
    text = '' if found is None else str(found)
    return text.lower() == value.lower()
