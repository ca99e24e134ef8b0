"""Options that many commands share, and the reading of them."""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
import itertools
from typing import Any, TypeVar

from openstackclient.common import envvars
from openstackclient.identity import common as identity_common
from osc_lib import exceptions
from osc_lib.cli import parseractions
from oslo_utils import uuidutils

from manilaosc.common import find
from manilaosc.i18n import _

T = TypeVar('T')


def add(
    container: argparse._ActionsContainer,
    name: str,
    help: str,
    *,
    also: Sequence[str] = (),
    since: str | None = None,
    new: bool = False,
    **kwargs: Any,
) -> argparse.Action:
    """Add an argument to a parser, or to a group of one.

    :param name: The name of an option, or of a positional argument.
    :param help: What it is for. What it is called there where it takes a
        value is made of its name unless there is a ``metavar``.
    :param also: Further names of the option that scripts know.
    :param since: The lowest API microversion that has it: the help tells it,
        and it is checked before the command acts.
    :param new: Whether python-manilaclient's command lacks it. Scripts
        abbreviate options: where an abbreviation fits both, a new option
        gives way to an old one.
    :param kwargs: What ``argparse`` takes.
    """
    if not str(kwargs.get('action', '')).startswith('store_'):
        metavar = name.lstrip('-').replace('_', '-')
        kwargs.setdefault('metavar', f'<{metavar}>')
    if since:
        help = _('%(help)s (API version %(since)s or later)') % {
            'help': help,
            'since': since,
        }
    action = container.add_argument(name, *also, help=help, **kwargs)
    action.since = since  # type: ignore[attr-defined]
    action.new = new  # type: ignore[attr-defined]
    return action


def flag(
    container: argparse._ActionsContainer, name: str, help: str, **kwargs: Any
) -> argparse.Action:
    """Add an option that is given or not; as :func:`add` else."""
    return add(container, name, help, action='store_true', **kwargs)


def given(parsed_args: argparse.Namespace, *dests: str) -> dict[str, Any]:
    """Return the options that the user gave, ready to pass on."""
    values = {dest: getattr(parsed_args, dest) for dest in dests}
    return {k: v for k, v in values.items() if v is not None}


def filters(parsed_args: argparse.Namespace, *dests: str) -> dict[str, Any]:
    """Return the filters that the user gave, ready to pass on.

    One that is empty is none, as with python-manilaclient: scripts give an
    option whose variable may be empty.
    """
    return {k: v for k, v in given(parsed_args, *dests).items() if v != ''}


# ---- values


def size(value: str) -> int:
    """Read a size in GiB, a whole number above zero."""
    try:
        number = int(value)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(
            _("'%s' is not a size: a whole number of GiB above 0") % value
        )
    return number


def short_text(value: str) -> str:
    """Read a name or a description, for which the service has 255 places.

    It answers more with 500 often.
    """
    if len(value) > 255:
        raise argparse.ArgumentTypeError(
            _('%d characters; it can have 255') % len(value)
        )
    return value


def boolean(value: str) -> bool:
    """Read a yes or no as scripts write it: True, false, 1, no ..."""
    try:
        return envvars.bool_from_str(value, strict=True)
    except ValueError as e:
        raise argparse.ArgumentTypeError(str(e)) from e


