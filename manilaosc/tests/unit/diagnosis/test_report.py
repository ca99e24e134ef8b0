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
"""Unit tests for findings as blocks of text."""

import testtools

from manilaosc.diagnosis import finding
from manilaosc.diagnosis import report

FOUND = finding.Finding(
    code='c',
    severity='error',
    noun='share',
    id='s1',
    name='data',
    problem='is in error',
    reason='word ' * 30,
    remedy='openstack share delete s1',
)


class TestBlocks(testtools.TestCase):
    def test_block(self):
        lines = report.block(FOUND, 40).splitlines()
        self.assertEqual('error: share data: is in error', lines[0])
        self.assertEqual('  Reason: word word word word word word', lines[1])
        self.assertEqual('  Remedy: openstack share delete s1', lines[-1])
        self.assertEqual([], [line for line in lines if len(line) > 40])

    def test_remedy_is_one_line(self):
        block = report.block(FOUND, 20)
        self.assertIn('\n  Remedy: openstack share delete s1', block)

    def test_bare(self):
        bare = finding.Finding('c', 'note', 'share', 's1', None, 'is odd')
        self.assertEqual('note: share s1: is odd', report.block(bare, 40))

    def test_untrusted(self):
        odd = finding.Finding('c', 'note', 'share', 's1', 'a\x1b[2J\nb', 'x')
        self.assertEqual('note: share a\\x1b[2J b: x', report.block(odd, 80))

    def test_blocks(self):
        found = report.blocks([FOUND, FOUND], 80)
        self.assertEqual(2, found.count('error: share data'))
        self.assertIn('\n\n', found)

    def test_worst_first(self):
        found = [
            finding.Finding(code, severity, 'share', 's', None, 'x')
            for code, severity in (
                ('a', 'note'),
                ('b', 'error'),
                ('c', 'warning'),
                ('d', 'error'),
            )
        ]
        order = [each.code for each in finding.worst_first(found)]
        self.assertEqual(['b', 'd', 'c', 'a'], order)
