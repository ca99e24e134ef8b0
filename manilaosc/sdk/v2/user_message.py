from openstack import resource
from openstack.shared_file_system.v2 import user_message

from manilaosc.sdk.v2 import _base


class UserMessage(_base.Resource, user_message.UserMessage):
    _server_truncates_limit = True

    _query_mapping = resource.QueryParameters(
        "action_id",
        "created_before",
        "created_since",
        "detail_id",
        "limit",
        "message_level",
        "offset",
        "request_id",
        "resource_id",
        "resource_type",
        "sort_dir",
        "sort_key",
    )

    # openstacksdk's cap is below the filters by date (API 2.52)
    _max_microversion = _base.MAX_MICROVERSION
