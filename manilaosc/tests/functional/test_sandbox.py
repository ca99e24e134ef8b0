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

"""Start, use and stop sandboxes in folders of their own."""

import json
import os
import pathlib
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time

import fixtures
import testtools

from manilaosc.sandbox import processes
from manilaosc.sandbox import state

#: The name of each part in the output of ``status``, and its log
PARTS = {
    'postgres': ('postgres', 'postgres.log'),
    'keystone': ('keystone', 'keystone.log'),
    'manila': ('manila-api', 'manila.log'),
}


def may_run(user):
    """Return whether another user may run this Python."""
    try:
        subprocess.run([sys.executable, '-c', ''], user=user, check=True)
    except OSError:
        return False
    return True


class TestCase(testtools.TestCase):
    """Does not need a running sandbox."""

    #: The name of the state folder. Nothing may fail because of the space.
    NAME = 'a sandbox'

    #: The user that the sandbox runs as; default: this user
    user: str | None = None

    def setUp(self):
        super().setUp()
        self.home = pathlib.Path(self.useFixture(fixtures.TempDir()).path)
        if self.user:
            if not may_run(self.user):
                self.skipTest(f'{sys.executable} cannot be run by {self.user}')
            shutil.chown(self.home, self.user)
        self.folder = self.home / self.NAME
        # Whatever fails, no process and no file is left
        self.addCleanup(self.clean_up)

    def clean_up(self):
        self.call('stop', '--delete')
        # Of sandboxes whose folder a test has removed
        for home in self.state.abandoned():
            shutil.rmtree(home)

    def argv(self, *args, folder=None):
        return [
            sys.executable,
            '-m',
            'manilaosc.sandbox.cli',
            '--state',
            str(folder or self.folder),
            *args,
        ]

    def call(self, *args, folder=None, **kwargs):
        env = {n: v for n, v in os.environ.items() if n[:3] != 'OS_'}
        if self.user:
            env['HOME'] = str(self.home)
            kwargs.update(
                user=self.user,
                group=pwd.getpwnam(self.user).pw_gid,
                extra_groups=[],
            )
        return subprocess.run(
            self.argv(*args, folder=folder),
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            **kwargs,
        )

    def check(self, expected, *args, **kwargs):
        done = self.call(*args, **kwargs)
        self.assertEqual(expected, done.returncode, done.stderr)
        return done

    def openstack(self, command, cloud='member'):
        """Run a command; return what it prints."""
        done = self.check(
            0, 'run', '--cloud', cloud, '--', 'openstack', *command.split()
        )
        return done.stdout

    @property
    def state(self):
        return state.State(self.folder)

    def process(self, part):
        return processes.Process.load(self.state, part)

    def alive(self):
        """Return the PIDs of all processes that work in the sandbox."""
        # PostgreSQL may have to be outside the state folder
        folders = {self.folder, self.state.home}
        found = []
        for path in pathlib.Path('/proc').glob('[0-9]*/cwd'):
            try:
                cwd = path.readlink()
            except OSError:
                continue
            if any(cwd.is_relative_to(folder) for folder in folders):
                found.append(path.parent.name)
        return found


