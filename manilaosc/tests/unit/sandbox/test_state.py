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
import json
import os
import pathlib
import pwd
import shutil
import stat
import threading

import fixtures

from manilaosc.sandbox import errors
from manilaosc.sandbox import postgres
from manilaosc.sandbox import settings as sandbox_settings
from manilaosc.sandbox import state
from manilaosc.tests.unit.sandbox import base


class TestFolder(base.TestCase):
    def test_default(self):
        for variables, expected in (
            ({'XDG_STATE_HOME': '/x'}, '/x/manilaosc/sandbox'),
            ({'HOME': '/h'}, '/h/.local/state/manilaosc/sandbox'),
            ({state.STATE_VARIABLE: '/named'}, '/named'),
        ):
            with contextlib.ExitStack() as stack:
                stack.enter_context(
                    fixtures.EnvironmentVariable('XDG_STATE_HOME')
                )
                for item in variables.items():
                    variable = fixtures.EnvironmentVariable(*item)
                    stack.enter_context(variable)
                self.assertEqual(pathlib.Path(expected), state.State().folder)

    def test_no_home_directory(self):
        self.useFixture(fixtures.EnvironmentVariable('XDG_STATE_HOME'))
        self.useFixture(fixtures.EnvironmentVariable('HOME'))
        self.patch_object(pwd, 'getpwuid', side_effect=KeyError)
        for folder in (None, '~/sbx', '~nobody-of-this-name/sbx'):
            error = self.assertRaises(errors.SandboxError, state.State, folder)
            self.assertIn('cannot be determined; name another', str(error))
        # The help shows it unexpanded
        self.assertEqual(
            '~/.local/state/manilaosc/sandbox', state.default_folder()
        )

    def test_given(self):
        home = fixtures.EnvironmentVariable('HOME', '/h')
        self.useFixture(home)
        self.assertEqual(pathlib.Path('/h/sbx'), state.State('~/sbx').folder)
        self.assertEqual(
            pathlib.Path(os.getcwd(), 'sbx'), state.State('sbx').folder
        )

    def test_prepare_keeps_others_out(self):
        self.state.prepare()
        self.state.save()
        with self.state.lock():
            pass
        for path in (self.state.folder, *self.state.folder.rglob('*')):
            expected = 0o700 if path.is_dir() else 0o600
            if path == self.state.folder and os.geteuid() == 0:
                # PostgreSQL runs as another user
                expected = 0o711
            mode = stat.S_IMODE(path.stat().st_mode)
            self.assertEqual(oct(expected), oct(mode), path)

    def test_modes_do_not_depend_on_the_umask(self):
        for umask in (0o000, 0o777):
            self.state = state.State(self.home / oct(umask) / 'a' / 'sbx')
            before = os.umask(umask)
            try:
                self.state.prepare()
                with self.state.in_use():
                    self.test_prepare_keeps_others_out()
            finally:
                os.umask(before)
            self.assertTrue(self.state.users_file.exists())
            for path in self.state.folder.parents:
                if path == self.home:
                    break
                mode = path.stat().st_mode
                self.assertEqual(0o700, mode & 0o700)
                self.assertEqual(0, mode & 0o022)

    def test_modes_are_mended(self):
        self.state.folder.mkdir()
        self.state.folder.chmod(0o777)
        self.state.logs.mkdir()
        self.state.logs.chmod(0o777)
        self.state.lock_file.write_text('')
        self.state.lock_file.chmod(0o666)
        self.test_prepare_keeps_others_out()

    def test_prepare_is_refused(self):
        wall = self.home / 'wall'
        wall.write_text('')
        mine = self.home / 'mine'
        mine.mkdir()
        (mine / 'thesis.txt').write_text('')
        for folder, reason in (
            (wall, 'cannot be used: File exists'),
            (wall / 'sbx', 'cannot be used: Not a directory'),
            (self.home / ('n' * 300), 'cannot be used: File name too long'),
            (self.home / ('n/' * 1000), 'too long: '),
            (mine, 'contains other files, such as thesis.txt'),
            (self.home / '50%', 'cannot be used: its path contains %'),
            (self.home / 'a\nb', 'its path contains control characters'),
        ):
            box = state.State(folder)
            error = self.assertRaises(errors.SandboxError, box.prepare)
            self.assertIn(reason, str(error))
            self.assertIn('name another folder with --state', str(error))
        self.assertEqual(['thesis.txt'], os.listdir(mine))
        self.assertEqual(['mine', 'wall'], sorted(os.listdir(self.home)))

    def test_prepare_of_another_user(self):
        self.write_settings()
        self.patch_object(os, 'geteuid', return_value=os.geteuid() + 1)
        error = self.assertRaises(errors.SandboxError, self.state.prepare)
        self.assertIn('belongs to the user with ID', str(error))

    def test_remove(self):
        self.write_settings()
        self.state.remove()
        self.assertEqual([], os.listdir(self.home))

    def test_remove_keeps_what_is_not_ours(self):
        self.write_settings()
        other = self.state.folder / 'thesis.txt'
        other.write_text('')
        link = self.state.folder / 'pycache'
        link.symlink_to(self.home)
        log = self.state.log('manila')
        log.write_text('')
        self.state.remove(keep={'log'})
        self.assertEqual(
            ['log', 'thesis.txt'], sorted(os.listdir(self.state.folder))
        )
        self.assertTrue(log.exists())


