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

"""Base class of functional tests, which run ``openstack`` on a sandbox.

Commands run in the process of the test, since a new process for each command
would take more than a second, twenty times as long. What would otherwise end
with the process is undone after each command: logging, warnings, and the
clients that osc-lib caches.
"""

from collections.abc import Generator
import contextlib
import dataclasses
import io
import json
import logging
import os
import re
import shlex
import sys
import time
from typing import Any
from unittest import mock
import urllib.parse
import uuid
import warnings

import fixtures
from keystoneauth1 import access
from keystoneauth1 import session
from keystoneauth1.identity.generic import base as generic
import openstack
from openstackclient import shell
from osc_lib import clientmanager
import requests
import testtools

from manilaosc import sdk
from manilaosc.sdk.v2 import _proxy

CLOUDS = ('admin', 'member', 'other', 'reader')
HOW_TO_START = (
    'Functional tests need a sandbox. "tox -e functional" starts one for '
    'them; to keep one running, start it with "manilaosc-sandbox start" and '
    'export what that prints.'
)
LOGIN = '/v3/auth/tokens'
#: The error when something cannot be deleted in its present status
BUSY = 'status must be one of'
#: How long to wait for such a status to change, in seconds
PATIENCE = 60
#: The errors when something no longer exists
GONE = re.compile(r'not found|no .* (with|found)|404|not exist', re.I)


@dataclasses.dataclass(frozen=True)
class Request:
    """An HTTP request that a command sent, and the status of its response."""

    method: str
    url: str
    #: The microversion that was requested, '' for none
    version: str
    body: Any
    status: int

    @property
    def path(self) -> str:
        """``/shares/detail`` for Manila, ``/v3/auth/tokens`` for Keystone."""
        path = urllib.parse.urlsplit(self.url).path
        return re.sub(r'^(/share)?/v[12](?=/|$)', '', path) or '/'

    @property
    def query(self) -> dict[str, str]:
        query = urllib.parse.urlsplit(self.url).query
        return dict(urllib.parse.parse_qsl(query, keep_blank_values=True))

    def __str__(self) -> str:
        query = urllib.parse.urlsplit(self.url).query
        path = f'{self.path}?{query}' if query else self.path
        return f'{self.method} {path}'


@dataclasses.dataclass
class Result:
    """The output, exit status and requests of a command."""

    out: str
    err: str
    status: int
    requests: list[Request]

    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def changes(self) -> list[Request]:
        """The requests that may change something, except for logins."""
        return [
            r for r in self.requests if r.method != 'GET' and r.path != LOGIN
        ]


class TestCase(testtools.TestCase):
    """Base class of functional tests.

    :meth:`openstack` runs a command and checks its exit status,
    :meth:`json` returns its output as data, and :meth:`name` returns a unique
    name. Call :meth:`cleanup` before creating a resource, so that it is
    deleted even if the test fails.
    """

    #: The cloud, and so the user, of commands without ``cloud``
    cloud = 'member'

    def setUp(self) -> None:
        super().setUp()
        self._require_sandbox()
        for variable in os.environ:
            # The environment of the user must not affect the tests
            if variable.startswith('OS_') and not variable.startswith(
                ('OS_CLIENT_CONFIG_FILE', 'OS_TEST_')
            ):
                self.useFixture(fixtures.EnvironmentVariable(variable))

    def _require_sandbox(self) -> None:
        config = os.environ.get('OS_CLIENT_CONFIG_FILE', '')
        if not os.path.isfile(config):
            self.fail(f'OS_CLIENT_CONFIG_FILE={config!r}. {HOW_TO_START}')
        known = openstack.config.OpenStackConfig().get_cloud_names()
        missing = sorted(set(CLOUDS) - set(known))
        if missing:
            self.fail(f'{config} lacks the clouds {missing}. {HOW_TO_START}')

    def openstack(
        self,
        command: str,
        *args: Any,
        cloud: str = '',
        version: str = '',
        fail: bool | int = False,
        stderr: str = '',
        stdin: str = '',
    ) -> Result:
        """Run ``openstack`` and check its exit status and standard error.

        :param command: As typed into a shell, without ``openstack``.
        :param args: Further arguments, which are not split into words.
        :param cloud: One of :data:`CLOUDS`; by default ``cloud`` of the
            class.
        :param version: The microversion to pin, if any.
        :param fail: The expected exit status; True means 1.
        :param stderr: A regular expression that standard error must match.
            Without it, standard error of a successful command must be empty.
        :param stdin: What standard input contains.
        """
        argv = ['--os-cloud', cloud or self.cloud]
        if version:
            argv += ['--os-shared-file-system-api-version', version]
        argv += [*shlex.split(command), *map(str, args)]
        result = run(argv, stdin)
        story = f'openstack {shlex.join(argv)}\n{result.out}{result.err}'
        self.assertEqual(int(fail), result.status, story)
        if stderr:
            self.assertRegex(result.err, stderr, story)
        elif fail:
            self.assertNotEqual('', result.err, f'silent failure: {story}')
        else:
            self.assertEqual('', result.err, story)
        return result

    def assert_min_version(
        self,
        version: str,
        command: str,
        *args: Any,
        what: str = 'This command',
        cloud: str = '',
    ) -> None:
        """Check that a command or an option requires a microversion.

        With the microversion just below, the command must fail without
        output, and without a request other than to log in and to find out
        which microversions there are.

        :param version: The first microversion that suffices.
        :param what: The option that requires the microversion, if it is not
            the command as a whole. A regular expression.
        """
        below = f'2.{int(version.removeprefix("2.")) - 1}'
        result = self.openstack(
            command,
            *args,
            cloud=cloud,
            version=below,
            fail=True,
            stderr=f'^{what} needs shared file system API version {version} '
            f'or later; {below} is in use$',
        )
        self.assertEqual('', result.out, command)
        self.assertEqual([], result.changes, command)
        self.assertEqual('/', result.requests[-1].path, command)

    def json(self, command: str, *args: Any, **kwargs: Any) -> Any:
        """Run :meth:`openstack` with ``-f json``, and return the data."""
        return self.openstack(command, *args, '-f', 'json', **kwargs).json()

    def name(self, prefix: str = 'test') -> str:
        """Return a unique name."""
        return f'{prefix}-{uuid.uuid4().hex[:12]}'

    def cleanup(self, command: str, *args: Any, cloud: str = '') -> None:
        """Run a command when the test ends, in reverse order of the calls.

        It may fail because the resource no longer exists. Any other failure
        fails the test.
        """
        self.addCleanup(self._cleanup, command, args, cloud)

    def _cleanup(self, command: str, args: Any, cloud: str) -> None:
        argv = ['--os-cloud', cloud or self.cloud]
        argv += [*shlex.split(command), *map(str, args)]
        result = run(argv)
        deadline = time.monotonic() + PATIENCE
        while BUSY in result.err and time.monotonic() < deadline:
            # The test may have begun to delete it
            time.sleep(0.5)
            result = run(argv)
        if result.status and not GONE.search(result.err):
            self.fail(f'openstack {command}: {result.err}')

    def keep_tokens(self) -> None:
        """Log in only once for each cloud, until the test ends.

        This makes tests with hundreds of commands faster, since most of the
        time of a command is spent on its login.
        """
        log_in = generic.BaseGenericPlugin.get_auth_ref
        kept: dict[str | None, access.AccessInfo] = {}

        def log_in_once(
            plugin: generic.BaseGenericPlugin, through: session.Session
        ) -> access.AccessInfo:
            user = plugin.get_cache_id()
            if user not in kept:
                kept[user] = log_in(plugin, through)
            return kept[user]

        patch = mock.patch.object(
            generic.BaseGenericPlugin, 'get_auth_ref', log_in_once
        )
        patch.start()
        self.addCleanup(patch.stop)

    def sdk(self, cloud: str = '', **config: Any) -> _proxy.Proxy:
        """Return a proxy of the SDK layer, for what commands cannot do."""
        connection = openstack.connect(cloud=cloud or self.cloud, **config)
        self.addCleanup(connection.close)
        proxy: _proxy.Proxy
        proxy = sdk.load(connection).shared_file_system
        return proxy


