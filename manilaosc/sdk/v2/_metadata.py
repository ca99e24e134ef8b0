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

"""Metadata of resources."""

from collections.abc import Iterable
import re
from typing import Any, ClassVar, Self

from keystoneauth1 import adapter
from openstack import exceptions
from openstack import resource

from manilaosc.sdk.v2 import _base

# A single-item route can carry more, but nothing is lost without it
_PLAIN_KEY = re.compile('[A-Za-z0-9_-]+')

# What the service says of a URL that it has no route for
_NO_ROUTE = re.compile(
    'The resource could not be found|404 Not Found|^Not Found$'
)


class MetadataMixin:
    """Metadata of a resource, with the API's own requests.

    Some requests of ``openstack.common.metadata.MetadataMixin`` do not exist
    in Manila's API, and all lack the microversion.
    """

    id: str
    base_path: str
    _body: resource._ComponentManager
    _get_microversion: Any
    _noun: Any
    _url: Any

    #: Whether the service's request for setting a single item works
    _sets_items: ClassVar[bool] = True

    #: Whether the API has a request that replaces all metadata
    _can_replace: ClassVar[bool] = True

    #: Metadata key and value pairs as a dictionary of strings.
    metadata = resource.Body('metadata', type=dict)

    def fetch_metadata(self, session: adapter.Adapter) -> Self:
        """Fetch all metadata of the resource.

        :returns: The resource with its current ``metadata``.
        """
        response = session.get(
            self._metadata_url(), microversion=self._get_microversion(session)
        )
        exceptions.raise_from_response(response)
        self._keep_metadata(_base.decoded(response, 'metadata'))
        return self

    def set_metadata(
        self,
        session: adapter.Adapter,
        metadata: dict[str, Any] | None = None,
        replace: bool = False,
    ) -> Self:
        """Set metadata of the resource.

        :param metadata: The key and value pairs, a dictionary of strings.
        :param replace: Whether to remove all other keys.
        :returns: The resource with its current ``metadata``.
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
        # Some responses contain only what was set
        kept = {} if replace else self.metadata or {}
        self._keep_metadata({**kept, **_base.decoded(response, 'metadata')})
        return self

    def get_metadata_item(self, session: adapter.Adapter, key: str) -> Self:
        """Fetch one item of the metadata of the resource.

        :param key: The key of the item.
        :returns: The resource with this item in its ``metadata``.
        :raises: :class:`~openstack.exceptions.NotFoundException` if the
            resource does not have the key.
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
            if not _is_of_item(e):
                raise
            raise self._lacks(key) from e
        item = _base.decoded(response, 'meta')
        self._keep_metadata({**(self.metadata or {}), **item})
        return self

    def set_metadata_item(
        self, session: adapter.Adapter, key: str, value: str
    ) -> Self:
        """Set one item of the metadata of the resource."""
        return self.set_metadata(session, {key: value})

    def delete_metadata_item(self, session: adapter.Adapter, key: str) -> Self:
        """Remove one key from the metadata of the resource.

        The URL of such a request cannot contain some keys, such as
        ``team.example.org/cluster`` or ``..``. They are removed by replacing
        all metadata with the remaining items. What another client changes
        between reading and replacing the metadata is lost.

        :param key: The key of the item.
        :returns: The resource without the key in its ``metadata``.
        :raises: :class:`~openstack.exceptions.NotFoundException` if the
            resource does not have the key.
        """
        if not _base.can_be_quoted(key):
            if self._replace_without(session, [key]):
                raise self._lacks(key)
            return self
        response = session.delete(
            self._metadata_url(key),
            microversion=self._get_microversion(session),
        )
        exceptions.raise_from_response(response)
        metadata = dict(self.metadata or {})
        metadata.pop(key, None)
        self._keep_metadata(metadata)
        return self

    def delete_metadata_items(
        self,
        session: adapter.Adapter,
        keys: Iterable[str],
        ignore_missing: bool = True,
    ) -> Self:
        """Remove keys from the metadata of the resource.

        As for :meth:`delete_metadata_item`; keys that are removed by
        replacing all metadata are removed together.

        :param keys: The keys. All are tried.
        :param ignore_missing: Whether to ignore keys that the resource does
            not have, and a resource that does not exist.
        :returns: The resource without the keys in its ``metadata``.
        :raises: :class:`~openstack.exceptions.NotFoundException` if the
            resource does not have one of the keys, or does not exist.
        :raises: :class:`~openstack.exceptions.SDKException` if a key could
            not be removed. If there are several keys, the message contains
            each that failed, and why.
        """
        keys = list(dict.fromkeys(keys))
        missing: list[str] = []
        failures: dict[str, exceptions.SDKException] = {}
        others = [key for key in keys if not _base.can_be_quoted(key)]
        for key in keys:
            if key in others:
                continue
            try:
                self.delete_metadata_item(session, key)
            except exceptions.NotFoundException as e:
                if _is_of_item(e):
                    missing.append(key)
                elif _is_of_route(e) or not ignore_missing:
                    failures[key] = e
            except exceptions.SDKException as e:
                failures[key] = e
        if others:
            try:
                missing += self._replace_without(session, others)
            except exceptions.NotFoundException as e:
                if _is_of_route(e) or not ignore_missing:
                    failures |= dict.fromkeys(others, e)
            except exceptions.SDKException as e:
                failures |= dict.fromkeys(others, e)
        missing.sort(key=keys.index)
        if missing and not ignore_missing:
            lacks = self._lacks(*missing)
            if not failures:
                raise lacks
            failures |= dict.fromkeys(missing, lacks)
        if failures:
            raise self._failure(failures, len(keys))
        return self

    def _replace_without(
        self, session: adapter.Adapter, keys: Iterable[str]
    ) -> list[str]:
        """Replace all metadata by what remains without the keys.

        :returns: The keys that there were none of.
        """
        if not self._can_replace:
            raise exceptions.NotSupported(
                f'The API has no request that removes such a key of a '
                f'{self._noun()}'
            )
        self.fetch_metadata(session)
        metadata = dict(self.metadata or {})
        missing = [key for key in keys if metadata.pop(key, None) is None]
        if metadata != self.metadata:
            self.set_metadata(session, metadata, replace=True)
        return missing

    def _failure(
        self, failures: dict[str, exceptions.SDKException], total: int
    ) -> exceptions.SDKException:
        if total == 1:
            return next(iter(failures.values()))
        reasons = '; '.join(
            f"'{key}': {getattr(e, 'details', None) or e}"
            for key, e in failures.items()
        )
        kinds = {type(e) for e in failures.values()}
        kind = kinds.pop() if len(kinds) == 1 else exceptions.SDKException
        return kind(
            f'{len(failures)} of {total} metadata keys of the '
            f'{self._noun()} {self.id} could not be removed: {reasons}'
        )

    def _keep_metadata(self, metadata: dict[str, str]) -> None:
        # Not as a change that is still to be sent
        self._body.attributes.update({'metadata': metadata})

    def _metadata_url(self, *key: str) -> str:
        url: str = self._url('metadata', *map(_base.quoted, key))
        return url

    def _lacks(self, *keys: str) -> exceptions.NotFoundException:
        names = ', '.join(f"'{key}'" for key in keys)
        return exceptions.NotFoundException(
            f'The {self._noun()} {self.id} has no metadata {names}'
        )


def _is_of_item(error: exceptions.NotFoundException) -> bool:
    """Whether there is no such item, rather than no such resource."""
    return not error.details or 'metadata' in error.details.lower()


def _is_of_route(error: exceptions.NotFoundException) -> bool:
    """Whether the service has no such URL."""
    return bool(_NO_ROUTE.search(error.details or ''))
