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
"""Facts for tests of checks: resources as Manila returns them."""

import datetime
from typing import Any

import testtools

from manilaosc.diagnosis import access
from manilaosc.diagnosis import facts
from manilaosc.sdk.v2 import _proxy

NOW = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
#: Before and after the time from which on an operation counts as stuck
RECENTLY = '2026-11-25T11:50:00.000000'
LONG_AGO = '2026-11-25T11:00:00.000000'


def resource(name: str, /, **attrs: Any) -> Any:
    """Return a resource of the registry; other attributes are None."""
    attrs.setdefault('id', f'{name}-id')
    attrs.setdefault('created_at', LONG_AGO)
    cls = _proxy.Proxy._resource_registry[name]
    return cls.existing(**attrs)


def share(**attrs: Any) -> Any:
    """Return a share, available unless told otherwise."""
    return resource(
        'share', **{'id': 's1', 'name': 'data', 'status': 'available', **attrs}
    )


def known(client: str = '', **sources: list[Any]) -> facts.Facts:
    """Return facts with some sources fetched.

    :param client: The address of the client to check.
    """
    found = facts.Facts(
        now=NOW,
        stuck_after=datetime.timedelta(minutes=15),
        client_network=access.network(client) if client else None,
    )
    for name, resources in sources.items():
        found.set(name, resources)
    return found


class TestCase(testtools.TestCase):
    def assert_findings(
        self, expected: list[tuple[str, str, str]], found: Any
    ) -> Any:
        """Check severity, code and ID of findings, and return them."""
        found = list(found)
        self.assertEqual(
            expected, [(f.severity, f.code, f.id) for f in found], found
        )
        return found
