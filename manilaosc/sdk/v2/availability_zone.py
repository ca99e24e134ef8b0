from openstack.shared_file_system.v2 import availability_zone

from manilaosc.sdk.v2 import _base


class AvailabilityZone(_base.Resource, availability_zone.AvailabilityZone):
    pass
