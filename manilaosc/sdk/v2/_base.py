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

"""The base class of all shared file system resources."""

import builtins
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
import copy
import dataclasses
import functools
import inspect
import itertools
import re
from typing import Any, ClassVar, Generic, Literal, overload, Self, TypeVar
import urllib.parse
import uuid

from keystoneauth1 import adapter
from openstack import exceptions
from openstack import fields
from openstack import resource
from openstack import utils
import requests

#: The highest API microversion that this package knows.
MAX_MICROVERSION = '2.99'

#: What the API asks for of features that may still change.
EXPERIMENTAL = {'X-OpenStack-Manila-API-Experimental': 'True'}

#: Rows a request asks for when a list has to be cut into pages.
PAGE_SIZE = 1000

#: Actions that were extensions, and were named so, before API version 2.7.
_EXTENSION_ACTIONS = frozenset(
    {
        'access_list',
        'allow_access',
        'deny_access',
        'extend',
        'force_delete',
        'reset_status',
        'shrink',
    }
)

#: Collections that were extensions, and were named so, before 2.7 as well.
_EXTENSION_PATHS = {
    'availability-zones': 'os-availability-zone',
    'quota-class-sets': 'os-quota-class-sets',
    'quota-sets': 'os-quota-sets',
    'services': 'os-services',
}


def path_before_2_7(path: str) -> str:
    """Return what a path was called in the first API microversions."""
    first, slash, rest = path.lstrip('/').partition('/')
    return f'/{_EXTENSION_PATHS.get(first, first)}{slash}{rest}'


def decoded(response: requests.Response, key: str | None = None) -> Any:
    """Return the decoded JSON body of a response.

    :param response: A response with a success status.
    :param key: The key whose value to return, None for the whole body.
    :raises: :class:`~openstack.exceptions.InvalidResponse` if the body is
        truncated, is not JSON or does not have the key.
    """
    try:
        body = response.json()
    except requests.exceptions.JSONDecodeError as e:
        raise exceptions.InvalidResponse(
            f'The response to {_request(response)} is not valid JSON, or was '
            f'truncated (HTTP {response.status_code}, '
            f'{len(response.content)} bytes)'
        ) from e
    if key is None:
        return body
    if not isinstance(body, dict) or body.get(key) is None:
        raise malformed(response, f"lacks '{key}'")
    return body[key]


def malformed(
    response: requests.Response, what: str
) -> exceptions.InvalidResponse:
    """Return the error of a response that is not what it should be.

    :param what: What is wrong, such as ``lacks 'share'``.
    """
    return exceptions.InvalidResponse(
        f'The response to {_request(response)} {what} '
        f'(HTTP {response.status_code})'
    )


def _request(response: requests.Response) -> str:
    return f'{response.request.method} {response.url}'


def is_id(value: str) -> bool:
    """Whether a value looks like the ID of a shared file system resource."""
    try:
        return str(uuid.UUID(value)) == value.lower()
    except ValueError:
        return False


def uri_part(value: Any) -> str:
    """Return an ID as a part of a path, or refuse it.

    ``DELETE /resource-locks/../shares/ID`` is sent as ``DELETE /shares/ID``,
    and ``DELETE /resource-locks/ID?x`` deletes ``ID``. Manila's IDs do not
    contain such characters, so an ID that does is refused, not quoted.

    :raises: :class:`~openstack.exceptions.InvalidRequest`
    """
    part = str(value)
    if (
        value in (None, '', '.', '..')
        or not part.isprintable()
        or not set(part).isdisjoint('/?#%\\;')
    ):
        raise exceptions.InvalidRequest(f'{part!r} is not an ID')
    return part


def filled(path: str, parts: Mapping[str, Any]) -> str:
    """Return a path with its ``%(name)s`` filled in.

    :raises: :class:`~openstack.exceptions.InvalidRequest` for a value that
        is more than one part of a path.
    """
    names = re.findall(r'%\((\w+)\)s', path)
    return path % {k: uri_part(parts.get(k)) for k in names} if names else path


def quoted(key: str) -> str:
    """Return a key as one part of a path.

    :raises: :class:`~openstack.exceptions.InvalidRequest` for a key that
        cannot be one, however it is quoted: ``..`` is taken for the parent,
        and a slash for a separator.
    """
    if not can_be_quoted(key):
        raise exceptions.InvalidRequest(
            f'The API has no request for the single key {key!r}'
        )
    return urllib.parse.quote(key, safe='')


