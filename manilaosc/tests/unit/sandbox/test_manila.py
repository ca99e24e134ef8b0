import subprocess
import sys

import testtools

PROGRAM = """
import threading
from manilaosc.sandbox import manila

def main():
    threading.Thread(target=threading.Event().wait).start()
    raise RuntimeError('no pools')

manila.main = main
manila.run()
"""


class TestRun(testtools.TestCase):
    def test_ends_with_an_error_whatever_threads_there_are(self):
        # The start would wait for its whole time otherwise
        done = subprocess.run(
            [sys.executable, '-c', PROGRAM],
            capture_output=True,
            text=True,
            timeout=60,
        )
        self.assertEqual(1, done.returncode)
        self.assertIn('RuntimeError: no pools', done.stderr)
