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

"""Users, projects and types of a new sandbox."""

import contextlib
import dataclasses
import json
from typing import Any
import uuid

REGION = 'RegionOne'
DOMAIN = 'default'
SERVICE_NAME = 'manila'
SERVICE_TYPE = 'shared-file-system'


@dataclasses.dataclass(frozen=True)
class User:
    """A user in Keystone.

    :param project: The project in which the user has roles.
    :param roles: These roles.
    :param cloud: Whether ``clouds.yaml`` contains a cloud of this name.
    """

    project: str
    roles: tuple[str, ...]
    cloud: bool = True


PROJECTS = ('admin', 'demo', 'other', 'service')

USERS = {
    'admin': User('admin', ('admin',)),
    'member': User('demo', ('member',)),
    'reader': User('demo', ('reader',)),
    'other': User('other', ('member',)),
    # Manila's API validates tokens as this user
    'manila': User('service', ('admin', 'service'), cloud=False),
}

#: The extra specs of both share types; the dummy driver supports all of them
EXTRA_SPECS = {
    'snapshot_support': 'True',
    'create_share_from_snapshot_support': 'True',
    'revert_to_snapshot_support': 'True',
    'mount_snapshot_support': 'True',
}

SHARE_TYPES = {
    'dhss_true': {'driver_handles_share_servers': 'True', **EXTRA_SPECS},
    'dhss_false': {'driver_handles_share_servers': 'False', **EXTRA_SPECS},
}
DEFAULT_SHARE_TYPE = 'dhss_false'
DEFAULT_SHARE_GROUP_TYPE = 'default_group'

#: To be changed with the data above, so that existing sandboxes are updated
VERSION = '1'


def project_id(name: str) -> str:
    """Return the ID of a project, which is the same in every sandbox.

    It can therefore be used without asking Keystone.
    """
    return uuid.uuid5(uuid.NAMESPACE_DNS, f'{name}.manilaosc.test').hex


def catalog(release: str, auth_url: str, share_endpoint: str) -> str:
    """Return what the content of Keystone depends on.

    If it has changed, Keystone must be filled again.

    :param release: The version of Keystone.
    :param auth_url: The endpoint of Keystone.
    :param share_endpoint: The endpoint of Manila.
    """
    return json.dumps([VERSION, release, auth_url, share_endpoint])


def keystone(
    bootstrapper: Any,
    passwords: dict[str, str],
    auth_url: str,
    share_endpoint: str,
) -> None:
    """Create users, projects and endpoints, in the process of Keystone.

    They may already exist: after a change of ports, only the endpoints change.

    :param bootstrapper: Keystone's ``Bootstrapper``.
    :param passwords: The passwords, by user name.
    :param auth_url: The endpoint of Keystone.
    :param share_endpoint: The endpoint of Manila.
    """
    from keystone import exception
    from keystone.common import provider_api
    from oslo_db import exception as db_exception

    apis = provider_api.ProviderAPIs

    # Keystone raises its own exception for some conflicts only
    there = (exception.Conflict, db_exception.DBDuplicateEntry)

    def make(call: Any, key: str, ref: dict[str, Any]) -> None:
        with contextlib.suppress(*there):
            call(key, ref)

    # Domain and projects first: the bootstrap would create a project with a
    # random ID, but accepts an existing one
    make(
        apis.resource_api.create_domain,
        DOMAIN,
        {'id': DOMAIN, 'name': 'Default', 'enabled': True},
    )
    for name in PROJECTS:
        make(
            apis.resource_api.create_project,
            project_id(name),
            {
                'id': project_id(name),
                'name': name,
                'domain_id': DOMAIN,
                'description': '',
                'enabled': True,
            },
        )

    bootstrapper.admin_username = 'admin'
    bootstrapper.admin_password = passwords['admin']
    bootstrapper.project_name = 'admin'
    bootstrapper.admin_role_name = 'admin'
    bootstrapper.service_name = 'keystone'
    bootstrapper.region_id = REGION
    # Manila uses the internal endpoint, and some clients the admin endpoint
    bootstrapper.public_url = auth_url
    bootstrapper.internal_url = auth_url
    bootstrapper.admin_url = auth_url
    bootstrapper.immutable_roles = True
    bootstrapper.bootstrap()

    roles = {role['name']: role for role in apis.role_api.list_roles()}
    for name, user in USERS.items():
        try:
            found = apis.identity_api.get_user_by_name(name, DOMAIN)
        except exception.UserNotFound:
            found = apis.identity_api.create_user(
                {
                    'name': name,
                    'password': passwords[name],
                    'domain_id': DOMAIN,
                    'enabled': True,
                }
            )
        for role in user.roles:
            with contextlib.suppress(exception.Conflict):
                apis.assignment_api.add_role_to_user_and_project(
                    user_id=found['id'],
                    project_id=project_id(user.project),
                    role_id=roles[role]['id'],
                )

    make(
        apis.catalog_api.create_service,
        SERVICE_NAME,
        {
            'id': SERVICE_NAME,
            'name': SERVICE_NAME,
            'type': SERVICE_TYPE,
            'enabled': True,
        },
    )
    for interface in ('public', 'internal', 'admin'):
        key = f'{SERVICE_NAME}-{interface}'
        endpoint = {
            'id': key,
            'interface': interface,
            'url': share_endpoint,
            'service_id': SERVICE_NAME,
            'region_id': REGION,
            'enabled': True,
        }
        try:
            apis.catalog_api.create_endpoint(key, endpoint)
        except there:
            apis.catalog_api.update_endpoint(key, endpoint)


def manila() -> None:
    """Create share types and share group types, in the process of Manila.

    Existing types are kept: users may have changed them.
    """
    from manila import context
    from manila import exception
    from manila.share import share_types
    from manila.share_group import share_group_types

    admin = context.get_admin_context()
    known = share_types.get_all_types(admin)
    for name, specs in SHARE_TYPES.items():
        if name not in known:
            share_types.create(admin, name, extra_specs=dict(specs))
    known = share_types.get_all_types(admin)
    try:
        share_group_types.get_by_name(admin, DEFAULT_SHARE_GROUP_TYPE)
    except exception.ShareGroupTypeNotFoundByName:
        share_group_types.create(
            admin,
            DEFAULT_SHARE_GROUP_TYPE,
            [known[name]['id'] for name in SHARE_TYPES],
        )
