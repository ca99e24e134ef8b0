"""``share group type access``: who may use private share group types."""

from typing import Any

from manilaosc.i18n import _
from manilaosc.v2 import _types


class CreateShareGroupTypeAccess(_types.ShareGroupType, _types.CreateAccess):
    _description = _(
        'Let one or more projects use a private share group type '
        '(administrators only)'
    )
    example = 'share group type access create pairs demo'

    def act(self, group_type: Any, project_id: str) -> None:
        self.client.add_share_group_type_access(group_type, project_id)


class DeleteShareGroupTypeAccess(_types.ShareGroupType, _types.DeleteAccess):
    _description = _(
        'Let one or more projects use a private share group type no longer '
        '(administrators only)'
    )

    def act(self, group_type: Any, project_id: str) -> None:
        self.client.remove_share_group_type_access(group_type, project_id)


class ListShareGroupTypeAccess(_types.ShareGroupType, _types.ListAccess):
    _description = _(
        'List the projects that may use a private share group type '
        '(administrators only)'
    )

    def access(self, group_type: Any) -> list[dict[str, Any]]:
        return self.client.get_share_group_type_access(group_type)
