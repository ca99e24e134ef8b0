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

"""The life of a sandbox, in a folder of its own."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time

import fixtures
import testtools

from manilaosc.sandbox import processes

#: The name in `status` of each part, and the log to read when it crashed
PARTS = {
    'postgres': ('postgres', 'postgres.log'),
    'keystone': ('keystone', 'keystone.log'),
    'manila': ('manila-api', 'manila.log'),
}


class TestSandbox(testtools.TestCase):
    """Needs no sandbox that runs: it starts its own."""

    def setUp(self):
        super().setUp()
        home = self.useFixture(fixtures.TempDir()).path
        # A folder with a space, which nothing may stumble over
        self.folder = pathlib.Path(home, 'a sandbox')
        # Whatever fails, nothing stays
        self.addCleanup(self.call, 'stop', '--delete')

    def argv(self, *args):
        return [
            sys.executable,
            '-m',
            'manilaosc.sandbox.cli',
            '--state',
            str(self.folder),
            *args,
        ]

    def call(self, *args):
        env = {n: v for n, v in os.environ.items() if n[:3] != 'OS_'}
        return subprocess.run(
            self.argv(*args),
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    def check(self, expected, *args):
        done = self.call(*args)
        self.assertEqual(expected, done.returncode, done.stderr)
        return done

    def process(self, part):
        path = self.folder / 'run' / f'{part}.pid'
        return processes.Process.load(path)

    def alive(self):
        """The processes that work in it, however they came to be."""
        folders = [self.folder]
        settings = self.folder / 'state.json'
        if settings.exists():
            # Root's PostgreSQL may have to be elsewhere
            home = json.loads(settings.read_text())['postgres_home']
            folders.append(pathlib.Path(home))
        found = []
        for path in pathlib.Path('/proc').glob('[0-9]*/cwd'):
            try:
                cwd = path.readlink()
            except OSError:
                continue
            if any(cwd.is_relative_to(folder) for folder in folders):
                found.append(path.parent.name)
        return found

    def test_life(self):
        # Two starts at once: one starts it, one waits for that
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

        # A command sees it, and it runs on
        done = self.check(7, 'run', '--', 'sh', '-c', 'echo $OS_CLOUD; exit 7')
        self.assertEqual(('member\n', ''), (done.stdout, done.stderr))
        self.check(0, 'status')

        # Each part crashes in turn, and a start mends it
        for part, (name, log) in PARTS.items():
            process = self.process(part)
            process.signal(signal.SIGKILL)
            self.assertTrue(processes.wait_gone([process], 10))
            status = self.check(1, 'status')
            self.assertRegex(status.stdout, rf'(?m)^{name} +down ')
            self.assertIn(f'see {self.folder}/log/{log}\n', status.stderr)
            self.check(0, 'start')
            self.check(0, 'status')

        # What was made is still there, and nothing runs after the stop
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

    def test_told_to_end(self):
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
        # It was not there before: nothing but the logs is left of it
        self.assertEqual(['log'], os.listdir(self.folder))

    def test_interrupted_start(self):
        popen = subprocess.Popen(
            self.argv('start'),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # Whoever runs the tests may be in the background
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
