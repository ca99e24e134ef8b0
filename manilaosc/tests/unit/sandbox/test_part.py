import os
import sys

from manilaosc.sandbox import part
from manilaosc.tests.unit.sandbox import base


class TestPart(base.TestCase):
    def part(self):
        """A part, and the end of the pipe that its starter reads."""
        mine, theirs = os.pipe()
        socket = os.open(os.devnull, os.O_RDONLY)
        self.addCleanup(os.close, socket)
        argv = ['manila', str(self.state.folder), str(socket), str(theirs)]
        self.patch_object(sys, 'argv', argv)
        return part.Part(), open(mine), theirs

    def test_reports(self):
        this, pipe, _theirs = self.part()
        with pipe:
            this.say('loading Manila')
            this.ready()
            self.assertEqual('loading Manila\nready\n', pipe.read())
        self.assertEqual(self.state.folder, this.state.folder)

    def test_libraries_see_no_arguments(self):
        this, pipe, theirs = self.part()
        pipe.close()
        self.addCleanup(os.close, theirs)
        self.assertEqual(['manila'], sys.argv)
        self.assertFalse(os.get_inheritable(this.socket))
        self.assertFalse(os.get_inheritable(theirs))

    def test_nobody_listens(self):
        # The start was given up: this process must not stay
        this, pipe, theirs = self.part()
        pipe.close()
        self.addCleanup(os.close, theirs)
        error = self.assertRaises(SystemExit, this.say, 'loading Manila')
        self.assertEqual(1, error.code)