class TestSettings(base.TestCase):
    def test_remembered(self):
        self.write_settings(manila_port=1234, driver_delay=2.5)
        again = state.State(self.state.folder)
        self.assertTrue(again.exists)
        self.assertEqual(self.state.settings, again.settings)
        self.assertEqual('http://127.0.0.1:1234/v2', again.share_endpoint)

    def test_broken(self):
        self.write_settings()
        for text in ('{', '[]', '{}', '{"id": "x"}', '\x00', '[' * 100000):
            self.state.settings_file.write_text(text)
            self.state.reload()
            for call in (lambda: self.state.settings, self.state.prepare):
                error = self.assertRaises(errors.Unusable, call)
                self.assertIn('state.json cannot be read (', str(error))
                self.assertIn('"stop" ends services', str(error))

    def test_a_folder_of_something_else(self):
        # Other programs have a state.json, too: nothing is added or removed
        folder = self.home / 'other'
        folder.mkdir()
        (folder / 'state.json').write_text('{"log": true}')
        other = state.State(folder)
        self.assertRaises(errors.Unusable, other.lock().__enter__)
        self.assertEqual(['state.json'], os.listdir(folder))

    def test_copy(self):
        self.write_settings()
        copy = state.State(self.home / 'copy')
        shutil.copytree(self.state.folder, copy.folder)
        for call in (lambda: copy.settings, copy.prepare):
            error = self.assertRaises(errors.Unusable, call)
            self.assertIn(
                f'is a copy of the sandbox in {self.state.folder}', str(error)
            )
        # If the folder cannot be looked into, nobody knows
        self.patch_object(os.path, 'samefile', side_effect=PermissionError)
        self.assertRaises(errors.Unusable, lambda: copy.settings)

    def test_original_is_gone(self):
        self.write_settings()
        copy = state.State(self.home / 'copy')
        shutil.copytree(self.state.folder, copy.folder)
        identity = self.state.settings.id
        self.state.remove()
        self.assertEqual(identity, copy.settings.id)
        # Another sandbox, or something else, is there by now
        for text in (sandbox_settings.Settings.new('/x').dump(), 'text'):
            self.state.folder.mkdir(exist_ok=True)
            self.state.settings_file.write_text(text)
            copy.reload()
            self.assertEqual(identity, copy.settings.id)

    def test_database_url(self):
        self.state = state.State(self.home / 'a b&c')
        self.write_settings()
        self.patch_object(state, 'SOCKET_PATH_LIMIT', 1000)
        folder = f'{self.home}/a%20b%26c/postgres/data'
        self.assertEqual(
            f'postgresql+psycopg2://postgres@/manila?host={folder}',
            self.state.database_url,
        )


