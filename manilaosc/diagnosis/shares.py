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
"""Checks of states: failed, stuck, and about to be deleted."""

from collections.abc import Iterator, Mapping
import datetime
from typing import Any

from manilaosc.diagnosis import finding
from manilaosc.diagnosis import hints
from manilaosc.diagnosis.facts import Facts
from manilaosc.i18n import _

#: The kinds of resources with a state: the attribute of the facts, the noun
#: in commands, and the attribute with the state
STATES = (
    ('shares', 'share', 'status'),
    ('snapshots', 'share snapshot', 'status'),
    ('replicas', 'share replica', 'status'),
    ('backups', 'share backup', 'status'),
    ('groups', 'share group', 'status'),
    ('group_snapshots', 'share group snapshot', 'status'),
    ('servers', 'share server', 'status'),
    ('networks', 'share network', 'status'),
)

#: The states that Manila keeps a resource in until an operation is done
TRANSITIONAL = frozenset(
    {
        'awaiting_transfer',
        'backup_creating',
        'backup_restoring',
        'creating',
        'creating_from_snapshot',
        'deferred_deleting',
        'deleting',
        'extending',
        'manage_starting',
        'migrating',
        'migrating_to',
        'network_change',
        'replication_change',
        'restoring',
        'reverting',
        'server_migrating',
        'server_migrating_to',
        'shrinking',
        'unmanage_starting',
        'unmanaging',
    }
)

#: The actions of user messages that explain a state; any action explains the
#: other states
ACTIONS = {
    'error_deleting': {'007'},
    'extending_error': {'008'},
    'reverting_error': {'006'},
    'shrinking_error': {'009'},
    'shrinking_possible_data_loss_error': {'009'},
}

#: The command that mends a failure state, by noun and state; the ID is filled
#: in. ``*`` stands for the other failure states of the noun.
REMEDIES: Mapping[tuple[str, str], str] = {
    ('share', 'error_deleting'): 'openstack share delete %s',
    ('share snapshot', '*'): 'openstack share snapshot delete %s',
    ('share replica', '*'): 'openstack share replica delete %s',
    ('share backup', '*'): 'openstack share backup delete %s',
    ('share group', '*'): 'openstack share group delete %s',
    ('share group snapshot', '*'): 'openstack share group snapshot delete %s',
}

#: As REMEDIES, but only administrators can run these
ADMIN_REMEDIES: Mapping[tuple[str, str], str] = {
    ('share', 'error_deferred_deleting'): 'openstack share delete --force %s',
    ('share', 'manage_error'): 'openstack share unmanage %s',
    ('share', 'unmanage_error'): 'openstack share unmanage %s',
    ('share', '*'): 'openstack share set %s --status available',
    (
        'share instance',
        '*',
    ): 'openstack share instance set %s --status available',
    ('share snapshot', 'manage_error'): 'openstack share snapshot unmanage %s',
    (
        'share snapshot',
        'unmanage_error',
    ): 'openstack share snapshot unmanage %s',
    ('share server', '*'): 'openstack share server set %s --status active',
    ('share network', '*'): 'openstack share network set %s --status active',
}

#: Actions of user messages whose failure leaves nothing worth keeping
CREATING_ACTIONS = frozenset({'001', '002'})


def failed(facts: Facts) -> Iterator[finding.Finding]:
    """Resources in a failure state, and what user messages say about it."""
    failing = set()
    for name, noun, attribute in STATES:
        for resource in getattr(facts, name):
            state = getattr(resource, attribute) or ''
            if 'error' in state:
                failing.add(resource.id)
                yield _failure(facts, noun, resource, state)
    for instance in facts.instances:
        # The instance of a share in error is in error itself
        if 'error' in (instance.status or '') and not (
            {instance.share_id, instance.id} & failing
        ):
            yield _failure(facts, 'share instance', instance, instance.status)


def _failure(
    facts: Facts, noun: str, resource: Any, state: str
) -> finding.Finding:
    message = facts.message_about(resource, ACTIONS.get(state))
    reason = ''
    if message is not None:
        told = (message.user_message, hints.hint(message.detail_id))
        reason = ' '.join(filter(None, told))
    return finding.about(
        noun,
        resource,
        f'{noun.replace(" ", "-")}-in-error',
        finding.ERROR,
        problem=_('is in %s') % state,
        reason=reason or service_trouble(facts, resource),
        remedy=_remedy(facts, noun, resource, state, message),
        since=getattr(resource, 'updated_at', None) or resource.created_at,
    )


