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

"""Functional tests for QoS types."""

from typing import Any

from manilaosc.tests.functional import base


class TestShareQosType(base.TestCase):
    cloud = 'admin'

    def create(self, *args: str) -> dict[str, Any]:
        """Create a QoS type, which is deleted when the test ends."""
        name = self.name('qos')
        self.cleanup('share qos type delete', name)
        created: dict[str, Any]
        created = self.json('share qos type create', name, *args)
        return created

    def names(self, *args: str, **kwargs: str) -> list[str]:
        rows = self.json('share qos type list', *args, **kwargs)
        return [row['Name'] for row in rows]

    def test_lifecycle(self) -> None:
        created = self.create(
            '--spec', 'peak_iops=100', '--spec', 'a=b=c', '--description', 'x'
        )
        name = created['name']
        self.assertEqual({'peak_iops': '100', 'a': 'b=c'}, created['specs'])
        self.assertEqual('x', created['description'])
        shown = self.json('share qos type show', name)
        self.assertEqual(created, shown)
        self.assertEqual(
            shown, self.json('share qos type show', created['id'])
        )

        self.openstack(
            'share qos type set', name, '--description', 'y',
            '--spec', 'peak_iops=200', '--spec', 'e=f',
        )  # fmt: skip
        self.openstack('share qos type set', created['id'])
        changed = self.json('share qos type show', name)
        self.assertEqual('y', changed['description'])
        self.assertEqual(
            {'peak_iops': '200', 'a': 'b=c', 'e': 'f'}, changed['specs']
        )
        # An empty description is valid
        self.openstack('share qos type set --description', '', created['id'])
        self.assertEqual(
            '', self.json('share qos type show', name)['description']
        )
        self.openstack(
            'share qos type unset', name, '--description', '--spec', 'a',
            '--spec', 'e',
        )  # fmt: skip
        self.openstack('share qos type unset', created['id'])
        changed = self.json('share qos type show', name)
        self.assertIsNone(changed['description'])
        self.assertEqual({'peak_iops': '200'}, changed['specs'])
        self.openstack('share qos type delete', created['id'])
        self.openstack(
            'share qos type show', name,
            fail=True, stderr='^No QoS type with a name or ID',
        )  # fmt: skip

    def test_list(self) -> None:
        self.keep_tokens()
        mark = self.name('mark')
        one = self.create('--description', f'1 {mark}')['name']
        two = self.create('--description', f'2 {mark}')['name']
        three = self.create('--description', f'3 {mark}')['name']
        ours = ['--description~', mark]
        for args, expected in (
            (ours, [three, two, one]),
            (['--name', one], [one]),
            (['--name~', two[4:]], [two]),
            (['--description', f'3 {mark}'], [three]),
            (['--name', 'nope'], []),
            ([*ours, '--limit', '2'], [three, two]),
            ([*ours, '--limit', '2', '--offset', '1'], [two, one]),
            ([*ours, '--offset', '2'], [one]),
            ([*ours, '--marker', two], [one]),
            ([*ours, '--limit', '0'], []),
            ([*ours, '--sort', 'created_at'], [one, two, three]),
            ([*ours, '--sort', 'description:desc'], [three, two, one]),
            ([*ours, '--sort-key', 'created_at', '--sort-dir', 'asc'],
             [one, two, three]),
            ([*ours, '--sort_dir', 'asc'], [one, two, three]),
            ([*ours, '--sort', 'name,id'], sorted([one, two, three])),
        ):  # fmt: skip
            self.assertEqual(expected, self.names(*args), f'{args}')
        self.assertEqual(
            [three, two], self.names(*ours, '--limit', '2', cloud='member')
        )
        self.openstack(
            'share qos type list --sort x',
            fail=True, stderr="Invalid sort key 'x'",
        )  # fmt: skip

    def test_requests(self) -> None:
        created = self.create()
        name, path = created['name'], f'/qos-types/{created["id"]}'
        for target, asked in (
            (name, f'GET /qos-types?name={name}'),
            (created['id'], f'GET {path}'),
        ):
            result = self.openstack('share qos type show', target)
            self.assertEqual(asked, str(result.requests[-1]))
            self.assertEqual(4, len(result.requests))
        for args, request in (
            (['set', '--description', 'x'], f'PUT {path}'),
            (['set', '--spec', 'a=b'], f'POST {path}/specs'),
            (['unset', '--spec', 'a'], f'DELETE {path}/specs/a'),
        ):
            verb, *rest = args
            result = self.openstack(f'share qos type {verb}', name, *rest)
            self.assertEqual([request], list(map(str, result.changes)))

    def test_failures(self) -> None:
        name = self.create('--spec', 'a=b', '--description', 'x')['name']
        self.openstack(
            'share qos type create', name,
            fail=True, stderr=r'already exist.*\(HTTP 409\)',
        )  # fmt: skip
        other = self.name('qos')
        self.openstack(
            'share qos type create', other, '--spec', 'a=',
            fail=True, stderr='HTTP 400',
        )  # fmt: skip
        self.assertNotIn(other, self.names())
        self.openstack(
            'share qos type set', name, '--description', 'y',
            '--spec', 'a b=c', fail=True,
            stderr='set specs: .*\n1 of 2 changes failed',
        )  # fmt: skip
        self.openstack(
            'share qos type unset', name, '--spec', 'nope', '--spec', 'a',
            '--spec', '..', fail=True,
            stderr="spec 'nope': (.|\n)*spec '\\.\\.': .*\n2 of 3 changes",
        )  # fmt: skip
        shown = self.json('share qos type show', name)
        self.assertEqual(('y', {}), (shown['description'], shown['specs']))
        self.openstack(
            'share qos type delete', 'nope', name,
            fail=True, stderr="'nope': No QoS type.*\n1 of 2 QoS types",
        )  # fmt: skip
        self.assertNotIn(name, self.names())

    def test_permissions(self) -> None:
        name = self.create('--spec', 'a=b')['name']
        for cloud in ('member', 'reader', 'other'):
            shown = self.json('share qos type show', name, cloud=cloud)
            self.assertEqual({'a': 'b'}, shown['specs'])
            for command in (
                f'create {self.name()}',
                f'set --description x {name}',
                f'set --spec a=c {name}',
                f'unset --spec a {name}',
                f'delete {name}',
            ):
                self.openstack(
                    f'share qos type {command}',
                    cloud=cloud, fail=True, stderr='HTTP 403',
                )  # fmt: skip
        self.assertEqual(
            {'a': 'b'}, self.json('share qos type show', name)['specs']
        )

    def test_versions(self) -> None:
        for command in (
            'list', 'create x', 'show x', 'set x', 'unset x', 'delete x',
        ):  # fmt: skip
            self.assert_min_version('2.94', f'share qos type {command}')
        name = self.create()['name']
        self.assertIn(name, self.names(version='2.94'))
