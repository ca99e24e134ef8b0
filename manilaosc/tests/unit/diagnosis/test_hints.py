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
"""Unit tests for the hints."""

import testtools

from manilaosc.diagnosis import hints


class TestHints(testtools.TestCase):
    def test_every_detail_of_manila_has_one(self):
        try:
            from manila.message import message_field
        except ImportError:
            self.skipTest('Manila is not installed (extra "sandbox")')
        details = {detail[0] for detail in message_field.Detail.ALL}
        self.assertEqual(set(), details - hints.HINTS.keys())
        self.assertEqual(set(), hints.HINTS.keys() - details)

    def test_hint(self):
        self.assertIn('driver_handles_share_servers', hints.hint('003'))
        for unknown in (None, '', '999'):
            self.assertEqual('', hints.hint(unknown))
