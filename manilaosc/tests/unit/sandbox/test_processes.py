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

import os
import shutil
import signal
import stat
import subprocess
import sys

from manilaosc.sandbox import processes
from manilaosc.sandbox import state
from manilaosc.tests.unit.sandbox import base


class TestIdentity(base.TestCase):
    def test_same_process(self):
        popen, process = self.spawn()
        self.assertEqual(process, processes.Process.of(popen.pid))
        self.assertTrue(process.alive)

    def test_ended(self):
        popen, process = self.spawn('')
        # Not reaped: a zombie is not alive
        os.waitid(os.P_PID, popen.pid, os.WEXITED | os.WNOWAIT)
        self.assertFalse(process.alive)
        self.assertIsNone(processes.Process.of(popen.pid))
        popen.wait()
        self.assertFalse(process.alive)

    def test_name_with_parentheses(self):
        popen, process = self.spawn(
            'import pathlib, time; '
            "pathlib.Path('/proc/self/comm').write_text('a) Z (b'); "
            "print('renamed', flush=True); time.sleep(60)"
        )
        self.assertEqual('renamed\n', popen.stdout.readline())
        self.assertTrue(process.alive)

    def test_recycled_pid_is_never_killed(self):
        popen, process = self.spawn()
        earlier = processes.Process(popen.pid, process.identity + '0')
        self.assertFalse(earlier.alive)
        earlier.signal(signal.SIGKILL)
        processes.end([earlier])
        self.assertIsNone(popen.poll())
        self.assertTrue(process.alive)

    def test_another_boot_is_another_process(self):
        _popen, process = self.spawn()
        self.patch_object(processes, '_boot', return_value='earlier')
        self.assertFalse(process.alive)

    def test_pid_file(self):
        self.state.prepare()
        _popen, process = self.spawn()
        process.save(self.state, 'manila')
        found = processes.Process.load(self.state, 'manila')
        self.assertEqual(process, found)
        # It names the folder, so that a copy is not trusted
        copy = state.State(self.home / 'copy')
        shutil.copytree(self.state.folder, copy.folder)
        self.assertIsNone(processes.Process.load(copy, 'manila'))
        process.signal(signal.SIGKILL)
        processes.wait_gone([process], 10)
        self.assertIsNone(processes.Process.load(self.state, 'manila'))

    def test_invalid_pid_file(self):
        self.state.prepare()
        self.assertIsNone(processes.Process.load(self.state, 'manila'))
        _popen, process = self.spawn()
        pid, place = process.pid, self.state.place
        for text in (
            '',
            '1',
            f'one {process.identity}\n{place}\n',
            f'{pid} {process.identity} 3\n{place}\n',
            f'{pid} {process.identity}\n',
            f'{pid} {process.identity}',
            '\udcff',
        ):
            path = self.state.pid_file('manila')
            path.write_text(text, errors='surrogateescape')
            found = processes.Process.load(self.state, 'manila')
            self.assertIsNone(found, text)


class TestEnd(base.TestCase):
    def test_end(self):
        popen, process = self.spawn()
        processes.end([process])
        self.assertFalse(process.alive)
        self.assertIsNotNone(popen.poll())

    def test_stubborn(self):
        _popen, process = self.spawn_stubborn()
        processes.end([process], timeout=0.1)
        self.assertFalse(process.alive)

    def test_nobody(self):
        processes.end([])
        self.assertTrue(processes.wait_gone([], 0))

    def test_wait_gone_gives_up(self):
        _popen, process = self.spawn()
        self.assertFalse(processes.wait_gone([process], 0.05))

    def test_undisturbed(self):
        steps = []
        before = signal.signal(
            signal.SIGTERM, lambda *args: steps.append('signal')
        )
        self.addCleanup(signal.signal, signal.SIGTERM, before)
        with processes.undisturbed():
            os.kill(os.getpid(), signal.SIGTERM)
            steps.append('cleaned up')
        self.assertEqual(['cleaned up', 'signal'], steps)


class TestWorkingIn(base.TestCase):
    def find(self, folder, word='-m'):
        return processes.working_in(folder, lambda name, argv: word in argv)

    def test_working_in(self):
        folder = self.home / 'folder'
        folder.mkdir()
        _popen, process = self.spawn('input()', '-m', cwd=folder, stdin=-1)
        link = self.home / 'link'
        link.symlink_to(folder)
        for path in (folder, link):
            self.assertEqual([process], self.find(path))
        # By its former path, if the folder is removed
        folder.rmdir()
        self.assertEqual([process], self.find(folder))

    def test_others(self):
        _popen, process = self.spawn('input()', '-m', cwd=self.home, stdin=-1)
        # A shell of the user in there, or another program
        self.assertEqual([], self.find(self.home, '-D'))
        other = self.home / 'other'
        other.mkdir()
        self.assertEqual([], self.find(other))
        # Another user's process
        self.patch_object(os, 'geteuid', return_value=os.geteuid() + 1)
        self.assertEqual([], self.find(self.home))
        self.assertTrue(process.alive)


