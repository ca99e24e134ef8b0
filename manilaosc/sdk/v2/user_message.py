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
from openstack.shared_file_system.v2 import user_message

from manilaosc.sdk.v2 import _base


class UserMessage(_base.Resource, user_message.UserMessage):
    _other_names = {"message_id": "id"}

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
