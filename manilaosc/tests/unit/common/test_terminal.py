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

import io
from unittest import mock

import testtools

from manilaosc.common import terminal


class TestTerminal(testtools.TestCase):
    def test_is_terminal(self):
        stream = mock.Mock(closed=False)
        for answer in (True, False):
            stream.isatty.return_value = answer
            self.assertEqual(answer, terminal.is_terminal(stream))
        closed = io.StringIO()
        closed.close()
        for stream in (None, closed, io.StringIO()):
            self.assertFalse(terminal.is_terminal(stream))

    def say(self, is_terminal):
        with mock.patch('sys.stderr') as stderr:
            stderr.closed = False
            stderr.isatty.return_value = is_terminal
            terminal.say_before_changes()
        return [call.args[0] for call in stderr.write.mock_calls]

    def test_before_changes(self):
        self.assertEqual([], self.say(True))
        terminal.before_changes('One\x1b\n')
        terminal.before_changes('Two')
        self.assertEqual(['One\\x1b\n', 'Two\n'], self.say(True))
        self.assertEqual([], self.say(True))

    def test_only_to_people(self):
        terminal.before_changes('One')
        self.assertEqual([], self.say(False))
        self.assertEqual([], self.say(True))

    def test_forget(self):
        terminal.before_changes('One')
        terminal.forget()
        self.assertEqual([], self.say(True))