def _remedy(
    facts: Facts, noun: str, resource: Any, state: str, message: Any
) -> str:
    if noun == 'share' and state == 'error':
        action = message.action_id if message is not None else None
        if action in CREATING_ACTIONS:
            return f'openstack share delete {resource.id}'
    for key in ((noun, state), (noun, '*')):
        if key in ADMIN_REMEDIES:
            if facts.is_admin:
                return ADMIN_REMEDIES[key] % str(resource.id)
            if key not in REMEDIES and (noun, '*') not in REMEDIES:
                return str(_('Ask your administrator to reset the status.'))
        if key in REMEDIES:
            return REMEDIES[key] % str(resource.id)
    return ''


def stuck(facts: Facts) -> Iterator[finding.Finding]:
    """Resources that have been in a transitional state for too long."""
    for name, noun, attribute in STATES:
        for resource in getattr(facts, name):
            state = getattr(resource, attribute) or ''
            if state not in TRANSITIONAL:
                continue
            since = _since(facts, noun, resource, state)
            age = facts.age(since)
            if age is not None and age < facts.stuck_after:
                continue
            code = f'{noun.replace(" ", "-")}-stuck'
            if age is None:
                yield finding.about(
                    noun,
                    resource,
                    code,
                    finding.NOTE,
                    problem=_('is %s; since when is unknown') % state,
                    reason=service_trouble(facts, resource),
                    remedy=f'openstack {noun} wait {resource.id}',
                )
                continue
            yield finding.about(
                noun,
                resource,
                code,
                finding.WARNING,
                problem=_('has been %(state)s for %(age)s')
                % {'state': state, 'age': _duration(age)},
                reason=service_trouble(facts, resource),
                remedy=_stuck_remedy(facts, noun, resource),
                since=since,
            )


def _stuck_remedy(facts: Facts, noun: str, resource: Any) -> str:
    if not facts.is_admin:
        return _(
            'Ask your administrator to check the services of the back end.'
        )
    return f'openstack {noun} set {resource.id} --status error'


def _since(facts: Facts, noun: str, resource: Any, state: str) -> str | None:
    updated: str | None = getattr(resource, 'updated_at', None)
    if updated or state.startswith('creating'):
        return updated or str(resource.created_at)
    if noun == 'share':
        # Manila does not tell when a share changed, but when its instances did
        times = [
            instance.updated_at
            for instance in facts.instances
            if instance.share_id == resource.id and instance.updated_at
        ]
        return max(times, default=None)
    return None


def service_trouble(facts: Facts, resource: Any) -> str:
    """Return what is wrong with the service that a resource depends on.

    :returns: A sentence; empty if nothing is wrong, or it is not known.
    """
    host = (getattr(resource, 'host', None) or '').partition('#')[0]
    for service in facts.services:
        if not host or service.host != host:
            continue
        if service.state == 'down':
            return _('The service %(host)s is down; last seen %(when)s.') % {
                'host': host,
                'when': service.updated_at,
            }
        if service.status == 'disabled':
            return _('The service %(host)s is disabled: %(why)s') % {
                'host': host,
                'why': service.disabled_reason or _('no reason given'),
            }
        if service.ensuring:
            return _('The service %s is ensuring its shares.') % host
    return ''


def in_recycle_bin(facts: Facts) -> Iterator[finding.Finding]:
    """Shares in the recycle bin, and when they will be deleted."""
    for share in facts.soft_deleted:
        yield finding.about(
            'share',
            share,
            'share-in-recycle-bin',
            finding.NOTE,
            problem=_('is in the recycle bin'),
            reason=_('It will be deleted at %s.')
            % share.scheduled_to_be_deleted_at,
            remedy=f'openstack share restore {share.id}',
        )


def _duration(age: datetime.timedelta) -> str:
    minutes = int(age.total_seconds()) // 60
    if minutes < 120:
        return _('%d minutes') % minutes
    hours = minutes // 60
    if hours < 48:
        return _('%d hours') % hours
    return _('%d days') % (hours // 24)
