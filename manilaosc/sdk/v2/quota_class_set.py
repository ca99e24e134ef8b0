from openstack import resource
from openstack.shared_file_system.v2 import quota_class_set

from manilaosc.sdk.v2 import _base


class QuotaClassSet(_base.Resource, quota_class_set.QuotaClassSet):
    #: Properties
    #: How many encryption keys each project may use. (API 2.90)
    encryption_keys = resource.Body("encryption_keys", type=int)
