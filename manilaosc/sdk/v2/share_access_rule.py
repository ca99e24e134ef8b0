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

from collections.abc import Generator
from typing import Any, Self

from keystoneauth1 import adapter
from openstack import exceptions
from openstack import resource
from openstack import utils
from openstack.shared_file_system.v2 import share_access_rule

from manilaosc.sdk.v2 import _base
from manilaosc.sdk.v2 import share as _share


class ShareAccessRule(  # type: ignore[misc]  # The _action that we drop
    _base.Resource, share_access_rule.ShareAccessRule
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

    # openstacksdk's cap is below the update (API 2.88)
    _max_microversion = _base.MAX_MICROVERSION

    #: Properties
    #: The reason for the locks. (API 2.82)
    lock_reason = resource.Body("lock_reason", type=str)

    @classmethod
    def list(
        cls,
        session: adapter.Adapter,
        paginated: bool = True,
        base_path: str | None = None,
        allow_unknown_params: bool = False,
        *,
        share_id: str | None = None,
        microversion: str | None = None,
        max_items: int | None = None,
        **params: Any,
    ) -> Generator[Self, None, None]:
        """Yield the access rules of a share.

        :param share_id: The UUID of the share; the API requires it.
        :param params: Filters as for :meth:`_base.Resource.list`. Below API
            version 2.45 the service has none, and rules are filtered here.
        """
        session = cls._get_session(session)
        if microversion is None:
            microversion = cls._get_microversion(session)
        if _base.at_least(microversion, '2.45'):
            rules = super().list(
                session,
                paginated,
                base_path,
                allow_unknown_params,
                share_id=share_id,
                microversion=microversion,
                max_items=max_items,
                **params,
            )
        else:
            rules = cls._list_by_action(
                session, share_id, microversion, max_items, params
            )
        for rule in rules:
            # The service tells it of single rules only
            rule._body.attributes['share_id'] = share_id
            yield rule

    @classmethod
    def _list_by_action(
        cls,
        session: adapter.Adapter,
        share_id: str | None,
        microversion: str | None,
        max_items: int | None,
        filters: dict[str, Any],
    ) -> Generator[Self, None, None]:
        unknown = [k for k in filters if not hasattr(cls, k)]
        if unknown:
            raise exceptions.InvalidResourceQuery(
                message=f'Invalid filters for {cls._noun()}: '
                f'{", ".join(sorted(unknown))}',
                extra_data=unknown,
            )
        share = _share.Share.existing(id=share_id)
        response = share._action(session, {'access_list': None}, microversion)
        yielded = 0
        for row in _base.decoded(response, cls.resources_key):
            if max_items is not None and yielded >= max_items:
                return
            rule = cls.existing(
                microversion=microversion,
                connection=session._get_connection(),  # type: ignore[attr-defined]
                **row,
            )
            if all(getattr(rule, k) == v for k, v in filters.items()):
                yield rule
                yielded += 1

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

        Below API version 2.45 the service has no single rules, so that the
        rule is looked for in the list of its share, if that is known.
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
        :returns: The rule as the service has it.
        """
        response = session.put(
            utils.urljoin(self.base_path, self.id),
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
        self, session: adapter.Adapter, metadata: dict[str, str]
    ) -> Self:
        """Add to the metadata, or change it; other keys stay. (API 2.45)

        :returns: The rule, its ``metadata`` as the service has it.
        """
        response = session.put(
            utils.urljoin(self.base_path, self.id, 'metadata'),
            json={'metadata': metadata},
            microversion=self._get_microversion(session),
        )
        exceptions.raise_from_response(response)
        self._body.attributes['metadata'] = _base.decoded(response, 'metadata')
        return self

    def delete_metadata_item(self, session: adapter.Adapter, key: str) -> Self:
        """Remove one key of the metadata. (API 2.45)

        :raises: :class:`~openstack.exceptions.NotFoundException` if the rule
            has no such key.
        """
        response = session.delete(
            utils.urljoin(
                self.base_path, self.id, 'metadata', _base.quoted(key)
            ),
            microversion=self._get_microversion(session),
        )
        exceptions.raise_from_response(response)
        metadata = dict(self.metadata or {})
        metadata.pop(key, None)
        self._body.attributes['metadata'] = metadata
        return self
