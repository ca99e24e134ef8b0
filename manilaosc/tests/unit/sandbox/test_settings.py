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

import json

import testtools

from manilaosc.sandbox import seed
from manilaosc.sandbox import settings


class TestSettings(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.settings = settings.Settings.new('/sbx')

    def parse(self, **values):
        data = {**json.loads(self.settings.dump()), **values}
        return settings.Settings.parse(json.dumps(data))

    def test_new_ones_differ(self):
        other = settings.Settings.new('/sbx')
        self.assertNotEqual(self.settings.id, other.id)
        self.assertEqual(set(seed.USERS), set(self.settings.passwords))
        self.assertEqual(
            [], [n for n, p in self.settings.passwords.items() if len(p) < 12]
        )
        self.assertNotEqual(self.settings.passwords, other.passwords)

    def test_remembered(self):
        self.assertEqual(self.settings, self.parse())

    def test_of_another_release(self):
        self.assertEqual(self.settings, self.parse(later=True))
        data = json.loads(self.settings.dump())
        for name in data:
            if name in ('id', 'folder', 'passwords'):
                continue
            earlier = {n: v for n, v in data.items() if n != name}
            found = settings.Settings.parse(json.dumps(earlier))
            self.assertEqual(self.settings, found)

    def test_missing(self):
        data = json.loads(self.settings.dump())
        for name in ('id', 'folder', 'passwords'):
            partial = {n: v for n, v in data.items() if n != name}
            error = self.assertRaises(
                ValueError, settings.Settings.parse, json.dumps(partial)
            )
            self.assertEqual(f'no {name}', str(error))

    def test_invalid(self):
        wrong = {
            'id': (1, '', '../../etc', '0123456789ABCDEF', '0' * 16 + '\n'),
            'folder': (None, '', 'relative', '/a\0b'),
            'passwords': ([], {}, {'admin': 'x'}, dict.fromkeys(seed.USERS)),
            'keystone_port': ('1', -1, 65536, True, 1.0, None),
            'manila_port': ([],),
            'driver_delay': ('1', -1, True, float('nan'), float('inf'), 3601),
            'driver_updatable_metadata': (None, ['a'], 'a b', 'a, b', 'a\nb'),
            'transient': (0, 'no', None),
            'disposable': (1,),
        }
        self.assertEqual({*json.loads(self.settings.dump())}, {*wrong})
        for name, values in wrong.items():
            for value in values:
                error = self.assertRaises(
                    ValueError, self.parse, **{name: value}
                )
                self.assertEqual(f'invalid {name}', str(error))

    def test_metadata_keys(self):
        for text, expected in (
            ('', ''),
            (',', ''),
            ('max_files', 'max_files'),
            (' a , b.c/d,', 'a,b.c/d'),
        ):
            self.assertEqual(expected, settings.metadata_keys(text))
        for text in ('a b', 'a:b', 'a=b', '$a', 'x' * 256, 'a\x7f'):
            error = self.assertRaises(ValueError, settings.metadata_keys, text)
            self.assertIn('is not a metadata key', str(error))
