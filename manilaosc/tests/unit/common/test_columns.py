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

import types

from osc_lib.cli import format_columns
import testtools

from manilaosc.common import columns

Column = columns.Column


class TestColumn(testtools.TestCase):
    def test_names(self):
        for column, name, header in (
            (Column('id'), 'id', 'ID'),
            (Column('share_type_name'), 'share_type_name', 'Share Type Name'),
            (Column('share_protocol', 'proto'), 'proto', 'Proto'),
            (Column('a', header='Some Word'), 'a', 'Some Word'),
            (Column('cidr'), 'cidr', 'CIDR'),
            (Column('dns_ip'), 'dns_ip', 'Dns IP'),
        ):
            self.assertEqual((name, header), (column.name, column.header))

    def test_named(self):
        self.assertEqual(
            (Column('id'), Column('share_type_name')),
            columns.of('id share_type_name'),
        )

    def test_rows_are_made_as_they_are_asked_for(self):
        made = []

        def objs():
            for number in range(3):
                made.append(number)
                yield types.SimpleNamespace(id=number, meta={'k': 'v'})

        headers, rows = columns.rows(
            objs(),
            (
                Column('id'),
                Column('meta', formatter=format_columns.DictColumn),
            ),
        )

        self.assertEqual(('ID', 'Meta'), headers)
        self.assertEqual([], made)
        number, meta = next(rows)
        self.assertEqual([0], made)
        self.assertEqual((0, "k='v'"), (number, meta.human_readable()))
        self.assertEqual([1, 2], [row[0] for row in rows])

    def test_what_was_not_sent(self):
        sent = types.SimpleNamespace(
            host=None, was_sent=lambda attr: attr == 'host'
        )
        unsent = types.SimpleNamespace(host=None, was_sent=lambda attr: False)
        _headers, rows = columns.rows([sent, unsent], (Column('host'),))
        (first,), (second,) = rows
        self.assertIsNone(first)
        self.assertEqual('', second.human_readable())
        self.assertIsNone(second.machine_readable())
        self.assertEqual([second, second], sorted([second, second]))

    def test_fields(self):
        obj = types.SimpleNamespace(id=1, share_protocol='NFS', other='x')
        shown = (Column('share_protocol', 'share_proto'), Column('id'))
        self.assertEqual(
            (('share_proto', 'id'), ('NFS', 1)), columns.fields(obj, shown)
        )

    def test_attribute_that_the_resource_lacks(self):
        # An allow-list with a typing error must not show empty cells
        obj = types.SimpleNamespace(id=1)
        self.assertRaises(AttributeError, Column('idd').value, obj)


class TestWanted(testtools.TestCase):
    def test_wanted(self):
        for asked, expected in (
            ([], True),
            (['export_locations'], True),
            (['id', ' Export Locations '], True),
            (['id', 'export'], False),
        ):
            args = types.SimpleNamespace(columns=asked)
            found = columns.is_shown(args, 'export_locations')
            self.assertEqual(expected, found, asked)


class TestItemsColumn(testtools.TestCase):
    def test_forms(self):
        for given, for_people, for_programs in (
            (['a', 'b'], 'a\nb', ['a', 'b']),
            ([], '', []),
            (None, '', []),
        ):
            column = columns.ItemsColumn(given)
            self.assertEqual(for_people, column.human_readable())
            self.assertEqual(for_programs, column.machine_readable())


class TestPairsColumn(testtools.TestCase):
    def test_forms(self):
        for given, for_people in (
            ({'limit': 5, 'in_use': None}, 'limit : 5\nin_use : None'),
            ({'a\n': 'b\nc = d'}, 'a\\n : b\\nc = d'),
            ({}, ''),
            (None, ''),
        ):
            column = columns.PairsColumn(given)
            self.assertEqual(for_people, column.human_readable())
            self.assertEqual(given or {}, column.machine_readable())


class TestLinesColumn(testtools.TestCase):
    def test_forms(self):
        for given, for_people, for_programs in (
            (
                [{'id': 'a', 'path': 'b'}, {'id': 'c'}],
                '\nid = a\npath = b\nid = c',
                [{'id': 'a', 'path': 'b'}, {'id': 'c'}],
            ),
            (
                ['10.0.0.1:/a', '/b'],
                '\n10.0.0.1:/a\n/b',
                ['10.0.0.1:/a', '/b'],
            ),
            (
                [{'a\n': 'b\nc = d'}, 'e\nf'],
                '\na\\n = b\\nc = d\ne\\nf',
                [{'a\n': 'b\nc = d'}, 'e\nf'],
            ),
            (
                [{'meta': format_columns.DictColumn({'k': 'v'})}],
                "\nmeta = k='v'",
                [{'meta': format_columns.DictColumn({'k': 'v'})}],
            ),
            # osc-lib's columns have no text for None
            (
                [{'meta': format_columns.DictColumn(None)}],
                '\nmeta = None',
                [{'meta': format_columns.DictColumn(None)}],
            ),
            ([], '', []),
            (None, '', []),
        ):
            column = columns.LinesColumn(given)
            self.assertEqual(for_people, column.human_readable())
            self.assertEqual(for_programs, column.machine_readable())
