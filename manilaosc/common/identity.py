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

"""Options that name projects and users, and their lookup in Keystone."""

import argparse
from collections.abc import Callable
from typing import Any

from openstackclient.common import envvars
from openstackclient.identity import common as identity_common
from osc_lib import exceptions

from manilaosc.common import find
from manilaosc.common import options
from manilaosc.i18n import _


def add_all_projects(parser: argparse.ArgumentParser, noun: str) -> None:
    """Add ``--all-projects``.

    :param noun: What is listed, in the plural: ``shares``.
    """
    options.flag(
        parser,
        '--all-projects',
        _('List %s of all projects (admin only)') % noun,
        default=envvars.boolenv('ALL_PROJECTS'),
    )


def add_project(
    parser: argparse.ArgumentParser,
    noun: str,
    *,
    not_in_manilaclient: bool = False,
) -> None:
    """Add the filters ``--project`` and ``--project-domain``.

    :param noun: What is listed, in the plural: ``shares``.
    :param not_in_manilaclient: Whether python-manilaclient's command lacks
        them.
    """
    options.add(
        parser,
        '--project',
        _('List only %s of this project (name or ID) (admin only)') % noun,
        not_in_manilaclient=not_in_manilaclient,
    )
    add_project_domain(parser, not_in_manilaclient=not_in_manilaclient)


def add_project_domain(
    parser: argparse.ArgumentParser, *, not_in_manilaclient: bool = False
) -> None:
    """Add ``--project-domain``."""
    identity_common.add_project_domain_option_to_parser(parser)
    options.mark(parser, '--project-domain', not_in_manilaclient)


def add_user(parser: argparse.ArgumentParser, noun: str) -> None:
    """Add the filters ``--user`` and ``--user-domain``.

    :param noun: What is listed, in the plural: ``shares``.
    """
    options.add(
        parser,
        '--user',
        _('List only %s created by this user (name or ID)') % noun,
    )
    identity_common.add_user_domain_option_to_parser(parser)


def project_query(
    client_manager: Any, parsed_args: argparse.Namespace
) -> dict[str, Any]:
    """Return the API's filters for the project options that are given."""
    query: dict[str, Any] = {}
    project = getattr(parsed_args, 'project', None)
    if getattr(parsed_args, 'all_projects', False) or project:
        query['all_projects'] = True
    if project:
        query['project_id'] = project_id(
            client_manager, project, parsed_args.project_domain
        )
    return query


def project_id(
    client_manager: Any, name_or_id: str | None, domain: str | None = None
) -> str:
    """Return the ID of a project, or of the user's own project for None.

    The name and ID of the user's own project are resolved without a request,
    since not every user may look up projects.

    :raises: :class:`osc_lib.exceptions.CommandError` if there is no such
        project, or the name is empty.
    """
    find.check(name_or_id)
    own = client_manager.auth_ref
    names = (None, own.project_id, own.project_name)
    if domain is None and name_or_id in names:
        own_id: str = own.project_id
        return own_id
    return _identity_id(
        identity_common.find_project_id_sdk,
        client_manager.sdk_connection.identity,
        name_or_id,
        domain,
    )


def user_query(
    client_manager: Any, parsed_args: argparse.Namespace
) -> dict[str, Any]:
    """Return the API's filter for the user options that are given."""
    if not parsed_args.user:
        return {}
    own = client_manager.auth_ref
    names = (own.user_id, own.username)
    if parsed_args.user_domain is None and parsed_args.user in names:
        return {'user_id': own.user_id}
    return {
        'user_id': _identity_id(
            identity_common.find_user_id_sdk,
            client_manager.sdk_connection.identity,
            parsed_args.user,
            parsed_args.user_domain,
        )
    }


def _identity_id(finder: Callable[..., str], *args: Any) -> str:
    try:
        return finder(*args)
    except exceptions.CommandError as e:
        # OpenStackClient's message may be empty; the cause says more
        raise exceptions.CommandError(str(e) or str(e.__cause__)) from e
