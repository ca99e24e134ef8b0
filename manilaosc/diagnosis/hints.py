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
"""Hints: what to do about the failures that Manila's user messages report.

The keys are the IDs of ``manila.message.message_field.Detail``.
"""

from manilaosc.i18n import _

HINTS = {
    '001': _(
        'Try again. If it fails again, give your administrator the request '
        'ID of the message.'
    ),
    '002': _(
        'Try a smaller size, another share type or another availability '
        'zone. Administrators can compare the pools with "openstack share '
        'pool list --share-type <type> --size <size> --long".'
    ),
    '003': _(
        'Create the share without --share-network, or with a share type whose '
        'driver_handles_share_servers is True.'
    ),
    '004': _(
        'Check the subnets of the share network with "openstack share network '
        'show <network>": one must be in the availability zone of the share. '
        'Or use another share network.'
    ),
    '005': _(
        'Wait until the active replica is available: "openstack share replica '
        'list --share <share>".'
    ),
    '006': _(
        'Promote a replica that is in sync: "openstack share replica promote '
        '<replica>".'
    ),
    '007': _(
        'Use another availability zone, or leave out --availability-zone; '
        '"openstack share availability zone list" lists them.'
    ),
    '008': _(
        'No pool has the capabilities that the extra specs of the share type '
        'ask for. Use another share type, or ask your administrator to '
        'compare its extra specs with "openstack share pool list --detail".'
    ),
    '009': _(
        'No pool has enough free capacity. Use a smaller size or another '
        'share type, or delete shares that you no longer need.'
    ),
    '010': _(
        'The filter function of every back end rejected the request. Use '
        'another size or share type, or ask your administrator for the '
        'filter functions.'
    ),
    '011': _(
        'Every suitable pool was tried and failed. Ask your administrator to '
        'check the logs of the back ends.'
    ),
    '012': _(
        'No pool matches the query in the scheduler hints. Create the share '
        'without the hint.'
    ),
    '013': _(
        'The scheduler gave up after several attempts. Try again, or ask your '
        'administrator to check the logs of the back ends.'
    ),
    '014': _(
        'No pool can replicate with the pool of the share. Use another '
        'availability zone, or ask your administrator for pools in the same '
        'replication domain.'
    ),
    '015': _(
        'The share keeps its size. Ask your administrator to reset its status '
        'to available, then try again.'
    ),
    '016': _(
        'Create the share in the pool of its snapshot: leave out '
        '--availability-zone and --share-type.'
    ),
    '017': _(
        'Delete the share and create it again. If it fails again, ask your '
        'administrator.'
    ),
    '018': _(
        'The share keeps its size and its data. Delete files, or choose a '
        'size above the space in use.'
    ),
    '019': _(
        'The driver cannot shrink shares. Ask your administrator to reset the '
        'status; to get a smaller share, create a new one and copy the data.'
    ),
    '020': _('Delete the access rule and use another client.'),
    '021': _(
        'Delete the access rule and use an access type and level that the '
        'driver supports, such as ip and rw for NFS.'
    ),
    '022': _(
        'Check the settings of the security services: "openstack share '
        'security service list --share-network <network>".'
    ),
    '023': _(
        'Check user, password, organizational unit and domain: "openstack '
        'share security service show <security service>".'
    ),
    '024': _('Choose a share type: "openstack share type list".'),
    '025': _(
        'Add a security service to the share network: "openstack share '
        'network set <network> --new-security-service <security service>".'
    ),
    '026': _(
        'Accept the transfer with --clear-rules, or delete the access rules '
        'first.'
    ),
    '027': _(
        'Delete unused ports, raise the port quota of the project, or use '
        'another share network.'
    ),
    '028': _(
        'Try again in a few minutes. Administrators check "openstack share '
        'service list".'
    ),
    '029': _('Nothing is wrong: the driver has applied the metadata.'),
    '030': _(
        'The driver rejected the metadata. Set a value that the back end '
        'supports, or ask your administrator.'
    ),
    '031': _(
        'The key was removed from the share, but the driver keeps its '
        'setting. Set the value that you want before you unset the key.'
    ),
    '032': _('Restore the backup to its own share: leave out --target-share.'),
    '033': _(
        'Free IP addresses in the subnet, or add another subnet to the share '
        'network: "openstack share network subnet create <network>".'
    ),
    '034': _(
        'Use another availability zone or share network for the replica, or '
        'ask your administrator for the configuration of the back end.'
    ),
    '035': _(
        'Try again. If it fails again, ask your administrator to reset the '
        'status of the share.'
    ),
}


def hint(detail_id: str | None) -> str:
    """Return the hint for a user message, empty if there is none.

    :param detail_id: The detail ID of the message, such as ``008``.
    """
    return HINTS.get(detail_id or '', '')
