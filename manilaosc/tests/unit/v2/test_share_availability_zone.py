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
