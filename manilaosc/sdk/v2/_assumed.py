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

"""IDs that may be names.

A name can look like an ID. With ``fetch=False``, it is used as an ID without
a request. Only if the service does not find it is it looked up by name, and
the request is repeated with the ID that was found.
"""

from collections.abc import Callable, Mapping
import contextlib
from typing import Any

from openstack import exceptions
from openstack import proxy
import requests

#: Lists for which the service responds with 404 if the ID in the filter does
#: not exist; an empty list is a fact
_CHECKED_LISTS = frozenset({'/share-access-rules'})
#: Keys of requests whose values are IDs, besides those that end in ``_id``
_KEYS = frozenset({'id', 'restore', 'share_types'})


class AssumedIDs(proxy.Proxy):
    """A proxy that looks up IDs by name if the service does not find them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lookups: dict[str, Callable[[], str | None]] = {}
        self._real_ids: dict[str, str] = {}

    def assume_id(self, value: str, lookup: Callable[[], str | None]) -> None:
        """Assume that a value is an ID until the service denies it.

        :param value: The value, which looks like an ID.
        :param lookup: Return the ID of the resource of this name, if any.
        """
        if value not in self._real_ids:
            self._lookups[value] = lookup

    def request(
        self, url: str, method: str, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """Send a request, with the IDs of names that were taken for IDs.

        The request is repeated only if the service rejected it because an ID
        does not exist, so nothing is done twice.

        :returns: The response, regardless of its status.
        """
        if not self._lookups and not self._real_ids:
            return super().request(url, method, *args, **kwargs)
        assumed = self._assumed_in(url, kwargs)
        url, kwargs = self._with_real_ids(url, kwargs)
        response = super().request(url, method, *args, **kwargs)
        if not assumed:
            return response
        if not _is_miss(response, url, method, assumed):
            if response.ok and method != 'GET':
                # From now on, a miss means that the resource is gone
                for value in assumed:
                    self._lookups.pop(value, None)
            return response
        found = [self._look_up(value) for value in assumed]
        if not any(found):
            return response
        url, kwargs = self._with_real_ids(url, kwargs)
        return super().request(url, method, *args, **kwargs)

    def _look_up(self, value: str) -> bool:
        lookup = self._lookups.pop(value, None)
        real_id = None
        if lookup:
            with contextlib.suppress(exceptions.HttpException):
                real_id = lookup()
        if real_id and real_id != value:
            self._real_ids[value] = real_id
        return value in self._real_ids

    def _assumed_in(self, url: str, kwargs: Mapping[str, Any]) -> list[str]:
        """Return the IDs of a request that are assumed."""
        path = url.partition('?')[0]
        values = [*path.split('/'), *_ids_in(kwargs.get('json'))]
        values += _ids_in(kwargs.get('params'))
        return [v for v in dict.fromkeys(values) if v in self._lookups]

    def _with_real_ids(
        self, url: str, kwargs: Mapping[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        path, mark, query = url.partition('?')
        parts = [self._real_ids.get(part, part) for part in path.split('/')]
        replaced = {
            key: _replaced(value, self._real_ids)
            if key in ('json', 'params')
            else value
            for key, value in kwargs.items()
        }
        return '/'.join(parts) + mark + query, replaced


def _is_miss(
    response: requests.Response, url: str, method: str, values: list[str]
) -> bool:
    """Whether a response may mean that an ID does not exist."""
    if response.status_code == 404:
        return True
    if response.status_code == 400:
        return any(value in response.text for value in values)
    if response.ok and method == 'GET' and url not in _CHECKED_LISTS:
        # A list with a filter by an ID that does not exist
        with contextlib.suppress(requests.exceptions.JSONDecodeError):
            body = response.json()
            return isinstance(body, dict) and [] in body.values()
    return False


def _ids_in(value: Any, key: str = '') -> list[str]:
    """Return the IDs in the body or the query of a request."""
    if isinstance(value, dict):
        return [i for k, v in value.items() for i in _ids_in(v, k)]
    if isinstance(value, list):
        return [i for v in value for i in _ids_in(v, key)]
    return [value] if isinstance(value, str) and _is_id_key(key) else []


def _replaced(value: Any, ids: Mapping[str, str], key: str = '') -> Any:
    if isinstance(value, dict):
        return {k: _replaced(v, ids, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_replaced(v, ids, key) for v in value]
    if isinstance(value, str) and _is_id_key(key):
        return ids.get(value, value)
    return value


def _is_id_key(key: str) -> bool:
    return key.endswith('_id') or key in _KEYS
