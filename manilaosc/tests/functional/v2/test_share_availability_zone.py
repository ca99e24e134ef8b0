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

"""Functional tests for availability zones."""

from manilaosc.tests.functional import base


class TestShareAvailabilityZone(base.TestCase):
    def test_list(self) -> None:
        (zone,) = self.json('share availability zone list')
        self.assertEqual('nova', zone['Name'])
        for cloud in base.CLOUDS:
            for version in ('2.0', '2.6', '2.7', '2.99'):
                listed = self.json(
                    'share availability zone list',
                    cloud=cloud, version=version,
                )  # fmt: skip
                self.assertEqual([zone], listed)
        (service, *_others) = self.json(
            'share service list --zone', zone['Id'], cloud='admin'
        )
        self.assertEqual('nova', service['Zone'])
