import contextlib
import json
import os
import pathlib
import threading

import fixtures

from manilaosc.sandbox import errors
from manilaosc.sandbox import seed
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
                self.assertEqual(
                    pathlib.Path(expected), state.default_folder()
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
        self.assertEqual(0o700, self.state.folder.stat().st_mode & 0o777)
        self.state.save()
        mode = self.state.settings_file.stat().st_mode
        self.assertEqual(0o600, mode & 0o777)

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
            (mine, 'has other things in it, such as thesis.txt'),
            (self.home / '50%', 'cannot be used: its path has %'),
            (self.home / 'a\nb', 'its path has control characters'),
        ):
            box = state.State(folder)
            error = self.assertRaises(errors.SandboxError, box.prepare)
            self.assertIn(reason, str(error))
            self.assertIn('name another with --state', str(error))
        self.assertEqual(['thesis.txt'], os.listdir(mine))
        self.assertEqual(['mine', 'wall'], sorted(os.listdir(self.home)))

    def test_prepare_somebody_elses(self):
        self.write_settings()
        self.patch_object(os, 'geteuid', return_value=os.geteuid() + 1)
        error = self.assertRaises(errors.SandboxError, self.state.prepare)
        self.assertIn('belongs to the user with number', str(error))

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
    def test_new_ones_differ(self):
        mine, other = state.Settings.new(), state.Settings.new()
        self.assertNotEqual(mine.serial, other.serial)
        self.assertEqual(set(seed.USERS), set(mine.passwords))
        self.assertEqual(
            [], [n for n, p in mine.passwords.items() if len(p) < 12]
        )
        self.assertNotEqual(mine.passwords, other.passwords)

    def test_remembered(self):
        self.write_settings(manila_port=1234, driver_delay=2.5)
        again = state.State(self.state.folder)
        self.assertTrue(again.exists)
        self.assertEqual(self.state.settings, again.settings)
        self.assertEqual('http://127.0.0.1:1234/v2', again.share_endpoint)

    def test_what_another_release_remembered(self):
        self.write_settings(manila_port=1234)
        data = json.loads(self.state.settings_file.read_text())
        data['later'] = True
        self.state.settings_file.write_text(json.dumps(data))
        self.state.reload()
        self.assertEqual(1234, self.state.settings.manila_port)

    def test_broken(self):
        self.write_settings()
        for text in ('{', '[]', '[1]', '{}', '{"serial": "x"}', '\x00'):
            self.state.settings_file.write_text(text)
            self.state.reload()
            error = self.assertRaises(
                errors.SandboxError, lambda: self.state.settings
            )
            self.assertIn('state.json cannot be read', str(error))
            self.assertIn('to begin anew', str(error))

    def test_written_whole_or_not_at_all(self):
        path = self.home / 'file'
        state.write(path, 'old')
        self.assertRaises(TypeError, state.write, path, None)
        self.assertEqual('old', path.read_text())

    def test_database_url(self):
        self.write_settings(postgres_socket='/a b/c&d')
        self.assertEqual(
            'postgresql+psycopg2://postgres@/manila?host=/a%20b/c%26d',
            self.state.database_url,
        )


class TestLocks(base.TestCase):
    def other(self):
        """The same sandbox, as another process sees it."""
        return state.State(self.state.folder)

    def test_one_at_a_time(self):
        told = []
        with self.state.lock():
            self.assertTrue(self.other().is_locked())
            error = self.assertRaises(
                errors.SandboxError,
                self.other().lock(1.2, told.append).__enter__,
            )
        self.assertIn('has been at work for 1 seconds', str(error))
        self.assertEqual(
            ['another start or stop is at work: waiting for it'], told
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
        # Who waited has a lock on a file that is no more: it must not think
        # that it is alone
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
        # Whoever makes it while it is removed finds all of it in the end
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
