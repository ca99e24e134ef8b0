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

"""openstacksdk's own unit tests for shared file systems, on our classes."""

import importlib
import json
import os
import pathlib
import pkgutil
import subprocess
import sys
import unittest

import openstack
from openstack.shared_file_system.v2 import _proxy as upstream
from openstack.tests.unit.shared_file_system import v2
import testtools

from manilaosc.sdk.v2 import _proxy

FILTERS = 'has more filters, and some that only openstacksdk has elsewhere'
ID = 'the response of the test lacks the ID, which Manila always returns'
#: Tests of openstacksdk that fail, and why they should
DIFFERENCES = {
    'test_proxy.TestShareInstance.test_wait_for_delete': (
        'notices that a deletion has failed'
    ),
    'test_proxy.TestShareInstance.test_wait_for_status': (
        'knows all failure states'
    ),
    'test_proxy.TestShareNetworkSubnetMetadata'
    '.test_set_share_network_subnet_metadata': (
        'accepts keys that are names of arguments'
    ),
    'test_service.TestServices.test_basic': FILTERS,
    'test_service.TestServices.test_ensure_shares': (
        'sends the body that Manila 22.0.0 and later require'
    ),
    'test_share.TestShareActions.test_basic': FILTERS,
    'test_share.TestShareActions.test_manage_share': ID,
    'test_share.TestShares.test_basic': FILTERS,
    'test_share_access_rule.TestShareAccessRule.test_basic': FILTERS,
    'test_share_group.TestShareGroups.test_basic': FILTERS,
    'test_share_group_snapshot.TestShareGroupSnapshotActions'
    '.test_get_members': 'returns members instead of a response',
    'test_share_network.TestShareNetwork.test_basic': FILTERS,
    'test_share_snapshot.TestShareSnapshot.test_basic': FILTERS,
    'test_share_snapshot.TestShareSnapshot.test_manage_share_snapshot': ID,
    'test_share_type.TestShareType.test_set_extra_specs': (
        'keeps the other extra specs, as the service does'
    ),
    'test_storage_pool.TestStoragePool.test_basic': FILTERS,
    'test_user_message.TestUserMessage.test_basic': FILTERS,
}


class Result(unittest.TestResult):
    """Which tests failed, by module, class and name, and how."""

    def __init__(self):
        super().__init__()
        self.failed = {}

    def addError(self, test, err, details=None):
        name = test.id().removeprefix(f'{v2.__name__}.')
        self.failed[name] = repr(err and err[1])

    addFailure = addError


def substitute():
    """Substitute our classes for openstacksdk's."""
    for name, theirs in upstream.Proxy._resource_registry.items():
        ours = _proxy.Proxy._resource_registry[name]
        setattr(sys.modules[theirs.__module__], theirs.__name__, ours)
    upstream.Proxy = _proxy.Proxy


def main():
    """Run openstacksdk's tests, and print the failures as JSON."""
    suite = unittest.TestSuite(
        unittest.defaultTestLoader.loadTestsFromModule(
            importlib.import_module(f'{v2.__name__}.{module.name}')
        )
        for module in pkgutil.iter_modules(v2.__path__)
    )
    substitute()
    result = Result()
    suite.run(result)
    print(json.dumps([result.testsRun, result.failed]))


class TestOpenstacksdksTests(testtools.TestCase):
    def test_all(self):
        # In a process of its own, since classes of openstacksdk are replaced,
        # and in its folder, since its fixtures are read relative to that
        process = subprocess.run(
            [sys.executable, '-m', __name__],
            cwd=pathlib.Path(openstack.__file__).parents[1],
            env={
                **os.environ,
                'PYTHONPATH': os.pathsep.join(filter(None, sys.path)),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
        )
        count, failed = json.loads(process.stdout.splitlines()[-1])
        self.assertGreater(count, 150)
        new = {k: v for k, v in failed.items() if k not in DIFFERENCES}
        self.assertEqual({}, new)
        self.assertEqual(
            set(),
            DIFFERENCES.keys() - failed.keys(),
            'these pass: remove them from the table',
        )


if __name__ == '__main__':
    main()
