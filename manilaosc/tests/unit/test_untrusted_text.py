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

"""Tests that no output contains raw text of other users.

Every command is run on a cloud whose texts are all hostile.
"""

import argparse
import functools
import inspect
import logging
import re
import typing
from typing import Any
from unittest import mock

from cliff import lister
from cliff import show
from openstack import exceptions as sdk_exceptions
from openstack import resource as sdk_resource
from openstack.test import fakes as sdk_fakes
from osc_lib import exceptions

from manilaosc.sdk.v2 import _proxy
from manilaosc.tests.unit import fakes
from manilaosc.tests.unit import registry

#: One of each kind of character that is escaped, and a line of its own
HOSTILE = (
    'H\x1b]0;x\x07\nFORGED\t\r\x9b2J\u202e\u200b\u2028\ufeff\U000e0041\ud800'
)
#: What can be an argument: the last character is no text
TYPED = HOSTILE[:-1]
#: What must not be printed; newlines end what is printed anyway
RAW = frozenset('\x1b\x07\t\r\x9b\u202e\u200b\u2028\ufeff\U000e0041\ud800')
#: How many requests of a command are failed, one in each run
DEPTH = 6
#: Keys of mappings within mappings
MAPPINGS = ('details', 'hosts_check_result')
#: Values of arguments, of which the first that is valid is used
VALUES = (TYPED, '1', 'true', 'host@backend#pool', 'share')


def hostile(cls: type[sdk_resource.Resource]) -> Any:
    """A resource of which each text is hostile."""
    cls = {c.__name__: c for c in _registry().values()}.get(cls.__name__, cls)
    fake = sdk_fakes.generate_fake_resource(cls)
    values = {name: poison(name, value) for name, value in fake.items()}
    return cls.existing(**{k: v for k, v in values.items() if k != 'location'})


def _registry() -> dict[str, Any]:
    found: dict[str, Any] = _proxy.Proxy._resource_registry
    return found


def poison(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, dict):
        return Anything()
    if isinstance(value, list):
        texts = name.endswith('_ids') or name == 'share_networks'
        return [HOSTILE if texts else Anything()]
    return value


class Anything(dict[str, Any]):
    """A mapping that has every key and attribute."""

    def __init__(self) -> None:
        super().__init__({HOSTILE: HOSTILE})

    def __missing__(self, key: str) -> Any:
        return {HOSTILE: HOSTILE} if key in MAPPINGS else HOSTILE

    def __getattr__(self, name: str) -> str:
        return HOSTILE

    def __str__(self) -> str:
        return HOSTILE


