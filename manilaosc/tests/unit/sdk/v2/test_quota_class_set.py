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

from manilaosc.tests.unit.sdk import base

PATH = '/quota-class-sets/default'
QUOTAS = {'id': 'default', 'shares': 50, 'backups': 15, 'encryption_keys': 17}


class TestQuotaClassSet(base.TestHTTP):
    def test_get(self):
        self.http.get(self.url(PATH), json={'quota_class_set': QUOTAS})
        quotas = self.proxy.get_quota_class_set('default')
        for name, value in QUOTAS.items():
            self.assertEqual(value, getattr(quotas, name))
        self.assertEqual([f'GET {PATH}'], self.requests())

    def test_update(self):
        answer = {'shares': 5, 'encryption_keys': 2}
        self.http.put(self.url(PATH), json={'quota_class_set': answer})
        quotas = self.proxy.update_quota_class_set(
            'default', shares=5, encryption_keys=2
        )
        self.assertEqual((5, 2), (quotas.shares, quotas.encryption_keys))
        self.assertEqual([f'PUT {PATH}'], self.requests())
        self.assertEqual([{'quota_class_set': answer}], self.bodies())

    def test_before_2_7(self):
        self.proxy.default_microversion = '2.6'
        self.http.get(
            self.url('/os-quota-class-sets/default'),
            json={'quota_class_set': QUOTAS},
        )
        self.proxy.get_quota_class_set('default')
        self.assertEqual(['GET /os-quota-class-sets/default'], self.requests())
