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
"""Unit tests for the checks of replicas, migrations and transfers."""

from manilaosc.diagnosis import movement
from manilaosc.tests.unit.diagnosis import base


def replica(id_: str, state: str, **attrs: object) -> object:
    return base.resource(
        'share_replica',
        **{
            'id': id_,
            'share_id': 's1',
            'replica_state': state,
            'status': 'available',
            **attrs,
        },
    )


def down(host: str = 'h@b') -> object:
    return base.resource('service', host=host, state='down')


class TestReplicas(base.TestCase):
    def check(self, *replicas, services=None, **attrs):
        sources = {'shares': [base.share(**attrs)], 'replicas': [*replicas]}
        if services is not None:
            sources['services'] = services
        return movement.replicas(base.known(**sources))

    def test_healthy(self):
        found = self.check(replica('a', 'active'), replica('b', 'in_sync'))
        self.assert_findings([], found)

    def test_out_of_sync(self):
        for state, severity in (
            ('out_of_sync', 'warning'),
            ('error', 'error'),
        ):
            found = self.check(replica('a', 'active'), replica('b', state))
            (found,) = self.assert_findings(
                [(severity, 'replica-out-of-sync', 'b')], found
            )
            self.assertEqual(
                'openstack share replica wait b --for replica_state=in_sync',
                found.remedy,
            )

    def test_out_of_sync_while_created(self):
        found = self.check(
            replica('a', 'active'),
            replica('b', 'out_of_sync', status='creating'),
        )
        self.assert_findings([], found)

    def test_resync_is_the_administrators(self):
        (found,) = self.check(
            replica('a', 'active'), replica('b', 'out_of_sync'), services=[]
        )
        self.assertEqual('openstack share replica resync b', found.remedy)

    def test_no_active_replica(self):
        (found,) = self.assert_findings(
            [('error', 'no-active-replica', 's1')],
            self.check(replica('b', 'in_sync')),
        )
        self.assertEqual('openstack share replica promote b', found.remedy)

    def test_several_active_replicas(self):
        both = (replica('a', 'active'), replica('b', 'active'))
        self.assert_findings(
            [('error', 'several-active-replicas', 's1')],
            self.check(*both, replication_type='dr'),
        )
        found = self.check(*both, replication_type='writable')
        self.assert_findings([], found)

    def test_service_is_down(self):
        (found,) = self.assert_findings(
            [('error', 'active-replica-on-failed-service', 'a')],
            self.check(
                replica('a', 'active', host='h@b#p'),
                replica('b', 'in_sync', host='h@c#p'),
                services=[down()],
            ),
        )
        self.assertIn('h@b is down', found.reason)
        self.assertEqual('openstack share replica promote b', found.remedy)


class TestMigrations(base.TestCase):
    def check(self, state, services=(), **attrs):
        share = base.share(task_state=state, host='h@b#p', **attrs)
        return movement.migrations(
            base.known(shares=[share], services=[*services])
        )

    def test_states(self):
        for state, expected in (
            (None, []),
            ('migration_success', []),
            ('migration_cancelled', []),
            ('migration_in_progress', []),
            (
                'migration_driver_phase1_done',
                [('warning', 'migration-phase-1-done', 's1')],
            ),
            (
                'data_copying_completed',
                [('warning', 'migration-phase-1-done', 's1')],
            ),
            ('migration_error', [('error', 'migration-failed', 's1')]),
            ('data_copying_error', [('error', 'migration-failed', 's1')]),
        ):
            self.assert_findings(expected, self.check(state))

    def test_second_phase(self):
        (found,) = self.check('migration_driver_phase1_done')
        self.assertEqual('openstack share migration complete s1', found.remedy)

    def test_in_doubt(self):
        found = self.check('migration_in_progress', [down()])
        self.assert_findings([('warning', 'migration-in-doubt', 's1')], found)

    def test_servers(self):
        server = base.resource(
            'share_server', id='v1', task_state='migration_driver_phase1_done'
        )
        (found,) = movement.migrations(base.known(servers=[server]))
        self.assertEqual(
            'openstack share server migration complete v1', found.remedy
        )


class TestTransfers(base.TestCase):
    def test_pending(self):
        for accepted, expected in (
            (False, [('note', 'transfer-pending', 't1')]),
            (True, []),
        ):
            transfer = base.resource(
                'share_transfer', id='t1', accepted=accepted, expires_at='soon'
            )
            found = movement.transfers(base.known(transfers=[transfer]))
            self.assert_findings(expected, found)
