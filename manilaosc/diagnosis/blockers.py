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
"""What keeps a resource from being deleted, and how to remove it."""

from collections.abc import Iterator
import dataclasses
from typing import Any

from manilaosc.diagnosis import finding
from manilaosc.diagnosis.facts import Facts
from manilaosc.i18n import _


@dataclasses.dataclass(frozen=True)
class Blocker:
    """A resource that keeps another one from being deleted.

    :param what: What it is, with its ID: ``snapshot nightly (f3a1...)``.
    :param remedy: The command that removes it.
    """

    what: str
    remedy: str


def named(noun: str, resource: Any) -> str:
    """Return a resource for a message: ``snapshot nightly (f3a1...)``."""
    name = getattr(resource, 'name', None)
    return (
        f'{noun} {name} ({resource.id})' if name else f'{noun} {resource.id}'
    )


def lock(each: Any) -> Blocker:
    """Return a lock as a blocker: whose it is, since when, and why."""
    words = _('lock %(id)s of user %(user)s since %(when)s') % {
        'id': each.id,
        'user': each.user_id,
        'when': each.created_at,
    }
    if each.lock_reason:
        words += f' ({each.lock_reason})'
    return Blocker(words, f'openstack share lock delete {each.id}')


def snapshot(each: Any) -> Blocker:
    """Return a snapshot of a share as a blocker."""
    return Blocker(
        named(_('snapshot'), each),
        f'openstack share snapshot delete {each.id}',
    )


def replica(each: Any) -> Blocker:
    """Return a replica of a share as a blocker."""
    return Blocker(
        named(_('replica'), each), f'openstack share replica delete {each.id}'
    )


def backup(each: Any) -> Blocker:
    """Return a backup of a share as a blocker."""
    return Blocker(
        named(_('backup'), each), f'openstack share backup delete {each.id}'
    )


def of_shares(facts: Facts) -> Iterator[finding.Finding]:
    """What keeps shares from being deleted."""
    for share in facts.shares:
        found = [
            lock(each)
            for each in facts.locks
            if each.resource_id == share.id
            and each.resource_action == 'delete'
        ]
        found += [
            snapshot(each)
            for each in facts.snapshots
            if each.share_id == share.id
        ]
        found += [
            replica(each)
            for each in facts.replicas
            if each.share_id == share.id and each.replica_state != 'active'
        ]
        found += [
            backup(each) for each in facts.backups if each.share_id == share.id
        ]
        for each in found:
            yield finding.about(
                'share',
                share,
                'deletion-blocked',
                finding.NOTE,
                problem=_('cannot be deleted'),
                reason=_('It has the %s.') % each.what,
                remedy=each.remedy,
            )
