from openstack import resource
from openstack.shared_file_system.v2 import resource_locks

from manilaosc.sdk.v2 import _base


class ResourceLock(_base.Resource, resource_locks.ResourceLock):
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
