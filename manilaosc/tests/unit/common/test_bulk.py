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

import threading
import types

from keystoneauth1 import exceptions as ksa_exceptions
from openstack import exceptions
import testtools

from manilaosc.common import bulk


def find(target):
    if target == 'missing':
        raise exceptions.NotFoundException('none')
    return types.SimpleNamespace(id=f'id-{target.lower()}')


class TestBulk(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.acted = []

    def act(self, resource):
        if resource.id == 'id-bad':
            raise ksa_exceptions.ConnectFailure('lost')
        self.acted.append(resource.id)

    def test_outcomes(self):
        work = bulk.Bulk(['a', 'missing', 'bad', 'b'], find, self.act)
        work.run()
        self.assertEqual(['a', 'b'], list(work.begun))
        self.assertEqual(
            {'missing': 'none', 'bad': 'lost'},
            {target: str(e) for target, e in work.failures.items()},
        )
        self.assertEqual(['id-a', 'id-b'], sorted(self.acted))

    def test_two_targets_of_one_resource(self):
        work = bulk.Bulk(['a', 'A', 'bad', 'BAD'], find, self.act)
        work.run()
        self.assertEqual(['id-a'], self.acted)
        self.assertEqual(['a', 'A'], list(work.begun))
        self.assertEqual(['bad', 'BAD'], list(work.failures))

    def test_mistakes_of_ours_are_not_hidden(self):
        work = bulk.Bulk(['a'], find, lambda resource: {}['x'])
        self.assertRaises(KeyError, work.run)

    def test_stopped(self):
        acting, stopped = threading.Event(), threading.Event()
        self.addCleanup(stopped.set)

        def find_late(target):
            if target == 'late':
                stopped.wait(10)
            return find(target)

        def act(resource):
            self.acted.append(resource.id)
            if resource.id == 'id-slow':
                acting.set()
                stopped.wait(10)

        work = bulk.Bulk(['slow', 'late', 'SLOW'], find_late, act)
        runner = threading.Thread(target=work.run)
        runner.start()
        self.assertTrue(acting.wait(10))
        work.stop()
        self.assertRegex(
            work.report(),
            '^Interrupted; no answer yet, may have been done: slow'
            '(, SLOW)?; not done: late',
        )
        stopped.set()
        runner.join(10)
        # What was said not to be done is not done later
        self.assertEqual(['id-slow'], self.acted)
