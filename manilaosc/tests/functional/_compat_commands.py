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

"""What ``test_compat_output`` compares, and what it needs on the cloud."""

import dataclasses

from manilaosc.tests.unit import registry


@dataclasses.dataclass(frozen=True)
class Stock:
    """Something that the compared commands find on the cloud.

    :param command: What makes or finds it. In braces are ``name``, which is
        new, and the names under which earlier IDs were kept.
    :param keep: The name to keep its ID under.
    :param undo: What removes it when the test ends, where that is necessary.
    :param column: The column that identifies it.
    """

    command: str
    keep: str = ''
    undo: str = ''
    column: str = 'id'
    cloud: str = 'member'


@dataclasses.dataclass(frozen=True)
class Compared:
    """A command that both implementations run in each format.

    :param command: The command. In braces are ``name`` and ``number``, which
        are new, and IDs of the stock.
    :param clouds: The users that run it.
    :param before: What has to be done each time before. ``{last}`` is the ID
        that the command printed the last time.
    :param first: The stock that is ``{last}`` the first time.
    :param undo: What removes what the command made; the IDs follow it.
    """

    command: str
    clouds: tuple[str, ...] = ('member', 'admin')
    before: str = ''
    first: str = ''
    undo: str = ''

    @property
    def name(self) -> str:
        """The name of the command."""
        return max(
            (
                name
                for name in registry.shared()
                if f'{self.command} '.startswith(f'{name} ')
            ),
            key=len,
        )

    @property
    def label(self) -> str:
        """The name and the options that select what is printed."""
        words = self.command.split()
        return ' '.join([self.name, *(w for w in words if w in SELECTING)])


#: Options that select what is printed
SELECTING = (
    '--long',
    '--detail',
    '--detailed',
    '--absolute',
    '--rate',
    '--check-only',
)
MEMBER = ('member',)
ADMIN = ('admin',)

