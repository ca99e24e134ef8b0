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

"""The installed commands: manilaosc's and python-manilaclient's."""

import argparse
import functools
import importlib.metadata
from typing import Any
from unittest import mock

from openstackclient import shell

GROUP = 'openstack.extension'

EntryPoints = dict[str, importlib.metadata.EntryPoint]


@functools.cache
def ours() -> EntryPoints:
    """Return the entry points of our commands, by name."""
    return _commands('manilaosc', GROUP)


@functools.cache
def manilaclients() -> EntryPoints:
    """Return the entry points of python-manilaclient, by name."""
    return _commands('python-manilaclient', 'openstack.share.v2')


def shared() -> list[str]:
    """Return the names that both register."""
    return sorted(ours().keys() & manilaclients().keys())


def _commands(distribution: str, group: str) -> EntryPoints:
    entry_points = importlib.metadata.distribution(distribution).entry_points
    return {
        entry_point.name.replace('_', ' '): entry_point
        for entry_point in entry_points
        if entry_point.group == group
    }


def parser(
    entry_point: importlib.metadata.EntryPoint,
) -> argparse.ArgumentParser:
    """Return the parser of a command, as ``openstack`` creates it."""
    cls: Any = entry_point.load()
    name = f'openstack {entry_point.name.replace("_", " ")}'
    made: argparse.ArgumentParser = cls(fake_app(), None).get_parser(name)
    return made


def fake_app() -> Any:
    app = mock.Mock(spec=shell.OpenStackShell)
    app.client_manager = mock.Mock()
    return app


def options(made: argparse.ArgumentParser) -> dict[str, argparse.Action]:
    """Return the options of a parser by name, without those of cliff."""
    return {
        name: action
        for name, action in made._option_string_actions.items()
        if not _is_cliffs(made, action)
    }


def positionals(made: argparse.ArgumentParser) -> list[argparse.Action]:
    return [a for a in made._actions if not a.option_strings]


def _is_cliffs(made: argparse.ArgumentParser, action: argparse.Action) -> bool:
    """Return whether cliff adds this option to all commands."""
    if '--help' in action.option_strings:
        return True
    return any(
        action in group._group_actions
        for group in made._action_groups
        if (group.title or '').lower().endswith(('formatters', 'formatter'))
    )
