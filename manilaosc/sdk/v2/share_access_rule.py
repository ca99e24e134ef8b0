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

import builtins
from collections.abc import Iterator, Mapping
from typing import Any, Self

from keystoneauth1 import adapter
from openstack import exceptions
from openstack import resource
from openstack.shared_file_system.v2 import share_access_rule

from manilaosc.sdk.v2 import _base
from manilaosc.sdk.v2 import _metadata
from manilaosc.sdk.v2 import share as _share


class ShareAccessRule(  # type: ignore[misc]  # The _action that we drop
    _metadata.MetadataMixin, _base.Resource, share_access_rule.ShareAccessRule
):
    # Every filter but share_id needs API version 2.45; the service checks
    # those of attributes from 2.82 on
    _query_mapping = resource.QueryParameters(
        "access_key",
        "access_level",
        "access_to",
        "access_type",
        "metadata",
        "share_id",
        include_pagination_defaults=False,
    )

    _can_replace = False

    # openstacksdk's cap is below the update (API 2.88)
    _max_microversion = _base.MAX_MICROVERSION

    #: Properties
    #: The reason for the locks. (API 2.82)
    lock_reason = resource.Body("lock_reason", type=str)

    @classmethod
    def _split_params(
        cls,
        params: Mapping[str, Any],
        path: str,
        allow_unknown: bool,
        microversion: str | None,
    ) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        parts, query, filters = super()._split_params(
            params, path, allow_unknown, microversion
        )
        if not _base.at_least(microversion, '2.45'):
            filters |= {k: v for k, v in query.items() if k != 'share_id'}
            query = {k: v for k, v in query.items() if k == 'share_id'}
        return parts, query, filters

    @classmethod
    def _pages(
        cls, listing: _base.Listing[Self], limit: int | None, offset: int
    ) -> Iterator[builtins.list[Self]]:
        share_id = listing.query.get('share_id')
        if _base.at_least(listing.microversion, '2.45'):
            pages = super()._pages(listing, limit, offset)
        else:
            share = _share.Share.existing(id=share_id)
            response = share._action(
                listing.session, {'access_list': None}, listing.microversion
            )
            rows = _base.decoded(response, cls.resources_key)
            pages = iter([listing.resources(response, rows)])
        for page in pages:
            for rule in page:
                # The service includes it in single rules only
                rule._body.attributes['share_id'] = share_id
            yield page

    def fetch(
        self,
        session: adapter.Adapter,
        requires_id: bool = True,
        base_path: str | None = None,
        error_message: str | None = None,
        skip_cache: bool = False,
        *,
        microversion: str | None = None,
        **params: Any,
    ) -> Self:
        """Fetch the rule.

        Below API version 2.45 the API has no request for a single rule, so the
        rules of its share are listed, if the share is known.
        """
        if microversion is None:
            microversion = self._get_microversion(session)
        if _base.at_least(microversion, '2.45') or not self.share_id:
            return super().fetch(
                session,
                requires_id,
                base_path,
                error_message,
                skip_cache,
                microversion=microversion,
                **params,
            )
        for rule in self.list(
            session, share_id=self.share_id, microversion=microversion
        ):
            if rule.id == self.id:
                self._body.attributes.update(rule._body.attributes)
                return self
        raise exceptions.NotFoundException(
            f"No {self._noun()} with an ID of '{self.id}' exists."
        )

    @classmethod
    def _transform_create_request(
        cls,
        session: adapter.Adapter,
        request: Any,
        *,
        microversion: str | None,
    ) -> Any:
        if not _base.at_least(microversion, '2.7'):
            rule = request.body.pop('allow_access')
            request.body['os-allow_access'] = rule
        return request

    def update_access_level(
        self, session: adapter.Adapter, access_level: str
    ) -> Self:
        """Change the access level. (API 2.88)

        :param access_level: The new level, ``rw`` or ``ro``.
        :returns: The updated rule.
        """
        response = session.put(
            self._url(),
            json={'update_access': {'access_level': access_level}},
            microversion=self._get_microversion(session),
        )
        self._translate_response(response)
        return self

    def delete(
        self,
        session: adapter.Adapter,
        error_message: str | None = None,
        *,
        microversion: str | None = None,
        unrestrict: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Deny the access.

        :param unrestrict: Whether to remove the locks of the rule first.
            (API 2.82)
        :returns: The service's response.
        """
        what: dict[str, Any] = {'access_id': self.id}
        if unrestrict:
            what['unrestrict'] = True
        share = _share.Share.existing(id=self.share_id)
        return share._action(session, {'deny_access': what}, microversion)

    def set_metadata(
        self,
        session: adapter.Adapter,
        metadata: dict[str, Any] | None = None,
        replace: bool = False,
    ) -> Self:
        """Set metadata of the rule; other keys are kept. (API 2.45)

        :param metadata: The key and value pairs, a dictionary of strings.
        :param replace: Not supported by the API.
        :returns: The rule with its current ``metadata``.
        :raises: :class:`~openstack.exceptions.NotSupported` for ``replace``.
        """
        if replace:
            raise exceptions.NotSupported(
                'The API cannot replace the metadata of an access rule'
            )
        response = session.put(
            self._metadata_url(),
            json={'metadata': metadata or {}},
            microversion=self._get_microversion(session),
        )
        exceptions.raise_from_response(response)
        self._keep_metadata(_base.decoded(response, 'metadata'))
        return self
