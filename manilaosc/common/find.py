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

"""Find a resource by name or ID."""

import argparse
from collections.abc import Callable
from typing import Any, overload, Protocol, TypeVar

from openstack import exceptions
from osc_lib import exceptions as osc_exceptions

from manilaosc.common import terminal
from manilaosc.common import text
from manilaosc.i18n import _

T_co = TypeVar('T_co', covariant=True)


class Finder(Protocol[T_co]):
    """A proxy's ``find_*`` method."""

    def __call__(
        self, name_or_id: str, ignore_missing: Any, **query: Any
    ) -> T_co: ...


def check(name_or_id: str | None) -> None:
    """Refuse an empty text, which scripts give where a variable is unset.

    :raises: :class:`osc_lib.exceptions.CommandError`
    """
    if name_or_id == '':
        raise osc_exceptions.CommandError(
            _('The name or ID must not be empty')
        )


def one(finder: Finder[T_co], name_or_id: str, **query: Any) -> T_co:
    """Return the resource of a name or ID.

    A name is looked up in the user's own project first, and then in all
    projects, of which only administrators see others. If it is found there,
    a person is told so before anything is changed.

    :param finder: A ``find_*`` method that accepts ``all_projects``.
    :param query: Further filters; ``fetch=False`` if only the ID is needed,
        so that an ID is not looked up.
    :raises: :class:`osc_lib.exceptions.CommandError` for an empty name
    :raises: :class:`~openstack.exceptions.NotFoundException`
    :raises: :class:`~openstack.exceptions.DuplicateResource`
    """
    check(name_or_id)
    try:
        return finder(name_or_id, ignore_missing=False, **query)
    except exceptions.NotFoundException:
        pass
    found = finder(
        name_or_id, ignore_missing=False, all_projects=True, **query
    )
    project = getattr(found, 'project_id', None)
    if project:
        terminal.before_changes(
            _('Using %(what)s of project %(project)s (ID: %(id)s)')
            % {
                'what': text.label(found),
                'id': getattr(found, 'id', None),
                'project': project,
            }
        )
    return found


@overload
def id_of(
    finder: Callable[..., Any], name_or_id: str, **query: Any
) -> str: ...


@overload
def id_of(
    finder: Callable[..., Any], name_or_id: str | None, **query: Any
) -> str | None: ...


def id_of(
    finder: Callable[..., Any], name_or_id: str | None, **query: Any
) -> str | None:
    """Return the ID of the resource that an option names, None for None.

    Something that looks like an ID is returned without a request. If there is
    no such resource, the SDK looks it up by name.
    """
    if name_or_id is None:
        return None
    found: str = one(finder, name_or_id, fetch=False, **query).id
    return found


def ids(
    parsed_args: argparse.Namespace, **finders: Callable[..., Any]
) -> dict[str, str]:
    """Return the IDs of what options name, ready to pass on.

    ``ids(parsed_args, share_network=client.find_share_network)`` has a
    ``share_network_id`` where ``--share-network`` is given, and not empty.

    :param finders: The proxy's ``find_*`` method for each option.
    """
    return {
        f'{option}_id': id_of(finder, getattr(parsed_args, option))
        for option, finder in finders.items()
        if getattr(parsed_args, option)
    }
