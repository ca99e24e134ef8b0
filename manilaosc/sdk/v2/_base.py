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

"""What every shared file system resource needs, and openstacksdk lacks."""

from collections.abc import Generator, Mapping
import copy
import functools
import re
from typing import Any, ClassVar, Literal, overload, Self
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

#: The states that no operation is meant to end in: of shares, instances,
#: snapshots, servers, networks, groups, replicas and backups, of access
#: rules, and (``task_state``) of migrations.
FAILURE_STATES = frozenset(
    {
        'backup_restoring_error',
        'data_copying_error',
        'error',
        'error_deferred_deleting',
        'error_deleting',
        'extending_error',
        'manage_error',
        'manage_error_unmanage_starting',
        'migration_error',
        'reverting_error',
        'shrinking_error',
        'shrinking_possible_data_loss_error',
        'unmanage_error',
    }
)

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
    """Return what an answer holds, or say which answer holds it not.

    :param response: A response with a success status.
    :param key: The key that the JSON object in it must have, if any.
    :returns: The decoded body; the value of ``key`` if one was given.
    :raises: :class:`~openstack.exceptions.InvalidResponse` if the body was
        cut short, is not JSON or lacks the key.
    """
    asked = f'{response.request.method} {response.url}'
    try:
        body = response.json()
    except requests.exceptions.JSONDecodeError as e:
        raise exceptions.InvalidResponse(
            f'The answer to {asked} is not valid JSON, or was cut short '
            f'(HTTP {response.status_code}, {len(response.content)} bytes)'
        ) from e
    if key is None:
        return body
    if not isinstance(body, dict) or body.get(key) is None:
        raise _lacking(response, key)
    return body[key]


def _rows(response: requests.Response, key: str | None) -> list[Any]:
    rows = decoded(response, key)
    if not isinstance(rows, list) or not all(
        isinstance(row, dict) for row in rows
    ):
        raise _lacking(response, key)
    return rows


def _lacking(
    response: requests.Response, key: str | None
) -> exceptions.InvalidResponse:
    asked = f'{response.request.method} {response.url}'
    return exceptions.InvalidResponse(
        f"The answer to {asked} lacks '{key}', or it is not what it should be "
        f'(HTTP {response.status_code})'
    )


def _has(res: resource.Resource, name: str, value: Any) -> bool:
    """Whether an attribute is a value, or has the items of a dictionary."""
    found = res.get(name)
    if isinstance(value, dict):
        return value.items() <= (found or {}).items()
    return bool(found == value)


def is_id(value: str) -> bool:
    """Whether a value has the form of a shared file system resource's ID."""
    try:
        return str(uuid.UUID(value)) == value.lower()
    except ValueError:
        return False


