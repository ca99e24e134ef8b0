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

"""Tests that the SDK layer has every operation of the Manila API."""

import inspect
from urllib import parse

from openstack import exceptions
import requests_mock

from manilaosc.sdk.v2 import _base
from manilaosc.sdk.v2 import _proxy
from manilaosc.sdk.v2 import share
from manilaosc.tests import operations
from manilaosc.tests.unit.sdk import base

#: Stands for each variable of a route
ID = '6a5a9c6e-5f3c-4b0e-9d5c-0d1f0e0c7a11'
ITEM = {ID: 'a'}
ITEMS = {ID: 'a', 'b': 'c'}
SHARE = share.Share.existing(id=ID, size=2)
#: What methods are given, by the parameter's name; others are given an ID
VALUES = {'group_specs': ITEM, 'keys': [ID], 'metadata': ITEM, 'specs': ITEM}
SUMMARY = {'details': False}
FORCE = {'force': True}
REPLACE = {'metadata': ITEMS, 'replace': True}
#: What a call takes beside or instead, by resource and operation, where there
#: is a choice
ARGUMENTS = {
    ('quota sets', 'show detail (with usage)'): {'usage': True},
    ('quota sets', 'update (project, user or share type)'): {'shares': 1},
    ('quota class sets', 'update'): {'shares': 1},
    ('shares', 'list (summary)'): SUMMARY,
    ('shares', 'force delete'): FORCE,
    ('shares', 'extend'): {'share': SHARE, 'new_size': 3},
    ('shares', 'shrink'): {'share': SHARE, 'new_size': 1},
    ('shares', 'list instances of a share'): {'share': ID},
    ('share metadata', 'metadata create/merge'): ITEMS,
    ('share metadata', 'metadata replace all'): {'replace': True, **ITEMS},
    ('share metadata', 'metadata set key'): ITEM,
    ('share export location metadata', 'metadata create/merge'): {
        'metadata': ITEMS
    },
    ('share export location metadata', 'metadata replace all'): REPLACE,
    ('snapshots', 'list (summary)'): SUMMARY,
    ('snapshots', 'force delete'): FORCE,
    ('snapshot metadata', 'metadata create/merge'): ITEMS,
    ('snapshot metadata', 'metadata replace all'): {'replace': True, **ITEMS},
    ('snapshot metadata', 'metadata set key'): ITEM,
    ('snapshot instances', 'list (summary)'): SUMMARY,
    ('share networks', 'list (summary)'): SUMMARY,
    ('share network subnet metadata', 'metadata create/merge'): ITEMS,
    ('share network subnet metadata', 'metadata replace all'): {
        'replace': True,
        **ITEMS,
    },
    ('share network subnet metadata', 'metadata set key'): ITEM,
    ('security services', 'list (summary)'): SUMMARY,
    ('share type extra specs', 'create/update'): ITEM,
    ('share groups', 'list (summary)'): SUMMARY,
    ('share groups', 'force delete'): FORCE,
    ('share group snapshots', 'list (summary)'): SUMMARY,
    ('share group snapshots', 'force delete'): FORCE,
    ('share replicas', 'list (summary)'): SUMMARY,
    ('share replicas', 'force delete'): FORCE,
    ('share replica metadata', 'metadata create/merge'): {'metadata': ITEMS},
    ('share replica metadata', 'metadata replace all'): REPLACE,
    ('share replica metadata', 'metadata set key'): {'metadata': ITEM},
    ('share backups', 'list (summary)'): SUMMARY,
    ('share transfers', 'list (detail)'): {'details': True},
    ('resource locks', 'update'): {'lock_reason': 'new'},
    ('pools', 'list (summary)'): SUMMARY,
}
#: What Manila cannot do, and what each route lacks where it is asked for the
#: same: all metadata of what is fetched whole, or one item as if of several
INSTEAD = {
    ('share metadata', 'metadata set key'): '/{}',
    ('share export location metadata', 'metadata list'): '/metadata',
    ('share export location metadata', 'metadata set key'): '/{}',
}
#: No part of a URL, or more than one
HOSTILE = (
    '', '.', '..', '../x', 'x/../../shares/y', 'x/y', 'x?y=1', 'x#y', '%00',
    '%2e%2e', 'x%2Fy', 'x\\y', 'x;y', 'x\n', 'x\x00', '\u200bx', '\udc80',
)  # fmt: skip
#: What services are told about a microversion, and about experiments
VERSION = 'X-OpenStack-Manila-API-Version'
EXPERIMENTAL = 'X-OpenStack-Manila-API-Experimental'
#: Before this one, some routes and actions had other names
LOWEST = '2.7'
HIGHEST = _base.MAX_MICROVERSION


def number(version):
    return tuple(map(int, version.split('.')))


def versions(operation):
    """Return the first and last microversion with an operation."""
    first = operation.min.replace('-', LOWEST)
    last = operation.max.replace('-', HIGHEST)
    return [max(first, LOWEST, key=number), last]


