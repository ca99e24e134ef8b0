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

"""``share qos type spec`` commands: specs of QoS types."""

from typing import Any

from manilaosc.i18n import _
from manilaosc.v2 import _types


class ListShareQosTypeSpec(_types.QosType, _types.ListSpecs):
    _description = _('List the specs of a QoS type (admin only)')
    example = 'share qos type spec list fast'

    def specs(self, qos_type: Any) -> dict[str, str]:
        specs: dict[str, str]
        specs = self.client.fetch_qos_type_specs(qos_type).specs
        return specs


class ShowShareQosTypeSpec(_types.QosType, _types.ShowSpec):
    _description = _('Display a spec of a QoS type (admin only)')
    example = 'share qos type spec show fast peak_iops -f value -c value'

    def spec(self, qos_type: Any, key: str) -> str:
        return self.client.get_qos_type_spec_property(qos_type, key)


class SetShareQosTypeSpec(_types.QosType, _types.SetSpec):
    _description = _('Set a spec of a QoS type (admin only)')
    example = 'share qos type spec set fast peak_iops 6000'

    def set(self, qos_type: Any, key: str, value: str) -> None:
        self.client.update_qos_type_spec_property(qos_type, key, value)
