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

"""``share network`` commands."""

import argparse
from collections.abc import Iterator
import functools
from typing import Any, TYPE_CHECKING

from osc_lib import exceptions

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import identity
from manilaosc.common import listing
from manilaosc.common import microversion
from manilaosc.common import options
from manilaosc.common import text
from manilaosc.common import wait
from manilaosc.i18n import _
from manilaosc.v2 import _networks
from manilaosc.v2 import _steps
from manilaosc.v2 import _waiting

if TYPE_CHECKING:
    from manilaosc.sdk.v2.share_network import ShareNetwork

Column = columns.Column


class SubnetsColumn(columns.LinesColumn):
    """Format the subnets of a share network."""

    fields = _networks.SUBNET

    def __init__(self, subnets: Any) -> None:
        super().__init__(
            [
                {column.name: column.value(subnet) for column in self.fields}
                for subnet in subnets or []
            ]
        )

    def machine_readable(self) -> Any:
        return [
            {
                name: value.machine_readable()
                if isinstance(value, columns.FormattableColumn)
                else value
                for name, value in subnet.items()
            }
            for subnet in self._value
        ]


class CreatedSubnetsColumn(SubnetsColumn):
    """Format the subnets of a share network that was created."""

    fields = _networks.CREATED_SUBNET


LIST = columns.of('id name')
LONG = (*LIST, *columns.of('status created_at updated_at description'))
#: Additional columns with --all-projects
PROJECT = Column('project_id')
_BEFORE_SUBNETS = columns.of(
    'id name project_id created_at updated_at description status '
    'security_service_update_support network_allocation_update_support'
)
SHOW = (
    *_BEFORE_SUBNETS,
    Column('share_network_subnets', formatter=SubnetsColumn),
)
CREATED = (
    *_BEFORE_SUBNETS,
    Column('share_network_subnets', formatter=CreatedSubnetsColumn),
)
#: The fields of share networks before API version 2.51 introduced subnets
ONE_SUBNET = columns.of(
    'neutron_net_id neutron_subnet_id network_type segmentation_id cidr '
    'ip_version gateway mtu nova_net_id'
)


def _segmentation_id(value: str) -> str:
    if value:  # An empty filter is ignored
        options.number(value)
    return value


def _fields(
    client: Any, share_network: Any, shown: tuple[Column, ...]
) -> command.Fields:
    if not microversion.supported(client, '2.51'):
        shown += ONE_SUBNET
    return columns.fields(share_network, shown)


class _ShareNetworkCommand(command.ResourceCommand['ShareNetwork']):
    noun = 'share network'

    def find(
        self, name_or_id: str, parsed_args: argparse.Namespace
    ) -> 'ShareNetwork':
        return find.one(
            self.client.find_share_network, name_or_id, fetch=self.fetch
        )


