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

import os
import stat

from manilaosc.sandbox import files
from manilaosc.tests.unit.sandbox import base


class TestFiles(base.TestCase):
    def setUp(self):
        super().setUp()
        self.path = self.home / 'file'

    def mode(self, path):
        return stat.S_IMODE(path.stat().st_mode)

    def test_written_completely_or_not_at_all(self):
        files.write(self.path, 'old')
        self.assertRaises(TypeError, files.write, self.path, None)
        self.assertEqual('old', self.path.read_text())

    def test_modes(self):
        for umask in (0o000, 0o777):
            before = os.umask(umask)
            try:
                files.write(self.path, '')
                files.make_folder(self.home / 'folder', 0o711)
            finally:
                os.umask(before)
            self.assertEqual(0o600, self.mode(self.path))
            self.assertEqual(0o711, self.mode(self.home / 'folder'))

    def test_modes_are_mended(self):
        self.path.write_text('')
        self.path.chmod(0o666)
        os.close(files.open_private(self.path, os.O_WRONLY))
        self.assertEqual(0o600, self.mode(self.path))

    def test_symbolic_links(self):
        target = self.home / 'target'
        target.mkdir(mode=0o755)
        self.path.symlink_to(target)
        files.make_folder(self.path)
        self.assertEqual(0o755, self.mode(target))
        # Others may be able to create one in a folder for temporary files
        victim = self.home / 'victim'
        victim.write_text('content')
        link = self.home / 'new'
        link.symlink_to(victim)
        self.assertRaises(
            OSError, files.open_private, link, os.O_WRONLY | os.O_TRUNC
        )
        self.assertEqual('content', victim.read_text())
