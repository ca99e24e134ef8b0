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

"""Functional tests for extra specs of share types."""

from manilaosc.tests.functional import base

DHSS = 'driver_handles_share_servers'


class TestShareTypeExtraSpec(base.TestCase):
    cloud = 'admin'

    def setUp(self) -> None:
        super().setUp()
        self.type = self.name('type')
        self.cleanup('share type delete', self.type)
        self.openstack(
            'share type create --extra-specs thin=true', self.type, 'false'
        )

    def value(self, key: str, **kwargs: str) -> str:
        shown = self.json(
            'share type extra spec show', self.type, key, **kwargs
        )
        self.assertEqual(key, shown['key'])
        value: str = shown['value']
        return value

    def test_lifecycle(self) -> None:
        listed = self.json('share type extra spec list', self.type)
        self.assertEqual(
            [
                {'Key': DHSS, 'Value': 'False'},
                {'Key': 'thin', 'Value': 'true'},
            ],
            listed,
        )
        self.assertEqual('true', self.value('thin'))
        share_type = self.json('share type show', self.type)['id']
        for target, key, value in (
            (self.type, 'thin', '<is> False'),
            (share_type, 'a:b.c-d', 'x=y'),
            (share_type, 'snapshot_support', 'true'),
        ):
            self.openstack('share type extra spec set', target, key, value)
        self.assertEqual('<is> False', self.value('thin'))
        self.assertEqual('x=y', self.value('a:b.c-d'))
        self.assertEqual('True', self.value('snapshot_support'))
        specs = self.json('share type show', self.type)
        self.assertEqual(
            {'thin', 'a:b.c-d', 'snapshot_support'},
            specs['optional_extra_specs'].keys(),
        )

    def test_requests(self) -> None:
        share_type = self.json('share type show', self.type)['id']
        path = f'/types/{share_type}/extra_specs'
        for command, request in (
            (f'list {share_type}', f'GET {path}'),
            (f'show {share_type} thin', f'GET {path}/thin'),
            (f'set {share_type} thin x', f'PUT {path}/thin'),
        ):
            result = self.openstack(f'share type extra spec {command}')
            self.assertEqual(request, str(result.requests[-1]))
            self.assertEqual(4, len(result.requests))

    def test_old_versions(self) -> None:
        for version in ('2.0', '2.6', '2.23', '2.24'):
            self.openstack(
                'share type extra spec set', self.type, 'v', version,
                version=version,
            )  # fmt: skip
            self.assertEqual(version, self.value('v', version=version))
            self.assertIn(
                {'Key': 'v', 'Value': version},
                self.json(
                    'share type extra spec list', self.type, version=version
                ),
            )

    def test_failures_change_nothing(self) -> None:
        before = self.json('share type extra spec list', self.type)
        for args, stderr in (
            (['show', self.type, 'nope'], "has no spec 'nope'"),
            (['show', 'nope', 'thin'], '^No share type with'),
            (['set', self.type, DHSS, 'maybe'], 'HTTP 400'),
            (['set', self.type, 'snapshot_support', 'x'], 'HTTP 400'),
            (['set', self.type, 'a', ''], 'HTTP 400'),
            # Such keys would address the type itself, or another type
            (['set', self.type, '..', 'x'], "the single key '..'"),
            (['show', self.type, ''], "has no spec ''"),
            (['show', self.type, '../../default'], 'HTTP 404|has no spec'),
        ):
            command, *rest = args
            result = self.openstack(
                f'share type extra spec {command}', *rest,
                fail=True, stderr=stderr,
            )  # fmt: skip
            self.assertEqual('', result.out)
        for key in ('..', '../../x'):
            self.openstack(
                'share type unset', self.type, key,
                fail=True, stderr='no request for the single key',
            )  # fmt: skip
        self.assertEqual(
            before, self.json('share type extra spec list', self.type)
        )

    def test_admin_only(self) -> None:
        for cloud in ('member', 'reader'):
            for command in (
                f'list {self.type}',
                f'show {self.type} thin',
                f'set {self.type} thin x',
            ):
                self.openstack(
                    f'share type extra spec {command}',
                    cloud=cloud, fail=True, stderr='HTTP 403',
                )  # fmt: skip
        self.assertEqual('true', self.value('thin'))
