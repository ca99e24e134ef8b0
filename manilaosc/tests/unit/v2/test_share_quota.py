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
from manilaosc.v2 import share_quota

VALUES = {name: i for i, name in enumerate(share_quota.QUOTAS)}


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.identity.find_project.return_value = mock.Mock(id='p1')
        self.identity.find_user.return_value = mock.Mock(id='u1')

    def check_missing_project(self, *args):
        self.identity.find_project.side_effect = exceptions.NotFoundException(
            'No Project found for demo'
        )
        self.run_cmd(*args, fail=True, stderr='No Project found for demo')

    def check_one_of_both(self, *args):
        self.run_cmd(
            *args, '--user', 'joe', '--share-type', 'gold',
            fail=2, stderr='not allowed',
        )  # fmt: skip


class TestDelete(TestCase):
    command = share_quota.DeleteShareQuota

    def setUp(self):
        super().setUp()
        self.revert = self.client.revert_quota_set

    def test_project(self):
        self.run_cmd('demo')
        self.revert.assert_called_once_with('p1')
        self.assertEqual(
            'demo', self.identity.find_project.call_args.kwargs['name_or_id']
        )

    def test_user(self):
        self.run_cmd('demo', '--user', 'joe')
        self.revert.assert_called_once_with('p1', user_id='u1')

    def test_share_type(self):
        self.run_cmd('demo', '--share-type', 'gold')
        self.revert.assert_called_once_with('p1', share_type='gold')

    def test_both(self):
        self.check_one_of_both('demo')
        self.revert.assert_not_called()

    def test_missing_project(self):
        self.check_missing_project('demo')
        self.revert.assert_not_called()

    def test_min_version_of_share_type(self):
        self.assert_min_version(
            '2.39', 'demo', '--share-type', 'gold', what='--share-type'
        )


class TestSet(TestCase):
    command = share_quota.SetShareQuota

    def setUp(self):
        super().setUp()
        self.update = self.client.update_quota_set
        self.update_class = self.client.update_quota_class_set
        self.options = [
            text
            for name, value in VALUES.items()
            for text in (f'--{name.replace("_", "-")}', str(value))
        ]

    def test_every_quota(self):
        self.run_cmd('demo', *self.options)
        self.update.assert_called_once_with('p1', **VALUES)
        self.assertEqual(13, len(VALUES))

    def test_unlimited(self):
        self.run_cmd('demo', '--shares', '-1')
        self.update.assert_called_once_with('p1', shares=-1)

    def test_wrong_limits(self):
        # Manila accepts any number for a class
        for limit in ('-2', str(2**31), 'many', '1.5', ''):
            for argv in (['demo'], ['demo', '--class']):
                self.run_cmd(
                    *argv, f'--shares={limit}', fail=2, stderr='--shares'
                )
        self.update.assert_not_called()
        self.update_class.assert_not_called()

    def test_nobody(self):
        # An unset variable must not change the quotas of a whole project
        for argv in (
            ['demo', '--user', ''],
            ['demo', '--share-type', ''],
            ['', '--project-domain', 'default'],
            [''],
        ):
            self.run_cmd(*argv, '--shares', '5', fail=True, stderr='empty')
        self.update.assert_not_called()

    def test_force(self):
        self.run_cmd('demo', '--shares', '0', '--force')
        self.update.assert_called_once_with('p1', shares=0, force=True)

    def test_user(self):
        self.run_cmd('demo', '--shares', '5', '--user', 'joe')
        self.update.assert_called_once_with('p1', user_id='u1', shares=5)

    def test_share_type(self):
        self.run_cmd('demo', '--shares', '5', '--share-type', 'gold')
        self.update.assert_called_once_with('p1', share_type='gold', shares=5)

    def test_unsupported_quotas_of_share_types(self):
        for quota in share_quota.NOT_PER_TYPE:
            option = f'--{quota.replace("_", "-")}'
            self.run_cmd(
                'demo', '--share-type', 'gold', option, '0',
                fail=True, stderr='Quotas for share networks and share groups',
            )  # fmt: skip
        self.update.assert_not_called()

    def test_class(self):
        self.run_cmd('default', '--class', *self.options)
        self.update_class.assert_called_once_with('default', **VALUES)
        self.identity.find_project.assert_not_called()
        self.update.assert_not_called()

    def test_class_by_force(self):
        self.run_cmd('default', '--class', '--shares', '5', '--force')
        self.update_class.assert_called_once_with('default', shares=5)

    def test_class_with_user(self):
        self.run_cmd(
            'default', '--class', '--user', 'joe', '--shares', '1',
            fail=2, stderr='not allowed',
        )  # fmt: skip
        self.check_one_of_both('demo')

    def test_no_options(self):
        for args in ((), ('--force',), ('--class',), ('--share-type', 'x')):
            self.run_cmd('demo', *args)
        self.identity.find_project.assert_not_called()
        self.update.assert_not_called()
        self.update_class.assert_not_called()

    def test_no_number(self):
        self.run_cmd('demo', '--shares', 'many', fail=2, stderr='invalid int')

    def test_missing_project(self):
        self.check_missing_project('demo', '--shares', '1')
        self.update.assert_not_called()

    def test_refused(self):
        self.update.side_effect = exceptions.BadRequestException(
            'is smaller than already used', http_status=400
        )
        self.run_cmd(
            'demo', '--shares', '1', fail=True, stderr='than already used'
        )

    def test_min_versions(self):
        for name, (_help, version) in share_quota.QUOTAS.items():
            option = f'--{name.replace("_", "-")}'
            if version is None:
                continue
            for args in ((), ('--class',)):
                self.assert_min_version(
                    version, 'demo', option, '5', *args, what=option
                )
        self.assert_min_version(
            '2.39',
            'demo',
            '--shares=1',
            '--share-type=gold',
            what='--share-type',
        )


