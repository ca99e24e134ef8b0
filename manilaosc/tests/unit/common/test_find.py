import types
from unittest import mock

from openstack import exceptions
import testtools

from manilaosc.common import find

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

    def test_missing(self):
        finder = mock.Mock(side_effect=[MISSING, MISSING])
        self.assertRaises(
            exceptions.NotFoundException, find.one, finder, 'data'
        )

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
