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

"""The examples of ``manilaosc-sandbox demo``.

Each step is a command as a user would type it. The output of a step can be
kept under a name, and replaces ``{name}`` in later steps.
"""

import dataclasses
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from manilaosc.sandbox import sandbox


@dataclasses.dataclass(frozen=True)
class Step:
    """A command of the demo.

    :param command: The command without ``openstack``.
    :param say: The comment to print before it.
    :param keep: The name under which the first line of its output is kept.
    """

    command: str
    say: str = ''
    keep: str = ''


ADMIN = '--os-cloud admin'
TOUR = (
    Step(
        'share create NFS 1 --name data --wait',
        'Create a share, and wait until it is available',
    ),
    Step(
        'share access create data ip 10.0.0.0/24 --wait',
        'Allow clients to mount it',
    ),
    Step('share export location list data', 'Show where to mount it from'),
    Step(
        'share snapshot create data --name monday --wait',
        'Create a snapshot, and another share from it',
    ),
    Step('share create NFS --snapshot-id monday --name copy --wait'),
    Step('share list'),
    Step(
        'share resize data 2 --wait',
        'Extend the share; then shrink it again to revert to the snapshot',
    ),
    Step('share resize data 1 --wait'),
    Step('share revert monday --wait'),
    Step('share show data -c status -c size -c properties'),
    # A managed snapshot belongs to the administrator's project, and must be
    # deleted before its share
    Step(
        f'{ADMIN} share snapshot show monday -f value -c provider_location',
        'As an administrator, stop managing the snapshot and the share, '
        'which remain on the storage, and manage them again',
        keep='location',
    ),
    Step(f'{ADMIN} share snapshot unmanage monday --wait'),
    Step(
        f'{ADMIN} share snapshot manage data {{location}} --name monday --wait'
    ),
    Step(f'{ADMIN} share snapshot delete monday --wait'),
    Step(f'{ADMIN} share show copy -f value -c host', keep='host'),
    Step(
        'share export location list copy -f value -c Path --sort-column Path',
        keep='path',
    ),
    Step(f'{ADMIN} share unmanage copy --wait'),
    Step(f'{ADMIN} share manage {{host}} NFS {{path}} --name copy --wait'),
    Step(
        'share network create --name net',
        'Create a share on a share network, with its own share server',
    ),
    Step(
        'share create NFS 1 --name private --share-type dhss_true '
        '--share-network net --wait'
    ),
    Step(f'{ADMIN} share server list --share-network net'),
    Step(
        f'{ADMIN} share server list --share-network net -f value -c ID',
        keep='server',
    ),
    Step(
        'share delete private --wait',
        'Delete everything, including the share server',
    ),
    Step(f'{ADMIN} share server delete {{server}} --wait'),
    Step('share network delete net'),
    Step(f'{ADMIN} share delete copy data --wait'),
    Step(f'{ADMIN} share list --all-projects'),
)


def run(box: 'sandbox.Sandbox') -> int:
    """Run all steps, and print the commands and their output.

    :param box: A running sandbox.
    :returns: 0, or the exit status of the step that failed.
    """
    env = box.environment()
    openstack = shutil.which('openstack', path=env['PATH']) or 'openstack'
    kept: dict[str, str] = {}
    for step in TOUR:
        if step.say:
            print(f'\n# {step.say}')
        command = step.command.format(**kept)
        print(f'$ openstack {command}', flush=True)
        done = subprocess.run(
            [openstack, *shlex.split(command)],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        sys.stdout.write(done.stdout)
        if done.returncode:
            print(f'# exit status {done.returncode}', flush=True)
            return done.returncode
        kept[step.keep] = shlex.quote(done.stdout.partition('\n')[0])
    print('\n# End of the demo')
    return 0
