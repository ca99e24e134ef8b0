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

import io
import os
import signal
import subprocess
from unittest import mock

import fixtures

from manilaosc.sandbox import requestlog
from manilaosc.sandbox import state
from manilaosc.tests import operations
from manilaosc.tests.unit import registry
from manilaosc.tests.unit.sandbox import base

OURS = 'manilaosc/1.0 keystoneauth1/5.0'
ALL = frozenset(operation.key for operation in operations.operations())
SHOW = ('GET', '/v2/limits', '-')


class TestTable(base.TestCase):
    def test_complete(self):
        self.assertEqual(232, len(operations.operations()))

    def test_unique(self):
        self.assertEqual(232, len(ALL))
        names = {operation.name for operation in operations.operations()}
        self.assertEqual(232, len(names))

    def test_unreached_are_known_and_have_a_reason(self):
        names = {operation.name for operation in operations.operations()}
        self.assertEqual(set(), operations.UNREACHED.keys() - names)
        self.assertTrue(all(operations.UNREACHED.values()))

    def test_microversions(self):
        for each in operations.operations():
            self.assertRegex(each.min + each.max, r'^(-|2\.\d+){2}$', each)

    def test_commands(self):
        named = {operation.command for operation in operations.operations()}
        self.assertEqual(set(), named - registry.ours().keys())


class TestReached(base.TestCase):
    def check(self, expected, **values):
        line = {
            'status': '200',
            'version': '2.99',
            'method': 'POST',
            'route': '/v2/shares/{id}/action',
            'action': 'extend',
            'agent': OURS,
        }
        line.update(values)
        keys = operations.reached([requestlog.Line(**line)])
        found = [o.operation for o in operations.operations() if o.key in keys]
        self.assertEqual(expected, found)

    def test_success(self):
        for status in ('200', '202', '204', '300', '302'):
            self.check(['extend'], status=status)

    def test_failure(self):
        for status in ('400', '404', '409', '500', '-'):
            self.check([], status=status)

    def test_other_clients(self):
        self.check([], agent='openstacksdk/4.0 keystoneauth1/5.0')
        self.check([], agent='python-manilaclient')

    def test_what(self):
        self.check(['shrink'], action='shrink')
        self.check([], action='-')
        self.check([], method='GET')
        self.check(
            ['list (summary)'], method='GET', route='/v2/shares', action='-'
        )
        self.check(
            ['metadata delete key'],
            method='DELETE',
            route='/v2/shares/{resource_id}/metadata/{key}',
            action='-',
        )
        # Not with names that a previous release used
        self.check([], action='os-extend')


class TestReport(base.TestCase):
    def lines(self, *args, ok, **kwargs):
        report = operations.Report(*args, **kwargs)
        self.assertEqual(ok, report.ok)
        return list(report.lines())

    def test_all(self):
        lines = self.lines(ALL, {}, ok=True)
        self.assertIn(f'{"limits":<37}  1 of  1', lines)
        self.assertEqual(
            '232 of 232 operations reached with success', lines[-1]
        )
        resources = {o.resource for o in operations.operations()}
        self.assertEqual(len(resources) + 1, len(lines))

    def test_missing(self):
        lines = self.lines(ALL - {SHOW}, {}, ok=False)
        place = lines.index(f'{"limits":<37}  0 of  1')
        self.assertEqual('    MISSING show: GET /v2/limits', lines[place + 1])
        self.assertIn('231 of 232', lines[-1])

    def test_missing_for_a_reason(self):
        lines = self.lines(
            ALL - {SHOW}, {('limits', 'show'): 'No limits'}, ok=True
        )
        place = lines.index('    cannot be reached: show: GET /v2/limits')
        self.assertEqual('        No limits', lines[place + 1])
        self.assertIn('231 of 232', lines[-1])

    def test_reached_after_all(self):
        lines = self.lines(ALL, {('limits', 'show'): 'No limits'}, ok=False)
        self.assertIn(
            '    REACHED, drop it from UNREACHED: show: GET /v2/limits', lines
        )

    def test_part(self):
        # Operations that were not tried are not reported
        lines = self.lines({SHOW}, {('messages', 'list'): ''}, True, ok=True)
        self.assertEqual(2, len(lines))
        # Missing operations of a resource that was reached are
        lines = self.lines({('GET', '/v2/messages', '-')}, {}, True, ok=True)
        self.assertEqual(4, len(lines))
        self.assertIn('MISSING show', lines[1])

    def test_action(self):
        extend = ('POST', '/v2/shares/{}/action', 'extend')
        lines = self.lines(ALL - {extend}, {}, ok=False)
        self.assertIn(
            '    MISSING extend: POST /v2/shares/{share_id}/action {extend}',
            lines,
        )


class TestMain(base.TestCase):
    def setUp(self):
        super().setUp()
        self.log = state.State(self.home).request_log
        self.log.parent.mkdir()
        self.useFixture(
            fixtures.EnvironmentVariable(
                'OS_CLIENT_CONFIG_FILE', str(self.home / 'clouds.yaml')
            )
        )
        self.write(operation.key for operation in operations.operations()[1:])
        self.addCleanup(
            signal.signal, signal.SIGTERM, signal.getsignal(signal.SIGTERM)
        )
        self.status = 0

    def write(self, keys):
        with open(self.log, 'a') as log:
            for method, route, action in keys:
                line = requestlog.Line('200', '-', method, route, action, OURS)
                print(line, file=log)

    def main(self, *argv, asks=()):
        """Run ``operations.main`` with a command that sends requests."""

        def run(command):
            self.command = command
            self.write(asks)
            return mock.Mock(returncode=self.status)

        with (
            mock.patch.object(subprocess, 'run', side_effect=run),
            mock.patch('sys.stdout', io.StringIO()) as out,
        ):
            self.returned = operations.main(argv)
        return out.getvalue().splitlines()

    def test_all(self):
        could = [o for o in ALL if o not in self.cannot()]
        lines = self.main('stestr', 'run', '--', asks=could)
        self.assertEqual(0, self.returned)
        self.assertEqual(['stestr', 'run'], self.command)
        self.assertIn(f'{len(could)} of 232', lines[-1])

    def cannot(self):
        return {
            o.key
            for o in operations.operations()
            if o.name in operations.UNREACHED
        }

    def test_earlier_requests_do_not_count(self):
        lines = self.main('stestr', 'run', '--', asks=[SHOW])
        self.assertEqual(1, self.returned)
        self.assertIn('1 of 232', lines[-1])

    def test_part(self):
        lines = self.main('stestr', 'run', '--', 'limits', asks=[SHOW])
        self.assertEqual(0, self.returned)
        self.assertEqual(['stestr', 'run', 'limits'], self.command)
        self.assertIn('1 of 232', lines[-1])

    def test_failed_tests(self):
        for self.status in (1, 3):
            could = [o for o in ALL if o not in self.cannot()]
            self.main('stestr', 'run', asks=could)
            self.assertEqual(self.status, self.returned)

    def test_sigterm(self):
        self.main('stestr')
        error = self.assertRaises(
            SystemExit, os.kill, os.getpid(), signal.SIGTERM
        )
        self.assertEqual(143, error.code)
