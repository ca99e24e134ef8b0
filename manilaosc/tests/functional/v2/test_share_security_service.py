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

"""Functional tests for security services."""

import functools
from typing import Any

from manilaosc.tests.functional import base

AD = (
    '--dns-ip 10.0.0.2 --domain example.com --user binder --password secret '
    '--description first'
)


class TestShareSecurityService(base.TestCase):
    def create(
        self, kind: str, *args: str, cloud: str = '', stdin: str = ''
    ) -> str:
        """Create a security service, which is deleted in the end."""
        name = self.name(kind)
        self.cleanup('share security service delete', name, cloud=cloud)
        self.openstack(
            'share security service create --name', name, kind, *args,
            cloud=cloud, stdin=stdin,
        )  # fmt: skip
        return name

    def show(self, service: str, **kwargs: str) -> dict[str, Any]:
        shown: dict[str, Any] = self.json(
            'share security service show', service, **kwargs
        )
        return shown

    def names(self, *args: str, **kwargs: str) -> list[str]:
        rows = self.json('share security service list', *args, **kwargs)
        return [row['Name'] for row in rows]

    def test_lifecycle(self) -> None:
        name, renamed = self.name('ad'), self.name('renamed')
        for each in (name, renamed):
            self.cleanup('share security service delete', each)
        created = self.json(
            f'share security service create active_directory {AD} --ou disks '
            '--default-ad-site here --name', name,
        )  # fmt: skip
        self.assertEqual(
            ('active_directory', 'new', 'secret', 'disks', 'here'),
            tuple(
                created[field]
                for field in (
                    'type', 'status', 'password', 'ou', 'default_ad_site',
                )
            ),
        )  # fmt: skip
        by_name = self.show(name)
        self.assertEqual(created | {'share_networks': []}, by_name)
        for cloud in ('member', 'reader', 'admin'):
            self.assertEqual(by_name, self.show(created['id'], cloud=cloud))
            self.assertEqual(by_name, self.show(name, cloud=cloud))

        self.openstack(
            'share security service set --default-ad-site= --server 10.0.0.3 '
            '--dns-ip 10.0.0.4 --ou tapes --user other --password hidden '
            '--domain example.org --description second --name', renamed, name,
        )  # fmt: skip
        changed = self.show(renamed)
        self.assertEqual(
            {
                'default_ad_site': None, 'server': '10.0.0.3', 'user': 'other',
                'dns_ip': '10.0.0.4', 'ou': 'tapes', 'password': 'hidden',
                'domain': 'example.org', 'description': 'second',
                'name': renamed,
            },
            {
                field: value
                for field, value in changed.items()
                if value != by_name[field] and field != 'updated_at'
            },
        )  # fmt: skip
        self.openstack(
            'share security service unset --dns-ip --ou --server --domain '
            '--user --password --default-ad-site --description', renamed,
        )  # fmt: skip
        bare = self.show(renamed)
        self.assertEqual(
            {'id', 'name', 'type', 'status', 'created_at', 'updated_at',
             'project_id'},
            {k for k, v in bare.items() if v not in (None, [])},
        )  # fmt: skip
        self.openstack('share security service unset --name', created['id'])
        self.assertIsNone(self.show(created['id'])['name'])

        self.openstack('share security service delete', created['id'])
        self.openstack(
            'share security service show', created['id'],
            fail=True, stderr='^No security service with a name or ID',
        )  # fmt: skip

    def test_lifecycle_at_old_versions(self) -> None:
        for version, has_ou, has_site in (
            ('2.0', False, False),
            ('2.43', False, False),
            ('2.44', True, False),
            ('2.75', True, False),
            ('2.76', True, True),
        ):
            name = self.name('old')
            self.cleanup('share security service delete', name)
            run = functools.partial(self.openstack, version=version)
            create = f'share security service create ldap --name {name}'
            for option, known, needed in (
                ('--ou', has_ou, '2.44'),
                ('--default-ad-site', has_site, '2.76'),
            ):
                commands = [
                    f'set x {option} y', f'unset x {option}',
                    f'list {option} y', f'create ldap {option} y',
                ]  # fmt: skip
                for command in commands:
                    if not known:
                        run(
                            f'share security service {command}', fail=True,
                            stderr=f'{option} needs .* {needed} or later',
                        )  # fmt: skip
            run(create + (' --ou disks' if has_ou else ''))
            run('share security service set --user me', name)
            shown = self.show(name, version=version)
            self.assertEqual('me', shown['user'])
            self.assertEqual('disks' if has_ou else None, shown['ou'])
            run('share security service unset --user', name)
            self.assertIn(name, self.names(version=version))
            run('share security service delete', name)

    def test_list(self) -> None:
        given = {
            'dns-ip': '10.9.0.2',
            'ou': 'disks',
            'server': '10.9.0.3',
            'domain': self.name('domain'),
            'user': self.name('user'),
            'default-ad-site': self.name('site'),
        }
        plain = self.create('kerberos')
        full = self.create(
            'ldap', *(f'--{option}={given[option]}' for option in given)
        )
        foreign = self.create('kerberos', cloud='admin')
        ours = {plain, full, foreign}

        def among(*args: str, **kwargs: str) -> set[str]:
            return ours & set(self.names(*args, **kwargs))

        for option, value in given.items():
            # Manila ignores some filters of members
            for cloud in ('member', 'reader'):
                self.assertEqual(
                    {full}, among(f'--{option}', value, cloud=cloud), option
                )
                self.assertEqual(set(), among(f'--{option}', f'{value}x'))
            self.assertEqual(
                {full},
                among(f'--{option}', value, '--all-projects', cloud='admin'),
            )
        for args, expected in (
            ([], {plain, full}),
            (['--name', plain], {plain}),
            (['--type', 'ldap'], {full}),
            (['--type', 'kerberos'], {plain}),
            (['--type', 'nis'], set()),
            (['--status', 'new'], {plain, full}),
            (['--status', 'error'], set()),
            (['--user', ''], {plain, full}),
            # For administrators
            (['--all-projects'], {plain, full}),
        ):
            self.assertEqual(expected, among(*args), f'{args}')
        admin = functools.partial(among, cloud='admin')
        self.assertEqual({foreign}, admin())
        self.assertEqual(ours, admin('--all-projects'))
        self.assertEqual({plain, full}, admin('--project', 'demo'))

        # Paging, also as administrator
        for cloud in ('member', 'admin'):
            whole = self.names('--all-projects', cloud=cloud)
            for size in range(len(whole) + 2):
                for option, rows in (
                    ('--limit', whole[:size]),
                    ('--offset', whole[size:]),
                    ('--marker', whole[size:]),
                ):
                    page = self.names(
                        '--all-projects', option, str(size), cloud=cloud
                    )
                    self.assertEqual(rows, page, option)
            after = self.names('--all-projects', '--marker', full, cloud=cloud)
            self.assertEqual(whole[whole.index(full) + 1 :], after)

    def test_of_share_networks(self) -> None:
        network = self.name('net')
        self.cleanup('share network delete', network)
        network_id = self.json('share network create --name', network)['id']
        ldap, other = self.create('ldap'), self.create('ldap')
        self.openstack(
            'share network set --new-security-service', ldap, network
        )
        for target in (network, network_id):
            self.assertEqual([ldap], self.names('--share-network', target))
        (row,) = self.json(
            'share security service list --detail --share-network', network
        )
        self.assertEqual(
            ['ID', 'Name', 'Status', 'Type', 'Share Networks'], list(row)
        )
        self.assertEqual([network_id], row['Share Networks'])
        (row,) = self.json(
            'share security service list --all-projects --share-network',
            network, cloud='admin',
        )  # fmt: skip
        service = self.show(ldap)
        self.assertEqual(service['project_id'], row['Project ID'])
        self.assertEqual([network_id], service['share_networks'])
        for cloud in ('member', 'admin'):
            self.assertEqual(service, self.show(service['id'], cloud=cloud))

        # An attached service cannot be deleted, the other one can
        result = self.openstack(
            'share security service delete', ldap, other,
            fail=True, stderr='assigned to share network.*HTTP 403',
        )  # fmt: skip
        self.assertIn('1 of 2 security services failed', result.err)
        self.assertEqual({ldap}, {ldap, other} & set(self.names()))
        self.openstack('share network unset --security-service', ldap, network)

    def test_permissions(self) -> None:
        name = self.create('ldap')
        for command in (
            'create ldap',
            f'set --name x {name}',
            f'unset --name {name}',
            f'delete {name}',
        ):
            self.openstack(
                f'share security service {command}',
                cloud='reader', fail=True, stderr='HTTP 403',
            )  # fmt: skip
            if name in command:
                self.openstack(
                    f'share security service {command}',
                    cloud='other', fail=True, stderr='No security service',
                )  # fmt: skip
        self.openstack(
            'share security service show', self.show(name)['id'],
            cloud='other', fail=True,
        )  # fmt: skip
        self.assertEqual(name, self.show(name)['name'])

    def test_password_file(self) -> None:
        name = self.create('ldap', '--password-file', '-', stdin='one\n')
        self.assertEqual('one', self.show(name)['password'])
        self.openstack(
            'share security service set --password-file -', name, stdin='two'
        )
        self.assertEqual('two', self.show(name)['password'])
        for stdin in ('', 'a\nb\n'):
            self.openstack(
                'share security service set --password-file -', name,
                stdin=stdin, fail=True, stderr='must contain a single line',
            )  # fmt: skip
        self.assertEqual('two', self.show(name)['password'])

    def test_failures_change_nothing(self) -> None:
        before = self.names()
        both = ('--server', 'x', '--default-ad-site', 'y')
        for args, status, stderr in (
            (('active_directory', *both), 1, 'both server and.*HTTP 400'),
            (('nis',), 2, 'invalid choice'),
            (('ldap', '--password-prompt'), 1, 'No terminal'),
        ):
            result = self.openstack(
                'share security service create', *args,
                fail=status, stderr=stderr,
            )  # fmt: skip
            self.assertEqual('', result.out)
        self.assertEqual(before, self.names())
        name = self.create('active_directory')
        unchanged = self.show(name)
        self.openstack(
            'share security service set', name, *both,
            fail=True, stderr='both server and.*HTTP 400',
        )  # fmt: skip
        for verb in ('set', 'unset'):
            result = self.openstack(f'share security service {verb}', name)
            self.assertEqual([], result.changes)
        self.assertEqual(unchanged, self.show(name))
        for command in ('show nope', 'set --ou x nope', 'unset --ou nope'):
            self.openstack(
                f'share security service {command}',
                fail=True, stderr='^No security service with a name or ID',
            )  # fmt: skip

    def test_requests(self) -> None:
        name = self.create('ldap')
        service = self.show(name)['id']
        path = '/security-services'
        for command, expected in (
            (f'show {name}', [f'GET {path}/detail?name={name}']),
            (f'show -c type {service}', [f'GET {path}/{service}']),
            (
                f'show {service}',
                [
                    f'GET {path}/{service}',
                    f'GET {path}/detail?id={service}&all_tenants=True',
                ],
            ),
            # Lists can be truncated, so a second page is requested
            ('list --limit 1', [f'GET {path}']),
            ('list --limit 1 --detail', [f'GET {path}/detail']),
            (f'set --ou x {service}', [f'PUT {path}/{service}']),
            (f'unset --ou {service}', [f'PUT {path}/{service}']),
            (f'delete {service}', [f'DELETE {path}/{service}']),
        ):
            result = self.openstack(f'share security service {command}')
            # All requests except discovery and the token
            self.assertEqual(
                expected, [str(request) for request in result.requests[3:]]
            )
