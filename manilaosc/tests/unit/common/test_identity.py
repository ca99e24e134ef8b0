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

import argparse
import types
from unittest import mock

from openstack import exceptions as sdk_exceptions
from osc_lib import exceptions
import testtools

from manilaosc.common import identity


def args(**given):
    return argparse.Namespace(**given)


class TestLookups(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.identity = mock.Mock()
        self.clients = types.SimpleNamespace(
            sdk_connection=types.SimpleNamespace(identity=self.identity),
            auth_ref=mock.Mock(
                project_id='own-p',
                project_name='my-project',
                user_id='own-u',
                username='me',
            ),
        )
        self.identity.find_project.return_value = mock.Mock(id='p-id')
        self.identity.find_user.return_value = mock.Mock(id='u-id')

    def test_options(self):
        parser = argparse.ArgumentParser()
        identity.add_project(parser, 'things')
        identity.add_user(parser, 'things')
        found = parser.parse_args(
            '--project p --project-domain d --user u --user-domain e'.split()
        )
        self.assertEqual(
            ('p', 'd', 'u', 'e'),
            (
                found.project,
                found.project_domain,
                found.user,
                found.user_domain,
            ),
        )

    def test_project(self):
        for given, expected in (
            ({'project': None, 'all_projects': False}, {}),
            ({'project': None, 'all_projects': True}, {'all_projects': True}),
            ({'project': 'p'}, {'all_projects': True, 'project_id': 'p-id'}),
            ({}, {}),
        ):
            parsed = args(project_domain=None, **given)
            found = identity.project_query(self.clients, parsed)
            self.assertEqual(expected, found)
        self.identity.find_project.assert_called_once()

    def test_missing(self):
        missing = sdk_exceptions.NotFoundException('No Project found for p')
        self.identity.find_project.side_effect = missing
        self.assertRaisesRegex(
            exceptions.CommandError,
            'No Project found for p',
            identity.project_query,
            self.clients,
            args(project='p', project_domain=None),
        )

    def test_user(self):
        none = args(user=None, user_domain=None)
        self.assertEqual({}, identity.user_query(self.clients, none))
        self.identity.find_user.assert_not_called()
        found = identity.user_query(
            self.clients, args(user='u', user_domain=None)
        )
        self.assertEqual({'user_id': 'u-id'}, found)

    def test_own(self):
        for name in (None, 'own-p', 'my-project'):
            self.assertEqual('own-p', identity.project_id(self.clients, name))
        for name in ('own-u', 'me'):
            found = identity.user_query(
                self.clients, args(user=name, user_domain=None)
            )
            self.assertEqual({'user_id': 'own-u'}, found)
        self.identity.find_project.assert_not_called()
        self.identity.find_user.assert_not_called()

    def test_of_another_domain(self):
        # Another domain can have a project or user with the same name
        self.identity.find_domain.return_value = mock.Mock(id='d-id')
        with mock.patch(
            'openstack.utils.ensure_service_version',
            side_effect=lambda proxy, version: proxy,
        ):
            self.assertEqual(
                'p-id', identity.project_id(self.clients, 'my-project', 'd')
            )
            self.assertEqual(
                {'user_id': 'u-id'},
                identity.user_query(
                    self.clients, args(user='me', user_domain='d')
                ),
            )
