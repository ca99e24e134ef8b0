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

"""The bases of this plugin's commands: what all of them do, once."""

import argparse
from collections.abc import Callable, Iterable, Sequence
from concurrent import futures
from typing import Any, ClassVar, TYPE_CHECKING

from cliff import display
from cliff import lister
from cliff import show
from openstackclient import command
from osc_lib import exceptions

from manilaosc.common import columns
from manilaosc.common import errors
from manilaosc.common import find
from manilaosc.common import formatters
from manilaosc.common import logs
from manilaosc.common import microversion
from manilaosc.common import options
from manilaosc.common import parser as argparser
from manilaosc.common import text
from manilaosc.common import wait
from manilaosc.i18n import _

if TYPE_CHECKING:
    from manilaosc.sdk.v2 import _proxy

#: What a Lister's, and a ShowOne's, take_action returns
Table = tuple[Sequence[str], Iterable[Sequence[Any]]]
Fields = tuple[Sequence[str], Sequence[Any]]
#: What to say that a step is for, and the step; see Command.run_steps
Step = tuple[str, Callable[[], Any]]
Steps = dict[str, Callable[[], Any]]


class Command(command.Command):
    """A command of the shared file system service."""

    #: A command line, after ``openstack``, that ``--help`` shows
    example: ClassVar[str | None] = None
    #: Lowest API microversion that has this command
    min_version: ClassVar[str | None] = None

    @property
    def client(self) -> '_proxy.Proxy':
        """The shared file system proxy, its microversion settled."""
        client: _proxy.Proxy
        client = self.app.client_manager.shared_file_system  # type: ignore[attr-defined]
        return client

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        # Cliff makes the parser and offers no way to say of which class
        parser.__class__ = argparser.Parser
        parser.formatter_class = argparser.HelpFormatter
        self._parser = parser
        return parser

    def get_epilog(self) -> str:
        parts = []
        if self.example:
            parts.append(_('Example: openstack %s') % self.example)
        if self.min_version:
            note = _('Requires shared file system API version %s or later.')
            parts.append(note % self.min_version)
        return '\n\n'.join([*parts, super().get_epilog()])

    def run(self, parsed_args: argparse.Namespace) -> int:
        """Check the microversion, act, and put any failure into words."""
        logs.protect()
        try:
            wait.check_options(parsed_args)
            if self.min_version:
                microversion.require(
                    self.client, self.min_version, _('This command')
                )
            microversion.require_options(
                self.client, parsed_args, self._parser._actions
            )
            return super().run(parsed_args)
        except errors.EXPECTED as e:
            raise exceptions.CommandError(errors.message(e)) from e
        except exceptions.CommandError as e:
            raise exceptions.CommandError(text.one_line(str(e))) from e

    def wait_for(
        self,
        resource: Any,
        check: wait.Check,
        parsed_args: argparse.Namespace,
        **how: Any,
    ) -> Any:
        """Wait where ``--wait`` asks for it.

        :param resource: The resource as it was when the operation began.
        :param check: Whether it is as asked for; see :mod:`wait`.
        :param how: Further arguments of :func:`wait.until`.
        :returns: The resource as it is now.
        :raises: :class:`wait.Failed`
        """
        if not parsed_args.wait:
            return resource
        return wait.until(
            self.client, resource, check, parsed_args.timeout, **how
        )

    def run_steps(self, steps: Steps) -> None:
        """Take several steps: all are tried, each failure is reported.

        :param steps: What to say that a step is for, and the step.
        :raises: :class:`osc_lib.exceptions.CommandError` if any failed; with
            a single step, that failure itself.
        """
        failed = []
        for what, step in steps.items():
            try:
                step()
            except (*errors.EXPECTED, exceptions.CommandError) as e:
                if len(steps) == 1:
                    raise
                failed.append(what)
                self.log.error(
                    _('Failed to %(what)s: %(why)s'),
                    {'what': what, 'why': errors.message(e)},
                )
        if failed:
            raise exceptions.CommandError(
                _('%(failed)d of %(total)d changes failed.')
                % {'failed': len(failed), 'total': len(steps)}
            )


