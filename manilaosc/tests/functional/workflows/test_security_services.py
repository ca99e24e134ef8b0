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

"""Scenario: shares that use the directory of a security service."""

import functools

from manilaosc.tests.functional.v2 import test_share_network


class TestSecurityServices(test_share_network.NetworkTestCase):
    """Security services of an unused and of a used share network."""

    def service(self, kind: str, *args: str) -> str:
        name = self.name(kind)
        self.cleanup('share security service delete', name)
        self.openstack(
            'share security service create', kind, '--name', name,
            '--dns-ip', '10.0.0.2', '--server', '10.0.0.3', *args,
        )  # fmt: skip
        return name

    def attached(self, network: str) -> set[str]:
        rows = self.json(
            'share security service list --share-network', network
        )
        return {row['Name'] for row in rows}

    def test_unused_network(self) -> None:
        users, others, tickets = (
            self.service(kind) for kind in ('ldap', 'ldap', 'kerberos')
        )
        network = self.network()
        change = functools.partial(
            self.openstack, 'share network set', network
        )
        change('--new-security-service', users)
        change('--new-security-service', tickets)
        self.assertEqual({users, tickets}, self.attached(network))
        # There can be one service per type, which can be replaced
        change(
            '--new-security-service', others,
            fail=True, stderr="with 'ldap' type already added.*HTTP 409",
        )  # fmt: skip
        change(
            '--current-security-service', users,
            '--new-security-service', others,
        )  # fmt: skip
        change(
            '--current-security-service', tickets,
            '--new-security-service', users, fail=True, stderr='HTTP 409',
        )  # fmt: skip
        self.assertEqual({others, tickets}, self.attached(network))
        # All attributes can be changed, and the network lists its services
        self.openstack(
            'share security service set --domain example.org --user u', others
        )
        found = self.json(
            'share network list --security-service', others, '--long'
        )
        self.assertEqual([network], [row['Name'] for row in found])

        for service in (others, tickets):
            self.openstack(
                'share security service delete', service,
                fail=True, stderr='assigned to share network.*HTTP 403',
            )  # fmt: skip
            self.openstack(
                'share network unset --security-service', service, network
            )
        self.assertEqual(set(), self.attached(network))
        self.openstack('share security service delete', others, tickets)

    def test_network_in_use(self) -> None:
        users, others, tickets = (
            self.service(kind, '--domain', 'example.com')
            for kind in ('ldap', 'ldap', 'kerberos')
        )
        network = self.network()
        change = functools.partial(
            self.openstack, 'share network set', network
        )
        change('--new-security-service', users)
        share = self.share(network)
        (server,) = self.json(
            'share server list --share-network', network, cloud='admin'
        )

        # Only name and description can be changed now
        set_ = functools.partial(
            self.openstack, 'share security service set', users
        )
        set_('--description', 'in use')
        set_(
            '--domain', 'example.org',
            fail=True, stderr="Only 'name' and 'description'.*HTTP 403",
        )  # fmt: skip
        self.openstack(
            'share network unset --security-service', users, network,
            fail=True, stderr='Share network is used',
        )  # fmt: skip
        self.openstack(
            'share security service delete', users,
            fail=True, stderr='assigned to share network',
        )  # fmt: skip

        # Replacing or adding a service requires a check of all back ends,
        # which this Manila never finishes, so the timeout ends it
        for args in (
            ('--new-security-service', tickets),
            (
                '--current-security-service', users,
                '--new-security-service', others,
            ),
        ):  # fmt: skip
            change(*args, fail=True, stderr='no check operation was found')
            for how in ('--check-only', '--restart-check'):
                result = change(
                    *args, how, '--timeout', '0.3',
                    fail=True, stderr='Timed out after 0.3 seconds',
                )  # fmt: skip
                self.assertEqual('', result.out)
            # The change is rejected before the check has finished
            change(*args, fail=True, stderr='HTTP 4')
        self.assertEqual({users}, self.attached(network))
        self.assertEqual(
            'active', self.json('share network show', network)['status']
        )

        # Without share servers, the network can be changed again
        self.openstack('share delete --wait', share)
        self.openstack(
            'share server delete --wait', server['ID'], cloud='admin'
        )
        change(
            '--current-security-service', users,
            '--new-security-service', others,
        )  # fmt: skip
        self.assertEqual({others}, self.attached(network))
        self.openstack('share network delete', network)
        self.openstack('share security service delete', users, others, tickets)
