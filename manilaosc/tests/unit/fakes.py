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

"""Base class of tests of commands, which run them on a fake client."""

import argparse
import contextlib
import dataclasses
import functools
import inspect
import io
import json
import logging
import re
import sys
import threading
import traceback
import types
from typing import Any
from unittest import mock

from cliff import columns as cliff_columns
from cliff import lister
from cliff import show
from keystoneauth1 import discover
from openstack.identity.v3 import _proxy as identity_proxy
from openstack.network.v2 import _proxy as network_proxy
from openstack.test import fakes as sdk_fakes
from openstackclient import shell
import testtools

from manilaosc.sdk.v2 import _base
from manilaosc.sdk.v2 import _proxy
from manilaosc.sdk.v2 import _wait
from manilaosc.tests.unit import waiting


def resource(name: str, /, **attrs: Any) -> Any:
    """Return a fake resource, with random values for other attributes.

    :param name: The name in ``_resource_registry`` of the proxy.
    """
    return sdk_fakes.generate_fake_resource(
        _proxy.Proxy._resource_registry[name], **attrs
    )


_LOCK = threading.RLock()


class FakeClient(mock.NonCallableMock):
    """A proxy whose methods are mocks with the real signatures.

    It is like ``mock.create_autospec``, but much faster, since it only
    inspects the methods that a test uses. Without a ``return_value`` of the
    test, methods return a mock that cannot even be iterated over.
    """

    def __getattr__(self, name: str) -> Any:
        spec = getattr(self, '_spec_class', None)
        method = spec and inspect.getattr_static(spec, name, None)
        if name.startswith('_') or not inspect.isfunction(method):
            return super().__getattr__(name)
        with _LOCK:
            # Bulk commands use a method in several threads at once
            if name not in vars(self):
                child = mock.create_autospec(types.MethodType(method, self))
                if name.startswith('find_'):
                    child.side_effect = functools.partial(_assume_id, name)
                child.return_value = mock.NonCallableMock(
                    name=f'client.{name}()'
                )
                setattr(self, name, child)
            return vars(self)[name]


def _assume_id(
    method: str, name_or_id: str, *args: Any, fetch: bool = True, **kw: Any
) -> Any:
    """Return an ID's resource as the proxy does, without a request."""
    if fetch or not _base.is_id(name_or_id):
        return mock.DEFAULT
    return resource(method.removeprefix('find_'), id=name_or_id)


@dataclasses.dataclass
class Result:
    """The output and exit status of a command, and what it returned."""

    out: str = ''
    err: str = ''
    status: int = 0
    #: Column headers of a list, or field names of a shown resource
    columns: tuple[str, ...] = ()
    #: Rows of a list, with the values of -f json
    rows: list[tuple[Any, ...]] = dataclasses.field(default_factory=list)
    #: Fields of a shown resource, with the values of -f json
    fields: dict[str, Any] = dataclasses.field(default_factory=dict)

    def json(self) -> Any:
        return json.loads(self.out)


