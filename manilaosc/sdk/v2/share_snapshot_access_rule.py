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
from openstack import exceptions
from openstack import resource

from manilaosc.sdk.v2 import _base


class ShareSnapshotAccessRule(_base.Resource):
    resource_key = "snapshot_access"
    resources_key = "snapshot_access_list"
    base_path = "/snapshots/%(snapshot_id)s/access-list"

    # capabilities
    allow_create = False
    allow_fetch = True
    allow_commit = False
    allow_delete = False
    allow_list = True
    allow_head = False

    _query_mapping = resource.QueryParameters(
        include_pagination_defaults=False
    )

    #: Properties
    #: The UUID of the share snapshot.
    snapshot_id = resource.URI("snapshot_id", type=str)
    #: Who may read the snapshot: an address or a network, a user or a group,
    #: or the common name of a certificate.
    access_to = resource.Body("access_to", type=str)
    #: The kind of ``access_to``: ``ip``, ``user`` or ``cert``.
    access_type = resource.Body("access_type", type=str)
    #: The state of the rule: ``queued_to_apply``, ``applying``, ``active``,
    #: ``queued_to_deny``, ``denying`` or ``error``.
    state = resource.Body("state", type=str)

    def fetch(
        self,
        session: adapter.Adapter,
        requires_id: bool = True,
        base_path: str | None = None,
        error_message: str | None = None,
        skip_cache: bool = False,
        *,
        resource_response_key: str | None = None,
        microversion: str | None = None,
        **params: Any,
    ) -> Self:
        """Fetch the rule, out of the list: the API has nothing else.

        :raises: :class:`~openstack.exceptions.NotFoundException` if the
            snapshot has no such rule.
        """
        for rule in self.list(
            session, microversion=microversion, snapshot_id=self.snapshot_id
        ):
            if rule.id == self.id:
                self._body.attributes.update(rule._body.attributes)
                return self
        raise exceptions.NotFoundException(
            f'Share snapshot {self.snapshot_id} has no access rule {self.id}.'
        )
