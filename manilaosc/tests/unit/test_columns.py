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

"""Tests for the columns and fields that scripts rely on."""

import importlib.metadata
from typing import Any
from unittest import mock

from cliff import lister
from cliff import show
from manilaclient import api_versions
import testtools

from manilaosc.sdk.v2 import _proxy
from manilaosc.tests.unit import registry

#: Options that change a list's columns
FLAGS = (
    '--long',
    '--detail',
    '--detailed',
    '--all-projects',
    '--absolute',
    '--rate',
)
#: Where our columns are meant to differ, and why
INTENDED: dict[str, str] = {}

#: What showing one resource must at least have: what the API answers an
#: administrator, under the names that python-manilaclient's users know. Its
#: commands show what comes, so they cannot be asked, as lists can.
FIELDS: dict[str, str | list[str]] = {
    'share': (
        'access_rules_status availability_zone '
        'create_share_from_snapshot_support created_at description '
        'encryption_key_ref export_locations has_replicas host id is_public '
        'is_soft_deleted mount_snapshot_support name progress project_id '
        'properties replication_type revert_to_snapshot_support '
        'scheduled_to_be_deleted_at share_group_id share_network_id '
        'share_proto share_server_id share_type share_type_name size '
        'snapshot_id snapshot_support source_backup_id '
        'source_share_group_snapshot_member_id status task_state user_id '
        'volume_type'
    ),
    'share access': (
        'access_key access_level access_to access_type created_at id '
        'properties share_id state updated_at'
    ),
    'share backup': (
        'availability_zone backup_type created_at description host id name '
        'progress restore_progress share_id size status topic updated_at'
    ),
    'share export location': (
        'created_at id is_admin_only path preferred properties '
        'share_instance_id updated_at'
    ),
    'share group': (
        'availability_zone consistent_snapshot_support created_at description '
        'host id name project_id share_group_type_id share_network_id '
        'share_server_id share_types source_share_group_snapshot_id status'
    ),
    'share group snapshot': (
        'created_at description id name project_id share_group_id status'
    ),
    'share group type': (
        'group_specs id is_default name share_types visibility'
    ),
    'share instance': (
        'access_rules_status availability_zone cast_rules_to_readonly '
        'created_at export_locations host id progress replica_state share_id '
        'share_network_id share_server_id share_type_id status updated_at'
    ),
    'share instance export location': (
        'created_at id is_admin_only path preferred share_instance_id '
        'updated_at'
    ),
    # Its fields have the names of columns
    'share lock': [
        'ID',
        'Resource Id',
        'Resource Type',
        'Resource Action',
        'Lock Context',
        'User Id',
        'Project Id',
        'Created At',
        'Updated At',
        'Lock Reason',
    ],
    'share message': (
        'action_id created_at detail_id expires_at id message_level '
        'request_id resource_id resource_type user_message'
    ),
    'share migration': 'details task_state total_progress',
    'share network': (
        'created_at description id name network_allocation_update_support '
        'project_id security_service_update_support security_services '
        'share_network_subnets status updated_at'
    ),
    'share network subnet': (
        'availability_zone cidr created_at gateway id ip_version mtu '
        'network_type neutron_net_id neutron_subnet_id properties '
        'segmentation_id share_network_id share_network_name updated_at'
    ),
    'share replica': (
        'availability_zone cast_rules_to_readonly created_at '
        'export_locations host id properties replica_state share_id '
        'share_network_id share_server_id status updated_at'
    ),
    'share replica export location': (
        'availability_zone created_at id is_admin_only metadata path '
        'preferred replica_state share_instance_id updated_at'
    ),
    'share security service': (
        'created_at default_ad_site description dns_ip domain id name ou '
        'password project_id server share_networks status type updated_at user'
    ),
    'share qos type': 'created_at description id name specs updated_at',
    'share quota': (
        'backup_gigabytes backups encryption_keys gigabytes id '
        'per_share_gigabytes replica_gigabytes share_group_snapshots '
        'share_groups share_networks share_replicas shares '
        'snapshot_gigabytes snapshots'
    ),
    'share server': (
        'created_at encryption_key_ref host id identifier is_auto_deletable '
        'network_allocation_update_support project_id '
        'security_service_update_support share_network_id share_network_name '
        'share_network_subnet_ids source_share_server_id status task_state '
        'updated_at'
    ),
    'share server migration': (
        'destination_share_server_id task_state total_progress'
    ),
    'share snapshot': (
        'created_at description export_locations id name project_id '
        'properties provider_location share_id share_proto share_size size '
        'status user_id'
    ),
    'share snapshot export location': (
        'created_at id is_admin_only path share_snapshot_instance_id '
        'updated_at'
    ),
    'share snapshot instance': (
        'created_at export_locations id progress provider_location share_id '
        'share_instance_id snapshot_id status updated_at'
    ),
    'share snapshot instance export location': (
        'created_at id is_admin_only path share_snapshot_instance_id '
        'updated_at'
    ),
    'share transfer': (
        'accepted created_at destination_project_id expires_at id name '
        'resource_id resource_type source_project_id'
    ),
    'share type': (
        'description id is_default name optional_extra_specs '
        'required_extra_specs visibility'
    ),
}


