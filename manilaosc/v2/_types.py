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

"""Base classes for commands on types: of shares, share groups and QoS."""

import argparse
from collections.abc import Callable, Iterator, Sequence
import functools
from typing import Any, ClassVar

from openstack import exceptions as sdk_exceptions
from oslo_utils import uuidutils

from manilaosc import command
from manilaosc.common import columns
from manilaosc.common import identity
from manilaosc.common import options
from manilaosc.common import parser as argparser
from manilaosc.i18n import _


class ShareType(command.ResourceCommand[Any]):
    noun = 'share type'

    def find(self, name_or_id: str, parsed_args: argparse.Namespace) -> Any:
        # Types belong to no project, so there is no other project to search
        return self.client.find_share_type(
            name_or_id, ignore_missing=False, fetch=self.fetch
        )


class ShareGroupType(command.ResourceCommand[Any]):
    min_version = '2.31'
    noun = 'share group type'

    def find(self, name_or_id: str, parsed_args: argparse.Namespace) -> Any:
        return self.client.find_share_group_type(
            name_or_id, ignore_missing=False, fetch=self.fetch
        )


class QosType(command.ResourceCommand[Any]):
    min_version = '2.94'
    noun = 'QoS type'

    def find(self, name_or_id: str, parsed_args: argparse.Namespace) -> Any:
        return self.client.find_qos_type(
            name_or_id, ignore_missing=False, fetch=self.fetch
        )


class ShowType(command.ShowCommand):
    """Base class for commands that show a type.

    ``default`` is the default type, unless a type has that name.
    """

    def default(self) -> Any:
        """Fetch the default type."""
        raise NotImplementedError

    def find(self, name_or_id: str, parsed_args: argparse.Namespace) -> Any:
        try:
            return super().find(name_or_id, parsed_args)
        except sdk_exceptions.NotFoundException:
            if name_or_id != 'default':
                raise
            return self.default()


# ---- access


class ChangeAccess(command.UpdateCommand):
    """Base class for commands that change the access of projects to a type."""

    #: The description of a step, with a placeholder for the project
    failure: str
    #: Whether to accept the ID of a project that no longer exists
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
        """Send the request."""
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
    """Base class for commands that grant access to a private type."""

    verb = 'give access to'
    failure = _("grant access to project '%s'")


class DeleteAccess(ChangeAccess):
    """Base class for commands that revoke access to a private type."""

    verb = 'remove access to'
    failure = _("revoke access of project '%s'")
    may_be_gone = True


class ListAccess(command.ResourceCommand[Any], command.Lister):
    """Base class for commands that list the projects with access to a type."""

    verb = 'list the projects of'

    def access(self, resource: Any) -> list[dict[str, Any]]:
        """Fetch the projects with access."""
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
        type=options.short_pair,
        action=argparser.KeyValue,
        min_version=min_version,
    )


def removals(
    what: str,
    remove: Callable[[Any, str], None],
    resource: Any,
    keys: Sequence[str],
) -> Iterator[command.Step]:
    """Return one step for each spec to remove.

    :param what: The description of a step, with a placeholder for the key.
    :param remove: The proxy's method that removes a spec.
    """
    for key in options.unique(keys):
        yield what % key, functools.partial(remove, resource, key)


class UnsetSpecs(command.UpdateCommand):
    """Base class for commands that remove specs of a type.

    Each spec is removed by a request of its own.
    """

    #: The name of the argument: ``extra_specs``
    argument: ClassVar[str]
    #: The help of the argument
    help: ClassVar[str]
    #: The description of a step, with a placeholder for the key
    failure: ClassVar[str]

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(
            parser, self.argument, self.help, metavar='<key>', nargs='+'
        )
        return parser

    def remove(self, resource: Any, key: str) -> None:
        """Send the request that removes a spec."""
        raise NotImplementedError

    def steps(
        self, resource: Any, parsed_args: argparse.Namespace
    ) -> Iterator[command.Step]:
        return removals(
            self.failure,
            self.remove,
            resource,
            getattr(parsed_args, self.argument),
        )


class ListSpecs(command.ResourceCommand[Any], command.Lister):
    """Base class for commands that list the specs of a type."""

    verb = 'list the specs of'

    def specs(self, resource: Any) -> dict[str, str]:
        """Fetch all specs."""
        raise NotImplementedError

    def take_action(self, parsed_args: argparse.Namespace) -> command.Table:
        resource = self.find(parsed_args.resource, parsed_args)
        return ('Key', 'Value'), sorted(self.specs(resource).items())


class _SpecCommand(command.ResourceCommand[Any]):
    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'key', _('Name of the spec'))
        return parser


class ShowSpec(_SpecCommand, command.ShowOne):
    """Base class for commands that show one spec of a type."""

    verb = 'show a spec of'

    def spec(self, resource: Any, key: str) -> str:
        """Fetch one spec."""
        raise NotImplementedError

    def take_action(self, parsed_args: argparse.Namespace) -> command.Fields:
        resource = self.find(parsed_args.resource, parsed_args)
        key = parsed_args.key
        return ('key', 'value'), (key, self.spec(resource, key))


class SetSpec(_SpecCommand):
    """Base class for commands that set one spec of a type."""

    verb = 'set a spec of'

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        options.add(parser, 'value', _('New value of the spec'))
        return parser

    def set(self, resource: Any, key: str, value: str) -> Any:
        """Send the request that sets the spec."""
        raise NotImplementedError

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        resource = self.find(parsed_args.resource, parsed_args)
        self.set(resource, parsed_args.key, parsed_args.value)
