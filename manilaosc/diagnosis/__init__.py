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

"""Diagnosis: what is wrong with shares, why, and what to do about it.

The facts are fetched side by side (:mod:`.facts`). Each check is a function
that takes the facts and yields findings; the tables below have all of them.
"""

from collections.abc import Callable, Iterator
from typing import Any

from manilaosc.diagnosis import access
from manilaosc.diagnosis import blockers
from manilaosc.diagnosis import cloud
from manilaosc.diagnosis import facts
from manilaosc.diagnosis import finding
from manilaosc.diagnosis import movement
from manilaosc.diagnosis import pools
from manilaosc.diagnosis import shares

Check = Callable[[facts.Facts], Iterator[finding.Finding]]

#: Checks of shares and of what belongs to them
CHECKS: tuple[Check, ...] = (
    shares.failed,
    shares.stuck,
    shares.in_recycle_bin,
    pools.no_pool_matches,
    access.rules,
    access.client,
    access.export_locations,
    movement.replicas,
    movement.migrations,
    movement.transfers,
)
#: Checks of a single share only: they would find something for most shares
SHARE_CHECKS: tuple[Check, ...] = (blockers.of_shares,)
#: Checks of a project
PROJECT_CHECKS: tuple[Check, ...] = (cloud.limits,)
#: Checks of the whole cloud
CLOUD_CHECKS: tuple[Check, ...] = (cloud.services, cloud.lost_hosts)


def diagnose_share(
    known: facts.Facts, client: Any, share: Any
) -> list[finding.Finding]:
    """Diagnose one share.

    :param known: The facts, still empty.
    :param client: The shared file system proxy.
    :param share: The share, complete.
    """
    kind = 'soft_deleted' if share.is_soft_deleted else 'shares'
    known.set(kind, [share])

    def one(source: facts.Source) -> Any:
        return source.one(client, share) if source.one else None

    facts.fetch(known, client, facts.SOURCES, one)
    if _has_failed(known):
        facts.fetch(known, client, facts.REASONS, one)
    return _run(known, CHECKS + SHARE_CHECKS)


def diagnose_all(
    known: facts.Facts, client: Any, query: dict[str, Any]
) -> list[finding.Finding]:
    """Diagnose a project, or the whole cloud.

    :param known: The facts, still empty.
    :param client: The shared file system proxy.
    :param query: The filters for the project; ``all_projects`` alone stands
        for the cloud.
    """

    def every(source: facts.Source) -> Any:
        return source.all(client, query) if source.all else None

    facts.fetch(known, client, facts.SOURCES, every)
    if _has_failed(known):
        facts.fetch(known, client, facts.REASONS, every)
    checks = CHECKS + PROJECT_CHECKS
    if query == {'all_projects': True}:
        checks += CLOUD_CHECKS
    return _run(known, checks)


def _has_failed(known: facts.Facts) -> bool:
    """Return whether anything is in error, so that the reason is needed."""
    found = _run(known, CHECKS)
    return any(each.severity == finding.ERROR for each in found)


def _run(
    known: facts.Facts, checks: tuple[Check, ...]
) -> list[finding.Finding]:
    return finding.worst_first(
        each for check in checks for each in check(known)
    )