class TestShow(TestCase):
    command = share_quota.ShowShareQuota

    def setUp(self):
        super().setUp()
        self.get = self.client.get_quota_set
        self.get.return_value = self.new()

    def new(self, **attrs):
        quotas = fakes.resource('quota_set')
        quotas._update(**{'id': 'p1', **VALUES, **attrs})
        return quotas

    def test_show(self):
        result = self.run_cmd('demo')
        self.get.assert_called_once_with('p1', False)
        self.assertEqual(sorted(['id', *VALUES]), list(result.columns))
        self.assertEqual({'id': 'p1', **VALUES}, result.fields)

    def test_own(self):
        self.run_cmd()
        self.get.assert_called_once_with('own-project', False)
        self.identity.find_project.assert_not_called()

    def test_user(self):
        self.run_cmd('demo', '--user', 'joe')
        self.get.assert_called_once_with('p1', False, user_id='u1')

    def test_share_type(self):
        # Share types have no quotas for share networks and share groups
        self.get.return_value = self.new(share_networks=None)
        result = self.run_cmd('demo', '--share-type', 'gold')
        self.get.assert_called_once_with('p1', False, share_type='gold')
        self.assertIsNone(result.fields['share_networks'])

    def test_detail(self):
        in_use = dict.fromkeys(VALUES, 3)
        self.get.return_value = self.new(
            usage=in_use, reservation={**in_use, 'shares': 1}, backups=None
        )
        result = self.run_cmd('demo', '--detail', '--user', 'joe')
        self.get.assert_called_once_with('p1', True, user_id='u1')
        self.assertEqual(
            {'in_use': 3, 'limit': VALUES['shares'], 'reserved': 1},
            result.fields['shares'],
        )
        self.assertIsNone(result.fields['backups'])
        self.assertEqual('p1', result.fields['id'])
        self.assertIn('| reserved = 1 ', result.out)
        # Scripts parse these lines
        result = self.run_cmd(
            'demo', '--detail', '-f', 'value', '-c', 'shares'
        )
        self.assertEqual(
            f'in_use = 3\nlimit = {VALUES["shares"]}\nreserved = 1\n',
            result.out,
        )

    def test_defaults(self):
        self.client.get_quota_set_defaults.return_value = self.new()
        result = self.run_cmd('demo', '--defaults', '--detail')
        self.client.get_quota_set_defaults.assert_called_once_with('p1')
        self.get.assert_not_called()
        self.assertEqual({'id': 'p1', **VALUES}, result.fields)

    def test_both(self):
        self.check_one_of_both('demo')

    def test_missing_project(self):
        self.check_missing_project('demo')
        self.get.assert_not_called()

    def test_min_versions(self):
        self.assert_min_version(
            '2.39', 'demo', '--share-type', 'gold', what='--share-type'
        )
        self.assert_min_version('2.25', 'demo', '--detail', what='--detail')
