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

"""Functional tests for resource locks of shares and access rules."""

from typing import Any

from manilaosc.tests.functional import base


class TestShareLock(base.TestCase):
    def share(self) -> str:
        name = self.name('share')
        self.cleanup('share delete --wait', name)
        self.openstack('share create NFS 1 --wait --name', name)
        return name

    def lock(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        lock: dict[str, Any]
        lock = self.json('share lock create', *args, **kwargs)
        self.cleanup('share lock delete', lock['id'], cloud='admin')
        return lock

    def listed(self, *args: Any, **kwargs: Any) -> list[str]:
        rows = self.json('share lock list', *args, **kwargs)
        return [row['ID'] for row in rows]

    def test_lifecycle(self) -> None:
        share = self.share()
        created = self.lock(share, 'share', '--reason', 'in use')
        lock = created['id']
        self.assertEqual('in use', created['lock_reason'])
        self.assertEqual('user', created['lock_context'])
        shown = self.json('share lock show', lock)
        self.assertEqual(
            self.json('share show', share)['id'], shown['Resource Id']
        )
        self.assertEqual('delete', shown['Resource Action'])
        self.assertEqual('in use', shown['Lock Reason'])
        self.openstack(
            'share delete', share,
            fail=True, stderr=f'{lock}.* prevent delete action',
        )  # fmt: skip

        self.openstack('share lock set --reason new', lock)
        self.openstack('share lock set --resource-action delete', lock)
        self.openstack('share lock set', lock)
        self.assertEqual(
            'new', self.json('share lock show', lock)['Lock Reason']
        )
        self.openstack('share lock unset --reason', lock)
        self.openstack('share lock unset', lock)
        self.assertIsNone(self.json('share lock show', lock)['Lock Reason'])

        self.openstack('share lock delete', lock)
        for command in ('show', 'delete', 'unset --reason', 'set --reason x'):
            self.openstack(
                f'share lock {command}', lock,
                fail=True, stderr=f'lock {lock} could not be found',
            )  # fmt: skip
        self.openstack('share delete --wait', share)

    def test_several(self) -> None:
        share = self.share()
        ids = [self.lock(share, 'share')['id'] for _ in range(2)]
        # IDs need no request
        result = self.openstack('share lock delete', *ids)
        self.assertEqual(2, len(result.changes))
        result = self.openstack(
            'share lock delete', *ids, fail=True, stderr='could not be found'
        )
        self.assertIn('2 of 2 share locks failed to delete', result.err)

    def test_access_rules(self) -> None:
        share = self.share()
        rule = self.json('share access create --wait', share, 'ip', '10.0.0.9')
        locks = {
            action: self.lock(
                rule['id'], 'access_rule', '--resource-action', action
            )['id']
            for action in ('delete', 'show')
        }
        self.assertCountEqual(
            locks.values(),
            self.listed('--resource', rule['id'], '--resource-type', 'access'),
        )
        self.assertEqual(
            [locks['show']],
            self.listed('--resource-action', 'show', '--resource-type',
                        'access_rule', '--resource', rule['id']),
        )  # fmt: skip
        (row,) = self.json('share access list', share, cloud='reader')
        self.assertEqual('******', row['Access To'])
        self.openstack(
            'share access delete', share, rule['id'],
            fail=True, stderr='has been locked',
        )  # fmt: skip
        self.openstack(
            'share lock create --resource-action show', rule['id'],
            'access_rule', fail=True, stderr='HTTP 409',
        )  # fmt: skip
        self.openstack(
            'share lock create --resource-action show', share, 'share',
            fail=True, stderr="can only be one of \\['delete'\\]",
        )  # fmt: skip
        self.openstack('share lock delete', *locks.values())
        self.openstack('share access delete --wait', share, rule['id'])

    def test_lists(self) -> None:
        share, tag = self.share(), self.name('reason')
        first = self.lock(share, 'share', '--reason', f'{tag} first')
        second = self.lock(share, 'share', '--reason', f'{tag} second')
        by_admin = self.lock(
            self.json('share show', share)['id'], 'share',
            '--reason', f'{tag} admin', cloud='admin',
        )['id']  # fmt: skip
        one, two = first['id'], second['id']
        own = ('--lock-reason~', tag)
        for args, found in (
            (('--resource', share), [two, one]),
            (('--resource-id', first['resource_id']), [two, one]),
            (('--id', one), [one]),
            (('--lock-reason', f'{tag} first'), [one]),
            (own, [two, one]),
            ((*own, '--resource-type', 'share'), [two, one]),
            ((*own, '--resource-type', 'access_rule'), []),
            ((*own, '--resource-action', 'delete'), [two, one]),
            ((*own, '--lock-context', 'user'), [two, one]),
            ((*own, '--lock-context', 'admin'), []),
            ((*own, '--user', 'member'), [two, one]),
            ((*own, '--project', first['project_id']), [two, one]),
            ((*own, '--since', second['created_at']), [two]),
            ((*own, '--before', first['created_at']), [one]),
            ((*own, '--limit', '1'), [two]),
            ((*own, '--limit', '1', '--offset', '1'), [one]),
            ((*own, '--marker', two), [one]),
            ((*own, '--sort-key', 'lock_reason'), [two, one]),
            ((*own, '--sort-dir', 'asc'), [one, two]),
            ((*own, '--sort', 'resource_type,lock_reason'), [one, two]),
        ):
            self.assertEqual(found, self.listed(*args), str(args))
        (row,) = self.json('share lock list --detailed --id', one)
        self.assertEqual(f'{tag} first', row['Lock Reason'])
        for filters, number in ((own, 2), (('--lock-reason', share), 0)):
            result = self.openstack(
                'share lock list --count --limit 1', *filters
            )
            self.assertIn(f'Total number of locks: {number}', result.out)

        # Administrators see all projects
        for query, seen in (
            (own, [by_admin]),
            ((*own, '--all-projects'), [by_admin, two, one]),
            ((*own, '--project', first['project_id']), [two, one]),
            ((*own, '--all-projects', '--user', 'member'), [two, one]),
        ):
            self.assertEqual(
                seen, self.listed(*query, cloud='admin'), str(query)
            )
        # Manila would list the user's own instead
        self.openstack(
            'share lock list --project', first['project_id'],
            cloud='other', fail=True, stderr='HTTP 403',
        )  # fmt: skip
        self.openstack('share lock delete', by_admin, cloud='admin')

    def test_other_users(self) -> None:
        share = self.share()
        lock = self.lock(share, 'share')['id']
        shown = self.json('share lock show', lock)
        self.assertEqual(
            shown, self.json('share lock show', lock, cloud='reader')
        )
        for command in (
            ('create', share, 'share'),
            ('set --reason x', lock),
            ('unset --reason', lock),
            ('delete', lock),
        ):
            self.openstack(
                f'share lock {command[0]}', *command[1:],
                cloud='reader', fail=True, stderr='HTTP 403',
            )  # fmt: skip
        for verb in ('show', 'delete', 'set --reason x'):
            self.openstack(
                f'share lock {verb}', lock,
                cloud='other', fail=True, stderr='could not be found',
            )  # fmt: skip
        # The project cannot change locks of administrators
        by_admin = self.json(
            'share lock create', self.json('share show', share)['id'],
            'share', cloud='admin',
        )['id']  # fmt: skip
        self.assertEqual(shown, self.json('share lock show', lock))
        self.openstack(
            'share lock delete', by_admin, fail=True, stderr='HTTP 40[34]'
        )
        self.openstack(
            'share delete', share, fail=True, stderr='prevent delete action'
        )
        self.openstack('share lock delete', by_admin, lock, cloud='admin')

    def test_microversions(self) -> None:
        share = self.share()
        self.assert_min_version('2.81', 'share lock create', share, 'share')
        lock = self.lock(share, 'share', version='2.81')['id']
        for command in ('show', 'set --reason x', 'unset --reason'):
            self.openstack(f'share lock {command}', lock, version='2.81')
        self.assertEqual(
            [lock], self.listed('--resource', share, version='2.81')
        )
        self.openstack('share lock delete', lock, version='2.81')
