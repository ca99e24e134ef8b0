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

import testtools

from manilaosc.common import text


class TestText(testtools.TestCase):
    def test_printable(self):
        for given, expected in {
            'plain, ünïcode, 共有': 'plain, ünïcode, 共有',
            'a\ttab\nand a line': 'a\ttab\nand a line',
            '\x1b[31mred\x07': '\\x1b[31mred\\x07',
            'over\rwritten\x08': 'over\\rwritten\\x08',
            '\x00\x7f\x9b2J': '\\x00\\x7f\\x9b2J',
            'txt.\u202eexe': 'txt.\\u202eexe',
            '\u2066\u200f': '\\u2066\\u200f',
        }.items():
            self.assertEqual(expected, text.printable(given))

    def test_one_line(self):
        for given, expected in {
            'a\nb\n\n  c\t d \n': 'a b c d',
            'a\r\nb': 'a\\r b',
            '': '',
        }.items():
            self.assertEqual(expected, text.one_line(given))
