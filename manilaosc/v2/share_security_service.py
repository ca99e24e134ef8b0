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

"""``share security service`` commands."""

import argparse
from collections.abc import Iterator
from typing import Any, TYPE_CHECKING

from osc_lib.cli import format_columns

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import find
from manilaosc.common import identity
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.common import secret
from manilaosc.i18n import _

if TYPE_CHECKING:
    from manilaosc.sdk.v2.security_service import SecurityService

Column = columns.Column

LIST = columns.of('id name status type')
#: Additional columns with --all-projects
PROJECT = Column('project_id')
NETWORKS = Column('share_networks', formatter=format_columns.ListColumn)
CREATED = columns.of(
    'id name type status created_at updated_at description dns_ip server '
    'domain user password project_id ou default_ad_site'
)
SHOW = (*CREATED, NETWORKS)
#: The settings of a security service, all of which can be unset
ATTRIBUTES = (
    'dns_ip',
    'ou',
    'server',
    'domain',
    'user',
    'password',
    'default_ad_site',
)


def _add_attributes(parser: argparse.ArgumentParser) -> None:
    options.add(
        parser,
        '--dns-ip',
        _('IP address of the DNS server of the domain'),
        type=options.short_text,
    )
    options.add(
        parser,
        '--ou',
        _(
            'Organizational unit to create the computer objects of share '
            'servers in'
        ),
        type=options.short_text,
        min_version='2.44',
    )
    options.add(
        parser,
        '--server',
        _('Host name or IP address of the security service'),
        type=options.short_text,
    )
    options.add(
        parser,
        '--domain',
        _('Domain of the security service'),
        type=options.short_text,
    )
    options.add(
        parser,
        '--user',
        _('User or group that share servers authenticate as'),
        type=options.short_text,
    )
    password = parser.add_mutually_exclusive_group()
    options.add(
        password,
        '--password',
        _(
            'Password of the user; visible to everyone who can see the '
            'security service'
        ),
        type=options.short_text,
    )
    options.flag(
        password,
        '--password-prompt',
        _('Prompt for the password'),
        not_in_manilaclient=True,
    )
    options.add(
        password,
        '--password-file',
        _('File that contains the password; "-" reads standard input'),
        metavar='<file>',
        not_in_manilaclient=True,
    )
    options.add(
        parser,
        '--default-ad-site',
        _(
            'Active Directory site whose domain controllers are preferred; '
            'cannot be combined with --server'
        ),
        type=options.short_text,
        min_version='2.76',
    )


def _attributes(
    parsed_args: argparse.Namespace, stdin: Any
) -> dict[str, str | None]:
    attrs = options.given(parsed_args, 'name', 'description', *ATTRIBUTES)
    if parsed_args.password_prompt:
        attrs['password'] = secret.prompt(stdin, _('User Password'))
    elif parsed_args.password_file is not None:
        attrs['password'] = secret.read(
            parsed_args.password_file, stdin, _('User Password')
        )
    # An empty value is ignored, as with python-manilaclient
    return {name: value or None for name, value in attrs.items()}


class _SecurityServiceCommand(command.ResourceCommand['SecurityService']):
    noun = 'security service'

    def find(
        self, name_or_id: str, parsed_args: argparse.Namespace
    ) -> 'SecurityService':
        return find.one(
            self.client.find_security_service, name_or_id, fetch=self.fetch
        )


