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
"""Unit tests for ``share mount`` commands."""

from manilaosc.tests.unit import fakes
from manilaosc.v2 import share_mount

CEPH_PATH = '10.0.0.1:6789,10.0.0.2:6789:/volumes/_nogroup/x'


class TestShow(fakes.TestCommand):
    command = share_mount.ShowShareMount

    def mount(self, *args, path='10.0.0.10:/share', rules=(), **attrs):
        share = fakes.resource(
            'share',
            **{
                'id': 's1',
                'name': 'data',
                'share_protocol': 'NFS',
                'metadata': {},
                **attrs,
            },
        )
        self.client.find_share.return_value = share
        locations = path if isinstance(path, list) else [self.location(path)]
        self.client.export_locations.return_value = iter(locations)
        self.client.access_rules.return_value = iter(rules)
        return self.run_cmd('data', *args).fields

    def location(self, path, **attrs):
        return fakes.resource(
            'share_export_location',
            **{
                'id': f'id of {path}',
                'path': path,
                'is_admin': False,
                'is_preferred': False,
                **attrs,
            },
        )

    def rule(self, type_, to, **attrs):
        return fakes.resource(
            'share_access_rule',
            **{
                'id': f'rule of {to}',
                'access_type': type_,
                'access_to': to,
                'access_level': 'rw',
                'state': 'active',
                'access_key': 'secret key',
                **attrs,
            },
        )

    def test_protocols(self):
        for protocol, path, command, fstab in (
            (
                'NFS',
                '10.0.0.10:/share',
                'sudo mount -t nfs 10.0.0.10:/share /mnt/data',
                '10.0.0.10:/share /mnt/data nfs defaults,_netdev 0 0',
            ),
            (
                'CIFS',
                r'\\10.0.0.10\share',
                'sudo mount -t cifs //10.0.0.10/share /mnt/data '
                '-o credentials=/etc/samba/data.credentials',
                '//10.0.0.10/share /mnt/data cifs '
                'credentials=/etc/samba/data.credentials,_netdev 0 0',
            ),
            (
                'GLUSTERFS',
                'host:/volume',
                'sudo mount -t glusterfs host:/volume /mnt/data',
                'host:/volume /mnt/data glusterfs defaults,_netdev 0 0',
            ),
            (
                'HDFS',
                'hdfs://10.0.0.10:8020/shares/x',
                'sudo hadoop-fuse-dfs dfs://10.0.0.10:8020 /mnt/data',
                '',
            ),
            ('MAPRFS', 'maprfs:///shares/x -C -Z -N c', '', ''),
            ('WEKAFS', 'host/fs', '', ''),
        ):
            found = self.mount(path=path, share_protocol=protocol)
            self.assertEqual(command, found['command'], protocol)
            self.assertEqual(fstab, found['fstab'], protocol)
            self.assertEqual(path, found['export_location'])

    def test_names_that_are_no_safe_file_names(self):
        for name, folder in (
            ('..', '/mnt/s1'),
            ('.', '/mnt/s1'),
            (None, '/mnt/s1'),
            ('../etc', '/mnt/.._etc'),
            ('x,suid', '/mnt/x_suid'),
        ):
            found = self.mount(name=name, share_protocol='CIFS')
            self.assertEqual(folder, found['mount_point'])
            label = folder.removeprefix('/mnt/')
            self.assertEqual(
                f'credentials=/etc/samba/{label}.credentials', found['options']
            )
        found = self.mount(name='a b', share_protocol='CIFS')
        self.assertEqual(
            r'10.0.0.10:/share /mnt/a\040b cifs '
            r'credentials=/etc/samba/a\040b.credentials,_netdev 0 0',
            found['fstab'],
        )

    def test_unknown_protocol(self):
        found = self.mount(share_protocol='WEKAFS')
        self.assertEqual(
            'The command for the protocol WEKAFS is not known.', found['note']
        )

    def test_cephfs(self):
        found = self.mount(
            path=CEPH_PATH,
            share_protocol='CEPHFS',
            rules=[self.rule('cephx', 'alice')],
            metadata={'__mount_options': 'fs=cephfs'},
        )
        self.assertEqual('alice', found['user'])
        self.assertEqual('rw', found['access'])
        self.assertEqual('/etc/ceph/alice.secret', found['credentials'])
        self.assertEqual(
            f'sudo mount -t ceph {CEPH_PATH} /mnt/data '
            '-o name=alice,secretfile=/etc/ceph/alice.secret,fs=cephfs',
            found['command'],
        )
        self.assertIn(
            'alice@.cephfs=/volumes/_nogroup/x /mnt/data '
            '-o mon_addr=10.0.0.1:6789/10.0.0.2:6789',
            found['note'],
        )

    def test_cephfs_without_file_system(self):
        found = self.mount(path=CEPH_PATH, share_protocol='CEPHFS')
        self.assertNotIn('fs=', found['command'])
        self.assertNotIn('mon_addr', found['note'])
        self.assertIn('name=USER', found['command'])

    def test_secrets(self):
        rules = [self.rule('cephx', 'alice')]
        found = self.mount(
            path=CEPH_PATH, share_protocol='CEPHFS', rules=rules
        )
        self.assertNotIn('secret key', str(found))
        found = self.mount(
            '--secret', path=CEPH_PATH, share_protocol='CEPHFS', rules=rules
        )
        self.assertEqual('secret key', found['access_key'])

    def test_access(self):
        wide = self.rule('ip', '10.0.0.0/24', access_level='ro')
        for args, rules, access, rule in (
            ((), [], 'no active access rule', None),
            ((), [wide], 'not checked; specify --client', None),
            (('--client', '10.0.0.7'), [wide], 'ro', 'rule of 10.0.0.0/24'),
            (
                ('--client', '10.1.0.7'),
                [wide],
                'no active access rule for 10.1.0.7',
                None,
            ),
            (
                ('--client', '10.0.0.7'),
                [wide, self.rule('ip', '10.0.0.7')],
                'rw',
                'rule of 10.0.0.7',
            ),
            (
                ('--client', '10.0.0.7'),
                [self.rule('ip', '10.0.0.7', state='error')],
                'no active access rule',
                None,
            ),
            (('--client', 'bob'), [self.rule('user', 'bob')], 'rw', None),
        ):
            found = self.mount(*args, rules=rules)
            self.assertEqual(access, found['access'], args)
            if rule:
                self.assertEqual(rule, found['access_rule_id'])

    def test_read_only(self):
        rule = self.rule('ip', '10.0.0.0/24', access_level='ro')
        found = self.mount('--client', '10.0.0.7', rules=[rule])
        self.assertTrue(found['command'].endswith(' -o ro'))
        self.assertIn(' nfs ro,_netdev ', found['fstab'])

    def test_export_location(self):
        paths = [
            self.location('admin:/a', is_admin=True),
            self.location('first:/b'),
            self.location('preferred:/c', is_preferred=True),
        ]
        for args, expected in (
            ((), 'preferred:/c'),
            (('--export-location', 'first:/b'), 'first:/b'),
            (('--export-location', 'id of first:/b'), 'first:/b'),
        ):
            found = self.mount(*args, path=paths)
            self.assertEqual(expected, found['export_location'])

    def test_no_export_location(self):
        self.client.find_share.return_value = fakes.resource('share', id='s1')
        for args, words in (
            ((), 'has no export location; try "openstack share diagnose s1"'),
            (('--export-location', 'x'), "has no export location 'x'"),
        ):
            self.client.export_locations.return_value = iter([])
            self.client.access_rules.return_value = iter([])
            self.run_cmd('data', *args, fail=True, stderr=words)

    def test_folder(self):
        found = self.mount('--to', '/srv/my data')
        self.assertIn("'/srv/my data'", found['command'])
        self.assertIn(r'/srv/my\040data', found['fstab'])

    def test_old_microversion(self):
        self.use_microversion('2.8')
        self.run_cmd('data', fail=True, stderr='needs .* 2.9')