def run(argv: list[str], stdin: str = '') -> Result:
    """Run ``openstack`` with these arguments and this standard input."""
    out, err = io.StringIO(), io.StringIO()
    _forget_clients()
    with (
        _logging_restored(),
        warnings.catch_warnings(),
        mock.patch('sys.stdin', io.StringIO(stdin)),
        mock.patch('sys.argv', ['openstack', *argv]),
        mock.patch.object(shell.OpenStackShell, 'NAME', 'openstack'),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        _requests_recorded() as recorded,
    ):
        try:
            status = shell.OpenStackShell().run(argv)
        except SystemExit as e:
            status = e.code if isinstance(e.code, int) else int(bool(e.code))
            if isinstance(e.code, str):
                print(e.code, file=sys.stderr)
    return Result(out.getvalue(), err.getvalue(), status, recorded)


def _forget_clients() -> None:
    """Clear osc-lib's cache, which outlives the shell that filled it."""
    for attribute in vars(clientmanager.ClientManager).values():
        if isinstance(attribute, clientmanager.ClientCache):
            attribute._handle = None


@contextlib.contextmanager
def _logging_restored() -> Generator[None]:
    """Restore the logging that osc-lib configures when a shell starts."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    # testtools' and stestr's own handlers must not see debug messages
    root.handlers[:] = []
    levels = {
        name: logging.getLogger(name).level
        for name in ('requests', 'cliff', 'stevedore', 'iso8601')
    }
    try:
        yield
    finally:
        for handler in root.handlers:
            handler.close()
        root.handlers[:] = handlers
        root.setLevel(level)
        for name, value in levels.items():
            logging.getLogger(name).setLevel(value)


def _record(request: requests.PreparedRequest, status: int) -> Request:
    url = request.url or ''
    # Failing tests print recorded requests, so leave out passwords
    secret = url.endswith(LOGIN)
    return Request(
        method=request.method or '',
        url=url,
        version=request.headers.get('X-OpenStack-Manila-API-Version', ''),
        body=json.loads(request.body) if request.body and not secret else None,
        status=status,
    )


@contextlib.contextmanager
def _requests_recorded() -> Generator[list[Request]]:
    recorded: list[Request] = []
    send = requests.Session.send

    def send_and_record(
        session: requests.Session,
        request: requests.PreparedRequest,
        **kwargs: Any,
    ) -> requests.Response:
        status = 0
        try:
            response = send(session, request, **kwargs)
            status = response.status_code
            return response
        finally:
            recorded.append(_record(request, status))

    with mock.patch.object(requests.Session, 'send', send_and_record):
        yield recorded
