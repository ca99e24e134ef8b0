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

"""``share service``: the processes that Manila consists of."""

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
#: What has back ends
BINARY = 'manila-share'
#: How long, in seconds, a service may take to begin with what it is asked for
TIME_TO_BEGIN = 5.0


class ListShareService(command.Lister):
    _description = _('List services (administrators only)')
    example = 'share service list --binary manila-share --state down'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser, '--host', _('List those on a host: host[@backend]')
        )
        options.add(
            parser,
            '--binary',
            _('List manila-share, manila-scheduler or manila-data only'),
        )
        options.add(
            parser, '--status', _('List those that are enabled or disabled')
        )
        options.add(
            parser,
            '--state',
            _('List those that are up or down'),
            choices=('up', 'down'),
        )
        options.add(
            parser, '--zone', _('List those in an availability zone (name)')
        )
        options.add(
            parser,
            '--ensuring',
            _('List those that are ensuring shares, or not: true or false'),
            type=options.boolean,
            min_version='2.93',
        )
        options.add(
            parser,
            '--topic',
            _('List those that listen to a message queue'),
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
        # The service has no order of its own
        services = sorted(
            self.client.services(**query), key=lambda service: service.id
        )
        return columns.rows(services, COLUMNS)


class SetShareService(command.Command):
    _description = _('Enable or disable a service (administrators only)')
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
            _('Service: manila-share, manila-scheduler or manila-data'),
        )
        change = parser.add_mutually_exclusive_group()
        options.flag(change, '--enable', _('Schedule new work to it again'))
        options.flag(
            change,
            '--disable',
            _('Schedule no new work to it; what it has goes on'),
        )
        options.add(
            parser,
            '--disable-reason',
            _('Why it is disabled; needs --disable'),
            min_version='2.83',
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        reason = parsed_args.disable_reason
        if reason and not parsed_args.disable:
            raise exceptions.CommandError(
                _('--disable-reason needs --disable')
            )
        host, binary = parsed_args.host, parsed_args.binary
        # The API names a service by these two, and has no use for its ID
        if parsed_args.enable:
            self.client.enable_service('', host, binary)
        elif parsed_args.disable:
            self.client.disable_service(
                '', host, binary, disable_reason=reason
            )


class EnsureShareService(command.Command):
    _description = _(
        'Have a back end make sure that its shares are there and exported '
        '(administrators only)'
    )
    example = 'share service ensure shares host@backend --wait'
    min_version = '2.86'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'host', _('Back end: host@backend'))
        wait.add_options(
            parser,
            _('Wait until the service is done with it'),
            not_in_manilaclient=True,
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        host = parsed_args.host
        try:
            self.client.ensure_shares_service(host)
        except sdk_exceptions.NotFoundException as e:
            # The service does not say what it has not found
            raise exceptions.CommandError(
                _("There is no %(binary)s service with the host '%(host)s'")
                % {'binary': BINARY, 'host': host}
            ) from e
        except sdk_exceptions.ConflictException as e:
            # Nor what the conflict is; there is but this one
            raise exceptions.CommandError(
                _("The %(binary)s service with the host '%(host)s' is not up")
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


def _ensured() -> wait.Check:
    """Check that a service has been ensuring shares and no longer is.

    It says so a moment after it was asked to, and not at all if there is
    nothing to do.
    """
    began = time.monotonic()
    has_begun = False

    def check(service: Any) -> bool:
        nonlocal has_begun
        if service is None:
            raise wait.Failed(_('is gone'))
        if service.state != 'up':
            raise wait.Failed(_('is %s') % service.state)
        has_begun = has_begun or service.ensuring
        is_late = time.monotonic() - began >= TIME_TO_BEGIN
        return not service.ensuring and (has_begun or is_late)

    return check
