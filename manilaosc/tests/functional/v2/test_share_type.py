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

"""Functional tests for share types."""

import functools

from manilaosc.tests.functional import base

DHSS = 'driver_handles_share_servers'


class TestShareType(base.TestCase):
    cloud = 'admin'

    def create(self, *args: str) -> str:
        """Create a share type, which is deleted when the test ends."""
        name = self.name('type')
        self.cleanup('share type delete', name)
        self.openstack('share type create', name, 'false', *args)
        return name

    def names(self, *args: str, **kwargs: str) -> list[str]:
        listed = self.json('share type list', *args, **kwargs)
        return [row['Name'] for row in listed]

    def test_lifecycle(self) -> None:
        name, renamed = self.name('type'), self.name('renamed')
        self.cleanup('share type delete', name)
        self.cleanup('share type delete', renamed)

        # The order of arguments in older documentation
        created = self.json(
            'share type create --extra-specs thin=true a=b', name, 'False',
            '--extra-spec', 'c=d', '--snapshot-support', 'true',
            '--description', 'first', '--public', 'false',
        )  # fmt: skip
        self.assertEqual('private', created['visibility'])
        # Manila answers with what was sent, later with texts
        self.assertEqual({DHSS: False}, created['required_extra_specs'])
        created['required_extra_specs'] = {DHSS: 'False'}
        self.assertEqual(
            {'thin': 'true', 'a': 'b', 'c': 'd', 'snapshot_support': 'True'},
            created['optional_extra_specs'],
        )
        by_name = self.json('share type show', name)
        self.assertEqual(created, by_name)
        self.assertEqual(by_name, self.json('share type show', created['id']))

        self.openstack(
            'share type set', name, '--name', renamed, '--description', 'x',
            '--extra-specs', 'a=z', 'e=f', '--public', 'true',
        )  # fmt: skip
        self.openstack('share type unset', created['id'], 'thin', 'c')
        changed = self.json('share type show', renamed)
        self.assertEqual('public', changed['visibility'])
        self.assertEqual('x', changed['description'])
        self.assertEqual(
            {'a': 'z', 'e': 'f', 'snapshot_support': 'True'},
            changed['optional_extra_specs'],
        )
        self.openstack('share type delete', renamed)
        self.openstack(
            'share type show', renamed,
            fail=True, stderr='^No share type with a name or ID',
        )  # fmt: skip

    def test_lifecycle_at_old_versions(self) -> None:
        for version in ('2.0', '2.6', '2.49'):
            name = self.name('old')
            self.cleanup('share type delete', name)
            run = functools.partial(self.openstack, version=version)
            run('share type create --public false', name, 'true')
            run('share type set --extra-specs a=b', name)
            shown = self.json('share type show', name, version=version)
            self.assertEqual('private', shown['visibility'])
            self.assertEqual('b', shown['optional_extra_specs']['a'])
            self.assertIn(name, self.names('--all', version=version))
            run(
                'share type set --name x', name,
                fail=True, stderr='--name needs .* 2.50',
            )  # fmt: skip
            run('share type unset', name, 'a')
            run('share type delete', name)

    def test_list(self) -> None:
        one = self.create('--extra-specs', 'a=x', 'b=y')
        two = self.create('--extra-specs', 'a=x', 'b=z')
        private = self.create('--extra-specs', 'a=x', '--public', 'false')
        ours = {one, two, private}
        for args, expected in (
            ([], {one, two}),
            (['--all'], {one, two, private}),
            (['--extra-specs', 'a=x'], {one, two}),
            (['--all', '--extra-specs', 'a=x'], {one, two, private}),
            (['--extra-specs', 'a=x', 'b=y'], {one}),
            (['--extra-spec', 'b=z', '--extra-spec', 'a=x'], {two}),
            (['--extra-specs', 'a=nope'], set()),
        ):
            self.assertEqual(
                expected, ours & set(self.names(*args)), f'{args}'
            )
        # Private types are hidden from projects without access
        self.assertEqual(
            {one, two}, ours & set(self.names('--all', cloud='member'))
        )
        self.assert_min_version(
            '2.43', 'share type list --extra-specs a=x', what='--extra-specs'
        )

    def test_default(self) -> None:
        shown = self.json('share type show default', cloud='member')
        self.assertIs(True, shown['is_default'])
        self.assertEqual('dhss_false', shown['name'])

    def test_requests(self) -> None:
        name = self.create()
        share_type = self.json('share type show', name)['id']
        for target, asked in (
            (name, 'GET /types?is_public=all'),
            (share_type, f'GET /types/{share_type}'),
        ):
            result = self.openstack('share type show', target)
            self.assertEqual(asked, str(result.requests[-1]))
            self.assertEqual(4, len(result.requests))
        for args, request in (
            (['--description', 'x'], f'PUT /types/{share_type}'),
            (
                ['--extra-specs', 'a=b'],
                f'POST /types/{share_type}/extra_specs',
            ),
        ):
            result = self.openstack('share type set', name, *args)
            self.assertEqual([request], list(map(str, result.changes)))

    def test_failures(self) -> None:
        name, other = self.create(), self.name('type')
        for args, status, stderr in (
            ([other, 'maybe'], 2, "Unrecognized value 'maybe'"),
            ([other, 'true', '--extra-specs', 'x'], 2, "'key=value'"),
            ([other, 'true', '--extra-specs', f'{DHSS}=1'], 1, 'twice'),
            (
                [other, 'true', '--extra-specs', 'snapshot_support=x'],
                1,
                'HTTP 400',
            ),
            ([name, 'true'], 1, 'already exists.* \\(HTTP 409\\)'),
        ):
            result = self.openstack(
                'share type create', *args, fail=status, stderr=stderr
            )
            self.assertEqual('', result.out)
        self.assertNotIn(other, self.names('--all'))

        self.openstack(
            'share type set --description x', name, '--extra-specs',
            f'{DHSS}=bad', fail=True, stderr='extra specs: .*\n1 of 2 changes',
        )  # fmt: skip
        self.assertEqual(
            'x', self.json('share type show', name)['description']
        )
        self.openstack('share type set --extra-specs a=b', name)
        self.openstack(
            'share type unset', name, DHSS, 'a', 'nope',
            fail=True, stderr="(?s)cannot|can't be deleted.*2 of 3 changes",
        )  # fmt: skip
        self.assertNotIn(
            'a', self.json('share type show', name)['optional_extra_specs']
        )
        self.openstack(
            'share type delete', 'nope', name,
            fail=True, stderr="'nope': No share type.*\n1 of 2 share types",
        )  # fmt: skip
        self.assertNotIn(name, self.names('--all'))

    def test_in_use(self) -> None:
        name, share = self.create(), self.name('share')
        self.cleanup('share delete --wait', share, cloud='member')
        self.openstack(
            'share create NFS 1 --wait --share-type', name,
            '--name', share, cloud='member',
        )  # fmt: skip
        self.openstack(
            'share type delete', name, fail=True, stderr='still in use'
        )

    def test_permissions(self) -> None:
        name = self.create()
        for cloud in ('member', 'reader'):
            self.assertIn(name, self.names(cloud=cloud))
            shown = self.json('share type show', name, cloud=cloud)
            self.assertEqual('public', shown['visibility'])
            for command in (
                f'share type create {self.name()} true',
                f'share type set --name x {name}',
                f'share type set --extra-specs a=b {name}',
                f'share type unset {name} a',
                f'share type delete {name}',
            ):
                self.openstack(
                    command, cloud=cloud, fail=True, stderr='HTTP 403'
                )
