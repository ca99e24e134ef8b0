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
"""Tests of the wait commands, for the test modules of the nouns."""

from typing import Any
from unittest import mock

from openstack import exceptions

from manilaosc.tests.unit import fakes

UUID = '9284fb1e-2d5b-4b5e-8a6c-0d3a3f0b6f11'


class Mixin:
    """Tests that every wait command passes.

    Combine it with :class:`fakes.TestCommand`.
    """

    #: The name of the resource in the registry, and of the proxy's method
    #: that finds or gets it
    resource_name: str
    method: str
    #: Arguments before the resource
    parents: tuple[str, ...] = ()
    good = 'available'
    attribute = 'status'

    def setUp(self: Any) -> None:
        super().setUp()  # type: ignore[misc]
        self.states: list[Any] = [self.good]
        self.finds = getattr(self.client, self.method)
        self.finds.side_effect = lambda *args, **kwargs: self.make(
            self.states[0]
        )
        patch = mock.patch('manilaosc.sdk.v2._wait._SHORTEST', 0.001)
        patch.start()
        self.addCleanup(patch.stop)
        patch = mock.patch('manilaosc.sdk.v2._wait._DOUBT', 0.0)
        patch.start()
        self.addCleanup(patch.stop)
        from manilaosc.sdk.v2 import _wait

        self.client.wait_until_all.side_effect = (
            lambda resources, condition, **how: _wait.until_all(
                self.client, resources, condition, **how
            )
        )
        self.client.user_messages.return_value = []

    def make(self: Any, state: Any) -> Any:
        """Return the resource; a fetch gives the next of the states."""
        if state is None:
            raise exceptions.NotFoundException('No such thing')
        res = fakes.resource(
            self.resource_name, id=UUID, **{self.attribute: state}
        )

        def fetch(*args: Any, **kwargs: Any) -> Any:
            if len(self.states) > 1:
                self.states.pop(0)
            return self.make(self.states[0])

        object.__setattr__(res, 'fetch', fetch)
        return res

    def wait(self: Any, *args: str, states: Any = (), **kwargs: Any) -> Any:
        self.states = list(states) or [self.good]
        return self.run_cmd(*self.parents, 'x', *args, **kwargs)

    def test_default_condition(self: Any) -> None:
        self.wait(states=['creating', 'creating', self.good])
        self.assertEqual([self.good], self.states)

    def test_condition_is_met_already(self: Any) -> None:
        self.assertEqual('', self.wait().out)

    def test_status(self: Any) -> None:
        self.wait('--for', 'odd', states=['creating', 'odd'])
        self.wait('--for', 'error', states=['creating', 'error'])

    def test_field(self: Any) -> None:
        self.wait('--for', f'{self.attribute}=Odd', states=['creating', 'odd'])
        self.wait('--for', 'nonsense=x', fail=True, stderr='Invalid field')

    def test_all_conditions(self: Any) -> None:
        self.wait(
            '--for', self.good, '--for', f'{self.attribute}={self.good}',
            '--for', f'id={UUID}',
            states=['creating', self.good],
        )  # fmt: skip

    def test_error_state(self: Any) -> None:
        self.wait(states=['creating', 'error'], fail=True, stderr='error')

    def test_gone(self: Any) -> None:
        self.wait(states=['creating', None], fail=True, stderr='is gone')

    def test_deleted(self: Any) -> None:
        self.wait('--for', 'deleted', states=['deleting', None])
        # It is gone before the first look
        self.wait('--for', 'deleted', states=[None])

    def test_deleted_and_others(self: Any) -> None:
        self.wait(
            '--for', 'deleted', '--for', self.good,
            fail=True, stderr="'deleted' cannot be combined",
        )  # fmt: skip

    def test_timeout(self: Any) -> None:
        self.wait(
            '--timeout', '0.05', states=['creating'],
            fail=True, stderr='Timed out after 0.05 seconds',
        )  # fmt: skip

    def test_missing(self: Any) -> None:
        self.wait(states=[None], fail=True, stderr='No such thing')