class KeyValue(parseractions.KeyValueAction):
    """``key=value`` any number of times, several at once included."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        for value in values if isinstance(values, list) else [values]:
            super().__call__(parser, namespace, value, option_string)


# ---- lists


def add_long(parser: argparse.ArgumentParser, *, new: bool = False) -> None:
    """Add ``--long``."""
    flag(parser, '--long', _('List more fields'), new=new)


def add_detail(
    parser: argparse.ArgumentParser, name: str, *, with_value: bool = False
) -> None:
    """Add what python-manilaclient calls ``--long`` in some places.

    :param with_value: Whether a 0 or a 1 may follow.
    """
    takes: dict[str, Any] = {'action': 'store_true'}
    if with_value:
        takes = {'nargs': '?', 'type': int, 'const': 1, 'default': 0}
        takes['metavar'] = '<0|1>'
    add(parser, name, _('List more fields'), dest='long', **takes)
    flag(parser, '--long', _('The same as %s') % name, new=True)


def add_count(
    parser: argparse.ArgumentParser, *, since: str, new: bool = False
) -> None:
    """Add ``--count``."""
    flag(
        parser,
        '--count',
        _(
            'Print how many there are in all, --limit or not; on stderr '
            'unless the output is a table'
        ),
        since=since,
        new=new,
    )


def add_paging(
    parser: argparse.ArgumentParser,
    noun: str,
    *,
    all_new: bool = False,
    marker_new: bool = False,
) -> None:
    """Add ``--limit``, ``--marker`` and ``--offset``.

    :param all_new: Whether python-manilaclient's command has none of them,
        rather than no ``--offset`` alone.
    :param marker_new: Whether it has no ``--marker`` either.
    """
    add(
        parser,
        '--limit',
        _('List at most this many (default: all)'),
        type=int,
        action=parseractions.NonNegativeAction,
        new=all_new,
    )
    start = parser.add_mutually_exclusive_group()
    add(
        start,
        '--marker',
        _('List what comes after this %s (name or ID)') % noun,
        new=all_new or marker_new,
    )
    add(
        start,
        '--offset',
        _('Skip this many at the beginning'),
        type=int,
        action=parseractions.NonNegativeAction,
        new=True,
    )


def page(
    lister: Callable[..., Iterator[T]],
    parsed_args: argparse.Namespace,
    **query: Any,
) -> Iterator[T]:
    """List as :func:`add_paging`'s options ask.

    :param lister: The proxy's method.
    :param query: The filters and the order.
    """
    limit = parsed_args.limit
    if limit == 0:
        return iter(())
    marker = parsed_args.marker
    if marker is not None and not marker.isdecimal():
        return itertools.islice(
            _after(marker, lister(limit=1000, **query)), limit
        )
    # Python-manilaclient's --marker is an offset in truth
    offset = parsed_args.offset if marker is None else int(marker)
    if limit is not None:
        query['max_items'] = limit
    if offset:
        query['offset'] = offset
    return lister(**query)


def _after(marker: str, found: Iterator[T]) -> Iterator[T]:
    """The API has no markers, so the rows before it are asked for too."""
    for res in found:
        if marker in (getattr(res, 'id', None), getattr(res, 'name', None)):
            break
    else:
        raise exceptions.CommandError(
            _("The marker '%s' is not in the list") % marker
        )
    yield from found


def add_sort(
    parser: argparse.ArgumentParser, default: str, *, new: bool = False
) -> None:
    """Add ``--sort``."""
    add(
        parser,
        '--sort',
        _(
            'Sort by a field, ascending (asc, the default) or descending '
            '(desc); several are separated by commas (default: %s)'
        )
        % default,
        metavar='<key>[:<direction>]',
        default=default,
        new=new,
    )


def add_sort_key(parser: argparse.ArgumentParser, default: str) -> None:
    """Add ``--sort``, and what python-manilaclient has in its place."""
    add_sort(parser, default, new=True)
    add(
        parser,
        '--sort-key',
        _('Sort by a field, as --sort does'),
        also=('--sort_key',),
    )
    add(
        parser,
        '--sort-dir',
        _('asc or desc, with or without --sort-key (default: desc)'),
        also=('--sort_dir',),
    )


def order(parsed_args: argparse.Namespace) -> str:
    """Return the order that is asked for, as ``--sort`` has it."""
    key = getattr(parsed_args, 'sort_key', None)
    direction = getattr(parsed_args, 'sort_dir', None)
    if key or direction:
        default_key = parsed_args.sort.partition(':')[0]
        return f'{key or default_key}:{direction or "desc"}'
    asked: str = parsed_args.sort
    return asked


def sort(
    lister: Callable[..., Iterator[T]],
    parsed_args: argparse.Namespace,
    server_keys: Mapping[str, str],
    attributes: Mapping[str, str],
    **query: Any,
) -> Iterator[T]:
    """List and page in the order that :func:`add_sort`'s option asks for.

    So do :func:`add_sort_key`'s options.

    :param lister: The proxy's method.
    :param server_keys: What the service can sort by, and its name for it.
    :param attributes: What can be sorted by here, where the service cannot
        or there are several keys, and the resource's attribute.
    """
    keys = []
    for part in order(parsed_args).split(','):
        key, _colon, direction = part.partition(':')
        if key not in server_keys and key not in attributes:
            raise exceptions.CommandError(
                _("Cannot sort by '%(key)s'; there is: %(keys)s")
                % {
                    'key': key,
                    'keys': ', '.join(sorted({*server_keys, *attributes})),
                }
            )
        if direction not in ('', 'asc', 'desc'):
            raise exceptions.CommandError(
                _("'%s' is not a direction: asc or desc") % direction
            )
        keys.append((key, direction == 'desc'))
    unknown = [key for key, _down in keys if key not in attributes]
    if len(keys) == 1 and keys[0][0] in server_keys:
        (key, down), *_rest = keys
        query['sort_key'] = server_keys[key]
        query['sort_dir'] = 'desc' if down else 'asc'
        return page(lister, parsed_args, **query)
    if unknown:
        raise exceptions.CommandError(
            _("Only by itself can '%s' be sorted by") % unknown[0]
        )

    def sorted_list(**query: Any) -> Iterator[T]:
        limit = query.pop('max_items', None)
        offset = query.pop('offset', 0)
        query.pop('limit', None)
        found = list(lister(**query))
        for key, down in reversed(keys):
            attribute = attributes[key]
            found.sort(
                # Unset values last, whatever the direction
                key=lambda res: _sortable(getattr(res, attribute), down),
                reverse=down,
            )
        stop = None if limit is None else offset + limit
        return iter(found[offset:stop])

    return page(sorted_list, parsed_args, **query)


def _sortable(value: Any, down: bool) -> tuple[bool, Any]:
    unset = value is None
    if not isinstance(value, (str, int, float)):
        value = '' if unset else str(value)  # Mappings have no order
    return (unset != down, value)


# ---- projects


def add_all_projects(parser: argparse.ArgumentParser) -> None:
    """Add ``--all-projects``."""
    flag(
        parser,
        '--all-projects',
        _('List those of all projects (administrators only)'),
        default=envvars.boolenv('ALL_PROJECTS'),
    )


def add_project(parser: argparse.ArgumentParser, *, new: bool = False) -> None:
    """Add ``--project`` and ``--project-domain``.

    :param new: Whether python-manilaclient's command lacks them.
    """
    add(
        parser,
        '--project',
        _('List those of a project (name or ID) (administrators only)'),
        new=new,
    )
    add(
        parser,
        '--project-domain',
        _('Domain of the project (name or ID), if its name is not unique'),
        new=new,
    )


def project_query(
    client_manager: Any, parsed_args: argparse.Namespace
) -> dict[str, Any]:
    """Return what the options of projects mean to the API."""
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
    """Return the ID of a project, the caller's own for None.

    That costs no request, nor does its name: not everybody may look up
    projects.
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


