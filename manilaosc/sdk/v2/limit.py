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
from openstack.shared_file_system.v2 import limit

from manilaosc.sdk.v2 import _base


class Limit(_base.Resource, limit.Limit):
    _has_id = False

    #: Properties
    #: The maximum number of share groups. (API 2.58)
    maxTotalShareGroups = resource.Body("maxTotalShareGroups", type=int)
    #: The maximum number of share group snapshots. (API 2.58)
    maxTotalShareGroupSnapshots = resource.Body(
        "maxTotalShareGroupSnapshots", type=int
    )
    #: The maximum number of share backups. (API 2.80)
    maxTotalShareBackups = resource.Body("maxTotalShareBackups", type=int)
    #: The maximum total size of backups in GiB. (API 2.80)
    maxTotalBackupGigabytes = resource.Body(
        "maxTotalBackupGigabytes", type=int
    )
    #: The number of share groups. (API 2.58)
    totalShareGroupsUsed = resource.Body("totalShareGroupsUsed", type=int)
    #: The number of share group snapshots. (API 2.58)
    totalShareGroupSnapshotsUsed = resource.Body(
        "totalShareGroupSnapshotsUsed", type=int
    )
    #: The number of share backups. (API 2.80)
    totalShareBackupsUsed = resource.Body("totalShareBackupsUsed", type=int)
    #: The total size of backups in GiB. (API 2.80)
    totalBackupGigabytesUsed = resource.Body(
        "totalBackupGigabytesUsed", type=int
    )
    #: How often requests may be sent: a list of dictionaries with ``uri``,
    #: ``regex`` and ``limit``, which lists ``verb``, ``value``,
    #: ``remaining``, ``unit`` and ``next-available``. Few clouds limit that.
    rate = resource.Body("rate", type=list)

    # One object is all there is, so it takes nothing that is about pages
    @classmethod
    def list(  # type: ignore[override]
        cls,
        session: adapter.Adapter,
        paginated: bool = True,
        base_path: str | None = None,
        **query: Any,
    ) -> Generator[Self, None, None]:
        """Yield the limits of the current project, once.

        :raises: :class:`~openstack.exceptions.InvalidResourceQuery` for any
            filter, since the API has none.
        """
        # There are no pages, but openstacksdk accepts these
        query = {
            k: v
            for k, v in cls._normalized(session, query).items()
            if k not in ("limit", "marker")
        }
        cls._split_params(query, cls.base_path, False, None)
        session = cls._get_session(session)
        response = session.get(
            cls.base_path, microversion=cls._get_microversion(session)
        )
        exceptions.raise_from_response(response)
        limits = _base.decoded(response, cls.resources_key)
        yield cls.existing(
            connection=session._get_connection(),  # type: ignore[attr-defined]
            rate=limits.get("rate"),
            **(limits.get("absolute") or {}),
        )