def expected(operation, version):
    """The request that an operation is: told() of the one that is sent."""
    through = operation.experimental.replace('always', HIGHEST)
    new = through != '-' and number(version) <= number(through)
    method, path, action = operation.key
    path = path.removesuffix(INSTEAD.get(operation.name, ''))
    if action != '-' and not path.endswith('/action'):
        path, action = path.replace('{}', action), '-'
    # Requests for the versions have no microversion
    asked = None if operation.min == '-' else version
    return method, path, action, asked, 'True' if new else None


def told(request):
    path = parse.urlsplit(request.url).path.replace(ID, '{}')
    action = '-'
    if path.endswith('/action'):
        [action] = request.json()
    headers = request.headers
    version = headers.get(VERSION) if path != '/' else None
    return request.method, path, action, version, headers.get(EXPERIMENTAL)


def parts_of(request):
    """The parts of the path of a request."""
    return parse.urlsplit(request.url).path.split('/')


class TestOperations(base.TestHTTP):
    def setUp(self):
        super().setUp()
        self.proxy.get_endpoint_data()
        # One answer for all, with every key that a method may read
        answer = {
            **ITEM,
            'compatible': True,
            'destination_share_server_id': ID,
            'details': {},
            'extra_specs': ITEM,
            'group_specs': ITEM,
            'limits': {'absolute': {}},
            'meta': ITEM,
            'metadata': ITEM,
            'restore': {'share_id': ID},
            'share_group_type_access': [],
            'share_type_access': [],
            'specs': ITEM,
            'total_progress': 0,
            'versions': [{'id': 'v2.0'}],
        }
        for cls in _proxy.Proxy._resource_registry.values():
            answer.setdefault(cls.resource_key, {'id': ID})
            answer.setdefault(cls.resources_key, [])
        self.answer(json=answer)

    def answer(self, **response):
        self.http.request(requests_mock.ANY, requests_mock.ANY, **response)

    def do(self, operation, version=HIGHEST, **more):
        """Call the method, and take all that it gives."""
        self.proxy.default_microversion = version
        method = getattr(self.proxy, operation.sdk)
        given = {**ARGUMENTS.get(operation.name, {}), **more}
        positional = []
        parameters = inspect.signature(method).parameters
        for name, parameter in parameters.items():
            if parameter.kind is parameter.VAR_KEYWORD:
                if operation.operation == 'update':
                    given = given or {'description': 'new'}
            elif parameter.default is parameter.empty:
                value = given.pop(name, VALUES.get(name, ID))
                if parameter.kind is parameter.KEYWORD_ONLY:
                    given[name] = value
                else:
                    positional.append(value)
        result = method(*positional, **given)
        if inspect.isgenerator(result):
            list(result)

    def test_requests(self):
        wrong = []
        for each in operations.operations():
            for version in versions(each):
                before = len(self.http.request_history)
                try:
                    self.do(each, version)
                except Exception as e:
                    wrong.append(f'{each.sdk} fails at {version}: {e!r}')
                    continue
                sent = [told(r) for r in self.http.request_history[before:]]
                if sent != [expected(each, version)]:
                    wrong.append(
                        f'{each} is not what {each.sdk} sends at {version}, '
                        f'but {sent}'
                    )
        self.assertEqual([], wrong)

    def test_parts_of_urls(self):
        # Whatever an ID or a key contains, no other resource is affected
        wrong = []
        for each in operations.operations():
            before = len(self.http.request_history)
            self.do(each)
            usual = self.http.request_history[before:]
            parts = {part for r in usual for part in parts_of(r)}
            if 'metadata' in each.operation:
                parts.add('metadata')  # For keys, all of it is replaced
            names = inspect.signature(getattr(self.proxy, each.sdk)).parameters
            for name, parameter in names.items():
                if parameter.default is not parameter.empty:
                    continue
                if (
                    name == 'new_size'
                    or parameter.kind is parameter.VAR_KEYWORD
                ):
                    continue
                if isinstance(VALUES.get(name), dict):
                    continue
                for value in HOSTILE:
                    before = len(self.http.request_history)
                    given = [value] if name == 'keys' else value
                    try:
                        self.do(each, **{name: given})
                    except (exceptions.SDKException, UnicodeError):
                        pass
                    sent = self.http.request_history[before:]
                    if any(not parts.issuperset(parts_of(r)) for r in sent):
                        wrong.append((each.sdk, name, value, sent))
        self.assertEqual([], wrong)

    def test_refusals(self):
        self.answer(status_code=409)
        silent = []
        for each in operations.operations():
            try:
                self.do(each, versions(each)[-1])
            except exceptions.ConflictException:
                continue
            silent.append(str(each))
        self.assertEqual([], silent)

    def test_misses(self):
        self.answer(status_code=404)
        wrong = []
        for each in operations.operations():
            method = inspect.signature(getattr(self.proxy, each.sdk))
            if 'ignore_missing' not in method.parameters:
                continue
            self.do(each, ignore_missing=True)
            try:
                self.do(each, ignore_missing=False)
            except exceptions.NotFoundException:
                continue
            wrong.append(str(each))
        self.assertEqual([], wrong)

    def test_exceptions(self):
        names = {operation.name for operation in operations.operations()}
        self.assertEqual(set(), ARGUMENTS.keys() - names)
        self.assertEqual(set(), INSTEAD.keys() - operations.UNREACHED.keys())
