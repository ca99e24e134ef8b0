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
import sys

from manilaosc.sandbox import part
from manilaosc.sandbox import processes
from manilaosc.tests.unit.sandbox import base


class TestPart(base.TestCase):
    def part(self):
        """Return a part, and both ends of its pipe."""
        mine, theirs = os.pipe()
        socket = os.open(os.devnull, os.O_RDONLY)
        self.addCleanup(os.close, socket)
        argv = ['manila', str(self.state.folder), str(socket), str(theirs)]
        self.patch_object(sys, 'argv', argv)
        self.restore = self.patch_object(processes, 'restore_signals')
        return part.Part(), open(mine), theirs

    def test_reports(self):
        this, pipe, _theirs = self.part()
        with pipe:
            this.say('loading Manila')
            this.ready()
            self.assertEqual('loading Manila\nready\n', pipe.read())
        self.assertEqual(self.state.folder, this.state.folder)
        self.restore.assert_called_once_with()

    def test_libraries_see_no_arguments(self):
        this, pipe, theirs = self.part()
        pipe.close()
        self.addCleanup(os.close, theirs)
        self.assertEqual(['manila'], sys.argv)
        self.assertFalse(os.get_inheritable(this.socket))
        self.assertFalse(os.get_inheritable(theirs))

    def test_nobody_listens(self):
        # The process that started it has ended: this one must, too
        this, pipe, theirs = self.part()
        pipe.close()
        self.addCleanup(os.close, theirs)
        error = self.assertRaises(SystemExit, this.say, 'loading Manila')
        self.assertEqual(1, error.code)