class _SafeOutput(display.DisplayCommandBase[Any]):
    """Base class for commands that print what they return."""

    def _load_formatter_plugins(self) -> Any:
        plugins = super()._load_formatter_plugins()
        for plugin in plugins:
            plugin.obj = formatters.safe(plugin.name, plugin.obj)
        return plugins


class Lister(_SafeOutput, Command, lister.Lister):
    """Lists resources."""

    def print_count(
        self, parsed_args: argparse.Namespace, nouns: str, count: int
    ) -> None:
        """Tell how many there are in all, beside what programs read."""
        for_people = parsed_args.formatter == 'table'
        stream = self.app.stdout if for_people else self.app.stderr
        text.write(
            stream,
            _('Total number of %(nouns)s: %(count)d')
            % {'nouns': nouns, 'count': count},
        )

    def produce_output(
        self,
        parsed_args: argparse.Namespace,
        column_names: Sequence[str],
        data: Iterable[Sequence[Any]],
    ) -> int:
        if parsed_args.sort_columns:
            data = list(data)  # What cliff fails to sort would be lost
        return super().produce_output(parsed_args, column_names, data)


class ShowOne(_SafeOutput, Command, show.ShowOne):
    """Shows one resource, also one that an operation has left in error."""

    _failure: wait.Failed | None = None

    def run(self, parsed_args: argparse.Namespace) -> int:
        status = super().run(parsed_args)
        if self._failure:
            raise self._failure
        return status

    def wait_for(
        self,
        resource: Any,
        check: wait.Check,
        parsed_args: argparse.Namespace,
        **how: Any,
    ) -> Any:
        """Wait as any command does, but show the resource before failing."""
        try:
            return super().wait_for(resource, check, parsed_args, **how)
        except wait.Failed as e:
            self._failure = e
            return e.resource


class ResourceCommand(Command):
    """Has to do with one or more resources, which the user names.

    The commands of a noun share what is said here: in its module a class
    ``_ShareGroup(command.ResourceCommand)`` has the ``noun`` and ``find``, and
    ``ShowShareGroup(_ShareGroup, command.ShowCommand)`` builds on it.
    """

    #: What a resource is called
    noun: ClassVar[str]
    #: What is done to it
    verb: ClassVar[str] = 'modify'
    #: How people name it
    identified_by: ClassVar[str] = 'name or ID'
    #: Whether all of it is needed, rather than its ID
    fetch: ClassVar[bool] = False
    #: Whether there may be several
    several: ClassVar[bool] = False

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        self.add_parent(parser)
        help_ = (
            _('%(noun)s(s) to %(verb)s (%(identified_by)s)')
            if self.several
            else _('%(noun)s to %(verb)s (%(identified_by)s)')
        )
        options.add(
            parser,
            'resources' if self.several else 'resource',
            help_
            % {
                'noun': self.noun[:1].upper() + self.noun[1:],
                'verb': self.verb,
                'identified_by': self.identified_by,
            },
            metavar=f'<{self.noun.replace(" ", "-").lower()}>',
            nargs='+' if self.several else None,
        )
        return parser

    def add_parent(self, parser: argparse.ArgumentParser) -> None:
        """Add the argument of what the resource belongs to, if anything."""

    def find(self, name_or_id: str, parsed_args: argparse.Namespace) -> Any:
        """Return the resource that the user means."""
        raise NotImplementedError


class ResourceByIdCommand(ResourceCommand):
    """Has to do with one or more resources that have no names."""

    identified_by = 'ID'

    def get(self, resource_id: str) -> Any:
        """Fetch a resource."""
        raise NotImplementedError

    def find(self, name_or_id: str, parsed_args: argparse.Namespace) -> Any:
        find.check(name_or_id)
        # To act on it the ID is enough, to show it or to wait for it is not
        whole = self.fetch or getattr(parsed_args, 'wait', False)
        return self.get(name_or_id) if whole else name_or_id


