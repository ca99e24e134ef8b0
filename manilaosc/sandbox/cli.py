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

"""Run a real Manila and a real Keystone on this machine."""

import argparse
from collections.abc import Callable, Sequence
import os
import shlex
import signal
import sys

from manilaosc.sandbox import errors
from manilaosc.sandbox import sandbox
from manilaosc.sandbox import seed
from manilaosc.sandbox import settings
from manilaosc.sandbox import state

EPILOG = """
The services listen on loopback, and other users have no access to them.
Example:

    eval "$(manilaosc-sandbox start)"
    openstack share create NFS 1 --name first --wait
    manilaosc-sandbox stop
"""

#: Signals after which to clean up: Ctrl-C, closing the terminal, kill
SIGNALS = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)

#: Exit statuses of ``status``
STATUSES = {'up': 0, 'busy': 1, 'broken': 1, 'stopped': 3}


def progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def exports(box: sandbox.Sandbox) -> str:
    """Return the commands that a shell has to evaluate.

    They remove other variables of OpenStack clients, which would change the
    cloud.
    """
    wanted = box.variables()
    lines = [
        f'unset {name}'
        for name in sorted(os.environ)
        if name.startswith('OS_') and name not in wanted
    ]
    lines += [
        f'export {name}={shlex.quote(value)}' for name, value in wanted.items()
    ]
    return '\n'.join(lines)


def start(box: sandbox.Sandbox, args: argparse.Namespace) -> int:
    if not box.start():
        progress(f'already running: {box.folder}')
    print(exports(box))
    return 0


def stop(box: sandbox.Sandbox, args: argparse.Namespace) -> int:
    ran = box.stop(delete=args.delete)
    progress('stopped' if ran else 'not running')
    return 0


def status(box: sandbox.Sandbox, args: argparse.Namespace) -> int:
    found = box.status()
    for each in found.parts:
        print(
            f'{each.name:<17} {each.state:<14} {each.pid or "-":<8} '
            f'{each.address:<40} {each.log}'
        )
    if found.parts:
        print(f'requests: {box.request_log}')
    print(f'{found.state}: {box.folder}')
    if found.state == 'broken':
        bad = [each.log for each in found.parts if not each.ok]
        for log in dict.fromkeys(bad):
            progress(f'see {log}')
    return STATUSES[found.state]


def shell(box: sandbox.Sandbox, args: argparse.Namespace) -> int:
    program = os.environ.get('SHELL') or '/bin/sh'
    return box.run([program, '-i'], args.cloud)


def run(box: sandbox.Sandbox, args: argparse.Namespace) -> int:
    command = list(args.command)
    if command[:1] == ['--']:
        del command[0]
    if not command:
        raise errors.SandboxError('run: no command given')
    return box.run(command, args.cloud)


def demo(box: sandbox.Sandbox, args: argparse.Namespace) -> int:
    from manilaosc.sandbox import demo as tour

    return box.use(lambda: tour.run(box))


def folder(text: str) -> str:
    if not text:
        raise ValueError
    return text


def seconds(text: str) -> float:
    value = float(text)
    # Also false for NaN
    if not 0 <= value <= 3600:
        raise ValueError
    return value


def keys(text: str) -> str:
    try:
        return settings.metadata_keys(text)
    except ValueError as exc:
        raise argparse.ArgumentTypeError(str(exc)) from None


def get_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog='manilaosc-sandbox',
        description=__doc__,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    # Accepted before and after the subcommand. With a default, the second
    # parser would override what the first has found.
    common = argparse.ArgumentParser(add_help=False)
    for target in (parser, common):
        target.add_argument(
            '--state',
            metavar='<folder>',
            type=folder,
            default=argparse.SUPPRESS,
            help='folder that contains the sandbox (default: $'
            f'{state.STATE_VARIABLE} or {state.default_folder()})',
        )
    starting = argparse.ArgumentParser(add_help=False)
    starting.add_argument(
        '--driver-delay',
        metavar='<seconds>',
        type=seconds,
        help='time that each operation of the share driver takes (default: '
        'as at the last start, or 0.05)',
    )
    starting.add_argument(
        '--driver-updatable-metadata',
        metavar='<key>[,<key>...]',
        type=keys,
        help="share properties that Manila passes to the driver: Manila's "
        'option driver_updatable_metadata; "" unsets the option (default: as '
        'at the last start, or dummy_key)',
    )
    verbs = parser.add_subparsers(metavar='<command>', required=True)

    def add(
        call: Callable[[sandbox.Sandbox, argparse.Namespace], int],
        text: str,
        *parents: argparse.ArgumentParser,
    ) -> argparse.ArgumentParser:
        verb = verbs.add_parser(
            call.__name__,
            help=text,
            description=text,
            parents=[common, *parents],
        )
        verb.set_defaults(call=call)
        return verb

    add(start, 'Start the sandbox and print the variables to export', starting)
    verb = add(stop, 'Stop the sandbox and keep its data')
    verb.add_argument(
        '--delete', action='store_true', help='also delete its data'
    )
    add(
        status,
        'Show the status of all services; exit with 0 if the sandbox is up, 3 '
        'if it is stopped, and 1 otherwise',
    )
    for verb in (
        add(
            shell,
            'Open a shell that uses the sandbox, which is started if needed '
            'and then stopped again',
            starting,
        ),
        add(
            run,
            'Run a command that uses the sandbox, which is started if needed '
            'and then stopped again',
            starting,
        ),
    ):
        verb.add_argument(
            '--cloud',
            metavar='<name>',
            default='member',
            choices=[n for n, user in seed.USERS.items() if user.cloud],
            help='admin, member (default), reader or other',
        )
    verb.add_argument(
        'command', nargs=argparse.REMAINDER, metavar='-- <command> ...'
    )
    add(demo, 'Run example commands and show their output', starting)
    return parser


def end(number: int, frame: object) -> None:
    """Handle a signal: clean up, and ignore further signals meanwhile."""
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


def main(argv: Sequence[str] | None = None) -> int:
    args = get_parser().parse_args(argv)
    for number in SIGNALS:
        # Signals that are ignored, as under nohup, stay so
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)
    where: object = 'manilaosc-sandbox'
    try:
        box = sandbox.Sandbox(
            getattr(args, 'state', None),
            driver_delay=getattr(args, 'driver_delay', None),
            driver_updatable_metadata=getattr(
                args, 'driver_updatable_metadata', None
            ),
            progress=progress,
        )
        where = box.folder
        status: int = args.call(box, args)
        return status
    except errors.SandboxError as exc:
        if isinstance(exc, errors.PartFailed):
            progress(exc.tail())
        progress(f'manilaosc-sandbox: {exc}')
        return 1
    except OSError as exc:
        progress(
            f'manilaosc-sandbox: {exc.filename or where}: '
            f'{exc.strerror or exc}'
        )
        return 1


if __name__ == '__main__':
    sys.exit(main())
