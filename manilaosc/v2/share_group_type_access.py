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

"""``share group type access`` commands: access to private group types."""

from typing import Any

from manilaosc.i18n import _
from manilaosc.v2 import _types


class CreateShareGroupTypeAccess(_types.ShareGroupType, _types.CreateAccess):
    _description = _(
        'Grant projects access to a private share group type (admin only)'
    )
    example = 'share group type access create pairs demo'

    def act(self, group_type: Any, project_id: str) -> None:
        self.client.add_share_group_type_access(group_type, project_id)


class DeleteShareGroupTypeAccess(_types.ShareGroupType, _types.DeleteAccess):
    _description = _(
        "Revoke projects' access to a private share group type (admin only)"
    )

    def act(self, group_type: Any, project_id: str) -> None:
        self.client.remove_share_group_type_access(group_type, project_id)


class ListShareGroupTypeAccess(_types.ShareGroupType, _types.ListAccess):
    _description = _(
        'List the projects with access to a private share group type (admin '
        'only)'
    )

    def access(self, group_type: Any) -> list[dict[str, Any]]:
        return self.client.get_share_group_type_access(group_type)
