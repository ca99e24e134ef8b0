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

"""``share type access`` commands: access to private share types."""

from typing import Any

from manilaosc.i18n import _
from manilaosc.v2 import _types


class CreateShareTypeAccess(_types.ShareType, _types.CreateAccess):
    _description = _(
        'Grant projects access to a private share type (admin only)'
    )
    example = 'share type access create gold demo'

    def act(self, share_type: Any, project_id: str) -> None:
        self.client.add_share_type_access(share_type, project_id)


class DeleteShareTypeAccess(_types.ShareType, _types.DeleteAccess):
    _description = _(
        "Revoke projects' access to a private share type (admin only)"
    )
    example = 'share type access delete gold demo'

    def act(self, share_type: Any, project_id: str) -> None:
        self.client.remove_share_type_access(share_type, project_id)


class ListShareTypeAccess(_types.ShareType, _types.ListAccess):
    _description = _(
        'List the projects with access to a private share type (admin only)'
    )
    example = 'share type access list gold'

    def access(self, share_type: Any) -> list[dict[str, Any]]:
        return self.client.get_share_type_access(share_type)
