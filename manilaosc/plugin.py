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

"""What ``openstack`` loads at start-up; it imports next to nothing."""

import argparse
import importlib.metadata
import logging
import os
import sys
from typing import Any, TYPE_CHECKING

from manilaosc.i18n import _

if TYPE_CHECKING:
    from manilaosc.sdk.v2 import _proxy

# Not 'share': python-manilaclient, which python-openstackclient requires,
# owns that name and the option --os-share-api-version.
API_NAME = 'shared_file_system'
API_VERSION_OPTION = 'os_shared_file_system_api_version'
API_VERSIONS = ('2',)
DEFAULT_API_VERSION = '2'


def build_option_parser(
    parser: argparse.ArgumentParser,
) -> argparse.ArgumentParser:
    """Add the plugin's global option."""
    parser.add_argument(
        '--os-shared-file-system-api-version',
        metavar='<shared-file-system-api-version>',
        # No default, which would hide what clouds.yaml says
        default=os.environ.get('OS_SHARED_FILE_SYSTEM_API_VERSION') or None,
        help=_(
            'Shared file system API version, such as 2.65; by default the '
            'highest that both the client and the cloud know '
            '(Env: OS_SHARED_FILE_SYSTEM_API_VERSION, OS_SHARE_API_VERSION)'
        ),
    )
    return parser


def check_api_version(check_version: str) -> bool:
    """Leave the check to make_client, which knows the cloud's versions."""
    return True


def make_client(instance: Any) -> '_proxy.Proxy':
    """Return the shared file system proxy, its microversion settled."""
    # Imported here so that other commands do not pay for it
    from manilaosc import sdk
    from manilaosc.common import microversion

    logging.getLogger('keystoneauth.session').addFilter(_quieten_retries)
    instance.setup_auth()
    conn = instance.sdk_connection
    # Whose requests these are, for the service's log and its operators
    conn.session.additional_user_agent.append(
        ('manilaosc', importlib.metadata.version('manilaosc'))
    )
    config = conn.config.config
    pin = _pinned(config)
    # Only the major version is left to the SDK: it would take manilaclient's
    # default for a pin, which fails on every cloud that is older
    config['shared_file_system_api_version'] = DEFAULT_API_VERSION
    config.pop('shared_file_system_default_microversion', None)
    if config.get('endpoint_override'):
        # Manilaclient's --os-endpoint-override
        config['shared_file_system_endpoint_override'] = config[
            'endpoint_override'
        ]
    client: _proxy.Proxy = sdk.load(conn).shared_file_system  # type: ignore[assignment]
    return microversion.settle(client, pin)


def _pinned(config: dict[str, Any]) -> str | None:
    """Return the microversion that the user asked for, if any."""
    for name in (
        'shared_file_system_api_version',
        'shared_file_system_default_microversion',
    ):
        version = str(config.get(name) or '')
        if version not in ('', DEFAULT_API_VERSION):
            return version
    # Manilaclient puts a default of its own here, which says nothing about
    # what the user wants
    version = str(config.get('share_api_version') or '')
    if version not in ('', DEFAULT_API_VERSION) and (
        version != _manilaclient_default()
        or os.environ.get('OS_SHARE_API_VERSION')
        or any(arg.startswith('--os-share-') for arg in sys.argv)
    ):
        return version
    return None


def _quieten_retries(record: logging.LogRecord) -> bool:
    # Trouble that was survived is nothing to tell, except with --verbose
    if record.levelno == logging.WARNING and 'etrying in' in record.msg:
        record.levelno, record.levelname = logging.INFO, 'INFO'
    return True


def _manilaclient_default() -> str | None:
    # Loaded already if it is there: OpenStackClient loads every plugin
    module = sys.modules.get('manilaclient.osc.plugin')
    return getattr(module, 'LATEST_VERSION', None)
