"""``share type access``: which projects may use private share types."""

from typing import Any

from manilaosc.i18n import _
from manilaosc.v2 import _types


class CreateShareTypeAccess(_types.ShareType, _types.CreateAccess):
    _description = _(
        'Let one or more projects use a private share type (administrators '
        'only)'
    )
    example = 'share type access create gold demo'

    def act(self, share_type: Any, project_id: str) -> None:
        self.client.add_share_type_access(share_type, project_id)


class DeleteShareTypeAccess(_types.ShareType, _types.DeleteAccess):
    _description = _(
        'Let one or more projects use a private share type no longer '
        '(administrators only)'
    )
    example = 'share type access delete gold demo'

    def act(self, share_type: Any, project_id: str) -> None:
        self.client.remove_share_type_access(share_type, project_id)


class ListShareTypeAccess(_types.ShareType, _types.ListAccess):
    _description = _(
        'List the projects that may use a private share type (administrators '
        'only)'
    )
    example = 'share type access list gold'

    def access(self, share_type: Any) -> list[dict[str, Any]]:
        return self.client.get_share_type_access(share_type)