class TestSandbox(TestCase):
    def test_life(self):
        # Of two starts at the same time, the second waits for the first
        self.assertEqual('stopped', self.check(3, 'status').stdout[:7])
        other = subprocess.Popen(
            self.argv('start'),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        first = self.check(0, 'start')
        _out, err = other.communicate()
        self.assertEqual(0, other.returncode, err)
        told = [first.stderr, err]
        line = f'already running: {self.folder}'
        self.assertEqual(1, sum(line in each for each in told), told)
        self.assertEqual(1, sum('ready after' in each for each in told), told)
        clouds = f"export OS_CLIENT_CONFIG_FILE='{self.folder}/clouds.yaml'"
        self.assertIn(clouds, first.stdout)
        self.assertIn('export OS_CLOUD=member', first.stdout)
        again = self.check(0, 'start')
        self.assertEqual(f'{line}\n', again.stderr)
        self.assertEqual(again.stdout, self.check(0, 'start').stdout)
        self.check(0, 'status')

        # A command uses it, and does not stop it
        done = self.check(7, 'run', '--', 'sh', '-c', 'echo $OS_CLOUD; exit 7')
        self.assertEqual(('member\n', ''), (done.stdout, done.stderr))
        self.check(0, 'status')

        # Each part crashes in turn, and start repairs it
        for part, (name, log) in PARTS.items():
            process = self.process(part)
            process.signal(signal.SIGKILL)
            self.assertTrue(processes.wait_gone([process], 10))
            status = self.check(1, 'status')
            self.assertRegex(status.stdout, rf'(?m)^{name} +down ')
            self.assertIn(f'see {self.folder}/log/{log}\n', status.stderr)
            self.check(0, 'start')
            self.check(0, 'status')

        # No process is left after stop, and the data is still there
        made = 'openstack share network create --name kept -f value -c name'
        self.check(0, 'run', '--', *made.split())
        self.assertNotEqual([], self.alive())
        began = time.monotonic()
        self.assertEqual('stopped\n', self.check(0, 'stop').stderr)
        self.assertLess(time.monotonic() - began, 10)
        self.assertEqual([], self.alive())
        self.assertEqual('not running\n', self.check(0, 'stop').stderr)
        self.check(3, 'status')
        done = self.check(
            0,
            *('run', '--', 'openstack', 'share', 'network', 'list'),
            *('-f', 'value', '-c', 'Name'),
        )
        self.assertEqual('kept\n', done.stdout)
        self.check(3, 'status')
        self.assertEqual([], self.alive())
        self.check(0, 'stop', '--delete')
        self.assertFalse(self.folder.exists())

    def test_terminated(self):
        popen = subprocess.Popen(
            self.argv('run', '--', 'sh', '-c', 'echo up; exec sleep 600'),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.assertEqual('up\n', popen.stdout.readline())
        self.assertNotEqual([], self.alive())
        popen.terminate()
        self.assertEqual('', popen.stdout.read())
        popen.stdout.close()
        self.assertEqual(143, popen.wait(30))
        self.assertEqual([], self.alive())
        # It did not exist before: only the logs are kept
        self.assertEqual(['log'], os.listdir(self.folder))

    def test_interrupted_start(self):
        popen = subprocess.Popen(
            self.argv('start'),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # These tests may run in the background of a shell
            preexec_fn=lambda: signal.signal(
                signal.SIGINT, signal.default_int_handler
            ),
        )
        for line in popen.stderr:
            if line.startswith('manila:'):
                break
        popen.send_signal(signal.SIGINT)
        out, _err = popen.communicate()
        self.assertEqual((130, ''), (popen.returncode, out))
        self.assertEqual([], self.alive())
        self.check(3, 'status')

    def test_background(self):
        # A shell without job control has its background processes ignore
        # SIGINT; the services must not
        self.check(
            0,
            'start',
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        )
        for part in PARTS:
            process = self.process(part)
            text = pathlib.Path(f'/proc/{process.pid}/status').read_text()
            [ignored] = [
                int(line.split()[1], 16)
                for line in text.splitlines()
                if line.startswith('SigIgn:')
            ]
            self.assertEqual(0, ignored & 1 << signal.SIGINT - 1, part)
            if part == 'postgres':
                # The others need it
                continue
            process.signal(signal.SIGINT)
            self.assertTrue(processes.wait_gone([process], 10), part)
        began = time.monotonic()
        self.check(0, 'stop')
        self.assertLess(time.monotonic() - began, 8)
        self.assertEqual([], self.alive())

    def test_driver_updatable_metadata(self):
        # Manila copies these properties from the extra specs of the type,
        # and some releases then refuse a share without any property
        self.check(
            0, 'start', '--driver-updatable-metadata', 'max_files,speed'
        )
        self.openstack(
            'share type create limited false'
            ' --extra-specs dummy:max_files=10 dummy:dummy_key=x',
            cloud='admin',
        )
        created = self.openstack(
            'share create NFS 1 --share-type limited --wait'
            ' -f json -c metadata'
        )
        self.assertEqual(
            {'metadata': {'max_files': '10'}}, json.loads(created)
        )


class TestCopy(TestCase):
    """A copy of a sandbox leaves the original alone."""

    def test_copy(self):
        self.check(0, 'start')
        self.openstack('share network create --name kept')
        copy = self.home / 'copy'
        shutil.copytree(
            self.folder,
            copy,
            # Sockets cannot be copied; files may vanish
            ignore=lambda folder, names: [n for n in names if '.s.PGSQL' in n],
        )
        for args in (
            ['stop'],
            ['stop', '--delete'],
            ['start'],
            ['run', '--', 'true'],
            ['status'],
        ):
            done = self.check(1, *args, folder=copy)
            self.assertIn(
                f'{copy} is a copy of the sandbox in {self.folder}',
                done.stderr,
            )
        self.check(0, 'status')
        names = 'share network list -f value -c Name'
        self.assertEqual('kept\n', self.openstack(names))

        # Without the original, it is the sandbox: its folder was moved
        self.check(0, 'stop')
        shutil.rmtree(copy)
        self.folder.rename(copy)
        self.folder = copy
        self.assertEqual('kept\n', self.openstack(names))

    def test_lost(self):
        self.check(0, 'start')
        services = [self.process(part) for part in PARTS]
        shutil.rmtree(self.folder / 'run')
        self.check(0, 'status')
        self.assertIn('already running', self.check(0, 'start').stderr)
        found = [self.process(part) for part in PARTS]
        self.assertEqual(services, found)
        (self.folder / 'state.json').write_text('{}')
        done = self.check(1, 'stop')
        self.assertIn('stopped\n', done.stderr)
        self.assertIn(f'{self.folder}/state.json cannot be read', done.stderr)
        found = processes.working_in(self.folder, lambda name, argv: True)
        self.assertEqual([], found)
        shutil.rmtree(self.folder)

        # Somebody removes all of it while it runs
        self.check(0, 'start')
        services = {part: self.process(part) for part in PARTS}
        shutil.rmtree(self.folder)
        self.assertIn('stopped\n', self.check(0, 'stop').stderr)
        alive = [part for part, each in services.items() if each.alive]
        self.assertEqual([], alive)


class TestModes(TestCase):
    """Nothing of a sandbox is writable by others, whatever the umask."""

    def check_modes(self):
        self.check(0, 'start', preexec_fn=lambda: os.umask(0))
        self.check(
            0,
            *('run', '--', 'openstack', 'share', 'create', 'NFS', '1'),
            '--wait',
            preexec_fn=lambda: os.umask(0),
        )
        folders = {self.folder, self.state.home, self.state.socket}
        paths = [
            *folders,
            *(path for folder in folders for path in folder.rglob('*')),
        ]
        programs = self.state.home / 'programs'
        for path in paths:
            mode = stat.S_IMODE(path.lstat().st_mode)
            if path.is_symlink():
                continue
            self.assertEqual(0, mode & 0o022, (path, oct(mode)))
            if not (path.is_dir() or path.is_relative_to(programs)):
                self.assertEqual(0, mode & 0o077, (path, oct(mode)))
        # The list is not empty because of some mistake
        self.assertIn(self.folder / 'lock', paths)
        self.assertIn(self.state.home / 'data' / 'PG_VERSION', paths)
        return paths

    def test_modes(self):
        self.check_modes()
        self.check(0, 'stop')
        self.check(0, 'start')


@testtools.skipUnless(
    os.geteuid() == 0, 'only root can run it as another user'
)
class TestModesOfAnotherUser(TestModes):
    user = 'nobody'


@testtools.skipUnless(os.geteuid() == 0, 'only concerns root')
class TestModesOutside(TestModes):
    """Root's sandbox in a folder that others may not enter."""

    NAME = 'private/' + 'long-' * 16

    def test_modes(self):
        (self.home / 'private').mkdir(mode=0o700)
        paths = self.check_modes()
        home = self.state.home
        self.assertEqual(pathlib.Path('/var/lib'), home.parent)
        self.assertIn(home / state.MARK, paths)
        self.check(0, 'stop')
        self.assertTrue(home.exists())
        self.check(0, 'stop', '--delete')
        self.assertFalse(home.exists())
