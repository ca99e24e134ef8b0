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

"""Scenario: offer a share type with a quality of service."""

from manilaosc.tests.functional import base


class TestQosTypes(base.TestCase):
    def test_scenario(self) -> None:
        qos, kind, share = map(self.name, ('qos', 'type', 'share'))

        # The administrator creates a QoS type and a share type
        self.cleanup('share qos type delete', qos, cloud='admin')
        self.openstack(
            'share qos type create', qos, '--description', 'for databases',
            '--spec', 'peak_iops=5000', '--spec', 'expected_iops=1000',
            cloud='admin',
        )  # fmt: skip
        self.cleanup('share type delete', kind, cloud='admin')
        self.openstack(
            'share type create', kind, 'false',
            '--extra-specs', f'default_qos_type={qos}', cloud='admin',
        )  # fmt: skip
        self.assertEqual(
            {'key': 'default_qos_type', 'value': qos},
            self.json(
                'share type extra spec show', kind, 'default_qos_type',
                cloud='admin',
            ),
        )  # fmt: skip

        # Users can show both
        specs = self.json('share type show', kind)['optional_extra_specs']
        self.assertEqual(qos, specs['default_qos_type'])
        shown = self.json('share qos type show', specs['default_qos_type'])
        self.assertEqual('for databases', shown['description'])
        self.assertEqual(
            {'peak_iops': '5000', 'expected_iops': '1000'}, shown['specs']
        )
        self.openstack(
            'share qos type spec list', qos, fail=True, stderr='HTTP 403'
        )

        # They create a share, which is placed on a capable back end
        self.cleanup('share delete --wait', share)
        self.openstack(
            'share create NFS 1 --wait --share-type', kind, '--name', share
        )
        self.assertEqual('available', self.json('share show', share)['status'])
        host = self.json('share show', share, cloud='admin')['host']
        pools = self.json('share pool list --detail', cloud='admin')
        (pool,) = (pool for pool in pools if pool['Name'] == host)
        self.assertIs(True, pool['Capabilities']['qos_type_support'])

        # A QoS type can be changed, but not deleted while in use
        self.openstack(
            'share qos type spec set', qos, 'peak_iops', '6000', cloud='admin'
        )
        self.openstack(
            'share qos type unset --spec expected_iops', qos, cloud='admin'
        )
        self.assertEqual(
            {'peak_iops': '6000'},
            self.json('share qos type show', qos)['specs'],
        )
        self.openstack(
            'share qos type delete', qos,
            cloud='admin', fail=True, stderr='while shares are associated',
        )  # fmt: skip

        # Without its QoS type, the share type cannot be used
        self.openstack('share delete --wait', share)
        self.openstack('share qos type delete', qos, cloud='admin')
        self.openstack(
            'share create NFS 1 --share-type', kind, '--name', share,
            fail=True, stderr=r'(?s)default_qos_type.*does not exist',
        )  # fmt: skip
        self.openstack(
            'share type unset', kind, 'default_qos_type', cloud='admin'
        )
        self.openstack(
            'share create NFS 1 --wait --share-type', kind, '--name', share
        )
        self.openstack('share delete --wait', share)
        self.openstack('share type delete', kind, cloud='admin')
