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

import importlib.util
import io
import os
import shutil
import signal
import sys
import threading
import time
from unittest import mock

import fixtures

from manilaosc.sandbox import config
from manilaosc.sandbox import errors
from manilaosc.sandbox import launch
from manilaosc.sandbox import postgres
from manilaosc.sandbox import processes
from manilaosc.sandbox import sandbox
from manilaosc.sandbox import shares
from manilaosc.sandbox import state as sandbox_state
from manilaosc.sandbox import status
from manilaosc.tests.unit.sandbox import base

PARTS = ('postgres', 'keystone', 'manila')
SERVICES = [
    ('manila-share', 'sandbox@alpha', 0.5),
    ('manila-scheduler', 'sandbox', 0.5),
]


SLEEP = 'import time; time.sleep(60)'
POSTGRES = (
    "import pathlib; pathlib.Path('/proc/self/comm').write_text('postgres'); "
    f"print('renamed', flush=True); {SLEEP}"
)


class TestCase(base.TestCase):
    """A sandbox whose parts are processes that only sleep."""

    def setUp(self):
        super().setUp()
        self.said = []
        self.patch_object(sandbox, 'check_requirements')
        self.patch_object(config, 'write_all')
        self.patch_object(shares, 'heartbeats', return_value=SERVICES)
        self.patch_object(status, 'answers', return_value=True)
        self.launch = self.patch_object(
            launch.Launch, 'run', side_effect=self.launch_parts
        )
        self.box = self.sandbox()
        self.processes = {}

    def sandbox(self, **kwargs):
        box = sandbox.Sandbox(
            self.state.folder, progress=self.said.append, **kwargs
        )
        # As root, PostgreSQL would run as another user
        box._postgres.user = None
        return box

    def launch_parts(self, sockets):
        for name in PARTS:
            process = self.launch_part(name)
            process.save(self.state, name)
            self.processes[name] = process

    def launch_part(self, name):
        """Start a process that looks like a part, but only sleeps."""
        if name != 'postgres':
            module = f'manilaosc.sandbox.{name}'
            _popen, process = self.spawn(
                SLEEP, '-m', module, cwd=self.state.folder
            )
            return process
        data = self.box._state.home / 'data'
        data.mkdir(parents=True, exist_ok=True)
        popen, process = self.spawn(POSTGRES, '-D', str(data), cwd=data)
        self.assertEqual('renamed\n', popen.stdout.readline())
        return process

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

    def test_settings_are_kept(self):
        for delay, keys, expected in (
            (None, None, (0.05, 'dummy_key')),
            (4.0, '', (4.0, '')),
            (None, None, (4.0, '')),
        ):
            box = self.sandbox(
                driver_delay=delay, driver_updatable_metadata=keys
            )
            box.start()
            found = box._state.settings
            self.assertEqual(
                expected, (found.driver_delay, found.driver_updatable_metadata)
            )
            box.stop()

    def test_settings_of_a_running_sandbox(self):
        self.box.start()
        self.sandbox(driver_delay=0.05).start()
        self.assertNotIn('no effect', ''.join(self.said))
        self.sandbox(driver_delay=4.0).start()
        self.assertIn(
            '--driver-delay has no effect on a running sandbox: stop it first',
            self.said,
        )

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
            status, 'answers', side_effect=lambda url: url.endswith('/v3')
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
        for name in PARTS:
            _popen, process = self.spawn()
            other = processes.Process(process.pid, 'earlier')
            other.save(self.state, name)
            self.processes[name].signal(signal.SIGKILL)
            self.processes[name] = process
        self.assertFalse(self.box.stop())
        alive = [p.alive for p in self.processes.values()]
        self.assertEqual([True] * 3, alive)


class TestLost(TestCase):
    """Parts whose PID files or folders were lost are found again."""

    def alive(self):
        return [name for name, p in self.processes.items() if p.alive]

    def test_pid_files(self):
        for part in PARTS:
            self.box.start()
            self.state.pid_file(part).unlink()
            self.assertEqual('up', self.states()[1])
            self.assertFalse(self.box.start())
            found = processes.Process.load(self.state, part)
            self.assertEqual(self.processes[part], found)
            self.state.pid_file(part).unlink()
            self.assertTrue(self.box.stop())
            self.assertEqual([], self.alive())

    def test_folder_of_the_pid_files(self):
        self.box.start()
        shutil.rmtree(self.state.run)
        self.assertEqual('up', self.states()[1])
        self.assertFalse(self.box.start())
        self.assertTrue(self.state.ready_file.exists())
        shutil.rmtree(self.state.run)
        self.patch_object(status, 'answers', return_value=False)
        # It cannot be known how far they are: they are started again
        before = dict(self.processes)
        self.assertTrue(self.box.start())
        self.assertEqual([], [p for p in before.values() if p.alive])

    def test_services_of_an_earlier_start(self):
        self.box.start()
        earlier = self.launch_part('keystone')
        self.box.stop()
        self.assertFalse(earlier.alive)

    def test_settings(self):
        self.box.start()
        self.state.settings_file.write_text('{}')
        for call in (self.box.start, self.box.status):
            self.assertRaises(errors.Unusable, call)
        self.assertEqual([*PARTS], self.alive())
        for delete in (False, True):
            self.assertRaises(errors.Unusable, self.box.stop, delete=delete)
            self.assertEqual([], self.alive())
        self.assertIn('stopped', self.said)
        self.assertTrue(self.state.keystone.exists())

    def test_state_folder(self):
        self.box.start()
        shutil.rmtree(self.state.folder)
        self.assertEqual(({}, 'stopped'), self.states())
        self.assertIn('"stop" ends them', self.said[-1])
        self.assertTrue(self.box.stop())
        self.assertEqual([], self.alive())
        self.assertFalse(self.box.stop())
        self.assertFalse(self.state.folder.exists())

    def test_state_folder_of_root(self):
        # PostgreSQL is outside, and its data may be that of a moved sandbox
        self.patch_object(sandbox_state, 'SYSTEM_HOME', self.home)
        self.patch_object(postgres.Postgres, '_enterable', return_value=False)
        self.box.start()
        outside = self.box._state.home
        shutil.rmtree(self.state.folder)
        for delete in (True, False):
            self.assertEqual(delete, self.box.stop(delete=delete))
            self.assertEqual([], self.alive())
            self.assertTrue(outside.is_dir())
            self.assertIn(
                f'{outside} contains the database of a sandbox that was in '
                f'{self.state.folder}; if it was not moved, remove it '
                'yourself',
                self.said,
            )
            del self.said[:]

    def test_state_folder_before_a_start(self):
        self.box.start()
        before = dict(self.processes)
        shutil.rmtree(self.state.folder)
        self.assertTrue(self.sandbox().start())
        self.assertEqual([], [p for p in before.values() if p.alive])
        self.assertEqual([*PARTS], self.alive())

    def test_moved_while_running(self):
        self.box.start()
        moved = self.home / 'moved'
        self.state.folder.rename(moved)
        box = sandbox.Sandbox(moved)
        box._postgres.user = None
        self.assertTrue(box.stop())
        self.assertEqual([], self.alive())


