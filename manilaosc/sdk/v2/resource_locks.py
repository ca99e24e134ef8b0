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

from openstack import resource
from openstack.shared_file_system.v2 import resource_locks

from manilaosc.sdk.v2 import _base


class ResourceLock(_base.Resource, resource_locks.ResourceLock):
    # The service respects it without all_projects, and refuses it to those who
    # may not; with all_projects it would list their own locks instead
    _project_filters = ()

    _query_mapping = resource.QueryParameters(
        "all_projects",
        "created_before",
        "created_since",
        "id",
        "limit",
        "lock_context",
        "lock_reason",
        "lock_reason~",
        "offset",
        "project_id",
        "resource_action",
        "resource_id",
        "resource_type",
        "sort_dir",
        "sort_key",
        "user_id",
        "with_count",
        lock_reason_pattern="lock_reason~",
        include_pagination_defaults=False,
    )
