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

"""Functional tests for share export locations."""

import functools
from typing import Any

from manilaosc.tests.functional import base


class TestShareExportLocation(base.TestCase):
    def setUp(self) -> None:
        super().setUp()
        self.share = self.name('exported')
        self.cleanup('share delete --wait', self.share)
        self.share_id = self.json(
            'share create NFS 1 --wait --name', self.share
        )['id']

    def list(self, *args: str, **kwargs: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.json(
            'share export location list', *args, **kwargs
        )
        return rows

    def show(self, location: str, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = self.json(
            'share export location show', self.share, location, **kwargs
        )
        return shown

    def test_list_and_show(self) -> None:
        rows = self.list(self.share)
        self.assertEqual(rows, self.list(self.share_id))
        self.assertEqual({'ID', 'Path', 'Preferred'}, set(rows[0]))
        self.assertEqual({True, False}, {row['Preferred'] for row in rows})
        for row in rows:
            shown = self.show(row['ID'])
            self.assertEqual(row['Path'], shown['path'])
            self.assertIs(row['Preferred'], shown['preferred'])
            self.assertEqual({}, shown['properties'])
            # Not visible to members
            self.assertIsNone(shown['share_instance_id'])
        self.assertEqual(rows, self.list(self.share, cloud='reader'))

    def test_administrators_see_more(self) -> None:
        seen = {row['ID'] for row in self.list(self.share)}
        rows = self.list(self.share, '--long', cloud='admin')
        hidden = [row for row in rows if row['Is Admin Only']]
        self.assertEqual(seen, {r['ID'] for r in rows if r not in hidden})
        (row,) = hidden
        shown = self.show(row['ID'], cloud='admin')
        self.assertEqual(row['Share Instance ID'], shown['share_instance_id'])
        self.assertIs(True, shown['is_admin_only'])
        self.openstack(
            'share export location show',
            self.share,
            row['ID'],
            fail=True,
            stderr='403',
        )

    def test_properties(self) -> None:
        location = next(
            row['ID'] for row in self.list(self.share) if row['Preferred']
        )

        def change(command: str, options: str, **kwargs: Any) -> Any:
            self.openstack(
                command, self.share, location, *options.split(), **kwargs
            )
            return self.show(location)['properties']

        to_set = functools.partial(change, 'share export location set')
        to_unset = functools.partial(change, 'share export location unset')

        self.assertEqual(
            {'a': 'b', 'c': 'd'}, to_set('--property a=b --property c=d')
        )
        self.assertEqual(
            {'a': 'b', 'c': 'x', 'e': 'f'},
            to_set('--property c=x --property e=f'),
        )
        properties = functools.partial(
            self.json, 'share export location properties show', self.share,
            location,
        )  # fmt: skip
        self.assertEqual({'a': 'b', 'c': 'x', 'e': 'f'}, properties())
        self.assertEqual({'c': 'x'}, properties('--property', 'c'))
        # Not listed, but it can be shown
        self.assertEqual(
            {'preferred': 'true'}, properties('--property', 'preferred')
        )
        self.openstack(
            'share export location properties show --property x', self.share,
            location, fail=True, stderr=f"{location} has no metadata 'x'",
        )  # fmt: skip
        self.assertEqual({'e': 'f'}, to_unset('--property a --property c'))
        # All keys are tried
        self.assertEqual(
            {},
            to_unset(
                '--property missing --property e',
                fail=True,
                stderr=f"{location} has no metadata 'missing'",
            ),
        )
        to_set('--property a=b --property c=d')
        self.assertEqual({'e': 'f'}, to_set('--no-property --property e=f'))
        self.assertEqual({}, to_set('--no-property'))
        # This metadata of the driver is unchanged
        self.assertEqual(
            {},
            to_set(
                '--property preferred=False',
                fail=True,
                stderr='Cannot set or update admin only metadata.*403',
            ),
        )
        self.assertIs(True, self.show(location)['preferred'])
        to_set('--property preferred=False', cloud='admin')
        self.assertIs(False, self.show(location)['preferred'])
        to_set('--property a=b', cloud='reader', fail=True, stderr='403')

    def test_old_versions(self) -> None:
        # Preferences exist since API version 2.14
        for version, has_preferences in (
            ('2.86', True),
            ('2.46', True),
            ('2.14', True),
            ('2.13', False),
            ('2.9', False),
        ):
            rows = self.list(self.share, version=version)
            for row in rows:
                shown = self.show(row['ID'], version=version)
                self.assertEqual(row['Path'], shown['path'])
                self.assertEqual(
                    has_preferences, shown['preferred'] is not None, version
                )
                self.assertEqual({}, shown['properties'])
            self.assertEqual(2, len(rows))

    def test_min_versions(self) -> None:
        for version, command in (
            ('2.9', 'list x'),
            ('2.9', 'show x y'),
            ('2.87', 'set x y --property a=b'),
            ('2.87', 'unset x y --property a'),
            ('2.87', 'properties show x y'),
        ):
            self.assert_min_version(
                version, f'share export location {command}'
            )

    def test_bad_input(self) -> None:
        share, nobody = self.share, '0ed95862-2dd2-4f40-ac75-ac5ea5a40efa'
        location = self.list(share)[0]['ID']
        for command, status, stderr in (
            ('list missing', 1, "No share .* 'missing' exists"),
            (f'list {nobody}', 1, f"Share '{nobody}' not found.*404"),
            (f'show {share} missing', 1, "'missing' not found.*404"),
            (f'show {share}', 2, 'required: <export-location>'),
            (f'set {share} {location} --property a', 2, 'key=value'),
            (f'set {share} missing --property a=b', 1, '40[04]'),
        ):
            result = self.openstack(
                f'share export location {command}', fail=status, stderr=stderr
            )
            self.assertEqual('', result.out, command)

    def test_requests(self) -> None:
        path = f'/shares/{self.share_id}/export_locations'
        location = self.list(self.share)[0]['ID']
        for command, expected in (
            ('list {}', f'GET {path}'),
            ('show {} ' + location, f'GET {path}/{location}'),
            (
                'set {} ' + location + ' --property a=b',
                f'POST {path}/{location}/metadata',
            ),
            (
                'properties show {} ' + location + ' --property a',
                f'GET {path}/{location}/metadata/a',
            ),
            (
                'unset {} ' + location + ' --property a',
                f'DELETE {path}/{location}/metadata/a',
            ),
        ):
            result = self.openstack(
                'share export location ' + command.format(self.share_id)
            )
            # All requests except discovery and the token
            self.assertEqual(
                [expected], [str(request) for request in result.requests[3:]]
            )
