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

"""Base classes of the commands."""

import argparse
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, ClassVar, Generic, TYPE_CHECKING, TypeVar

from cliff import display
from cliff import lister
from cliff import show
from openstackclient import command
from osc_lib import exceptions

from manilaosc.common import bulk
from manilaosc.common import columns
from manilaosc.common import errors
from manilaosc.common import find
from manilaosc.common import formatters
from manilaosc.common import interrupt
from manilaosc.common import logs
from manilaosc.common import microversion
from manilaosc.common import options
from manilaosc.common import parser as argparser
from manilaosc.common import streams
from manilaosc.common import terminal
from manilaosc.common import text
from manilaosc.common import wait
from manilaosc.i18n import _

if TYPE_CHECKING:
    from manilaosc.sdk.v2 import _proxy

#: What take_action of a Lister, and of a ShowOne, returns
Table = tuple[Sequence[str], Iterable[Sequence[Any]]]
Fields = tuple[Sequence[str], Sequence[Any]]
#: The description of a step, and the step; see Command.run_steps
Step = tuple[str, Callable[[], Any]]
#: What find() returns: a resource, or its ID
Found = TypeVar('Found')


class Command(command.Command):
    """Base class of all commands."""

    #: An example for ``--help``, without ``openstack``
    example: ClassVar[str | None] = None
    #: The lowest API microversion that supports the command
    min_version: ClassVar[str | None] = None
    #: The options that make the command wait, so that --timeout is allowed
    waits_with: ClassVar[Sequence[str]] = ('wait',)

    @property
    def client(self) -> '_proxy.Proxy':
        """The shared file system proxy, with a negotiated microversion."""
        client: _proxy.Proxy
        client = self.app.client_manager.shared_file_system  # type: ignore[attr-defined]
        return client

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        # cliff creates the parser and has no parameter for its class
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
        """Check the microversion, run the command, and report any error."""
        logs.protect()
        streams.fill_in(self.app)
        terminal.forget()
        self._changes = interrupt.Changes()
        try:
            with interrupt.handled(self.interrupted):
                wait.check_options(parsed_args, self.waits_with)
                self.client.on_change = self._changes
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

    def interrupted(self) -> str:
        """Return the message for a command that the user interrupts."""
        return self._changes.report()

    def wait_for(
        self,
        resource: Any,
        condition: wait.Condition,
        parsed_args: argparse.Namespace,
        **how: Any,
    ) -> Any:
        """Wait if ``--wait`` is specified.

        :param resource: The resource as it was when the operation began.
        :param condition: The condition to wait for; see :mod:`wait`.
        :param how: Further arguments of :func:`wait.until_all`.
        :returns: The resource as it is now.
        :raises: :class:`wait.Failed`
        """
        if not parsed_args.wait:
            return resource
        return wait.until(
            self.client, resource, condition, parsed_args.timeout, **how
        )

    def run_steps(self, steps: Iterable[Step]) -> None:
        """Run steps: all are tried, and each failure is reported.

        :param steps: The description of each step, and a function.
        :raises: :class:`osc_lib.exceptions.CommandError` if any failed; with
            a single step, that failure itself.
        """
        # All are collected first, so that names are looked up before
        # anything is changed
        steps = list(steps)
        whats = [what for what, _step in steps]
        failures = {}
        for i, (what, step) in enumerate(steps):
            try:
                step()
            except (*errors.EXPECTED, exceptions.CommandError) as e:
                if len(steps) == 1:
                    raise
                failures[i] = e
                self.log.error(
                    _('Failed to %(what)s: %(why)s'),
                    {'what': what, 'why': errors.message(e)},
                )
            except KeyboardInterrupt as e:
                sent = i + bool(self._changes.unanswered)
                done = [
                    w for j, w in enumerate(whats[:i]) if j not in failures
                ]
                words = interrupt.report(done, whats[i:sent], whats[sent:])
                e.args = e.args or (words,)  # The wait has set a message
                raise
        _sum_up(failures.values(), len(steps), _('changes failed'))


