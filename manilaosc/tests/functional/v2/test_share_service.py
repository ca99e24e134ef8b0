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

"""Functional tests for Manila services."""

from typing import Any

from manilaosc.tests.functional import base

SHARE = 'manila-share'
#: A back end that has no other part in these tests
IDLE = 'sandbox@beta'


class TestShareService(base.TestCase):
    cloud = 'admin'

    def services(self, *args: Any, **kwargs: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.json(
            'share service list', *args, **kwargs
        )
        return rows

    def idle(self, **kwargs: str) -> dict[str, Any]:
        (service,) = self.services('--host', IDLE, **kwargs)
        return service

    def test_list(self) -> None:
        services = self.services()
        binaries = {row['Binary'] for row in services}
        self.assertEqual({SHARE, 'manila-scheduler', 'manila-data'}, binaries)
        ids = [row['ID'] for row in services]
        self.assertEqual(sorted(ids), ids)
        data = [s for s in services if s['Binary'] == 'manila-data']
        for args, expected in (
            (
                ('--binary', SHARE),
                [s for s in services if s['Binary'] == SHARE],
            ),
            (('--topic', 'manila-data'), data),
            (('--state', 'up'), services),
            (('--state', 'down'), []),
            (('--status', 'enabled'), services),
            (('--status', 'disabled'), []),
            (('--zone', 'nova'), services),
            (('--zone', 'nowhere'), []),
            (('--ensuring', 'False'), services),
            (('--ensuring', 'True'), []),
            (('--host', IDLE, '--binary', 'manila-data'), []),
        ):
            self.assertEqual(
                [s['ID'] for s in expected],
                [s['ID'] for s in self.services(*args)],
                str(args),
            )

    def test_disable(self) -> None:
        command = f'share service set {IDLE} {SHARE}'
        self.cleanup(f'{command} --enable')
        self.openstack(f'{command} --disable --disable-reason "new disks"')
        self.assertEqual('disabled', self.idle()['Status'])
        self.assertEqual('new disks', self.idle()['Disabled Reason'])
        self.assertEqual(
            [IDLE], [s['Host'] for s in self.services('--status', 'disabled')]
        )
        # Without options, nothing is changed
        self.assertEqual([], self.openstack(command).changes)
        self.assertEqual('disabled', self.idle()['Status'])

        self.openstack(f'{command} --enable')
        self.assertEqual('enabled', self.idle()['Status'])
        self.assertIsNone(self.idle()['Disabled Reason'])

        self.openstack(
            f'{command} --disable-reason x',
            fail=True, stderr='requires --disable',
        )  # fmt: skip
        self.openstack(
            f'share service set sandbox@omega {SHARE} --disable',
            fail=True, stderr='on host sandbox@omega',
        )  # fmt: skip

    def test_permissions(self) -> None:
        for command in (
            'list',
            f'set {IDLE} {SHARE} --disable',
            f'ensure shares {IDLE}',
        ):
            for cloud in ('member', 'reader'):
                self.openstack(
                    f'share service {command}',
                    cloud=cloud, fail=True, stderr='HTTP 403',
                )  # fmt: skip
        self.assertEqual('enabled', self.idle()['Status'])

    def test_ensure(self) -> None:
        name = self.name('share')
        self.cleanup('share delete --wait', name, cloud='member')
        self.openstack(
            'share create NFS 1 --share-type dhss_false --wait --name', name,
            cloud='member',
        )  # fmt: skip
        host = self.json('share show', name)['host'].partition('#')[0]
        self.openstack('share service ensure shares', host)
        done = self.openstack(f'share service ensure shares {host} --wait')
        self.assertEqual(['POST'], [r.method for r in done.changes])
        self.assertEqual([], self.services('--ensuring', 'true'))
        self.assertEqual('available', self.json('share show', name)['status'])

    def test_ensure_nothing(self) -> None:
        # It ends although the service never reports the beginning
        self.openstack(f'share service ensure shares {IDLE} --wait')
        self.openstack(
            'share service ensure shares sandbox@omega --wait',
            fail=True, stderr='No manila-share service found .*omega',
        )  # fmt: skip

    def test_old_microversions(self) -> None:
        command = f'share service set {IDLE} {SHARE}'
        self.cleanup(f'{command} --enable')
        for version in ('2.0', '2.6', '2.7', '2.82'):
            self.openstack(f'{command} --disable', version=version)
            disabled = self.idle(version=version)
            self.assertEqual('disabled', disabled['Status'])
            self.assertIsNone(disabled['Ensuring'])
            self.openstack(f'{command} --enable', version=version)
            self.assertEqual('enabled', self.idle(version=version)['Status'])
        self.assert_min_version(
            '2.83',
            f'share service set {IDLE} {SHARE} --disable --disable-reason x',
            what='--disable-reason',
        )
        self.assert_min_version(
            '2.93', 'share service list --ensuring true', what='--ensuring'
        )
        self.assert_min_version('2.86', f'share service ensure shares {IDLE}')
        self.openstack(f'share service ensure shares {IDLE}', version='2.86')
