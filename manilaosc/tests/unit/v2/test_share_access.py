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
from manilaosc.v2 import share_access


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.share = fakes.resource('share', id='share-id')
        self.client.find_share.return_value = self.share
        self.client.user_messages.return_value = []
        self.rule = self.make('active')
        self.client.create_access_rule.return_value = self.rule
        self.client.get_access_rule.return_value = self.rule

    def make(self, state):
        return fakes.resource(
            'share_access_rule',
            id='rule-id',
            name=None,
            access_type='ip',
            access_to='10.0.0.1',
            access_level='rw',
            share_id='share-id',
            state=state,
            metadata={'a': 'b'},
        )


class TestCreate(TestCase):
    command = share_access.CreateShareAccess
    args = ('data', 'ip', '10.0.0.1')

    def created(self, *args):
        """Return the attributes that are sent for these arguments."""
        self.run_cmd(*args)
        call = self.client.create_access_rule.call_args
        self.assertEqual((self.share,), call.args)
        return call.kwargs

    def test_create(self):
        attrs = {'access_type': 'ip', 'access_to': '10.0.0.1'}
        self.assertEqual(attrs, self.created(*self.args))
        self.client.find_share.assert_called_once_with(
            'data', ignore_missing=False, fetch=False
        )
        for args, more in (
            (['--access-level', 'ro'], {'access_level': 'ro'}),
            (['--lock-visibility'], {'lock_visibility': True}),
            (
                ['--lock-deletion', '--lock-reason', 'why'],
                {'lock_deletion': True, 'lock_reason': 'why'},
            ),
            (
                ['--properties', 'a=b', 'c=d', '--property', 'e=f'],
                {'metadata': {'a': 'b', 'c': 'd', 'e': 'f'}},
            ),
            (['--properties'], {}),
        ):
            self.assertEqual(attrs | more, self.created(*self.args, *args))

    def test_show_it(self):
        result = self.run_cmd(*self.args)
        self.assertEqual(
            'id share_id access_level access_to access_type state '
            'access_key created_at updated_at properties'.split(),
            list(result.columns),
        )
        self.assertEqual({'a': 'b'}, result.fields['properties'])

    def test_wait(self):
        self.client.create_access_rule.return_value = self.make('new')
        with mock.patch.object(type(self.rule), 'fetch') as fetch:
            fetch.side_effect = [self.make('applying'), self.rule]
            result = self.run_cmd(*self.args, '--wait')
        self.assertEqual('active', result.fields['state'])

    def test_wait_fails(self):
        self.client.create_access_rule.return_value = self.make('new')
        with mock.patch.object(type(self.rule), 'fetch') as fetch:
            fetch.return_value = self.make('error')
            result = self.run_cmd(
                *self.args,
                '--wait',
                '-f',
                'json',
                fail=True,
                stderr='share access rule rule-id went to error',
            )
        # Drivers file the reason under the share
        call = self.client.user_messages.call_args
        self.assertEqual('share-id', call.kwargs['resource_id'])
        # The resource is shown, so that users can clean up
        self.assertEqual('rule-id', result.json()['id'])

    def test_reason_without_a_lock(self):
        self.run_cmd(
            *self.args,
            '--lock-reason=why',
            fail=True,
            stderr='--lock-reason requires --lock-visibility or',
        )
        self.client.find_share.assert_not_called()

    def test_bad_arguments(self):
        for args, stderr in (
            (['--access-level', 'rwx'], "invalid choice: 'rwx'"),
            (['--properties', 'a'], "Expected 'key=value' type, but got: a"),
            (['--property', '=b'], 'key must be specified'),
        ):
            self.run_cmd(*self.args, *args, fail=2, stderr=stderr)

    def test_min_versions(self):
        for argv, version in (
            ('--properties a=b', '2.45'),
            ('--property a=b', '2.45'),
            ('--lock-deletion', '2.82'),
            ('--lock-visibility', '2.82'),
        ):
            args = argv.split()
            self.assert_min_version(version, *self.args, *args, what=args[0])
        self.assert_min_version(
            '2.13', 'data', 'cephx', 'demo', what='Access type cephx'
        )
        self.assert_min_version(
            '2.38', 'data', 'ip', 'fd00::1', what='Access from IPv6 addresses'
        )
        self.use_microversion('2.0')
        self.run_cmd(*self.args)


class TestDelete(TestCase):
    command = share_access.DeleteShareAccess

    def test_delete(self):
        self.run_cmd('data', 'r1', 'r2', 'r1')
        self.assertEqual(
            [
                mock.call(
                    rule, self.share, ignore_missing=False, unrestrict=False
                )
                for rule in ('r1', 'r2')
            ],
            sorted(
                self.client.delete_access_rule.mock_calls,
                key=lambda call: call.args[0],
            ),
        )
        self.client.get_access_rule.assert_not_called()

    def test_unrestrict(self):
        self.run_cmd('data', 'r1', '--unrestrict')
        self.client.delete_access_rule.assert_called_once_with(
            'r1', self.share, ignore_missing=False, unrestrict=True
        )
        self.assert_min_version(
            '2.82', 'data', 'r1', '--unrestrict', what='--unrestrict'
        )

    def test_wait(self):
        with mock.patch.object(type(self.rule), 'fetch') as fetch:
            fetch.side_effect = [
                self.make('denying'),
                exceptions.NotFoundException('gone'),
            ]
            self.run_cmd('data', 'rule-id', '--wait')
        self.client.get_access_rule.assert_called_once_with(
            'rule-id', self.share
        )

    def test_wait_fails(self):
        with mock.patch.object(type(self.rule), 'fetch') as fetch:
            fetch.return_value = self.make('error')
            self.run_cmd(
                'data',
                'rule-id',
                '--wait',
                fail=True,
                stderr='share access rule rule-id went to error',
            )

    def test_failures(self):
        self.client.delete_access_rule.side_effect = [
            exceptions.ForbiddenException('locked'),
            None,
        ]
        self.run_cmd(
            'data',
            'r1',
            'r2',
            fail=True,
            stderr=r"Failed to delete access rule with ID 'r[12]': locked\n"
            '1 of 2 access rules failed to delete.',
        )


