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

from keystoneauth1 import adapter
from openstack import exceptions
from openstack import resource

from manilaosc.sdk.v2 import _base


class ShareBackup(_base.Resource):
    resource_key = "share_backup"
    resources_key = "share_backups"
    base_path = "/share-backups"

    # capabilities
    allow_create = True
    allow_fetch = True
    allow_commit = True
    allow_delete = True
    allow_list = True

    _experimental_through = _base.MAX_MICROVERSION

    _summary_fields = frozenset({"id", "name", "share_id", "status"})
    # For anybody but administrators, the service takes no notice of an ID or
    # a host: the rows are filtered here by these, and whatever else there is
    _query_mapping = resource.QueryParameters(
        "description",
        "limit",
        "name",
        "offset",
        "share_id",
        "sort_dir",
        "sort_key",
        "status",
        "topic",
        all_projects="all_tenants",
        description_pattern="description~",
        name_pattern="name~",
        include_pagination_defaults=False,
    )

    #: Properties
    #: The availability zone of the share when it was backed up.
    availability_zone = resource.Body("availability_zone", type=str)
    #: Options for the driver, a dictionary of strings; only at creation.
    #: Without options, the data service copies the files.
    backup_options = resource.Body("backup_options", type=dict)
    #: The driver's name for the type of backup, if it was among the options.
    #: (API 2.85)
    backup_type = resource.Body("backup_type", type=str)
    #: The date and time stamp when the resource was created within the
    #: service's database.
    created_at = resource.Body("created_at", type=str)
    #: The user defined description of the resource.
    description = resource.Body("description", type=str)
    #: The host of the service that made the backup. (admin only)
    host = resource.Body("host", type=str)
    #: The progress of the backup in percent.
    progress = resource.Body("progress", type=str)
    #: The progress of the last restore in percent.
    restore_progress = resource.Body("restore_progress", type=str)
    #: The UUID of the share that was backed up.
    share_id = resource.Body("share_id", type=str)
    #: The size of the share when it was backed up, in GiB.
    size = resource.Body("size", type=int)
    #: The status, such as ``creating``, ``available``, ``restoring``,
    #: ``error`` or ``deleting``.
    status = resource.Body("status", type=str)
    #: The service that made the backup, ``manila-data`` or
    #: ``manila-share``. (admin only)
    topic = resource.Body("topic", type=str)
    #: The date and time stamp when the resource was last updated within the
    #: service's database.
    updated_at = resource.Body("updated_at", type=str)

    def restore(
        self, session: adapter.Adapter, target_share_id: str | None = None
    ) -> str:
        """Restore the backup to its share or to another share.

        :param target_share_id: The UUID of the other share. (API 2.91)
        :returns: The UUID of the share that is restored.
        :raises: :class:`~openstack.exceptions.NotSupported` if the API version
            in use does not support another share.
        """
        microversion = self._get_microversion(session)
        if target_share_id and not _base.at_least(microversion, '2.91'):
            # The service would restore into the share of the backup instead
            raise exceptions.NotSupported(
                'Restoring into another share needs API version 2.91'
            )
        response = self._action(session, {'restore': target_share_id})
        share_id: str = _base.decoded(response, 'restore')['share_id']
        return share_id

    def reset_status(self, session: adapter.Adapter, status: str) -> None:
        """Reset the status of the share backup."""
        self._action(session, {'reset_status': {'status': status}})
