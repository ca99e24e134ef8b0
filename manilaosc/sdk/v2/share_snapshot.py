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

from typing import Any, Self

from keystoneauth1 import adapter
from openstack import resource
from openstack import utils
from openstack.shared_file_system.v2 import share_snapshot

from manilaosc.sdk.v2 import _base
from manilaosc.sdk.v2 import _metadata
from manilaosc.sdk.v2 import share_snapshot_access_rule as _access_rule


class ShareSnapshot(
    _metadata.MetadataMixin, _base.Resource, share_snapshot.ShareSnapshot
):
    _other_names = {"snapshot_id": "id"}

    _summary_fields = frozenset({"id", "name"})
    _query_mapping = resource.QueryParameters(
        "description",
        "limit",
        "metadata",
        "name",
        "offset",
        "project_id",
        "share_id",
        "size",
        "sort_dir",
        "sort_key",
        "status",
        "usage",
        "with_count",
        all_projects="all_tenants",
        description_pattern="description~",
        name_pattern="name~",
    )

    _server_truncates_limit = True

    #: Properties
    #: Where the back end has the snapshot; administrators see it. (API 2.12)
    provider_location = resource.Body("provider_location", type=str)

    def manage(
        self,
        session: adapter.Adapter,
        share_id: str,
        provider_location: str,
        **params: Any,
    ) -> Self:
        """Bring a snapshot of a back end under management. (API 2.12)

        :param share_id: The UUID of the source share.
        :param provider_location: The provider location of the snapshot on the
            back end.
        :param params: Other attributes, as for
            :meth:`~openstack.shared_file_system.v2._proxy.Proxy.manage_share_snapshot`
        :returns: The snapshot, whose status is ``manage_starting``.
        """
        body = {
            'share_id': share_id,
            'provider_location': provider_location,
            **params,
        }
        response = session.post(
            utils.urljoin(self.base_path, 'manage'),
            json={'snapshot': body},
            microversion=self._get_microversion(session),
        )
        self._translate_response(response)
        return self

    def allow_access(
        self, session: adapter.Adapter, access_type: str, access_to: str
    ) -> _access_rule.ShareSnapshotAccessRule:
        """Let somebody mount the snapshot, to read. (API 2.32)

        :param access_type: ``ip``, ``user`` or ``cert``.
        :param access_to: An IPv4 or, from API version 2.38, IPv6 address or
            network; a user or group; or the common name of a certificate.
        :returns: The access rule, whose state is ``queued_to_apply``.
        """
        rule = {'access_type': access_type, 'access_to': access_to}
        response = self._action(session, {'allow_access': rule})
        return _access_rule.ShareSnapshotAccessRule.existing(
            snapshot_id=self.id,
            connection=self._connection,
            **_base.decoded(response, 'snapshot_access'),
        )

    def deny_access(self, session: adapter.Adapter, access_id: str) -> None:
        """Take an access rule back. (API 2.32)

        :param access_id: The UUID of the access rule.
        """
        self._action(session, {'deny_access': {'access_id': access_id}})