class ShowCommand(ResourceCommand, ShowOne):
    """Shows one resource as the service answers."""

    verb = 'display'
    fetch = True
    #: What of it is shown
    fields: ClassVar[Sequence[columns.Column]]

    def take_action(self, parsed_args: argparse.Namespace) -> Fields:
        resource = self.find(parsed_args.resource, parsed_args)
        return columns.fields(resource, self.fields)


class UpdateCommand(ResourceCommand):
    """Changes one resource, in as many steps as that takes.

    Each is tried and each failure is reported.
    """

    def steps(
        self, resource: Any, parsed_args: argparse.Namespace
    ) -> Iterable[Step]:
        """Yield what is to be done: what that is for, and a function."""
        raise NotImplementedError

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        resource = self.find(parsed_args.resource, parsed_args)
        self.run_steps(dict(self.steps(resource, parsed_args)))


class BulkCommand(ResourceCommand):
    """Does the same to one or more resources, side by side.

    Each is tried and each failure is reported, in the order given; what is
    to be waited for is waited for all at once.
    """

    verb = 'delete'
    several = True
    #: The resources' attribute that tells their state
    attribute: ClassVar[str] = 'status'
    #: Whether there is a ``--wait``
    can_wait: ClassVar[bool] = True
    #: Whether python-manilaclient's command has no ``--wait``
    wait_not_in_manilaclient: ClassVar[bool] = False

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        if self.can_wait:
            wait.add_options(
                parser,
                _('Wait until it is done'),
                not_in_manilaclient=self.wait_not_in_manilaclient,
            )
        return parser

    def act(self, resource: Any, parsed_args: argparse.Namespace) -> None:
        """Ask the service to do it."""
        raise NotImplementedError

    def done(self, resource: Any) -> bool:
        """Whether it is done, as :data:`wait.Check`: gone, mostly."""
        return wait.gone(resource, self.attribute)

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        targets = options.unique(parsed_args.resources)
        _client = self.client  # Made once, before the threads ask for it

        seen: dict[str, str] = {}
        again: dict[str, str] = {}

        def begin(target: str) -> Any:
            try:
                resource = self.find(target, parsed_args)
                resource_id = getattr(resource, 'id', resource)
                # By name and by ID, it is still one and the same
                first = seen.setdefault(resource_id, target)
                if first == target:
                    self.act(resource, parsed_args)
                else:
                    again[target] = first
            except (*errors.EXPECTED, exceptions.CommandError) as e:
                return e
            return resource

        with futures.ThreadPoolExecutor(wait.WORKERS) as pool:
            outcomes = list(pool.map(begin, targets))
        for target, first in again.items():
            outcomes[targets.index(target)] = outcomes[targets.index(first)]
        if self.can_wait and parsed_args.wait:
            begun = [
                i
                for i, outcome in enumerate(outcomes)
                if not isinstance(outcome, Exception)
            ]
            ended = wait.until_all(
                self.client,
                [outcomes[i] for i in begun],
                self.done,
                parsed_args.timeout,
                attribute=self.attribute,
            )
            for i, outcome in zip(begun, ended, strict=True):
                outcomes[i] = outcome
        self._report(targets, outcomes)

    def _report(self, targets: Sequence[str], outcomes: Sequence[Any]) -> None:
        failures = [
            (target, outcome)
            for target, outcome in zip(targets, outcomes, strict=True)
            if isinstance(outcome, Exception)
        ]
        for target, failure in failures:
            self.log.error(
                _(
                    "Failed to %(verb)s %(noun)s with %(identified_by)s "
                    "'%(target)s': %(why)s"
                ),
                {
                    'verb': self.verb,
                    'noun': self.noun,
                    'identified_by': self.identified_by,
                    'target': text.one_line(target),
                    'why': errors.message(failure),
                },
            )
        if failures:
            raise exceptions.CommandError(
                _('%(failed)d of %(total)d %(noun)ss failed to %(verb)s.')
                % {
                    'failed': len(failures),
                    'total': len(targets),
                    'noun': self.noun,
                    'verb': self.verb,
                }
            )
