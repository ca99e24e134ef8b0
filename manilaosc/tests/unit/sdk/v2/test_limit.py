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

from openstack import exceptions

from manilaosc.tests.unit.sdk import base

ABSOLUTE = {
    'maxTotalShares': 50,
    'maxTotalShareGroups': 51,
    'maxTotalShareGroupSnapshots': 52,
    'maxTotalShareBackups': 53,
    'maxTotalBackupGigabytes': 54,
    'totalSharesUsed': 1,
    'totalShareGroupsUsed': 2,
    'totalShareGroupSnapshotsUsed': 3,
    'totalShareBackupsUsed': 4,
    'totalBackupGigabytesUsed': 5,
}
RATE = [
    {
        'uri': '*',
        'regex': '.*',
        'limit': [{'verb': 'POST', 'value': 10, 'remaining': 9}],
    }
]


class TestLimit(base.TestHTTP):
    def limits(self, **answer):
        self.http.get(self.url('/limits'), json=answer)
        return list(self.proxy.limits())

    def test_list(self):
        (limit,) = self.limits(limits={'absolute': ABSOLUTE, 'rate': RATE})
        for name, value in ABSOLUTE.items():
            self.assertEqual(value, getattr(limit, name))
        self.assertEqual(RATE, limit.rate)
        # An older service lacks these limits
        self.assertIsNone(limit.maxTotalShareReplicas)
        self.assertEqual(['GET /limits'], self.requests())

    def test_microversion(self):
        self.limits(limits={'absolute': {}, 'rate': []})
        # Without a microversion, Manila omits what is newer than 2.0
        (request,) = self._asked()
        self.assertEqual(
            '2.99', request.headers['X-OpenStack-Manila-API-Version']
        )

    def test_no_filters(self):
        self.assertRaisesRegex(
            exceptions.InvalidResourceQuery,
            'project_id',
            list,
            self.proxy.limits(project_id='p'),
        )

    def test_answer_without_limits(self):
        self.assertRaises(exceptions.InvalidResponse, self.limits, rate=[])

    def test_refused(self):
        self.http.get(self.url('/limits'), status_code=403)
        self.assertRaises(
            exceptions.ForbiddenException, list, self.proxy.limits()
        )
