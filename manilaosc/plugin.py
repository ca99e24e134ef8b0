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

"""The plugin that ``openstack`` loads at startup.

It is loaded by every command of OpenStackClient, so it imports nothing that
takes time.
"""

import argparse
import importlib.metadata
import logging
import os
import sys
from typing import Any, TYPE_CHECKING

from manilaosc.i18n import _

if TYPE_CHECKING:
    from manilaosc.sdk.v2 import _proxy

# Not 'share': this name and the option --os-share-api-version belong to
# python-manilaclient, which python-openstackclient requires.
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
        # Another default would override clouds.yaml
        default=os.environ.get('OS_SHARED_FILE_SYSTEM_API_VERSION') or None,
        help=_(
            'Shared file system API version, such as 2.65 (default: the '
            'highest that both the client and the cloud support) '
            '(Env: OS_SHARED_FILE_SYSTEM_API_VERSION, OS_SHARE_API_VERSION)'
        ),
    )
    return parser


def check_api_version(check_version: str) -> bool:
    """Accept any version: make_client checks it against the cloud's."""
    return True


def make_client(instance: Any) -> '_proxy.Proxy':
    """Return the shared file system proxy, with a negotiated microversion.

    OpenStackClient calls it once, when a command first needs the proxy.

    :param instance: OpenStackClient's client manager.
    """
    # Imported here so that other commands start faster
    from manilaosc import sdk
    from manilaosc.common import microversion

    logging.getLogger('manilaosc.sdk.transport').addFilter(_for_people)
    instance.setup_auth()
    conn = instance.sdk_connection
    # Identifies the client in the service's log
    conn.session.additional_user_agent.append(
        ('manilaosc', importlib.metadata.version('manilaosc'))
    )
    timeout = _api_timeout(conn.config)
    if timeout is not None:
        conn.session.timeout = timeout
    config = conn.config.config
    pin = _pinned(config)
    # openstacksdk is given the major version only: it would take
    # python-manilaclient's default for a pin and fail on every older cloud
    config['shared_file_system_api_version'] = DEFAULT_API_VERSION
    config.pop('shared_file_system_default_microversion', None)
    if config.get('endpoint_override'):
        # python-manilaclient's option --os-endpoint-override
        config['shared_file_system_endpoint_override'] = config[
            'endpoint_override'
        ]
    client = sdk.load(conn).shared_file_system
    return microversion.settle(client, pin)


def _api_timeout(cloud: Any) -> float | None:
    """Return ``api_timeout`` of clouds.yaml, which osc-lib replaces by None.

    :param cloud: The :class:`openstack.config.cloud_region.CloudRegion`.
    """
    from osc_lib import exceptions

    files = getattr(cloud._openstack_config, 'cloud_config', None) or {}
    settings = (files.get('clouds') or {}).get(cloud.name) or {}
    value = settings.get('api_timeout')
    if value is None:
        return None
    try:
        timeout = float(value)
    except (TypeError, ValueError):
        timeout = 0
    if not 0 < timeout < float('inf'):
        raise exceptions.CommandError(
            _(
                "Invalid api_timeout '%s' in clouds.yaml: must be a positive "
                'number of seconds'
            )
            % value
        )
    return timeout


def _pinned(config: dict[str, Any]) -> str | None:
    """Return the microversion that the user specified, if any."""
    for name in (
        'shared_file_system_api_version',
        'shared_file_system_default_microversion',
    ):
        version = str(config.get(name) or '')
        if version not in ('', DEFAULT_API_VERSION):
            return version
    # python-manilaclient stores its default here, which the user did not
    # choose
    version = str(config.get('share_api_version') or '')
    if version not in ('', DEFAULT_API_VERSION) and (
        version != _manilaclient_default()
        or os.environ.get('OS_SHARE_API_VERSION')
        or any(arg.startswith('--os-share-') for arg in sys.argv)
    ):
        return version
    return None


def _for_people(record: logging.LogRecord) -> bool:
    """Log retries that take long as warnings on a terminal only.

    Programs that read stderr must not take a problem that passed for a
    failure. ``--verbose`` shows these lines in any case.
    """
    if record.levelno == logging.WARNING and not sys.stderr.isatty():
        record.levelno, record.levelname = logging.INFO, 'INFO'
    return True


def _manilaclient_default() -> str | None:
    # If it is installed, it is loaded: OpenStackClient loads every plugin
    module = sys.modules.get('manilaclient.osc.plugin')
    return getattr(module, 'LATEST_VERSION', None)
