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

"""Options of the commands that list: columns, filters, paging, sorting."""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
import itertools
from typing import Any, TypeVar

from openstack import exceptions as sdk_exceptions
from osc_lib import exceptions

from manilaosc.common import columns
from manilaosc.common import errors
from manilaosc.common import options
from manilaosc.i18n import _

T = TypeVar('T')


def add_long(
    parser: argparse.ArgumentParser, *, not_in_manilaclient: bool = False
) -> None:
    """Add ``--long``."""
    options.flag(
        parser,
        '--long',
        _('List additional fields'),
        not_in_manilaclient=not_in_manilaclient,
    )


def add_detail(
    parser: argparse.ArgumentParser, name: str, *, with_value: bool = False
) -> None:
    """Add ``--long`` and python-manilaclient's other name for it.

    :param name: That name, such as ``--detailed``.
    :param with_value: Whether the option may be followed by 0 or 1.
    """
    takes: dict[str, Any] = {'action': 'store_true'}
    if with_value:
        takes = {'nargs': '?', 'type': int, 'const': 1, 'default': 0}
        takes['metavar'] = '<0|1>'
    options.add(
        parser, name, _('List additional fields'), dest='long', **takes
    )
    options.flag(
        parser, '--long', _('Same as %s') % name, not_in_manilaclient=True
    )


def add_count(
    parser: argparse.ArgumentParser,
    *,
    min_version: str,
    not_in_manilaclient: bool = False,
) -> None:
    """Add ``--count``."""
    options.flag(
        parser,
        '--count',
        _(
            'Print the total number, regardless of --limit (to stderr unless '
            'the output is a table)'
        ),
        min_version=min_version,
        not_in_manilaclient=not_in_manilaclient,
    )


def add_paging(
    parser: argparse.ArgumentParser,
    noun: str,
    *,
    not_in_manilaclient: bool = False,
    marker_not_in_manilaclient: bool = False,
) -> None:
    """Add ``--limit``, ``--marker`` and ``--offset``.

    :param not_in_manilaclient: Whether python-manilaclient's command has
        none of these options; it never has ``--offset``.
    :param marker_not_in_manilaclient: Whether it lacks ``--marker``.
    """
    options.add(
        parser,
        '--limit',
        _('Maximum number of rows to list (default: all)'),
        type=options.number,
        not_in_manilaclient=not_in_manilaclient,
    )
    start = parser.add_mutually_exclusive_group()
    options.add(
        start,
        '--marker',
        _('List only rows after this %s (name or ID)') % noun,
        type=_marker,
        not_in_manilaclient=not_in_manilaclient or marker_not_in_manilaclient,
    )
    options.add(
        start,
        '--offset',
        _('Number of rows to skip'),
        type=options.number,
        not_in_manilaclient=True,
    )


def page(
    lister: Callable[..., Iterator[T]],
    parsed_args: argparse.Namespace,
    **query: Any,
) -> Iterator[T]:
    """List resources, honoring the options of :func:`add_paging`.

    :param lister: The proxy's method that lists.
    :param query: Filters and sort order.
    """
    limit = parsed_args.limit
    if limit == 0:
        return iter(())
    marker = parsed_args.marker
    if marker is not None and not marker.isdecimal():
        return itertools.islice(
            _after(
                marker, _check_patterns(lister(limit=1000, **query), query)
            ),
            limit,
        )
    # python-manilaclient's --marker is an offset
    offset = parsed_args.offset if marker is None else int(marker)
    if limit is not None:
        query['max_items'] = limit
    if offset:
        query['offset'] = offset
    return _check_patterns(lister(**query), query)


def _marker(value: str) -> str:
    if value.isdecimal():
        options.number(value)
    return value


def _check_patterns(
    found: Iterator[T], query: Mapping[str, Any]
) -> Iterator[T]:
    """Report an invalid pattern, to which Manila answers 500.

    For shares, the database takes it for a regular expression.
    """
    try:
        yield from found
    except sdk_exceptions.HttpException as e:
        patterns = [query[k] for k in query if k.endswith('_pattern')]
        if not patterns or e.status_code != 500:
            raise
        raise exceptions.CommandError(
            _(
                "The service failed to search for '%(pattern)s', which may "
                'not be a valid regular expression: %(why)s'
            )
            % {'pattern': "' and '".join(patterns), 'why': errors.message(e)}
        ) from e


def _after(marker: str, found: Iterator[T]) -> Iterator[T]:
    """Skip the rows up to the marker.

    The API pages by offset and has no markers, so they are listed, too.
    """
    for res in found:
        if marker in (getattr(res, 'id', None), getattr(res, 'name', None)):
            break
    else:
        raise exceptions.CommandError(
            _("Marker '%s' not found in the list") % marker
        )
    yield from found


def needs_details(
    parsed_args: argparse.Namespace,
    shown: Sequence[columns.Column],
    summary: Sequence[columns.Column],
    *orders: str,
) -> bool:
    """Return whether a list needs more than Manila's summary of resources.

    Manila answers the summary faster.

    :param shown: The columns of the list, of which ``-c`` selects some.
    :param summary: The columns that the summary has.
    :param orders: The sort orders that Manila supports for the summary.
    """
    if orders and order(parsed_args) not in orders:
        return True
    asked = {c.header for c in shown}
    if parsed_args.columns:
        asked = {*parsed_args.columns, *parsed_args.sort_columns}
    return not asked <= {c.header for c in summary}


