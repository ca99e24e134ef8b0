from openstack import resource

from manilaosc.sdk.v2 import _types


class ShareGroupType(_types.PrivateType):
    resource_key = "share_group_type"
    resources_key = "share_group_types"
    base_path = "/share-group-types"

    # capabilities
    allow_create = True
    allow_fetch = True
    allow_delete = True
    allow_list = True

    _access_key = "share_group_type_access"
    _access_path = "access"
    _experimental_through = "2.54"
    _specs_key = "group_specs"
    _specs_path = "group-specs"

    _query_mapping = resource.QueryParameters(
        "group_specs", "is_public", include_pagination_defaults=False
    )

    #: Properties
    #: Group specs, a dictionary of strings.
    group_specs = resource.Body("group_specs", type=dict)
    #: Whether it is what share groups get that ask for no share group type.
    #: (API 2.46)
    is_default = resource.Body("is_default", type=bool)
    #: Whether every project can use the share group type.
    is_public = resource.Body("is_public", type=bool)
    #: The UUIDs of the share types that shares in a group may have; to create
    #: it, their names will do.
    share_types = resource.Body("share_types", type=list)
