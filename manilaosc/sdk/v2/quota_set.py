from openstack import resource
from openstack.shared_file_system.v2 import quota_set

from manilaosc.sdk.v2 import _base


class QuotaSet(_base.Resource, quota_set.QuotaSet):
    _query_mapping = resource.QueryParameters("share_type", "user_id")

    #: Properties
    #: How many encryption keys each project may use. (API 2.90)
    encryption_keys = resource.Body("encryption_keys", type=int)
