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

    def compare(self, *args, pools, specs=None, services=()):
        self.client.find_share_type.return_value = fakes.resource(
            'share_type', extra_specs=specs or {}
        )
        self.client.services.return_value = iter(services)
        self.client.storage_pools.return_value = iter(
            fakes.resource(
                'storage_pool',
                name=f'h@{name}#p',
                host='h',
                backend=name,
                pool='p',
                capabilities={**CAPABILITIES, **can},
            )
            for name, can in pools.items()
        )
        return self.run_cmd(*args)

    def test_what_rules_pools_out(self):
        pools = {
            'a': {'snapshot_support': True},
            'b': {'snapshot_support': False},
            'c': {'free_capacity_gb': 9.5},
            'd': {'snapshot_support': True},
        }
        down = fakes.resource(
            'service', host='h@d', state='down', status='enabled'
        )
        scheduler = fakes.resource('service', host='h', state='down')
        result = self.compare(
            '--share-type', 'gold', '--size', '10', '--backend', '.',
            pools=pools,
            specs={'snapshot_support': 'True'},
            services=[scheduler, down],
        )  # fmt: skip
        self.assertEqual((*NAMES, 'Ruled Out By'), result.columns)
        self.assertEqual(
            [
                ('h@a#p', 'h', 'a', 'p', ''),
                ('h@b#p', 'h', 'b', 'p', 'snapshot_support is False, the '
                 'share type requires True'),
                ('h@c#p', 'h', 'c', 'p', 'free capacity is 9.5 GiB, less than '
                 '10 GiB'),
                ('h@d#p', 'h', 'd', 'p', 'its service h@d is down'),
            ],
            result.rows,
        )  # fmt: skip
        self.client.find_share_type.assert_called_once_with(
            'gold', ignore_missing=False
        )
        # All pools are compared, not only those with the capabilities
        self.client.storage_pools.assert_called_once_with(True, backend='.')

    def test_size_alone(self):
        pools = {'a': {'free_capacity_gb': 9.5}}
        result = self.compare('--size', '10', '--long', pools=pools)
        self.assertEqual((*NAMES, *SIZES, 'Ruled Out By'), result.columns)
        self.assertEqual(
            'free capacity is 9.5 GiB, less than 10 GiB', result.rows[0][-1]
        )
        self.client.find_share_type.assert_not_called()

    def test_wrong_size(self):
        for size in ('0', '-1', 'x'):
            self.run_cmd('--size', size, fail=2, stderr='Invalid size')
        self.client.storage_pools.assert_not_called()

    def test_size_with_an_old_microversion(self):
        self.use_microversion('2.22')
        self.compare('--size', '10', pools={})
