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

import signal
import socket
import sys
from unittest import mock

from manilaosc.sandbox import wsgi
from manilaosc.tests.unit.sandbox import base


def middleware(name):
    return lambda app: lambda environ: f'{name}({app(environ)})'


class TestStack(base.TestCase):
    def test_outermost_first(self):
        app = wsgi.stack(
            lambda environ: environ, [middleware('a'), middleware('b')]
        )
        self.assertEqual('a(b(request))', app('request'))

    def test_nothing_in_between(self):
        self.assertIs(print, wsgi.stack(print, []))


class TestServer(base.TestCase):
    def setUp(self):
        super().setUp()
        self.waitress = mock.Mock()
        modules = mock.patch.dict(sys.modules, waitress=self.waitress)
        modules.start()
        self.addCleanup(modules.stop)
        for number in (signal.SIGTERM, signal.SIGINT):
            self.addCleanup(signal.signal, number, signal.getsignal(number))

    def test_ends_after_sigterm(self):
        bound = socket.socket()
        bound.bind(('127.0.0.1', 0))
        address = bound.getsockname()
        server = wsgi.Server(print, bound.detach(), threads=3)
        call = self.waitress.create_server.call_args
        self.assertEqual(3, call.kwargs['threads'])
        [taken] = call.kwargs['sockets']
        with taken:
            self.assertEqual(address, taken.getsockname())

        def run():
            signal.raise_signal(signal.SIGTERM)

        self.waitress.create_server.return_value.run = run
        error = self.assertRaises(SystemExit, server.run)
        self.assertEqual(0, error.code)
        # A second signal is ignored
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
