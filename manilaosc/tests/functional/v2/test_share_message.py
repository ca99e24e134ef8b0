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

"""Functional tests for user messages."""

from typing import Any

from manilaosc.tests.functional import base

#: More than any pool of the sandbox has, in GiB
TOO_LARGE = 50000


class TestShareMessage(base.TestCase):
    def failed_share(self) -> str:
        """Return the ID of a share that no pool had room for."""
        name = self.name('large')
        self.cleanup('share delete --wait', name)
        created = self.openstack(
            f'share create NFS {TOO_LARGE} --share-type dhss_false --wait '
            f'--name {name} -f json',
            fail=True,
            stderr="went to error: .*Capacity filter didn't succeed",
        )
        share_id: str = created.json()['id']
        return share_id

    def listed(self, *args: Any, **kwargs: Any) -> list[str]:
        rows = self.json('share message list', *args, **kwargs)
        return [row['ID'] for row in rows]

    def test_lifecycle(self) -> None:
        share = self.failed_share()
        (row,) = self.json('share message list --resource-id', share)
        self.assertEqual('SHARE', row['Resource Type'])
        self.assertEqual(share, row['Resource ID'])
        self.assertIn('Capacity filter', row['User Message'])

        message = row['ID']
        shown = self.json('share message show', message)
        self.assertEqual(row['User Message'], shown['user_message'])
        self.assertEqual('ERROR', shown['message_level'])
        self.assertRegex(shown['request_id'], '^req-')

        # Other users of the project can show it, other projects cannot
        self.assertEqual(
            shown, self.json('share message show', message, cloud='reader')
        )
        for command in ('show', 'delete'):
            self.openstack(
                f'share message {command}', message,
                cloud='other', fail=True, stderr='could not be found',
            )  # fmt: skip
        self.openstack(
            'share message delete', message,
            cloud='reader', fail=True, stderr='HTTP 403',
        )  # fmt: skip
        # Administrators see the messages of all projects
        (row,) = self.json(
            'share message list --long --resource-id', share, cloud='admin'
        )
        self.assertEqual(shown['project_id'], row['Project ID'])

        self.openstack('share message delete', message)
        self.assertEqual([], self.listed('--resource-id', share))
        self.openstack(
            'share message show', message,
            fail=True, stderr=f'Message {message} could not be found',
        )  # fmt: skip

    def test_filters(self) -> None:
        share = self.failed_share()
        (message,) = self.listed('--resource-id', share)
        shown = self.json('share message show', message)
        request = ('--request-id', shown['request_id'])
        for args, found in (
            (request, True),
            ((*request, '--resource-type', 'share'), True),
            ((*request, '--resource-type', 'share_snapshot'), False),
            ((*request, '--message-level', 'error'), True),
            ((*request, '--message-level', 'info'), False),
            ((*request, '--action-id', shown['action_id']), True),
            ((*request, '--action-id', '999'), False),
            ((*request, '--detail-id', shown['detail_id']), True),
            ((*request, '--detail-id', '999'), False),
            ((*request, '--since', '2026-01-01'), True),
            ((*request, '--since', '2999-01-01'), False),
            ((*request, '--before', shown['created_at']), True),
            ((*request, '--before', '2000-01-01T00:00:00'), False),
        ):
            expected = [message] if found else []
            self.assertEqual(expected, self.listed(*args), str(args))
        self.openstack(
            'share message list --since tomorrow',
            fail=True, stderr="'tomorrow' is not a 'date-time'",
        )  # fmt: skip

    def test_paging_and_order(self) -> None:
        shares = [self.failed_share() for _ in range(3)]
        made = [self.listed('--resource-id', share)[0] for share in shares]
        newest = self.listed('--since', self._created(made[0]))
        # Other tests can add messages; the newest come first
        self.assertEqual(made[::-1], [m for m in newest if m in made])
        rising = self.listed(
            '--since', self._created(made[0]), '--sort', 'created_at'
        )
        self.assertEqual(newest[::-1], rising)
        self.assertEqual(newest[:2], self.listed('--limit', '2'))
        self.assertEqual(
            newest[1:3], self.listed('--limit', '2', '--offset', '1')
        )
        self.assertEqual(
            newest[1:], self.listed('--marker', newest[0])[: len(newest) - 1]
        )
        self.openstack('share message delete', *made)
        result = self.openstack(
            'share message delete', *made, fail=True, stderr=made[0]
        )
        self.assertIn('3 of 3 messages failed to delete', result.err)

    def _created(self, message: str) -> Any:
        return self.json('share message show', message)['created_at']

    def test_old_microversions(self) -> None:
        share = self.failed_share()
        (message,) = self.listed('--resource-id', share, version='2.37')
        self.openstack('share message show', message, version='2.37')
        for option in ('--since', '--before'):
            self.assert_min_version(
                '2.52', 'share message list', option, '2026-01-01', what=option
            )
        self.openstack(
            'share message list --since 2026-01-01 --before 2999-01-01',
            version='2.52',
        )
        for command in ('list', f'show {message}', f'delete {message}'):
            self.assert_min_version('2.37', f'share message {command}')
        self.openstack('share message delete', message, version='2.37')
