"""The command manilaosc-sandbox."""

import argparse
from collections.abc import Callable, Sequence
import os
import shlex
import signal
import sys

from manilaosc.sandbox import errors
from manilaosc.sandbox import sandbox
from manilaosc.sandbox import seed
from manilaosc.sandbox import state

EPILOG = """
A real Manila and a real Keystone on loopback, for nobody but you:

    eval "$(manilaosc-sandbox start)"
    openstack share create --name first --wait NFS 1
    manilaosc-sandbox stop
"""

#: What is answered by tidying up: Control-C, the end of the terminal, kill.
SIGNALS = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)

#: What `status` exits with.
STATUSES = {'up': 0, 'busy': 1, 'broken': 1, 'stopped': 3}


def progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def exports(box: sandbox.Sandbox) -> str:
    """Return what a shell has to evaluate.

    Other variables of a client would be taken for parts of the cloud.
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
        raise errors.SandboxError('run: what is to be run?')
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
    # Not a number is not in the range, either.
    if not 0 <= value <= 3600:
        raise ValueError
    return value


def get_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog='manilaosc-sandbox',
        description=__doc__,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    # Before the verb or after it. Only the one that was given is to have a
    # say, so neither has a default.
    common = argparse.ArgumentParser(add_help=False)
    for target in (parser, common):
        target.add_argument(
            '--state',
            metavar='<folder>',
            type=folder,
            default=argparse.SUPPRESS,
            help='folder of the sandbox (default: $'
            f'{state.STATE_VARIABLE} or {state.default_folder()})',
        )
    verbs = parser.add_subparsers(metavar='<verb>', required=True)

    def add(
        call: Callable[[sandbox.Sandbox, argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        verb = verbs.add_parser(
            call.__name__, help=text, description=text, parents=[common]
        )
        verb.set_defaults(call=call)
        return verb

    verb = add(start, 'Start it, or resume it, and print what to export')
    verb.add_argument(
        '--driver-delay',
        metavar='<seconds>',
        type=seconds,
        help='how long the storage pretends to work (default: 0.05, or '
        'what it was started with before)',
    )
    verb = add(stop, 'Stop it; what is in it stays')
    verb.add_argument(
        '--delete', action='store_true', help='remove all that is in it, too'
    )
    add(status, 'Show its parts; exit with 0 up, 3 stopped, 1 broken')
    for verb in (
        add(shell, 'Open a shell on it, and leave it as it was'),
        add(run, 'Run a command on it, and leave it as it was'),
    ):
        verb.add_argument(
            '--cloud',
            metavar='<name>',
            default='member',
            choices=[n for n, user in seed.USERS.items() if user.cloud],
            help='admin, member (the default), reader or other',
        )
    verb.add_argument(
        'command', nargs=argparse.REMAINDER, metavar='-- <command> ...'
    )
    add(demo, 'Show what can be done, command by command')
    return parser


def end(number: int, frame: object) -> None:
    """Have the sandbox tidied up when we are told to end.

    That takes a moment; a second signal has nothing to add.
    """
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


def main(argv: Sequence[str] | None = None) -> int:
    args = get_parser().parse_args(argv)
    for number in SIGNALS:
        # What is ignored, as by nohup, stays so.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)
    box = sandbox.Sandbox(
        getattr(args, 'state', None),
        driver_delay=getattr(args, 'driver_delay', None),
        progress=progress,
    )
    try:
        status: int = args.call(box, args)
        return status
    except errors.SandboxError as exc:
        if isinstance(exc, errors.PartFailed):
            progress(exc.tail())
        progress(f'manilaosc-sandbox: {exc}')
        return 1
    except OSError as exc:
        where = exc.filename or box.folder
        progress(f'manilaosc-sandbox: {where}: {exc.strerror or exc}')
        return 1


if __name__ == '__main__':
    sys.exit(main())