class TestList(TestCase):
    command = share_access.ListShareAccess
    columns = (
        'ID',
        'Access Type',
        'Access To',
        'Access Level',
        'State',
        'Access Key',
        'Created At',
        'Updated At',
    )

    def setUp(self):
        super().setUp()
        self.client.access_rules.return_value = [self.rule]

    def test_list(self):
        result = self.run_cmd('data')
        self.client.access_rules.assert_called_once_with(self.share)
        self.assertEqual(self.columns, result.columns)
        self.assertEqual(
            ('rule-id', 'ip', '10.0.0.1', 'rw', 'active'), result.rows[0][:5]
        )

    def test_long(self):
        result = self.run_cmd('data', '--long')
        self.assertEqual((*self.columns, 'Properties'), result.columns)
        self.assertEqual({'a': 'b'}, result.rows[0][-1])

    def test_filters_combine(self):
        self.run_cmd(
            'data',
            '--access-type=ip',
            '--access-to=10.0.0.1',
            '--access-level=ro',
            '--access-key=k',
            '--properties',
            'a=b',
            'c=d',
        )
        self.client.access_rules.assert_called_once_with(
            self.share,
            access_type='ip',
            access_to='10.0.0.1',
            access_level='ro',
            access_key='k',
            metadata={'a': 'b', 'c': 'd'},
        )

    def test_min_versions(self):
        for name in ('type', 'to', 'level', 'key'):
            option = f'--access-{name}'
            self.assert_min_version('2.82', 'data', option, 'x', what=option)
        self.assert_min_version(
            '2.45', 'data', '--property=a=b', what='--property'
        )


class TestShow(TestCase):
    command = share_access.ShowShareAccess

    def test_show(self):
        result = self.run_cmd('rule-id')
        self.client.get_access_rule.assert_called_once_with('rule-id')
        self.assertEqual('share-id', result.fields['share_id'])
        self.assertEqual({'a': 'b'}, result.fields['properties'])

    def test_missing(self):
        self.client.get_access_rule.side_effect = exceptions.NotFoundException(
            'no such rule'
        )
        result = self.run_cmd('x', fail=True, stderr='no such rule')
        self.assertEqual('', result.out)

    def test_min_version(self):
        self.assert_min_version('2.45', 'x')


class TestSet(TestCase):
    command = share_access.SetShareAccess

    def test_property(self):
        self.run_cmd('r1', '--property', 'a=b', '--property', 'c=d')
        self.client.set_access_rule_metadata.assert_called_once_with(
            'r1', {'a': 'b', 'c': 'd'}
        )
        self.client.update_access_rule.assert_not_called()

    def test_access_level(self):
        self.run_cmd('r1', '--access-level', 'ro')
        self.client.update_access_rule.assert_called_once_with('r1', 'ro')
        self.client.set_access_rule_metadata.assert_not_called()

    def test_continues_after_failure(self):
        self.client.set_access_rule_metadata.side_effect = (
            exceptions.BadRequestException('bad key')
        )
        self.run_cmd(
            'r1',
            '--property=a=b',
            '--access-level=ro',
            fail=True,
            stderr='Failed to set properties: bad key\n1 of 2 changes failed',
        )
        self.client.update_access_rule.assert_called_once_with('r1', 'ro')

    def test_no_options(self):
        # As for other nouns, so that scripts can pass an empty variable
        self.run_cmd('r1')
        self.client.set_access_rule_metadata.assert_not_called()
        self.client.update_access_rule.assert_not_called()

    def test_min_versions(self):
        self.assert_min_version(
            '2.88', 'r1', '--access-level=ro', what='--access-level'
        )
        self.assert_min_version('2.45', 'r1', '--property=a=b')


class TestUnset(TestCase):
    command = share_access.UnsetShareAccess

    def test_unset(self):
        self.run_cmd('r1', '--property', 'a', '--property', 'b')
        self.client.delete_access_rule_metadata.assert_called_once_with(
            'r1', ['a', 'b'], ignore_missing=False
        )

    def test_no_options(self):
        self.run_cmd('r1')
        self.client.delete_access_rule_metadata.assert_not_called()

    def test_min_version(self):
        self.assert_min_version('2.45', 'r1', '--property=a')


class TestWait(_waiting.Mixin, fakes.TestCommand):
    command = share_access.WaitShareAccess
    resource_name = 'share_access_rule'
    method = 'get_access_rule'
    good = 'active'
    attribute = 'state'
