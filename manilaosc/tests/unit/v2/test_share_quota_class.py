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

from manilaosc.tests.unit import fakes
from manilaosc.v2 import share_quota
from manilaosc.v2 import share_quota_class

VALUES = {name: i for i, name in enumerate(share_quota.QUOTAS)}


class TestShow(fakes.TestCommand):
    command = share_quota_class.ShowShareQuotaClass

    def setUp(self):
        super().setUp()
        self.get = self.client.get_quota_class_set
        self.get.return_value = fakes.resource(
            'quota_class_set', id='gold', **VALUES
        )

    def test_show(self):
        result = self.run_cmd('gold')
        self.get.assert_called_once_with('gold')
        self.assertEqual(sorted(['id', *VALUES]), list(result.columns))
        self.assertEqual({'id': 'gold', **VALUES}, result.fields)

    def test_default(self):
        self.run_cmd()
        self.get.assert_called_once_with('default')

    def test_refused(self):
        self.get.side_effect = exceptions.ForbiddenException(
            'No way', http_status=403
        )
        self.run_cmd(fail=True, stderr='No way')