class CreateShareSecurityService(command.ShowOne):
    _description = _('Create a security service')
    example = (
        'share security service create ldap --server 10.0.0.5 --name users'
    )

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'type',
            _(
                'Type of the security service: ldap, kerberos or '
                'active_directory'
            ),
            choices=['ldap', 'kerberos', 'active_directory'],
        )
        options.add_names(parser, _('security service'))
        _add_attributes(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        service = self.client.create_security_service(
            parsed_args.type, **_attributes(parsed_args, self.app.stdin)
        )
        return columns.fields(service, CREATED)


class DeleteShareSecurityService(_SecurityServiceCommand, command.BulkCommand):
    _description = _('Delete one or more security services')
    can_wait = False

    def act(
        self, service: 'SecurityService', parsed_args: argparse.Namespace
    ) -> None:
        self.client.delete_security_service(service, ignore_missing=False)


class ListShareSecurityService(command.Lister):
    _description = _('List security services')
    example = 'share security service list --share-network net --detail'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        identity.add_all_projects(parser, _('security services'))
        identity.add_project(
            parser, _('security services'), not_in_manilaclient=True
        )
        options.add(
            parser,
            '--share-network',
            _(
                'List only security services of this share network (name or '
                'ID)'
            ),
        )
        options.add(
            parser,
            '--status',
            _(
                'List only security services with this status; all have the '
                'status "new"'
            ),
        )
        options.add(
            parser, '--name', _('List only security services with this name')
        )
        options.add(
            parser,
            '--type',
            _(
                'List only security services of this type: ldap, kerberos or '
                'active_directory'
            ),
        )
        options.add(
            parser,
            '--user',
            _('List only security services with this user or group'),
        )
        options.add(
            parser,
            '--dns-ip',
            _('List only security services with this DNS server'),
        )
        options.add(
            parser,
            '--ou',
            _('List only security services with this organizational unit'),
            min_version='2.44',
        )
        options.add(
            parser,
            '--default-ad-site',
            _('List only security services with this Active Directory site'),
            min_version='2.76',
        )
        options.add(
            parser,
            '--server',
            _('List only security services with this host name or IP address'),
        )
        options.add(
            parser, '--domain', _('List only security services of this domain')
        )
        options.flag(parser, '--detail', _('List the share networks, too'))
        listing.add_paging(parser, 'security service')
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        client = self.client
        query = listing.filters(
            parsed_args,
            'name',
            'status',
            'type',
            'user',
            'dns_ip',
            'ou',
            'default_ad_site',
            'server',
            'domain',
        )
        query |= identity.project_query(self.app.client_manager, parsed_args)
        query |= find.ids(parsed_args, share_network=client.find_share_network)
        shown = LIST
        if parsed_args.all_projects:
            shown += (PROJECT,)
        if parsed_args.detail:
            shown += (NETWORKS,)
        services = listing.page(
            client.security_services,
            parsed_args,
            details=shown != LIST,
            **query,
        )
        return columns.rows(services, shown)


class ShowShareSecurityService(_SecurityServiceCommand, command.ShowCommand):
    _description = _(
        'Display security service details, including the password'
    )
    example = 'share security service show users'

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        service = self.find(parsed_args.resource, parsed_args)
        if service.share_networks is None and columns.is_shown(
            parsed_args, NETWORKS.name
        ):
            # Only lists have them, not the resource itself
            listed = client.security_services(id=service.id, all_projects=True)
            service = next(listed, service)
        return columns.fields(service, SHOW)


class SetShareSecurityService(_SecurityServiceCommand, command.UpdateCommand):
    _description = _(
        'Set security service properties; while share servers use the '
        'security service, only its name and description can be set'
    )

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_new_names(parser)
        _add_attributes(parser)
        return parser

    def steps(
        self, service: 'SecurityService', parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        attrs = _attributes(parsed_args, self.app.stdin)
        if attrs:
            yield _update(self.client, service, attrs)


class UnsetShareSecurityService(
    _SecurityServiceCommand, command.UpdateCommand
):
    _description = _('Unset security service properties')

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add_cleared(parser)
        options.flag(parser, '--dns-ip', _('Remove the DNS server'))
        options.flag(
            parser,
            '--ou',
            _('Remove the organizational unit'),
            min_version='2.44',
        )
        options.flag(parser, '--server', _('Remove the server'))
        options.flag(parser, '--domain', _('Remove the domain'))
        options.flag(parser, '--user', _('Remove the user'))
        options.flag(parser, '--password', _('Remove the password'))
        options.flag(
            parser,
            '--default-ad-site',
            _('Remove the Active Directory site'),
            min_version='2.76',
        )
        return parser

    def steps(
        self, service: 'SecurityService', parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        attrs: dict[str, str | None] = {**options.cleared(parsed_args)}
        attrs |= {a: None for a in ATTRIBUTES if getattr(parsed_args, a)}
        if attrs:
            yield _update(self.client, service, attrs)


def _update(
    client: Any, service: Any, attrs: dict[str, str | None]
) -> command.Step:
    return (
        _('update the security service'),
        lambda: client.update_security_service(service.id, **attrs),
    )
