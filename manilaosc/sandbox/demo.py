"""The tour that ``manilaosc-sandbox demo`` takes: a life with shares.

Each step is a line as one would type it. What a later step needs of an
earlier one's output is kept under a name, and put in where ``{name}`` stands.
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
    """A command of the tour.

    :param command: What follows ``openstack``.
    :param say: What it is for.
    :param keep: The name to keep its output under.
    """

    command: str
    say: str = ''
    keep: str = ''


ADMIN = '--os-cloud admin'
TOUR = (
    Step('share create NFS 1 --name data --wait', 'A share, when it is ready'),
    Step('share access create data ip 10.0.0.0/24 --wait', 'Who may mount it'),
    Step('share export location list data', 'Where it is to be mounted from'),
    Step(
        'share snapshot create data --name monday --wait',
        'A snapshot, and another share made of it',
    ),
    Step('share create NFS --snapshot-id monday --name copy --wait'),
    Step('share list'),
    Step(
        'share resize data 2 --wait',
        'More room; but what if Monday was better?',
    ),
    Step('share resize data 1 --wait'),
    Step('share revert monday --wait'),
    Step('share show data -c status -c size -c properties'),
    # A snapshot goes to its administrator's project when it is managed, and
    # a share's snapshots have to go before the share
    Step(
        f'{ADMIN} share snapshot show monday -f value -c provider_location',
        'For administrators: let the snapshot and the share go from '
        'management, where they stay on the storage, and take them back',
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
        'A share with a share server of its own, on a share network',
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
        'All of it away again, the share server too',
    ),
    Step(f'{ADMIN} share server delete {{server}} --wait'),
    Step('share network delete net'),
    Step(f'{ADMIN} share delete copy data --wait'),
    Step(f'{ADMIN} share list --all-projects'),
)


def run(box: 'sandbox.Sandbox') -> int:
    """Take the tour.

    :param box: A sandbox that is running.
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
        # Of several lines one is enough
        kept[step.keep] = shlex.quote(done.stdout.partition('\n')[0])
    print('\n# That was all.')
    return 0
