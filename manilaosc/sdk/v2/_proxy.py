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


from collections.abc import (
    Callable,
    Collection,
    Generator,
    Iterable,
    Mapping,
    Sequence,
)
import functools
import re
from typing import Any, cast, Literal, overload, TypeVar

from openstack import _utils
from openstack import exceptions
from openstack import resource
from openstack.identity.v3 import project as _project
from openstack.shared_file_system.v2 import _proxy
import requests

from manilaosc.sdk.v2 import _assumed
from manilaosc.sdk.v2 import _base
from manilaosc.sdk.v2 import _wait
from manilaosc.sdk.v2 import api_version as _api_version
from manilaosc.sdk.v2 import availability_zone as _availability_zone
from manilaosc.sdk.v2 import extension as _extension
from manilaosc.sdk.v2 import limit as _limit
from manilaosc.sdk.v2 import qos_type as _qos_type
from manilaosc.sdk.v2 import quota_class_set as _quota_class_set
from manilaosc.sdk.v2 import quota_set as _quota_set
from manilaosc.sdk.v2 import resource_locks as _resource_locks
from manilaosc.sdk.v2 import security_service as _security_service
from manilaosc.sdk.v2 import service as _service
from manilaosc.sdk.v2 import share as _share
from manilaosc.sdk.v2 import share_access_rule as _share_access_rule
from manilaosc.sdk.v2 import share_backup as _share_backup
from manilaosc.sdk.v2 import share_export_locations as _share_export_locations
from manilaosc.sdk.v2 import share_group as _share_group
from manilaosc.sdk.v2 import share_group_snapshot as _share_group_snapshot
from manilaosc.sdk.v2 import (
    share_group_snapshot_member as _share_group_snapshot_member,
)
from manilaosc.sdk.v2 import share_group_type as _share_group_type
from manilaosc.sdk.v2 import share_instance as _share_instance
from manilaosc.sdk.v2 import (
    share_instance_export_location as _share_instance_export_location,
)
from manilaosc.sdk.v2 import share_network as _share_network
from manilaosc.sdk.v2 import share_network_subnet as _share_network_subnet
from manilaosc.sdk.v2 import share_replica as _share_replica
from manilaosc.sdk.v2 import (
    share_replica_export_location as _share_replica_export_location,
)
from manilaosc.sdk.v2 import share_server as _share_server
from manilaosc.sdk.v2 import share_snapshot as _share_snapshot
from manilaosc.sdk.v2 import (
    share_snapshot_access_rule as _share_snapshot_access_rule,
)
from manilaosc.sdk.v2 import (
    share_snapshot_export_location as _share_snapshot_export_location,
)
from manilaosc.sdk.v2 import (
    share_snapshot_instance as _share_snapshot_instance,
)
from manilaosc.sdk.v2 import (
    share_snapshot_instance_export_location as _snapshot_instance_location,
)
from manilaosc.sdk.v2 import share_transfer as _share_transfer
from manilaosc.sdk.v2 import share_type as _share_type
from manilaosc.sdk.v2 import storage_pool as _storage_pool
from manilaosc.sdk.v2 import user_message as _user_message

_T = TypeVar('_T', bound=resource.Resource)
_F = TypeVar('_F', bound=Callable[..., Any])


