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

"""Real processes against a service that hangs: how they end, and how soon."""

import contextlib
import http.server
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

import testtools

#: Far more than it takes, for machines that are busy, and far less than what
#: a request that hangs would take
SOON = 30


class Service(http.server.ThreadingHTTPServer):
    """Manila, as far as these commands need it.

    :ivar hangs: The requests that are not answered before the test ends, as
        ``GET /v2/shares/detail``: how they begin.
    """

    daemon_threads = True

    def __init__(self, hangs):
        super().__init__(('127.0.0.1', 0), Handler)
        self.hangs = hangs
        self.status = 'creating'
        #: How many requests hang, and what to tell that with
        self.hanging = threading.Semaphore(0)
        self.released = threading.Event()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *args):
        pass

    def handle_one(self):
        self.rfile.read(int(self.headers.get('Content-Length') or 0))
        request = f'{self.command} {self.path}'
        if request.startswith(tuple(self.server.hangs)):
            self.server.hanging.release()
            self.server.released.wait(60)
            return
        name = self.path.partition('name=')[2].partition('&')[0] or 'data'
        share = {'id': f'id-{name}', 'name': name, 'size': 1}
        share['status'] = self.server.status
        if self.path.rstrip('/') == '/v2':
            port = self.server.server_port
            self.answer(versions=[{
                'id': 'v2.0', 'status': 'CURRENT',
                'version': '2.99', 'min_version': '2.0',
                'links': [{
                    'rel': 'self', 'href': f'http://127.0.0.1:{port}/v2/'
                }],
            }])  # fmt: skip
        elif '/detail' in self.path:
            self.answer(shares=[share])
        else:
            self.answer(share=share)

    do_GET = do_POST = do_PUT = do_DELETE = handle_one

    def answer(self, **body):
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(data)


class TestCase(testtools.TestCase):
    def serve(self, *hangs):
        self.service = Service(hangs)
        self.addCleanup(self.service.server_close)
        self.addCleanup(self.service.shutdown)
        self.addCleanup(self.service.released.set)
        threading.Thread(target=self.service.serve_forever).start()

    def start(self, *argv, **kwargs):
        port = self.service.server_port
        out, self.err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        self.addCleanup(out.close)
        self.addCleanup(self.err.close)
        env = {k: v for k, v in os.environ.items() if not k.startswith('OS_')}
        process = subprocess.Popen(
            [
                *(sys.executable, '-m', 'openstackclient.shell'),
                *('--os-auth-type', 'none'),
                *('--os-endpoint', f'http://127.0.0.1:{port}/v2'),
                *argv,
            ],
            env=env,
            stdin=subprocess.DEVNULL,
            **{'stdout': out, 'stderr': self.err, **kwargs},
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def end(self, process, status):
        """Wait for the end, and return what was said on stderr."""
        self.assertEqual(status, process.wait(SOON))
        self.err.seek(0)
        return self.err.read().decode()


class TestSignals(TestCase):
    def interrupt(self, *argv, hangs, count=1, number=signal.SIGINT):
        self.serve(*hangs)
        process = self.start(*argv)
        for _each in range(count):
            self.assertTrue(self.service.hanging.acquire(timeout=SOON))
        process.send_signal(number)
        return self.end(process, 128 + number)

    def test_read(self):
        self.assertEqual(
            'Interrupted; nothing was changed\n',
            self.interrupt('share', 'list', hangs=['GET /v2/shares']),
        )

    def test_change(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            self.assertEqual(
                'Interrupted; no answer yet, may have been done: '
                'POST /shares\n',
                self.interrupt(
                    *('share', 'create', 'NFS', '1'),
                    hangs=['POST /v2/shares'],
                    number=number,
                ),
            )

    def test_wait(self):
        self.assertEqual(
            'Interrupted; started operations continue in the cloud: '
            'share data\n',
            self.interrupt(
                *('share', 'create', 'NFS', '1', '--wait'),
                hangs=['GET /v2/shares/id-data'],
            ),
        )

    def test_bulk(self):
        # More hang than there are threads, so that the last is never sent
        names = [f'slow{i}' for i in range(8)]
        self.assertEqual(
            'Interrupted; done: a, b; no answer yet, may have been done: '
            f'{", ".join(names)}; not done: c\n',
            self.interrupt(
                *('share', 'delete', 'a', 'b', *names, 'c'),
                hangs=['DELETE /v2/shares/id-slow'],
                count=8,
                number=signal.SIGTERM,
            ),
        )


class TestTimeout(TestCase):
    def test_poll_that_hangs(self):
        self.serve('GET /v2/shares/id-data')
        began = time.monotonic()
        process = self.start(
            'share', 'create', 'NFS', '1', '--wait', '--timeout', '1'
        )
        self.assertEqual(
            'Timed out after 1 seconds: share data is still in status '
            'creating\n',
            self.end(process, 1),
        )
        self.assertLess(time.monotonic() - began, SOON)

    def test_messages_that_hang(self):
        self.serve('GET /v2/messages')
        self.service.status = 'error'
        process = self.start(
            'share', 'delete', 'data', '--wait', '--timeout', '11'
        )
        self.assertIn('share data went to error\n', self.end(process, 1))


class TestClosedStreams(TestCase):
    def run_closed(self, redirection, *argv):
        self.serve()
        process = self.start(*argv)
        process.kill()
        process.wait()
        command = [*process.args]
        return subprocess.run(
            ['sh', '-c', f'exec "$@" {redirection}', 'sh', *command],
            timeout=SOON,
            stdin=subprocess.DEVNULL,
            stderr=self.err,
        ).returncode

    def test_success(self):
        for redirection in ('>&-', '2>&- >/dev/null', '<&- >&- 2>&-'):
            found = self.run_closed(redirection, 'share', 'create', 'NFS', '1')
            self.assertEqual(0, found, redirection)

    def test_failure(self):
        for redirection in ('>&-', '<&- >&- 2>&-'):
            found = self.run_closed(redirection, 'share', 'create', 'X', 'y')
            self.assertNotEqual(0, found, redirection)