def columns(
    entry_point: importlib.metadata.EntryPoint, client: Any, *flags: str
) -> list[str]:
    """Return the columns of a command on a cloud of mocks."""
    app = registry.fake_app()
    manager = app.client_manager = mock.MagicMock()
    manager.share = manager.shared_file_system = client
    command = entry_point.load()(app, None)
    parser = command.get_parser('openstack command')
    values = [
        next(iter(action.choices)) if action.choices else 'x'
        for action in registry.positionals(parser)
    ]
    return list(command.take_action(parser.parse_args([*flags, *values]))[0])


def our_columns(name: str, *flags: str) -> list[str]:
    client = mock.MagicMock(spec=_proxy.Proxy)
    client.default_microversion = _proxy.Proxy.max_microversion
    client.max_microversion = _proxy.Proxy.max_microversion
    return columns(registry.ours()[name], client, *flags)


def manilaclients_columns(name: str, *flags: str) -> list[str]:
    client = mock.MagicMock()
    client.api_version = api_versions.APIVersion(api_versions.MAX_VERSION)
    # Only private types have a list of the projects that may use them
    for types in (client.share_types, client.share_group_types):
        types.get.return_value._info = {
            'share_type_access:is_public': False,
            'is_public': False,
        }
    return columns(registry.manilaclients()[name], client, *flags)


class TestLists(testtools.TestCase):
    """Lists begin with python-manilaclient's columns, in order."""

    def test_columns(self):
        found = {}
        for name in registry.shared():
            entry_point = registry.ours()[name]
            if not issubclass(entry_point.load(), lister.Lister):
                continue
            parser = registry.parser(registry.manilaclients()[name])
            known = registry.options(parser)
            groups = parser._mutually_exclusive_groups
            without = [] if any(g.required for g in groups) else [[]]
            for flags in (*without, *([f] for f in FLAGS if f in known)):
                theirs = manilaclients_columns(name, *flags)
                ours = our_columns(name, *flags)
                if ours[: len(theirs)] != theirs:
                    found[' '.join([name, *flags])] = (theirs, ours)
        for case in INTENDED:
            self.assertIn(case, found, 'INTENDED names it, but it is gone')
            del found[case]
        self.assertEqual({}, found)


class TestFields(testtools.TestCase):
    def test_fields(self):
        problems = []
        for name in registry.ours():
            noun, _space, verb = name.rpartition(' ')
            if verb == 'show' and noun in FIELDS:
                fields = FIELDS[noun]
                if isinstance(fields, str):
                    fields = fields.split()
                lost = set(fields) - set(our_columns(name))
                problems += [f'{name}: {field} is missing' for field in lost]
        self.assertEqual([], sorted(problems))

    def test_every_noun_has_a_contract(self):
        missing = [
            name
            for name in registry.shared()
            if issubclass(registry.ours()[name].load(), show.ShowOne)
            and name.endswith(' show')
            and name.removesuffix(' show') not in FIELDS
            # Their fields are the keys that users have set
            and not name.endswith(' properties show')
        ]
        self.assertEqual([], missing, 'add what it shows to FIELDS')