class CreateShareNetwork(command.ShowOne):
    _description = _('Create a share network')
    example = 'share network create --name net1'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_names(parser, _('share network'))
        _networks.add_neutron(parser)
        options.add(
            parser,
            '--availability-zone',
            _(
                'Availability zone of the first subnet (default: the subnet '
                'is the default for all zones without one)'
            ),
            min_version='2.51',
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        attrs = options.given(
            parsed_args, 'name', 'description', 'availability_zone'
        )
        attrs |= _networks.neutron_attrs(self.app.client_manager, parsed_args)
        share_network = self.client.create_share_network(**attrs)
        return _fields(self.client, share_network, CREATED)


class DeleteShareNetwork(_ShareNetworkCommand, command.BulkCommand):
    _description = _('Delete one or more share networks')

    def act(
        self, share_network: 'ShareNetwork', parsed_args: argparse.Namespace
    ) -> None:
        self.client.delete_share_network(share_network, ignore_missing=False)


class ListShareNetwork(command.Lister):
    _description = _('List share networks')
    example = 'share network list --detail'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        listing.add_name_filters(
            parser, _('share networks'), min_version='2.36'
        )
        identity.add_all_projects(parser, _('share networks'))
        identity.add_project(parser, _('share networks'))
        options.add(
            parser,
            '--created-since',
            _('List only share networks created on or after this date'),
            metavar='<yyyy-mm-dd>',
        )
        options.add(
            parser,
            '--created-before',
            _('List only share networks created before this date'),
            metavar='<yyyy-mm-dd>',
        )
        options.add(
            parser,
            '--security-service',
            _(
                'List only share networks with this security service (name or '
                'ID)'
            ),
        )
        options.add(
            parser,
            '--neutron-net-id',
            _('List only share networks on this Neutron network (name or ID)'),
        )
        options.add(
            parser,
            '--neutron-subnet-id',
            _('List only share networks on this Neutron subnet (name or ID)'),
        )
        options.add(
            parser,
            '--network-type',
            _(
                'List only share networks with this network type, such as '
                'flat, vlan, vxlan or geneve (admin only)'
            ),
        )
        options.add(
            parser,
            '--segmentation-id',
            _(
                'List only share networks with this segmentation ID, such as '
                'a VLAN number (admin only)'
            ),
            type=_segmentation_id,
        )
        options.add(
            parser,
            '--cidr',
            _(
                'List only share networks with this IP block, such as '
                '10.0.0.0/24'
            ),
        )
        options.add(
            parser,
            '--ip-version',
            _('List only share networks with this IP version: 4 or 6'),
            choices=['4', '6'],
        )
        listing.add_detail(parser, '--detail')
        listing.add_paging(parser, 'share network', not_in_manilaclient=True)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        query = listing.filters(
            parsed_args,
            'created_since',
            'created_before',
            'network_type',
            'segmentation_id',
            'cidr',
            'ip_version',
        )
        query |= listing.name_query(parsed_args)
        query |= identity.project_query(self.app.client_manager, parsed_args)
        query |= _networks.neutron_attrs(self.app.client_manager, parsed_args)
        query |= find.ids(
            parsed_args, security_service=client.find_security_service
        )
        shown: tuple[Column, ...] = LONG if parsed_args.long else LIST
        if parsed_args.all_projects:
            shown += (PROJECT,)
        networks = listing.page(
            client.share_networks, parsed_args, details=shown != LIST, **query
        )
        return columns.rows(networks, shown)


class ShowShareNetwork(_ShareNetworkCommand, command.ShowCommand):
    _description = _('Display share network details')
    example = 'share network show net1'

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        share_network = self.find(parsed_args.resource, parsed_args)
        names, values = _fields(self.client, share_network, SHOW)
        services = self._services(share_network, parsed_args)
        return (
            (*names, 'security_services'),
            (*values, columns.LinesColumn(services)),
        )

    def _services(
        self, share_network: 'ShareNetwork', parsed_args: argparse.Namespace
    ) -> list[dict[str, Any]]:
        if not columns.is_shown(parsed_args, 'security_services'):
            return []  # Not shown, so not worth a request
        return [
            {
                'security_service_name': service.name,
                'security_service_id': service.id,
            }
            # At most one of each type, so the list needs no paging
            for service in self.client.security_services(
                details=False,
                share_network_id=share_network.id,
                paginated=False,
            )
        ]


class SetShareNetwork(_ShareNetworkCommand, command.UpdateCommand):
    _description = _('Set share network properties')
    waits_with = _networks.WAITS_WITH

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_new_names(parser)
        options.add_status(
            parser,
            _('share network'),
            _('active, error or network_change'),
            min_version='2.63',
        )
        _networks.add_neutron(parser)
        options.add(
            parser,
            '--current-security-service',
            _(
                'Security service to be replaced by --new-security-service '
                '(name or ID)'
            ),
            metavar='<security-service>',
            min_version='2.63',
        )
        options.add(
            parser,
            '--new-security-service',
            _(
                'Security service to add (name or ID); if share servers use '
                'the share network, this requires API version 2.63 and a '
                'successful check'
            ),
            metavar='<security-service>',
        )
        options.flag(
            parser,
            '--check-only',
            _(
                'Only check whether the security service can be added or '
                'replaced while share servers use the share network; exit '
                'with 1 if it cannot'
            ),
            min_version='2.63',
        )
        options.flag(
            parser,
            '--restart-check',
            _(
                'Start a new check instead of showing the result of an '
                'earlier one; the security service is not added'
            ),
            min_version='2.63',
        )
        wait.add_options(
            parser,
            _('Wait until the share servers use the security service'),
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        _require_new_service(parsed_args)
        super().take_action(parsed_args)

    def steps(
        self, network: 'ShareNetwork', parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client = self.client
        current, new = (
            find.id_of(client.find_security_service, name)
            for name in (
                parsed_args.current_security_service,
                parsed_args.new_security_service,
            )
        )
        attrs = options.given(parsed_args, 'name', 'description')
        attrs |= _networks.neutron_attrs(self.app.client_manager, parsed_args)
        yield from _steps.update(
            _('update the share network'),
            functools.partial(client.update_share_network, network.id),
            attrs,
        )
        yield from _steps.reset_status(
            functools.partial(client.reset_share_network_status, network),
            parsed_args,
        )
        if new and (parsed_args.check_only or parsed_args.restart_check):
            yield (
                _('check the security service'),
                lambda: self._check(network, current, new, parsed_args),
            )
        elif new:
            yield (
                _('set the security service'),
                lambda: self._attach(network, current, new, parsed_args),
            )

    def _attach(
        self,
        network: Any,
        current: str | None,
        new: str,
        parsed_args: argparse.Namespace,
    ) -> None:
        client = self.client
        if current:
            client.update_share_network_security_service(network, current, new)
        else:
            client.add_share_network_security_service(network, new)
        self.wait_for(network, _networks.is_active, parsed_args)

    def _check(
        self,
        network: Any,
        current: str | None,
        new: str,
        parsed_args: argparse.Namespace,
    ) -> None:
        client = self.client

        def ask(reset: bool) -> dict[str, Any]:
            if current:
                return client.update_share_network_security_service_check(
                    network, current, new, reset
                )
            return client.add_share_network_security_service_check(
                network, new, reset
            )

        check = _networks.check(
            client,
            _networks.CompatibilityCheck(
                network.name or network.id, network.id
            ),
            ask,
            parsed_args,
        )
        what = {
            'new': parsed_args.new_security_service,
            'current': parsed_args.current_security_service,
            'network': parsed_args.resource,
            'hosts': check.incompatible,
        }
        if not check.compatible:
            raise exceptions.CommandError(
                (
                    _(
                        "Security service '%(current)s' cannot be replaced "
                        "with '%(new)s' on share network '%(network)s'"
                        '%(hosts)s'
                    )
                    if current
                    else _(
                        "Security service '%(new)s' cannot be added to share "
                        "network '%(network)s'%(hosts)s"
                    )
                )
                % what
            )
        yes = (
            _(
                "Security service '%(current)s' can be replaced with "
                "'%(new)s' on share network '%(network)s'"
            )
            if current
            else _(
                "Security service '%(new)s' can be added to share network "
                "'%(network)s'"
            )
        )
        text.write(self.app.stdout, text.one_line(yes % what))


def _require_new_service(parsed_args: argparse.Namespace) -> None:
    if parsed_args.new_security_service:
        return
    for dest in ('current_security_service', 'check_only', 'restart_check'):
        if getattr(parsed_args, dest):
            option = dest.replace('_', '-')
            raise exceptions.CommandError(
                _('--%s requires --new-security-service') % option
            )


class UnsetShareNetwork(_ShareNetworkCommand, command.UpdateCommand):
    _description = _('Unset share network properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_cleared(parser)
        options.add(
            parser,
            '--security-service',
            _(
                'Security service to remove (name or ID); not possible if '
                'share servers use the share network'
            ),
        )
        return parser

    def steps(
        self, network: 'ShareNetwork', parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        client = self.client
        service = find.id_of(
            client.find_security_service, parsed_args.security_service
        )
        cleared = options.cleared(parsed_args)
        yield from _steps.update(
            _('update the share network'),
            functools.partial(client.update_share_network, network.id),
            cleared,
        )
        if service:
            yield (
                _('remove the security service'),
                lambda: client.remove_share_network_security_service(
                    network, service
                ),
            )


class WaitShareNetwork(_ShareNetworkCommand, _waiting.Wait):
    _description = _('Wait until share networks meet conditions')
    example = 'share network wait net'
    fields = SHOW
    good = 'active'
    min_version = '2.63'