def can_be_quoted(key: str) -> bool:
    """Whether a key can be one part of a path.

    Manila decodes letters beyond ASCII wrongly, and what is between the
    client and Manila may decode a slash or a percent sign early.
    """
    return (
        key not in ('', '.', '..')
        and key.isascii()
        and key.isprintable()
        and set(key).isdisjoint('/?#%\\;')
    )


class Resource(resource.Resource):
    """A shared file system resource.

    Requests use the highest microversion that client and service support.
    Lists are paged by offset, and :meth:`find` sends one filtered request.
    Responses are validated, and so is each part of a path.
    """

    _max_microversion = MAX_MICROVERSION

    #: Whether the service silently truncates the list
    _server_truncates: ClassVar[bool] = False

    #: Whether it does so only if there is a limit
    _server_truncates_limit: ClassVar[bool] = False

    #: The attributes in the summary, if there is also a detailed list, whose
    #: path ends in ``/detail``
    _summary_fields: ClassVar[frozenset[str]] = frozenset()

    #: Parameters with which a list contains everything that a name may mean
    _find_query: ClassVar[Mapping[str, Any]] = {}

    #: Names that openstacksdk has for parameters, and ours
    _other_names: ClassVar[Mapping[str, str]] = {}

    #: Parameters that openstacksdk accepts and that have no effect
    _ignored_params: ClassVar[frozenset[str]] = frozenset({'details'})

    #: Filters by project
    _project_filters: ClassVar[tuple[str, ...]] = ('project_id',)

    #: Whether each resource in a response has an ID
    _has_id: ClassVar[bool] = True

    #: The last microversion at which the resource is experimental, if any
    _experimental_through: ClassVar[str | None] = None

    @classmethod
    def _get_session(cls, session: Any) -> Any:
        session = super()._get_session(session)
        through = cls._experimental_through
        microversion = cls._get_microversion(session) or '2.0'
        if through and at_least(through, microversion):
            session = copy.copy(session)
            session.additional_headers = {
                **session.additional_headers,
                **EXPERIMENTAL,
            }
        return session

    @classmethod
    @functools.cache
    def _attributes_iterator(
        cls, components: Any = (fields.Body, fields.Header)
    ) -> Any:
        # Called several times for each row: caching halves the time that a
        # list of thousands takes
        return tuple(super()._attributes_iterator(components))

    def was_sent(self, attribute: str) -> bool:
        """Return whether the service sent an attribute, maybe as null.

        :param attribute: The attribute of the class.
        """
        component = inspect.getattr_static(type(self), attribute)
        return (
            not isinstance(component, fields.Body)
            or component.name in self._body.attributes
        )

    @classmethod
    def _noun(cls) -> str:
        """Return what the resource is called: ``share network``."""
        return re.sub('(?<!^)(?=[A-Z])', ' ', cls.__name__).lower()

    @classmethod
    def list(
        cls,
        session: adapter.Adapter,
        paginated: bool = True,
        base_path: str | None = None,
        allow_unknown_params: bool = False,
        *,
        microversion: str | None = None,
        headers: dict[str, str] | None = None,
        max_items: int | None = None,
        **params: Any,
    ) -> Generator[Self, None, None]:
        """Yield every matching resource exactly once.

        The service pages by ``offset``. It ignores ``marker``, a page may
        have fewer rows than requested, and the last rows of a page may be
        the first of the next.

        :param paginated: Whether to request further pages.
        :param base_path: The path to list, if not that of the class.
        :param allow_unknown_params: Whether to ignore unknown filters.
        :param microversion: The microversion of the requests.
        :param headers: Additional headers of the requests.
        :param max_items: The maximum number of resources to yield.
        :param params: Query parameters of the API, by openstacksdk's or by
            the API's name. Attributes of the resource that the API cannot
            filter by are compared by the client; a dictionary matches if the
            attribute contains its items. If the summary lacks one of them,
            the detailed list is requested. Also:

            * limit: The number of rows per request. By default, everything
              is requested at once where the API allows it.
            * offset: The number of resources to skip.
            * marker: The ID of the resource after which the list starts.
            * project_id: Unless it is the current project, implies
              ``all_projects``.
        :returns: A generator of resources.
        :raises: :class:`~openstack.exceptions.InvalidResourceQuery` for an
            unknown filter, or if the marker is not in the list.
        :raises: :class:`~openstack.exceptions.InvalidResponse` if the
            response is malformed, or the service ignores the offset.
        """
        if not cls.allow_list:
            raise exceptions.MethodNotSupported(cls, 'list')
        session = cls._get_session(session)
        if microversion is None:
            microversion = cls._get_microversion(session)
        path = base_path or cls.base_path
        params = cls._normalized(session, params)
        limit = params.pop('limit', None)
        offset = int(params.pop('offset', None) or 0)
        marker = params.pop('marker', None)
        parts, query, filters = cls._split_params(
            params, path, allow_unknown_params, microversion
        )
        lacks = cls._summary_fields and filters.keys() - cls._summary_fields
        if lacks and path == cls.base_path:
            path = f'{path}/detail'

        skip = 0
        is_counted_here = bool(marker) or (bool(filters) and paginated)
        if is_counted_here or 'offset' not in cls._query_names():
            # The service would also count what is skipped here
            skip, offset = offset, 0
        if 'limit' not in cls._query_names():
            limit = None
        elif limit is None and offset:
            # Some lists ignore an offset without a limit
            limit = PAGE_SIZE
            if max_items is not None and not filters:
                limit = max_items
        elif limit is None and not filters and not marker:
            limit = max_items

        listing = Listing(
            cls, session, path, parts, cls._query(query), headers, microversion
        )
        pages = cls._pages(listing, limit, offset)
        if not paginated:
            pages = itertools.islice(pages, 1)
        found: Iterator[Self] = itertools.chain.from_iterable(pages)
        if marker:
            found = _after(marker, found)
        if filters:
            found = (res for res in found if _matches(res, filters))
        stop = None if max_items is None else skip + max_items
        yield from itertools.islice(found, skip, stop)

    @classmethod
    def _pages(
        cls, listing: 'Listing[Self]', limit: int | None, offset: int
    ) -> Iterator[builtins.list[Self]]:
        """Yield the pages of a list, without rows of the page before.

        :param limit: The number of rows per request, None for no limit.
        :param offset: The number of rows to skip.
        """
        # A limit that the service reduces cuts pages, too
        truncates = cls._server_truncates or cls._server_truncates_limit
        last: set[str] = set()
        while True:
            page = listing.page(limit, offset)
            ids = {res.id for res in page if res.id is not None}
            fresh = _unique(page, last)
            yield fresh
            if not page or (limit is None and not cls._server_truncates):
                return
            if limit is not None and len(page) > int(limit):
                return  # The service ignores the limit: this is everything
            if not fresh:
                listing.check_offset()
            # Only neighboring pages can contain the same resource
            last = ids
            offset += len(page) if truncates else int(limit or 0)

    @classmethod
    def _query_names(cls) -> set[str]:
        return set(cls._query_mapping._mapping)

    @classmethod
    def _query(cls, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return parameters by the API's names, as they are sent."""
        query = cls._query_mapping._transpose(
            {k: v for k, v in params.items() if k in cls._query_names()}, cls
        )
        # The service reads a dictionary as a Python literal
        return {
            k: str(v) if isinstance(v, dict) else v for k, v in query.items()
        }

    @classmethod
    def _normalized(
        cls, session: adapter.Adapter, params: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return parameters by the names of this class.

        Includes the ``all_projects`` that another project's ID implies.
        """
        names = cls._names()
        params = {
            names.get(k, k): v
            for k, v in params.items()
            if k not in cls._ignored_params
        }
        projects = {params.get(name) for name in cls._project_filters}
        if (
            projects != {None}
            and 'all_projects' in cls._query_names()
            and params.get('all_projects') is None
            and projects - {None, session.get_project_id()}
        ):
            params['all_projects'] = True
        return params

    @classmethod
    @functools.cache
    def _names(cls) -> dict[str, str]:
        """Return the other names of parameters: the API's and older ones."""
        names = {**cls._body_mapping()}
        for name, sent in cls._query_mapping._mapping.items():
            names[sent['name'] if isinstance(sent, dict) else sent] = name
        own = {*cls._body_mapping().values(), *cls._query_names()}
        return {
            **{k: v for k, v in names.items() if k not in own},
            **cls._other_names,
        }

    @classmethod
    def _split_params(
        cls,
        params: Mapping[str, Any],
        path: str,
        allow_unknown: bool,
        microversion: str | None,
    ) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        """Divide parameters into URI parts, query and filters of the client.

        :raises: :class:`~openstack.exceptions.InvalidResourceQuery` for
            others, unless they are allowed.
        """
        parts: dict[str, Any] = {}
        query: dict[str, Any] = {}
        filters: dict[str, Any] = {}
        unknown = []
        for name, value in params.items():
            field = getattr(cls, name, None)
            if isinstance(field, fields.URI) or f'%({name})' in path:
                parts[name] = value
            elif name in cls._query_names():
                query[name] = value
            elif isinstance(field, fields.Body):
                filters[name] = value
            else:
                unknown.append(name)
        if unknown and not allow_unknown:
            raise exceptions.InvalidResourceQuery(
                message=f'Invalid filters for {cls._noun()}: '
                f'{", ".join(sorted(unknown))}',
                extra_data=unknown,
            )
        return parts, query, filters

    @overload
    @classmethod
    def find(
        cls,
        session: adapter.Adapter,
        name_or_id: str,
        ignore_missing: Literal[False],
        list_base_path: str | None = None,
        *,
        microversion: str | None = None,
        all_projects: bool | None = None,
        fetch: bool = True,
        **params: Any,
    ) -> Self: ...

    @overload
    @classmethod
    def find(
        cls,
        session: adapter.Adapter,
        name_or_id: str,
        ignore_missing: bool = True,
        list_base_path: str | None = None,
        *,
        microversion: str | None = None,
        all_projects: bool | None = None,
        fetch: bool = True,
        **params: Any,
    ) -> Self | None: ...

    @classmethod
    def find(
        cls,
        session: adapter.Adapter,
        name_or_id: str,
        ignore_missing: bool = True,
        list_base_path: str | None = None,
        *,
        microversion: str | None = None,
        all_projects: bool | None = None,
        fetch: bool = True,
        **params: Any,
    ) -> Self | None:
        """Find a resource by name or ID, with one request.

        Something that looks like an ID is fetched. Anything else, and an ID
        that does not exist, is looked up with the API's own name filter.

        :param name_or_id: The name or ID.
        :param ignore_missing: Whether to return None if there is none.
        :param list_base_path: The path of the list to look it up in; by
            default the detailed list, so that the resource is complete.
        :param microversion: The microversion of the requests.
        :param all_projects: Whether to look up a name in all projects.
        :param fetch: Whether to fetch the resource of an ID. Otherwise the
            result has only the ID, and no request is sent.
        :param params: Parameters of the list, and URI parts.
        :returns: The resource, or None.
        :raises: :class:`~openstack.exceptions.DuplicateResource` if several
            resources have the name; the message contains their IDs.
        :raises: :class:`~openstack.exceptions.NotFoundException` if there is
            none and ``ignore_missing`` is ``False``.
        """
        session = cls._get_session(session)
        if is_id(name_or_id):
            parts = {
                k: v
                for k, v in params.items()
                if isinstance(getattr(cls, k, None), fields.URI)
            }
            match = cls.existing(
                id=name_or_id,
                connection=session._get_connection(),  # type: ignore[attr-defined]
                **parts,
            )
            if not fetch:
                return match
            try:
                return match.fetch(session, microversion=microversion)
            except exceptions.NotFoundException:
                pass  # It may be the name of another resource
        found = cls.find_by_name(
            session,
            name_or_id,
            list_base_path,
            microversion=microversion,
            all_projects=all_projects,
            **params,
        )
        if found is None and not ignore_missing:
            raise exceptions.NotFoundException(
                f"No {cls._noun()} with a name or ID of '{name_or_id}' exists."
            )
        return found

    @classmethod
    def find_by_name(
        cls,
        session: adapter.Adapter,
        name: str,
        list_base_path: str | None = None,
        *,
        microversion: str | None = None,
        all_projects: bool | None = None,
        **params: Any,
    ) -> Self | None:
        """Find a resource by name, even if the name looks like an ID.

        The parameters are those of :meth:`find`.

        :returns: The resource, or None.
        :raises: :class:`~openstack.exceptions.DuplicateResource` if several
            resources have the name.
        """
        if list_base_path is None and cls._summary_fields:
            list_base_path = f'{cls.base_path}/detail'
        if all_projects is not None and 'all_projects' in cls._query_names():
            params['all_projects'] = all_projects
        matches = [
            match
            for match in cls.list(
                session,
                paginated=False,
                base_path=list_base_path,
                microversion=microversion,
                **{**cls._find_query, 'name': name, **params},
            )
            if match.name == name
        ]
        if len(matches) > 1:
            projects = {getattr(m, 'project_id', None) for m in matches}
            ids = ', '.join(
                f'{match.id} (project {match.project_id})'
                if len(projects) > 1
                else match.id
                for match in matches
            )
            raise exceptions.DuplicateResource(
                f"More than one {cls._noun()} exists with the name "
                f"'{name}': {ids}"
            )
        return matches[0] if matches else None

    def _url(self, *below: str, base_path: str | None = None) -> str:
        """Return the path of the resource, or of something below it.

        :param below: Further parts; what users enter must be quoted.
        :param base_path: The path of the collection, if it is another.
        """
        path = filled(base_path or self.base_path, self._uri.attributes)
        return utils.urljoin(path, uri_part(self.id), *below)

    def _prepare_request(
        self,
        *,
        requires_id: bool | None = None,
        base_path: str | None = None,
        **how: Any,
    ) -> Any:
        # openstacksdk's own methods take URI parts as they are
        needs_id = self.requires_id if requires_id is None else requires_id
        if needs_id and self.id is not None:
            uri_part(self.id)
        filled(
            base_path or self.base_path,
            {'id': self.id, **self._uri.attributes},
        )
        return super()._prepare_request(
            requires_id=requires_id, base_path=base_path, **how
        )

    def _translate_response(
        self,
        response: requests.Response,
        has_body: bool | None = None,
        error_message: str | None = None,
        *,
        resource_response_key: str | None = None,
    ) -> None:
        exceptions.raise_from_response(response, error_message=error_message)
        if has_body is not False:
            key = resource_response_key or self.resource_key
            self._check_row(response, decoded(response, key))
        super()._translate_response(
            response,
            has_body,
            error_message,
            resource_response_key=resource_response_key,
        )

    @classmethod
    def _check_row(cls, response: requests.Response, row: Any) -> None:
        """Check the representation of one resource.

        openstacksdk replaces a value of the wrong type with None.

        :raises: :class:`~openstack.exceptions.InvalidResponse`
        """
        if not isinstance(row, dict):
            raise malformed(response, f'contains no {cls._noun()}')
        keys = ('id', cls._alternate_id())
        if cls._has_id and all(row.get(key) in (None, '') for key in keys):
            raise malformed(response, f'contains a {cls._noun()} without ID')
        for key, is_valid in cls._checks().items():
            value = row.get(key)
            if value is not None and not is_valid(value):
                raise malformed(
                    response,
                    f"contains a {cls._noun()} with an invalid '{key}'",
                )

    @classmethod
    @functools.cache
    def _checks(cls) -> dict[str, Callable[[Any], bool]]:
        """Return how values in a response are checked."""
        own: dict[str, Any] = {}
        for name, field in cls._attributes_iterator((fields.Body,)):
            own.setdefault(name, field)  # Derived classes come first
        return {
            field.name: _CHECKS[field.data_type]
            for field in own.values()
            if field.data_type in _CHECKS
        }

    def _action(
        self,
        session: adapter.Adapter,
        body: Mapping[str, Any],
        microversion: str | None = None,
        *,
        base_path: str | None = None,
        experimental: bool = False,
    ) -> requests.Response:
        """Send an action of the resource.

        :param body: The name of the action, as in microversion 2.7 and
            later, and its arguments.
        :param base_path: The path of the collection, if it is another.
        :param experimental: Whether the action is experimental.
        """
        session = self._get_session(session)
        if microversion is None:
            microversion = self._get_microversion(session)
        if not at_least(microversion, '2.7'):
            body = {
                f'os-{name}' if name in _EXTENSION_ACTIONS else name: args
                for name, args in body.items()
            }
        response = session.post(
            self._url('action', base_path=base_path),
            json=body,
            headers={'Accept': '', **(EXPERIMENTAL if experimental else {})},
            microversion=microversion,
        )
        exceptions.raise_from_response(response)
        return response


_T = TypeVar('_T', bound=Resource)


@dataclasses.dataclass
class Listing(Generic[_T]):
    """The requests of one list."""

    cls: type[_T]
    session: Any
    #: The path, and the values of its ``%(name)s``
    path: str
    parts: dict[str, Any]
    #: The query parameters, without limit and offset
    query: dict[str, Any]
    headers: dict[str, str] | None
    microversion: str | None
    #: Whether the service is known to respect offsets
    is_checked: bool = False

    def page(
        self, limit: int | None = None, offset: int = 0
    ) -> builtins.list[_T]:
        """Request one page."""
        page = dict(self.query)
        if limit is not None:
            page['limit'] = limit
        if offset:
            page['offset'] = offset
        self.response = self.session.get(
            filled(self.path, self.parts),
            headers={'Accept': 'application/json', **(self.headers or {})},
            params=page,
            microversion=self.microversion,
        )
        exceptions.raise_from_response(self.response)
        rows = decoded(self.response, self.cls.resources_key)
        return self.resources(self.response, rows)

    def resources(
        self, response: requests.Response, rows: Any
    ) -> builtins.list[_T]:
        """Return the resources of the rows of a response."""
        if not isinstance(rows, list):
            raise malformed(
                response, f"contains no list of '{self.cls.resources_key}'"
            )
        for row in rows:
            self.cls._check_row(response, row)
        return [
            self.cls.existing(
                microversion=self.microversion,
                connection=self.session._get_connection(),
                **{**row, **self.parts},
            )
            for row in rows
        ]

    def check_offset(self) -> None:
        """Check that there is an end, after a page without new rows.

        Such a page does not prove that the service ignores the offset: a
        share with many replicas can fill several pages.

        :raises: :class:`~openstack.exceptions.InvalidResponse`
        """
        if not self.is_checked and self.page(1, _BEYOND):
            raise malformed(
                self.response,
                'has the same rows for each offset: the service ignores '
                'offsets, and the list would never end',
            )
        self.is_checked = True


def _unique(page: Iterable[_T], known: Iterable[str]) -> builtins.list[_T]:
    """Return the resources of a page that are not known, each once."""
    seen = set(known)
    fresh = []
    for res in page:
        if res.id is None or res.id not in seen:
            fresh.append(res)
            seen.add(res.id)
    return fresh


def _after(marker: str, found: Iterator[_T]) -> Iterator[_T]:
    for res in found:
        if res.id == marker:
            break
    else:
        raise exceptions.InvalidResourceQuery(
            message=f"The marker '{marker}' is not in the list"
        )
    yield from found


def _matches(res: resource.Resource, filters: Mapping[str, Any]) -> bool:
    """Whether attributes are as given, or contain the given items."""
    for name, value in filters.items():
        found = res.get(name)
        if isinstance(value, dict):
            if not value.items() <= (found or {}).items():
                return False
        elif found != value:
            return False
    return True


def _is_number(kind: type[int] | type[float]) -> Callable[[Any], bool]:
    def check(value: Any) -> bool:
        try:
            kind(value)
        except (TypeError, ValueError):
            return False
        return True

    return check


#: How values of a type are checked
_CHECKS: dict[Any, Callable[[Any], bool]] = {
    int: _is_number(int),
    float: _is_number(float),
    dict: lambda value: isinstance(value, dict),
    list: lambda value: isinstance(value, list),
}

#: An offset that no list reaches
_BEYOND = 2**31 - 1


def at_least(microversion: str | None, minimum: str | None) -> bool:
    """Whether a microversion, none meaning the first, is not below another."""

    def parts(version: str | None) -> tuple[int, ...]:
        return tuple(map(int, (version or '2.0').split('.')))

    return parts(microversion) >= parts(minimum)


def state(res: resource.Resource) -> str | None:
    """The status of a resource, which access rules call a state."""
    for name in ('status', 'state'):
        value: str | None = getattr(res, name, None)
        if value:
            return value
    return None
