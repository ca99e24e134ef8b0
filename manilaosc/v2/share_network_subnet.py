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

"""``share network subnet`` commands."""

import argparse
from collections.abc import Iterator
import functools
from typing import Any

from osc_lib import exceptions
from osc_lib.cli import format_columns

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.common import wait
from manilaosc.i18n import _
from manilaosc.v2 import _networks
from manilaosc.v2 import _properties
from manilaosc.v2 import _steps

Column = columns.Column

LIST = columns.of('id availability_zone neutron_net_id neutron_subnet_id cidr')
LONG = (
    *LIST,
    *columns.of(
        'ip_version gateway mtu network_type segmentation_id created_at '
        'updated_at'
    ),
    _properties.PROPERTIES,
)
_BEFORE_METADATA = columns.of(
    'id availability_zone share_network_id share_network_name '
    'created_at segmentation_id neutron_subnet_id updated_at '
    'neutron_net_id ip_version cidr network_type mtu gateway'
)
SHOW = (*_BEFORE_METADATA, _properties.PROPERTIES)
#: Fields of create, which calls the properties 'metadata'
CREATED = (*_BEFORE_METADATA, _properties.METADATA)


def _add_network(parser: argparse.ArgumentParser) -> None:
    options.add(
        parser,
        'share_network',
        _('Share network that the subnet belongs to (name or ID)'),
    )


