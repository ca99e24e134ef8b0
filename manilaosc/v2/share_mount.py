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
"""``share mount`` commands: how to mount shares."""

import argparse
import re
from typing import Any

from osc_lib import exceptions

from manilaosc import command
from manilaosc.common import find
from manilaosc.common import options
from manilaosc.diagnosis import access
from manilaosc.i18n import _
from manilaosc.v2 import _mounting

#: The access types whose rules name the user of the mount, by protocol
USER_RULES = {'CEPHFS': 'cephx', 'CIFS': 'user'}
#: The share's property in which drivers leave mount options for users
MOUNT_OPTIONS = '__mount_options'


class ShowShareMount(command.ShowOne):
    _description = _('Display how to mount a share')
    example = 'share mount show data --client 10.0.0.7 -f value -c command'
    min_version = '2.9'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'share', _('Share to mount (name or ID)'))
        options.add(
            parser,
            '--client',
            _(
                'Check access of this client: an address or network, or the '
                'user for CephFS and CIFS'
            ),
        )
        options.add(
            parser,
            '--to',
            _('Folder to mount the share to (default: /mnt/<share>)'),
            metavar='<folder>',
        )
        options.add(
            parser,
            '--export-location',
            _(
                'Export location to mount (ID or path) (default: the '
                'preferred one)'
            ),
        )
        options.flag(
            parser, '--secret', _('Display the access key, if there is one')
        )
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        client = self.client
        share = find.one(client.find_share, parsed_args.share)
        protocol = (share.share_protocol or '').upper()
        location = self._location(share, parsed_args.export_location)
        rule, told = self._access(share, protocol, parsed_args.client)
        user = rule.access_to if rule and protocol in USER_RULES else None
        label = _label(share)
        request = _mounting.Request(
            path=location.path,
            mount_point=parsed_args.to or f'/mnt/{label}',
            label=label,
            user=user,
            read_only=rule is not None and rule.access_level == 'ro',
            file_system=_file_system(share),
        )
        recipe = _mounting.recipe(protocol, request)
        fields = {
            'protocol': share.share_protocol,
            'export_location_id': location.id,
            'export_location': location.path,
            'mount_point': request.mount_point,
            'options': recipe.options,
            'command': recipe.command,
            'fstab': recipe.fstab,
            'access': told,
            'access_rule_id': rule.id if rule else None,
            'user': user,
            'credentials': recipe.credentials,
            'note': recipe.note,
        }
        if parsed_args.secret:
            fields['access_key'] = rule.access_key if rule else None
        return tuple(fields), tuple(fields.values())

    def _location(self, share: Any, asked: str | None) -> Any:
        found = list(self.client.export_locations(share))
        for location in found:
            if asked in (location.id, location.path):
                return location
        if asked:
            raise exceptions.CommandError(
                _("Share %(share)s has no export location '%(location)s'")
                % {'location': asked, 'share': share.id}
            )
        usable = [location for location in found if not location.is_admin]
        usable = usable or found  # Administrators can mount these, too
        if not usable:
            raise exceptions.CommandError(
                _(
                    'Share %(id)s has no export location; try '
                    '"openstack share diagnose %(id)s"'
                )
                % {'id': share.id}
            )
        # Of equals the first
        return max(usable, key=lambda location: bool(location.is_preferred))

    def _access(
        self, share: Any, protocol: str, client: str | None
    ) -> tuple[Any, str]:
        """Return the access rule for the client, and its level or a note."""
        rules = list(self.client.access_rules(share))
        active = [rule for rule in rules if rule.state == 'active']
        if not active:
            return None, _('no active access rule')
        wanted = USER_RULES.get(protocol)
        if client is None:
            users = [rule for rule in active if rule.access_type == wanted]
            if users:
                return users[0], users[0].access_level
            return None, _('not checked; specify --client')
        found = [
            rule
            for rule in active
            if rule.access_type != 'ip' and rule.access_to == client
        ]
        try:
            found += access.matching(active, access.network(client))
        except ValueError:
            pass  # The name of a user
        if not found:
            return None, _('no active access rule for %s') % client
        return found[0], found[0].access_level


def _label(share: Any) -> str:
    """Return the name of a share for paths and mount options."""
    # A comma would start another mount option
    name = re.sub('[/,]', '_', share.name or '')
    return share.id if name in ('', '.', '..') else name


def _file_system(share: Any) -> str | None:
    """Return the Ceph file system of a share, if its driver tells."""
    told = (share.metadata or {}).get(MOUNT_OPTIONS, '')
    for option in told.split(','):
        name, _equals, value = option.partition('=')
        if name.strip() == 'fs' and value:
            return str(value.strip())
    return None
