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

"""Functional tests for lists that are longer than a page."""

import os
import pathlib
from typing import Any

from manilaosc import sandbox
from manilaosc.tests.functional import base

COUNT = 2500
#: Page sizes that divide the list, do not, or are larger than it
LIMITS = (1, 7, 999, 1000, 1001, 2499, 2500, 2501, 10000)


class TestLongLists(base.TestCase):
    cloud = 'other'

    def setUp(self) -> None:
        super().setUp()
        self.prefix = self.name('bulk') + '-'
        # clouds.yaml is in the folder of the sandbox
        config = pathlib.Path(os.environ['OS_CLIENT_CONFIG_FILE'])
        box = sandbox.Sandbox(config.parent)
        self.addCleanup(box.empty_shares, self.prefix)
        box.fill_shares('other', COUNT, prefix=self.prefix)
        # From the database, not from a list command
        self.names = [f'{self.prefix}{n:05}' for n in range(1, COUNT + 1)]

    def listed(self, options: str) -> list[str]:
        found = self.json(f'share list --name~ {self.prefix} {options}')
        return [share['Name'] for share in found]

    def test_command(self) -> None:
        self.assertEqual(self.names, self.listed(''))
        for limit in LIMITS:
            self.assertEqual(
                self.names[:limit], self.listed(f'--limit {limit}'), f'{limit}'
            )
        self.assertEqual([], self.listed('--limit 0'))

        # By marker, offset, name and ID
        self.assertEqual(
            self.names[2498:], self.listed('--limit 1000 --offset 2498')
        )
        self.assertEqual(self.names[1500:], self.listed('--offset 1500'))
        marker = self.names[1499]
        self.assertEqual(
            self.names[1500:1507], self.listed(f'--limit 7 --marker {marker}')
        )
        marker_id = self.json('share show', marker)['id']
        self.assertEqual(
            self.names[1500:], self.listed(f'--marker {marker_id}')
        )
        self.assertEqual(self.names[2490:], self.listed('--marker 2490'))
        self.openstack(
            f'share list --name~ {self.prefix} --marker nowhere',
            fail=True,
            stderr="Marker 'nowhere' not found in the list",
        )
        self.assertEqual(
            self.names[::-1][:5], self.listed('--sort name:desc --limit 5')
        )
        self.assertEqual(
            self.names[::-1][:5],
            self.listed('--sort size:asc,name:desc --limit 5'),
        )

    def test_sdk(self) -> None:
        client = self.sdk()
        for limit in (None, 61, 999, 1000, 2500, 2501):
            query: dict[str, Any] = {'limit': limit} if limit else {}
            found = [
                share.name
                for share in client.shares(name_pattern=self.prefix, **query)
            ]
            self.assertEqual(COUNT, len(found), f'{limit}')
            self.assertEqual(self.names, sorted(found), f'{limit}')

    def test_find_sends_no_list_request(self) -> None:
        name = self.names[1234]
        result = self.openstack('share show -c id -f value', name)
        self.assertEqual(
            [f'GET /shares/detail?name={name}'],
            [str(r) for r in result.requests[3:]],
        )
