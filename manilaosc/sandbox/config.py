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

"""The configuration files of the services."""

from collections.abc import Mapping
from importlib import metadata
import json
import pathlib
import sys

from manilaosc.sandbox import errors
from manilaosc.sandbox import files
from manilaosc.sandbox import seed
from manilaosc.sandbox import state as sandbox_state

Sections = Mapping[str, Mapping[str, object]]

HOST = 'sandbox'
ZONE = 'nova'

#: Shares can be replicated within a replication domain, so each domain has two
#: back ends of the same kind
BACKENDS = {
    'alpha': {'driver_handles_share_servers': True, 'domain': 'servers'},
    'beta': {'driver_handles_share_servers': True, 'domain': 'servers'},
    'gamma': {'driver_handles_share_servers': False, 'domain': 'plain'},
    'delta': {'driver_handles_share_servers': False, 'domain': 'plain'},
}

#: Networks of share servers, so that Neutron is not needed
NETWORKS = {
    'member_network': {
        'gateway': '10.0.0.1',
        'mask': '22',
        'network_type': 'vlan',
        'segmentation_id': 1010,
        'allowed_ip_ranges': '10.0.0.10-10.0.3.250',
    },
    'admin_network': {
        'gateway': '11.0.0.1',
        'mask': '22',
        'network_type': 'vlan',
        'segmentation_id': 1011,
        'allowed_ip_ranges': '11.0.0.10-11.0.3.250',
    },
}

#: Driver methods without delay, because they run every second or are not part
#: of an operation that a user waits for
FREE_METHODS = (
    '_get_pools_info',
    '_update_share_stats',
    'do_setup',
    'get_pool',
    'migration_check_compatibility',
    'migration_get_progress',
    'update_replica_state',
    'update_replicated_snapshot',
)

#: Seconds that ensuring a share takes, so that its status can be seen. The
#: driver makes sure that this only happens if an administrator requests it.
ENSURE_DELAY = 0.5

#: Intervals of Manila's periodic tasks, in seconds. The defaults, a minute and
#: more, are too long for users and tests that wait. See also ``quiet``.
INTERVALS = {
    'report_interval': 5,
    'periodic_interval': 1,
    'periodic_fuzzy_delay': 0,
    'replica_state_update_interval': 1,
    'migration_driver_continue_update_interval': 1,
    'server_migration_driver_continue_update_interval': 1,
    'driver_backup_continue_update_interval': 1,
    'driver_restore_continue_update_interval': 1,
    'backup_continue_update_interval': 1,
    'restore_continue_update_interval': 1,
    'check_for_expired_shares_in_recycle_bin_interval': 5,
    'check_for_expired_transfers': 5,
    'periodic_deferred_delete_interval': 5,
    'migration_create_delete_share_timeout': 60,
    'service_down_time': 20,
}

#: Enough for a test run, but not unlimited, as an example for ``quota show``
QUOTAS = {
    'shares': 20000,
    'snapshots': 20000,
    'gigabytes': 1000000,
    'snapshot_gigabytes': 1000000,
    'share_networks': 1000,
    'share_groups': 1000,
    'share_group_snapshots': 1000,
    'share_replicas': 1000,
    'replica_gigabytes': 100000,
    'backups': 1000,
    'backup_gigabytes': 100000,
}


def ini(sections: Sections) -> str:
    """Return the content of an oslo.config file.

    :param sections: The options of each section, by name.
    """
    lines: list[str] = []
    for section, options in sections.items():
        lines.append(f'[{section}]')
        for name, value in options.items():
            # A single dollar sign refers to another option
            lines.append(f'{name} = {str(value).replace("$", "$$")}')
        lines.append('')
    return '\n'.join(lines)


def keystone(state: sandbox_state.State) -> str:
    """Return ``keystone.conf``."""
    folder = state.keystone
    return ini(
        {
            'DEFAULT': {'use_stderr': True, 'log_dir': ''},
            'database': {'connection': f'sqlite:///{folder}/keystone.db'},
            'identity': {
                # The minimum of bcrypt: the default takes a third of a
                # second per login, which protects valuable passwords
                'password_hash_rounds': 4
            },
            'token': {'expiration': 86400},
            'fernet_tokens': {'key_repository': folder / 'fernet-keys'},
            'fernet_receipts': {'key_repository': folder / 'fernet-keys'},
            'credential': {'key_repository': folder / 'credential-keys'},
            'oslo_messaging_notifications': {'driver': 'noop'},
        }
    )


