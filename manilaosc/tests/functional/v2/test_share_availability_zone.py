"""The availability zones of a real Manila."""

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
