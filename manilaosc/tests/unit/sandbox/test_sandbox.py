import importlib.util
import io
import os
import pathlib
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from unittest import mock
import urllib.error
import urllib.request

import fixtures
import testtools

from manilaosc.sandbox import config
from manilaosc.sandbox import errors
from manilaosc.sandbox import processes
from manilaosc.sandbox import sandbox
from manilaosc.sandbox import shares
from manilaosc.tests.unit.sandbox import base

PARTS = ('postgres', 'keystone', 'manila')
SERVICES = [
    ('manila-share', 'sandbox@alpha', 0.5),
    ('manila-scheduler', 'sandbox', 0.5),
]


class TestCase(base.TestCase):
    """The sandbox with processes that only sleep."""

    def setUp(self):
        super().setUp()
        self.said = []
        self.patch_object(sandbox, 'check_requirements')
        self.patch_object(config, 'write_all')
        self.patch_object(shares, 'heartbeats', return_value=SERVICES)
        self.patch_object(sandbox, 'answers', return_value=True)
        self.launch = self.patch_object(
            sandbox.Sandbox, '_launch', side_effect=self.launch_parts
        )
        self.box = self.sandbox()
        self.processes = {}

    def sandbox(self, **kwargs):
        box = sandbox.Sandbox(
            self.state.folder, progress=self.said.append, **kwargs
        )
        # As if we were not root, who has a home of its own elsewhere
        box._postgres.user = None
        return box

    def launch_parts(self, sockets):
        for name in PARTS:
            _popen, process = self.spawn()
            process.save(self.state.pid_file(name))
            self.processes[name] = process

    def crash(self, name):
        process = self.processes[name]
        process.signal(signal.SIGKILL)
        processes.wait_gone([process], 10)

    def states(self):
        status = self.box.status()
        return {part.name: part.state for part in status.parts}, status.state


