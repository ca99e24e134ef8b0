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
from osc_lib import utils

from manilaosc.tests.unit import fakes
from manilaosc.v2 import share_security_service

UUID = '9c7a0e5e-2d5b-4b5e-8a6c-0d3a3f0b6f11'
GIVEN = {
    'dns_ip': '10.0.0.2',
    'ou': 'storage',
    'server': '10.0.0.3',
    'domain': 'example.com',
    'user': 'binder',
    'password': 'secret',
    'default_ad_site': 'here',
}
FIELDS = (
    'id name type status created_at updated_at description dns_ip server '
    'domain user password project_id ou default_ad_site'
).split()


def argv(attrs):
    """The options that give these attributes."""
    return [f'--{k.replace("_", "-")}={v}' for k, v in attrs.items()]


class TestCase(fakes.TestCommand):
    def setUp(self):
        super().setUp()
        self.service = fakes.resource(
            'security_service',
            **GIVEN,
            id='ss1',
            name='directory',
            type='ldap',
            status='new',
            share_networks=['n1', 'n2'],
        )
        self.client.find_security_service.return_value = self.service
        self.client.create_security_service.return_value = self.service

    def ask(self, password):
        """Simulate a terminal that enters this password."""
        return self.enterContext(
            mock.patch.object(utils, 'get_password', return_value=password)
        )

    def check_min_versions(self, *args):
        value = [] if self.is_flag else ['x']
        for option, version in (
            ('--ou', '2.44'),
            ('--default-ad-site', '2.76'),
        ):
            self.assert_min_version(
                version, *args, option, *value, what=option
            )

    is_flag = False


class TestCreate(TestCase):
    command = share_security_service.CreateShareSecurityService

    def test_create(self):
        create = self.client.create_security_service
        for kind in ('ldap', 'kerberos', 'active_directory'):
            result = self.run_cmd(kind)
            create.assert_called_with(kind)
        self.assertEqual(FIELDS, list(result.columns))
        self.assertEqual('secret', result.fields['password'])

    def test_options(self):
        attrs = {'name': 'directory', 'description': '', **GIVEN}
        self.run_cmd('ldap', *argv(attrs))
        attrs['description'] = None
        self.client.create_security_service.assert_called_once_with(
            'ldap', **attrs
        )

    def test_password_prompt(self):
        self.ask('hidden')
        self.run_cmd('ldap', '--password-prompt')
        self.client.create_security_service.assert_called_once_with(
            'ldap', password='hidden'
        )

    def test_password_file(self):
        self.run_cmd('ldap', '--password-file', '-', stdin='hidden\n')
        self.client.create_security_service.assert_called_once_with(
            'ldap', password='hidden'
        )

    def test_no_password_file(self):
        for name in ('', '/nope'):
            self.run_cmd(
                'ldap', '--password-file', name, fail=True, stderr='No such'
            )
        self.client.create_security_service.assert_not_called()

    def test_password_prompt_without_a_terminal(self):
        self.run_cmd(
            'ldap', '--password-prompt', fail=True, stderr='No terminal'
        )
        self.client.create_security_service.assert_not_called()

    def test_bad_arguments(self):
        for args, stderr in (
            ([], 'required: <type>'),
            (['nis'], 'invalid choice'),
            (
                ['ldap', '--password=x', '--password-prompt'],
                'not allowed with',
            ),
            *(
                (
                    ['ldap', f'{option.partition("=")[0]}={"x" * 256}'],
                    'Too long',
                )
                for option in argv(GIVEN)
            ),
            (
                ['ldap', '--password-prompt', '--password-file=x'],
                'not allowed with',
            ),
        ):
            self.run_cmd(*args, fail=2, stderr=stderr)
        self.client.create_security_service.assert_not_called()

    def test_min_versions(self):
        self.check_min_versions('ldap')


class TestDelete(TestCase):
    command = share_security_service.DeleteShareSecurityService

    def test_delete(self):
        self.run_cmd('directory')
        self.client.find_security_service.assert_called_once_with(
            'directory', ignore_missing=False, fetch=False
        )
        self.client.delete_security_service.assert_called_once_with(
            self.service, ignore_missing=False
        )

    def test_continues_after_failure(self):
        self.client.find_security_service.side_effect = lambda name, **query: (
            mock.Mock(id=name)
        )
        self.client.delete_security_service.side_effect = [
            exceptions.ForbiddenException('It is assigned'),
            None,
        ]
        result = self.run_cmd('a', 'b', fail=True, stderr='It is assigned')
        self.assertIn('1 of 2 security services failed', result.err)
        self.assertEqual(2, self.client.delete_security_service.call_count)

    def test_no_wait_option(self):
        self.run_cmd('a', '--wait', fail=2, stderr='unrecognized arguments')


