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

from manilaosc.tests.unit import fakes
from manilaosc.v2 import share_limits

RATE = [
    {
        'uri': '/shares',
        'regex': '^/shares',
        'limit': [
            {
                'verb': 'POST',
                'value': 10,
                'remaining': 9,
                'unit': 'MINUTE',
                'next-available': '2026-01-01T00:00:00Z',
            },
            {
                'verb': 'DELETE',
                'value': 5,
                'remaining': 5,
                'unit': 'HOUR',
                'next-available': '2026-01-01T00:00:00Z',
            },
        ],
    }
]


class TestShow(fakes.TestCommand):
    command = share_limits.ShowShareLimits

    def limits(self, **attrs):
        limit = fakes.resource('limit')
        limit._update(
            **{**dict.fromkeys(share_limits.NAMES, 7), 'rate': RATE, **attrs}
        )
        self.client.limits.return_value = iter([limit])

    def test_absolute(self):
        self.limits(maxTotalShares=50, totalBackupGigabytesUsed=0)
        result = self.run_cmd('--absolute')
        self.assertEqual(('Name', 'Value'), result.columns)
        self.assertEqual(22, len(result.rows))
        self.assertEqual(('maxTotalShares', 50), result.rows[0])
        self.assertEqual(('totalBackupGigabytesUsed', 0), result.rows[-1])

    def test_absolute_by_default(self):
        self.limits()
        self.assertEqual(22, len(self.run_cmd().rows))

    def test_missing_limits(self):
        self.limits(maxTotalShareBackups=None, totalShareBackupsUsed=None)
        names = [row[0] for row in self.run_cmd('--absolute').rows]
        self.assertEqual(20, len(names))
        self.assertNotIn('maxTotalShareBackups', names)

    def test_rate(self):
        self.limits()
        result = self.run_cmd('--rate')
        self.assertEqual(
            (
                'Verb', 'Regex', 'URI', 'Value', 'Remaining', 'Unit',
                'Next Available',
            ),
            result.columns,
        )  # fmt: skip
        when = '2026-01-01T00:00:00Z'
        self.assertEqual(
            [
                ('POST', '^/shares', '/shares', 10, 9, 'MINUTE', when),
                ('DELETE', '^/shares', '/shares', 5, 5, 'HOUR', when),
            ],
            result.rows,
        )

    def test_no_rate(self):
        for rate in ([], None):
            self.limits(rate=rate)
            self.assertEqual([], self.run_cmd('--rate').rows)

    def test_both(self):
        self.run_cmd('--rate', '--absolute', fail=2, stderr='not allowed')