#: Made in this order, removed in the reverse order
STOCK = (
    Stock(
        'share create NFS 1 --wait --name {name} --share-type dhss_false '
        '--description "a \'quoted\' word" --property b=2 --property a=1',
        keep='share',
        undo='share delete --wait {share}',
    ),
    Stock('share export location list {share}', keep='location', column='ID'),
    Stock(
        'share export location set {share} {location} --property k=v '
        '--property b=2',
        cloud='admin',
    ),
    Stock(
        'share instance list --share {share}',
        keep='instance',
        column='ID',
        cloud='admin',
    ),
    Stock(
        'share access create --wait {share} ip 10.0.0.1 --properties k=v b=2',
        keep='rule',
    ),
    Stock('share access create --wait {share} ip 10.0.0.2 --access-level ro'),
    Stock(
        'share lock create {share} share --lock-reason "in use"',
        keep='lock',
        undo='share lock delete {lock}',
    ),
    Stock(
        'share create NFS 1 --wait --share-type dhss_false --public',
        keep='plain',
        undo='share delete --wait {plain}',
        cloud='admin',
    ),
    Stock(
        'share snapshot create {share} --wait --name {name} --property k=v '
        '--property b=2',
        keep='snapshot',
        undo='share snapshot delete --wait {snapshot}',
    ),
    Stock(
        'share snapshot access create {snapshot} ip 10.0.0.1 --wait',
        keep='snapshot_rule',
    ),
    Stock(
        'share snapshot export location list {snapshot}',
        keep='snapshot_location',
        column='ID',
    ),
    Stock(
        'share snapshot instance list --snapshot {snapshot}',
        keep='snapshot_instance',
        column='ID',
        cloud='admin',
    ),
    Stock(
        'share snapshot instance export location list {snapshot_instance}',
        keep='snapshot_instance_location',
        column='ID',
        cloud='admin',
    ),
    Stock(
        'share create NFS 1 --wait --snapshot-id {snapshot} --name {name}',
        keep='copy',
        undo='share delete --wait {copy}',
    ),
    Stock(
        'share backup create {copy} --wait --name {name}',
        keep='backup',
        undo='share backup delete --wait {backup}',
    ),
    Stock(
        'share security service create ldap --name {name} --dns-ip 10.0.0.2 '
        '--server ldap.example.org --domain example.org --user x --password '
        'y --description text',
        keep='service',
        undo='share security service delete {service}',
    ),
    Stock(
        'share network create --name {name} --description text',
        keep='network',
        undo='share network delete {network}',
    ),
    Stock('share network set {network} --new-security-service {service}'),
    Stock(
        'share network subnet create {network} --availability-zone nova '
        '--property k=v --property b=2',
        keep='subnet',
        undo='share network subnet delete {network} {subnet}',
    ),
    Stock(
        'share network create --name {name}',
        keep='server_network',
        undo='share network delete {server_network}',
    ),
    Stock(
        'share create NFS 1 --wait --share-type dhss_true --share-network '
        '{server_network} --name {name}',
        keep='shared',
        undo='share delete --wait {shared}',
    ),
    Stock(
        'share server list --share-network {server_network}',
        keep='server',
        column='ID',
        cloud='admin',
    ),
    Stock(
        'share group type create {name} dhss_false dhss_true --public false '
        '--group-specs k=v --group-specs consistent_snapshot_support=host',
        keep='private_group_type',
        undo='share group type delete {private_group_type}',
        cloud='admin',
    ),
    Stock(
        'share group create --wait --name {name} --description text '
        '--share-types dhss_false',
        keep='group',
        undo='share group delete --wait {group}',
    ),
    Stock(
        'share create NFS 1 --wait --name {name} --share-group {group} '
        '--share-type dhss_false',
        keep='grouped',
        undo='share delete --wait --share-group {group} {grouped}',
    ),
    Stock(
        'share group snapshot create {group} --wait --name {name}',
        keep='group_snapshot',
        undo='share group snapshot delete --wait {group_snapshot}',
    ),
    Stock(
        'share type create {name} false --extra-specs '
        'replication_type=readable --snapshot-support true --description text',
        keep='replicated_type',
        undo='share type delete {replicated_type}',
        cloud='admin',
    ),
    Stock(
        'share type create {name} true --public false',
        keep='private_type',
        undo='share type delete {private_type}',
        cloud='admin',
    ),
    Stock('share network show {network}', keep='project', column='project_id'),
    Stock('share type access create {private_type} {project}', cloud='admin'),
    Stock(
        'share group type access create {private_group_type} {project}',
        cloud='admin',
    ),
    Stock(
        'share create NFS 1 --wait --share-type {replicated_type} --name '
        '{name}',
        keep='replicated',
        undo='share delete --wait {replicated}',
    ),
    Stock(
        'share replica create {replicated} --wait --property k=v --property '
        'b=2',
        keep='replica',
        undo='share replica delete --wait {replica}',
    ),
    Stock(
        'share replica export location list {replica}',
        keep='replica_location',
        column='ID',
    ),
    Stock(
        'share create NFS 1 --wait --name {name}',
        keep='offered',
        undo='share delete --wait {offered}',
    ),
    Stock(
        'share create NFS 50000 --share-type dhss_false --name {name}',
        keep='large',
        undo='share delete --wait {large}',
    ),
    Stock(
        'share create NFS 1 --wait --name {name}',
        keep='deleted',
        undo='share delete --wait --force {deleted}',
    ),
    Stock('share delete --soft --wait {deleted}'),
    Stock(
        'share qos type create {name} --description text --spec k=v --spec '
        'b=2',
        keep='qos_type',
        undo='share qos type delete {qos_type}',
        cloud='admin',
    ),
    Stock(
        'share create NFS 1 --wait --name {name} --share-type dhss_false',
        keep='adoptable',
    ),
    Stock('share show {adoptable}', keep='host', column='host', cloud='admin'),
    Stock(
        'share export location list {adoptable}', keep='path', column='Path'
    ),
    Stock(
        'share create NFS 1 --wait --name {name} --share-type dhss_false',
        keep='origin',
        undo='share delete --wait {origin}',
    ),
    Stock(
        'share snapshot create {origin} --wait --name {name}',
        keep='adoptable_snapshot',
    ),
    Stock(
        'share snapshot show {adoptable_snapshot}',
        keep='provider_location',
        column='provider_location',
        cloud='admin',
    ),
    Stock(
        'share network create --name {name}',
        keep='plain_network',
        undo='share network delete {plain_network}',
    ),
    Stock(
        'share network create --name {name}',
        keep='adopting_network',
        undo='share network delete {adopting_network}',
    ),
    Stock(
        'share create NFS 1 --wait --share-type dhss_true --share-network '
        '{adopting_network} --name {name}',
        keep='stranger',
    ),
    Stock(
        'share show {stranger}',
        keep='adoptable_server',
        column='share_server_id',
        cloud='admin',
    ),
    Stock('share unmanage --wait {stranger}', cloud='admin'),
    Stock(
        'share server show {adoptable_server}',
        keep='server_host',
        column='host',
        cloud='admin',
    ),
    Stock(
        'share message list --resource-id {large}', keep='message', column='ID'
    ),
    Stock(
        'share create NFS 1 --wait --name {name} --share-type dhss_false',
        keep='migrated',
        undo='share delete --wait {migrated}',
    ),
    Stock(
        'share set --task-state migration_success {migrated}', cloud='admin'
    ),
    Stock(
        'share network create --name {name}',
        keep='migrating_network',
        undo='share network delete {migrating_network}',
    ),
    Stock(
        'share create NFS 1 --wait --share-type dhss_true --share-network '
        '{migrating_network} --name {name}',
        keep='moved',
        undo='share delete --wait {moved}',
    ),
    Stock(
        'share server list --share-network {migrating_network}',
        keep='server_migrating',
        column='ID',
        cloud='admin',
    ),
    Stock(
        'share server set --status server_migrating --task-state '
        'migration_success {server_migrating}',
        undo='share server set --status active {server_migrating}',
        cloud='admin',
    ),
    Stock(
        'share create NFS 1 --wait --name {name}',
        keep='given',
        undo='share delete --wait {given}',
    ),
    # It expires after five minutes
    Stock(
        'share transfer create {offered} --name {name}',
        keep='transfer',
        undo='share transfer delete {transfer}',
    ),
)

