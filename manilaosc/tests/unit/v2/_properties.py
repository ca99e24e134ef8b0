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

"""Tests that all ``properties show`` commands share."""

from typing import Any

from openstack import exceptions

from manilaosc.tests.unit import fakes


class Mixin(fakes.TestCommand):
    """Tests of a command based on :class:`_properties.ShowProperties`."""

    #: The resource's name in the registry
    kind: str
    #: Arguments of the command
    argv: tuple[str, ...]
    #: The proxy's method that fetches all properties; the method that
    #: fetches a single one has the same name with ``_item`` at the end
    fetch: str
    #: The first microversion with the command
    min_version = '2.0'

    def owner(self) -> tuple[Any, ...]:
        """The arguments that the methods must get."""
        raise NotImplementedError

    def setUp(self) -> None:
        super().setUp()
        self.fetch_all = getattr(self.client, self.fetch)
        self.fetch_item = getattr(self.client, f'{self.fetch}_item')

    def test_all(self) -> None:
        for metadata in ({'a': 'b', 'c': 'd'}, {}, None):
            self.fetch_all.return_value = fakes.resource(
                self.kind, metadata=metadata
            )
            found = self.run_cmd(*self.argv, '-f', 'json')
            self.assertEqual(metadata or {}, found.json())
        self.fetch_all.assert_called_with(*self.owner())
        self.fetch_item.assert_not_called()

    def test_one(self) -> None:
        self.fetch_item.return_value = fakes.resource(
            self.kind, metadata={'a': 'b', 'c': 'd'}
        )
        found = self.run_cmd(*self.argv, '--property', 'c', '-f', 'value')
        self.assertEqual('d\n', found.out)
        self.assertEqual({'c': 'd'}, found.fields)
        self.fetch_item.assert_called_once_with(*self.owner(), 'c')
        self.fetch_all.assert_not_called()

    def test_one_that_is_missing(self) -> None:
        self.fetch_item.side_effect = exceptions.NotFoundException('no x')
        found = self.run_cmd(
            *self.argv, '--property', 'x', fail=True, stderr='^no x$'
        )
        self.assertEqual('', found.out)

    def test_min_version(self) -> None:
        if self.min_version != '2.0':
            self.assert_min_version(self.min_version, *self.argv)
        self.use_microversion(self.min_version)
        self.fetch_all.return_value = fakes.resource(self.kind, metadata={})
        self.assertEqual({}, self.run_cmd(*self.argv).fields)
