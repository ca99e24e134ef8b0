from openstack import resource

from manilaosc.sdk.v2 import _base


class Extension(_base.Resource):
    resource_key = "extension"
    resources_key = "extensions"
    base_path = "/extensions"

    # capabilities
    allow_fetch = True
    allow_list = True

    _query_mapping = resource.QueryParameters(
        include_pagination_defaults=False
    )

    #: Properties
    #: The short name, by which the extension is asked for.
    alias = resource.Body("alias", type=str, alternate_id=True)
    #: What the extension does.
    description = resource.Body("description", type=str)
    #: Always empty.
    links = resource.Body("links", type=list)
    #: When the extension was last changed.
    updated_at = resource.Body("updated", type=str)
