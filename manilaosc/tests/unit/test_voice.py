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

"""Tests for tools/voice.py, which checks wording."""

import contextlib
import io
import pathlib
import runpy
import textwrap

import fixtures
import testtools

import manilaosc

ROOT = pathlib.Path(manilaosc.__file__).parent.parent

#: Refused sentences, each with a part of what is suggested. Tildes hide them
#: from the check itself.
REFUSED = {
    'List th~ose in this status': 'List only',
    'Show its host (admini~strators only)': '(admin only)',
    'Admini~strators only.': '(admin only)',
    'Set a property (repeat f~or several properties)': '(repeat option',
    'Share type (ID o~r name)': '(name or ID)',
    'An empty text is nei~ther a name nor an ID': 'must not be empty',
    '%d characters; it can ha~ve %d': 'Too long',
    "Only by its~elf can '%s' be sorted by": 'cannot be combined',
    'The size must be 1 a~t least': 'must be at least',
    'A name is no lo~nger than 255 characters': 'at most',
    'what is t~o\n    be run?': 'given',
    'Remove what a lo~ck has': 'Unset',
    'Let a project use a type no lo~nger': 'Revoke',
    'nobody is to~ld its key again': 'shown only at creation',
    'Restore a backup over what the sh~are has': 'overwriting',
    'there is b~ut ERROR': 'only',
    'the service cata~logue': 'catalog',
    'is spe~lt right': 'spelled',
    'the Apache lice~nce': 'license',
    'Behavi~our of vendors': 'behavior',
    'in two colo~urs': 'color',
    'is hono~ured': 'honor',
    'is initia~lised': '-ize',
    'shares of a ten~ant': 'project',
}

ACCEPTED = (
    'List only shares with this status (admin only)',
    'Share servers are visible to administrators only.',
    'Property to set (repeat option to set multiple properties)',
    'The size must be at least 1',
    'the field tenant_id and the state migration_cancelled',
    'Raise, advise, otherwise, exercise, rise',
    'the license, the catalog and the behavior, spelled right',
)


class TestVoice(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.voice = runpy.run_path(str(ROOT / 'tools' / 'voice.py'))
        self.folder = pathlib.Path(self.useFixture(fixtures.TempDir()).path)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(textwrap.dedent(text).lstrip().replace('~', ''))
        return path

    def run_main(self):
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            status = self.voice['main']([str(self.folder)])
        return status, output.getvalue().splitlines()

    def test_refused(self):
        for sentence, instead in REFUSED.items():
            found = list(self.voice['find'](sentence.replace('~', '')))
            self.assertEqual(1, len(found), sentence)
            self.assertIn(instead, found[0][2])

    def test_accepted(self):
        for sentence in ACCEPTED:
            self.assertEqual([], list(self.voice['find'](sentence)))

    def test_page(self):
        page = self.write('x.rst', 'Page\n====\n\nThe cata~logue')
        expected = f"{page}:4: 'cata~logue': write catalog".replace('~', '')
        self.assertEqual((1, [expected]), self.run_main())

    def test_python(self):
        code = self.write(
            'x.py',
            """
            cata~logue = 1  # an identifier; a comment: spe~lt
            help = ('List '
                    'th~ose')
            def f():
                '''Do it.

                Hono~ur it.
                '''
                return f'{help} be~haviours'
            """,
        )
        status, lines = self.run_main()
        self.assertEqual(1, status)
        places = {line.removeprefix(f'{code}:')[:8] for line in lines}
        self.assertEqual(
            {"1: 'spel", "2: 'List", "7: 'Hono", "9: 'beha"}, places
        )

    def test_other_files(self):
        self.write('x.css', 'gr~ey')
        self.write('x.yaml', 'the license')
        self.assertEqual((0, []), self.run_main())

    def test_covered(self):
        for name in self.voice['COVERED']:
            self.assertTrue((ROOT / name).exists(), name)
