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
from manilaosc.tests.unit import waiting
from manilaosc.v2 import share_service


def new(**attrs):
    return fakes.resource(
        'service',
        **{
            'id': 3,
            'name': 'manila-share',
            'host': 'h@b',
            'availability_zone': 'nova',
            'status': 'enabled',
            'state': 'up',
            'updated_at': '2026-01-01T00:00:00',
            'disabled_reason': None,
            'ensuring': False,
            **attrs,
        },
    )


class TestList(fakes.TestCommand):
    command = share_service.ListShareService

    def setUp(self):
        super().setUp()
        self.client.services.return_value = iter([new(id=11), new()])

    def check_query(self, *args, **query):
        self.run_cmd(*args)
        self.client.services.assert_called_once_with(**query)

    def test_list(self):
        result = self.run_cmd()
        self.assertEqual(
            (
                'ID', 'Binary', 'Host', 'Zone', 'Status', 'State',
                'Updated At', 'Disabled Reason', 'Ensuring',
            ),
            result.columns,
        )  # fmt: skip
        self.assertEqual(
            (
                3, 'manila-share', 'h@b', 'nova', 'enabled', 'up',
                '2026-01-01T00:00:00', None, False,
            ),
            result.rows[0],
        )  # fmt: skip
        self.assertEqual([3, 11], [row[0] for row in result.rows])

    def test_filters(self):
        self.check_query(
            '--host', 'h@b', '--binary', 'manila-share', '--status', 'enabled',
            '--state', 'up', '--zone', 'nova', '--topic', 'manila-share',
            host='h@b', binary='manila-share', status='enabled', state='up',
            availability_zone='nova', topic='manila-share',
        )  # fmt: skip

    def test_empty_filters_are_ignored(self):
        self.check_query('--host', '', '--zone', '')

    def test_ensuring(self):
        self.check_query('--ensuring', 'True', ensuring=True)

    def test_not_ensuring(self):
        self.check_query('--ensuring', 'false', ensuring=False)

    def test_min_version_of_ensuring(self):
        self.assert_min_version('2.93', '--ensuring=True', what='--ensuring')

    def test_unknown_state(self):
        self.run_cmd('--state', 'sideways', fail=2, stderr='invalid choice')


class TestSet(fakes.TestCommand):
    command = share_service.SetShareService
    ARGS = ('h@b', 'manila-share')

    def check_nothing_done(self):
        self.client.enable_service.assert_not_called()
        self.client.disable_service.assert_not_called()

    def test_enable(self):
        self.run_cmd(*self.ARGS, '--enable')
        self.client.enable_service.assert_called_once_with('', *self.ARGS)
        self.client.disable_service.assert_not_called()

    def test_disable(self):
        self.run_cmd(*self.ARGS, '--disable')
        self.client.disable_service.assert_called_once_with(
            '', *self.ARGS, disable_reason=None
        )
        self.client.enable_service.assert_not_called()

    def test_disable_with_a_reason(self):
        self.run_cmd(*self.ARGS, '--disable', '--disable-reason', 'new disks')
        self.client.disable_service.assert_called_once_with(
            '', *self.ARGS, disable_reason='new disks'
        )

    def test_min_version_of_reason(self):
        self.assert_min_version(
            '2.83',
            *self.ARGS,
            '--disable',
            '--disable-reason=x',
            what='--disable-reason',
        )

    def test_reason_without_disabling(self):
        for args in ((), ('--enable',)):
            self.run_cmd(
                *self.ARGS, '--disable-reason', 'x', *args,
                fail=True, stderr='--disable-reason requires --disable',
            )  # fmt: skip
        self.check_nothing_done()

    def test_both(self):
        self.run_cmd(
            *self.ARGS, '--enable', '--disable', fail=2, stderr='not allowed'
        )
        self.check_nothing_done()

    def test_no_options(self):
        self.run_cmd(*self.ARGS)
        self.check_nothing_done()

    def test_missing(self):
        self.client.enable_service.side_effect = exceptions.NotFoundException(
            'Service h@b not found', http_status=404
        )
        self.run_cmd(*self.ARGS, '--enable', fail=True, stderr='not found')


class TestEnsure(fakes.TestCommand):
    command = share_service.EnsureShareService

    def setUp(self):
        super().setUp()
        self.ensure = self.client.ensure_shares_service

    def serve(self, *services):
        self.client.services.side_effect = map(iter, waiting.staying(services))

    def test_ensure(self):
        self.run_cmd('h@b')
        self.ensure.assert_called_once_with('h@b')
        self.client.services.assert_not_called()

    def test_wait(self):
        # Ensuring does not begin immediately
        self.serve(
            [new()], [new()], [new(ensuring=True)], [new(ensuring=True)],
            [new()],
        )  # fmt: skip
        self.run_cmd('h@b', '--wait')
        self.ensure.assert_called_once_with('h@b')
        self.client.services.assert_called_with(
            host='h@b', binary='manila-share'
        )
        self.assertEqual(5, self.client.services.call_count)

    def test_wait_when_there_is_nothing_to_do(self):
        with mock.patch.object(share_service, 'TIME_TO_BEGIN', 0):
            self.serve([new()], [new()])
            self.run_cmd('h@b', '--wait')

    def test_timeout(self):
        self.serve([new(ensuring=True)], [new(ensuring=True)])
        self.run_cmd(
            'h@b', '--wait', '--timeout', '0',
            fail=True, stderr='still in ensuring True',
        )  # fmt: skip

    def test_service_goes_down(self):
        self.serve([new()], [new(ensuring=True, state='down')])
        self.client.user_messages.return_value = []
        self.run_cmd('h@b', '--wait', fail=True, stderr='manila-share is down')

    def test_service_disappears(self):
        self.serve([new(ensuring=True)], [])
        self.client.user_messages.return_value = []
        self.run_cmd('h@b', '--wait', fail=True, stderr='is gone')

    def test_missing(self):
        self.ensure.side_effect = exceptions.NotFoundException(http_status=404)
        self.run_cmd(
            'h@b', '--wait',
            fail=True, stderr="No manila-share service found on host 'h@b'",
        )  # fmt: skip

    def test_service_is_down(self):
        self.ensure.side_effect = exceptions.ConflictException(
            'There was a conflict', http_status=409
        )
        self.run_cmd(
            'h@b', fail=True, stderr="service on host 'h@b' is not up"
        )

    def test_refused(self):
        self.ensure.side_effect = exceptions.ForbiddenException(
            'No way', http_status=403
        )
        self.run_cmd('h@b', fail=True, stderr='No way')

    def test_min_version(self):
        self.assert_min_version('2.86', 'h@b')
