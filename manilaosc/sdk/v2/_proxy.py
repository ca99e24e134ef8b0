# Corrected methods take and return corrected resources
# mypy: disable-error-code="override, no-any-return, return-value"

from collections.abc import Generator, Iterable
import time
from typing import Any, cast, Literal, overload, TypeVar

from keystoneauth1 import exceptions as ksa_exceptions
from openstack import exceptions
from openstack import resource
from openstack.shared_file_system.v2 import _proxy
from openstack.shared_file_system.v2 import share_snapshot as _share_snapshot
import requests
import urllib3.exceptions

from manilaosc.sdk.v2 import _base
from manilaosc.sdk.v2 import share as _share
from manilaosc.sdk.v2 import share_export_locations as _share_export_locations
from manilaosc.sdk.v2 import user_message as _user_message

_T = TypeVar('_T', bound=resource.Resource)

#: Answers that say that a request was refused before anything was done
_REFUSED = [429, 503]
#: Answers after which a request that only reads can be sent again
_PASSING = [*_REFUSED, 502, 504]
#: The pauses, in seconds, before a request is sent again; keystoneauth's own
_PAUSES = (0.5, 1, 2, 4)
_RETRIES = len(_PAUSES)


class Proxy(_proxy.Proxy):
    #: The one list of what this package adds and corrects: drop a line here
    #: together with its module once openstacksdk has caught up
    _resource_registry = {
        **_proxy.Proxy._resource_registry,
        "share": _share.Share,
        "share_export_location": _share_export_locations.ShareExportLocation,
        "user_message": _user_message.UserMessage,
    }

    #: The highest API microversion that this proxy knows
    max_microversion = _base.MAX_MICROVERSION

    # openstacksdk's own methods name openstacksdk's classes, so corrected
    # ones step in at the four places where openstack.proxy.Proxy takes one

    def _corrected(self, resource_type: type[_T]) -> type[_T]:
        for name, original in _proxy.Proxy._resource_registry.items():
            if resource_type is original:
                return cast(type[_T], self._resource_registry[name])
        return resource_type

    def _get_resource(self, resource_type: Any, *args: Any, **kw: Any) -> Any:
        cls = self._corrected(resource_type)
        return super()._get_resource(cls, *args, **kw)

    def _find(self, resource_type: Any, *args: Any, **kw: Any) -> Any:
        return super()._find(self._corrected(resource_type), *args, **kw)

    def _create(self, resource_type: Any, *args: Any, **kw: Any) -> Any:
        return super()._create(self._corrected(resource_type), *args, **kw)

    def _list(self, resource_type: Any, *args: Any, **kw: Any) -> Any:
        return super()._list(self._corrected(resource_type), *args, **kw)

    # ========= Requests ==========

    def request(
        self, url: str, method: str, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """Send a request, again if passing trouble kept it from being done.

        A request that only reads is repeated after a refusal, a bad gateway
        or a lost connection; one that changes something only where it was
        certainly not accepted. The pauses are keystoneauth's: they grow, and
        respect ``Retry-After``.
        """
        if method in ('GET', 'HEAD'):
            return self._read(url, method, *args, **kwargs)
        kwargs.setdefault('status_code_retries', _RETRIES)
        kwargs.setdefault('retriable_status_codes', _REFUSED)
        try:
            return super().request(url, method, *args, **kwargs)
        except ksa_exceptions.ConnectFailure as e:
            if not _never_connected(e):
                raise
            # Nobody can have accepted it
            kwargs['connect_retries'] = _RETRIES - 1
            return super().request(url, method, *args, **kwargs)

    def _read(
        self, url: str, method: str, *args: Any, **kwargs: Any
    ) -> requests.Response:
        kwargs.setdefault('status_code_retries', _RETRIES)
        kwargs.setdefault('retriable_status_codes', _PASSING)
        kwargs.setdefault('connect_retries', _RETRIES)
        for pause in _PAUSES:
            try:
                return super().request(url, method, *args, **kwargs)
            except ksa_exceptions.UnknownConnectionError:
                # Lost in the middle of an answer, which keystoneauth leaves
                # to its callers
                time.sleep(pause)
        return super().request(url, method, *args, **kwargs)

    # ========= Shares ==========

    def shares(
        self, details: bool = True, **query: Any
    ) -> Generator[_share.Share, None, None]:
        """Lists all shares.

        :param details: Whether to fetch whole shares or only ID and name.
        :param query: Optional query parameters to be sent to limit the
            shares being returned:

            * all_projects: Whether to list the shares of all projects
              (administrators only).
            * availability_zone: The name of an availability zone. (API 2.97)
            * description, name: The exact description (API 2.36) or name.
            * description_pattern, name_pattern: A part of it. (API 2.36)
            * encryption_key_ref: The UUID of an encryption key. (API 2.90)
            * export_location_id, export_location_path: An export location's
              UUID or path. (API 2.35)
            * extra_specs: Extra specs of the share type, a dictionary of
              strings (administrators only).
            * host: A back end's pool, ``host@backend#pool``.
            * is_public: Whether to list public shares of other projects too.
            * is_soft_deleted: Whether to list the recycle bin. (API 2.69)
            * metadata: Metadata of the share, a dictionary of strings.
            * mount_point_name: The name of a mount point. (API 2.84)
            * project_id: The UUID of a project, with ``all_projects``.
            * share_group_id, share_network_id, share_server_id,
              share_type_id, snapshot_id: The UUID of another resource.
            * status: A share status.
            * limit: How many shares to ask for at once.
            * offset: How many shares to skip.
            * max_items: How many shares to yield at most.
            * sort_key, sort_dir: What to sort by, ``asc`` or ``desc``.

        :returns: A generator of shares; each is yielded exactly once.
        """
        base_path = '/shares/detail' if details else None
        return self._list(_share.Share, base_path=base_path, **query)

    def count_shares(self, **query: Any) -> int:
        """Count shares without listing them. (API 2.42)

        :param query: As for :meth:`shares`.
        :returns: How many shares there are.
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
        :param query: Filters as for :meth:`shares`, such as ``all_projects``.
        :returns: One whole share or None.
        :raises: :class:`~openstack.exceptions.DuplicateResource` when several
            shares have the name.
        """
        return self._find(
            _share.Share,
            name_or_id,
            ignore_missing=ignore_missing,
            list_base_path='/shares/detail',
            **query,
        )

    def update_share(
        self, share: str | _share.Share, **attrs: Any
    ) -> _share.Share:
        """Updates a share.

        :param share: The ID of a share or a share.
        :param attrs: What to change: ``name``, ``description``,
            ``is_public`` (making a share public takes an administrator).
        :returns: The updated share.
        """
        # An update knows a name and a description by other names
        for name in ('name', 'description'):
            if name in attrs:
                attrs[f'display_{name}'] = attrs.pop(name)
        return self._update(_share.Share, share, **attrs)

    def delete_share(
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
        :param force: Whether to delete it whatever its status
            (administrators only).
        :param share_group_id: The UUID of the share group that the share is
            in; required for such a share. (API 2.31)
        """
        if force:
            super().delete_share(share, ignore_missing, force=True)
            return
        params = {'share_group_id': share_group_id} if share_group_id else None
        self._delete(
            _share.Share, share, ignore_missing=ignore_missing, params=params
        )

    def resize_share(
        self,
        share: str | _share.Share,
        new_size: int,
        no_shrink: bool = False,
        no_extend: bool = False,
        force: bool = False,
    ) -> None:
        """Resizes a share, extending or shrinking it as needed.

        :param share: The ID of a share or a share; of an ID the present size
            is fetched first.
        :param new_size: The new size in GiB. If it is the present size,
            nothing is done.
        :param no_shrink: Whether to do nothing where it would be shrunk.
        :param no_extend: Whether to do nothing where it would be extended.
        :param force: Whether to extend past the scheduler (administrators
            only). (API 2.64)
        """
        res = self._get_resource(_share.Share, share)
        if res.size is None:
            res = self._get(_share.Share, share)
        if new_size > res.size and not no_extend:
            res.extend_share(self, new_size, force)
        elif new_size < res.size and not no_shrink:
            res.shrink_share(self, new_size)

    def revert_share_to_snapshot(
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
        self,
        protocol: str,
        export_path: str,
        service_host: str,
        **params: Any,
    ) -> _share.Share:
        """Brings a share that a back end has already under management.

        :param protocol: The shared file systems protocol of the share.
        :param export_path: The path by which the share is exported now.
        :param service_host: The pool that has the share:
            ``host@backend#pool``.
        :param params: Further attributes:

            * name, description: The share's name and description.
            * share_type: The name or UUID of a share type.
            * driver_options: What the back end's driver wants to know, a
              dictionary of strings.
            * is_public: Whether every project sees the share. (API 2.8)
            * share_server_id: The UUID of the share server that exports the
              share. (API 2.49)
            * mount_point_name: The name of its mount point. (API 2.92)

        :returns: The share, its status ``manage_starting``.
        """
        share = self._get_resource(_share.Share, None)
        return share.manage(
            self, protocol, export_path, service_host, **params
        )

    def unmanage_share(self, share: str | _share.Share) -> None:
        """Lets a share go from management; its data stays on the back end.

        :param share: The ID of a share or a share.
        """
        self._get_resource(_share.Share, share).unmanage(self)

    def reset_share_task_state(
        self, share: str | _share.Share, task_state: str | None
    ) -> None:
        """Resets the task state of a share, in the database only. (API 2.22)

        :param share: The ID of a share or a share.
        :param task_state: The new task state, such as ``migration_error``;
            None for none.
        """
        self._get_resource(_share.Share, share).reset_task_state(
            self, task_state
        )

    def soft_delete_share(self, share: str | _share.Share) -> None:
        """Moves a share to the recycle bin. (API 2.69)

        :param share: The ID of a share or a share.
        """
        self._get_resource(_share.Share, share).soft_delete(self)

    def restore_share(self, share: str | _share.Share) -> None:
        """Takes a share back out of the recycle bin. (API 2.69)

        :param share: The ID of a share or a share.
        """
        self._get_resource(_share.Share, share).restore(self)

    def delete_share_metadata(
        self,
        share: str | _share.Share,
        keys: Iterable[str],
        ignore_missing: bool = True,
    ) -> None:
        """Deletes keys of a share's metadata.

        :param share: The ID of a share or a share.
        :param keys: The keys to delete. Each is tried.
        :param ignore_missing: When set to ``False``
            :class:`~openstack.exceptions.NotFoundException` will be raised
            when the share lacks one of the keys.
        """
        res = self._get_resource(_share.Share, share)
        self._delete_metadata(res, keys, ignore_missing)

    # ========= Utilities ==========

    def _count(self, resource_type: type[_T], **query: Any) -> int:
        cls = self._corrected(resource_type)
        response = self.get(
            cls.base_path,
            params=cls._query_mapping._transpose(
                {**query, 'with_count': True, 'limit': 1}, cls
            ),
            microversion=cls._get_microversion(self),
        )
        exceptions.raise_from_response(response)
        return int(_base.decoded(response, 'count'))

    def _delete_metadata(
        self, res: Any, keys: Iterable[str], ignore_missing: bool
    ) -> None:
        missing = []
        for key in keys:
            try:
                res.delete_metadata_item(self, key)
            except exceptions.NotFoundException:
                missing.append(key)
        if missing and not ignore_missing:
            raise exceptions.NotFoundException(
                f'{res._noun()} {res.id} has no metadata '
                f'{", ".join(missing)}'.capitalize()
            )


def _never_connected(error: BaseException | None) -> bool:
    """Whether a request failed before it could be sent."""
    while error is not None:
        reason = getattr(next(iter(error.args), None), 'reason', None)
        if isinstance(reason, urllib3.exceptions.NewConnectionError):
            return True
        error = error.__cause__ or error.__context__
    return False