class HostileClient(fakes.FakeClient):
    """A proxy whose methods return hostile resources.

    Once ``calls_left`` methods were called, the next raises ``error``.
    """

    error: Exception | None = None
    calls_left = 0

    def __getattr__(self, name: str) -> Any:
        method: Any = super().__getattr__(name)
        if hasattr(method, "mock"):  # A method of the proxy
            method.side_effect = functools.partial(self._answer, name)
        return method

    def _answer(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        self.calls_left -= 1
        if self.error and self.calls_left < 0:
            raise self.error
        method = inspect.unwrap(getattr(_proxy.Proxy, name))
        hints = typing.get_type_hints(method, vars(_proxy))
        return made(hints.get('return'))


def made(kind: Any) -> Any:
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is not None and args:
        if 'Generator' in str(origin) or 'Iterator' in str(origin):
            return iter([made(args[0]), made(args[0])])
        if origin is list:
            return [made(args[0])]
        if origin is dict:
            return Anything()
        return made(args[0])
    if kind in (int, bool):
        return kind(1)
    if kind in (None, type(None)):
        return None
    if inspect.isclass(kind) and issubclass(kind, sdk_resource.Resource):
        return hostile(kind)
    return HOSTILE


def accepts(action: Any, value: str) -> bool:
    try:
        (action.type or str)(value)
    except (argparse.ArgumentTypeError, ValueError):
        return False
    return True


def arguments(command: Any) -> list[str]:
    """A command's arguments and required options, hostile if possible."""
    parser = command.get_parser('openstack x')
    argv = []
    for action in parser._actions:
        if action.option_strings and not action.required:
            continue
        argv += action.option_strings[:1]
        if action.choices:
            argv.append(next(iter(action.choices)))
        else:
            argv.append(next(v for v in VALUES if accepts(action, v)))
    return argv


class TestUntrustedText(fakes.TestCommand):
    def setUp(self) -> None:
        super().setUp()
        # openstacksdk's test base leaves handlers of its own there
        self.enterContext(
            mock.patch.object(logging.getLogger('openstack'), 'handlers', [])
        )

    def prepare(self, name: str) -> list[str]:
        """Set up a command, and return its arguments."""
        self.command = registry.ours()[name].load()
        client = HostileClient(spec=_proxy.Proxy)
        client.session = mock.Mock()
        client.max_microversion = _proxy.Proxy.max_microversion
        client.default_microversion = _proxy.Proxy.max_microversion
        self.client = client
        self.app = self._app()
        return arguments(self.command(self.app, None))

    def check(self, output: str, *story: Any) -> None:
        self.assertEqual(set(), RAW & set(output), str(story))
        self.assertNotIn('\nFORGED', output, str(story))

    def test_results(self):
        shown = 0
        for name in registry.ours():
            argv = self.prepare(name)
            if issubclass(self.command, lister.Lister):
                formats = ('table', 'value', 'csv', 'json')
            elif issubclass(self.command, show.ShowOne):
                formats = ('table', 'value', 'json')
            else:
                formats = ()
            for formatter in formats:
                self.prepare(name)
                found = self.run_cmd(*argv, '-f', formatter)
                self.check(found.out, name, formatter)
                shown += 'FORGED' in found.out
        # Most commands print text of other users
        self.assertGreater(shown, 300)

    def test_shell(self):
        for name in registry.ours():
            argv = self.prepare(name)
            if issubclass(self.command, show.ShowOne):
                found = self.run_cmd(*argv, '-f', 'shell')
                # Outside of single quotes there are only valid names
                rest = re.sub(r"'[^']*'|\\'", '', found.out)
                self.assertRegex(rest, r'\A([a-z_]\w*=("[^"$`\\]*")?\n)*\Z')

    def test_errors(self):
        reached = 0
        response = mock.Mock(
            status_code=400, headers={'x-openstack-request-id': HOSTILE}
        )
        for name in registry.ours():
            argv = self.prepare(name)
            for error in (
                sdk_exceptions.BadRequestException(
                    response=response, details=HOSTILE
                ),
                sdk_exceptions.NotFoundException(HOSTILE),
                exceptions.CommandError(HOSTILE),
            ):
                for calls in range(DEPTH):
                    self.prepare(name)
                    self.client.error = error
                    self.client.calls_left = calls
                    found = self.run_any(argv)
                    self.check(found.err, name, calls, error)
                    if self.client.calls_left >= 0:
                        break
                    reached += 'FORGED' in found.err
        self.assertGreater(reached, 600)

    def test_bugs(self):
        # Their messages keep their lines, since tracebacks have several
        for name in registry.ours():
            argv = self.prepare(name)
            self.client.error = ValueError(HOSTILE)
            self.assertEqual(set(), RAW & set(self.run_any(argv).err), name)

    def test_arguments(self):
        for name in registry.ours():
            argv = self.prepare(name)
            found = self.run_cmd(*argv, f'--no-{TYPED}', fail=2)
            self.assertIn('FORGED', found.err)
            self.check(found.err, name)

    def test_arguments_that_are_no_text(self):
        for name in registry.ours():
            argv = self.prepare(name)
            found = self.run_cmd(*argv, HOSTILE, fail=2)
            self.assertIn('error: invalid characters in', found.err)
            self.check(found.err, name)

    def run_any(self, argv: list[str]) -> fakes.Result:
        """Run the command, and expect any exit status."""
        try:
            return self.run_cmd(*argv, fail=True)
        except self.failureException:
            self.client.calls_left = 0
            return fakes.Result()