class Resource(resource.Resource):
    """A shared file system resource.

    It is asked for with the highest API microversion that both sides know,
    listed in pages by offset, found by one filtered request, and raises
    :class:`~openstack.exceptions.InvalidResponse` for answers that are cut
    short or lack what they must hold.
    """

    _max_microversion = MAX_MICROVERSION

    #: Whether the service cuts the list at a maximum of its own, silently
    _server_truncates: ClassVar[bool] = False

    #: Whether it does so only where a limit is given
    _server_truncates_limit: ClassVar[bool] = False

    #: What the service's short list tells of each, if there is a list of
    #: whole ones beside, at ``/detail``
    _summary_fields: ClassVar[frozenset[str]] = frozenset()

    #: The last API microversion that calls the resource experimental, if any
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
        # Asked for several times for each row of a list: remembered, a list
        # of thousands takes half the time
        return tuple(super()._attributes_iterator(components))

    @classmethod
    def _noun(cls) -> str:
        """What people call such a resource: ``share network``."""
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

        The service pages by ``offset``; it takes no notice of a ``marker``,
        its pages may hold fewer rows than asked for, and the same resource
        may end one page and start the next.

        :param limit: How many rows to ask for at once. Without it everything
            is asked for in one request where the service allows that.
        :param offset: How many resources to skip.
        :param max_items: How many resources to yield at most.
        :param params: Filters that the API has, and attributes of the
            resource, by which the rows are filtered here; a dictionary is
            what an attribute must at least hold. If the short list lacks
            one of them, whole resources are fetched.
        :raises: :class:`~openstack.exceptions.InvalidResourceQuery` for any
            other filter, unless ``allow_unknown_params`` is set.
        """
        if not cls.allow_list:
            raise exceptions.MethodNotSupported(cls, 'list')
        session = cls._get_session(session)
        if microversion is None:
            microversion = cls._get_microversion(session)
        path = base_path or cls.base_path
        uri_params, filters = cls._split_params(
            params, path, allow_unknown_params
        )
        lacks = cls._summary_fields and filters.keys() - cls._summary_fields
        if lacks and path == cls.base_path:
            path = f'{path}/detail'
        query = cls._query(params)
        limit = query.pop('limit', None)
        offset = int(query.pop('offset', None) or 0)
        skip = 0
        if filters and paginated:
            # The service would count what is filtered out here, too
            skip, offset = offset, 0
        paged = 'limit' in cls._query_names()
        if limit is None and max_items is not None and not filters and paged:
            limit = max_items
        elif limit is None and offset:
            # Some lists take no notice of an offset without a limit
            limit = PAGE_SIZE

        yielded = 0
        seen: set[str] = set()
        while True:
            page = dict(query)
            if limit is not None:
                page['limit'] = limit
            if offset:
                page['offset'] = offset
            response = session.get(
                path % params,
                headers={'Accept': 'application/json', **(headers or {})},
                params=page,
                microversion=microversion,
            )
            exceptions.raise_from_response(response)
            rows = _rows(response, cls.resources_key)
            # Only neighbouring pages can hold the same resource
            last, seen = seen, set()
            for row in rows:
                value = cls.existing(
                    microversion=microversion,
                    connection=session._get_connection(),  # type: ignore[attr-defined]
                    **{**row, **uri_params},
                )
                if value.id is not None:
                    is_known = value.id in last or value.id in seen
                    seen.add(value.id)
                    if is_known:
                        continue
                if not all(_has(value, *item) for item in filters.items()):
                    continue
                if skip:
                    skip -= 1
                    continue
                if max_items is not None and yielded >= max_items:
                    return
                yield value
                yielded += 1
                if yielded == max_items:
                    return
            if not rows or not paginated:
                return
            if limit is None and not cls._server_truncates:
                return
            if limit is not None and len(rows) > int(limit):
                return  # It takes no notice of a limit, so this is all
            # A maximum below the limit cuts pages, too
            is_cut = cls._server_truncates or cls._server_truncates_limit
            offset += len(rows) if is_cut else int(limit or 0)

    @classmethod
    def _query_names(cls) -> set[str]:
        return set(cls._query_mapping._mapping)

    @classmethod
    def _query(cls, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return what parameters are called, and look like, in a URL."""
        query = cls._query_mapping._transpose(
            {k: v for k, v in params.items() if k in cls._query_names()}, cls
        )
        # The service reads a dictionary as a Python literal
        return {
            k: str(v) if isinstance(v, dict) else v for k, v in query.items()
        }

    @classmethod
    def _split_params(
        cls, params: Mapping[str, Any], path: str, allow_unknown: bool
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Sort what is no query parameter into URI parts and filters."""
        uri_params = {}
        filters = {}
        unknown = []
        for name, value in params.items():
            field = getattr(cls, name, None)
            if isinstance(field, fields.URI):
                uri_params[name] = value
            elif name in cls._query_names() or f'%({name})' in path:
                continue
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
        return uri_params, filters

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
        """Find a resource by one request, whole.

        What has the form of an ID is fetched; anything else, and an ID that
        is none, is asked for by name with the service's own filter.

        :param list_base_path: The path of the detailed list.
        :param all_projects: Whether to look for a name in all projects.
        :param fetch: Whether to fetch what an ID stands for. Otherwise an ID
            is taken at its word, without a request, and the resource has
            nothing but the ID: enough to act on it.
        :raises: :class:`~openstack.exceptions.DuplicateResource` if several
            have that name; the message names their IDs.
        :raises: :class:`~openstack.exceptions.NotFoundException` if nothing
            is found and ``ignore_missing`` is ``False``.
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
                pass  # It may be the name of another one

        if all_projects is not None:
            params['all_projects'] = all_projects
        matches = [
            match
            for match in cls.list(
                session,
                paginated=False,
                base_path=list_base_path,
                microversion=microversion,
                **{'name': name_or_id, **params},
            )
            if match.name == name_or_id
        ]
        if len(matches) > 1:
            ids = ', '.join(match.id for match in matches)
            raise exceptions.DuplicateResource(
                f"More than one {cls._noun()} exists with the name "
                f"'{name_or_id}': {ids}"
            )
        if matches:
            return matches[0]
        if ignore_missing:
            return None
        raise exceptions.NotFoundException(
            f"No {cls._noun()} with a name or ID of '{name_or_id}' exists."
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
            if not isinstance(decoded(response, key), dict):
                raise _lacking(response, key)
        super()._translate_response(
            response,
            has_body,
            error_message,
            resource_response_key=resource_response_key,
        )

    def _action(
        self,
        session: adapter.Adapter,
        body: Mapping[str, Any],
        microversion: str | None = None,
        *,
        base_path: str | None = None,
        experimental: bool = False,
    ) -> requests.Response:
        """Ask the service to do something with the resource.

        :param body: The action's name, as in API version 2.7 and later, and
            what the action is given.
        :param base_path: The path of the collection, if it is another.
        :param experimental: Whether the API calls the action experimental.
        """
        session = self._get_session(session)
        if microversion is None:
            microversion = self._get_microversion(session)
        if not at_least(microversion, '2.7'):
            body = {
                f'os-{name}' if name in _EXTENSION_ACTIONS else name: args
                for name, args in body.items()
            }
        url = utils.urljoin(base_path or self.base_path, self.id, 'action')
        response = session.post(
            url,
            json=body,
            headers={'Accept': '', **(EXPERIMENTAL if experimental else {})},
            microversion=microversion,
        )
        exceptions.raise_from_response(response)
        return response


def at_least(microversion: str | None, minimum: str | None) -> bool:
    """Whether a microversion, none meaning the first, is not below another."""

    def parts(version: str | None) -> tuple[int, ...]:
        return tuple(map(int, (version or '2.0').split('.')))

    return parts(microversion) >= parts(minimum)


def quoted(key: str) -> str:
    """Return a key as it is written in a URL, so that it stays a key.

    :raises: :class:`~openstack.exceptions.InvalidRequest` for one that would
        be taken for a place: ``DELETE /shares/ID/metadata/..`` is sent as
        ``DELETE /shares/ID/``.
    """
    if key in ('', '.', '..'):
        raise exceptions.InvalidRequest(f"'{key}' cannot be in an address")
    return urllib.parse.quote(key, safe='')


def check_id(value: str) -> None:
    """Refuse what cannot be an ID, since a URL would take it for more.

    ``DELETE /resource-locks/../shares/ID`` is sent as ``DELETE /shares/ID``.

    :raises: :class:`~openstack.exceptions.InvalidRequest`
    """
    if value in ('.', '..') or not set(value).isdisjoint('/?#%\\'):
        raise exceptions.InvalidRequest(f"'{value}' is not an ID")


# What a URL can carry: the routes of single items know no slash, for one
_PLAIN_KEY = re.compile('[A-Za-z0-9_-]+')


def state(res: resource.Resource) -> str | None:
    """The status of a resource, which access rules call a state."""
    for name in ('status', 'state'):
        value: str | None = getattr(res, name, None)
        if value:
            return value
    return None


class MetadataMixin:
    """The metadata of a resource, by the routes that the service has.

    Of ``openstack.common.metadata.MetadataMixin``'s requests some go to
    routes that the service lacks, and all go without a microversion.
    """

    id: str
    base_path: str
    _uri: resource._ComponentManager
    _body: resource._ComponentManager
    _get_microversion: Any
    _noun: Any

    #: Whether the service's route that sets a single item does it right
    _sets_items: ClassVar[bool] = True

    #: Metadata key and value pairs as a dictionary of strings.
    metadata = resource.Body('metadata', type=dict)

    def _metadata_url(self, *key: str) -> str:
        path = self.base_path % {'id': self.id, **self._uri.attributes}
        return utils.urljoin(path, self.id, 'metadata', *map(quoted, key))

    def fetch_metadata(self, session: adapter.Adapter) -> Self:
        """Fetch all metadata of the resource.

        :returns: The resource, its ``metadata`` as the service has it.
        """
        response = session.get(
            self._metadata_url(), microversion=self._get_microversion(session)
        )
        exceptions.raise_from_response(response)
        metadata = decoded(response, 'metadata')
        self._body.attributes.update({'metadata': metadata})
        return self

    def set_metadata(
        self,
        session: adapter.Adapter,
        metadata: dict[str, Any] | None = None,
        replace: bool = False,
    ) -> Self:
        """Set metadata of the resource.

        :param metadata: The key and value pairs, a dictionary of strings.
        :param replace: Whether to remove every key that is not given.
        :returns: The resource, its ``metadata`` as the service has it.
        """
        metadata = metadata or {}
        key: tuple[str, ...] = ()
        if len(metadata) == 1 and not replace and self._sets_items:
            key = tuple(filter(_PLAIN_KEY.fullmatch, metadata))
        request = session.put if replace else session.post
        response = request(
            self._metadata_url(*key),
            json={'metadata': metadata},
            microversion=self._get_microversion(session),
        )
        exceptions.raise_from_response(response)
        # Some answers have only what was set
        kept = {} if replace else self.metadata or {}
        self._body.attributes.update(
            {'metadata': {**kept, **decoded(response, 'metadata')}}
        )
        return self

    def get_metadata_item(self, session: adapter.Adapter, key: str) -> Self:
        """Fetch one item of the resource's metadata.

        :raises: :class:`~openstack.exceptions.NotFoundException` if the
            resource has no such key.
        """
        if not _PLAIN_KEY.fullmatch(key):
            self.fetch_metadata(session)
            if key not in (self.metadata or {}):
                raise self._lacks(key)
            return self
        response = session.get(
            self._metadata_url(key),
            microversion=self._get_microversion(session),
        )
        try:
            exceptions.raise_from_response(response)
        except exceptions.NotFoundException as e:
            # It may be the resource itself that is not there
            if 'metadata' not in (e.details or '').lower():
                raise
            raise self._lacks(key) from e
        self._body.attributes.update(
            {
                'metadata': {
                    **(self.metadata or {}),
                    **decoded(response, 'meta'),
                }
            }
        )
        return self

    def set_metadata_item(
        self, session: adapter.Adapter, key: str, value: str
    ) -> Self:
        """Set one item of the resource's metadata."""
        return self.set_metadata(session, {key: value})

    def delete_metadata_item(self, session: adapter.Adapter, key: str) -> Self:
        """Remove one key of the resource's metadata.

        :raises: :class:`~openstack.exceptions.NotFoundException` if the
            resource has no such key.
        """
        response = session.delete(
            self._metadata_url(key),
            microversion=self._get_microversion(session),
        )
        exceptions.raise_from_response(response)
        metadata = dict(self.metadata or {})
        metadata.pop(key, None)
        self._body.attributes.update({'metadata': metadata})
        return self

    def _lacks(self, key: str) -> exceptions.NotFoundException:
        noun = self._noun()
        return exceptions.NotFoundException(
            f"The {noun} {self.id} has no metadata '{key}'"
        )
