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
"""Functional tests for share diagnose: each fault is provoked."""

from typing import Any

from manilaosc.tests.functional import base


class TestCase(base.TestCase):
    def setUp(self) -> None:
        super().setUp()
        self.keep_tokens()

    def share(self, *args: str, **kwargs: Any) -> str:
        """Create a share, and return its ID."""
        name = self.name('share')
        self.cleanup('share delete --force --wait', name, cloud='admin')
        created = self.openstack(
            'share create NFS 1 --wait -f json --name', name, *args, **kwargs
        ).json()
        share_id: str = created['id']
        return share_id

    def codes(self, *args: Any, cloud: str = '', **kwargs: Any) -> list[str]:
        """Diagnose, and return the codes of what was found."""
        return [each['Code'] for each in self.found(*args, cloud=cloud)]

    def found(self, *args: Any, cloud: str = '') -> list[dict[str, Any]]:
        """Diagnose, and return what was found."""
        # Members may not list services and the like
        stderr = '' if cloud == 'admin' else r'^Not checked: .*admin only'
        result = self.openstack(
            'share diagnose -f json', *args, cloud=cloud, stderr=stderr
        )
        found: list[dict[str, Any]] = result.json()
        return found

    def only(self, code: str, *args: Any, cloud: str = '') -> dict[str, Any]:
        """Diagnose, and return the one finding with a code."""
        (found,) = (
            each
            for each in self.found(*args, cloud=cloud)
            if each['Code'] == code
        )
        return found

    def run_remedy(self, found: dict[str, Any], cloud: str = '') -> None:
        """Run the command of a finding as it stands."""
        words = found['Remedy'].removeprefix('openstack ')
        self.assertNotEqual(words, found['Remedy'])
        self.openstack(words, cloud=cloud)


