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

"""Helpers for the migration of shares and share servers."""

import argparse
from typing import Any

from manilaosc.common import options
from manilaosc.common import wait
from manilaosc.i18n import _

#: The attribute with the state of a migration
STATE = 'task_state'
SUCCESS = 'migration_success'
CANCELLED = 'migration_cancelled'
#: The states at the end of the first phase: driver-assisted and host-assisted
PHASE_1_DONE = ('migration_driver_phase1_done', 'data_copying_completed')


def add_required(
    parser: argparse.ArgumentParser, option: str, help_: str
) -> None:
    """Add a required option that takes true or false."""
    options.add(
        parser,
        option,
        help_,
        metavar='<true|false>',
        type=options.boolean,
        required=True,
    )


def begun(resource: Any) -> Any:
    """Fetch a resource after Manila has accepted a request on it.

    Manila accepts no such request while the resource is in a failure state,
    so any failure state seen from now on is a result of the request.
    """
    resource.task_state = 'migration_in_progress'
    return resource


def reached(*states: str) -> wait.Condition:
    """Return the condition that a migration has reached one of some states."""
    ends = {SUCCESS, CANCELLED}.difference(states)

    def check(resource: Any) -> bool:
        if resource.task_state in ends:
            raise wait.Impossible(_('went to %s') % resource.task_state)
        return resource.task_state in states

    return check
