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

"""Base class of functional tests that need share replicas."""

from typing import Any

from manilaosc.tests.functional import base
from manilaosc.tests.functional.v2 import _snapshots


class TestCase(_snapshots.TestCase):
    def create_type(self, kind: str = 'readable', dhss: str = 'false') -> str:
        """Create a share type whose shares can be replicated."""
        name = self.name(kind)
        self.cleanup('share type delete', name, cloud='admin')
        self.openstack(
            'share type create --snapshot-support true '
            '--revert-to-snapshot-support true',
            name, dhss, '--extra-specs', f'replication_type={kind}',
            cloud='admin',
        )  # fmt: skip
        return name

    def create_replicable(self, *args: str, kind: str = 'readable') -> str:
        """Create a share, which is deleted after its replicas."""
        if '--share-type' not in args:
            args = (*args, '--share-type', self.create_type(kind))
        share = self.create_share(*args)
        self.addCleanup(self.forget_replicas, share)
        return share

    def forget_replicas(self, share: str) -> None:
        """Delete all replicas but the active one."""
        argv = ['share', 'replica', 'list', '--share', share, '-f', 'json']
        found = base.run(['--os-cloud', 'admin', *argv])
        if found.status:
            self.assertIn('No share with', found.err)
            return
        rows = sorted(
            found.json(), key=lambda row: str(row['Replica State']) != 'active'
        )
        if len(rows) > 1:
            self.openstack(
                'share replica delete --force --wait',
                *(row['ID'] for row in rows[1:]),
                cloud='admin',
            )

    def create_replica(
        self, share: str, *args: str, **kwargs: Any
    ) -> dict[str, Any]:
        """Create a replica, and wait until it is available."""
        created: dict[str, Any] = self.json(
            'share replica create --wait --timeout 60', share, *args, **kwargs
        )
        self.assertEqual('available', created['status'])
        return created

    def states(self, share: str, **kwargs: Any) -> dict[str, str]:
        """Return the replica state of each replica, by ID."""
        rows = self.json('share replica list --share', share, **kwargs)
        return {row['ID']: row['Replica State'] for row in rows}

    def active(self, share: str) -> str:
        (found,) = (
            each
            for each, state in self.states(share).items()
            if state == 'active'
        )
        return found