class TestSignals(base.TestCase):
    CODE = (
        'import signal, sys\n'
        'print([s.name for s in signal.Signals'
        ' if signal.getsignal(s) == signal.SIG_IGN], '
        'signal.pthread_sigmask(signal.SIG_BLOCK, ()), flush=True)\n'
        'sys.stdin.read()'
    )

    def ignore(self):
        """Be a process in the background of a shell, with a blocked signal."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})

    def run_code(self, code):
        return subprocess.run(
            [sys.executable, '-c', code],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
            preexec_fn=self.ignore,
        ).stdout

    def test_restore_signals(self):
        self.assertIn("'SIGINT'", self.run_code(self.CODE))
        restored = self.run_code(
            'from manilaosc.sandbox import processes\n'
            f'processes.restore_signals()\n{self.CODE}'
        )
        self.assertNotIn('SIGINT', restored)
        self.assertIn('set()', restored)


class TestEnvironment(base.TestCase):
    def environment(self, **inherited):
        return processes.environment(inherited, self.state)

    def test_unwanted(self):
        env = self.environment(
            OS_CLOUD='mine',
            OS_PASSWORD='secret',
            PYTHONDONTWRITEBYTECODE='1',
            PYTHONHOME='/x',
            LANG='C',
        )
        self.assertEqual('C', env['LANG'])
        self.assertNotIn('PYTHONDONTWRITEBYTECODE', env)
        self.assertNotIn('PYTHONHOME', env)
        self.assertEqual([], [name for name in env if name.startswith('OS_')])

    def test_python_path(self):
        for file, expected in (
            ('/src/manilaosc/sandbox/processes.py', '/src:/theirs'),
            ('/x/site-packages/manilaosc/sandbox/processes.py', '/theirs'),
        ):
            self.patch_object(processes, '__file__', file)
            env = self.environment(PYTHONPATH='/theirs')
            self.assertEqual(expected, env['PYTHONPATH'])

    def test_no_proxy(self):
        for inherited, expected in (
            ({}, '127.0.0.1,localhost'),
            ({'no_proxy': 'a, b'}, 'a,b,127.0.0.1,localhost'),
            ({'NO_PROXY': '127.0.0.1'}, '127.0.0.1,localhost'),
            ({'no_proxy': 'a', 'NO_PROXY': 'b'}, 'a,127.0.0.1,localhost'),
        ):
            self.assertEqual(expected, processes.no_proxy(inherited))
            env = self.environment(**inherited)
            self.assertEqual(expected, env['no_proxy'])
            self.assertEqual(expected, env['NO_PROXY'])

    def test_byte_code(self):
        package = self.home / 'manila'
        package.mkdir()
        self.patch_object(sys, 'path', [str(self.home)])
        for writable, compiled, expected in (
            (True, False, None),
            (False, False, self.state.folder / 'pycache'),
            (False, True, None),
        ):
            if compiled:
                (package / '__pycache__').mkdir()
            self.patch_object(os, 'access', return_value=writable)
            found = processes.bytecode_folder(self.state)
            self.assertEqual(expected, found)
        package.joinpath('__pycache__').rmdir()
        self.assertEqual(
            str(self.state.folder / 'pycache'),
            self.environment()['PYTHONPYCACHEPREFIX'],
        )


class TestSpawn(base.TestCase):
    def test_spawn(self):
        log = self.home / 'log'
        log.write_text('before\n')
        popen = processes.spawn(
            [
                sys.executable,
                '-I',
                '-S',
                '-c',
                'import os, sys; print(os.getcwd(), os.environ["A"], '
                'os.getsid(0) == os.getpid(), sys.stdin.read())',
            ],
            log,
            {'A': 'b'},
            self.home,
        )
        self.assertEqual(0, popen.wait())
        self.assertEqual(f'before\n{self.home} b True \n', log.read_text())

    def test_files_of_a_service(self):
        log, made = self.home / 'log', self.home / 'made'
        before = os.umask(0)
        try:
            popen = processes.spawn(['touch', made], log, {}, self.home)
        finally:
            os.umask(before)
        self.assertEqual(0, popen.wait())
        for path in (log, made):
            self.assertEqual(0o600, stat.S_IMODE(path.stat().st_mode))

    def test_as_another_user(self):
        popen = self.patch_object(subprocess, 'Popen')
        processes.spawn(['x'], self.home / 'log', {}, self.home, user=65534)
        options = popen.call_args.kwargs
        self.assertEqual(65534, options['user'])
        self.assertEqual(65534, options['group'])
        self.assertEqual([], options['extra_groups'])
