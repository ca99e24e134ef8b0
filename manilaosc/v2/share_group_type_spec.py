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

"""``share group type spec`` commands: group specs of share group types."""

from typing import Any

from manilaosc.i18n import _
from manilaosc.v2 import _types


class ListShareGroupTypeSpec(_types.ShareGroupType, _types.ListSpecs):
    _description = _('List the group specs of a share group type (admin only)')

    def specs(self, group_type: Any) -> dict[str, str]:
        client = self.client
        specs: dict[str, str]
        specs = client.fetch_share_group_type_group_specs(
            group_type
        ).group_specs
        return specs


class ShowShareGroupTypeSpec(_types.ShareGroupType, _types.ShowSpec):
    _description = _('Display a group spec of a share group type (admin only)')

    def spec(self, group_type: Any, key: str) -> str:
        return self.client.get_share_group_type_group_spec_property(
            group_type, key
        )


class SetShareGroupTypeSpec(_types.ShareGroupType, _types.SetSpec):
    _description = _('Set a group spec of a share group type (admin only)')

    def set(self, group_type: Any, key: str, value: str) -> None:
        self.client.update_share_group_type_group_spec_property(
            group_type, key, value
        )
