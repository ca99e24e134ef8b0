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

"""Helpers for the commands of share networks and their subnets."""

import argparse
from collections.abc import Callable
import dataclasses
from typing import Any

from openstack import exceptions as sdk_exceptions
from oslo_utils import uuidutils

from manilaosc.common import columns
from manilaosc.common import options
from manilaosc.common import wait
from manilaosc.i18n import _
from manilaosc.v2 import _properties

Column = columns.Column

_SUBNET = columns.of(
    'id availability_zone created_at updated_at segmentation_id '
    'neutron_net_id neutron_subnet_id ip_version cidr network_type mtu gateway'
)
#: Fields of the subnets of a share network
SUBNET = (*_SUBNET, _properties.PROPERTIES)
#: The same in the output of create, which calls the properties 'metadata'
CREATED_SUBNET = (*_SUBNET, Column('metadata'))
CHECKING = 'checking'
#: How long to wait for a check, in seconds, unless ``--timeout`` is given
CHECK_TIMEOUT = 300.0
#: The options with which the commands that check wait
WAITS_WITH = ('wait', 'check_only', 'restart_check')


# ---- Neutron


def add_neutron(parser: argparse.ArgumentParser) -> None:
    """Add ``--neutron-net-id`` and ``--neutron-subnet-id``."""
    options.add(
        parser,
        '--neutron-net-id',
        _(
            'Neutron network of the subnet (name or ID); requires '
            '--neutron-subnet-id'
        ),
    )
    options.add(
        parser,
        '--neutron-subnet-id',
        _(
            'Neutron subnet of the subnet (name or ID); requires '
            '--neutron-net-id'
        ),
    )


def neutron_attrs(
    client_manager: Any, parsed_args: argparse.Namespace
) -> dict[str, Any]:
    """Return the API attributes for the options of :func:`add_neutron`.

    Only names are looked up: IDs work in clouds without Neutron.
    """
    attrs = options.given(parsed_args, 'neutron_net_id', 'neutron_subnet_id')
    for attr, value in attrs.items():
        if value and not uuidutils.is_uuid_like(value):
            network = client_manager.sdk_connection.network
            finder = (
                network.find_network
                if attr == 'neutron_net_id'
                else network.find_subnet
            )
            attrs[attr] = finder(value, ignore_missing=False).id
    return attrs


# ---- waiting


def is_active(network: Any) -> bool:
    """Check whether a share network has completed a change."""
    # Before API version 2.63 changes take no time
    return network.status in (None, 'active')


# ---- checks


@dataclasses.dataclass
class CompatibilityCheck:
    """A compatibility check of a change to a share network in use."""

    #: The name and ID of the share network
    name: str
    id: str
    #: None until all hosts have answered
    compatible: bool | None = None
    #: Whether each host is compatible (admin only)
    hosts: dict[str, Any] | None = None
    #: Why Manila refused to check at all
    refused: Exception | None = None

    @property
    def status(self) -> str:
        if self.compatible is None and self.refused is None:
            return CHECKING
        return 'done'

    @property
    def incompatible(self) -> str:
        """The incompatible hosts in parentheses, if they are known."""
        hosts = [host for host, can in (self.hosts or {}).items() if not can]
        return f' ({", ".join(hosts)})' if hosts else ''


def check(
    client: Any,
    check: CompatibilityCheck,
    ask: Callable[[bool], dict[str, Any]],
    parsed_args: argparse.Namespace,
) -> CompatibilityCheck:
    """Request the check until all hosts have answered.

    A check has no failure state: if a service dies of it, Manila answers
    "not yet" for ever. So there is a timeout in any case.

    :param ask: Sends the request; its argument is whether to restart the
        check.
    :raises: :class:`wait.Failed`
    """
    restart = parsed_args.restart_check
    has_begun = False

    def answer(_seen: CompatibilityCheck) -> CompatibilityCheck:
        nonlocal has_begun
        try:
            result = ask(restart and not has_begun)
        except sdk_exceptions.HttpException as e:
            # Trouble in the middle of a check may pass
            if has_begun or (e.status_code or 500) >= 500:
                raise
            return dataclasses.replace(check, refused=e)
        has_begun = True
        return dataclasses.replace(
            check,
            compatible=result.get('compatible'),
            hosts=result.get('hosts_check_result'),
        )

    timeout = parsed_args.timeout
    if timeout is None:
        timeout = CHECK_TIMEOUT
    try:
        ended: CompatibilityCheck = wait.until(
            client, check, ('done',), timeout, fetch=answer
        )
    except wait.TimedOut as e:
        raise wait.Failed(
            _(
                'Timed out after %(timeout)g seconds: the share service has '
                "not answered the check of share network '%(name)s'. An "
                'administrator can find the reason in the log of manila-share '
                'on the hosts of its share servers.'
            )
            % {'timeout': timeout, 'name': check.name}
        ) from e
    if ended.refused:
        raise ended.refused
    return ended
