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

"""Tests that compare the SDK layer with openstacksdk.

They fail when a newer openstacksdk makes code of the SDK layer superfluous.
"""

import inspect
from unittest import mock

from openstack.shared_file_system.v2 import _proxy as upstream
import testtools

from manilaosc.sdk.v2 import _proxy

#: Methods that openstacksdk has too, and why there are ours nevertheless
CORRECTED = {
    'access_rules': 'documents none of its filters',
    'create_access_rule': 'documents none of its attributes',
    'create_share': 'documents none of its attributes',
    'create_share_group': 'documents none of its attributes',
    'create_share_replica': 'documents an attribute that it drops',
    'delete_access_rule': 'misnames an argument that it renames',
    'delete_share': 'lacks share_group_id',
    'delete_share_group': 'lacks force',
    'delete_share_group_snapshot': 'lacks force',
    'delete_share_metadata': 'forgets why a key cannot be deleted',
    'delete_share_network_subnet_metadata': 'takes no notice of misses',
    'delete_share_replica': 'takes no notice of ignore_missing with force',
    'delete_share_snapshot_metadata': 'stops at the first miss',
    'find_share': 'finds summaries',
    'find_share_group': 'finds summaries, and by no filter',
    'find_share_transfer': 'finds summaries, and by no filter',
    'get_access_rule': 'knows no microversion below 2.45',
    'get_quota_set': 'drops its filters',
    'manage_share': 'its class is not corrected by the registry',
    'manage_share_snapshot': 'its class is not corrected by the registry',
    'promote_share_replica': 'lacks the time to quiesce, tells nothing',
    'request': 'gives up at the first passing trouble',
    'reset_share_group_snapshot_status': 'fetches what it does not need',
    'resize_share': 'fetches what is known',
    'restore_share': 'fetches what it does not need',
    'revert_quota_set': 'resets no more than a project',
    'revert_share_to_snapshot': 'fetches what it does not need',
    'services': 'documents a filter that it drops',
    'set_share_network_subnet_metadata': 'takes keys for its own arguments',
    'share_group_snapshot_members': 'hides errors, gives no resources',
    'share_group_snapshots': 'documents no filter for all projects',
    'share_groups': 'lists summaries',
    'share_instances': 'lacks those of one share',
    'share_networks': 'documents filters that it drops',
    'share_replicas': 'lists summaries',
    'share_snapshot_instances': 'lacks those of one snapshot',
    'share_snapshots': 'documents filters that it drops',
    'share_transfers': 'documents none of its filters',
    'share_types': 'writes extra specs as JSON, which is not understood',
    'shares': 'documents filters that it drops',
    'soft_delete_share': 'fetches what it does not need',
    'storage_pools': 'documents filters that it drops',
    'unmanage_share': 'fetches what it does not need',
    'update_quota_set': 'takes a share type for a quota',
    'update_share': 'changes neither a name nor a description',
    'update_share_snapshot': 'changes neither a name nor a description',
    'update_share_type_extra_specs': 'takes keys for its own arguments',
    'user_messages': 'documents not all of its filters',
    'wait_for_delete': 'does not see that a deletion has failed',
    'wait_for_status': 'knows one failure state of a dozen',
}
#: Resources that openstacksdk has too, and why there are ours nevertheless
CORRECTED_RESOURCES = {
    'availability_zone': 'trusts whatever is answered',
    'limit': 'finds nothing in the answer',
    'quota_class_set': 'lacks a quota',
    'quota_set': 'lacks a quota and filters',
    'resource_locks': 'pages by markers, which there are not',
    'service': 'lacks filters, misreads a field and loses errors',
    'share': 'lacks filters and fields',
    'share_access_rule': 'lacks filters, metadata and updates',
    'share_export_location': 'lacks metadata',
    'share_group': 'misnames a field, lacks filters',
    'share_group_snapshot': 'lacks filters, takes members for text',
    'share_instance': 'lacks filters and fields',
    'share_network': 'lacks filters and fields',
    'share_network_subnet': 'lacks fields and metadata',
    'share_replica': 'lacks filters, fields and metadata',
    'share_snapshot': 'lacks filters and fields',
    'share_snapshot_instance': 'lacks filters',
    'share_transfer': 'lists nothing, has filters that there are not',
    'share_type': 'lacks filters and fields',
    'storage_pool': 'drops filters in silence',
    'user_message': 'lacks filters, and asks with too low a microversion',
}
#: Methods whose arguments cannot be named, since any name may be a key
UNNAMED = {
    'set_share_network_subnet_metadata',
    'update_share_type_extra_specs',
}
ADVICE = (
    'openstacksdk and its minimum in requirements.txt have moved: delete '
    'what is right there by now, and say of the rest what is wrong with it'
)


def renamed(method):
    """Return the old names of arguments that a method still accepts."""
    names = set()
    while 'old' in (closure := inspect.getclosurevars(method).nonlocals):
        names.add((closure['old'], closure['new']))
        method = closure['func']
    return names


def by_place(method):
    """Return the arguments that can be positional, in order."""
    parameters = inspect.signature(method).parameters.values()
    return [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]


class TestUpstream(testtools.TestCase):
    def test_arguments(self):
        # Programs written for openstacksdk must keep working
        for name in CORRECTED.keys() - UNNAMED - {'request'}:
            theirs = getattr(upstream.Proxy, name)
            ours = getattr(_proxy.Proxy, name)
            places = by_place(theirs)
            self.assertEqual(places, by_place(ours)[: len(places)], name)
            old = {pair for pair in renamed(theirs) if pair[1] in places}
            self.assertEqual(set(), old - renamed(ours), name)

    def test_filters(self):
        # Also by the API's names, as openstacksdk takes them
        session = mock.Mock()
        for name, theirs in upstream.Proxy._resource_registry.items():
            ours = _proxy.Proxy._resource_registry[name]
            if not theirs.allow_list or name.startswith('quota'):
                continue
            mapping = theirs._query_mapping._mapping
            params = {*mapping, *mapping.values(), 'details'}
            given = ours._normalized(session, dict.fromkeys(params))
            for paging in ('limit', 'marker', 'offset'):
                given.pop(paging, None)
            path = ours.base_path
            ours._split_params(given, path, False, '2.99')

    def test_methods(self):
        ours = {name for name in vars(_proxy.Proxy) if name[0] != '_'}
        theirs = set(dir(upstream.Proxy))
        self.assertEqual(set(CORRECTED), ours & theirs, ADVICE)

    def test_resources(self):
        theirs = upstream.Proxy._resource_registry
        ours = _proxy.Proxy._resource_registry
        corrected = {
            name for name in theirs if ours.get(name) is not theirs[name]
        }
        self.assertEqual(set(CORRECTED_RESOURCES), corrected, ADVICE)

    def test_corrected_resources_build_on_theirs(self):
        # Otherwise new methods of openstacksdk would be hidden
        for name, theirs in upstream.Proxy._resource_registry.items():
            ours = _proxy.Proxy._resource_registry[name]
            self.assertTrue(issubclass(ours, theirs), name)