#: Commands that only read
READ = (
    # Before it expires
    Compared('share transfer list'),
    Compared('share transfer list --detailed'),
    Compared('share transfer show {transfer}', clouds=MEMBER),
    Compared('share access list {share}'),
    Compared('share access show {rule}'),
    Compared('share availability zone list'),
    Compared('share backup list'),
    Compared('share backup list --detail'),
    Compared('share backup show {backup}'),
    Compared('share export location list {share}'),
    Compared('share export location show {share} {location}'),
    Compared('share group list'),
    Compared('share group show {group}'),
    Compared('share group snapshot list'),
    Compared('share group snapshot list --detail'),
    Compared('share group snapshot members list {group_snapshot}'),
    Compared('share group snapshot show {group_snapshot}'),
    Compared(
        'share group type access list {private_group_type}', clouds=ADMIN
    ),
    Compared('share group type list'),
    Compared('share group type list --all', clouds=ADMIN),
    Compared('share group type show {private_group_type}'),
    Compared('share instance export location list {instance}', clouds=ADMIN),
    Compared(
        'share instance export location show {instance} {location}',
        clouds=ADMIN,
    ),
    Compared('share instance list --share {share}', clouds=ADMIN),
    Compared('share instance list --export-location {location}', clouds=ADMIN),
    Compared('share instance show {instance}', clouds=ADMIN),
    Compared('share limits show --absolute'),
    Compared('share limits show --rate'),
    Compared('share list'),
    Compared('share list --long'),
    Compared('share list --all-projects --long', clouds=ADMIN),
    Compared('share list --soft-deleted'),
    Compared('share list --property a=1'),
    Compared('share lock list'),
    Compared('share lock list --detail'),
    Compared('share lock show {lock}'),
    Compared('share message list'),
    Compared('share message list --resource-id {large}'),
    Compared('share message show {message}'),
    Compared('share migration show {migrated}', clouds=ADMIN),
    Compared('share network list'),
    Compared('share network list --detail'),
    Compared('share network list --all-projects', clouds=ADMIN),
    Compared('share network show {network}'),
    Compared('share network show {server_network}'),
    Compared('share network subnet show {network} {subnet}'),
    Compared('share pool list', clouds=ADMIN),
    Compared('share pool list --detail', clouds=ADMIN),
    Compared('share properties show {share}'),
    Compared('share properties show {copy}'),
    Compared('share qos type list'),
    Compared('share qos type show {qos_type}'),
    Compared('share quota show {project}'),
    Compared('share quota show {project} --detail'),
    Compared('share quota show {project} --defaults'),
    Compared('share replica export location list {replica}'),
    Compared(
        'share replica export location show {replica} {replica_location}'
    ),
    Compared('share replica list'),
    Compared('share replica list --share {replicated}'),
    Compared('share replica show {replica}'),
    Compared('share security service list'),
    Compared('share security service list --detail'),
    Compared('share security service show {service}'),
    Compared(
        'share server list --share-network {server_network}', clouds=ADMIN
    ),
    Compared('share server show {server}', clouds=ADMIN),
    Compared('share server migration show {server_migrating}', clouds=ADMIN),
    Compared('share service list', clouds=ADMIN),
    Compared('share show {share}'),
    Compared('share show {plain}'),
    Compared('share show {shared}'),
    Compared('share snapshot access list {snapshot}'),
    Compared('share snapshot export location list {snapshot}'),
    Compared(
        'share snapshot export location show {snapshot} {snapshot_location}'
    ),
    Compared(
        'share snapshot instance export location list {snapshot_instance}',
        clouds=ADMIN,
    ),
    Compared(
        'share snapshot instance export location show {snapshot_instance} '
        '{snapshot_instance_location}',
        clouds=ADMIN,
    ),
    Compared('share snapshot instance list', clouds=ADMIN),
    Compared('share snapshot instance list --detailed', clouds=ADMIN),
    Compared('share snapshot instance show {snapshot_instance}', clouds=ADMIN),
    Compared('share snapshot list'),
    Compared('share snapshot list --detail'),
    Compared('share snapshot show {snapshot}'),
    Compared('share type access list {private_type}', clouds=ADMIN),
    Compared('share type list'),
    Compared('share type list --all', clouds=ADMIN),
    Compared('share type show {replicated_type}'),
    Compared(
        'share server migration start {server} sandbox@beta --check-only '
        '--preserve-snapshots True --writable False --nondisruptive False',
        clouds=ADMIN,
    ),
)