class TestShares(TestCase):
    def test_healthy(self) -> None:
        share = self.share()
        self.openstack(
            'share access create --wait', share, 'ip', '10.0.0.0/24'
        )
        for cloud in ('member', 'admin'):
            self.assertEqual([], self.codes(share, cloud=cloud))

    def test_nobody_can_mount(self) -> None:
        share = self.share()
        self.assertEqual(['no-access-rules'], self.codes(share))
        found = self.only(
            'client-has-no-access', share, '--client', '10.0.0.7'
        )
        self.run_remedy(found)
        self.openstack('share wait --for access', share)
        self.only('client-has-access', share, '--client', '10.0.0.7')

    def test_network_for_a_type_without_servers(self) -> None:
        network = self.name('net')
        self.cleanup('share network delete', network)
        self.openstack('share network create --name', network)
        share = self.share(
            '--share-network', network, fail=True, stderr='went to error'
        )
        for cloud in ('member', 'admin'):
            found = self.only('share-in-error', share, cloud=cloud)
            self.assertIn('Driver does not expect share-net', found['Reason'])
            self.assertIn('without --share-network', found['Reason'])
        self.run_remedy(found)

    def test_capacity(self) -> None:
        name = self.name('share')
        self.cleanup('share delete --wait', name)
        self.openstack(
            'share create NFS 50000 --wait --share-type dhss_false --name',
            name,
            fail=True,
            stderr='went to error',
        )
        for cloud in ('member', 'admin'):
            found = self.only('share-in-error', name, cloud=cloud)
            self.assertIn('Capacity filter', found['Reason'])

    def test_every_state_that_an_administrator_sets(self) -> None:
        share = self.share()
        # Manila accepts no other failure states
        for state in ('error', 'error_deleting'):
            self.openstack(
                'share set', share, '--status', state, cloud='admin'
            )
            for cloud in ('member', 'admin'):
                found = self.only('share-in-error', share, cloud=cloud)
                self.assertEqual(f'is in {state}', found['Problem'])
                self.assertNotEqual('', found['Remedy'])

    def test_remedy_for_an_administrator(self) -> None:
        share = self.share()
        self.openstack(f'share set {share} --status error', cloud='admin')
        found = self.only('share-in-error', share, cloud='admin')
        self.run_remedy(found, cloud='admin')
        self.assertNotIn('share-in-error', self.codes(share))

    def test_stuck(self) -> None:
        share = self.share()
        self.openstack(f'share set {share} --status migrating', cloud='admin')
        found = self.only(
            'share-stuck', share, '--stuck-after', '0', cloud='admin'
        )
        self.assertEqual('warning', found['Severity'])
        self.assertEqual('note', self.only('share-stuck', share)['Severity'])
        # It was not that long
        self.assertNotIn('share-stuck', self.codes(share, cloud='admin'))

    def test_recycle_bin(self) -> None:
        share = self.share()
        self.openstack('share delete --soft --wait', share)
        found = self.only('share-in-recycle-bin', share)
        self.run_remedy(found)
        self.assertEqual(['no-access-rules'], self.codes(share))

    def test_what_blocks_deletion(self) -> None:
        share = self.share()
        snapshot = self.json('share snapshot create --wait', share)['id']
        self.cleanup('share snapshot delete --wait', snapshot)
        lock = self.json('share lock create', share, 'share')['id']
        self.cleanup('share lock delete', lock)
        found = [
            each
            for each in self.found(share)
            if each['Code'] == 'deletion-blocked'
        ]
        self.assertEqual(2, len(found))
        for each in found:
            self.run_remedy(each)

    def test_transfer(self) -> None:
        share = self.share()
        transfer = self.json('share transfer create', share)['id']
        self.cleanup('share transfer delete', transfer)
        found = self.only('transfer-pending', share)
        self.assertIn('expires', found['Reason'])
        self.run_remedy(found)

    def test_access_rule_that_the_driver_refuses(self) -> None:
        share = self.share()
        self.openstack(
            f'share access create {share} user alice --wait',
            fail=True,
            stderr='went to error',
        )
        self.run_remedy(self.only('access-rule-in-error', share))

    def test_migration_after_phase_1(self) -> None:
        share = self.share()
        self.openstack(
            f'share set {share} --task-state migration_driver_phase1_done',
            cloud='admin',
        )
        found = self.only('migration-phase-1-done', share, cloud='admin')
        self.assertEqual(
            f'openstack share migration complete {share}', found['Remedy']
        )
        self.openstack(
            f'share set {share} --task-state migration_error', cloud='admin'
        )
        found = self.only('migration-failed', share, cloud='admin')
        self.run_remedy(found, cloud='admin')
        self.assertNotIn('migration-failed', self.codes(share))

    def test_old_microversion(self) -> None:
        share = self.share()
        result = self.openstack(
            'share diagnose -f json',
            share,
            version='2.10',
            cloud='admin',
            stderr=r'Not checked: .*backups \(needs API version 2.80',
        )
        # That version has no preferred export locations
        self.assertEqual(
            ['no-access-rules', 'no-preferred-export-location'],
            [each['Code'] for each in result.json()],
        )

    def test_requests(self) -> None:
        share = self.share()
        self.openstack(f'share set {share} --status error', cloud='admin')
        for cloud in ('member', 'admin'):
            result = self.openstack(
                'share diagnose -f json',
                share,
                cloud=cloud,
                stderr='' if cloud == 'admin' else 'Not checked',
            )
            manila = [r for r in result.requests if '/v3' not in r.path]
            self.assertLessEqual(len(manila), 16, list(map(str, manila)))
            self.assertEqual([], result.changes)


class TestEverything(TestCase):
    def test_check(self) -> None:
        share = self.share()
        self.openstack(f'share set {share} --status error', cloud='admin')
        self.openstack(
            'share diagnose --check --min-severity error',
            fail=True,
            stderr='Not checked',
        )
        ids = {each['ID'] for each in self.found()}
        self.assertIn(share, ids)

    def test_only_lists(self) -> None:
        self.share()
        result = self.openstack(
            'share diagnose --all-projects -f json', cloud='admin'
        )
        self.assertEqual([], result.changes)
        paths = [r.path for r in result.requests]
        self.assertEqual(
            [], [path for path in paths if path.startswith('/share-access')]
        )

    def test_disabled_service(self) -> None:
        host = 'sandbox@delta'
        self.cleanup(
            f'share service set --enable {host} manila-share', cloud='admin'
        )
        self.openstack(
            f'share service set --disable --disable-reason disks {host} '
            'manila-share',
            cloud='admin',
        )
        found = self.only('service-disabled', '--all-projects', cloud='admin')
        self.assertEqual('disks', found['Reason'])
        self.run_remedy(found, cloud='admin')

    def test_quota(self) -> None:
        used = len(self.json('share network list'))
        self.addCleanup(
            self.openstack, 'share quota delete demo', cloud='admin'
        )
        self.openstack(
            f'share quota set demo --share-networks {used}', cloud='admin'
        )
        problems = [
            each['Problem']
            for each in self.found()
            if each['Code'] == 'quota-exhausted'
        ]
        self.assertIn(f'{used} of {used} share networks are in use', problems)
