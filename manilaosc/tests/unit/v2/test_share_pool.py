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

from manilaosc.tests.unit import fakes
from manilaosc.v2 import share_pool

CAPABILITIES = {'total_capacity_gb': 100.0, 'free_capacity_gb': 'unknown'}
NAMES = ('Name', 'Host', 'Backend', 'Pool')
SIZES = ('Total GiB', 'Free GiB', 'Allocated GiB', 'Provisioned GiB')


class TestList(fakes.TestCommand):
    command = share_pool.ListSharePool

    def setUp(self):
        super().setUp()
        pool = fakes.resource(
            'storage_pool',
            name='h@b#p',
            host='h',
            backend='b',
            pool='p',
            capabilities=CAPABILITIES,
        )
        self.client.storage_pools.return_value = iter([pool])

    def check(self, args, columns, row, details):
        result = self.run_cmd(*args)
        self.assertEqual(columns, result.columns)
        self.assertEqual([('h@b#p', 'h', 'b', 'p', *row)], result.rows)
        self.client.storage_pools.assert_called_once_with(details)

    def test_list(self):
        self.check((), NAMES, (), False)

    def test_detail(self):
        self.check(
            ('--detail',), (*NAMES, 'Capabilities'), (CAPABILITIES,), True
        )

    def test_long(self):
        sizes = (100.0, 'unknown', None, None)
        self.check(('--long',), (*NAMES, *SIZES), sizes, True)

    def test_both(self):
        self.check(
            ('--long', '--detail'),
            (*NAMES, 'Capabilities', *SIZES),
            (CAPABILITIES, 100.0, 'unknown', None, None),
            True,
        )

    def test_capabilities_for_people(self):
        result = self.run_cmd('--detail')
        self.assertIn('| free_capacity_gb : unknown ', result.out)

    def test_filters(self):
        self.run_cmd(
            '--host', 'h.*', '--backend', 'b', '--pool', 'p',
            '--share-type', 'gold',
        )  # fmt: skip
        self.client.storage_pools.assert_called_once_with(
            False, host='h.*', backend='b', pool='p', share_type='gold'
        )

    def test_empty_filters_are_ignored(self):
        self.run_cmd('--host', '', '--share-type', '')
        self.client.storage_pools.assert_called_once_with(False)

    def test_wrong_expression(self):
        for option in ('--host', '--backend', '--pool'):
            self.run_cmd(
                option, '*', fail=2, stderr="Invalid regular expression '\\*'"
            )
        self.client.storage_pools.assert_not_called()

    def test_min_version_of_share_type(self):
        self.assert_min_version(
            '2.23', '--share-type', 'gold', what='--share-type'
        )
