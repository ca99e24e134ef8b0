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

from typing import Any

from openstack import resource
from openstack.shared_file_system.v2 import quota_set
import requests

from manilaosc.sdk.v2 import _base


class QuotaSet(_base.Resource, quota_set.QuotaSet):
    _has_id = False

    _query_mapping = resource.QueryParameters("share_type", "user_id")

    #: Properties
    #: The maximum number of encryption keys. (API 2.90)
    encryption_keys = resource.Body("encryption_keys", type=int)

    @classmethod
    def _check_row(cls, response: requests.Response, row: Any) -> None:
        if isinstance(row, dict):
            # With usage, each quota is a dictionary
            row = {
                k: v.get("limit") if isinstance(v, dict) else v
                for k, v in row.items()
            }
        super()._check_row(response, row)
