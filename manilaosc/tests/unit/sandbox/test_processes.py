import os
import pathlib
import signal
import subprocess
import sys

from manilaosc.sandbox import processes
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
        path = self.home / 'pid'
        _popen, process = self.spawn()
        process.save(path)
        self.assertEqual(process, processes.Process.load(path))

    def test_pid_file_without_sense(self):
        path = self.home / 'pid'
        self.assertIsNone(processes.Process.load(path))
        for text in ('', '1', 'one 2', '1 2 3', '\udcff'):
            path.write_text(text, errors='surrogateescape')
            self.assertIsNone(processes.Process.load(path), text)


class TestEnd(base.TestCase):
    def test_asked(self):
        popen, process = self.spawn()
        processes.end([process])
        self.assertFalse(process.alive)
        self.assertIsNotNone(popen.poll())

    def test_not_asked(self):
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
            signal.SIGTERM, lambda *args: steps.append('told to end')
        )
        self.addCleanup(signal.signal, signal.SIGTERM, before)
        with processes.undisturbed():
            os.kill(os.getpid(), signal.SIGTERM)
            steps.append('tidied up')
        self.assertEqual(['tidied up', 'told to end'], steps)


class TestWorkingIn(base.TestCase):
    def test_working_in(self):
        _popen, process = self.spawn(cwd=self.home)
        comm = pathlib.Path(f'/proc/{process.pid}/comm').read_text().strip()
        self.assertEqual([process], processes.working_in(self.home, comm))

    def test_others(self):
        # Somebody's shell in our folder, and a server of another sandbox
        _popen, process = self.spawn(cwd=self.home)
        comm = pathlib.Path(f'/proc/{process.pid}/comm').read_text().strip()
        self.assertEqual([], processes.working_in(self.home, 'postgres'))
        # Nobody else works there, as somebody may in the parent folder
        other = self.home / 'other'
        other.mkdir()
        self.assertEqual([], processes.working_in(other, comm))


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

    def test_as_another_user(self):
        popen = self.patch_object(subprocess, 'Popen')
        processes.spawn(['x'], self.home / 'log', {}, self.home, user=65534)
        options = popen.call_args.kwargs
        self.assertEqual(65534, options['user'])
        self.assertEqual(65534, options['group'])
        self.assertEqual([], options['extra_groups'])
