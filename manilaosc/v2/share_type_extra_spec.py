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

"""``share type extra spec`` commands: extra specs of share types."""

from typing import Any

from manilaosc.i18n import _
from manilaosc.v2 import _types
from manilaosc.v2 import share_type as share_types


class ListShareTypeExtraSpec(_types.ShareType, _types.ListSpecs):
    _description = _('List the extra specs of a share type (admin only)')
    example = 'share type extra spec list gold'

    def specs(self, share_type: Any) -> dict[str, str]:
        found = self.client.fetch_share_type_extra_specs(share_type)
        specs: dict[str, str] = found.extra_specs
        return specs


class ShowShareTypeExtraSpec(_types.ShareType, _types.ShowSpec):
    _description = _('Display an extra spec of a share type (admin only)')
    example = 'share type extra spec show gold thin -f value -c value'

    def spec(self, share_type: Any, key: str) -> str:
        return self.client.get_share_type_extra_spec_property(share_type, key)


class SetShareTypeExtraSpec(_types.ShareType, _types.SetSpec):
    _description = _('Set an extra spec of a share type (admin only)')
    example = 'share type extra spec set gold thin true'

    def set(self, share_type: Any, key: str, value: str) -> None:
        self.client.update_share_type_extra_spec_property(
            share_type, key, share_types.spelled(key, value)
        )
