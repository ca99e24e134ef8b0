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

"""Functional tests for share group types."""

import functools

from manilaosc.tests.functional import base


class TestShareGroupType(base.TestCase):
    cloud = 'admin'

    def create(self, *args: str) -> str:
        """Create a share group type, which is deleted when the test ends."""
        name = self.name('group-type')
        self.cleanup('share group type delete', name)
        self.openstack('share group type create', name, 'dhss_false', *args)
        return name

    def names(self, *args: str, **kwargs: str) -> list[str]:
        listed = self.json('share group type list', *args, **kwargs)
        return [row['Name'] for row in listed]

    def test_lifecycle(self) -> None:
        name = self.name('group-type')
        self.cleanup('share group type delete', name)
        types = [
            self.json('share type show', share_type)['id']
            for share_type in ('dhss_false', 'dhss_true')
        ]
        created = self.json(
            'share group type create --group-specs a=b c=d', name,
            'dhss_false', types[1], types[0], '--group-spec', 'e.f=g h',
            '--public', 'false',
        )  # fmt: skip
        self.assertEqual('private', created['visibility'])
        self.assertIs(False, created['is_default'])
        self.assertEqual(sorted(types), sorted(created['share_types']))
        self.assertEqual(
            {'a': 'b', 'c': 'd', 'e.f': 'g h'}, created['group_specs']
        )
        by_name = self.json('share group type show', name)
        by_name['share_types'].sort()
        created['share_types'].sort()
        self.assertEqual(created, by_name)
        by_id = self.json('share group type show', created['id'])
        by_id['share_types'].sort()
        self.assertEqual(by_name, by_id)

        self.openstack(
            'share group type set --group-specs a=z i=j', created['id']
        )
        self.openstack('share group type unset', name, 'c', 'e.f')
        changed = self.json('share group type show', name)
        self.assertEqual({'a': 'z', 'i': 'j'}, changed['group_specs'])
        (row,) = (
            row
            for row in self.json('share group type list --all')
            if row['Name'] == name
        )
        self.assertEqual(changed['group_specs'], row['Group Specs'])
        self.assertEqual('private', row['Visibility'])
        self.openstack('share group type delete', created['id'])
        self.openstack(
            'share group type show', name,
            fail=True, stderr='^No share group type with a name or ID',
        )  # fmt: skip

    def test_lifecycle_at_old_versions(self) -> None:
        self.keep_tokens()
        # Experimental up to 2.54
        for version in ('2.31', '2.46', '2.54', '2.55'):
            name = self.name('old')
            self.cleanup('share group type delete', name)
            run = functools.partial(self.openstack, version=version)
            run('share group type create', name, 'dhss_false')
            run('share group type set --group-specs a=b', name)
            shown = self.json('share group type show', name, version=version)
            self.assertEqual({'a': 'b'}, shown['group_specs'])
            self.assertIs(
                None if version == '2.31' else False, shown['is_default']
            )
            self.assertIn(name, self.names(version=version))
            self.openstack(
                'share group type list --group-specs a=b', version=version,
                fail=True, stderr='--group-specs needs .* 2.66',
            )  # fmt: skip
            default = self.json(
                'share group type show default', version=version
            )
            self.assertEqual('default_group', default['name'])
            run('share group type unset', name, 'a')
            run('share group type delete', name)

    def test_min_version(self) -> None:
        self.keep_tokens()
        for command in (
            'create x dhss_false', 'delete x', 'list', 'set x', 'show x',
            'unset x a', 'access create x y', 'access delete x y',
            'access list x', 'spec list x', 'spec show x y', 'spec set x y z',
        ):  # fmt: skip
            self.assert_min_version('2.31', f'share group type {command}')

    def test_list(self) -> None:
        self.keep_tokens()
        one = self.create('--group-specs', 'a=x', 'b=y')
        two = self.create('--group-specs', 'a=x', 'b=z')
        private = self.create('--group-specs', 'a=x', '--public', 'false')
        ours = {one, two, private}
        for args, expected in (
            ([], {one, two}),
            (['--all'], {one, two, private}),
            (['--group-specs', 'a=x'], {one, two}),
            (['--all', '--group-specs', 'a=x'], {one, two, private}),
            (['--group-specs', 'a=x', 'b=y'], {one}),
            (['--group-spec', 'b=z', '--group-spec', 'a=x'], {two}),
            (['--group-specs', 'a=nope'], set()),
        ):
            self.assertEqual(
                expected, ours & set(self.names(*args)), f'{args}'
            )
        # Private types are hidden from projects without access
        self.assertEqual(
            {one, two}, ours & set(self.names('--all', cloud='member'))
        )

    def test_default(self) -> None:
        shown = self.json('share group type show default', cloud='member')
        self.assertIs(True, shown['is_default'])
        self.assertEqual('default_group', shown['name'])

    def test_requests(self) -> None:
        name = self.create()
        group_type = self.json('share group type show', name)['id']
        path = f'/share-group-types/{group_type}'
        for target, asked in (
            (name, 'GET /share-group-types?is_public=all'),
            (group_type, f'GET {path}'),
        ):
            result = self.openstack('share group type show', target)
            self.assertEqual(asked, str(result.requests[-1]))
            self.assertEqual(4, len(result.requests))
        for command, request in (
            ('set --group-specs a=b', f'POST {path}/group-specs'),
            ('delete', f'DELETE {path}'),
        ):
            result = self.openstack(f'share group type {command}', group_type)
            self.assertEqual([request], list(map(str, result.changes)))
            # An ID is not looked up
            self.assertEqual(request, str(result.requests[-1]))
            self.assertEqual(4, len(result.requests))

    def test_failures(self) -> None:
        name, other = self.create(), self.name('group-type')
        for args, status, stderr in (
            ([other], 2, 'required: <share-types>'),
            ([other, 'nope'], 1, "'nope' exists"),
            ([other, 'dhss_false', '--public', 'x'], 2, "value 'x'"),
            ([other, 'dhss_false', '--group-specs', 'x'], 2, "'key=value'"),
            ([name, 'dhss_false'], 1, '\\(HTTP 409\\)'),
        ):
            result = self.openstack(
                'share group type create', *args, fail=status, stderr=stderr
            )
            self.assertEqual('', result.out)
        self.assertNotIn(other, self.names('--all'))
        self.openstack(
            'share group type set', name, '--group-specs', 'a b=c',
            fail=True, stderr='Key names .*\\(HTTP 400\\)',
        )  # fmt: skip

        self.openstack('share group type set --group-specs a=b', name)
        self.openstack(
            'share group type unset', name, '..', 'nope', 'a',
            fail=True, stderr="'\\.\\.'(.|\n)*'nope'.*\n2 of 3 changes failed",
        )  # fmt: skip
        # The key ".." has not addressed the type itself
        shown = self.json('share group type show', name)
        self.assertEqual({}, shown['group_specs'])
        self.openstack(
            'share group type delete', 'nope', name, fail=True,
            stderr="'nope': No share group type.*\n1 of 2 share group types",
        )  # fmt: skip
        self.assertNotIn(name, self.names('--all'))

    def test_in_use(self) -> None:
        name, group = self.create(), self.name('group')
        self.cleanup('share group delete --wait', group, cloud='member')
        self.openstack(
            'share group create --wait --share-types dhss_false --name',
            group, '--share-group-type', name, cloud='member',
        )  # fmt: skip
        self.openstack(
            'share group type delete', name,
            fail=True, stderr='still in use.*\n1 of 1',
        )  # fmt: skip
        self.assertIn(name, self.names())

    def test_permissions(self) -> None:
        self.keep_tokens()
        name = self.create()
        for cloud in ('member', 'reader'):
            self.assertIn(name, self.names(cloud=cloud))
            shown = self.json('share group type show', name, cloud=cloud)
            self.assertEqual('public', shown['visibility'])
            for command in (
                f'create {self.name()} dhss_false',
                f'set --group-specs a=b {name}',
                f'unset {name} a',
                f'delete {name}',
                f'access list {name}',
                f'access create {name} other',
                f'access delete {name} other',
                f'spec list {name}',
                f'spec show {name} a',
                f'spec set {name} a b',
            ):
                self.openstack(
                    f'share group type {command}',
                    cloud=cloud, fail=True, stderr='HTTP 403',
                )  # fmt: skip
