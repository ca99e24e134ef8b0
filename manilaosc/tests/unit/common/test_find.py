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

from openstack import exceptions
from osc_lib import exceptions as osc_exceptions
import testtools

from manilaosc.common import find
from manilaosc.common import terminal

FOUND = types.SimpleNamespace(id='an-id')
MISSING = exceptions.NotFoundException('none')


class TestOne(testtools.TestCase):
    def test_own_project_first(self):
        finder = mock.Mock(return_value=FOUND)
        self.assertIs(FOUND, find.one(finder, 'data', status='error'))
        finder.assert_called_once_with(
            'data', ignore_missing=False, status='error'
        )

    def test_then_all_projects(self):
        finder = mock.Mock(side_effect=[MISSING, FOUND])
        self.assertIs(FOUND, find.one(finder, 'data', status='error'))
        self.assertEqual(
            [
                mock.call('data', ignore_missing=False, status='error'),
                mock.call(
                    'data',
                    ignore_missing=False,
                    all_projects=True,
                    status='error',
                ),
            ],
            finder.mock_calls,
        )

    def test_another_project_is_named_before_anything_is_changed(self):
        class Share(types.SimpleNamespace):
            pass

        share = Share(id='s1', name='data', project_id='p1')
        for answers, notes in (
            ([share], []),
            ([MISSING, FOUND], []),
            ([MISSING, share], ['Using share data of project p1 (ID: s1)']),
        ):
            finder = mock.Mock(side_effect=answers)
            with mock.patch.object(terminal, 'before_changes') as tell:
                find.one(finder, 'data')
            found = [call.args[0] for call in tell.mock_calls]
            self.assertEqual(notes, found)

    def test_missing(self):
        finder = mock.Mock(side_effect=[MISSING, MISSING])
        self.assertRaises(
            exceptions.NotFoundException, find.one, finder, 'data'
        )

    def test_empty(self):
        finder = mock.Mock()
        self.assertRaisesRegex(
            osc_exceptions.CommandError, 'empty', find.one, finder, ''
        )
        finder.assert_not_called()

    def test_other_trouble_is_not_a_miss(self):
        for error in (
            exceptions.DuplicateResource('two'),
            exceptions.ForbiddenException('no'),
        ):
            finder = mock.Mock(side_effect=error)
            self.assertRaises(type(error), find.one, finder, 'data')
            self.assertEqual(1, finder.call_count)


class TestIdOf(testtools.TestCase):
    def test_id_of(self):
        finder = mock.Mock(return_value=FOUND)
        self.assertEqual('an-id', find.id_of(finder, 'data'))
        self.assertIsNone(find.id_of(finder, None))
        self.assertEqual(1, finder.call_count)

    def test_id_is_not_fetched(self):
        finder = mock.Mock(return_value=FOUND)
        find.id_of(finder, '7d5c9d2b-6b1a-4b43-9d3a-0a8b8f3d9c11')
        self.assertIs(False, finder.call_args.kwargs['fetch'])

    def test_ids(self):
        finder = mock.Mock(return_value=FOUND)
        parsed_args = argparse.Namespace(
            share_type='gold', share_network=None, share_group=''
        )
        self.assertEqual(
            {'share_type_id': 'an-id'},
            find.ids(
                parsed_args,
                share_type=finder,
                share_network=None,
                share_group=None,
            ),
        )
        finder.assert_called_once_with(
            'gold', ignore_missing=False, fetch=False
        )
