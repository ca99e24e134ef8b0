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

from manilaosc.sdk.v2 import share_server
from manilaosc.tests.unit.sdk import base

SERVER = {
    'id': 's1',
    'project_id': 'p1',
    'status': 'active',
    'host': 'host@backend',
    'share_network_name': 'net',
    'share_network_id': 'n1',
    'is_auto_deletable': True,
    'identifier': 'name-on-backend',
    'task_state': None,
    'source_share_server_id': None,
    'security_service_update_support': False,
    'share_network_subnet_ids': ['sub1'],
    'network_allocation_update_support': True,
    'encryption_key_ref': None,
    'backend_details': {'ip': '10.0.0.1'},
    'created_at': '2026-01-01T00:00:00',
    'updated_at': '2026-01-01T00:00:00',
}
DESTINATION = {
    'writable': True,
    'nondisruptive': False,
    'preserve_snapshots': True,
}
EXPERIMENTAL = 'X-OpenStack-Manila-API-Experimental'


class TestProxy(base.TestProxy):
    def test_get(self):
        self.verify_get(self.proxy.get_share_server, share_server.ShareServer)

    def test_delete(self):
        for ignore in (False, True):
            self.verify_delete(
                self.proxy.delete_share_server,
                share_server.ShareServer,
                ignore_missing=ignore,
            )

    def test_list(self):
        self.verify_list(self.proxy.share_servers, share_server.ShareServer)


class TestCase(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.action = self.http.post(
            self.url('/share-servers/s1/action'), status_code=202
        )

    def check_action(self, body, experimental=True):
        self.assertEqual(['POST /share-servers/s1/action'], self.requests())
        self.assertEqual([body], self.bodies())
        self.assertEqual(
            'True' if experimental else None,
            self.action.last_request.headers.get(EXPERIMENTAL),
        )
        self.http.request_history.clear()


class TestShareServer(TestCase):
    def test_fields(self):
        self.http.get(
            self.url('/share-servers/s1'), json={'share_server': SERVER}
        )
        server = self.proxy.get_share_server('s1')
        for name, value in SERVER.items():
            self.assertEqual(value, getattr(server, name), name)

    def test_details(self):
        self.http.get(
            self.url('/share-servers/s1/details'),
            json={'details': {'ip': '10.0.0.1'}},
        )
        self.assertEqual(
            {'ip': '10.0.0.1'}, self.proxy.get_share_server_details('s1')
        )
        self.http.get(self.url('/share-servers/s1/details'), status_code=404)
        self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.get_share_server_details,
            's1',
        )

    def test_manage(self):
        self.http.post(
            self.url('/share-servers/manage'), json={'share_server': SERVER}
        )
        server = self.proxy.manage_share_server('host@backend', 'n1', 'name')
        self.assertEqual('s1', server.id)
        self.proxy.manage_share_server(
            'host@backend', 'n1', 'name', 'sub1', {'a': 'b'}
        )
        body = {
            'host': 'host@backend',
            'share_network_id': 'n1',
            'identifier': 'name',
        }
        self.assertEqual(
            [
                {'share_server': {**body, 'driver_options': {}}},
                {
                    'share_server': {
                        **body,
                        'driver_options': {'a': 'b'},
                        'share_network_subnet_id': 'sub1',
                    }
                },
            ],
            self.bodies(),
        )

    def test_unmanage(self):
        for force in (False, True):
            self.proxy.unmanage_share_server('s1', force)
            self.check_action({'unmanage': {'force': force}}, False)

    def test_reset(self):
        self.proxy.reset_share_server_status('s1', 'error')
        self.check_action({'reset_status': {'status': 'error'}}, False)
        for state in ('migration_error', None):
            self.proxy.reset_share_server_task_state('s1', state)
            self.check_action({'reset_task_state': {'task_state': state}})


class TestList(TestCase):
    def setUp(self):
        super().setUp()
        rows = [
            SERVER,
            {**SERVER, 'id': 's2', 'status': 'error'},
            {**SERVER, 'id': 's3'},
        ]
        self.http.get(self.url('/share-servers'), json={'share_servers': rows})

    def servers(self, **query):
        self.http.request_history.clear()
        return [server.id for server in self.proxy.share_servers(**query)]

    def test_filters(self):
        for name, value in (
            ('encryption_key_ref', 'k1'),
            ('host', 'h1'),
            ('id', 's1'),
            ('identifier', 'i1'),
            ('is_auto_deletable', 'True'),
            ('network_allocation_update_support', 'True'),
            ('project_id', 'p1'),
            ('security_service_update_support', 'True'),
            ('share_network_id', 'n1'),
            ('share_network_subnet_id', 'sub1'),
            ('source_share_server_id', 's0'),
            ('status', 'active'),
            ('task_state', 'migration_error'),
        ):
            self.servers(**{name: value})
            self.assertEqual(
                [f'GET /share-servers?{name}={value}'], self.requests()
            )

    def test_filters_beside_a_network(self):
        # Manila would filter by the status of the share network
        for name in (
            'project_id',
            'share_network_id',
            'share_network_subnet_id',
        ):
            self.assertEqual(
                ['s2'], self.servers(status='error', **{name: 'x'})
            )
            self.assertEqual([f'GET /share-servers?{name}=x'], self.requests())

    def test_paging_by_client(self):
        for query, expected in (
            ({'limit': 1}, ['s1', 's2', 's3']),
            ({'max_items': 2}, ['s1', 's2']),
            ({'offset': 1}, ['s2', 's3']),
            ({'offset': 1, 'max_items': 1}, ['s2']),
            ({'max_items': 0}, []),
        ):
            self.assertEqual(expected, self.servers(**query))
            self.assertIn(self.requests(), (['GET /share-servers'], []))

    def test_unknown_filter(self):
        # Manila would answer that there is no share server
        self.assertRaises(
            exceptions.InvalidResourceQuery, self.servers, colour='x'
        )
        self.assertEqual([], self.requests())


class TestMigration(TestCase):
    def serve(self, **answer):
        self.action = self.http.post(
            self.url('/share-servers/s1/action'), json=answer
        )

    def test_start(self):
        self.proxy.start_share_server_migration('s1', 'h@b', **DESTINATION)
        body = {'host': 'h@b', **DESTINATION, 'new_share_network_id': None}
        self.check_action({'migration_start': body})

    def test_check(self):
        answer = {'compatible': False, 'requested_capabilities': {}}
        self.serve(**answer)
        self.assertEqual(
            answer,
            self.proxy.check_share_server_migration(
                's1', 'h@b', **DESTINATION, new_share_network_id='n2'
            ),
        )
        body = {'host': 'h@b', **DESTINATION, 'new_share_network_id': 'n2'}
        self.check_action({'migration_check': body})

    def test_check_without_an_answer(self):
        self.serve()
        self.assertRaisesRegex(
            exceptions.InvalidResponse,
            "lacks 'compatible'",
            self.proxy.check_share_server_migration,
            's1',
            'h@b',
            **DESTINATION,
        )

    def test_complete(self):
        self.serve(destination_share_server_id='s2')
        self.assertEqual(
            's2', self.proxy.complete_share_server_migration('s1')
        )
        self.check_action({'migration_complete': None})

    def test_cancel(self):
        self.proxy.cancel_share_server_migration('s1')
        self.check_action({'migration_cancel': None})

    def test_progress(self):
        answer = {
            'total_progress': 0,
            'task_state': '',
            'destination_share_server_id': '',
        }
        self.serve(**answer)
        self.assertEqual(
            answer, self.proxy.get_share_server_migration_progress('s1')
        )
        self.check_action({'migration_get_progress': None})
