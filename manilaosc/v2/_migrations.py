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

"""What the migrations of shares and of share servers share."""

import argparse
from typing import Any

from manilaosc.common import options
from manilaosc.common import wait
from manilaosc.i18n import _

#: The attribute that tells how a migration goes
STATE = 'task_state'
SUCCESS = 'migration_success'
CANCELLED = 'migration_cancelled'
#: What ends the first phase: the driver's, or the data service's
PHASE_1_DONE = ('migration_driver_phase1_done', 'data_copying_completed')


def add_required(
    parser: argparse.ArgumentParser, option: str, help_: str
) -> None:
    """Add an option whose true or false has to be given."""
    options.add(
        parser,
        option,
        help_,
        metavar='<true|false>',
        type=options.boolean,
        required=True,
    )


def begun(resource: Any) -> Any:
    """Return a resource as it is once the service has agreed to something.

    The service does not agree in a failed state, so any that is seen from
    now on comes of what was agreed to.
    """
    resource.task_state = 'migration_in_progress'
    return resource


def reached(*states: str) -> wait.Check:
    """Check that a migration has come to one of some states."""
    has = wait.has(*states, attribute=STATE)
    ends = {SUCCESS, CANCELLED}.difference(states)

    def check(resource: Any) -> bool:
        if resource is not None and resource.task_state in ends:
            raise wait.Failed(_('went to %s') % resource.task_state)
        return has(resource)

    return check