def _identity_id(finder: Callable[..., str], *args: Any) -> str:
    try:
        return finder(*args)
    except exceptions.CommandError as e:
        # OpenStackClient leaves unsaid what was not found
        raise exceptions.CommandError(str(e) or str(e.__cause__)) from e


# ---- names, descriptions and states


def add_names(parser: argparse.ArgumentParser, noun: str) -> None:
    """Add ``--name`` and ``--description`` of what is created."""
    add(parser, '--name', _('Name of the %s') % noun, type=short_text)
    add(
        parser,
        '--description',
        _('Description of the %s') % noun,
        type=short_text,
    )


def add_new_names(parser: argparse.ArgumentParser) -> None:
    """Add ``--name`` and ``--description`` of what is changed."""
    add(parser, '--name', _('New name'), type=short_text)
    add(parser, '--description', _('New description'), type=short_text)


def add_status(
    parser: argparse.ArgumentParser,
    noun: str,
    states: str = 'available or error',
    **kwargs: Any,
) -> None:
    """Add ``--status``, which the service takes as it is told.

    :param states: What may be given, to people.
    :param kwargs: Further arguments of :func:`add`.
    """
    add(
        parser,
        '--status',
        _(
            'Status to give the %(noun)s in the database, such as %(states)s; '
            'nothing is done to the %(noun)s itself (administrators only)'
        )
        % {'noun': noun, 'states': states},
        **kwargs,
    )


