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
"""Checks of the cloud: services, pools, hosts and limits."""

from collections.abc import Iterator
from typing import Any

from manilaosc.diagnosis import finding
from manilaosc.diagnosis.facts import Facts
from manilaosc.i18n import _

#: From which share of a limit on it is reported, in percent
NEARLY_USED = 90

#: The names of limits and usage in the API, what they count, and what is
#: refused when none is left
LIMITS = (
    ('maxTotalShares', 'totalSharesUsed', _('shares'), 'share create'),
    (
        'maxTotalShareGigabytes',
        'totalShareGigabytesUsed',
        _('GiB of shares'),
        'share create, share resize',
    ),
    (
        'maxTotalShareSnapshots',
        'totalShareSnapshotsUsed',
        _('snapshots'),
        'share snapshot create',
    ),
    (
        'maxTotalSnapshotGigabytes',
        'totalSnapshotGigabytesUsed',
        _('GiB of snapshots'),
        'share snapshot create',
    ),
    (
        'maxTotalShareNetworks',
        'totalShareNetworksUsed',
        _('share networks'),
        'share network create',
    ),
    (
        'maxTotalShareReplicas',
        'totalShareReplicasUsed',
        _('replicas'),
        'share replica create',
    ),
    (
        'maxTotalReplicaGigabytes',
        'totalReplicaGigabytesUsed',
        _('GiB of replicas'),
        'share replica create',
    ),
    (
        'maxTotalShareBackups',
        'totalShareBackupsUsed',
        _('backups'),
        'share backup create',
    ),
    (
        'maxTotalBackupGigabytes',
        'totalBackupGigabytesUsed',
        _('GiB of backups'),
        'share backup create',
    ),
    (
        'maxTotalShareGroups',
        'totalShareGroupsUsed',
        _('share groups'),
        'share group create',
    ),
    (
        'maxTotalShareGroupSnapshots',
        'totalShareGroupSnapshotsUsed',
        _('group snapshots'),
        'share group snapshot create',
    ),
)


def limits(facts: Facts) -> Iterator[finding.Finding]:
    """Limits of the user's project that are used up, or nearly."""
    for found in facts.limits:
        for limit_name, usage_name, what, refused in LIMITS:
            limit = getattr(found, limit_name, None)
            used = getattr(found, usage_name, None)
            if limit is None or used is None or limit < 0:
                continue
            if limit and used * 100 < limit * NEARLY_USED:
                continue
            full = used >= limit
            yield finding.Finding(
                code='quota-exhausted' if full else 'quota-nearly-used',
                severity=finding.WARNING,
                noun='share limits',
                id=limit_name,
                name=None,
                problem=_('%(used)d of %(limit)d %(what)s are in use')
                % {'used': used, 'limit': limit, 'what': what},
                reason=_('Manila refuses: %s.') % refused if full else '',
                remedy=_('Ask your administrator for a higher quota.'),
            )


def services(facts: Facts) -> Iterator[finding.Finding]:
    """Services that are down, disabled or ensuring shares."""
    for service in facts.services:
        name = f'{service.binary} {service.host}'
        if service.state == 'down':
            yield _service(
                service,
                name,
                'service-down',
                finding.ERROR,
                _('is down'),
                _('Last seen %s.') % service.updated_at,
                _('Start the service, and see its log.'),
            )
        elif service.status == 'disabled':
            yield _service(
                service,
                name,
                'service-disabled',
                finding.WARNING,
                _('is disabled'),
                service.disabled_reason or '',
                'openstack share service set --enable '
                f'{service.host} {service.binary}',
            )
        elif service.ensuring:
            yield _service(
                service,
                name,
                'service-ensuring',
                finding.NOTE,
                _('is ensuring its shares'),
                _('Requests on its shares may fail until it is done.'),
                '',
            )


def _service(
    service: Any,
    name: str,
    code: str,
    severity: str,
    problem: str,
    reason: str,
    remedy: str,
) -> finding.Finding:
    return finding.Finding(
        code=code,
        severity=severity,
        noun='share service',
        id=str(service.id),
        name=name,
        problem=problem,
        reason=reason,
        remedy=remedy,
        since=service.updated_at,
    )


def lost_hosts(facts: Facts) -> Iterator[finding.Finding]:
    """Share instances on hosts that are no longer among the services."""
    if not facts.has('services', 'instances'):
        return
    known = {service.host for service in facts.services}
    for instance in facts.instances:
        host = (instance.host or '').partition('#')[0]
        if host and host not in known:
            yield finding.about(
                'share instance',
                instance,
                'host-unknown',
                finding.ERROR,
                problem=_('is on the host %s, which no service has') % host,
                reason=_('Nothing can be done to its share.'),
                remedy=_(
                    'Start a service with this host, or move the records: '
                    '"manila-manage share update_host".'
                ),
            )
