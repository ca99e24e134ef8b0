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
"""Unit tests for ``share diagnose``."""

import io
import os
from unittest import mock

from openstack import exceptions

from manilaosc.tests.unit import fakes
from manilaosc.v2 import share


class Terminal(io.StringIO):
    def isatty(self):
        return True


class TestDiagnose(fakes.TestCommand):
    command = share.DiagnoseShare

    def setUp(self):
        super().setUp()
        for name in (
            'access_rules export_locations limits resource_locks services '
            'share_backups share_group_snapshots share_groups '
            'share_instances share_networks share_replicas share_servers '
            'share_snapshots share_transfers shares user_messages '
            'share_types storage_pools'
        ).split():
            getattr(self.client, name).return_value = []
        self.share = self.fake(status='available')
        self.client.find_share.return_value = self.share
        rule = fakes.resource(
            'share_access_rule',
            state='active',
            access_type='ip',
            access_to='10.0.0.0/24',
        )
        location = fakes.resource('share_export_location', is_admin=False)
        self.client.access_rules.return_value = [rule]
        self.client.export_locations.return_value = [location]

    def fake(self, **attrs):
        return fakes.resource(
            'share',
            **{
                'id': 's1',
                'name': 'data',
                'host': None,
                'share_network_id': None,
                'share_server_id': None,
                'replication_type': None,
                'is_soft_deleted': False,
                'task_state': None,
                'created_at': '2026-01-01T10:00:00',
                **attrs,
            },
        )

    def in_error(self):
        self.share = self.fake(status='error')
        self.client.find_share.return_value = self.share
        self.client.user_messages.return_value = [
            fakes.resource(
                'user_message',
                resource_id='s1',
                user_message='The driver failed.',
                action_id='002',
                detail_id='003',
            )
        ]

    def test_healthy(self):
        result = self.run_cmd('data')
        self.assertEqual([], result.rows)
        self.client.user_messages.assert_not_called()

    def test_in_error(self):
        self.in_error()
        result = self.run_cmd('data')
        self.assertEqual(
            (
                'Severity',
                'Resource',
                'Name or ID',
                'Problem',
                'Reason',
                'Remedy',
            ),
            result.columns,
        )
        (row,) = result.rows
        self.assertEqual(('error', 'share', 'data', 'is in error'), row[:4])
        self.assertIn('The driver failed. Create the share without', row[4])
        self.assertEqual('openstack share delete s1', row[5])

    def test_long_and_machine_formats(self):
        self.in_error()
        for args in (['--long'], ['-f', 'json'], ['-f', 'yaml']):
            result = self.run_cmd('data', *args)
            self.assertEqual(('ID', 'Since', 'Code'), result.columns[-3:])
            self.assertEqual('share-in-error', result.rows[0][-1])

    def test_check(self):
        self.run_cmd('data', '--check')
        self.in_error()
        self.run_cmd('data')
        cmd = self.command(self.app, None)
        self.app.stdout = self.app.stderr = io.StringIO()
        parsed = cmd.get_parser('x').parse_args(['data', '--check'])
        self.assertEqual(1, cmd.run(parsed))

    def test_check_counts_what_is_not_shown(self):
        self.client.access_rules.return_value = []
        result = self.run_cmd('data', '--check', '--min-severity', 'error')
        self.assertEqual([], result.rows)

    def test_min_severity(self):
        self.client.access_rules.return_value = []
        for severity, count in (('note', 1), ('warning', 1), ('error', 0)):
            result = self.run_cmd('data', '--min-severity', severity)
            self.assertEqual(count, len(result.rows), severity)

    def test_what_was_not_checked(self):
        for name in ('services', 'share_instances'):
            getattr(
                self.client, name
            ).side_effect = exceptions.ForbiddenException('no')
        self.run_cmd(
            'data',
            stderr=r'^Not checked: services, share instances \(admin only\)$',
        )

    def test_client(self):
        result = self.run_cmd('data', '--client', '10.1.0.7')
        self.assertEqual('10.1.0.7 cannot mount it', result.rows[0][3])
        self.run_cmd('data', '--client', 'x', fail=2, stderr='Invalid address')

    def test_stuck_after(self):
        self.client.find_share.return_value = self.fake(status='creating')
        self.client.access_rules.return_value = []
        result = self.run_cmd('data', '--stuck-after', '0')
        self.assertEqual('warning', result.rows[0][0])
        result = self.run_cmd('data', '--stuck-after', '1e8')
        self.assertEqual([], result.rows)
        self.run_cmd('data', '--stuck-after', 'x', fail=2, stderr='minutes')

    def test_requests(self):
        self.in_error()
        self.run_cmd('data')
        calls = [
            call for call in self.client.mock_calls if call[0].count('.') == 0
        ]
        self.assertLessEqual(len(calls), 15, calls)

    def test_everything_of_a_project(self):
        self.client.shares.side_effect = lambda **query: (
            [self.fake(status='error', id='s2')]
            if not query.get('is_soft_deleted')
            else [self.fake(id='s3', scheduled_to_be_deleted_at='soon')]
        )
        result = self.run_cmd()
        self.assertEqual(['error', 'note'], [row[0] for row in result.rows])
        # Only lists, none for each share
        self.client.find_share.assert_not_called()
        self.client.access_rules.assert_not_called()
        self.client.share_snapshots.assert_called_once_with()

    def test_whole_cloud(self):
        service = fakes.resource(
            'service', state='down', host='h', status='enabled'
        )
        self.client.services.return_value = [service]
        self.assertEqual([], self.run_cmd().rows)
        result = self.run_cmd('--all-projects')
        self.assertEqual(['error'], [row[0] for row in result.rows])
        self.client.share_snapshots.assert_called_with(all_projects=True)

    def test_recycle_bin(self):
        deleted = self.fake(is_soft_deleted=True)
        self.client.find_share.side_effect = lambda *args, **query: (
            deleted if query.get('is_soft_deleted') else self.missing()
        )
        result = self.run_cmd('data')
        self.assertEqual('is in the recycle bin', result.rows[0][3])

    def missing(self):
        raise exceptions.NotFoundException('No share data')

    def test_missing(self):
        self.client.find_share.side_effect = lambda *a, **k: self.missing()
        self.run_cmd('data', fail=True, stderr='No share data')

    def shown(self, width, *args):
        cmd = self.command(self.app, None)
        self.app.stdout, self.app.stderr = Terminal(), Terminal()
        parsed = cmd.get_parser('x').parse_args(['data', *args])
        with mock.patch.dict(os.environ, COLUMNS=str(width)):
            cmd.run(parsed)
        return self.app.stdout.getvalue(), self.app.stderr.getvalue()

    def test_narrow_terminal(self):
        self.in_error()
        out, _err = self.shown(80)
        self.assertTrue(out.startswith('error: share data: is in error\n'))
        self.assertEqual([], [x for x in out.splitlines() if len(x) > 80])
        for width, args in ((400, ()), (80, ('-c', 'Problem')), (80, ())):
            out, _err = self.shown(width, *args)
            self.assertEqual(
                width == 400 or bool(args), out.startswith('+--'), width
            )

    def test_nothing_found_on_a_terminal(self):
        _out, err = self.shown(80)
        self.assertRegex(err, r'^No problems found in \d+ resources\.\n$')
