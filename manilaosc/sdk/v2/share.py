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
from collections.abc import Iterator
import dataclasses
from typing import Any, Self

from keystoneauth1 import adapter
from openstack import exceptions
from openstack import resource
from openstack import utils
from openstack.shared_file_system.v2 import share
import requests

from manilaosc.sdk.v2 import _base
from manilaosc.sdk.v2 import _metadata


class Share(_metadata.MetadataMixin, _base.Resource, share.Share):
    # Manila checks the request for a key that it then does not read
    _sets_items = False

    _summary_fields = frozenset({"id", "name"})
    _query_mapping = resource.QueryParameters(
        "availability_zone",
        "description",
        "encryption_key_ref",
        "export_location_id",
        "export_location_path",
        "extra_specs",
        "host",
        "is_public",
        "is_soft_deleted",
        "limit",
        "metadata",
        "mount_point_name",
        "name",
        "offset",
        "project_id",
        "share_group_id",
        "share_network_id",
        "share_server_id",
        "share_type_id",
        "snapshot_id",
        "sort_dir",
        "sort_key",
        "status",
        "with_count",
        all_projects="all_tenants",
        description_pattern="description~",
        name_pattern="name~",
    )

    #: Properties
    #: The UUID of the encryption key. (API 2.90)
    encryption_key_ref = resource.Body("encryption_key_ref", type=str)
    #: The export paths. Only below API version 2.9; later versions have a
    #: list of export locations.
    export_locations = resource.Body("export_locations", type=list)
    #: Whether the share is in the recycle bin. (API 2.69)
    is_soft_deleted = resource.Body("is_soft_deleted", type=bool)
    #: The name of the mount point. (API 2.84)
    mount_point_name = resource.Body("mount_point_name", type=str)
    #: When the share will be purged from the recycle bin. (API 2.69)
    scheduled_to_be_deleted_at = resource.Body(
        "scheduled_to_be_deleted_at", type=str
    )
    #: Scheduler hints: ``same_host``, ``different_host`` and ``only_host``,
    #: each a string of comma-separated values. (API 2.65)
    scheduler_hints = resource.Body("scheduler_hints", type=dict)
    #: Whether access rules of the share apply to its snapshots.
    #: (API 2.99)
    is_access_inherited_by_snapshots = resource.Body(
        "snapshot_inherit_share_access_support", type=bool
    )
    #: Another name of ``share_type``, from before share types.
    volume_type = resource.Body("volume_type", type=str)
    #: The UUID of the backup that was used to create the share. (API 2.91)
    source_backup_id = resource.Body("source_backup_id", type=str)

    @classmethod
    def _transform_create_request(
        cls,
        session: adapter.Adapter,
        request: Any,
        *,
        microversion: str | None,
    ) -> Any:
        # Clouds from 2024.2 to 2026.1 whose operator has set
        # driver_updatable_metadata reject a share without metadata
        share = request.body[cls.resource_key]
        share['metadata'] = share.get('metadata') or {}
        return request

    @classmethod
    def find_by_name(
        cls,
        session: adapter.Adapter,
        *args: Any,
        all_projects: bool | None = None,
        **params: Any,
    ) -> Self | None:
        """Find a share by name, in all projects including public shares."""
        if all_projects:
            params.setdefault('is_public', True)
        return super().find_by_name(
            session, *args, all_projects=all_projects, **params
        )

    @classmethod
    def _pages(
        cls, listing: _base.Listing[Self], limit: int | None, offset: int
    ) -> Iterator[builtins.list[Self]]:
        # The service's limit and offset count instances, of which a share
        # with replicas has several, but what is listed is shares
        seen: set[str] = set()
        row = 0
        skipped = dataclasses.replace(listing, path=cls.base_path)
        while len(seen) < offset:
            step = offset - len(seen)
            ids = {share.id for share in skipped.page(step, row)}
            if not ids:
                return
            if ids <= seen:
                skipped.check_offset()
            seen |= ids
            row += step
        for page in super()._pages(listing, limit, row):
            # Sorted by what instances have, those of a share may be far apart
            yield [share for share in page if share.id not in seen]
            seen.update(share.id for share in page)

    def manage(
        self,
        session: adapter.Adapter,
        protocol: str,
        export_path: str,
        service_host: str,
        **params: Any,
    ) -> Self:
        """Bring an existing share under management.

        :param protocol: The shared file systems protocol of the share.
        :param export_path: The current export path of the share.
        :param service_host: The pool of the share: ``host@backend#pool``.
        :param params: Other attributes, as for
            :meth:`~openstack.shared_file_system.v2._proxy.Proxy.manage_share`
        :returns: The share, whose status is ``manage_starting``.
        """
        microversion = self._get_microversion(session)
        if _base.at_least(microversion, '2.7'):
            url = utils.urljoin(self.base_path, 'manage')
        else:
            url = '/os-share-manage'
        body = {
            'protocol': protocol,
            'export_path': export_path,
            'service_host': service_host,
            **params,
        }
        response = session.post(
            url, json={'share': body}, microversion=microversion
        )
        self._translate_response(response)
        return self

    def unmanage(self, session: adapter.Adapter) -> None:
        """Stop managing the share, without deleting its data."""
        microversion = self._get_microversion(session)
        if _base.at_least(microversion, '2.7'):
            self._action(session, {'unmanage': None}, microversion)
            return
        url = self._url('unmanage', base_path='/os-share-unmanage')
        response = session.post(url, microversion=microversion)
        self._translate_response(response, has_body=False)

    def reset_task_state(
        self, session: adapter.Adapter, task_state: str | None
    ) -> None:
        """Reset the task state of a share."""
        self._migration_action(
            session, 'reset_task_state', {'task_state': task_state}
        )

    def start_migration(
        self,
        session: adapter.Adapter,
        host: str,
        *,
        preserve_metadata: bool,
        preserve_snapshots: bool,
        writable: bool,
        nondisruptive: bool,
        **params: Any,
    ) -> None:
        """Start the first phase of a migration.

        :param host: The pool to migrate to: ``host@backend#pool``.
        :param params: Other attributes, as for
            :meth:`~openstack.shared_file_system.v2._proxy.Proxy.start_share_migration`
        """
        body = {
            'host': host,
            'preserve_metadata': preserve_metadata,
            'preserve_snapshots': preserve_snapshots,
            'writable': writable,
            'nondisruptive': nondisruptive,
            **params,
        }
        self._migration_action(session, 'migration_start', body)

    def complete_migration(self, session: adapter.Adapter) -> None:
        """Start the second and last phase of a migration."""
        self._migration_action(session, 'migration_complete')

    def cancel_migration(self, session: adapter.Adapter) -> None:
        """Cancel a migration."""
        self._migration_action(session, 'migration_cancel')

    def get_migration_progress(
        self, session: adapter.Adapter
    ) -> dict[str, Any]:
        """Fetch the progress of a migration.

        :returns: ``total_progress`` in percent, ``task_state`` and, from API
            version 2.59, ``details``.
        """
        microversion = self._get_microversion(session)
        if _base.at_least(microversion, '2.98'):
            response = session.get(
                self._url('migration-progress'), microversion=microversion
            )
            exceptions.raise_from_response(response)
        else:
            response = self._migration_action(
                session, 'migration_get_progress'
            )
        _base.decoded(response, 'total_progress')
        progress: dict[str, Any] = _base.decoded(response)
        return progress

    def _migration_action(
        self, session: adapter.Adapter, name: str, args: Any = None
    ) -> requests.Response:
        """Send an action that is experimental below API version 2.96."""
        microversion = self._get_microversion(session)
        return self._action(
            session,
            {name: args},
            microversion,
            experimental=not _base.at_least(microversion, '2.96'),
        )