class TestCopy(TestCase):
    """A copy of a sandbox leaves the original alone."""

    def copy(self):
        folder = self.home / 'copy'
        shutil.copytree(self.state.folder, folder)
        box = sandbox.Sandbox(folder)
        box._postgres.user = None
        return box

    def check(self, box):
        """Assert that a sandbox refuses everything as a copy."""
        for call in (
            box.start,
            box.stop,
            lambda: box.stop(delete=True),
            box.release,
            box.status,
            lambda: box.use(lambda: self.fail('called')),
        ):
            error = self.assertRaises(errors.Unusable, call)
            self.assertEqual(
                f'{box.folder} is a copy of the sandbox in '
                f'{self.state.folder}. It is not started, stopped or deleted: '
                'remove the copy yourself, or name another folder with '
                '--state',
                str(error),
            )

    def test_running(self):
        self.box.start()
        copy = self.copy()
        self.check(copy)
        self.assertEqual('up', self.states()[1])
        # Even if the copy was edited: PID files name the folder
        settings = copy._state.settings_file
        text = settings.read_text()
        settings.write_text(
            text.replace(str(self.state.folder), str(copy.folder))
        )
        self.assertFalse(copy.stop(delete=True))
        self.assertFalse(copy.folder.exists())
        self.assertEqual('up', self.states()[1])

    def test_stopped(self):
        self.box.start()
        self.box.stop()
        self.check(self.copy())
        self.assertTrue((self.state.folder / 'postgres').is_dir())
        self.assertTrue(self.box.start())

    def test_outside(self):
        # As for root, if others may not enter the state folder
        self.patch_object(sandbox_state, 'SYSTEM_HOME', self.home)
        self.patch_object(self.box._postgres, '_enterable', return_value=False)
        self.box.start()
        outside = self.box._state.home
        self.assertEqual(self.home, outside.parent)
        copy = self.copy()
        self.check(copy)
        # Even if the copy was edited: the mark names the folder
        settings = copy._state.settings_file
        text = settings.read_text()
        settings.write_text(
            text.replace(str(self.state.folder), str(copy.folder))
        )
        copy.stop(delete=True)
        self.assertTrue(outside.is_dir())
        self.box.stop(delete=True)
        self.assertFalse(outside.exists())

    def test_moved(self):
        self.patch_object(sandbox_state, 'SYSTEM_HOME', self.home)
        self.patch_object(postgres.Postgres, '_enterable', return_value=False)
        self.box.start()
        outside = self.box._state.home
        self.box.stop()
        moved = self.home / 'moved'
        self.state.folder.rename(moved)
        box = sandbox.Sandbox(moved)
        box._postgres.user = None
        self.state = box._state
        self.assertTrue(box.start())
        self.assertEqual(str(moved), box._state.settings.folder)
        self.assertEqual(outside, box._state.home)
        # What is in the old folder now is a sandbox of its own
        self.assertNotEqual(
            outside, sandbox_state.State(self.home / 'sbx').home
        )
        box.stop(delete=True)
        self.assertFalse(outside.exists())
        self.assertFalse(moved.exists())

    def test_same_folder_by_another_path(self):
        self.box.start()
        link = self.home / 'link'
        link.symlink_to(self.state.folder)
        box = sandbox.Sandbox(link)
        box._postgres.user = None
        self.assertEqual('up', box.status().state)
        self.assertTrue(box.stop())


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
        identity = self.state.settings.id
        self.box.stop()
        self.assertEqual(3, self.box.use(lambda: 3))
        self.assertEqual('stopped', self.states()[1])
        self.assertEqual(identity, self.box._state.settings.id)

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

    def test_terminated(self):
        # The command ends as well, and nothing is left running
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
            'The sandbox requires psycopg2-binary: '
            "pip install 'manilaosc[sandbox]'",
            str(error),
        )

    def test_there(self):
        self.patch_object(importlib.util, 'find_spec')
        self.assertIsNone(sandbox.check_requirements())
