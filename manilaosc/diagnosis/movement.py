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
"""Checks of replicas, migrations and transfers."""

from collections.abc import Iterator
from typing import Any

from manilaosc.diagnosis import finding
from manilaosc.diagnosis import shares
from manilaosc.diagnosis.facts import Facts
from manilaosc.i18n import _

#: The states of a migration that waits for its second phase
PHASE_1_DONE = frozenset(
    {'data_copying_completed', 'migration_driver_phase1_done'}
)
#: The states of a migration that has ended, or was never begun
ENDED = frozenset({'', 'migration_cancelled', 'migration_success'})
#: The states of a migration that failed
FAILED = frozenset({'data_copying_error', 'migration_error'})


def replicas(facts: Facts) -> Iterator[finding.Finding]:
    """Replicas out of sync, and shares without one active replica."""
    by_share: dict[str, list[Any]] = {}
    for replica in facts.replicas:
        by_share.setdefault(replica.share_id, []).append(replica)
        state = replica.replica_state
        if state not in ('error', 'out_of_sync'):
            continue
        if replica.status in shares.TRANSITIONAL:
            continue
        yield finding.about(
            'share replica',
            replica,
            'replica-out-of-sync',
            finding.ERROR if state == 'error' else finding.WARNING,
            problem=_('has the replica state %s') % state,
            reason=shares.service_trouble(facts, replica),
            remedy=f'openstack share replica resync {replica.id}'
            if facts.is_admin
            else f'openstack share replica wait {replica.id} '
            '--for replica_state=in_sync',
            since=replica.updated_at,
        )
    for share_id, found in by_share.items():
        yield from _active(facts, share_id, found)


def _active(
    facts: Facts, share_id: str, found: list[Any]
) -> Iterator[finding.Finding]:
    active = [each for each in found if each.replica_state == 'active']
    share = next((s for s in facts.shares if s.id == share_id), None)
    writable = share is not None and share.replication_type == 'writable'
    name = getattr(share, 'name', None)
    if not active:
        yield finding.Finding(
            code='no-active-replica',
            severity=finding.ERROR,
            noun='share',
            id=share_id,
            name=name,
            problem=_('has no active replica'),
            remedy=_promotion(
                found, _('Ask your administrator to promote a replica.')
            ),
        )
    elif len(active) > 1 and share is not None and not writable:
        yield finding.Finding(
            code='several-active-replicas',
            severity=finding.ERROR,
            noun='share',
            id=share_id,
            name=name,
            problem=_('has %d active replicas') % len(active),
            reason=', '.join(each.id for each in active),
            remedy=_('Ask your administrator to check the back ends.'),
        )
    for each in active:
        trouble = shares.service_trouble(facts, each)
        if trouble:
            yield finding.about(
                'share replica',
                each,
                'active-replica-on-failed-service',
                finding.ERROR,
                problem=_('the active replica is on a failed service'),
                reason=trouble,
                remedy=_promotion(
                    found, _('Ask your administrator to start the service.')
                ),
            )


def _promotion(found: list[Any], otherwise: str) -> str:
    """Return the command that promotes a replica in sync, if there is one."""
    for each in found:
        if each.replica_state == 'in_sync':
            return f'openstack share replica promote {each.id}'
    return otherwise


def migrations(facts: Facts) -> Iterator[finding.Finding]:
    """Migrations that wait for their second phase, or failed."""
    for noun, found in (
        ('share', facts.shares),
        ('share server', facts.servers),
    ):
        for resource in found:
            yield from _migration(facts, noun, resource)


def _migration(
    facts: Facts, noun: str, resource: Any
) -> Iterator[finding.Finding]:
    state = resource.task_state or ''
    if state in PHASE_1_DONE:
        yield finding.about(
            noun,
            resource,
            'migration-phase-1-done',
            finding.WARNING,
            problem=_('its migration waits for the second phase'),
            reason=_('The first phase is done (%s).') % state,
            remedy=f'openstack {noun} migration complete {resource.id}',
        )
    elif state in FAILED:
        yield finding.about(
            noun,
            resource,
            'migration-failed',
            finding.ERROR,
            problem=_('its migration failed (%s)') % state,
            reason=shares.service_trouble(facts, resource),
            remedy=f'openstack {noun} set {resource.id} --task-state'
            if noun == 'share'
            else f'openstack {noun} set {resource.id} --status active '
            '--task-state',
        )
    elif state not in ENDED:
        trouble = shares.service_trouble(facts, resource)
        if trouble:
            yield finding.about(
                noun,
                resource,
                'migration-in-doubt',
                finding.WARNING,
                problem=_('its migration may not continue (%s)') % state,
                reason=trouble,
                remedy=f'openstack {noun} migration show {resource.id}',
            )


def transfers(facts: Facts) -> Iterator[finding.Finding]:
    """Transfers that wait to be accepted, and when they expire."""
    for transfer in facts.transfers:
        if transfer.accepted:
            continue
        yield finding.about(
            'share transfer',
            transfer,
            'transfer-pending',
            finding.NOTE,
            problem=_('waits to be accepted'),
            reason=_('It expires at %s.') % transfer.expires_at,
            remedy=f'openstack share transfer delete {transfer.id}',
            since=transfer.created_at,
        )
