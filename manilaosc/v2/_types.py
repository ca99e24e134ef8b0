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

"""What the commands about share types, group types and QoS types share."""

import argparse
from collections.abc import Callable, Iterator, Sequence
import functools
from typing import Any

from oslo_utils import uuidutils

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import identity
from manilaosc.common import options
from manilaosc.common import parser as argparser
from manilaosc.i18n import _


class ShareType(command.ResourceCommand):
    noun = 'share type'

    def find(self, name_or_id: str, parsed_args: argparse.Namespace) -> Any:
        # Types are no project's, so there is but one place to look
        return self.client.find_share_type(
            name_or_id, ignore_missing=False, fetch=self.fetch
        )


class ShareGroupType(command.ResourceCommand):
    min_version = '2.31'
    noun = 'share group type'

    def find(self, name_or_id: str, parsed_args: argparse.Namespace) -> Any:
        return self.client.find_share_group_type(
            name_or_id, ignore_missing=False, fetch=self.fetch
        )


class QosType(command.ResourceCommand):
    min_version = '2.94'
    noun = 'QoS type'

    def find(self, name_or_id: str, parsed_args: argparse.Namespace) -> Any:
        return self.client.find_qos_type(
            name_or_id, ignore_missing=False, fetch=self.fetch
        )


# ---- access


class ChangeAccess(command.UpdateCommand):
    """Lets one or more projects use a private type, or not any more."""

    #: What fails where it fails; it is given the project
    failure: str
    #: Whether an ID may be that of a project that is gone already
    may_be_gone: bool = False

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser,
            'projects',
            _('Project(s) (name or ID)'),
            metavar='<project>',
            nargs='+',
        )
        options.add(
            parser,
            '--project-domain',
            _(
                'Domain the projects belong to (name or ID), in case their '
                'names are not unique'
            ),
        )
        return parser

    def act(self, resource: Any, project_id: str) -> None:
        """Ask the service to do it."""
        raise NotImplementedError

    def steps(
        self, resource: Any, parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        for project in options.unique(parsed_args.projects):
            yield (
                self.failure % project,
                functools.partial(
                    self._act, resource, project, parsed_args.project_domain
                ),
            )

    def _act(self, resource: Any, project: str, domain: str | None) -> None:
        if not (self.may_be_gone and uuidutils.is_uuid_like(project)):
            manager = self.app.client_manager
            project = identity.project_id(manager, project, domain)
        self.act(resource, project)


class CreateAccess(ChangeAccess):
    """Lets one or more projects use a private type."""

    verb = 'give access to'
    failure = _("grant access to project '%s'")


class DeleteAccess(ChangeAccess):
    """Lets one or more projects use a private type no longer."""

    verb = 'remove access to'
    failure = _("revoke access of project '%s'")
    may_be_gone = True


class ListAccess(command.ResourceCommand, command.Lister):
    """Lists the projects that may use a private type."""

    verb = 'list the projects of'

    def access(self, resource: Any) -> list[dict[str, Any]]:
        """Ask which projects these are."""
        raise NotImplementedError

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        resource = self.find(parsed_args.resource, parsed_args)
        access = self.access(resource)
        header = columns.Column('project_id').header
        return (header,), ((entry['project_id'],) for entry in access)


# ---- specs


def add_specs(
    parser: argparse.ArgumentParser,
    help_: str,
    min_version: str | None = None,
    *,
    name: str,
) -> None:
    """Add an option such as ``--extra-specs``, and ``--extra-spec``.

    :param min_version: The lowest API microversion that supports it.
    """
    options.add(
        parser,
        name,
        help_,
        aliases=(name.removesuffix('s'),),
        metavar='<key=value>',
        nargs='*',
        action=argparser.KeyValue,
        min_version=min_version,
    )


def removals(
    what: str,
    remove: Callable[[Any, str], None],
    resource: Any,
    keys: Sequence[str],
) -> Iterator[command.Step]:
    """Return the steps that remove specs, one by one.

    :param what: What to say that a step is for; it is given the key.
    :param remove: The proxy's method.
    """
    for key in options.unique(keys):
        yield what % key, functools.partial(remove, resource, key)


class ListSpecs(command.ResourceCommand, command.Lister):
    """Lists the specs of a type."""

    verb = 'list the specs of'

    def specs(self, resource: Any) -> dict[str, str]:
        """Ask for all specs."""
        raise NotImplementedError

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        resource = self.find(parsed_args.resource, parsed_args)
        return ('Key', 'Value'), sorted(self.specs(resource).items())


class _SpecCommand(command.ResourceCommand):
    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'key', _('Name of the spec'))
        return parser


class ShowSpec(_SpecCommand, command.ShowOne):
    """Shows one spec of a type."""

    verb = 'show a spec of'

    def spec(self, resource: Any, key: str) -> str:
        """Ask for one spec."""
        raise NotImplementedError

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        resource = self.find(parsed_args.resource, parsed_args)
        key = parsed_args.key
        return ('key', 'value'), (key, self.spec(resource, key))


class SetSpec(_SpecCommand):
    """Adds one spec to a type, or changes it."""

    verb = 'set a spec of'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'value', _('New value of the spec'))
        return parser

    def set(self, resource: Any, key: str, value: str) -> Any:
        """Ask the service to set it."""
        raise NotImplementedError

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        resource = self.find(parsed_args.resource, parsed_args)
        self.set(resource, parsed_args.key, parsed_args.value)