class _SafeOutput(display.DisplayCommandBase[Any]):
    """Base class for commands that print what they return."""

    def _load_formatter_plugins(self) -> Any:
        plugins = super()._load_formatter_plugins()
        for plugin in plugins:
            plugin.obj = formatters.safe(plugin.name, plugin.obj)
        return plugins


class Lister(_SafeOutput, Command, lister.Lister):
    """Base class for commands that list resources."""

    def print_count(
        self, parsed_args: argparse.Namespace, nouns: str, count: int
    ) -> None:
        """Print the total number, apart from the output for programs."""
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
            data = list(data)  # If cliff cannot sort them, it would lose rows
        return super().produce_output(parsed_args, column_names, data)


class ShowOne(_SafeOutput, Command, show.ShowOne):
    """Base class for commands that show a resource, even one in error."""

    _failure: wait.Failed | None = None

    def run(self, parsed_args: argparse.Namespace) -> int:
        status = super().run(parsed_args)
        if self._failure:
            raise self._failure
        return status

    def wait_for(
        self,
        resource: Any,
        condition: wait.Condition,
        parsed_args: argparse.Namespace,
        **how: Any,
    ) -> Any:
        """Wait, but show the resource before failing."""
        try:
            return super().wait_for(resource, condition, parsed_args, **how)
        except wait.Failed as e:
            self._failure = e
            return e.resource


class ResourceCommand(Command, Generic[Found]):
    """Base class for commands on resources named on the command line.

    A noun's module derives a class such as
    ``_ShareGroupCommand(command.ResourceCommand)`` that sets ``noun`` and
    implements :meth:`find`. Its commands combine that class with a verb:
    ``ShowShareGroup(_ShareGroupCommand, command.ShowCommand)``.
    """

    #: What a resource is called: ``share snapshot``
    noun: ClassVar[str]
    #: What the command does to it, for help and errors
    verb: ClassVar[str] = 'modify'
    #: How users identify it
    identified_by: ClassVar[str] = 'name or ID'
    #: Whether the complete resource is needed, not only its ID
    fetch: ClassVar[bool] = False
    #: Whether the command takes several
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
        """Add the argument for the parent of the resource, if it has one."""

    def find(self, name_or_id: str, parsed_args: argparse.Namespace) -> Found:
        """Return the resource with this name or ID."""
        raise NotImplementedError


class ResourceByIdCommand(ResourceCommand[Any]):
    """Base class for commands on resources that have no names."""

    identified_by = 'ID'

    def get(self, resource_id: str) -> Any:
        """Fetch a resource."""
        raise NotImplementedError

    def find(self, name_or_id: str, parsed_args: argparse.Namespace) -> Any:
        find.check(name_or_id)
        # The ID is enough to act on it, but not to show it or wait for it
        whole = self.fetch or getattr(parsed_args, 'wait', False)
        return self.get(name_or_id) if whole else name_or_id


class ShowCommand(ResourceCommand[Any], ShowOne):
    """Base class for commands that show a resource as Manila returns it."""

    verb = 'display'
    fetch = True
    #: The fields to show
    fields: ClassVar[Sequence[columns.Column]]

    def take_action(self, parsed_args: argparse.Namespace) -> Fields:
        resource = self.find(parsed_args.resource, parsed_args)
        return columns.fields(resource, self.fields)


class UpdateCommand(ResourceCommand[Any]):
    """Base class for commands that update a resource in one or more steps.

    All steps are tried, and each failure is reported.
    """

    def steps(
        self, resource: Any, parsed_args: argparse.Namespace
    ) -> Iterable[Step]:
        """Yield the steps: a description and a function each."""
        raise NotImplementedError

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        resource = self.find(parsed_args.resource, parsed_args)
        self.run_steps(self.steps(resource, parsed_args))


