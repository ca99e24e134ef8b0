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

"""``share service`` commands: the services of Manila."""

import argparse
import time
from typing import Any

from openstack import exceptions as sdk_exceptions
from osc_lib import exceptions

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import listing
from manilaosc.common import options
from manilaosc.common import wait
from manilaosc.i18n import _

COLUMNS = (
    *columns.of('id binary host'),
    columns.Column('availability_zone', 'zone'),
    *columns.of('status state updated_at disabled_reason ensuring'),
)
#: The service that has back ends
BINARY = 'manila-share'
#: How long, in seconds, a service may take to start the procedure
TIME_TO_BEGIN = 5.0


class ListShareService(command.Lister):
    _description = _('List services (admin only)')
    example = 'share service list --binary manila-share --state down'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            '--host',
            _('List only services on this host: host[@backend]'),
        )
        options.add(
            parser,
            '--binary',
            _(
                'List only services with this binary: manila-share, '
                'manila-scheduler or manila-data'
            ),
        )
        options.add(
            parser,
            '--status',
            _('List only services with this status: enabled or disabled'),
        )
        options.add(
            parser,
            '--state',
            _('List only services with this state: up or down'),
            choices=('up', 'down'),
        )
        options.add(
            parser,
            '--zone',
            _('List only services in this availability zone (name)'),
        )
        options.add(
            parser,
            '--ensuring',
            _(
                'List only services that are ensuring shares (true) or not '
                '(false)'
            ),
            type=options.boolean,
            min_version='2.93',
        )
        options.add(
            parser,
            '--topic',
            _('List only services with this message queue topic'),
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        query = listing.filters(
            parsed_args,
            'host',
            'binary',
            'status',
            'state',
            'ensuring',
            'topic',
        )
        if parsed_args.zone:
            query['availability_zone'] = parsed_args.zone
        # Manila does not sort them
        services = sorted(
            self.client.services(**query), key=lambda service: service.id
        )
        return columns.rows(services, COLUMNS)


class SetShareService(command.Command):
    _description = _('Enable or disable a service (admin only)')
    example = (
        'share service set host@backend manila-share --disable '
        '--disable-reason "new firmware"'
    )

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'host',
            _('Host of the service; host@backend for manila-share'),
        )
        options.add(
            parser,
            'binary',
            _(
                'Binary of the service: manila-share, manila-scheduler or '
                'manila-data'
            ),
        )
        change = parser.add_mutually_exclusive_group()
        options.flag(change, '--enable', _('Enable scheduling to the service'))
        options.flag(
            change,
            '--disable',
            _('Disable scheduling to the service; work in progress continues'),
        )
        options.add(
            parser,
            '--disable-reason',
            _('Reason for disabling the service; requires --disable'),
            min_version='2.83',
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        reason = parsed_args.disable_reason
        if reason and not parsed_args.disable:
            raise exceptions.CommandError(
                _('--disable-reason requires --disable')
            )
        host, binary = parsed_args.host, parsed_args.binary
        # The API identifies a service by host and binary, not by ID
        if parsed_args.enable:
            self.client.enable_service('', host, binary)
        elif parsed_args.disable:
            self.client.disable_service(
                '', host, binary, disable_reason=reason
            )


class EnsureShareService(command.Command):
    _description = _(
        'Start the ensure shares procedure of a back end, which checks and '
        're-exports its shares (admin only)'
    )
    example = 'share service ensure shares host@backend --wait'
    min_version = '2.86'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'host', _('Back end: host@backend'))
        wait.add_options(
            parser,
            _('Wait until the procedure is done'),
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        host = parsed_args.host
        try:
            self.client.ensure_shares_service(host)
        except sdk_exceptions.NotFoundException as e:
            # Manila's message does not name what was not found
            raise exceptions.CommandError(
                _("No %(binary)s service found on host '%(host)s'")
                % {'binary': BINARY, 'host': host}
            ) from e
        except sdk_exceptions.ConflictException as e:
            # Nor the reason of the conflict; this is the only one
            raise exceptions.CommandError(
                _("The %(binary)s service on host '%(host)s' is not up")
                % {'binary': BINARY, 'host': host}
            ) from e
        if parsed_args.wait:
            self.wait_for(
                self._fetch(host),
                _ensured(),
                parsed_args,
                fetch=lambda service: self._fetch(host),
                attribute='ensuring',
            )

    def _fetch(self, host: str) -> Any:
        return next(self.client.services(host=host, binary=BINARY), None)


def _ensured() -> wait.Condition:
    """Check whether a service has finished the ensure shares procedure.

    The service reports the procedure a moment after the request, or never if
    there is nothing to do.
    """
    began = time.monotonic()
    has_begun = False

    def check(service: Any) -> bool:
        nonlocal has_begun
        if service.state != 'up':
            raise wait.Impossible(_('is %s') % service.state)
        has_begun = has_begun or service.ensuring
        is_late = time.monotonic() - began >= TIME_TO_BEGIN
        return not service.ensuring and (has_begun or is_late)

    return check
