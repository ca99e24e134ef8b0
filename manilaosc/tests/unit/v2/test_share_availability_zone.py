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
from manilaosc.v2 import share_availability_zone


class TestList(fakes.TestCommand):
    command = share_availability_zone.ListShareAvailabilityZone

    def test_list(self):
        zone = fakes.resource(
            'availability_zone',
            id='z1',
            name='nova',
            created_at='2026-01-01T00:00:00',
            updated_at=None,
        )
        self.client.availability_zones.return_value = iter([zone])
        result = self.run_cmd()
        self.assertEqual(
            ('Id', 'Name', 'Created At', 'Updated At'), result.columns
        )
        self.assertEqual(
            [('z1', 'nova', '2026-01-01T00:00:00', None)], result.rows
        )

    def test_refused(self):
        self.client.availability_zones.side_effect = (
            exceptions.ForbiddenException('No way', http_status=403)
        )
        self.run_cmd(fail=True, stderr='No way')
