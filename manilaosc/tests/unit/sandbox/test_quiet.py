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

from manilaosc.sandbox import quiet
from manilaosc.tests.unit.sandbox import base


class TestQuiet(base.TestCase):
    def setUp(self):
        super().setUp()
        self.now = 0.0
        self.ran = []
        self.quiet = quiet.Quiet(clock=lambda: self.now)
        self.app = self.quiet.middleware(lambda *args: args)
        self.tasks = self.quiet.calm(
            lambda **kwargs: self.ran.append(self.now)
        )

    def live(self, until):
        """Run the tasks every second, as Manila does."""
        del self.ran[:]
        while self.now < until:
            self.now += 1
            self.tasks(raise_on_error=False)

    def test_with_requests(self):
        self.live(20)
        self.assertEqual([*range(1, 21)], self.ran)

    def test_quiet(self):
        self.live(20)
        self.live(60)
        self.assertEqual([30, 40, 50, 60], self.ran)

    def test_next_request(self):
        self.live(61)
        self.assertEqual(('environ', 'start'), self.app('environ', 'start'))
        self.live(64)
        self.assertEqual([62, 63, 64], self.ran)
