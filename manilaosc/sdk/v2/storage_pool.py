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
from openstack.shared_file_system.v2 import storage_pool

from manilaosc.sdk.v2 import _base


class StoragePool(_base.Resource, storage_pool.StoragePool):
    _has_id = False

    _summary_fields = frozenset({"name", "host", "backend", "pool"})
    # Without "capabilities": of text, as it comes in a URL, the service makes
    # nothing, and fails
    _query_mapping = resource.QueryParameters(
        "backend", "host", "pool", "share_type"
    )

    def _capacity(self, key: str) -> float | str | None:
        value: float | str | None = (self.capabilities or {}).get(key)
        return value

    @property
    def total_capacity(self) -> float | str | None:
        """The size in GiB, ``unknown`` or ``infinite``."""
        return self._capacity("total_capacity_gb")

    @property
    def free_capacity(self) -> float | str | None:
        """The free capacity in GiB, ``unknown`` or ``infinite``."""
        return self._capacity("free_capacity_gb")

    @property
    def allocated_capacity(self) -> float | str | None:
        """What shares take up as the service has counted it, in GiB."""
        return self._capacity("allocated_capacity_gb")

    @property
    def provisioned_capacity(self) -> float | str | None:
        """What shares may grow to, taken together, in GiB."""
        return self._capacity("provisioned_capacity_gb")