class TestCommand(testtools.TestCase):
    """Base class of tests of commands.

    Set ``command``, prepare the methods of ``self.client``, and call
    :meth:`run_cmd`. ``self.identity`` and ``self.network`` are fakes of the
    other clients.
    """

    #: The class of the command
    command: type

    def setUp(self) -> None:
        super().setUp()
        self.client = FakeClient(spec=_proxy.Proxy)
        self.client.session = mock.Mock()
        # No test really waits
        self.clock = waiting.Clock()
        self.enterContext(mock.patch.object(_wait, 'time', self.clock))
        self.client.wait_until_all = functools.partial(
            _wait.until_all, self.client
        )
        self.client.max_microversion = _proxy.Proxy.max_microversion
        self.identity = FakeClient(spec=identity_proxy.Proxy)
        self.network = FakeClient(spec=network_proxy.Proxy)
        self.use_microversion(_proxy.Proxy.max_microversion)
        self.app = self._app()

    def _app(self) -> Any:
        app = mock.Mock(spec=shell.OpenStackShell)
        app.NAME = 'openstack'
        app.interactive_mode = False
        app.options = argparse.Namespace(debug=False, verbose_level=1)
        connection = types.SimpleNamespace(
            shared_file_system=self.client,
            identity=self.identity,
            network=self.network,
            current_project_id='own-project',
        )
        app.client_manager = types.SimpleNamespace(
            sdk_connection=connection,
            shared_file_system=self.client,
            identity=self.identity,
            network=self.network,
            auth_ref=mock.Mock(project_id='own-project'),
        )
        return app

    def check_not_fetched(self, finder: str, resource_id: str) -> None:
        """Check that an ID was used without fetching its resource."""
        getattr(self.client, finder).assert_called_with(
            resource_id, ignore_missing=False, fetch=False
        )

    def use_microversion(self, version: str) -> None:
        """Make the client use this microversion. The default is the last."""
        self.client.default_microversion = version
        self.client.get_endpoint_data.return_value = discover.EndpointData(
            min_microversion=(2, 0),
            max_microversion=discover.normalize_version_number(
                _proxy.Proxy.max_microversion
            ),
        )

    def run_cmd(
        self,
        *args: str,
        fail: bool | int = False,
        stderr: str = '',
        stdin: str = '',
    ) -> Result:
        """Run the command as the shell does, and check how it ends.

        :param args: Arguments of the command.
        :param fail: The expected exit status; True means 1.
        :param stderr: A regular expression that standard error must match.
            Without it, standard error of a successful command must be empty.
        :param stdin: What standard input contains.
        """
        cmd = self.command(self.app, None)
        result = Result()
        out, err = io.StringIO(), io.StringIO()
        trace = ''
        with _streams(out, err, io.StringIO(stdin)):
            self.app.stdin, self.app.stdout = sys.stdin, out
            self.app.stderr = err
            try:
                parser = cmd.get_parser('openstack command')
                parsed_args = parser.parse_args(args)
                _record_result(cmd, result)
                result.status = cmd.run(parsed_args)
            except SystemExit as e:
                result.status = int(e.code or 0)
            except KeyboardInterrupt:
                result.status = 130
            except Exception as e:
                trace = traceback.format_exc()
                result.status = 1
                logging.getLogger('openstack').error(e)
        result.out, result.err = out.getvalue(), err.getvalue()
        self.assertEqual(int(fail), result.status, trace or result.err)
        if stderr:
            self.assertRegex(result.err, stderr)
        elif fail:
            self.assertNotEqual('', result.err, 'failed without a message')
        else:
            self.assertEqual('', result.err)
        return result

    def assert_min_version(
        self, version: str, *args: str, what: str = 'This command'
    ) -> None:
        """Check that the command or an option requires a microversion.

        With the microversion just below, the command must fail without
        output and without a call of a client's method. That microversion
        then stays in use.

        :param version: The first microversion that suffices.
        :param args: Arguments of the command.
        :param what: The option that requires the microversion, if it is not
            the command as a whole.
        """
        major, minor = map(int, version.split('.'))
        below = f'{major}.{minor - 1}'
        self.use_microversion(below)
        calls = self._calls()
        message = (
            f'{what} needs shared file system API version {version} or '
            f'later; {below} is in use'
        )
        result = self.run_cmd(
            *args, fail=True, stderr=f'^{re.escape(message)}$'
        )
        self.assertEqual('', result.out)
        self.assertEqual(calls, self._calls())

    def _calls(self) -> list[Any]:
        """The calls of the clients' methods so far."""
        return [
            call
            for client in (self.client, self.identity, self.network)
            for call in client.method_calls
        ]


@contextlib.contextmanager
def _streams(out: io.StringIO, err: io.StringIO, stdin: io.StringIO) -> Any:
    """Redirect output and log records as the shell does."""
    root = logging.getLogger()
    handler = logging.StreamHandler(err)
    handler.setLevel(logging.WARNING)
    root.addHandler(handler)
    try:
        with (
            mock.patch('sys.stdin', stdin),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            yield
    finally:
        root.removeHandler(handler)


def _record_result(cmd: Any, result: Result) -> None:
    """Record what take_action returns to the formatter."""
    take_action = cmd.take_action

    def record_rows(rows: Any) -> Any:
        # As they are consumed, so that output is still streamed
        for row in rows:
            result.rows.append(tuple(_machine_readable(v) for v in row))
            yield row

    def take_action_and_record(parsed_args: argparse.Namespace) -> Any:
        returned = take_action(parsed_args)
        if isinstance(cmd, lister.Lister):
            result.columns = tuple(returned[0])
            return returned[0], record_rows(returned[1])
        if isinstance(cmd, show.ShowOne):
            result.columns = tuple(returned[0])
            values = (_machine_readable(v) for v in returned[1])
            result.fields = dict(zip(returned[0], values, strict=True))
        return returned

    cmd.take_action = take_action_and_record


def _machine_readable(value: Any) -> Any:
    if isinstance(value, cliff_columns.FormattableColumn):
        return value.machine_readable()
    return value