class CreateShareNetworkSubnet(command.ShowOne):
    _description = _('Create a share network subnet')
    example = 'share network subnet create net1 --availability-zone nova'
    min_version = '2.51'
    waits_with = _networks.WAITS_WITH

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'share_network',
            _('Share network to add the subnet to (name or ID)'),
        )
        _networks.add_neutron(parser)
        options.add(
            parser,
            '--availability-zone',
            _(
                'Availability zone of the subnet (default: the subnet is the '
                'default for all zones without one)'
            ),
        )
        options.flag(
            parser,
            '--check-only',
            _(
                'Only check whether the subnet can be created while share '
                'servers use the share network; exit with 1 if it cannot'
            ),
            min_version='2.70',
        )
        options.flag(
            parser,
            '--restart-check',
            _(
                'Start a new check instead of showing the result of an '
                'earlier one; the subnet is not created'
            ),
            min_version='2.70',
        )
        options.add_property(
            parser,
            _(
                'Property to add to the subnet (repeat option to set multiple '
                'properties)'
            ),
            min_version='2.78',
        )
        wait.add_options(
            parser,
            _('Wait until the share servers use the subnet'),
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        checks = parsed_args.check_only or parsed_args.restart_check
        if checks and parsed_args.property:
            raise exceptions.CommandError(
                _(
                    '--property cannot be combined with a check, which '
                    'creates nothing'
                )
            )
        attrs = options.given(parsed_args, 'availability_zone')
        attrs |= _networks.neutron_attrs(self.app.client_manager, parsed_args)
        network_id = find.id_of(
            client.find_share_network, parsed_args.share_network
        )
        if checks:
            return self._check(network_id, attrs, parsed_args)
        if parsed_args.property:
            attrs['metadata'] = parsed_args.property
        subnet = client.create_share_network_subnet(network_id, **attrs)
        if parsed_args.wait:
            network = client.get_share_network(network_id)
            self.wait_for(network, _networks.is_active, parsed_args)
        if parsed_args.wait and not self._failure:
            subnet = client.get_share_network_subnet(network_id, subnet)
        return columns.fields(subnet, CREATED)

    def _check(
        self,
        network_id: str,
        attrs: dict[str, Any],
        parsed_args: argparse.Namespace,
    ) -> command.Fields:
        client = self.client
        check = _networks.check(
            client,
            _networks.CompatibilityCheck(
                parsed_args.share_network, network_id
            ),
            lambda reset: client.check_share_network_subnet_create(
                network_id, reset, **attrs
            ),
            parsed_args,
        )
        if not check.compatible:
            self._failure = wait.Failed(
                _(
                    'The subnet cannot be added to share network '
                    "'%(name)s'%(hosts)s"
                )
                % {'name': check.name, 'hosts': check.incompatible}
            )
        shown: dict[str, Any] = {'compatible': check.compatible}
        if check.hosts is not None:
            shown['hosts_check_result'] = format_columns.DictColumn(
                check.hosts
            )
        return tuple(shown), tuple(shown.values())


class DeleteShareNetworkSubnet(
    command.ResourceByIdCommand, command.BulkCommand
):
    _description = _('Delete one or more share network subnets')
    min_version = '2.51'
    noun = 'share network subnet'
    wait_not_in_manilaclient = True

    def add_parent(self, parser: argparse.ArgumentParser) -> None:
        options.add(
            parser,
            'share_network',
            _('Share network that the subnets belong to (name or ID)'),
        )

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        self._network_id = find.id_of(
            self.client.find_share_network, parsed_args.share_network
        )
        super().take_action(parsed_args)

    def get(self, resource_id: str) -> Any:
        return self.client.get_share_network_subnet(
            self._network_id, resource_id
        )

    def act(self, subnet: Any, parsed_args: argparse.Namespace) -> None:
        self.client.delete_share_network_subnet(
            self._network_id, subnet, ignore_missing=False
        )


class ListShareNetworkSubnet(command.Lister):
    _description = _('List the subnets of a share network')
    min_version = '2.51'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'share_network',
            _('Share network to list the subnets of (name or ID)'),
        )
        listing.add_long(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        subnets = client.share_network_subnets(
            find.id_of(client.find_share_network, parsed_args.share_network)
        )
        return columns.rows(subnets, LONG if parsed_args.long else LIST)


class _SubnetCommand(command.ResourceCommand[tuple[str, str]]):
    """Base class for commands on a subnet, which is given by ID."""

    noun = 'share network subnet'
    identified_by = 'ID'
    min_version = '2.51'

    def add_parent(self, parser: argparse.ArgumentParser) -> None:
        _add_network(parser)

    def find(
        self, name_or_id: str, parsed_args: argparse.Namespace
    ) -> tuple[str, str]:
        network_id = find.id_of(
            self.client.find_share_network, parsed_args.share_network
        )
        return network_id, name_or_id


class ShowShareNetworkSubnet(_SubnetCommand, command.ShowCommand):
    _description = _('Display share network subnet details')
    fields = SHOW

    def find(self, name_or_id: str, parsed_args: argparse.Namespace) -> Any:
        subnet = super().find(name_or_id, parsed_args)
        return self.client.get_share_network_subnet(*subnet)


class SetShareNetworkSubnet(_SubnetCommand, command.UpdateCommand):
    _description = _('Set share network subnet properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_property(parser, min_version='2.78')
        options.add_no_property(parser, min_version='2.78')
        return parser

    def steps(
        self, subnet: tuple[str, str], parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        return _steps.set_properties(
            functools.partial(
                self.client.set_share_network_subnet_metadata, *subnet
            ),
            parsed_args,
        )


class UnsetShareNetworkSubnet(_SubnetCommand, command.UpdateCommand):
    _description = _('Unset share network subnet properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_property_keys(parser, min_version='2.78')
        return parser

    def steps(
        self, subnet: tuple[str, str], parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        return _steps.unset_properties(
            functools.partial(
                self.client.delete_share_network_subnet_metadata, *subnet
            ),
            parsed_args,
        )


class ShowShareNetworkSubnetProperties(
    _SubnetCommand, _properties.ShowProperties
):
    _description = _('Display the properties of a share network subnet')
    min_version = '2.78'

    def fetch_all(self, resource: tuple[str, str]) -> Any:
        return self.client.fetch_share_network_subnet_metadata(*resource)

    def fetch_item(self, resource: tuple[str, str], key: str) -> Any:
        return self.client.fetch_share_network_subnet_metadata_item(
            *resource, key
        )
