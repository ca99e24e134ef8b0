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
    def test_ends_after_an_error_while_threads_run(self):
        # Otherwise the start would wait until its timeout
        done = subprocess.run(
            [sys.executable, '-c', PROGRAM],
            capture_output=True,
            text=True,
            timeout=60,
        )
        self.assertEqual(1, done.returncode)
        self.assertIn('RuntimeError: no pools', done.stderr)