class TestStartAndStop(TestCase):
    def test_start(self):
        self.assertTrue(self.box.start())
        states, state = self.states()
        self.assertEqual('up', state)
        self.assertEqual({'up'}, set(states.values()))
        self.assertEqual(
            [
                'postgres',
                'keystone',
                'manila-api',
                'manila-share',
                'manila-scheduler',
            ],
            list(states),
        )

    def test_second_start(self):
        self.box.start()
        self.assertFalse(self.sandbox().start())
        self.assertEqual(1, self.launch.call_count)

    def test_two_starts_at_once(self):
        def slowly(sockets):
            time.sleep(0.3)
            self.launch_parts(sockets)

        self.launch.side_effect = slowly
        started = []
        threads = [
            threading.Thread(
                target=lambda: started.append(self.sandbox().start())
            )
            for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([False, True], sorted(started))
        self.assertEqual(1, self.launch.call_count)

    def test_ports_are_kept(self):
        self.box.start()
        endpoint = self.box.share_endpoint
        self.box.stop()
        self.box.start()
        self.assertEqual(endpoint, self.box.share_endpoint)

    def test_driver_delay_is_kept(self):
        for given, expected in ((None, 0.05), (4.0, 4.0), (None, 4.0)):
            box = self.sandbox(driver_delay=given)
            box.start()
            self.assertEqual(expected, box._state.settings.driver_delay)
            box.stop()

    def test_stop(self):
        self.box.start()
        self.assertTrue(self.box.stop())
        alive = [p for p in self.processes.values() if p.alive]
        self.assertEqual([], alive)
        self.assertEqual(({}, 'stopped'), self.states())
        self.assertTrue(self.state.exists)
        self.assertFalse(self.box.stop())

    def test_stop_and_delete(self):
        self.box.start()
        self.box.stop(delete=True)
        self.assertFalse(self.state.folder.exists())
        self.assertFalse(self.box.stop(delete=True))

    def test_delete_a_folder_that_is_no_sandbox(self):
        (self.home / 'thesis.txt').write_text('')
        box = sandbox.Sandbox(self.home)
        self.assertRaises(errors.SandboxError, box.stop, delete=True)
        self.assertEqual(['thesis.txt'], os.listdir(self.home))

    def test_failed_start_leaves_nothing_running(self):
        for failure in (errors.SandboxError('no'), KeyboardInterrupt()):

            def fail(sockets, failure=failure):
                self.launch_parts(sockets)
                raise failure

            self.launch.side_effect = fail
            self.assertRaises(type(failure), self.box.start)
            alive = [p for p in self.processes.values() if p.alive]
            self.assertEqual([], alive)
            self.assertEqual(({}, 'stopped'), self.states())

    def test_context_manager(self):
        with self.box as box:
            self.assertIs(self.box, box)
            self.assertEqual('up', box.status().state)
            with self.sandbox():
                pass
            self.assertEqual('up', box.status().state)
        self.assertEqual('stopped', self.box.status().state)

    def test_missing_extra(self):
        self.patch_object(
            sandbox,
            'check_requirements',
            side_effect=errors.MissingExtra(['manila']),
        )
        self.assertRaises(errors.MissingExtra, self.box.start)
        self.assertRaises(errors.MissingExtra, self.box.run, ['true'])
        self.assertEqual([], os.listdir(self.home))


class TestCrash(TestCase):
    def test_each_part(self):
        names = {'manila': 'manila-api'}
        for part in PARTS:
            self.box.start()
            self.crash(part)
            states, state = self.states()
            self.assertEqual('broken', state)
            self.assertEqual('down', states[names.get(part, part)])
            self.assertTrue(self.box.start(), part)
            self.assertEqual('up', self.states()[1])
            alive = [p.alive for p in self.processes.values()]
            self.assertEqual([True] * 3, alive)

    def test_services_go_with_manila(self):
        self.box.start()
        self.crash('manila')
        states, _state = self.states()
        self.assertEqual('down', states['manila-scheduler'])

    def test_all(self):
        # As after a power cut: it was up, and nothing runs
        self.box.start()
        for part in PARTS:
            self.crash(part)
        self.assertEqual('broken', self.states()[1])
        self.assertTrue(self.box.start())

    def test_not_answering(self):
        self.box.start()
        self.patch_object(
            sandbox, 'answers', side_effect=lambda url: url.endswith('/v3')
        )
        states, state = self.states()
        self.assertEqual('broken', state)
        self.assertEqual('not answering', states['manila-api'])
        self.assertEqual('up', states['keystone'])

    def test_silent_service(self):
        self.box.start()
        silent = [('manila-share', 'sandbox@alpha', 99.4)]
        self.patch_object(shares, 'heartbeats', return_value=silent)
        states, state = self.states()
        self.assertEqual('broken', state)
        self.assertEqual('silent for 99 s', states['manila-share'])

    def test_busy(self):
        self.box.start()
        self.state.ready_file.unlink()
        with self.state.lock():
            states, state = self.states()
        self.assertEqual('busy', state)
        self.assertEqual('busy', states['manila-api'])

    def test_recycled_pids_are_left_alone(self):
        self.box.start()
        for name, process in self.processes.items():
            other = processes.Process(process.pid, 'earlier')
            other.save(self.state.pid_file(name))
        self.assertFalse(self.box.stop())
        alive = [p.alive for p in self.processes.values()]
        self.assertEqual([True] * 3, alive)


class TestUse(TestCase):
    def test_nothing_is_left(self):
        seen = []
        status = self.box.use(lambda: seen.append(self.states()[1]) or 0)
        self.assertEqual((0, ['up']), (status, seen))
        self.assertEqual([], os.listdir(self.home))

    def test_logs_of_a_failure_are_left(self):
        def fail():
            self.state.log('manila').write_text('why')
            return 7

        self.assertEqual(7, self.box.use(fail))
        self.assertEqual(['log'], os.listdir(self.state.folder))
        self.assertEqual('why', self.state.log('manila').read_text())
        self.assertIn(f'logs: {self.state.logs}', self.said)
        # And are no obstacle
        self.assertEqual(0, self.box.use(lambda: 0))
        self.assertEqual([], os.listdir(self.home))

    def test_running_stays_running(self):
        self.box.start()
        self.assertEqual(3, self.box.use(lambda: 3))
        self.assertEqual('up', self.states()[1])

    def test_stopped_stays_stopped(self):
        self.box.start()
        serial = self.state.settings.serial
        self.box.stop()
        self.assertEqual(3, self.box.use(lambda: 3))
        self.assertEqual('stopped', self.states()[1])
        self.assertEqual(serial, self.box._state.settings.serial)

    def test_last_one_stops(self):
        def inner():
            self.assertEqual(0, self.sandbox().use(lambda: 0))
            self.assertEqual('up', self.states()[1])
            return 0

        self.box.use(inner)
        self.assertEqual('stopped', self.states()[1])

    def test_started_for_good_meanwhile(self):
        def call():
            self.assertFalse(self.sandbox().start())
            return 0

        self.box.use(call)
        self.assertEqual('up', self.states()[1])
        self.box.stop()
        self.assertTrue(self.state.exists)

    def test_interrupted(self):
        def call():
            raise KeyboardInterrupt

        self.assertRaises(KeyboardInterrupt, self.box.use, call)
        alive = [p for p in self.processes.values() if p.alive]
        self.assertEqual([], alive)

    def test_removed_meanwhile(self):
        def call():
            self.sandbox().stop(delete=True)
            return 0

        self.assertEqual(0, self.box.use(call))
        self.assertEqual([], os.listdir(self.home))


class TestRun(TestCase):
    def run_python(self, code, **kwargs):
        return self.box.run([sys.executable, '-c', code], **kwargs)

    def test_exit_status(self):
        self.box.start()
        self.assertEqual(0, self.run_python(''))
        self.assertEqual(7, self.run_python('raise SystemExit(7)'))
        code = 'import os; os.kill(os.getpid(), 9)'
        self.assertEqual(137, self.run_python(code))

    def test_environment(self):
        self.useFixture(fixtures.EnvironmentVariable('OS_PASSWORD', 'x'))
        self.useFixture(fixtures.EnvironmentVariable('PATH', '/usr/bin'))
        env = self.box.environment('admin')
        found = {n: v for n, v in env.items() if n.startswith('OS_')}
        self.assertEqual(
            {
                'OS_CLIENT_CONFIG_FILE': str(self.box.clouds_yaml),
                'OS_CLOUD': 'admin',
            },
            found,
        )
        beside = os.path.dirname(sys.executable)
        self.assertEqual(f'{beside}:/usr/bin', env['PATH'])

    def test_proxy(self):
        for name in ('http_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY'):
            self.useFixture(fixtures.EnvironmentVariable(name))
        for name in list(os.environ):
            if name.lower().endswith('_proxy'):
                self.useFixture(fixtures.EnvironmentVariable(name))
        self.assertNotIn('no_proxy', self.box.variables())
        variable = fixtures.EnvironmentVariable('http_proxy', 'http://p')
        self.useFixture(variable)
        expected = '127.0.0.1,localhost'
        self.assertEqual(expected, self.box.variables()['no_proxy'])

    def test_not_found(self):
        # Said before anything is started for it
        self.assertEqual(127, self.box.run(['no-such-command']))
        self.assertEqual(['no-such-command: command not found'], self.said)
        self.launch.assert_not_called()

    def test_not_a_program(self):
        path = self.home / 'text'
        path.write_text('no program')
        path.chmod(0o755)
        self.box.start()
        with mock.patch('sys.stderr', io.StringIO()) as stderr:
            self.assertEqual(126, self.box.run([str(path)]))
        self.assertEqual(f'{path}: Exec format error\n', stderr.getvalue())

    def test_told_to_end(self):
        # The command is told as well, and nothing is left running
        class Told(BaseException):
            pass

        def end(number, frame):
            raise Told

        before = signal.signal(signal.SIGALRM, end)
        self.addCleanup(signal.signal, signal.SIGALRM, before)
        began = time.monotonic()
        note, ready = self.home / 'note', self.home / 'ready'

        def tell():
            while not ready.exists():
                time.sleep(0.01)
            # To this thread, so that it does not go on waiting
            signal.pthread_kill(threading.main_thread().ident, signal.SIGALRM)

        threading.Thread(target=tell, daemon=True).start()
        code = (
            'import pathlib, signal, sys, time\n'
            'def end(*args):\n'
            f'    pathlib.Path({str(note)!r}).write_text("told")\n'
            '    sys.exit()\n'
            'signal.signal(signal.SIGTERM, end)\n'
            f'pathlib.Path({str(ready)!r}).touch()\n'
            'time.sleep(60)\n'
        )
        self.assertRaises(Told, self.run_python, code)
        self.assertLess(time.monotonic() - began, 20)
        self.assertEqual('told', note.read_text())
        alive = [p for p in self.processes.values() if p.alive]
        self.assertEqual([], alive)


class TestWait(base.TestCase):
    """What the parts say on their pipes."""

    def setUp(self):
        super().setUp()
        self.said = []
        self.box = sandbox.Sandbox(
            self.state.folder, progress=self.said.append
        )
        self.state.prepare()
        self.postgres = mock.Mock(process=object(), log='pg.log')
        self.box._postgres = self.postgres
        self.selector = selectors.DefaultSelector()
        self.addCleanup(self.selector.close)
        mine, self.theirs = os.pipe()
        self.addCleanup(os.close, mine)
        self.start = mock.Mock(pipe=mine, ready=False, log='manila.log')
        self.start.name = 'manila'
        self.selector.register(mine, selectors.EVENT_READ, self.start)

    def say(self, text):
        os.write(self.theirs, text.encode())

    def wait(self, patience=60.0):
        deadline = time.monotonic() + patience
        self.box._wait(self.selector, [self.start], deadline)

    def test_steps(self):
        self.say('loading\n')
        self.wait()
        self.assertFalse(self.start.ready)
        self.say('ready\n')
        os.close(self.theirs)
        self.wait()
        self.wait()
        self.assertTrue(self.start.ready)
        self.assertEqual(['manila: loading', 'manila: ready'], self.said)

    def test_ended(self):
        os.close(self.theirs)
        error = self.assertRaises(errors.PartFailed, self.wait)
        self.assertEqual(
            'manila did not start; its log is manila.log', str(error)
        )

    def test_postgres_ended(self):
        self.addCleanup(os.close, self.theirs)
        self.postgres.process = None
        self.say('loading\n')
        error = self.assertRaises(errors.PartFailed, self.wait)
        self.assertEqual(
            'postgres did not start; its log is pg.log', str(error)
        )

    def test_late(self):
        self.addCleanup(os.close, self.theirs)
        self.say('loading\n')
        error = self.assertRaises(errors.PartFailed, self.wait, -1)
        self.assertIn('did not start within 240 seconds', str(error))


class TestPorts(base.TestCase):
    def test_free(self):
        with sandbox.bind(0) as bound:
            host, port = bound.getsockname()
        self.assertEqual('127.0.0.1', host)
        with sandbox.bind(port) as again:
            self.assertEqual(port, again.getsockname()[1])

    def test_taken(self):
        with sandbox.bind(0) as first:
            port = first.getsockname()[1]
            with sandbox.bind(port) as other:
                self.assertNotEqual(port, other.getsockname()[1])

    def test_none(self):
        self.patch_object(socket.socket, 'bind', side_effect=OSError)
        error = self.assertRaises(errors.SandboxError, sandbox.bind, 0)
        self.assertEqual('No port on 127.0.0.1 can be used', str(error))


class TestAnswers(base.TestCase):
    def answers(self, answer):
        opener = mock.Mock(**{'open.side_effect': [answer]})
        self.patch_object(urllib.request, 'build_opener', return_value=opener)
        return sandbox.answers('http://127.0.0.1:1/')

    def test_answers(self):
        for answer, expected in (
            (mock.Mock(), True),
            (urllib.error.HTTPError('', 300, '', {}, None), True),
            (urllib.error.HTTPError('', 404, '', {}, None), True),
            (urllib.error.HTTPError('', 503, '', {}, None), False),
            (urllib.error.URLError('refused'), False),
            (TimeoutError(), False),
        ):
            self.assertEqual(expected, self.answers(answer), answer)


class TestRequirements(base.TestCase):
    def test_missing(self):
        self.patch_object(
            importlib.util,
            'find_spec',
            side_effect=lambda name: None if name == 'psycopg2' else object(),
        )
        error = self.assertRaises(
            errors.MissingExtra, sandbox.check_requirements
        )
        self.assertEqual(
            'The sandbox needs psycopg2-binary: '
            "pip install 'manilaosc[sandbox]'",
            str(error),
        )

    def test_there(self):
        self.patch_object(importlib.util, 'find_spec')
        self.assertIsNone(sandbox.check_requirements())


class TestStartOfAPart(base.TestCase):
    def test_arguments(self):
        self.state.prepare()
        popen, process = self.spawn()
        spawn = self.patch_object(processes, 'spawn', return_value=popen)
        with sandbox.bind(0) as bound:
            start = sandbox._Start(self.state, 'manila', bound, {'A': 'b'})
            self.addCleanup(start.close)
            argv, log, env, cwd = spawn.call_args.args
            number, pipe = spawn.call_args.kwargs['pass_fds']
            self.assertEqual(bound.fileno(), number)
        self.assertEqual(
            [
                sys.executable,
                '-P',
                '-m',
                'manilaosc.sandbox.manila',
                self.state.folder,
                str(number),
                str(pipe),
            ],
            argv,
        )
        self.assertEqual(self.state.log('manila'), log)
        self.assertEqual({'A': 'b'}, env)
        self.assertEqual(self.state.folder, cwd)
        saved = processes.Process.load(self.state.pid_file('manila'))
        self.assertEqual(process, saved)
        # Its end of the pipe is not ours any more
        self.assertRaises(OSError, os.fstat, pipe)
        self.assertEqual(b'', os.read(start.pipe, 1))

    def test_ended_at_once(self):
        self.state.prepare()
        self.patch_object(processes, 'spawn')
        # A number that was a process may soon be another one's
        self.patch_object(processes.Process, 'of', return_value=None)
        with sandbox.bind(0) as bound:
            error = self.assertRaises(
                errors.PartFailed,
                sandbox._Start,
                self.state,
                'keystone',
                bound,
                {},
            )
        self.assertEqual(
            'keystone ended at once; its log is '
            f'{pathlib.Path(self.state.logs, "keystone.log")}',
            str(error),
        )


class TestRunCommand(testtools.TestCase):
    def test_told_to_end_while_it_starts(self):
        started = []
        popen = subprocess.Popen

        def start_and_be_told(*args, **kwargs):
            started.append(popen(*args, **kwargs))
            os.kill(os.getpid(), signal.SIGTERM)
            return started[0]

        def end(number, frame):
            raise SystemExit(143)

        before = signal.signal(signal.SIGTERM, end)
        self.addCleanup(signal.signal, signal.SIGTERM, before)
        with mock.patch.object(subprocess, 'Popen', start_and_be_told):
            self.assertRaises(
                SystemExit, sandbox.run_command, ['sleep', '600'], {}
            )
        self.addCleanup(started[0].kill)
        self.assertEqual(-signal.SIGTERM, started[0].returncode)

    def test_signals_are_as_they_were(self):
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
        shell = 'kill -TERM $$; sleep 600'
        status = sandbox.run_command(['/bin/sh', '-c', shell], {})
        self.assertEqual(128 + signal.SIGTERM, status)
        self.assertEqual(mask, signal.pthread_sigmask(signal.SIG_BLOCK, ()))