class TestList(TestCase):
    command = share_security_service.ListShareSecurityService

    def setUp(self):
        super().setUp()
        self.client.security_services.side_effect = lambda **query: iter(
            [self.service]
        )
        self.client.find_share_network.return_value = mock.Mock(id='n1')

    def test_list(self):
        result = self.run_cmd()
        self.assertEqual(('ID', 'Name', 'Status', 'Type'), result.columns)
        self.assertEqual([('ss1', 'directory', 'new', 'ldap')], result.rows)
        self.client.security_services.assert_called_once_with(details=False)

    def test_columns(self):
        for args, columns, query in (
            (['--detail'], ('Share Networks',), {}),
            (['--all-projects'], ('Project ID',), {'all_projects': True}),
            (
                ['--all-projects', '--detail'],
                ('Project ID', 'Share Networks'),
                {'all_projects': True},
            ),
        ):
            result = self.run_cmd(*args)
            self.assertEqual(columns, result.columns[4:])
            self.client.security_services.assert_called_with(
                details=True, **query
            )
        self.assertEqual(['n1', 'n2'], result.rows[0][-1])

    def test_filters(self):
        filters = {'name': 'x', 'status': 'new', 'type': 'nis', **GIVEN}
        del filters['password']
        for name, value in filters.items():
            self.run_cmd(*argv({name: value}))
            self.client.security_services.assert_called_with(
                details=False, **{name: value}
            )
            # As scripts written for python-manilaclient use it
            self.run_cmd(*argv({name: ''}))
            self.client.security_services.assert_called_with(details=False)

    def test_share_network(self):
        self.run_cmd('--share-network', 'net')
        self.client.security_services.assert_called_with(
            details=False, share_network_id='n1'
        )

    def test_project(self):
        self.identity.find_project.return_value = mock.Mock(id='p1')
        self.run_cmd('--project', 'demo')
        self.client.security_services.assert_called_with(
            details=False, all_projects=True, project_id='p1'
        )

    def test_pages(self):
        for args, query in (
            (['--limit', '2'], {'max_items': 2}),
            (['--offset', '2'], {'offset': 2}),
            # The meaning of python-manilaclient's option
            (['--marker', '2'], {'offset': 2}),
        ):
            self.run_cmd(*args)
            self.client.security_services.assert_called_with(
                details=False, **query
            )
        self.assertEqual([], self.run_cmd('--marker', 'ss1').rows)
        self.run_cmd('--marker', 'x', fail=True, stderr="Marker 'x' not found")

    def test_min_versions(self):
        self.check_min_versions()


class TestShow(TestCase):
    command = share_security_service.ShowShareSecurityService

    def test_show(self):
        result = self.run_cmd('directory')
        self.client.find_security_service.assert_called_once_with(
            'directory', ignore_missing=False, fetch=True
        )
        self.assertEqual([*FIELDS, 'share_networks'], list(result.columns))
        self.assertEqual(['n1', 'n2'], result.fields['share_networks'])
        self.assertEqual('secret', result.fields['password'])
        self.client.security_services.assert_not_called()

    def test_by_id(self):
        # Manila's answer then lacks the share networks
        without = fakes.resource(
            'security_service', id=UUID, share_networks=None
        )
        for listed, expected in (([self.service], ['n1', 'n2']), ([], [])):
            self.client.find_security_service.return_value = without
            self.client.security_services.return_value = iter(listed)
            found = self.run_cmd(UUID).fields['share_networks']
            self.assertEqual(expected, found)
            self.client.security_services.assert_called_with(
                id=UUID, all_projects=True
            )
        self.client.security_services.reset_mock()
        self.run_cmd(UUID, '-c', 'type')
        self.client.security_services.assert_not_called()

    def test_missing(self):
        self.client.find_security_service.side_effect = (
            exceptions.NotFoundException('No security service')
        )
        self.run_cmd('x', fail=True, stderr='^No security service$')


class TestSet(TestCase):
    command = share_security_service.SetShareSecurityService

    def test_set(self):
        attrs = {'name': 'x', 'description': '', **GIVEN}
        update = self.client.update_security_service
        for name, value in attrs.items():
            self.run_cmd('directory', *argv({name: value}))
            update.assert_called_with('ss1', **{name: value or None})
        self.run_cmd('directory', *argv(attrs))
        attrs['description'] = None
        update.assert_called_with(self.service.id, **attrs)

    def test_password_prompt(self):
        self.ask('hidden')
        self.run_cmd('directory', '--password-prompt')
        self.client.update_security_service.assert_called_once_with(
            'ss1', password='hidden'
        )

    def test_password_file(self):
        self.run_cmd('directory', '--password-file', '-', stdin='hidden')
        self.client.update_security_service.assert_called_once_with(
            'ss1', password='hidden'
        )

    def test_no_options(self):
        self.run_cmd('directory')
        self.client.update_security_service.assert_not_called()
        self.client.update_security_service.assert_not_called()

    def test_refused(self):
        self.client.update_security_service.side_effect = (
            exceptions.ForbiddenException('It is attached')
        )
        self.run_cmd(UUID, '--ou', 'x', fail=True, stderr='^It is attached$')

    def test_min_versions(self):
        self.check_min_versions('directory')


class TestUnset(TestCase):
    command = share_security_service.UnsetShareSecurityService
    is_flag = True

    def test_unset(self):
        update = self.client.update_security_service
        names = ['name', 'description', *GIVEN]
        for name in names:
            self.run_cmd('directory', f'--{name.replace("_", "-")}')
            update.assert_called_with('ss1', **{name: None})
        flags = [f'--{name.replace("_", "-")}' for name in names]
        self.run_cmd('directory', *flags)
        update.assert_called_with(self.service.id, **dict.fromkeys(names))

    def test_no_options(self):
        self.run_cmd('directory')
        self.client.update_security_service.assert_not_called()
        self.client.update_security_service.assert_not_called()

    def test_min_versions(self):
        self.check_min_versions('directory')
