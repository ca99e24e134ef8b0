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

import sys
import types
from unittest import mock

import testtools

from manilaosc.common import streams


class TestFillIn(testtools.TestCase):
    def test_closed(self):
        app = types.SimpleNamespace(stdin=None, stdout=None, stderr=None)
        with (
            mock.patch('sys.stdin', None),
            mock.patch('sys.stdout', None),
            mock.patch('sys.stderr', None),
        ):
            streams.fill_in(app)
            for name in ('stdin', 'stdout', 'stderr'):
                stream = getattr(sys, name)
                self.addCleanup(stream.close)
                self.assertIs(stream, getattr(app, name))
            app.stdout.write('lost')
            app.stderr.write('lost')
            self.assertFalse(app.stdout.isatty())
            self.assertEqual('', app.stdin.read())

    def test_open(self):
        before = sys.stdin, sys.stdout, sys.stderr
        app = types.SimpleNamespace(stdin=1, stdout=2, stderr=3)
        streams.fill_in(app)
        self.assertEqual(before, (sys.stdin, sys.stdout, sys.stderr))
        self.assertEqual((1, 2, 3), (app.stdin, app.stdout, app.stderr))
