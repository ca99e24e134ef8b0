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

from unittest import mock

from openstack import exceptions

from manilaosc.tests.unit import fakes
from manilaosc.tests.unit.v2 import _waiting
from manilaosc.v2 import share_snapshot_access


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.snapshot = fakes.resource('share_snapshot', id='sn1')
        self.client.find_share_snapshot.return_value = self.snapshot
        self.rule = self.new('queued_to_apply')

    def new(self, state):
        return fakes.resource(
            'share_snapshot_access_rule',
            id='r1',
            snapshot_id='sn1',
            access_type='ip',
            access_to='10.0.0.1',
            state=state,
        )


class TestCreate(TestCase):
    command = share_snapshot_access.CreateShareSnapshotAccess
    ARGS = ('nightly', 'ip', '10.0.0.1')

    def setUp(self):
        super().setUp()
        self.create = self.client.create_share_snapshot_access_rule
        self.create.return_value = self.rule

    def test_create(self):
        result = self.run_cmd(*self.ARGS)
        self.create.assert_called_once_with(self.snapshot, 'ip', '10.0.0.1')
        self.assertEqual(
            {
                'id': 'r1',
                'access_type': 'ip',
                'access_to': '10.0.0.1',
                'state': 'queued_to_apply',
            },
            result.fields,
        )

    def test_wait(self):
        states = [self.new('applying'), self.new('active')]
        self.rule.fetch = mock.Mock(return_value=states[0])
        states[0].fetch = mock.Mock(return_value=states[1])
        result = self.run_cmd(*self.ARGS, '--wait', '--timeout', '60')
        self.assertEqual('active', result.fields['state'])

    def test_wait_fails(self):
        self.rule.fetch = mock.Mock(return_value=self.new('error'))
        self.client.user_messages.return_value = []
        result = self.run_cmd(
            *self.ARGS, '--wait', fail=True, stderr='went to error'
        )
        self.assertEqual('error', result.fields['state'])

    def test_timeout(self):
        self.rule.fetch = mock.Mock(return_value=self.new('applying'))
        self.run_cmd(
            *self.ARGS, '--wait', '--timeout', '0',
            fail=True, stderr='still in state applying',
        )  # fmt: skip

    def test_refused(self):
        self.create.side_effect = exceptions.BadRequestException(
            'It exists', http_status=400
        )
        self.run_cmd(*self.ARGS, fail=True, stderr='It exists')

    def test_min_version(self):
        self.assert_min_version('2.32', *self.ARGS)


class TestDelete(TestCase):
    command = share_snapshot_access.DeleteShareSnapshotAccess

    def setUp(self):
        super().setUp()
        self.delete = self.client.delete_share_snapshot_access_rule

    def test_delete(self):
        self.run_cmd('nightly', 'r1', 'r2', 'r1')
        self.client.find_share_snapshot.assert_called_once()
        self.assertEqual(
            [
                mock.call(rule, self.snapshot, ignore_missing=False)
                for rule in ('r1', 'r2')
            ],
            sorted(self.delete.mock_calls),
        )
        # An ID suffices
        self.client.get_share_snapshot_access_rule.assert_not_called()

    def test_wait(self):
        self.rule.fetch = mock.Mock(side_effect=exceptions.NotFoundException)
        self.client.get_share_snapshot_access_rule.return_value = self.rule
        self.run_cmd('nightly', 'r1', '--wait')
        self.delete.assert_called_once_with(
            self.rule, self.snapshot, ignore_missing=False
        )
        self.rule.fetch.assert_called_once()

    def test_wait_fails(self):
        self.rule.fetch = mock.Mock(return_value=self.new('error'))
        self.client.get_share_snapshot_access_rule.return_value = self.rule
        self.client.user_messages.return_value = []
        self.run_cmd(
            'nightly', 'r1', '--wait', fail=True, stderr='went to error'
        )

    def test_continues_after_failure(self):
        self.delete.side_effect = [
            exceptions.NotFoundException('Not there', http_status=404),
            None,
        ]
        result = self.run_cmd(
            'nightly', 'r1', 'r2', fail=True, stderr='Not there'
        )
        self.assertIn('1 of 2 access rules failed to delete', result.err)

    def test_min_version(self):
        self.assert_min_version('2.32', 'nightly', 'r1')


class TestList(TestCase):
    command = share_snapshot_access.ListShareSnapshotAccess

    def test_list(self):
        rules = self.client.share_snapshot_access_rules
        rules.return_value = iter([self.rule])
        result = self.run_cmd('nightly')
        rules.assert_called_once_with(self.snapshot)
        self.assertEqual(
            ('ID', 'Access Type', 'Access To', 'State'), result.columns
        )
        self.assertEqual(
            [('r1', 'ip', '10.0.0.1', 'queued_to_apply')], result.rows
        )

    def test_refused(self):
        self.client.share_snapshot_access_rules.side_effect = (
            exceptions.BadRequestException('Not mountable', http_status=400)
        )
        self.run_cmd('nightly', fail=True, stderr='Not mountable')

    def test_min_version(self):
        self.assert_min_version('2.32', 'nightly')


class TestWait(_waiting.Mixin, fakes.TestCommand):
    command = share_snapshot_access.WaitShareSnapshotAccess
    resource_name = 'share_snapshot_access_rule'
    method = 'get_share_snapshot_access_rule'
    good = 'active'
    attribute = 'state'
    parents = ('nightly',)