def add_sort(
    parser: argparse.ArgumentParser,
    default: str,
    *,
    not_in_manilaclient: bool = False,
) -> None:
    """Add ``--sort``."""
    options.add(
        parser,
        '--sort',
        _(
            'Sort output by field and direction, asc (default) or desc; '
            'separate multiple fields with commas (default: %s)'
        )
        % default,
        metavar='<key>[:<direction>]',
        default=default,
        not_in_manilaclient=not_in_manilaclient,
    )


def add_sort_key(parser: argparse.ArgumentParser, default: str) -> None:
    """Add ``--sort`` and python-manilaclient's options for sorting."""
    add_sort(parser, default, not_in_manilaclient=True)
    options.add(
        parser,
        '--sort-key',
        _('Field to sort by (see --sort)'),
        aliases=('--sort_key',),
    )
    options.add(
        parser,
        '--sort-dir',
        _('Sort direction: asc or desc (default: desc)'),
        aliases=('--sort_dir',),
    )


def order(parsed_args: argparse.Namespace) -> str:
    """Return the requested order in the form of ``--sort``."""
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
    """List resources in the order of the sort and paging options.

    :param lister: The proxy's method that lists.
    :param server_keys: The keys that Manila sorts by, and its names for
        them.
    :param attributes: The keys that can be sorted by on the client, where
        Manila cannot or several keys are given, and the resource's
        attribute of each.
    """
    keys = []
    for part in order(parsed_args).split(','):
        key, _colon, direction = part.partition(':')
        if key not in server_keys and key not in attributes:
            raise exceptions.CommandError(
                _("Invalid sort key '%(key)s' (choose from %(keys)s)")
                % {
                    'key': key,
                    'keys': ', '.join(sorted({*server_keys, *attributes})),
                }
            )
        if direction not in ('', 'asc', 'desc'):
            raise exceptions.CommandError(
                _("Invalid sort direction '%s' (choose from asc, desc)")
                % direction
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
            _("'%s' cannot be combined with other sort keys") % unknown[0]
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


def filters(parsed_args: argparse.Namespace, *dests: str) -> dict[str, Any]:
    """Return the filters that are given and not empty, by attribute.

    As with python-manilaclient, an empty filter is ignored: scripts pass
    options whose variables may be empty.
    """
    return {
        k: v for k, v in options.given(parsed_args, *dests).items() if v != ''
    }


def add_created_filters(
    parser: argparse.ArgumentParser,
    noun: str,
    *,
    min_version: str | None = None,
) -> None:
    """Add ``--since`` and ``--before``.

    :param noun: What is listed, in the plural: ``messages``.
    :param min_version: The lowest microversion that supports the filters.
    """
    options.add(
        parser,
        '--since',
        _('List only %s created at or after this time (ISO 8601, UTC)') % noun,
        min_version=min_version,
    )
    options.add(
        parser,
        '--before',
        _('List only %s created at or before this time (ISO 8601, UTC)')
        % noun,
        min_version=min_version,
    )


def created_query(parsed_args: argparse.Namespace) -> dict[str, Any]:
    """Return the SDK's filters for the options of add_created_filters."""
    given = {
        'created_since': parsed_args.since,
        'created_before': parsed_args.before,
    }
    return {k: v for k, v in given.items() if v}


def add_name_filters(
    parser: argparse.ArgumentParser,
    noun: str,
    *,
    min_version: str | None = None,
) -> None:
    """Add ``--name``, ``--description``, and ``--name~`` and the like.

    :param noun: What is listed, in the plural: ``shares``.
    :param min_version: The microversion that ``--description`` needs.
    """
    options.add(parser, '--name', _('List only %s with this name') % noun)
    options.add(
        parser,
        '--description',
        _('List only %s with this description') % noun,
        min_version=min_version,
    )
    add_patterns(parser, noun)


def name_query(parsed_args: argparse.Namespace) -> dict[str, Any]:
    """Return the SDK's filters for the options of :func:`add_name_filters`."""
    return {
        **filters(parsed_args, 'name', 'description'),
        **patterns(parsed_args),
    }


def add_patterns(parser: argparse.ArgumentParser, noun: str) -> None:
    """Add ``--name~`` and ``--description~``.

    :param noun: What is listed, in the plural: ``shares``.
    """
    options.add(
        parser,
        '--name~',
        _('List only %s whose name matches this pattern') % noun,
        type=pattern,
        min_version='2.36',
    )
    options.add(
        parser,
        '--description~',
        _('List only %s whose description matches this pattern') % noun,
        type=pattern,
        min_version='2.36',
    )


def pattern(value: str) -> str:
    r"""Check text to search for.

    Manila appends a wildcard, of which a single ``\`` would change the
    meaning; for shares, it answers 500.
    """
    backslashes = len(value) - len(value.rstrip('\\'))
    if backslashes % 2:
        raise argparse.ArgumentTypeError(
            _("Invalid text '%s': must not end with a single backslash")
            % value
        )
    return value


def patterns(parsed_args: argparse.Namespace) -> dict[str, Any]:
    """Return the SDK's filters for the options of :func:`add_patterns`."""
    given_ = {
        f'{attr}_pattern': getattr(parsed_args, f'{attr}~')
        for attr in ('name', 'description')
    }
    return {k: v for k, v in given_.items() if v}