def add_cleared(parser: argparse.ArgumentParser) -> None:
    """Add ``--name`` and ``--description`` without values."""
    flag(parser, '--name', _('Remove the name'))
    flag(parser, '--description', _('Remove the description'))


def cleared(parsed_args: argparse.Namespace) -> dict[str, None]:
    """Return what :func:`add_cleared`'s options mean to the SDK."""
    return {
        attr: None
        for attr in ('name', 'description')
        if getattr(parsed_args, attr)
    }


# ---- properties


def add_property(
    parser: argparse.ArgumentParser,
    help_: str | None = None,
    *,
    since: str | None = None,
    new: bool = False,
) -> None:
    """Add ``--property key=value``."""
    add(
        parser,
        '--property',
        help_
        or _('Property to add or change (repeat for several properties)'),
        metavar='<key=value>',
        action=parseractions.KeyValueAction,
        since=since,
        new=new,
    )


def add_no_property(
    parser: argparse.ArgumentParser, *, since: str | None = None
) -> None:
    """Add ``--no-property``, which python-manilaclient lacks."""
    flag(
        parser,
        '--no-property',
        _('Remove all properties; with --property, those take their place'),
        since=since,
        new=True,
    )


def add_property_keys(
    parser: argparse.ArgumentParser, *, since: str | None = None
) -> None:
    """Add ``--property key``."""
    add(
        parser,
        '--property',
        _('Property to remove (repeat for several properties)'),
        metavar='<key>',
        action='append',
        default=[],
        since=since,
    )


def unique(values: Sequence[str]) -> list[str]:
    """Return each value once, in the order given."""
    return list(dict.fromkeys(values))


# ---- filters


def add_user(parser: argparse.ArgumentParser) -> None:
    """Add ``--user`` and ``--user-domain``."""
    add(parser, '--user', _('List those that a user created (name or ID)'))
    add(
        parser,
        '--user-domain',
        _('Domain of the user (name or ID), if its name is not unique'),
    )


def user_query(
    client_manager: Any, parsed_args: argparse.Namespace
) -> dict[str, Any]:
    """Return what :func:`add_user`'s options mean to the SDK."""
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


def add_name_filters(
    parser: argparse.ArgumentParser, *, since: str | None = None
) -> None:
    """Add ``--name``, ``--description``, and ``--name~`` and the like.

    :param since: The microversion that the filter by description needs.
    """
    add(parser, '--name', _('List those of this name'))
    add(
        parser,
        '--description',
        _('List those of this description'),
        since=since,
    )
    add_patterns(parser)


def name_query(parsed_args: argparse.Namespace) -> dict[str, Any]:
    """Return what :func:`add_name_filters`'s options mean to the SDK."""
    return {
        **filters(parsed_args, 'name', 'description'),
        **patterns(parsed_args),
    }


def add_patterns(parser: argparse.ArgumentParser) -> None:
    """Add ``--name~`` and ``--description~``."""
    add(
        parser,
        '--name~',
        _('List those with this in their name'),
        since='2.36',
    )
    add(
        parser,
        '--description~',
        _('List those with this in their description'),
        since='2.36',
    )


def patterns(parsed_args: argparse.Namespace) -> dict[str, Any]:
    """Return what :func:`add_patterns`'s options mean to the SDK."""
    given_ = {
        f'{attr}_pattern': getattr(parsed_args, f'{attr}~')
        for attr in ('name', 'description')
    }
    return {k: v for k, v in given_.items() if v}


def export_location_query(parsed_args: argparse.Namespace) -> dict[str, Any]:
    """Return what ``--export-location``, an ID or a path, means to the SDK."""
    location = parsed_args.export_location
    if uuidutils.is_uuid_like(location):
        return {'export_location_id': location}
    return {'export_location_path': location}