def manila(state: sandbox_state.State) -> str:
    """Return ``manila.conf``."""
    folder = state.manila
    settings = state.settings
    sections: dict[str, Mapping[str, object]] = {
        'DEFAULT': {
            'host': HOST,
            'my_ip': '127.0.0.1',
            'use_stderr': True,
            'state_path': folder,
            'api_paste_config': state.paste_ini,
            'rootwrap_config': etc_file('rootwrap.conf'),
            'auth_strategy': 'keystone',
            # All services are threads of one process
            'transport_url': 'fake://',
            'enabled_share_backends': ','.join(BACKENDS),
            'enabled_share_protocols': 'NFS,CIFS',
            'default_share_type': seed.DEFAULT_SHARE_TYPE,
            'default_share_group_type': seed.DEFAULT_SHARE_GROUP_TYPE,
            'storage_availability_zone': ZONE,
            'data_node_access_ip': '127.0.0.1',
            'backup_driver': 'manilaosc.sandbox.backup.BackupDriver',
            'driver_updatable_metadata': settings.driver_updatable_metadata,
            'driver_updatable_subnet_metadata': 'dummy_subnet_key',
            **INTERVALS,
        },
        'database': {
            'connection': state.database_url,
            'max_pool_size': 20,
            'max_overflow': 100,
        },
        'quota': QUOTAS,
        'keystone_authtoken': {
            'www_authenticate_uri': state.auth_url,
            'auth_url': state.auth_url,
            'auth_type': 'password',
            'username': 'manila',
            'password': settings.passwords['manila'],
            'project_name': 'service',
            'user_domain_name': 'Default',
            'project_domain_name': 'Default',
            'region_name': seed.REGION,
            'service_token_roles_required': True,
        },
        'oslo_concurrency': {'lock_path': folder / 'locks'},
        'coordination': {'backend_url': f'file://{folder}/coordination'},
        'oslo_messaging_notifications': {'driver': 'noop'},
    }
    free = [f'{name}:0' for name in FREE_METHODS]
    delays = ','.join([*free, f'ensure_share:{ENSURE_DELAY}'])
    for name, backend in BACKENDS.items():
        options: dict[str, object] = {
            'share_driver': 'manilaosc.sandbox.driver.DummyDriver',
            'share_backend_name': name,
            'driver_handles_share_servers': backend[
                'driver_handles_share_servers'
            ],
            'replication_domain': backend['domain'],
            'dummy_driver_default_driver_method_delay': (
                settings.driver_delay
            ),
            'dummy_driver_driver_methods_delays': delays,
        }
        if backend['driver_handles_share_servers']:
            options['network_config_group'] = 'member_network'
            options['admin_network_config_group'] = 'admin_network'
        sections[name] = options
    for name, network in NETWORKS.items():
        sections[name] = {
            'network_api_class': (
                'manila.network.standalone_network_plugin.'
                'StandaloneNetworkPlugin'
            ),
            **{
                f'standalone_network_plugin_{key}': value
                for key, value in network.items()
            },
        }
    return ini(sections)


def etc_file(name: str) -> pathlib.Path:
    """Return a file that Manila's wheel installs in ``etc/manila``."""
    for path in metadata.files('manila') or ():
        if path.parts[-3:] == ('etc', 'manila', name):
            return pathlib.Path(str(path.locate())).resolve()
    found = pathlib.Path(sys.prefix, 'etc', 'manila', name)
    if found.exists():
        return found
    raise errors.SandboxError(
        f'etc/manila/{name} of the manila package is not installed'
    )


def paste(text: str, state: sandbox_state.State) -> str:
    """Return ``api-paste.ini``, changed for a single process.

    The middleware ``authtoken`` gets its own configuration object. In the
    process of manila-share it would otherwise fail, because the same options
    are already registered.

    :param text: The file from Manila's wheel.
    :param state: The state folder.
    """
    section = '[filter:authtoken]\n'
    if section not in text:
        raise errors.SandboxError(
            "Manila's api-paste.ini has no section filter:authtoken"
        )
    return text.replace(
        section,
        f'{section}oslo_config_project = manila\n'
        f'oslo_config_file = {state.manila_conf}\n',
    )


def clouds(state: sandbox_state.State) -> str:
    """Return ``clouds.yaml`` as JSON, which is valid YAML."""
    return (
        json.dumps(
            {
                'clouds': {
                    name: {
                        'auth': {
                            'auth_url': state.auth_url,
                            'username': name,
                            'password': state.settings.passwords[name],
                            'project_name': user.project,
                            'user_domain_name': 'Default',
                            'project_domain_name': 'Default',
                        },
                        'region_name': seed.REGION,
                        'identity_api_version': '3',
                    }
                    for name, user in seed.USERS.items()
                    if user.cloud
                }
            },
            indent=2,
        )
        + '\n'
    )


def write_all(state: sandbox_state.State) -> None:
    """Write all configuration files."""
    text = etc_file('api-paste.ini').read_text()
    files.write(state.keystone_conf, keystone(state))
    files.write(state.manila_conf, manila(state))
    files.write(state.paste_ini, paste(text, state))
    files.write(state.clouds_yaml, clouds(state))