class Proxy(_proxy.Proxy, _assumed.AssumedIDs):
    #: The one list of what this package adds and corrects: drop a line here
    #: together with its module once openstacksdk has caught up
    _resource_registry = {
        **_proxy.Proxy._resource_registry,
        "api_version": _api_version.APIVersion,
        "availability_zone": _availability_zone.AvailabilityZone,
        "extension": _extension.Extension,
        "limit": _limit.Limit,
        "qos_type": _qos_type.QosType,
        "quota_class_set": _quota_class_set.QuotaClassSet,
        "quota_set": _quota_set.QuotaSet,
        "resource_locks": _resource_locks.ResourceLock,
        "security_service": _security_service.SecurityService,
        "service": _service.Service,
        "share": _share.Share,
        "share_access_rule": _share_access_rule.ShareAccessRule,
        "share_backup": _share_backup.ShareBackup,
        "share_export_location": _share_export_locations.ShareExportLocation,
        "share_group": _share_group.ShareGroup,
        "share_group_snapshot": _share_group_snapshot.ShareGroupSnapshot,
        "share_group_snapshot_member": (
            _share_group_snapshot_member.ShareGroupSnapshotMember
        ),
        "share_group_type": _share_group_type.ShareGroupType,
        "share_instance": _share_instance.ShareInstance,
        "share_instance_export_location": (
            _share_instance_export_location.ShareInstanceExportLocation
        ),
        "share_network": _share_network.ShareNetwork,
        "share_network_subnet": _share_network_subnet.ShareNetworkSubnet,
        "share_replica": _share_replica.ShareReplica,
        "share_replica_export_location": (
            _share_replica_export_location.ShareReplicaExportLocation
        ),
        "share_server": _share_server.ShareServer,
        "share_snapshot": _share_snapshot.ShareSnapshot,
        "share_snapshot_access_rule": (
            _share_snapshot_access_rule.ShareSnapshotAccessRule
        ),
        "share_snapshot_export_location": (
            _share_snapshot_export_location.ShareSnapshotExportLocation
        ),
        "share_snapshot_instance": (
            _share_snapshot_instance.ShareSnapshotInstance
        ),
        "share_snapshot_instance_export_location": (
            _snapshot_instance_location.ShareSnapshotInstanceExportLocation
        ),
        "share_transfer": _share_transfer.ShareTransfer,
        "share_type": _share_type.ShareType,
        "storage_pool": _storage_pool.StoragePool,
        "user_message": _user_message.UserMessage,
    }

    #: The highest API microversion that this proxy knows
    max_microversion = _base.MAX_MICROVERSION

    #: Sends the requests that change something, if set: it is called with the
    #: method, the path and a function that sends the request and returns the
    #: response. So a program can tell what it has changed when it is ended.
    on_change: (
        Callable[
            [str, str, Callable[[], requests.Response]], requests.Response
        ]
        | None
    ) = None

    # openstacksdk's own methods name openstacksdk's classes, so corrected
    # ones step in at the four places where openstack.proxy.Proxy takes one

    def _corrected(self, resource_type: type[_T]) -> type[_T]:
        for name, original in _proxy.Proxy._resource_registry.items():
            if resource_type is original:
                return cast(type[_T], self._resource_registry[name])
        return resource_type

    def _get_resource(
        self, resource_type: type[_T], *args: Any, **kw: Any
    ) -> _T:
        cls = self._corrected(resource_type)
        found: _T = super()._get_resource(cls, *args, **kw)
        return found

    def _find(  # type: ignore[override]  # Theirs is overloaded
        self, resource_type: type[_T], name_or_id: str, *args: Any, **kw: Any
    ) -> _T | None:
        cls = self._corrected(resource_type)
        if kw.get('fetch') is False and _base.is_id(name_or_id):
            lookup = functools.partial(self._id_of_name, cls, name_or_id, kw)
            self.assume_id(name_or_id, lookup)
        found: _T | None = super()._find(cls, name_or_id, *args, **kw)
        return found

    def _id_of_name(
        self, cls: Any, name: str, query: Mapping[str, Any]
    ) -> str | None:
        """Return the ID of a name, in the own project first."""
        how = ('fetch', 'ignore_missing', 'all_projects')
        query = {k: v for k, v in query.items() if k not in how}
        found = cls.find_by_name(self, name, **query)
        if found is None and 'all_projects' in cls._query_names():
            found = cls.find_by_name(self, name, all_projects=True, **query)
        return str(found.id) if found else None

    def _create(self, resource_type: type[_T], *args: Any, **kw: Any) -> _T:
        return super()._create(self._corrected(resource_type), *args, **kw)

    def _list(  # type: ignore[override]
        self, resource_type: type[_T], /, *args: Any, **kw: Any
    ) -> Generator[_T, None, None]:
        if 'resource_type' in kw:  # A filter that is called like our argument
            kw['__conflicting_attrs'] = {
                'resource_type': kw.pop('resource_type')
            }
        return super()._list(self._corrected(resource_type), *args, **kw)

    # ========= Requests ==========

    def request(
        self, url: str, method: str, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """Send a request, by the path that its microversion has for it.

        :returns: The response, regardless of its status.
        """
        microversion = kwargs.get('microversion') or self.default_microversion
        if url[:4] != 'http' and not _base.at_least(microversion, '2.7'):
            url = _base.path_before_2_7(url)
        return super().request(url, method, *args, **kwargs)

    # ========= Access Rules ==========

    def access_rules(
        self,
        share: str | _share.Share,  # type: ignore[override]
        **query: Any,
    ) -> Generator[_share_access_rule.ShareAccessRule, None, None]:
        """Lists the access rules of a share.

        :param share: The ID of a share or a share.
        :param query: Optional query parameters to be sent to limit the
            access rules being returned:

            * access_key, access_level, access_type: An exact value.
              (API 2.82)
            * access_to: The client, together with ``access_type``. (API 2.82)
            * metadata: Metadata of the access rule, a dictionary of strings.
              (API 2.45)

            The client filters by other attributes.

        :returns: A generator of access rules.
        """
        return self._list(
            _share_access_rule.ShareAccessRule,
            share_id=resource.Resource._get_id(share),
            **query,
        )

    @_utils.renamed_param('share_id', 'share')
    def create_access_rule(  # type: ignore[override]
        self, share: str | _share.Share, **attrs: Any
    ) -> _share_access_rule.ShareAccessRule:
        """Creates an access rule for a share.

        :param share: The ID of a share or a share.
        :param attrs: Its attributes:

            * access_type: ``ip``, ``user``, ``cert`` or ``cephx``
              (API 2.13); required.
            * access_to: The client: an IPv4 or, from API version 2.38, IPv6
              address or network, a user or group, the common name of a
              certificate; required.
            * access_level: ``rw`` (the service's default) or ``ro``.
            * metadata: Metadata of the access rule, a dictionary of strings.
              (API 2.45)
            * lock_visibility, lock_deletion: Whether to hide ``access_to``
              and the access key from others, and to keep others from
              deleting the rule. (API 2.82)
            * lock_reason: The reason for the locks. (API 2.82)

        :returns: The access rule, whose state is ``queued_to_apply``.
        """
        share_id = _base.uri_part(resource.Resource._get_id(share))
        return self._create(
            _share_access_rule.ShareAccessRule,
            base_path=f'/shares/{share_id}/action',
            **attrs,
        )

    @_utils.renamed_param('access_id', 'access_rule')
    @_utils.renamed_param('share_id', 'share')
    def delete_access_rule(  # type: ignore[override]
        self,
        access_rule: str | _share_access_rule.ShareAccessRule,
        share: str | _share.Share,
        ignore_missing: bool = True,
        *,
        unrestrict: bool = False,
    ) -> requests.Response | None:
        """Deletes an access rule.

        :param access_rule: The ID of an access rule or an access rule.
        :param share: The ID of the share or the share.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the access rule or the share does not exist.
        :param unrestrict: Whether to remove the locks of the rule first.
            (API 2.82)
        :returns: The response, or None when there is no such rule.
        """
        return super().delete_access_rule(
            access_rule, share, ignore_missing, unrestrict=unrestrict
        )

    @_utils.renamed_param('access_id', 'access_rule')
    def get_access_rule(  # type: ignore[override]
        self,
        access_rule: str | _share_access_rule.ShareAccessRule,
        share: str | _share.Share | None = None,
    ) -> _share_access_rule.ShareAccessRule:
        """Shows an access rule.

        :param access_rule: The ID of an access rule or an access rule.
        :param share: The ID of the share of the rule, or the share; required
            below API version 2.45.
        :returns: The access rule.
        """
        attrs: dict[str, Any] = {}
        if share is not None:
            attrs['share_id'] = resource.Resource._get_id(share)
        return self._get(
            _share_access_rule.ShareAccessRule, access_rule, **attrs
        )

    def update_access_rule(
        self,
        access_rule: str | _share_access_rule.ShareAccessRule,
        access_level: str,
    ) -> _share_access_rule.ShareAccessRule:
        """Updates an access rule. (API 2.88)

        :param access_rule: The ID of an access rule or an access rule.
        :param access_level: The new access level, ``rw`` or ``ro``.
        :returns: The updated access rule.
        """
        res = self._get_resource(
            _share_access_rule.ShareAccessRule, access_rule
        )
        return res.update_access_level(self, access_level)

    def set_access_rule_metadata(
        self,
        access_rule: str | _share_access_rule.ShareAccessRule,
        metadata: dict[str, str],
    ) -> _share_access_rule.ShareAccessRule:
        """Sets metadata of an access rule. (API 2.45)

        :param access_rule: The ID of an access rule or an access rule.
        :param metadata: The key and value pairs, a dictionary of strings.
            Other keys are kept.
        :returns: The access rule with its current metadata.
        """
        res = self._get_resource(
            _share_access_rule.ShareAccessRule, access_rule
        )
        return res.set_metadata(self, metadata)

    def delete_access_rule_metadata(
        self,
        access_rule: str | _share_access_rule.ShareAccessRule,
        keys: Iterable[str],
        ignore_missing: bool = True,
    ) -> None:
        """Deletes keys of an access rule's metadata. (API 2.45)

        :param access_rule: The ID of an access rule or an access rule.
        :param keys: The keys to delete. All are tried.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the access rule does not have one of the keys.
        """
        res = self._get_resource(
            _share_access_rule.ShareAccessRule, access_rule
        )
        res.delete_metadata_items(self, keys, ignore_missing)

    # ========= API Versions ==========

    def api_versions(self) -> Generator[_api_version.APIVersion, None, None]:
        """Lists the API versions of the service.

        :returns: A generator of versions, each with its microversions.
        """
        # They are told outside of any version, and what comes before it in
        # the address need not be the root of the host
        endpoint = self.get_endpoint() or ''
        root = re.sub(r'/v\d+(\.\d+)?(/[^/]*)?/?$', '', endpoint)
        return self._list(_api_version.APIVersion, base_path=f'{root}/')

    def get_api_version(self) -> _api_version.APIVersion:
        """Gets the API version of the endpoint.

        :returns: The version, with its microversions.
        :raises: :class:`~openstack.exceptions.NotFoundException` if the
            service reports no version.
        """
        for version in self._list(_api_version.APIVersion):
            return version
        raise exceptions.NotFoundException(
            'The service does not tell which version of its API this is'
        )

    # ========= Export Locations ==========

    def fetch_export_location_metadata(
        self,
        export_location: str | _share_export_locations.ShareExportLocation,
        share: str | _share.Share,
    ) -> _share_export_locations.ShareExportLocation:
        """Lists all metadata of an export location. (API 2.87)

        :param export_location: The ID of an export location or an export
            location.
        :param share: The ID of the share or the share.
        :returns: The export location with its current metadata.
        """
        res = self._export_location(export_location, share)
        return res.fetch_metadata(self)

    def fetch_export_location_metadata_item(
        self,
        export_location: str | _share_export_locations.ShareExportLocation,
        share: str | _share.Share,
        key: str,
    ) -> _share_export_locations.ShareExportLocation:
        """Retrieves one item of an export location's metadata. (API 2.87)

        :param export_location: The ID of an export location or an export
            location.
        :param share: The ID of the share or the share.
        :param key: The key of the item.
        :returns: The export location with that item in its ``metadata``.
        :raises: :class:`~openstack.exceptions.NotFoundException` when the
            export location does not have the key.
        """
        res = self._export_location(export_location, share)
        return res.get_metadata_item(self, key)

    def set_export_location_metadata(
        self,
        export_location: str | _share_export_locations.ShareExportLocation,
        share: str | _share.Share,
        metadata: dict[str, str],
        *,
        replace: bool = False,
    ) -> _share_export_locations.ShareExportLocation:
        """Sets metadata of an export location. (API 2.87)

        :param export_location: The ID of an export location or an export
            location.
        :param share: The ID of the share or the share.
        :param metadata: The key and value pairs, a dictionary of strings. Only
            administrators can set some keys.
        :param replace: Whether to remove all other keys.
        :returns: The export location with its current metadata.
        """
        res = self._export_location(export_location, share)
        return res.set_metadata(self, metadata, replace=replace)

    def delete_export_location_metadata(
        self,
        export_location: str | _share_export_locations.ShareExportLocation,
        share: str | _share.Share,
        keys: Iterable[str],
        ignore_missing: bool = True,
    ) -> None:
        """Deletes keys of an export location's metadata. (API 2.87)

        :param export_location: The ID of an export location or an export
            location.
        :param share: The ID of the share or the share.
        :param keys: The keys to delete. All are tried.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the export location does not have one of the keys.
        """
        res = self._export_location(export_location, share)
        res.delete_metadata_items(self, keys, ignore_missing)

    def _export_location(
        self,
        export_location: str | _share_export_locations.ShareExportLocation,
        share: str | _share.Share,
    ) -> _share_export_locations.ShareExportLocation:
        return self._get_resource(
            _share_export_locations.ShareExportLocation,
            export_location,
            share_id=resource.Resource._get_id(share),
        )

    # ========= Extensions ==========

    def extensions(self) -> Generator[_extension.Extension, None, None]:
        """Lists the extensions of the API.

        :returns: A generator of extensions; current releases have none.
        """
        return self._list(_extension.Extension)

    def get_extension(
        self, extension: str | _extension.Extension
    ) -> _extension.Extension:
        """Gets a single extension of the API.

        :param extension: The alias of an extension or an extension.
        :returns: The extension.
        :raises: :class:`~openstack.exceptions.NotFoundException` when it does
            not exist.
        """
        return self._get(_extension.Extension, extension)

    # ========= Qos Types ==========

    def qos_types(
        self, **query: Any
    ) -> Generator[_qos_type.QosType, None, None]:
        """Lists all QoS types. (API 2.94)

        :param query: Optional query parameters to be sent to limit the QoS
            types being returned:

            * description, name: An exact value.
            * description_pattern, name_pattern: Part of the value.
            * id: The UUID of a QoS type; only effective for administrators.
            * limit: The number of QoS types per request.
            * offset: The number of QoS types to skip.
            * max_items: The maximum number of QoS types to yield.
            * sort_key, sort_dir: The sort key, and the direction ``asc`` or
              ``desc``; ``created_at`` and ``desc`` when not given.

        :returns: A generator of QoS types; each is yielded exactly once.
        """
        return self._list(_qos_type.QosType, **query)

    @overload
    def find_qos_type(
        self, name_or_id: str, ignore_missing: Literal[False], **query: Any
    ) -> _qos_type.QosType: ...

    @overload
    def find_qos_type(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _qos_type.QosType | None: ...

    def find_qos_type(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _qos_type.QosType | None:
        """Find a single QoS type by name or ID. (API 2.94)

        :param name_or_id: The name or ID of a QoS type.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when it does not exist. When set to ``True``, None will be
            returned then.
        :param query: Filters as for :meth:`qos_types`.
        :returns: The QoS type, or None.
        :raises: :class:`~openstack.exceptions.DuplicateResource` when several
            have the name.
        """
        return self._find(
            _qos_type.QosType,
            name_or_id,
            ignore_missing=ignore_missing,
            **query,
        )

    def get_qos_type(
        self, qos_type: str | _qos_type.QosType
    ) -> _qos_type.QosType:
        """Gets a single QoS type. (API 2.94)

        :param qos_type: The ID of a QoS type or a QoS type.
        :returns: The QoS type.
        :raises: :class:`~openstack.exceptions.NotFoundException` when it does
            not exist.
        """
        return self._get(_qos_type.QosType, qos_type)

    def create_qos_type(self, **attrs: Any) -> _qos_type.QosType:
        """Creates a QoS type (admin only). (API 2.94)

        :param attrs: ``name``, which must be unique; ``description`` and
            ``specs``, a dictionary of strings, if any. Share types use it by
            their extra spec ``default_qos_type``.
        :returns: The new QoS type.
        """
        return self._create(_qos_type.QosType, **attrs)

    def update_qos_type(
        self, qos_type: str | _qos_type.QosType, **attrs: Any
    ) -> _qos_type.QosType:
        """Updates a QoS type (admin only). (API 2.94)

        :param qos_type: The ID of a QoS type or a QoS type.
        :param attrs: ``description``, which may be ``None``; nothing else can
            be changed.
        :returns: The updated QoS type.
        """
        return self._update(_qos_type.QosType, qos_type, **attrs)

    def delete_qos_type(
        self, qos_type: str | _qos_type.QosType, ignore_missing: bool = True
    ) -> None:
        """Deletes a QoS type that is not in use. (API 2.94)

        :param qos_type: The ID of a QoS type or a QoS type.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when it does not exist.
        """
        self._delete(
            _qos_type.QosType, qos_type, ignore_missing=ignore_missing
        )

    def fetch_qos_type_specs(
        self, qos_type: str | _qos_type.QosType
    ) -> _qos_type.QosType:
        """Lists all specs of a QoS type. (API 2.94)

        Requires administrator rights.

        :param qos_type: The ID of a QoS type or a QoS type.
        :returns: The QoS type with its current ``specs``.
        """
        res = self._get_resource(_qos_type.QosType, qos_type)
        return res.fetch_specs(self)

    def get_qos_type_spec_property(
        self, qos_type: str | _qos_type.QosType, prop: str
    ) -> str:
        """Gets the value of one spec of a QoS type. (API 2.94)

        Requires administrator rights.

        :param qos_type: The ID of a QoS type or a QoS type.
        :param prop: The spec.
        :returns: Its value.
        :raises: :class:`~openstack.exceptions.NotFoundException` when the QoS
            type does not have the spec.
        """
        res = self._get_resource(_qos_type.QosType, qos_type)
        return res.get_spec(self, prop)

    def update_qos_type_specs(
        self, qos_type: str | _qos_type.QosType, specs: dict[str, str]
    ) -> _qos_type.QosType:
        """Adds or changes specs of a QoS type. (API 2.94)

        Requires administrator rights.

        :param qos_type: The ID of a QoS type or a QoS type.
        :param specs: The specs, a dictionary of strings; other specs are kept.
        :returns: The QoS type with the changed ``specs``.
        """
        res = self._get_resource(_qos_type.QosType, qos_type)
        return res.set_specs(self, specs)

    def update_qos_type_spec_property(
        self, qos_type: str | _qos_type.QosType, prop: str, val: str
    ) -> str:
        """Adds or changes one spec of a QoS type. (API 2.94)

        Requires administrator rights.

        :param qos_type: The ID of a QoS type or a QoS type.
        :param prop: The spec.
        :param val: Its new value.
        :returns: The new value.
        """
        res = self._get_resource(_qos_type.QosType, qos_type)
        return res.update_spec(self, prop, val)

    def delete_qos_type_spec_property(
        self, qos_type: str | _qos_type.QosType, prop: str
    ) -> None:
        """Removes one spec of a QoS type. (API 2.94)

        Requires administrator rights.

        :param qos_type: The ID of a QoS type or a QoS type.
        :param prop: The spec.
        :raises: :class:`~openstack.exceptions.NotFoundException` when the QoS
            type does not have the spec.
        """
        res = self._get_resource(_qos_type.QosType, qos_type)
        res.delete_spec(self, prop)

    # ========= Quota Sets ==========

    def get_quota_set(  # type: ignore[override]
        self,
        project: str | _project.Project,
        usage: bool = False,
        *,
        user_id: str | None = None,
        share_type: str | None = None,
    ) -> _quota_set.QuotaSet:
        """Shows the quotas of a project.

        :param project: The ID of a project or a project.
        :param usage: Whether to include usage and reservations, as ``usage``
            and ``reservation``. (API 2.25)
        :param user_id: The ID of a user whose quotas in the project to show.
        :param share_type: The name or ID of a share type whose quotas in the
            project to show; cannot be combined with ``user_id``. (API 2.39)
        :returns: The quota set; ``-1`` is unlimited.
        """
        path = '/quota-sets/%(project_id)s/detail' if usage else None
        return self._quota_set(project).fetch(
            self, base_path=path, **_quotas_of(user_id, share_type)
        )

    def get_quota_set_defaults(
        self, project: str | _project.Project
    ) -> _quota_set.QuotaSet:
        """Shows the default quotas of a project.

        :param project: The ID of a project or a project.
        :returns: The quota set; ``-1`` is unlimited.
        """
        return self._quota_set(project).fetch(
            self, base_path='/quota-sets/%(project_id)s/defaults'
        )

    def update_quota_set(
        self,
        project: str | _project.Project,
        *,
        user_id: str | None = None,
        share_type: str | None = None,
        **attrs: Any,
    ) -> _quota_set.QuotaSet:
        """Updates the quotas of a project (admin only).

        :param project: The ID of a project or a project.
        :param user_id: The ID of a user to set the quotas in the project of.
        :param share_type: The name or ID of a share type to set the quotas in
            the project of; cannot be combined with ``user_id``. (API 2.39)
        :param attrs: The quotas, ``-1`` for unlimited: ``shares``,
            ``gigabytes``, ``snapshots``, ``snapshot_gigabytes``,
            ``share_networks``; ``share_groups`` and ``share_group_snapshots``
            (API 2.40); ``share_replicas`` and ``replica_gigabytes`` (API
            2.53); ``per_share_gigabytes`` (API 2.62); ``backups`` and
            ``backup_gigabytes`` (API 2.80); ``encryption_keys`` (API 2.90).
            Share types have no quotas for networks and groups. With ``force``
            set to ``True``, a quota may be below the usage, and that of a user
            above the project's.
        :returns: The quota set as it is now.
        """
        query: dict[str, Any] = {}
        if user_id or share_type:
            query['params'] = _quotas_of(user_id, share_type)
        return self._quota_set(project, **attrs).commit(self, **query)

    def revert_quota_set(
        self,
        project: str | _project.Project,
        *,
        user_id: str | None = None,
        share_type: str | None = None,
    ) -> None:
        """Resets the quotas of a project to the defaults.

        This includes the quotas of its users, but not those of share types.

        :param project: The ID of a project or a project.
        :param user_id: The ID of a user, to reset only the quotas in the
            project of that user.
        :param share_type: The name or ID of a share type, to reset only its
            quotas in the project; cannot be combined with ``user_id``. (API
            2.39)
        """
        self._quota_set(project).delete(
            self, params=_quotas_of(user_id, share_type) or None
        )

    def _quota_set(
        self, project: str | _project.Project, **attrs: Any
    ) -> _quota_set.QuotaSet:
        return self._get_resource(
            _quota_set.QuotaSet,
            None,
            project_id=resource.Resource._get_id(project),
            **attrs,
        )

    # ========= Resource Locks ==========

    def count_resource_locks(self, **query: Any) -> int:
        """Counts resource locks without listing them. (API 2.81)

        :param query: As for :meth:`resource_locks`; ``lock_reason_pattern``
            is a part of a lock's reason.
        :returns: The number of resource locks.
        """
        try:
            return self._count(_resource_locks.ResourceLock, **query)
        except exceptions.InvalidResponse:
            # Where there are none, the service gives no number
            for _lock in self.resource_locks(max_items=1, **query):
                raise
            return 0

    # ========= Security Services ==========

    def security_services(
        self, details: bool = True, **query: Any
    ) -> Generator[_security_service.SecurityService, None, None]:
        """Lists all security services.

        :param details: Whether to return all details, or only ID, name, type
            and status.
        :param query: Optional query parameters to be sent to limit the
            security services being returned:

            * all_projects: Whether to include all projects (admin only).
            * default_ad_site, description, dns_ip, domain, id, name, ou,
              project_id, server, user: An exact value.
            * share_network_id: The UUID of a share network that has them.
            * type: ``ldap``, ``kerberos`` or ``active_directory``.
            * offset: The number of security services to skip.
            * max_items: The maximum number of security services to yield.

        :returns: A generator of security services. The service truncates the
            list, usually at 1000; administrators cannot list the rest.
        """
        base_path = '/security-services/detail' if details else None
        return self._list(
            _security_service.SecurityService, base_path=base_path, **query
        )

    @overload
    def find_security_service(
        self, name_or_id: str, ignore_missing: Literal[False], **query: Any
    ) -> _security_service.SecurityService: ...

    @overload
    def find_security_service(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _security_service.SecurityService | None: ...

    def find_security_service(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _security_service.SecurityService | None:
        """Find a single security service by name or ID.

        :param name_or_id: The name or ID of a security service.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when it does not exist. When set to ``True``, None will be
            returned then.
        :param query: Filters as for :meth:`security_services`.
        :returns: The security service, or None.
        :raises: :class:`~openstack.exceptions.DuplicateResource` when several
            have the name.
        """
        return self._find(
            _security_service.SecurityService,
            name_or_id,
            ignore_missing=ignore_missing,
            **query,
        )

    def get_security_service(
        self, security_service: str | _security_service.SecurityService
    ) -> _security_service.SecurityService:
        """Gets a single security service.

        :param security_service: The ID of a security service or a security
            service.
        :returns: The security service, including its password.
        :raises: :class:`~openstack.exceptions.NotFoundException` when it does
            not exist.
        """
        return self._get(_security_service.SecurityService, security_service)

    def create_security_service(
        self, type: str, **attrs: Any
    ) -> _security_service.SecurityService:
        """Creates a security service.

        :param type: ``ldap``, ``kerberos`` or ``active_directory``.
        :param attrs: ``name``, ``description``, ``dns_ip``, ``server``,
            ``domain``, ``user``, ``password``, ``ou`` (API 2.44) and
            ``default_ad_site`` (API 2.76; cannot be combined with ``server``).
        :returns: The new security service.
        """
        return self._create(
            _security_service.SecurityService, type=type, **attrs
        )

    def update_security_service(
        self,
        security_service: str | _security_service.SecurityService,
        **attrs: Any,
    ) -> _security_service.SecurityService:
        """Updates a security service.

        :param security_service: The ID of a security service or a security
            service.
        :param attrs: Attributes to change, as for
            :meth:`create_security_service`; for a security service in use only
            ``name`` and ``description``.
        :returns: The updated security service.
        """
        return self._update(
            _security_service.SecurityService, security_service, **attrs
        )

    def delete_security_service(
        self,
        security_service: str | _security_service.SecurityService,
        ignore_missing: bool = True,
    ) -> None:
        """Deletes a security service that is not in use.

        :param security_service: The ID of a security service or a security
            service.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when it does not exist.
        """
        self._delete(
            _security_service.SecurityService,
            security_service,
            ignore_missing=ignore_missing,
        )

    # ========= Services ==========

    def services(
        self, **query: Any
    ) -> Generator[_service.Service, None, None]:
        """Lists all services (admin only).

        :param query: Optional query parameters to be sent to limit the
            services being returned:

            * availability_zone: The name or ID of an availability zone.
            * binary: ``manila-share``, ``manila-scheduler`` or
              ``manila-data``.
            * disabled: Whether to list the disabled or the enabled ones.
            * ensuring: Whether they are ensuring shares. (API 2.93)
            * host: An exact value: ``host@backend`` of ``manila-share``.
            * state: ``up`` or ``down``.
            * status: ``enabled`` or ``disabled``.
            * topic: Their message queue.

        :returns: A generator of services, in no order.
        """
        return self._list(_service.Service, **query)

    # ========= Share Backups ==========

    def share_backups(
        self, details: bool = True, **query: Any
    ) -> Generator[_share_backup.ShareBackup, None, None]:
        """Lists share backups. (API 2.80)

        :param details: Whether to return all details, or only ID, name, share
            and status.
        :param query: Optional query parameters to be sent to limit the
            backups being returned:

            * all_projects: Whether to list the backups of all projects (admin
              only).
            * description, name: The exact description or name.
            * description_pattern, name_pattern: Part of the value.
            * host: The host of the service that made the backup (admin only).
            * share_id: The UUID of the share that was backed up.
            * status: A backup status.
            * topic: The service that made the backup, ``manila-data`` or
              ``manila-share``.
            * limit: The number of backups per request.
            * offset: The number of backups to skip.
            * max_items: The maximum number of backups to yield.
            * sort_key, sort_dir: The sort key, and the direction ``asc`` or
              ``desc``.

        :returns: A generator of share backups; each is yielded exactly once.
        """
        base_path = '/share-backups/detail' if details else None
        return self._list(
            _share_backup.ShareBackup, base_path=base_path, **query
        )

    def get_share_backup(
        self, backup: str | _share_backup.ShareBackup
    ) -> _share_backup.ShareBackup:
        """Gets a share backup. (API 2.80)

        :param backup: The ID of a share backup or a share backup.
        :returns: The share backup.
        :raises: :class:`~openstack.exceptions.NotFoundException` when it does
            not exist.
        """
        return self._get(_share_backup.ShareBackup, backup)

    @overload
    def find_share_backup(
        self, name_or_id: str, ignore_missing: Literal[False], **query: Any
    ) -> _share_backup.ShareBackup: ...

    @overload
    def find_share_backup(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share_backup.ShareBackup | None: ...

    def find_share_backup(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share_backup.ShareBackup | None:
        """Find a single share backup by name or ID. (API 2.80)

        :param name_or_id: The name or ID of a share backup.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the share backup does not exist. When set to ``True``, None
            will be returned then.
        :param query: Filters as for :meth:`share_backups`, such as
            ``all_projects``.
        :returns: The share backup, or None.
        :raises: :class:`~openstack.exceptions.DuplicateResource` when several
            share backups have the name.
        """
        return self._find(
            _share_backup.ShareBackup,
            name_or_id,
            ignore_missing=ignore_missing,
            **query,
        )

    def create_share_backup(self, **attrs: Any) -> _share_backup.ShareBackup:
        """Creates a share backup. (API 2.80)

        :param attrs: Its attributes:

            * share_id: The UUID of the share to back up; required.
            * name, description: The backup's name and description.
            * backup_options: Options for the driver, a dictionary of strings;
              its ``backup_type`` (API 2.85) must be that of the share's other
              backups. Without it, the data service copies the files.

        :returns: The share backup, whose status is ``creating``; the status of
            the share is ``backup_creating`` until it is done.
        """
        return self._create(_share_backup.ShareBackup, **attrs)

    def update_share_backup(
        self, backup: str | _share_backup.ShareBackup, **attrs: Any
    ) -> _share_backup.ShareBackup:
        """Updates a share backup. (API 2.80)

        :param backup: The ID of a share backup or a share backup.
        :param attrs: Attributes to change: ``name``, ``description``.
        :returns: The updated share backup.
        """
        return self._update(_share_backup.ShareBackup, backup, **attrs)

    def delete_share_backup(
        self,
        backup: str | _share_backup.ShareBackup,
        ignore_missing: bool = True,
    ) -> None:
        """Deletes a share backup. (API 2.80)

        :param backup: The ID of a share backup or a share backup.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the share backup does not exist.
        """
        self._delete(
            _share_backup.ShareBackup, backup, ignore_missing=ignore_missing
        )

    def restore_share_backup(
        self,
        backup: str | _share_backup.ShareBackup,
        target_share: str | _share.Share | None = None,
    ) -> str:
        """Restores a share backup, overwriting the share. (API 2.80)

        :param backup: The ID of a share backup or a share backup.
        :param target_share: The ID of another share to restore to, or the
            share. (API 2.91)
        :returns: The ID of the share that is restored, whose status is
            ``backup_restoring`` until it is done; that of the backup is
            ``restoring``.
        :raises: :class:`~openstack.exceptions.NotSupported` if the API version
            in use does not support a target share.
        """
        res = self._get_resource(_share_backup.ShareBackup, backup)
        target = None
        if target_share:
            target = resource.Resource._get_id(target_share)
        return res.restore(self, target)

    def reset_share_backup_status(
        self, backup: str | _share_backup.ShareBackup, status: str
    ) -> None:
        """Resets the status, in the database only. (API 2.80)

        Requires administrator rights.

        :param backup: The ID of a share backup or a share backup.
        :param status: ``available``, ``error``, ``creating``, ``deleting``,
            ``error_deleting``, ``migrating``, ``migrating_to`` or
            ``server_migrating``; the service refuses ``restoring``.
        """
        res = self._get_resource(_share_backup.ShareBackup, backup)
        res.reset_status(self, status)

    # ========= Share Group Snapshots ==========

    def share_group_snapshots(
        self, details: bool = True, **query: Any
    ) -> Generator[_share_group_snapshot.ShareGroupSnapshot, None, None]:
        """Lists share group snapshots. (API 2.31)

        :param details: Whether to return all details, or only ID and name.
        :param query: Optional query parameters to be sent to limit the
            snapshots being returned:

            * all_projects: Whether to include all projects (admin only).
            * description, id, name, status: An exact value.
            * project_id, user_id: The UUID of a project or user.
            * share_group_id: The UUID of the source share group.
            * limit: The number of snapshots per request.
            * offset: The number of snapshots to skip.
            * max_items: The maximum number of snapshots to yield.
            * sort_key, sort_dir: The sort key, and the direction ``asc`` or
              ``desc``.

        :returns: A generator of share group snapshots; each is yielded
            exactly once.
        """
        base_path = '/share-group-snapshots/detail' if details else None
        return self._list(
            _share_group_snapshot.ShareGroupSnapshot,
            base_path=base_path,
            **query,
        )

    @overload
    def find_share_group_snapshot(
        self, name_or_id: str, ignore_missing: Literal[False], **query: Any
    ) -> _share_group_snapshot.ShareGroupSnapshot: ...

    @overload
    def find_share_group_snapshot(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share_group_snapshot.ShareGroupSnapshot | None: ...

    def find_share_group_snapshot(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share_group_snapshot.ShareGroupSnapshot | None:
        """Find a single share group snapshot by name or ID. (API 2.31)

        :param name_or_id: The name or ID of a share group snapshot.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when it does not exist. When set to ``True``, None will be
            returned then.
        :param query: Filters as for :meth:`share_group_snapshots`.
        :returns: The share group snapshot, or None.
        :raises: :class:`~openstack.exceptions.DuplicateResource` when several
            have the name.
        """
        return self._find(
            _share_group_snapshot.ShareGroupSnapshot,
            name_or_id,
            ignore_missing=ignore_missing,
            **query,
        )

    @_utils.renamed_param('group_snapshot_id', 'group_snapshot')
    def share_group_snapshot_members(  # type: ignore[override]
        self,
        group_snapshot: str | _share_group_snapshot.ShareGroupSnapshot,
        **query: Any,
    ) -> Generator[
        _share_group_snapshot_member.ShareGroupSnapshotMember, None, None
    ]:
        """Lists the members of a share group snapshot. (API 2.31)

        The service does not check whether the snapshot exists or who owns it;
        for a snapshot that does not exist the list is empty.

        :param group_snapshot: The ID of a share group snapshot or a share
            group snapshot.
        :param query: Optional query parameters to be sent to limit the
            members being returned:

            * limit: The number of members per request.
            * offset: The number of members to skip.
            * max_items: The maximum number of members to yield.

        :returns: A generator of members; each is yielded exactly once.
        """
        return self._list(
            _share_group_snapshot_member.ShareGroupSnapshotMember,
            share_group_snapshot_id=resource.Resource._get_id(group_snapshot),
            **query,
        )

    @_utils.renamed_param('group_snapshot_id', 'group_snapshot')
    def delete_share_group_snapshot(  # type: ignore[override]
        self,
        group_snapshot: str | _share_group_snapshot.ShareGroupSnapshot,
        ignore_missing: bool = True,
        *,
        force: bool = False,
    ) -> None:
        """Deletes a share group snapshot. (API 2.31)

        :param group_snapshot: The ID of a share group snapshot or a share
            group snapshot.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the share group snapshot does not exist.
        :param force: Whether to delete its record and those of its members,
            regardless of its status; the snapshot remains on the back end
            (admin only).
        """
        cls = _share_group_snapshot.ShareGroupSnapshot
        if force:
            self._force_delete(cls, group_snapshot, ignore_missing)
        else:
            self._delete(cls, group_snapshot, ignore_missing=ignore_missing)

    @_utils.renamed_param('group_snapshot_id', 'group_snapshot')
    def reset_share_group_snapshot_status(  # type: ignore[override]
        self,
        group_snapshot: str | _share_group_snapshot.ShareGroupSnapshot,
        status: str,
    ) -> None:
        """Resets the status, in the database only. (API 2.31)

        Requires administrator rights.

        :param group_snapshot: The ID of a share group snapshot or a share
            group snapshot.
        :param status: ``available``, ``error``, ``creating``, ``deleting``,
            ``error_deleting``, ``migrating``, ``migrating_to`` or
            ``server_migrating``.
        """
        res = self._get_resource(
            _share_group_snapshot.ShareGroupSnapshot, group_snapshot
        )
        res.reset_status(self, status)

    # ========= Share Group Types ==========

    def share_group_types(
        self, **query: Any
    ) -> Generator[_share_group_type.ShareGroupType, None, None]:
        """Lists all share group types. (API 2.31)

        :param query: Optional query parameters to be sent to limit the share
            group types being returned:

            * group_specs: Group specs, a dictionary of strings. (API 2.66)
            * is_public: ``True`` (the service's default), ``False`` or
              ``all``; only effective for administrators, others see public
              types and those their project has access to.

        :returns: A generator of share group types.
        """
        return self._list(_share_group_type.ShareGroupType, **query)

    @overload
    def find_share_group_type(
        self, name_or_id: str, ignore_missing: Literal[False], **query: Any
    ) -> _share_group_type.ShareGroupType: ...

    @overload
    def find_share_group_type(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share_group_type.ShareGroupType | None: ...

    def find_share_group_type(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share_group_type.ShareGroupType | None:
        """Find a single share group type by name or ID. (API 2.31)

        :param name_or_id: The name or ID of a share group type.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when it does not exist. When set to ``True``, None will be
            returned then.
        :param query: Filters as for :meth:`share_group_types`; for
            administrators ``is_public`` is ``all`` unless given.
        :returns: The share group type, or None.
        :raises: :class:`~openstack.exceptions.DuplicateResource` when several
            have the name.
        """
        return self._find(
            _share_group_type.ShareGroupType,
            name_or_id,
            ignore_missing=ignore_missing,
            **query,
        )

    def get_share_group_type(
        self, share_group_type: str | _share_group_type.ShareGroupType
    ) -> _share_group_type.ShareGroupType:
        """Gets a single share group type. (API 2.31)

        :param share_group_type: The ID of a share group type or a share group
            type.
        :returns: The share group type.
        :raises: :class:`~openstack.exceptions.NotFoundException` when it does
            not exist.
        """
        return self._get(_share_group_type.ShareGroupType, share_group_type)

    def get_default_share_group_type(self) -> _share_group_type.ShareGroupType:
        """Gets the default share group type. (API 2.31)

        :returns: The default share group type.
        :raises: :class:`~openstack.exceptions.NotFoundException` when the
            cloud has no default share group type.
        """
        return self._get(_share_group_type.ShareGroupType, 'default')

    def create_share_group_type(
        self, **attrs: Any
    ) -> _share_group_type.ShareGroupType:
        """Creates a share group type (admin only). (API 2.31)

        :param attrs: ``name``, which must be unique; ``share_types``, names or
            IDs of the share types allowed in a group; ``group_specs``, a
            dictionary of strings, and ``is_public`` (default: ``True``), if
            any.
        :returns: The new share group type.
        """
        return self._create(_share_group_type.ShareGroupType, **attrs)

    def delete_share_group_type(
        self,
        share_group_type: str | _share_group_type.ShareGroupType,
        ignore_missing: bool = True,
    ) -> None:
        """Deletes a share group type that is not in use. (API 2.31)

        :param share_group_type: The ID of a share group type or a share group
            type.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when it does not exist.
        """
        self._delete(
            _share_group_type.ShareGroupType,
            share_group_type,
            ignore_missing=ignore_missing,
        )

    def get_share_group_type_access(
        self, share_group_type: str | _share_group_type.ShareGroupType
    ) -> list[dict[str, Any]]:
        """Lists the projects with access to a private group type. (API 2.31)

        Requires administrator rights.

        :param share_group_type: The ID of a share group type or a share group
            type.
        :returns: A dictionary for each project, with its ``project_id``.
        :raises: :class:`~openstack.exceptions.NotFoundException` when the
            share group type is public.
        """
        res = self._get_resource(
            _share_group_type.ShareGroupType, share_group_type
        )
        return res.get_private_access(self)

    def add_share_group_type_access(
        self,
        share_group_type: str | _share_group_type.ShareGroupType,
        project: str | _project.Project,
    ) -> None:
        """Grants a project access to a private group type. (API 2.31)

        Requires administrator rights.

        :param share_group_type: The ID of a share group type or a share group
            type.
        :param project: The ID of a project or a project.
        :raises: :class:`~openstack.exceptions.ConflictException` if the
            project has access already, or the type is public.
        """
        res = self._get_resource(
            _share_group_type.ShareGroupType, share_group_type
        )
        res.add_private_access(self, resource.Resource._get_id(project))

    def remove_share_group_type_access(
        self,
        share_group_type: str | _share_group_type.ShareGroupType,
        project: str | _project.Project,
    ) -> None:
        """Revokes a project's access to a private group type. (API 2.31)

        Existing share groups of the project are kept. Requires administrator
        rights.

        :param share_group_type: The ID of a share group type or a share group
            type.
        :param project: The ID of a project or a project.
        :raises: :class:`~openstack.exceptions.NotFoundException` if the
            project has no access.
        """
        res = self._get_resource(
            _share_group_type.ShareGroupType, share_group_type
        )
        res.remove_private_access(self, resource.Resource._get_id(project))

    def fetch_share_group_type_group_specs(
        self, share_group_type: str | _share_group_type.ShareGroupType
    ) -> _share_group_type.ShareGroupType:
        """Lists all group specs of a share group type. (API 2.31)

        Requires administrator rights.

        :param share_group_type: The ID of a share group type or a share group
            type.
        :returns: The share group type with its current ``group_specs``.
        """
        res = self._get_resource(
            _share_group_type.ShareGroupType, share_group_type
        )
        return res.fetch_specs(self)

    def get_share_group_type_group_spec_property(
        self,
        share_group_type: str | _share_group_type.ShareGroupType,
        prop: str,
    ) -> str:
        """Gets the value of one group spec of a share group type. (API 2.31)

        Requires administrator rights.

        :param share_group_type: The ID of a share group type or a share group
            type.
        :param prop: The group spec.
        :returns: Its value.
        :raises: :class:`~openstack.exceptions.NotFoundException` when the
            share group type does not have the group spec.
        """
        res = self._get_resource(
            _share_group_type.ShareGroupType, share_group_type
        )
        return res.get_spec(self, prop)

    def update_share_group_type_group_specs(
        self,
        share_group_type: str | _share_group_type.ShareGroupType,
        group_specs: dict[str, str],
    ) -> _share_group_type.ShareGroupType:
        """Adds or changes group specs of a share group type. (API 2.31)

        Requires administrator rights.

        :param share_group_type: The ID of a share group type or a share group
            type.
        :param group_specs: The group specs, a dictionary of strings; other
            specs are kept.
        :returns: The share group type with the changed ``group_specs``.
        """
        res = self._get_resource(
            _share_group_type.ShareGroupType, share_group_type
        )
        return res.set_specs(self, group_specs)

    def update_share_group_type_group_spec_property(
        self,
        share_group_type: str | _share_group_type.ShareGroupType,
        prop: str,
        val: str,
    ) -> str:
        """Adds or changes one group spec of a share group type. (API 2.31)

        Requires administrator rights.

        :param share_group_type: The ID of a share group type or a share group
            type.
        :param prop: The group spec.
        :param val: Its new value.
        :returns: The new value.
        """
        res = self._get_resource(
            _share_group_type.ShareGroupType, share_group_type
        )
        return res.update_spec(self, prop, val)

    def delete_share_group_type_group_spec_property(
        self,
        share_group_type: str | _share_group_type.ShareGroupType,
        prop: str,
    ) -> None:
        """Removes one group spec of a share group type. (API 2.31)

        Requires administrator rights.

        :param share_group_type: The ID of a share group type or a share group
            type.
        :param prop: The group spec.
        :raises: :class:`~openstack.exceptions.NotFoundException` when the
            share group type does not have the group spec.
        """
        res = self._get_resource(
            _share_group_type.ShareGroupType, share_group_type
        )
        res.delete_spec(self, prop)

    # ========= Share Groups ==========

    def create_share_group(self, **attrs: Any) -> _share_group.ShareGroup:
        """Creates a share group. (API 2.31)

        :param attrs: Its attributes:

            * name, description: The share group's name and description.
            * availability_zone: The name of an availability zone.
            * share_group_type_id: The UUID of a share group type.
            * share_network_id: The UUID of a share network.
            * share_types: The UUIDs of the allowed share types.
            * source_share_group_snapshot_id: The UUID of the share group
              snapshot to create it and its shares from; cannot be combined
              with an availability zone, a share network or share types.

        :returns: The share group, whose status is ``creating``.
        """
        return self._create(_share_group.ShareGroup, **attrs)

    def share_groups(
        self, details: bool = True, **query: Any
    ) -> Generator[_share_group.ShareGroup, None, None]:
        """Lists all share groups. (API 2.31)

        :param details: Whether to return all details, or only ID and name.
        :param query: Optional query parameters to be sent to limit the
            share groups being returned:

            * all_projects: Whether to include all projects (admin only).
            * availability_zone_id, share_group_type_id, share_network_id,
              share_server_id, source_share_group_snapshot_id: The UUID of
              another resource.
            * consistent_snapshot_support: ``pool`` or ``host``.
            * description, host, id, name, status: An exact value.
            * description_pattern, name_pattern: Part of the value. (API 2.36)
            * project_id, user_id: The UUID of a project or user.
            * limit: The number of share groups per request.
            * offset: The number of share groups to skip.
            * max_items: The maximum number of share groups to yield.
            * sort_key, sort_dir: The sort key, and the direction ``asc`` or
              ``desc``.

        :returns: A generator of share groups; each is yielded exactly once.
        """
        base_path = '/share-groups/detail' if details else None
        return self._list(
            _share_group.ShareGroup, base_path=base_path, **query
        )

    @overload
    def find_share_group(
        self, name_or_id: str, ignore_missing: Literal[False], **query: Any
    ) -> _share_group.ShareGroup: ...

    @overload
    def find_share_group(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share_group.ShareGroup | None: ...

    def find_share_group(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share_group.ShareGroup | None:
        """Find a single share group by name or ID. (API 2.31)

        :param name_or_id: The name or ID of a share group.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when it does not exist. When set to ``True``, None will be
            returned then.
        :param query: Filters as for :meth:`share_groups`.
        :returns: The share group, or None.
        :raises: :class:`~openstack.exceptions.DuplicateResource` when several
            have the name.
        """
        return self._find(
            _share_group.ShareGroup,
            name_or_id,
            ignore_missing=ignore_missing,
            **query,
        )

    @_utils.renamed_param('share_group_id', 'share_group')
    def delete_share_group(  # type: ignore[override]
        self,
        share_group: str | _share_group.ShareGroup,
        ignore_missing: bool = True,
        *,
        force: bool = False,
    ) -> None:
        """Deletes a share group without shares and snapshots. (API 2.31)

        :param share_group: The ID of a share group or a share group.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the share group does not exist.
        :param force: Whether to delete its record and those of its snapshots,
            regardless of their status; data on the back end is not deleted. If
            there are shares in the group, the service deletes the snapshots'
            records and then fails (admin only).
        """
        cls = _share_group.ShareGroup
        if force:
            self._force_delete(cls, share_group, ignore_missing)
        else:
            self._delete(cls, share_group, ignore_missing=ignore_missing)

    def reset_share_group_status(
        self, share_group: str | _share_group.ShareGroup, status: str
    ) -> None:
        """Resets the status of a share group, in the database only. (API 2.31)

        Requires administrator rights.

        :param share_group: The ID of a share group or a share group.
        :param status: ``available``, ``error``, ``creating``, ``deleting``,
            ``error_deleting``, ``migrating``, ``migrating_to`` or
            ``server_migrating``.
        """
        res = self._get_resource(_share_group.ShareGroup, share_group)
        res.reset_status(self, status)

    # ========= Share Instances ==========

    def share_instances(
        self, share: str | _share.Share | None = None, **query: Any
    ) -> Generator[_share_instance.ShareInstance, None, None]:
        """Lists share instances (admin only). (API 2.3)

        :param share: The ID of a share or a share, whose instances to list.
        :param query: Optional query parameters to be sent to limit the share
            instances being returned:

            * export_location_id, export_location_path: An export location's
              UUID or path. (API 2.35)
            * is_soft_deleted: Whether to list instances of shares in the
              recycle bin. (API 2.69)

            The client filters by other attributes.

        :returns: A generator of share instances.
        """
        if share is not None:
            share_id = resource.Resource._get_id(share)
            if query.keys().isdisjoint(
                _share_instance.ShareInstance._query_names()
            ):
                return self._list(
                    _share_instance.ShareInstance,
                    base_path='/shares/%(share_id)s/instances',
                    share_id=share_id,
                    **query,
                )
            # The list of one share's instances knows no filters
            query['share_id'] = share_id
        return self._list(_share_instance.ShareInstance, **query)

    def share_instance_export_locations(
        self, share_instance: str | _share_instance.ShareInstance
    ) -> Generator[
        _share_instance_export_location.ShareInstanceExportLocation, None, None
    ]:
        """Lists the export locations of a share instance. (API 2.9)

        :param share_instance: The ID of a share instance or a share instance
            (admin only).
        :returns: A generator of export locations.
        """
        return self._list(
            _share_instance_export_location.ShareInstanceExportLocation,
            share_instance_id=resource.Resource._get_id(share_instance),
        )

    def get_share_instance_export_location(
        self,
        export_location: (
            str | _share_instance_export_location.ShareInstanceExportLocation
        ),
        share_instance: str | _share_instance.ShareInstance,
    ) -> _share_instance_export_location.ShareInstanceExportLocation:
        """Shows an export location of a share instance. (API 2.9)

        :param export_location: The ID of an export location or an export
            location.
        :param share_instance: The ID of the share instance or the share
            instance (admin only).
        :returns: The export location.
        """
        return self._get(
            _share_instance_export_location.ShareInstanceExportLocation,
            export_location,
            share_instance_id=resource.Resource._get_id(share_instance),
        )

    # ========= Share Migration ==========

    def start_share_migration(
        self,
        share: str | _share.Share,
        host: str,
        *,
        preserve_metadata: bool,
        preserve_snapshots: bool,
        writable: bool,
        nondisruptive: bool,
        **params: Any,
    ) -> None:
        """Starts the first phase of a share's migration. (API 2.29)

        The share's ``task_state`` tells how it goes; it ends with
        ``migration_driver_phase1_done``, or with ``data_copying_completed``
        where the data service copies the share, and waits then for
        :meth:`complete_share_migration`.

        :param share: The ID of a share or a share.
        :param host: The pool to migrate to: ``host@backend#pool``.
        :param preserve_metadata: Whether all file metadata must be preserved.
        :param preserve_snapshots: Whether the snapshots must be migrated, too.
        :param writable: Whether the share must stay writable.
        :param nondisruptive: Whether clients must not be disrupted.
        :param params: Other attributes:

            * force_host_assisted_migration: Whether the data service must
              copy the share even if the drivers could migrate it.
            * new_share_network_id: The UUID of the share network to migrate
              to.
            * new_share_type_id: The UUID of the share type to migrate to.
        """
        self._get_resource(_share.Share, share).start_migration(
            self,
            host,
            preserve_metadata=preserve_metadata,
            preserve_snapshots=preserve_snapshots,
            writable=writable,
            nondisruptive=nondisruptive,
            **params,
        )

    def complete_share_migration(self, share: str | _share.Share) -> None:
        """Starts the second and last phase of a migration. (API 2.22)

        Clients are disconnected unless the migration is nondisruptive. When it
        is done, the share's ``task_state`` is ``migration_success``.

        :param share: The ID of a share or a share.
        """
        self._get_resource(_share.Share, share).complete_migration(self)

    def cancel_share_migration(self, share: str | _share.Share) -> None:
        """Cancels a share's migration. (API 2.22)

        When it is done, the share's ``task_state`` is ``migration_cancelled``.

        :param share: The ID of a share or a share.
        """
        self._get_resource(_share.Share, share).cancel_migration(self)

    def get_share_migration_progress(
        self, share: str | _share.Share
    ) -> dict[str, Any]:
        """Shows the progress of the migration of a share. (API 2.22)

        :param share: The ID of a share or a share.
        :returns: A dictionary: ``total_progress`` in percent, ``task_state``
            and ``details``, a dictionary of details from the driver. (API
            2.59)
        """
        res = self._get_resource(_share.Share, share)
        return res.get_migration_progress(self)

    # ========= Share Network Subnets ==========

    def check_share_network_subnet_create(
        self,
        share_network: str | _share_network.ShareNetwork,
        reset_operation: bool = False,
        **attrs: Any,
    ) -> dict[str, Any]:
        """Checks whether a subnet could be created. (API 2.70)

        :param share_network: The ID of a share network or a share network.
        :param reset_operation: Whether to start a new check instead of
            returning the result of an earlier one.
        :param attrs: ``neutron_net_id``, ``neutron_subnet_id`` and
            ``availability_zone`` of the subnet.
        :returns: ``compatible``, None until all hosts have answered, and for
            administrators ``hosts_check_result``, whether each host is
            compatible.
        """
        res = self._get_resource(_share_network.ShareNetwork, share_network)
        return res.subnet_create_check(self, reset_operation, **attrs)

    def set_share_network_subnet_metadata(  # type: ignore[override]
        self,
        share_network: str | _share_network.ShareNetwork,
        share_network_subnet: str | _share_network_subnet.ShareNetworkSubnet,
        metadata: dict[str, Any] | None = None,
        /,
        *,
        replace: bool = False,
        **more: Any,
    ) -> _share_network_subnet.ShareNetworkSubnet:
        """Sets metadata of a share network subnet. (API 2.78)

        :param share_network: The ID of a share network or a share network.
        :param share_network_subnet: The ID of a subnet or a subnet.
        :param metadata: The key and value pairs, a dictionary of strings.
        :param replace: Whether to remove all other keys.
        :param more: Other keys and values.
        :returns: The subnet with its current ``metadata``.
        """
        res = self._subnet(share_network, share_network_subnet)
        return res.set_metadata(self, {**(metadata or {}), **more}, replace)

    def delete_share_network_subnet_metadata(
        self,
        share_network: str | _share_network.ShareNetwork,  # type: ignore[override]
        share_network_subnet: str | _share_network_subnet.ShareNetworkSubnet,  # type: ignore[override]
        keys: Iterable[str],
        ignore_missing: bool = True,
    ) -> None:
        """Deletes keys of a share network subnet's metadata. (API 2.78)

        :param share_network: The ID of a share network or a share network.
        :param share_network_subnet: The ID of a subnet or a subnet.
        :param keys: The keys to delete. All are tried.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the subnet does not have one of the keys.
        """
        res = self._subnet(share_network, share_network_subnet)
        res.delete_metadata_items(self, keys, ignore_missing)

    def _subnet(
        self,
        share_network: str | _share_network.ShareNetwork,
        share_network_subnet: str | _share_network_subnet.ShareNetworkSubnet,
    ) -> _share_network_subnet.ShareNetworkSubnet:
        return self._get_resource(
            _share_network_subnet.ShareNetworkSubnet,
            resource.Resource._get_id(share_network_subnet),
            share_network_id=resource.Resource._get_id(share_network),
        )

    # ========= Share Networks ==========

    def share_networks(
        self, details: bool = True, **query: Any
    ) -> Generator[_share_network.ShareNetwork, None, None]:
        """Lists all share networks.

        :param details: Whether to return all details, or only ID and name.
        :param query: Optional query parameters to be sent to limit the
            share networks being returned:

            * all_projects: Whether to include all projects (admin only).
            * cidr, neutron_net_id, neutron_subnet_id: An exact value of a
              subnet.
            * created_before, created_since: A day, ``yyyy-mm-dd``.
            * description, name: The exact description or name.
            * description_pattern, name_pattern: Part of the value. (API 2.36)
            * ip_version: 4 or 6.
            * network_type, segmentation_id: An exact value of a subnet (admin
              only).
            * project_id: The UUID of a project (admin only).
            * security_service_id: The UUID of a security service that it has.
            * limit: The number of share networks per request.
            * offset: The number of share networks to skip.
            * max_items: The maximum number of share networks to yield.

        :returns: A generator of share networks; each is yielded exactly once.
        """
        base_path = '/share-networks/detail' if details else None
        return self._list(
            _share_network.ShareNetwork, base_path=base_path, **query
        )

    @overload
    def find_share_network(
        self, name_or_id: str, ignore_missing: Literal[False], **query: Any
    ) -> _share_network.ShareNetwork: ...

    @overload
    def find_share_network(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share_network.ShareNetwork | None: ...

    def find_share_network(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share_network.ShareNetwork | None:
        """Find a single share network by name or ID.

        :param name_or_id: The name or ID of a share network.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when it does not exist. When set to ``True``, None will be
            returned then.
        :param query: Filters as for :meth:`share_networks`.
        :returns: The share network, or None.
        :raises: :class:`~openstack.exceptions.DuplicateResource` when several
            have the name.
        """
        return self._find(
            _share_network.ShareNetwork,
            name_or_id,
            ignore_missing=ignore_missing,
            **query,
        )

    def add_share_network_security_service(
        self,
        share_network: str | _share_network.ShareNetwork,
        security_service: str | _security_service.SecurityService,
    ) -> None:
        """Adds a security service to a share network.

        :param share_network: The ID of a share network or a share network. If
            share servers use it, API version 2.63 is required.
        :param security_service: The ID of a security service or a security
            service.
        """
        res = self._get_resource(_share_network.ShareNetwork, share_network)
        res.add_security_service(
            self, resource.Resource._get_id(security_service)
        )

    def add_share_network_security_service_check(
        self,
        share_network: str | _share_network.ShareNetwork,
        security_service: str | _security_service.SecurityService,
        reset_operation: bool = False,
    ) -> dict[str, Any]:
        """Checks whether a security service could be added. (API 2.63)

        :param share_network: The ID of a share network or a share network
            that share servers use.
        :param security_service: The ID of a security service or a security
            service.
        :param reset_operation: Whether to start a new check instead of
            returning the result of an earlier one.
        :returns: ``compatible``, None until all hosts have answered,
            ``requested_operation`` and for administrators
            ``hosts_check_result``, whether each host is compatible.
        """
        res = self._get_resource(_share_network.ShareNetwork, share_network)
        return res.add_security_service_check(
            self, resource.Resource._get_id(security_service), reset_operation
        )

    def remove_share_network_security_service(
        self,
        share_network: str | _share_network.ShareNetwork,
        security_service: str | _security_service.SecurityService,
    ) -> None:
        """Removes a security service from a share network that is not in use.

        :param share_network: The ID of a share network or a share network.
        :param security_service: The ID of a security service or a security
            service.
        """
        res = self._get_resource(_share_network.ShareNetwork, share_network)
        res.remove_security_service(
            self, resource.Resource._get_id(security_service)
        )

    def update_share_network_security_service(
        self,
        share_network: str | _share_network.ShareNetwork,
        current_security_service: str | _security_service.SecurityService,
        new_security_service: str | _security_service.SecurityService,
    ) -> None:
        """Replaces a security service of a share network. (API 2.63)

        :param share_network: The ID of a share network or a share network.
        :param current_security_service: The current security service.
        :param new_security_service: The new security service, of the same
            type.
        """
        res = self._get_resource(_share_network.ShareNetwork, share_network)
        res.update_security_service(
            self,
            resource.Resource._get_id(current_security_service),
            resource.Resource._get_id(new_security_service),
        )

    def update_share_network_security_service_check(
        self,
        share_network: str | _share_network.ShareNetwork,
        current_security_service: str | _security_service.SecurityService,
        new_security_service: str | _security_service.SecurityService,
        reset_operation: bool = False,
    ) -> dict[str, Any]:
        """Checks whether a security service could be replaced. (API 2.63)

        :param share_network: The ID of a share network or a share network
            that share servers use.
        :param current_security_service: The current security service.
        :param new_security_service: The new security service, of the same
            type.
        :param reset_operation: Whether to start a new check instead of
            returning the result of an earlier one.
        :returns: As :meth:`add_share_network_security_service_check`.
        """
        res = self._get_resource(_share_network.ShareNetwork, share_network)
        return res.update_security_service_check(
            self,
            resource.Resource._get_id(current_security_service),
            resource.Resource._get_id(new_security_service),
            reset_operation,
        )

    def reset_share_network_status(
        self, share_network: str | _share_network.ShareNetwork, status: str
    ) -> None:
        """Resets the status of a share network, in the database only.

        Requires administrator rights. (API 2.63)

        :param share_network: The ID of a share network or a share network.
        :param status: ``active``, ``error`` or ``network_change``.
        """
        res = self._get_resource(_share_network.ShareNetwork, share_network)
        res.reset_status(self, status)

    # ========= Share Replica Export Locations ==========

    def share_replica_export_locations(
        self, share_replica: str | _share_replica.ShareReplica
    ) -> Generator[
        _share_replica_export_location.ShareReplicaExportLocation, None, None
    ]:
        """Lists the export locations of a share replica. (API 2.47)

        :param share_replica: The ID of a share replica or a share replica.
        :returns: A generator of export locations.
        """
        return self._list(
            _share_replica_export_location.ShareReplicaExportLocation,
            share_replica_id=resource.Resource._get_id(share_replica),
        )

    def get_share_replica_export_location(
        self,
        export_location: (
            str | _share_replica_export_location.ShareReplicaExportLocation
        ),
        share_replica: str | _share_replica.ShareReplica,
    ) -> _share_replica_export_location.ShareReplicaExportLocation:
        """Gets an export location of a share replica. (API 2.47)

        The service does not check that the export location is of that
        replica.

        :param export_location: The ID of an export location or an export
            location.
        :param share_replica: The ID of a share replica or a share replica.
        :returns: The export location.
        """
        return self._get(
            _share_replica_export_location.ShareReplicaExportLocation,
            export_location,
            share_replica_id=resource.Resource._get_id(share_replica),
        )

    # ========= Share Replicas ==========

    def share_replicas(
        self, details: bool = True, **query: Any
    ) -> Generator[_share_replica.ShareReplica, None, None]:
        """Lists share replicas. (API 2.11)

        :param details: Whether to return all details, or only ID, share,
            status and replica state.
        :param query: Optional query parameters to be sent to limit the
            replicas being returned:

            * share_id: The UUID of a share.
            * limit: The number of replicas per request.
            * offset: The number of replicas to skip.
            * max_items: The maximum number of replicas to yield.

            The client filters by other attributes; ``metadata`` is a
            dictionary of required items.

        :returns: A generator of share replicas; each is yielded exactly once,
            sorted by ID.
        """
        base_path = '/share-replicas/detail' if details else None
        return self._list(
            _share_replica.ShareReplica, base_path=base_path, **query
        )

    @overload
    def find_share_replica(
        self, name_or_id: str, ignore_missing: Literal[False]
    ) -> _share_replica.ShareReplica: ...

    @overload
    def find_share_replica(
        self, name_or_id: str, ignore_missing: bool = True
    ) -> _share_replica.ShareReplica | None: ...

    def find_share_replica(
        self, name_or_id: str, ignore_missing: bool = True
    ) -> _share_replica.ShareReplica | None:
        """Find a single share replica by its ID. (API 2.11)

        :param name_or_id: The ID of a share replica; it has no name.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the share replica does not exist. When set to ``True``, None
            will be returned then.
        :returns: One share replica or None.
        """
        try:
            return self._get(_share_replica.ShareReplica, name_or_id)
        except exceptions.NotFoundException:
            if not ignore_missing:
                raise
            return None

    def create_share_replica(
        self,
        share: str | _share.Share,  # type: ignore[override]
        **attrs: Any,
    ) -> _share_replica.ShareReplica:
        """Creates a share replica. (API 2.11)

        :param share: The ID of a share or a share, whose share type has a
            ``replication_type``.
        :param attrs: Attributes of the replica:

            * availability_zone: The name of an availability zone.
            * metadata: Metadata of the replica, a dictionary of strings.
              (API 2.95)
            * scheduler_hints: A dictionary: ``only_host``, the pool to create
              the replica in (admin only). (API 2.67)
            * share_network_id: The UUID of a share network, if it differs from
              that of the share. (API 2.72)

        :returns: The share replica, whose status is ``creating``.
        """
        return self._create(
            _share_replica.ShareReplica,
            share_id=resource.Resource._get_id(share),
            **attrs,
        )

    def delete_share_replica(
        self,
        share_replica: str | _share_replica.ShareReplica,  # type: ignore[override]
        ignore_missing: bool = True,
        force: bool = False,
    ) -> None:
        """Deletes a share replica. (API 2.11)

        :param share_replica: The ID of a share replica or a share replica; not
            the last active one.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the share replica does not exist.
        :param force: Whether to delete it even if this fails on the back end
            (admin only).
        """
        cls = _share_replica.ShareReplica
        if force:
            self._force_delete(cls, share_replica, ignore_missing)
        else:
            self._delete(cls, share_replica, ignore_missing=ignore_missing)

    def promote_share_replica(  # type: ignore[override]
        self,
        share_replica: str | _share_replica.ShareReplica,
        quiesce_wait_time: int | None = None,
    ) -> _share_replica.ShareReplica:
        """Promotes a share replica to active. (API 2.11)

        :param share_replica: The ID of a share replica or a share replica.
            Only administrators can promote one that is not in sync.
        :param quiesce_wait_time: The maximum time in seconds that the back end
            waits for pending I/O on the active replica. (API 2.75)
        :returns: The share replica, whose status is ``replication_change``;
            unchanged if it is already active.
        """
        res = self._get_resource(_share_replica.ShareReplica, share_replica)
        if quiesce_wait_time is None:
            return res.promote(self)
        return res.promote(self, quiesce_wait_time)

    def fetch_share_replica_metadata(
        self, share_replica: str | _share_replica.ShareReplica
    ) -> _share_replica.ShareReplica:
        """Lists all metadata of a share replica. (API 2.95)

        :param share_replica: The ID of a share replica or a share replica.
        :returns: The share replica with its current metadata.
        """
        res = self._get_resource(_share_replica.ShareReplica, share_replica)
        return res.fetch_metadata(self)

    def fetch_share_replica_metadata_item(
        self, share_replica: str | _share_replica.ShareReplica, key: str
    ) -> _share_replica.ShareReplica:
        """Retrieves one item of a share replica's metadata. (API 2.95)

        :param share_replica: The ID of a share replica or a share replica.
        :param key: The key of the item.
        :returns: The share replica with that item in its ``metadata``.
        :raises: :class:`~openstack.exceptions.NotFoundException` when the
            share replica does not have the key.
        """
        res = self._get_resource(_share_replica.ShareReplica, share_replica)
        return res.get_metadata_item(self, key)

    def set_share_replica_metadata(
        self,
        share_replica: str | _share_replica.ShareReplica,
        metadata: dict[str, str] | None = None,
        *,
        replace: bool = False,
    ) -> _share_replica.ShareReplica:
        """Sets metadata of a share replica. (API 2.95)

        :param share_replica: The ID of a share replica or a share replica.
        :param metadata: The key and value pairs, a dictionary of strings.
        :param replace: Whether to remove all other keys.
        :returns: The share replica with its current metadata.
        """
        res = self._get_resource(_share_replica.ShareReplica, share_replica)
        return res.set_metadata(self, metadata, replace=replace)

    def delete_share_replica_metadata(
        self,
        share_replica: str | _share_replica.ShareReplica,
        keys: Iterable[str],
        ignore_missing: bool = True,
    ) -> None:
        """Deletes keys of a share replica's metadata. (API 2.95)

        :param share_replica: The ID of a share replica or a share replica.
        :param keys: The keys to delete. All are tried.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the share replica does not have one of the keys.
        """
        res = self._get_resource(_share_replica.ShareReplica, share_replica)
        res.delete_metadata_items(self, keys, ignore_missing)

    # ========= Share Server Migration ==========

    def check_share_server_migration(
        self,
        share_server: str | _share_server.ShareServer,
        host: str,
        *,
        writable: bool,
        nondisruptive: bool,
        preserve_snapshots: bool,
        new_share_network_id: str | None = None,
    ) -> dict[str, Any]:
        """Checks whether a share server could be migrated. (API 2.57)

        :param share_server: The ID of a share server or a share server.
        :param host: The back end to migrate to: ``host@backend``.
        :param writable: Whether the shares must stay writable.
        :param nondisruptive: Whether clients must not be disrupted.
        :param preserve_snapshots: Whether the snapshots must be migrated, too.
        :param new_share_network_id: The UUID of the share network to migrate
            to, None for the current one.
        :returns: A dictionary: ``compatible``, whether it could be;
            ``requested_capabilities`` and ``supported_capabilities``, each a
            dictionary.
        """
        res = self._get_resource(_share_server.ShareServer, share_server)
        return res.check_migration(
            self,
            host,
            writable=writable,
            nondisruptive=nondisruptive,
            preserve_snapshots=preserve_snapshots,
            new_share_network_id=new_share_network_id,
        )

    def start_share_server_migration(
        self,
        share_server: str | _share_server.ShareServer,
        host: str,
        *,
        writable: bool,
        nondisruptive: bool,
        preserve_snapshots: bool,
        new_share_network_id: str | None = None,
    ) -> None:
        """Starts the first phase of a migration. (API 2.57)

        The share server's ``task_state`` tells how it goes; it ends with
        ``migration_driver_phase1_done`` and waits then for
        :meth:`complete_share_server_migration`.

        :param share_server: The ID of a share server or a share server.
        :param host: The back end to migrate to: ``host@backend``.
        :param writable: Whether the shares must stay writable.
        :param nondisruptive: Whether clients must not be disrupted.
        :param preserve_snapshots: Whether the snapshots must be migrated, too.
        :param new_share_network_id: The UUID of the share network to migrate
            to, None for the current one.
        """
        res = self._get_resource(_share_server.ShareServer, share_server)
        res.start_migration(
            self,
            host,
            writable=writable,
            nondisruptive=nondisruptive,
            preserve_snapshots=preserve_snapshots,
            new_share_network_id=new_share_network_id,
        )

    def complete_share_server_migration(
        self, share_server: str | _share_server.ShareServer
    ) -> str:
        """Starts the second and last phase of a migration. (API 2.57)

        When it is done, the destination's ``task_state`` is
        ``migration_success``; the source may have been deleted by then.

        :param share_server: The ID of the source or the source itself.
        :returns: The UUID of the destination share server.
        """
        res = self._get_resource(_share_server.ShareServer, share_server)
        return res.complete_migration(self)

    def cancel_share_server_migration(
        self, share_server: str | _share_server.ShareServer
    ) -> None:
        """Cancels a share server's migration. (API 2.57)

        When it is done, the source's ``task_state`` is
        ``migration_cancelled``; the destination is left ``inactive``.

        :param share_server: The ID of the source or the source itself.
        """
        res = self._get_resource(_share_server.ShareServer, share_server)
        res.cancel_migration(self)

    def get_share_server_migration_progress(
        self, share_server: str | _share_server.ShareServer
    ) -> dict[str, Any]:
        """Shows the progress of the migration of a share server. (API 2.57)

        :param share_server: The ID of the source or the source itself; it
            may be gone already.
        :returns: A dictionary: ``total_progress`` in percent, ``task_state``
            and ``destination_share_server_id``, both empty until the
            destination exists.
        """
        res = self._get_resource(_share_server.ShareServer, share_server)
        return res.get_migration_progress(self)

    # ========= Share Servers ==========

    def share_servers(
        self, **query: Any
    ) -> Generator[_share_server.ShareServer, None, None]:
        """Lists share servers of all projects (admin only).

        :param query: Optional query parameters to be sent to limit the share
            servers being returned:

            * encryption_key_ref: The UUID of an encryption key. (API 2.90)
            * host: A back end: ``host@backend``.
            * id: The UUID of a share server.
            * identifier: The identifier on the back end. (API 2.49)
            * is_auto_deletable, network_allocation_update_support,
              security_service_update_support: Whether the attribute is set.
            * project_id, share_network_id: The UUID of another resource.
            * share_network_subnet_id: The UUID of a subnet. (API 2.51)
            * source_share_server_id: The UUID of a migration's source.
              (API 2.57)
            * status: A share server status.
            * task_state: A migration's state. (API 2.57)
            * offset: The number of share servers to skip.
            * max_items: The maximum number of share servers to yield.

            The client filters by other attributes.

        :returns: A generator of share servers, without ``backend_details``
            and ``created_at``.
        """
        return self._list(_share_server.ShareServer, **query)

    def get_share_server(
        self, share_server: str | _share_server.ShareServer
    ) -> _share_server.ShareServer:
        """Shows a share server (admin only).

        :param share_server: The ID of a share server or a share server.
        :returns: The share server, including its ``backend_details``.
        :raises: :class:`~openstack.exceptions.NotFoundException` when it does
            not exist.
        """
        return self._get(_share_server.ShareServer, share_server)

    def get_share_server_details(
        self, share_server: str | _share_server.ShareServer
    ) -> dict[str, str]:
        """Shows the back-end details of a share server.

        :param share_server: The ID of a share server or a share server (admin
            only).
        :returns: A dictionary of strings; the keys depend on the driver.
        """
        res = self._get_resource(_share_server.ShareServer, share_server)
        return res.fetch_backend_details(self)

    def delete_share_server(
        self,
        share_server: str | _share_server.ShareServer,
        ignore_missing: bool = True,
    ) -> None:
        """Deletes a share server without shares (admin only).

        :param share_server: The ID of a share server or a share server.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the share server does not exist.
        """
        self._delete(
            _share_server.ShareServer,
            share_server,
            ignore_missing=ignore_missing,
        )

    def manage_share_server(
        self,
        host: str,
        share_network_id: str,
        identifier: str,
        share_network_subnet_id: str | None = None,
        driver_options: dict[str, str] | None = None,
    ) -> _share_server.ShareServer:
        """Brings an existing share server under management. (API 2.49)

        :param host: The back end of the share server: ``host@backend``.
        :param share_network_id: The UUID of its share network.
        :param identifier: The identifier of the share server on the back end.
        :param share_network_subnet_id: The UUID of its subnet, None for the
            default subnet of the share network. (API 2.51)
        :param driver_options: Options for the driver, a dictionary of strings.
        :returns: The share server, whose status is ``manage_starting``.
        """
        res = self._get_resource(_share_server.ShareServer, None)
        return res.manage(
            self,
            host,
            share_network_id,
            identifier,
            share_network_subnet_id,
            driver_options,
        )

    def unmanage_share_server(
        self,
        share_server: str | _share_server.ShareServer,
        force: bool = False,
    ) -> None:
        """Stops managing a share server. (API 2.49)

        It is not deleted on the back end. It must not have shares.

        :param share_server: The ID of a share server or a share server.
        :param force: Whether to continue even if the driver does not support
            it.
        """
        res = self._get_resource(_share_server.ShareServer, share_server)
        res.unmanage(self, force)

    def reset_share_server_status(
        self, share_server: str | _share_server.ShareServer, status: str
    ) -> None:
        """Resets a share server's status, in the database only. (API 2.49)

        :param share_server: The ID of a share server or a share server.
        :param status: The new status, such as ``active`` or ``error``.
        """
        res = self._get_resource(_share_server.ShareServer, share_server)
        res.reset_status(self, status)

    def reset_share_server_task_state(
        self,
        share_server: str | _share_server.ShareServer,
        task_state: str | None,
    ) -> None:
        """Resets the task state, in the database only. (API 2.57)

        :param share_server: The ID of a share server or a share server.
        :param task_state: The new task state, such as ``migration_error``;
            None to clear it.
        """
        res = self._get_resource(_share_server.ShareServer, share_server)
        res.reset_task_state(self, task_state)

    # ========= Share Snapshot Access Rules ==========

    def share_snapshot_access_rules(
        self, snapshot: str | _share_snapshot.ShareSnapshot
    ) -> Generator[
        _share_snapshot_access_rule.ShareSnapshotAccessRule, None, None
    ]:
        """Lists the access rules of a share snapshot. (API 2.32)

        :param snapshot: The ID of a share snapshot or a share snapshot.
        :returns: A generator of access rules.
        """
        return self._list(
            _share_snapshot_access_rule.ShareSnapshotAccessRule,
            snapshot_id=resource.Resource._get_id(snapshot),
        )

    def get_share_snapshot_access_rule(
        self,
        access_rule: (
            str | _share_snapshot_access_rule.ShareSnapshotAccessRule
        ),
        snapshot: str | _share_snapshot.ShareSnapshot,
    ) -> _share_snapshot_access_rule.ShareSnapshotAccessRule:
        """Gets an access rule of a share snapshot. (API 2.32)

        The API has no request for a single rule, so all are listed.

        :param access_rule: The ID of an access rule or an access rule.
        :param snapshot: The ID of a share snapshot or a share snapshot.
        :returns: The access rule.
        """
        return self._get(
            _share_snapshot_access_rule.ShareSnapshotAccessRule,
            access_rule,
            snapshot_id=resource.Resource._get_id(snapshot),
        )

    def create_share_snapshot_access_rule(
        self,
        snapshot: str | _share_snapshot.ShareSnapshot,
        access_type: str,
        access_to: str,
    ) -> _share_snapshot_access_rule.ShareSnapshotAccessRule:
        """Creates a read-only access rule for a share snapshot. (API 2.32)

        :param snapshot: The ID of a share snapshot or a share snapshot.
        :param access_type: ``ip``, ``user`` or ``cert``.
        :param access_to: An IPv4 or, from API version 2.38, IPv6 address or
            network; a user or group; or the common name of a certificate.
        :returns: The access rule, whose state is ``queued_to_apply``.
        """
        res = self._get_resource(_share_snapshot.ShareSnapshot, snapshot)
        return res.allow_access(self, access_type, access_to)

    def delete_share_snapshot_access_rule(
        self,
        access_rule: (
            str | _share_snapshot_access_rule.ShareSnapshotAccessRule
        ),
        snapshot: str | _share_snapshot.ShareSnapshot,
        ignore_missing: bool = True,
    ) -> None:
        """Deletes an access rule of a share snapshot. (API 2.32)

        :param access_rule: The ID of an access rule or an access rule.
        :param snapshot: The ID of a share snapshot or a share snapshot.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the access rule does not exist.
        """
        res = self._get_resource(_share_snapshot.ShareSnapshot, snapshot)
        try:
            res.deny_access(self, resource.Resource._get_id(access_rule))
        except exceptions.NotFoundException:
            if not ignore_missing:
                raise

    # ========= Share Snapshot Export Locations ==========

    def share_snapshot_export_locations(
        self, snapshot: str | _share_snapshot.ShareSnapshot
    ) -> Generator[
        _share_snapshot_export_location.ShareSnapshotExportLocation, None, None
    ]:
        """Lists the export locations of a share snapshot. (API 2.32)

        :param snapshot: The ID of a share snapshot or a share snapshot.
        :returns: A generator of export locations.
        """
        return self._list(
            _share_snapshot_export_location.ShareSnapshotExportLocation,
            snapshot_id=resource.Resource._get_id(snapshot),
        )

    def get_share_snapshot_export_location(
        self,
        export_location: (
            str | _share_snapshot_export_location.ShareSnapshotExportLocation
        ),
        snapshot: str | _share_snapshot.ShareSnapshot,
    ) -> _share_snapshot_export_location.ShareSnapshotExportLocation:
        """Gets an export location of a share snapshot. (API 2.32)

        :param export_location: The ID of an export location or an export
            location.
        :param snapshot: The ID of a share snapshot or a share snapshot.
        :returns: The export location.
        """
        return self._get(
            _share_snapshot_export_location.ShareSnapshotExportLocation,
            export_location,
            snapshot_id=resource.Resource._get_id(snapshot),
        )

    # ========= Share Snapshot Instance Export Locations ==========

    def share_snapshot_instance_export_locations(
        self,
        snapshot_instance: (
            str | _share_snapshot_instance.ShareSnapshotInstance
        ),
    ) -> Generator[
        _snapshot_instance_location.ShareSnapshotInstanceExportLocation,
        None,
        None,
    ]:
        """Lists the export locations of a snapshot instance. (API 2.32)

        Requires administrator rights.

        :param snapshot_instance: The ID of a share snapshot instance or a
            share snapshot instance.
        :returns: A generator of export locations.
        """
        return self._list(
            _snapshot_instance_location.ShareSnapshotInstanceExportLocation,
            snapshot_instance_id=resource.Resource._get_id(snapshot_instance),
        )

    def get_share_snapshot_instance_export_location(
        self,
        export_location: (
            str
            | _snapshot_instance_location.ShareSnapshotInstanceExportLocation
        ),
        snapshot_instance: (
            str | _share_snapshot_instance.ShareSnapshotInstance
        ),
    ) -> _snapshot_instance_location.ShareSnapshotInstanceExportLocation:
        """Gets an export location of a snapshot instance. (API 2.32)

        Requires administrator rights.

        :param export_location: The ID of an export location or an export
            location.
        :param snapshot_instance: The ID of a share snapshot instance or a
            share snapshot instance.
        :returns: The export location.
        """
        return self._get(
            _snapshot_instance_location.ShareSnapshotInstanceExportLocation,
            export_location,
            snapshot_instance_id=resource.Resource._get_id(snapshot_instance),
        )

    # ========= Share Snapshot Instances ==========

    def share_snapshot_instances(
        self, details: bool = True, **query: Any
    ) -> Generator[_share_snapshot_instance.ShareSnapshotInstance, None, None]:
        """Lists share snapshot instances. (API 2.19)

        Requires administrator rights; includes all projects.

        :param details: Whether to return all details, or only ID, snapshot and
            status.
        :param query: Optional query parameters to be sent to limit the
            instances being returned:

            * snapshot_id: The UUID of a share snapshot.

        :returns: A generator of share snapshot instances.
        """
        base_path = '/snapshot-instances/detail' if details else None
        return self._list(
            _share_snapshot_instance.ShareSnapshotInstance,
            base_path=base_path,
            **query,
        )

    def reset_share_snapshot_instance_status(
        self,
        snapshot_instance: (
            str | _share_snapshot_instance.ShareSnapshotInstance
        ),
        status: str,
    ) -> None:
        """Resets a snapshot instance's status, in the database. (API 2.19)

        Requires administrator rights.

        :param snapshot_instance: The ID of a share snapshot instance or a
            share snapshot instance.
        :param status: The new status, such as ``available``.
        """
        res = self._get_resource(
            _share_snapshot_instance.ShareSnapshotInstance, snapshot_instance
        )
        res.reset_status(self, status)

    # ========= Share Snapshots ==========

    def share_snapshots(
        self, details: bool = True, **query: Any
    ) -> Generator[_share_snapshot.ShareSnapshot, None, None]:
        """Lists share snapshots.

        :param details: Whether to return all details, or only ID and name.
        :param query: Optional query parameters to be sent to limit the
            snapshots being returned:

            * all_projects: Whether to list the snapshots of all projects
              (admin only).
            * description, name: The exact description (API 2.36) or name.
            * description_pattern, name_pattern: Part of the value. (API 2.36)
            * metadata: Metadata of the snapshot, a dictionary of strings.
              (API 2.73)
            * project_id: The UUID of a project, with ``all_projects``.
            * share_id: The UUID of the source share.
            * size: The size of the snapshot in GiB.
            * status: A snapshot status.
            * usage: ``used`` for the snapshots that shares were created from,
              or ``unused`` (admin only).
            * limit: The number of snapshots per request.
            * offset: The number of snapshots to skip.
            * max_items: The maximum number of snapshots to yield.
            * sort_key, sort_dir: The sort key, and the direction ``asc`` or
              ``desc``.

        :returns: A generator of share snapshots; each is yielded exactly
            once.
        """
        base_path = '/snapshots/detail' if details else None
        return self._list(
            _share_snapshot.ShareSnapshot, base_path=base_path, **query
        )

    def count_share_snapshots(self, **query: Any) -> int:
        """Count share snapshots without listing them. (API 2.79)

        :param query: As for :meth:`share_snapshots`.
        :returns: The number of share snapshots.
        """
        return self._count(_share_snapshot.ShareSnapshot, **query)

    @overload
    def find_share_snapshot(
        self, name_or_id: str, ignore_missing: Literal[False], **query: Any
    ) -> _share_snapshot.ShareSnapshot: ...

    @overload
    def find_share_snapshot(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share_snapshot.ShareSnapshot | None: ...

    def find_share_snapshot(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share_snapshot.ShareSnapshot | None:
        """Find a single share snapshot by name or ID.

        :param name_or_id: The name or ID of a share snapshot.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the share snapshot does not exist. When set to ``True``, None
            will be returned then.
        :param query: Filters as for :meth:`share_snapshots`, such as
            ``all_projects``.
        :returns: The share snapshot, or None.
        :raises: :class:`~openstack.exceptions.DuplicateResource` when several
            share snapshots have the name.
        """
        return self._find(
            _share_snapshot.ShareSnapshot,
            name_or_id,
            ignore_missing=ignore_missing,
            **query,
        )

    @_utils.renamed_param('snapshot_id', 'snapshot')
    def update_share_snapshot(  # type: ignore[override]
        self, snapshot: str | _share_snapshot.ShareSnapshot, **attrs: Any
    ) -> _share_snapshot.ShareSnapshot:
        """Updates a share snapshot.

        :param snapshot: The ID of a share snapshot or a share snapshot.
        :param attrs: Attributes to change: ``name``, ``description``.
        :returns: The updated share snapshot.
        """
        # An update knows them by other names
        for name in ('name', 'description'):
            if name in attrs:
                attrs[f'display_{name}'] = attrs.pop(name)
        return self._update(_share_snapshot.ShareSnapshot, snapshot, **attrs)

    def manage_share_snapshot(
        self,
        share: str | _share.Share,  # type: ignore[override]
        provider_location: str,
        **params: Any,
    ) -> _share_snapshot.ShareSnapshot:
        """Brings an existing share snapshot under management. (API 2.12)

        Requires administrator rights.

        :param share: The ID of the share of the snapshot, or the share.
        :param provider_location: The provider location of the snapshot on the
            back end.
        :param params: Other attributes:

            * name, description: The snapshot's name and description.
            * driver_options: Options for the driver, a dictionary of strings.
            * metadata: Metadata of the snapshot, a dictionary of strings.
              (API 2.73)

        :returns: The share snapshot, whose status is ``manage_starting``.
        """
        res = self._get_resource(_share_snapshot.ShareSnapshot, None)
        return res.manage(
            self, resource.Resource._get_id(share), provider_location, **params
        )

    def delete_share_snapshot_metadata(  # type: ignore[override]
        self,
        snapshot: str | _share_snapshot.ShareSnapshot,
        keys: Iterable[str],
        ignore_missing: bool = True,
    ) -> None:
        """Deletes keys of a share snapshot's metadata. (API 2.73)

        :param snapshot: The ID of a share snapshot or a share snapshot.
        :param keys: The keys to delete. All are tried.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the share snapshot does not have one of the keys.
        """
        res = self._get_resource(_share_snapshot.ShareSnapshot, snapshot)
        res.delete_metadata_items(self, keys, ignore_missing)

    # ========= Share Transfers ==========

    def share_transfers(
        self, details: bool = False, **query: Any
    ) -> Generator[_share_transfer.ShareTransfer, None, None]:
        """Lists pending share transfers. (API 2.77)

        :param details: Whether to return all details, or only ID, name and
            what is transferred.
        :param query: Optional query parameters to be sent to limit the
            transfers being returned:

            * all_projects: Whether to list the transfers of all projects
              (admin only).
            * destination_project_id: The UUID of the project that accepted
              it.
            * id, name: The exact value.
            * name_pattern: Part of the name.
            * resource_id: The UUID of the share.
            * resource_type: ``share``.
            * source_project_id: The UUID of the project that offers the share;
              other projects require ``all_projects``.
            * limit: The number of transfers per request.
            * offset: The number of transfers to skip.
            * max_items: The maximum number of transfers to yield.
            * sort_key, sort_dir: The sort key, and the direction ``asc`` or
              ``desc``; the key for the name is ``display_name``.

        :returns: A generator of share transfers; each is yielded exactly
            once.
        """
        base_path = '/share-transfers/detail' if details else None
        return self._list(
            _share_transfer.ShareTransfer, base_path=base_path, **query
        )

    @overload
    def find_share_transfer(
        self, name_or_id: str, ignore_missing: Literal[False], **query: Any
    ) -> _share_transfer.ShareTransfer: ...

    @overload
    def find_share_transfer(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share_transfer.ShareTransfer | None: ...

    def find_share_transfer(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share_transfer.ShareTransfer | None:
        """Find a single share transfer by name or ID. (API 2.77)

        :param name_or_id: The name or ID of a share transfer.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the share transfer does not exist, or is of another project.
            When set to ``True``, None will be returned then.
        :param query: Filters as for :meth:`share_transfers`, such as
            ``all_projects``.
        :returns: The share transfer, or None.
        :raises: :class:`~openstack.exceptions.DuplicateResource` when several
            share transfers have the name.
        """
        return self._find(
            _share_transfer.ShareTransfer,
            name_or_id,
            ignore_missing=ignore_missing,
            **query,
        )

    # ========= Share Types ==========

    def share_types(
        self, **query: Any
    ) -> Generator[_share_type.ShareType, None, None]:
        """Lists all share types.

        :param query: Optional query parameters to be sent to limit the share
            types being returned:

            * extra_specs: Extra specs, a dictionary of strings. (API 2.43)
            * is_public: ``True`` (the service's default), ``False`` or
              ``all``; only effective for administrators, others see public
              types and those their project has access to.

        :returns: A generator of share types.
        """
        return self._list(_share_type.ShareType, **query)

    @overload
    def find_share_type(
        self, name_or_id: str, ignore_missing: Literal[False], **query: Any
    ) -> _share_type.ShareType: ...

    @overload
    def find_share_type(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share_type.ShareType | None: ...

    def find_share_type(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share_type.ShareType | None:
        """Find a single share type by name or ID.

        :param name_or_id: The name or ID of a share type.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when it does not exist. When set to ``True``, None will be
            returned then.
        :param query: Filters as for :meth:`share_types`; for administrators
            ``is_public`` is ``all`` unless given.
        :returns: The share type, or None.
        :raises: :class:`~openstack.exceptions.DuplicateResource` when several
            have the name.
        """
        return self._find(
            _share_type.ShareType,
            name_or_id,
            ignore_missing=ignore_missing,
            **query,
        )

    def get_default_share_type(self) -> _share_type.ShareType:
        """Gets the default share type.

        :returns: The default share type.
        :raises: :class:`~openstack.exceptions.NotFoundException` when the
            cloud has no default share type.
        """
        return self._get(_share_type.ShareType, 'default')

    def get_share_type_access(
        self, share_type: str | _share_type.ShareType
    ) -> list[dict[str, Any]]:
        """Lists the projects with access to a private share type.

        Requires administrator rights.

        :param share_type: The ID of a share type or a share type.
        :returns: A dictionary for each project, with its ``project_id``.
        :raises: :class:`~openstack.exceptions.NotFoundException` when the
            share type is public.
        """
        res = self._get_resource(_share_type.ShareType, share_type)
        return res.get_private_access(self)

    def add_share_type_access(
        self,
        share_type: str | _share_type.ShareType,
        project: str | _project.Project,
    ) -> None:
        """Grants a project access to a private share type.

        Requires administrator rights.

        :param share_type: The ID of a share type or a share type.
        :param project: The ID of a project or a project.
        :raises: :class:`~openstack.exceptions.ConflictException` if the
            project has access already, or the type is public.
        """
        res = self._get_resource(_share_type.ShareType, share_type)
        res.add_private_access(self, resource.Resource._get_id(project))

    def remove_share_type_access(
        self,
        share_type: str | _share_type.ShareType,
        project: str | _project.Project,
    ) -> None:
        """Revokes a project's access to a private share type.

        Existing shares of the project are kept but cannot be extended: the
        service refuses this, and leaves them in ``extending``. Requires
        administrator rights.

        :param share_type: The ID of a share type or a share type.
        :param project: The ID of a project or a project.
        :raises: :class:`~openstack.exceptions.NotFoundException` if the
            project has no access.
        """
        res = self._get_resource(_share_type.ShareType, share_type)
        res.remove_private_access(self, resource.Resource._get_id(project))

    def fetch_share_type_extra_specs(
        self, share_type: str | _share_type.ShareType
    ) -> _share_type.ShareType:
        """Lists all extra specs of a share type (admin only).

        :param share_type: The ID of a share type or a share type.
        :returns: The share type with its current ``extra_specs``.
        """
        res = self._get_resource(_share_type.ShareType, share_type)
        return res.fetch_specs(self)

    def get_share_type_extra_spec_property(
        self, share_type: str | _share_type.ShareType, prop: str
    ) -> str:
        """Gets the value of one extra spec (admin only).

        :param share_type: The ID of a share type or a share type.
        :param prop: The extra spec.
        :returns: Its value.
        :raises: :class:`~openstack.exceptions.NotFoundException` when the
            share type does not have the extra spec.
        """
        res = self._get_resource(_share_type.ShareType, share_type)
        return res.get_spec(self, prop)

    def update_share_type_extra_specs(
        self,
        share_type: str | _share_type.ShareType,  # type: ignore[override]
        /,
        **attrs: Any,
    ) -> _share_type.ShareType:
        """Adds or changes extra specs of a share type (admin only).

        :param share_type: The ID of a share type or a share type.
        :param attrs: The extra specs; other specs are kept.
        :returns: The share type with the changed ``extra_specs``.
        """
        res = self._get_resource(_share_type.ShareType, share_type)
        return res.set_extra_specs(self, **attrs)

    def update_share_type_extra_spec_property(
        self, share_type: str | _share_type.ShareType, prop: str, val: str
    ) -> str:
        """Changes one extra spec of a share type (admin only).

        :param share_type: The ID of a share type or a share type.
        :param prop: The extra spec.
        :param val: Its new value.
        :returns: The new value.
        """
        res = self._get_resource(_share_type.ShareType, share_type)
        return res.update_spec(self, prop, val)

    # ========= Shares ==========

    def create_share(self, **attrs: Any) -> _share.Share:
        """Creates a share.

        :param attrs: Its attributes:

            * share_protocol: ``NFS``, ``CIFS``, ``CEPHFS``, ``GLUSTERFS``,
              ``HDFS``, ``LUSTRE``, ``MAPRFS`` or ``WEKAFS``; required.
            * size: The size in GiB; required.
            * name, description: The share's name and description.
            * availability_zone: The name of an availability zone.
            * encryption_key_ref: The UUID of an encryption key. (API 2.90)
            * is_public: Whether the share is visible to all projects.
            * metadata: Metadata of the share, a dictionary of strings.
            * mount_point_name: The name of its mount point. (API 2.84)
            * scheduler_hints: A dictionary: ``same_host`` and
              ``different_host``, comma-separated UUIDs of shares (API 2.65);
              ``only_host``, the pool to create the share in (admin only) (API
              2.67).
            * share_group_id: The UUID of its share group. (API 2.31)
            * share_network_id: The UUID of a share network.
            * share_type: The name or UUID of a share type.
            * snapshot_id: The UUID of the share snapshot to create it from.

        :returns: The share, whose status is ``creating``.
        """
        return self._create(_share.Share, **attrs)

    def shares(
        self, details: bool = True, **query: Any
    ) -> Generator[_share.Share, None, None]:
        """Lists all shares.

        :param details: Whether to return all details, or only ID and name.
        :param query: Optional query parameters to be sent to limit the
            shares being returned:

            * all_projects: Whether to list the shares of all projects (admin
              only).
            * availability_zone: The name of an availability zone. (API 2.97)
            * description, name: The exact description (API 2.36) or name.
            * description_pattern, name_pattern: Part of the value. (API 2.36)
            * encryption_key_ref: The UUID of an encryption key. (API 2.90)
            * export_location_id, export_location_path: An export location's
              UUID or path. (API 2.35)
            * extra_specs: Extra specs of the share type, a dictionary of
              strings (admin only).
            * host: A pool, ``host@backend#pool``.
            * is_public: Whether to list public shares of other projects too.
            * is_soft_deleted: Whether to list the recycle bin. (API 2.69)
            * metadata: Metadata of the share, a dictionary of strings.
            * mount_point_name: The name of a mount point. (API 2.84)
            * project_id: The UUID of a project, with ``all_projects``.
            * share_group_id, share_network_id, share_server_id,
              share_type_id, snapshot_id: The UUID of another resource.
            * status: A share status.
            * limit: The number of shares per request.
            * offset: The number of shares to skip.
            * max_items: The maximum number of shares to yield.
            * sort_key, sort_dir: The sort key, and the direction ``asc`` or
              ``desc``.

        :returns: A generator of shares; each is yielded exactly once.
        """
        base_path = '/shares/detail' if details else None
        return self._list(_share.Share, base_path=base_path, **query)

    def count_shares(self, **query: Any) -> int:
        """Count shares without listing them. (API 2.42)

        :param query: As for :meth:`shares`.
        :returns: The number of shares.
        """
        return self._count(_share.Share, **query)

    @overload
    def find_share(
        self, name_or_id: str, ignore_missing: Literal[False], **query: Any
    ) -> _share.Share: ...

    @overload
    def find_share(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share.Share | None: ...

    def find_share(
        self, name_or_id: str, ignore_missing: bool = True, **query: Any
    ) -> _share.Share | None:
        """Find a single share by name or ID.

        :param name_or_id: The name or ID of a share.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the share does not exist. When set to ``True``, None will be
            returned then.
        :param query: Filters as for :meth:`shares`; ``all_projects`` includes
            public shares.
        :returns: The share, or None.
        :raises: :class:`~openstack.exceptions.DuplicateResource` when several
            shares have the name.
        """
        return self._find(
            _share.Share, name_or_id, ignore_missing=ignore_missing, **query
        )

    @_utils.renamed_param('share_id', 'share')
    def update_share(  # type: ignore[override]
        self, share: str | _share.Share, **attrs: Any
    ) -> _share.Share:
        """Updates a share.

        :param share: The ID of a share or a share.
        :param attrs: Attributes to change: ``name``, ``description``,
            ``is_public`` (only administrators can make a share public).
        :returns: The updated share.
        """
        # An update knows a name and a description by other names
        for name in ('name', 'description'):
            if name in attrs:
                attrs[f'display_{name}'] = attrs.pop(name)
        return self._update(_share.Share, share, **attrs)

    def delete_share(  # type: ignore[override]
        self,
        share: str | _share.Share,
        ignore_missing: bool = True,
        *,
        force: bool = False,
        share_group_id: str | None = None,
    ) -> None:
        """Deletes a share.

        :param share: The ID of a share or a share.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the share does not exist.
        :param force: Whether to delete it regardless of its status (admin
            only).
        :param share_group_id: The UUID of its share group; required for shares
            in a group. (API 2.31)
        """
        if force:
            super().delete_share(share, ignore_missing, force=True)
            return
        query: dict[str, Any] = {}
        if share_group_id:
            query['params'] = {'share_group_id': share_group_id}
        self._delete(
            _share.Share, share, ignore_missing=ignore_missing, **query
        )

    @_utils.renamed_param('share_id', 'share')
    def resize_share(  # type: ignore[override]
        self,
        share: str | _share.Share,
        new_size: int,
        no_shrink: bool = False,
        no_extend: bool = False,
        force: bool = False,
    ) -> None:
        """Resizes a share, extending or shrinking it as needed.

        :param share: The ID of a share or a share; if it is an ID, the current
            size is fetched first.
        :param new_size: The new size in GiB. If it is the current size,
            nothing is done.
        :param no_shrink: Whether to do nothing if the share would be shrunk.
        :param no_extend: Whether to do nothing if the share would be extended.
        :param force: Whether to extend without checking with the scheduler
            (admin only). (API 2.64)
        """
        res = self._get_resource(_share.Share, share)
        if res.size is None:
            res = self._get(_share.Share, share)
        if new_size > res.size and not no_extend:
            res.extend_share(self, new_size, force)
        elif new_size < res.size and not no_shrink:
            res.shrink_share(self, new_size)

    @_utils.renamed_param('snapshot_id', 'snapshot')
    @_utils.renamed_param('share_id', 'share')
    def revert_share_to_snapshot(  # type: ignore[override]
        self,
        share: str | _share.Share,
        snapshot: str | _share_snapshot.ShareSnapshot,
    ) -> None:
        """Reverts a share to its latest snapshot. (API 2.27)

        :param share: The ID of a share or a share.
        :param snapshot: The ID of its latest snapshot or the snapshot.
        """
        res = self._get_resource(_share.Share, share)
        res.revert_to_snapshot(self, resource.Resource._get_id(snapshot))

    def manage_share(
        self, protocol: str, export_path: str, service_host: str, **params: Any
    ) -> _share.Share:
        """Brings an existing share under management.

        :param protocol: The shared file systems protocol of the share.
        :param export_path: The current export path of the share.
        :param service_host: The pool of the share: ``host@backend#pool``.
        :param params: Other attributes:

            * name, description: The share's name and description.
            * share_type: The name or UUID of a share type.
            * driver_options: Options for the driver, a dictionary of strings.
            * is_public: Whether the share is visible to all projects. (API
              2.8)
            * share_server_id: The UUID of its share server. (API 2.49)
            * mount_point_name: The name of its mount point. (API 2.92)

        :returns: The share, whose status is ``manage_starting``.
        """
        share = self._get_resource(_share.Share, None)
        return share.manage(
            self, protocol, export_path, service_host, **params
        )

    @_utils.renamed_param('share_id', 'share')
    def unmanage_share(self, share: str | _share.Share) -> None:  # type: ignore[override]
        """Stops managing a share, without deleting its data.

        :param share: The ID of a share or a share.
        """
        self._get_resource(_share.Share, share).unmanage(self)

    def reset_share_task_state(
        self, share: str | _share.Share, task_state: str | None
    ) -> None:
        """Resets the task state of a share, in the database only. (API 2.22)

        :param share: The ID of a share or a share.
        :param task_state: The new task state, such as ``migration_error``;
            None to clear it.
        """
        self._get_resource(_share.Share, share).reset_task_state(
            self, task_state
        )

    def soft_delete_share(self, share: str | _share.Share) -> None:  # type: ignore[override]
        """Moves a share to the recycle bin. (API 2.69)

        :param share: The ID of a share or a share.
        """
        self._get_resource(_share.Share, share).soft_delete(self)

    def restore_share(self, share: str | _share.Share) -> None:  # type: ignore[override]
        """Restores a share from the recycle bin. (API 2.69)

        :param share: The ID of a share or a share.
        """
        self._get_resource(_share.Share, share).restore(self)

    @_utils.renamed_param('share_id', 'share')
    def delete_share_metadata(  # type: ignore[override]
        self,
        share: str | _share.Share,
        keys: Iterable[str],
        ignore_missing: bool = True,
    ) -> None:
        """Deletes keys of a share's metadata.

        :param share: The ID of a share or a share.
        :param keys: The keys to delete. All are tried.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the share does not have one of the keys.
        """
        res = self._get_resource(_share.Share, share)
        res.delete_metadata_items(self, keys, ignore_missing)

    # ========= Storage Pools ==========

    def storage_pools(
        self, details: bool = True, **query: Any
    ) -> Generator[_storage_pool.StoragePool, None, None]:
        """Lists the storage pools that the scheduler knows.

        :param details: Whether to include the capabilities, such as
            capacities.
        :param query: Optional query parameters to be sent to limit the
            storage pools being returned:

            * backend, host, pool: A regular expression that matches the
              beginning of the name of the back end, host or pool.
            * share_type: The name or ID of a share type whose extra specs the
              capabilities must match. (API 2.23)

        :returns: A generator of storage pools.
        """
        base_path = '/scheduler-stats/pools/detail' if details else None
        return self._list(
            _storage_pool.StoragePool, base_path=base_path, **query
        )

    # ========= User Messages ==========

    def user_messages(
        self, **query: Any
    ) -> Generator[_user_message.UserMessage, None, None]:
        """Lists user messages. (API 2.37)

        :param query: Optional query parameters to be sent to limit the
            messages being returned:

            * action_id, detail_id: The IDs of the action and of the detail, of
              three digits.
            * created_before, created_since: A time, in ISO 8601. (API 2.52)
            * message_level: ``ERROR``.
            * request_id: The ID of the request.
            * resource_id: The UUID of the resource.
            * resource_type: The type of the resource, such as ``SHARE``.
            * limit: The number of messages per request.
            * offset: The number of messages to skip.
            * max_items: The maximum number of messages to yield.
            * sort_key, sort_dir: The sort key, and the direction ``asc`` or
              ``desc``.

        :returns: A generator of messages; each is yielded exactly once.
        """
        return self._list(_user_message.UserMessage, **query)

    # ========= Utilities ==========

    def wait_until(
        self,
        res: _T,
        condition: _wait.Condition,
        *,
        attribute: str = 'status',
        failures: Collection[str] | None = None,
        interval: float | None = None,
        wait: float | None = None,
        fetch: Callable[[_T], Any] | None = None,
        about: str | None = None,
        callback: Callable[[Sequence[_T]], None] | None = None,
    ) -> _T:
        """Waits for a resource to be as asked for.

        The resource is fetched before it is judged, so that a state from
        before the operation is not taken for the one after it. Passing
        trouble with requests is survived for half a minute, and ``wait`` is
        kept even if a request hangs.

        :param res: The resource, as it was when the service was asked to do
            something with it.
        :param condition: A state, several states of which one is enough,
            ``deleted`` for a resource that is to be gone, or a function that
            says of the resource whether it is as asked for. The function
            raises :class:`~openstack.exceptions.ResourceFailure` if that
            cannot be any more, which must be so for a second to count.
        :param attribute: The attribute that has the state, such as
            ``task_state`` of a share that is migrated.
        :param failures: States that mean that it will not get there; every
            state that contains ``error`` if not given. A resource that was
            in such a state has ten seconds to leave it.
        :param interval: The time between two looks, in seconds; a tenth of
            the time waited if not given, 0.2 at least and 5 at most.
        :param wait: The longest time to wait, in seconds; for ever when
            ``None``.
        :param fetch: How to fetch the resource again, if not by its own ID.
            It returns ``None`` for one that is gone.
        :param about: The ID of the resource that user messages about a
            failure have, if it is not this one.
        :param callback: A function that is called after each look with a
            list of the resources that are still waited for.
        :returns: The resource as it is now.
        :raises: :class:`~openstack.exceptions.ResourceTimeout` when it did
            not get there in time.
        :raises: :class:`~openstack.exceptions.ResourceFailure` when it went
            to a failure state, is gone, or could not be looked at; with the
            reason from the user messages (API 2.37). Both have the
            ``resource`` as it was last seen.
        """
        (outcome,) = self.wait_until_all(
            [res],
            condition,
            attribute=attribute,
            failures=failures,
            interval=interval,
            wait=wait,
            fetch=fetch,
            about=about,
            callback=callback,
        )
        if isinstance(outcome, exceptions.SDKException):
            raise outcome
        return outcome

    def wait_until_all(
        self, resources: Sequence[_T], condition: _wait.Condition, **how: Any
    ) -> list[_T | exceptions.SDKException]:
        """Waits for several resources at once.

        :param resources: The resources.
        :param condition: What each of them is to become.
        :param how: The other parameters of :meth:`wait_until`.
        :returns: For each resource, in order, the resource as it is now or
            the exception that :meth:`wait_until` would raise.
        """
        return _wait.until_all(self, resources, condition, **how)

    def wait_for_status(
        self,
        res: resource.ResourceT,
        status: str,
        failures: list[str] | None = None,
        interval: int | float | None = 2,
        wait: int | float | None = None,
        attribute: str = 'status',
        callback: Callable[[int], None] | None = None,
    ) -> resource.ResourceT:
        """Waits for a resource to be in a particular status.

        The resource is fetched first: the status that it had before an
        operation began is not taken for the one after it.

        :param res: The resource to wait for.
        :param status: The desired status.
        :param failures: Statuses that mean that it will not get there; every
            failure state of the service when not given.
        :param interval: The time between two checks, in seconds.
        :param wait: The longest time to wait, in seconds; for ever when
            ``None``.
        :param attribute: The attribute that has the status, such as
            ``task_state`` of a share that is migrated.
        :param callback: A function that is called with the progress, 0 to
            100.
        :returns: The updated resource.
        :raises: :class:`~openstack.exceptions.ResourceTimeout` when it did
            not get there in time.
        :raises: :class:`~openstack.exceptions.ResourceFailure` when it went
            to one of ``failures`` or is gone.
        """
        return self.wait_until(
            res,
            status,
            attribute=attribute,
            failures=failures,
            interval=2 if interval is None else interval,
            wait=wait,
            callback=_with_progress(callback),
        )

    def wait_for_delete(
        self,
        res: resource.ResourceT,
        interval: int | float | None = 2,
        wait: int | float | None = None,
        callback: Callable[[int], None] | None = None,
    ) -> resource.ResourceT:
        """Waits for a resource to be gone.

        :param res: The resource to wait for.
        :param interval: The time between two checks, in seconds.
        :param wait: The longest time to wait, in seconds; for ever when
            ``None``, as for :meth:`wait_for_status`.
        :param callback: A function that is called with the progress, 0 to
            100.
        :returns: The resource as it was last seen.
        :raises: :class:`~openstack.exceptions.ResourceTimeout` when it was
            not gone in time.
        :raises: :class:`~openstack.exceptions.ResourceFailure` when it went
            to a failure state, such as ``error_deleting``.
        """
        return self.wait_until(
            res,
            _wait.DELETED,
            attribute='status' if hasattr(res, 'status') else 'state',
            interval=2 if interval is None else interval,
            wait=wait,
            callback=_with_progress(callback),
        )

    def _count(self, resource_type: Any, /, **query: Any) -> int:
        cls = self._corrected(resource_type)
        params = cls._normalized(self, query)
        _parts, sent, filters = cls._split_params(
            params, cls.base_path, False, cls._get_microversion(self)
        )
        if filters:
            # The service cannot count by what it cannot filter by
            return sum(1 for _res in self._list(cls, **query))
        sent['with_count'] = True
        data = self.get_endpoint_data()
        # Services before Wallaby count what the limit has left
        if data and (data.max_microversion or ()) >= (2, 61):
            sent['limit'] = 1
        response = self.get(
            cls.base_path,
            params=cls._query(sent),
            microversion=cls._get_microversion(self),
        )
        exceptions.raise_from_response(response)
        return int(_base.decoded(response, 'count'))

    def _force_delete(
        self, resource_type: Any, value: Any, ignore_missing: bool
    ) -> None:
        res = self._get_resource(resource_type, value)
        try:
            res.force_delete(self)
        except exceptions.NotFoundException:
            if not ignore_missing:
                raise


def _with_progress(
    callback: Callable[[int], None] | None,
) -> Callable[[Sequence[Any]], None] | None:
    """Make a callback of openstacksdk's form one of :meth:`wait_until`."""
    if callback is None:
        return None
    return lambda pending: callback(getattr(pending[0], 'progress', None) or 0)


def _quotas_of(user_id: str | None, share_type: str | None) -> dict[str, Any]:
    """Return the query that says whose quotas in a project are meant."""
    query = {'user_id': user_id, 'share_type': share_type}
    return {k: v for k, v in query.items() if v}
