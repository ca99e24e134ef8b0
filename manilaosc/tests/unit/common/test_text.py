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
import sys
import unicodedata

import testtools

from manilaosc.common import text

#: Each is one that a terminal acts on, does not show, or cannot be given
UNSAFE = (
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    '\u00ad',
    '\u061c',
    *'\u200b\u200c\u200d\u200e\u200f',
    *'\u2028\u2029\u202a\u202b\u202c\u202d\u202e',
    *'\u2060\u2066\u2067\u2068\u2069',
    '\ufeff',
    *'\ufff9\ufffa\ufffb',
    *map(chr, range(0xE0000, 0xE0080)),
    '\U000e0100',
    '\ud800',
    '\udfff',
)


class TestText(testtools.TestCase):
    def test_printable(self):
        for given, expected in {
            'plain, ünïcode, 共有': 'plain, ünïcode, 共有',
            'cafe\u0301 ❤\ufe0f 🦈': 'cafe\u0301 ❤\ufe0f 🦈',
            'a\\b \\\\server\\share': 'a\\b \\\\server\\share',
            'a\ttab\nand a line': 'a\\ttab\nand a line',
            '\x1b[31mred\x07': '\\x1b[31mred\\x07',
            'over\rwritten\x08': 'over\\rwritten\\x08',
            '\x00\x7f\x9b2J': '\\x00\\x7f\\x9b2J',
            'txt.\u202eexe': 'txt.\\u202eexe',
            '\u2066\u200f': '\\u2066\\u200f',
            '\U000e0041': '\\U000e0041',
            '\ud83d': '\\ud83d',
        }.items():
            self.assertEqual(expected, text.printable(given))

    def test_unsafe(self):
        for char in UNSAFE:
            for safe in (text.line(char), text.one_line(f'a{char}b')):
                self.assertTrue(safe.isascii(), repr(char))
                self.assertTrue(safe.isprintable(), repr(char))

    def test_whole_categories(self):
        escaped = {
            unicodedata.category(char)
            for char in map(chr, range(sys.maxunicode + 1))
            if ord(char) >> 16 != 14 and text.line(char) != char
        }
        self.assertEqual({'Cc', 'Cf', 'Cs', 'Zl', 'Zp'}, escaped)

    def test_line(self):
        self.assertEqual('a\\nb\\tc\\rd e', text.line('a\nb\tc\rd e'))

    def test_one_line(self):
        for given, expected in {
            'a\nb\n\n  c\t d \n': 'a b c d',
            'a\r\nb': 'a\\r b',
            'a\u2028b': 'a\\u2028b',
            '': '',
        }.items():
            self.assertEqual(expected, text.one_line(given))

    def test_storable(self):
        self.assertEqual(
            '\x1b\u202e\\x00\\ud800\n', text.storable('\x1b\u202e\0\ud800\n')
        )

    def test_write(self):
        stream = io.StringIO()
        text.write(stream, 'a\x1b\nb')
        self.assertEqual('a\\x1b\nb\n', stream.getvalue())


class ShareSnapshot:
    def __init__(self, name):
        self.id, self.name = 'an-id', name


class TestLabel(testtools.TestCase):
    def test_label(self):
        for name, words in (
            ('a\x07\nb', 'share snapshot a\\x07 b'),
            (None, 'share snapshot an-id'),
            ('', 'share snapshot an-id'),
        ):
            self.assertEqual(words, text.label(ShareSnapshot(name)))