class TestMarks(base.TestCase):
    def setUp(self):
        super().setUp()
        self.write_settings()
        self.folder = self.home / 'outside'
        self.folder.mkdir()

    def test_owned(self):
        self.assertFalse(self.state.owns(self.folder))
        self.state.mark(self.folder)
        self.assertTrue(self.state.owns(self.folder))
        # The state folder was moved
        self.state.settings.folder = '/elsewhere'
        self.assertTrue(self.state.owns(self.folder))
        self.state.discard(self.folder)
        self.assertFalse(self.folder.exists())

    def test_of_another(self):
        mine = {'id': self.state.settings.id, 'folder': self.state.place}
        for mark in (
            json.dumps({**mine, 'id': '0' * 16}),
            json.dumps({**mine, 'folder': '/elsewhere'}),
            '[' * 100000,
            '[]',
            '{}',
            '\x00',
        ):
            (self.folder / state.MARK).write_text(mark)
            self.assertFalse(self.state.owns(self.folder), mark[:40])
            self.state.discard(self.folder)
            self.assertTrue(self.folder.exists())

    def test_abandoned(self):
        self.patch_object(state, 'SYSTEM_HOME', self.home)
        outer = self.state.outer_home
        outer.mkdir()
        self.assertEqual([], self.state.abandoned())
        self.state.mark(outer)
        self.assertEqual([outer], self.state.abandoned())
        other = state.State(self.home / 'other')
        self.assertEqual([], other.abandoned())

    def test_socket(self):
        data = self.state.folder / 'postgres' / 'data'
        self.patch_object(state, 'SOCKET_PATH_LIMIT', len(str(data)))
        self.assertEqual(data, self.state.socket)
        self.patch_object(state, 'SOCKET_PATH_LIMIT', len(str(data)) - 1)
        self.assertEqual(
            pathlib.Path(f'/tmp/manilaosc-sandbox-{self.state.settings.id}'),
            self.state.socket,
        )

    def test_socket_limit_leaves_room_for_the_name(self):
        for folder in (state.SYSTEM_HOME, state.SYSTEM_TEMPORARY):
            path = folder / ('manilaosc-sandbox-' + '0' * 16) / 'data'
            self.assertLessEqual(len(str(path)), state.SOCKET_PATH_LIMIT)
        name = f'/{postgres.SOCKET}.lock'
        self.assertLessEqual(state.SOCKET_PATH_LIMIT + len(name), 104)


class TestLocks(base.TestCase):
    def other(self):
        """Return the same sandbox as another process sees it."""
        return state.State(self.state.folder)

    def test_one_at_a_time(self):
        told = []
        with self.state.lock():
            self.assertTrue(self.other().is_locked())
            error = self.assertRaises(
                errors.SandboxError,
                self.other().lock(1.2, told.append).__enter__,
            )
        self.assertIn('has been starting or stopping', str(error))
        self.assertIn(' for 1 seconds', str(error))
        self.assertEqual(
            ['waiting for another process to start or stop it'], told
        )
        self.assertFalse(self.other().is_locked())

    def test_no_sandbox(self):
        self.assertFalse(self.state.is_locked())
        self.assertFalse(self.state.is_in_use())

    def test_what_the_other_did_is_seen(self):
        self.write_settings(manila_port=1)
        self.assertEqual(1, self.state.settings.manila_port)
        other = self.other()
        other.settings.manila_port = 2
        other.save()
        with self.state.lock():
            self.assertEqual(2, self.state.settings.manila_port)

    def test_removed_while_waiting(self):
        # The one that waited holds a lock on a file that was removed: it must
        # not take this for the lock
        entered = threading.Event()
        leave = threading.Event()

        def wait():
            with self.other().lock(10):
                entered.set()
                leave.wait(10)

        thread = threading.Thread(target=wait)
        with self.state.lock():
            thread.start()
            self.assertFalse(entered.wait(0.3))
            self.state.remove()
        try:
            self.assertTrue(entered.wait(10))
            self.assertTrue(self.other().is_locked())
            self.assertTrue(self.state.logs.is_dir())
        finally:
            leave.set()
            thread.join()

    def test_removed_again_and_again(self):
        # What creates the folder while it is removed finally finds it complete
        done = threading.Event()

        def remove():
            while not done.is_set():
                with self.other().lock():
                    self.other().remove()

        thread = threading.Thread(target=remove)
        thread.start()
        try:
            for _ in range(10):
                with self.state.lock(10):
                    self.assertTrue(self.state.run.is_dir())
                    self.assertTrue(self.other().is_locked())
        finally:
            done.set()
            thread.join()

    def test_users(self):
        with self.state.in_use():
            self.assertTrue(self.other().is_in_use())
            with self.other().in_use():
                self.assertTrue(self.state.is_in_use())
            self.assertTrue(self.other().is_in_use())
            self.assertFalse(self.other().is_locked())
        self.assertFalse(self.other().is_in_use())