class BulkCommand(ResourceCommand[Any]):
    """Base class for commands that do the same to several resources.

    All are tried, side by side, and each failure is reported, in the order
    of the command line. Waiting is for all of them at once.
    """

    verb = 'delete'
    several = True
    #: The attribute with the state of a resource
    attribute: ClassVar[str] = 'status'
    #: Whether the command has ``--wait``
    can_wait: ClassVar[bool] = True
    #: Whether python-manilaclient's command has no ``--wait``
    wait_not_in_manilaclient: ClassVar[bool] = False
    #: The condition to wait for
    condition: wait.Condition = wait.DELETED
    _bulk: bulk.Bulk | None = None

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        parser = super().get_parser(prog_name)
        if self.can_wait:
            self.add_wait_options(parser)
        return parser

    def add_wait_options(self, parser: argparse.ArgumentParser) -> None:
        """Add ``--wait`` and ``--timeout``."""
        wait.add_options(
            parser,
            _('Wait until it is done'),
            not_in_manilaclient=self.wait_not_in_manilaclient,
        )

    def act(self, resource: Any, parsed_args: argparse.Namespace) -> None:
        """Send the request."""
        raise NotImplementedError

    def take_action(self, parsed_args: argparse.Namespace) -> None:
        _client = self.client  # Made once, before the threads ask for it
        self._bulk = bulk.Bulk(
            options.unique(parsed_args.resources),
            lambda target: self.find(target, parsed_args),
            lambda resource: self.act(resource, parsed_args),
        )
        self._bulk.run()
        if self.can_wait and parsed_args.wait:
            self._wait(self._bulk, parsed_args)
        self._report_failures(self._bulk)
        _sum_up(
            self._bulk.failures.values(),
            len(self._bulk.outcomes),
            self.what_failed(),
        )

    def what_failed(self) -> str:
        """Return what to count in the summary of failures."""
        return _('%(noun)ss failed to %(verb)s') % {
            'noun': self.noun,
            'verb': self.verb,
        }

    def refetch(self, resource: Any) -> Any:
        """Fetch a resource again while waiting, in a thread."""
        return resource.fetch(self.client, skip_cache=True)

    def interrupted(self) -> str:
        if self._bulk is None:
            return super().interrupted()
        self._bulk.stop()
        self._report_failures(self._bulk)
        return self._bulk.report()

    def _wait(self, work: bulk.Bulk, parsed_args: argparse.Namespace) -> None:
        begun = work.begun
        try:
            ended = wait.until_all(
                self.client,
                list(begun.values()),
                self.condition,
                parsed_args.timeout,
                attribute=self.attribute,
                fetch=self.refetch,
            )
        except KeyboardInterrupt:
            self._report_failures(work)
            raise
        work.outcomes.update(zip(begun, ended, strict=True))

    def _report_failures(self, work: bulk.Bulk) -> None:
        for target, failure in work.failures.items():
            self.log.error(
                _(
                    "Failed to %(verb)s %(noun)s with %(identified_by)s "
                    "'%(target)s': %(why)s"
                )
                if not errors.may_have_been_done(failure)
                else _(
                    "Outcome unknown: %(verb)s %(noun)s with "
                    "%(identified_by)s '%(target)s': %(why)s"
                ),
                {
                    'verb': self.verb,
                    'noun': self.noun,
                    'identified_by': self.identified_by,
                    'target': text.one_line(target),
                    'why': errors.message(failure),
                },
            )


def _sum_up(
    failures: Collection[BaseException], total: int, what_failed: str
) -> None:
    """Raise the error that sums up failures, if there are any.

    :param total: How many changes there should have been.
    :param what_failed: For example ``changes failed``.
    """
    unknown = sum(map(errors.may_have_been_done, failures))
    parts = [
        words % {'count': count, 'total': total, 'what_failed': what_failed}
        for count, words in (
            (
                len(failures) - unknown,
                _('%(count)d of %(total)d %(what_failed)s.'),
            ),
            (unknown, _('The outcome of %(count)d of %(total)d is unknown.')),
        )
        if count
    ]
    if parts:
        raise exceptions.CommandError(' '.join(parts))