#: Commands that make something, each time they are run
WRITE = (
    Compared(
        'share access create {plain} ip 10.0.1.{number} --properties k=v b=2',
        clouds=ADMIN,
    ),
    Compared(
        'share adopt {host} NFS {path} --name {name} --share-type dhss_false',
        clouds=ADMIN,
        undo='share abandon',
        before='share abandon --wait {last}',
        first='adoptable',
    ),
    Compared(
        'share backup create {migrated} --name {name}',
        clouds=MEMBER,
        before='share backup delete --wait {last}',
        undo='share backup delete --wait',
    ),
    Compared(
        'share create NFS 1 --name {name} --property k=v --property b=2',
        clouds=MEMBER,
        undo='share delete',
    ),
    Compared(
        'share group create --name {name} --share-types dhss_false',
        clouds=MEMBER,
        undo='share group delete',
    ),
    Compared(
        'share group snapshot create {group} --name {name}',
        clouds=MEMBER,
        undo='share group snapshot delete',
    ),
    Compared(
        'share group type create {name} dhss_false --group-specs k=v b=2',
        clouds=ADMIN,
        undo='share group type delete',
    ),
    Compared(
        'share lock create {plain} share --lock-reason because',
        clouds=ADMIN,
        undo='share lock delete',
    ),
    Compared(
        'share network create --name {name}',
        clouds=MEMBER,
        undo='share network delete',
    ),
    Compared(
        'share network subnet create {plain_network} --availability-zone '
        'nova --property k=v',
        clouds=MEMBER,
        before='share network subnet delete {plain_network} {last}',
        undo='share network subnet delete {plain_network}',
    ),
    Compared(
        'share qos type create {name} --spec k=v --spec b=2',
        clouds=ADMIN,
        undo='share qos type delete',
    ),
    Compared(
        'share replica create {replicated}',
        clouds=MEMBER,
        before='share replica delete --wait {last}',
        undo='share replica delete --wait',
    ),
    Compared(
        'share security service create ldap --name {name} --user x '
        '--password y',
        clouds=MEMBER,
        undo='share security service delete',
    ),
    Compared(
        'share server adopt {server_host} {adopting_network} '
        '{adoptable_server}',
        clouds=ADMIN,
        undo='share server delete',
        before='share server abandon --wait {last}',
        first='adoptable_server',
    ),
    Compared(
        'share snapshot access create {snapshot} ip 10.0.1.{number}',
        clouds=MEMBER,
    ),
    Compared(
        'share snapshot adopt {origin} {provider_location} --name {name}',
        clouds=ADMIN,
        undo='share snapshot abandon --wait',
        before='share snapshot abandon --wait {last}',
        first='adoptable_snapshot',
    ),
    Compared(
        'share snapshot create {origin} --name {name} --property k=v '
        '--property b=2',
        clouds=MEMBER,
        undo='share snapshot delete',
    ),
    Compared(
        'share transfer create {given} --name {name}',
        clouds=MEMBER,
        before='share transfer delete {last}',
        undo='share transfer delete',
    ),
    Compared(
        'share type create {name} false --description text --extra-specs k=v '
        'b=2',
        clouds=ADMIN,
        undo='share type delete',
    ),
    Compared(
        'share type create {name} true --public false --snapshot-support true',
        clouds=ADMIN,
        undo='share type delete',
    ),
)
