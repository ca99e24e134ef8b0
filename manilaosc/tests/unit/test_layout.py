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

"""Tests for the layout: which part may import which."""

import ast
from collections.abc import Iterator
import json
import pathlib
import subprocess
import sys

from openstack import proxy
import testtools

import manilaosc
from manilaosc.sdk.v2 import _proxy

PACKAGE = pathlib.Path(manilaosc.__file__).parent

#: What each part may import of manilaosc when it runs, and what to do else
ARROWS = {
    'v2': (
        {'command', 'common', 'diagnosis', 'i18n', 'v2'},
        'a command calls self.client.<method>; for a type, import under '
        'TYPE_CHECKING',
    ),
    'sdk': (
        {'sdk'},
        'the SDK layer must be ready to move into openstacksdk as it is',
    ),
    'sdk/v2': (
        {'sdk.v2'},
        'what is beside v2, such as retries, does not move to openstacksdk',
    ),
    'tests/unit/sdk': (
        {'sdk', 'tests'},
        'the tests of the SDK layer move with it',
    ),
    'common': (
        {'common', 'i18n'},
        'what knows a resource or a command belongs to v2 or command.py',
    ),
    'diagnosis': (
        {'common', 'diagnosis', 'i18n'},
        'checks examine facts; what prints or asks belongs to v2',
    ),
    'command.py': ({'common', 'i18n'}, 'what knows a resource belongs to v2'),
    'plugin.py': (
        {'i18n'},
        'import within the function, so that other commands do not pay',
    ),
    'sandbox': (
        {'sandbox'},
        'the sandbox is a service of its own: it must run with any client',
    ),
}
#: Modules of commands that write to streams themselves: the first two make
#: text safe, the others write what has passed :mod:`manilaosc.common.text`
WRITERS = {
    'text.py',
    'formatters.py',
    'terminal.py',
    'wait.py',
    'interrupt.py',
}
#: Third parties that the SDK layer may import: openstacksdk's own, and what
#: requests is built on
SDK_NEEDS = {'keystoneauth1', 'openstack', 'requests', 'urllib3'}
#: Distributions that the plugin must not load when ``openstack`` starts
HEAVY = ('keystoneauth1', 'manilaclient', 'openstack', 'osc_lib', 'requests')


def modules(part: str) -> list[pathlib.Path]:
    path = PACKAGE / part
    return [path] if path.is_file() else sorted(path.rglob('*.py'))


def imports(
    tree: ast.AST, at_start: bool = False
) -> Iterator[tuple[str, int]]:
    """What a module imports, its ``if TYPE_CHECKING:`` blocks apart.

    :param at_start: Leave out what functions import when they are called.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and 'TYPE_CHECKING' in ast.dump(node.test):
            continue
        if at_start and isinstance(node, ast.FunctionDef):
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield f'{node.module}.{alias.name}', node.lineno
        yield from imports(node, at_start)


class TestArrows(testtools.TestCase):
    def test_arrows(self):
        problems = []
        for part, (allowed, advice) in ARROWS.items():
            for path in modules(part):
                tree = ast.parse(path.read_text())
                # The client may be created late, but nothing else
                late = part == 'plugin.py'
                for name, line in imports(tree, at_start=late):
                    package, _dot, rest = name.partition('.')
                    known = any(
                        f'{rest}.'.startswith(f'{part}.') for part in allowed
                    )
                    if package == 'manilaosc' and not known:
                        where = path.relative_to(PACKAGE.parent)
                        problems.append(
                            f'{where}:{line} imports {name}: {advice}'
                        )
        self.assertEqual([], problems)

    def test_parts_exist(self):
        self.assertEqual([], [part for part in ARROWS if not modules(part)])

    def test_sdk_needs_openstacksdk_only(self):
        allowed = SDK_NEEDS | {'manilaosc', *sys.stdlib_module_names}
        foreign = [
            f'{path.relative_to(PACKAGE.parent)}:{line} imports {name}: '
            'openstacksdk does not have it'
            for path in modules('sdk')
            for name, line in imports(ast.parse(path.read_text()))
            if name.split('.')[0] not in allowed
        ]
        self.assertEqual([], foreign)

    def test_no_relative_imports(self):
        # The other checks read names only
        relative = [
            f'{path.relative_to(PACKAGE.parent)}:{node.lineno}'
            for path in modules('.')
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom) and node.level
        ]
        self.assertEqual([], relative)

    def test_common_uses_no_method_of_one_noun(self):
        # client.get_share(), client.user_messages() belong to a noun; what
        # openstacksdk's base of all proxies has, and waiting, do not
        general = {*dir(proxy.Proxy), 'wait_until', 'wait_until_all'}
        methods = {
            name
            for name in set(dir(_proxy.Proxy)) - general
            if callable(getattr(_proxy.Proxy, name))
        }
        self.assertLess({'get_share', 'user_messages'}, methods)
        problems = [
            f'{path.relative_to(PACKAGE.parent)}:{node.lineno} uses '
            f'.{node.attr}: hand the method in from v2'
            for path in modules('common')
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Attribute) and node.attr in methods
        ]
        self.assertEqual([], problems)

    def test_output_passes_one_place(self):
        # Elsewhere, text of other users could reach a terminal as it is
        problems = [
            f'{path.relative_to(PACKAGE.parent)}:{node.lineno} writes: use '
            'text.write(), a formatter or a logger'
            for part in ('common', 'v2', 'command.py', 'plugin.py')
            for path in modules(part)
            if path.name not in WRITERS
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call)
            and (
                getattr(node.func, 'attr', '') in ('write', 'writelines')
                or getattr(node.func, 'id', '') == 'print'
            )
            and ast.unparse(node.func) != 'text.write'
        ]
        self.assertEqual([], problems)

    def test_common_reads_no_option_of_one_noun(self):
        # Such as --check-only, which only share networks have
        source = {
            path: ast.parse(path.read_text()) for path in modules('common')
        }
        strings = {
            node.value.lstrip('-').replace('-', '_')
            for tree in source.values()
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            if node.value.startswith('--')
        }
        # What cliff and OpenStackClient declare
        strings |= {'columns', 'formatter', 'sort_columns', 'long'}
        strings |= {'prefix', 'variables', 'user_domain'}
        problems = [
            f'{path.relative_to(PACKAGE.parent)}:{node.lineno} reads '
            f'--{name}, which is not declared here'
            for path, tree in source.items()
            for node, name in _options_read(tree)
            if name not in strings
        ]
        self.assertEqual([], problems)


def _options_read(tree):
    """The options that a module reads: a node and a name of each."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if ast.unparse(node.value) == 'parsed_args':
                yield node, node.attr
        elif isinstance(node, ast.Call) and ast.unparse(node).startswith(
            'getattr(parsed_args,'
        ):
            if isinstance(node.args[1], ast.Constant):
                yield node, node.args[1].value


class TestStart(testtools.TestCase):
    def test_plugin_imports_next_to_nothing(self):
        code = (
            'import json, sys; import manilaosc.plugin; '
            'print(json.dumps(sorted(sys.modules)))'
        )
        output = subprocess.check_output(
            [sys.executable, '-c', code], text=True
        )
        loaded = json.loads(output)
        self.assertIn('manilaosc.plugin', loaded)
        heavy = [name for name in loaded if name.split('.')[0] in HEAVY]
        self.assertEqual([], heavy)
