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

import getpass
import io
import os
import tempfile
from unittest import mock

from osc_lib import exceptions
import testtools

from manilaosc.common import secret


class Terminal(io.StringIO):
    def isatty(self):
        return True


class TestRead(testtools.TestCase):
    def file(self, content):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        name = os.path.join(folder, 'secret')
        with open(name, 'wb') as file:
            file.write(content)
        return name

    def read(self, content):
        """Read from a file and from standard input, and compare."""
        found = secret.read(self.file(content.encode()), None, 'Key')
        stdin = io.StringIO(content)
        self.assertEqual(found, secret.read('-', stdin, 'Key'))
        return found

    def refuses(self, regex, name, stdin=None):
        self.assertRaisesRegex(
            exceptions.CommandError, regex, secret.read, name, stdin, 'Key'
        )

    def test_one_line(self):
        for content, expected in {
            'secret': 'secret',
            'secret\n': 'secret',
            ' two words \n': ' two words ',
            'pässwört\n': 'pässwört',
            'x' * 255 + '\n': 'x' * 255,
        }.items():
            self.assertEqual(expected, self.read(content))

    def test_anything_else_is_refused(self):
        for content in ('', '\n', 'a\nb', 'a\n\n', '\na', 'x' * 256):
            problem = 'must contain a single line of at most 255 characters'
            self.refuses(problem, self.file(content.encode()))
            self.refuses(f"'-' {problem}", '-', io.StringIO(content))

    def test_not_text(self):
        self.refuses('not UTF-8 text', self.file(b'\xff\xfe'))

    def test_endless(self):
        self.refuses('must contain a single line', '/dev/zero')

    def test_unreadable(self):
        missing = os.path.join(self.file(b''), 'x')
        self.refuses("'.*': Not a directory", missing)
        self.refuses("'/': Is a directory", '/')
        self.refuses("'/nope': No such file", '/nope')
        self.refuses("'': No such file", '')
        self.refuses("'a\0b': embedded null", 'a\0b')

    def test_no_standard_input(self):
        self.refuses('must contain', '-', None)

    def test_terminal(self):
        with mock.patch.object(getpass, 'getpass', return_value='x') as ask:
            self.assertEqual('x', secret.read('-', Terminal(), 'Key'))
        ask.assert_called_once_with('Key:')


class TestPrompt(testtools.TestCase):
    def test_confirmed(self):
        answers = iter(['a', 'b', 'c', 'c'])
        with (
            mock.patch.object(getpass, 'getpass', side_effect=answers),
            mock.patch('sys.stdout', io.StringIO()) as out,
            mock.patch('sys.stderr', io.StringIO()) as err,
        ):
            self.assertEqual('c', secret.prompt(Terminal(), 'Key'))
        self.assertEqual('', out.getvalue())
        self.assertIn('not the same', err.getvalue())

    def test_no_terminal(self):
        for stdin in (None, io.StringIO('x')):
            self.assertRaisesRegex(
                exceptions.CommandError,
                'No terminal',
                secret.prompt,
                stdin,
                'Key',
            )
