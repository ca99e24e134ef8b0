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
"""The facts that the checks examine, fetched side by side.

Each source is a list of Manila's. What the user may not see, what the
microversion lacks and what fails is left out, and :attr:`Facts.missing` says
so: a diagnosis with less to go on is better than none.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from concurrent import futures
import dataclasses
import datetime
import ipaddress
from typing import Any

from openstack import exceptions as sdk_exceptions

from manilaosc.common import errors
from manilaosc.common import microversion
from manilaosc.i18n import _

#: A network, or an address as a network of one
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


#: Requests at once
WORKERS = 8
#: The order in which to list user messages
NEWEST_FIRST = {'sort_key': 'created_at', 'sort_dir': 'desc'}


@dataclasses.dataclass(frozen=True)
class Source:
    """Something to fetch.

    :param what: Its name for people: ``access rules``.
    :param min_version: The lowest microversion that has it.
    :param one: How to fetch what concerns one share; it takes the client and
        the share. None if it does not concern single shares.
    :param all: How to fetch it for a project or the cloud; it takes the
        client and the filters for the project. None if there is no such list.
    """

    what: str
    min_version: str = '2.0'
    one: Callable[[Any, Any], Iterable[Any]] | None = None
    all: Callable[[Any, dict[str, Any]], Iterable[Any]] | None = None


#: What to fetch, by the attribute of :class:`Facts`
SOURCES: Mapping[str, Source] = {
    'shares': Source(_('shares'), all=lambda client, q: client.shares(**q)),
    'soft_deleted': Source(
        _('the recycle bin'),
        '2.69',
        all=lambda client, q: client.shares(is_soft_deleted=True, **q),
    ),
    'snapshots': Source(
        _('snapshots'),
        one=lambda client, share: client.share_snapshots(
            all_projects=True, share_id=share.id
        ),
        all=lambda client, q: client.share_snapshots(**q),
    ),
    'access_rules': Source(
        _('access rules'), one=lambda client, share: client.access_rules(share)
    ),
    'export_locations': Source(
        _('export locations'),
        '2.9',
        one=lambda client, share: client.export_locations(share),
    ),
    'instances': Source(
        _('share instances'),
        '2.3',
        one=lambda client, share: client.share_instances(share_id=share.id),
        all=lambda client, q: client.share_instances(),
    ),
    'replicas': Source(
        _('replicas'),
        '2.11',
        one=lambda client, share: (
            client.share_replicas(share_id=share.id)
            if share.replication_type
            else []
        ),
        all=lambda client, q: client.share_replicas(),
    ),
    'backups': Source(
        _('backups'),
        '2.80',
        one=lambda client, share: client.share_backups(share_id=share.id),
        all=lambda client, q: client.share_backups(**q),
    ),
    'groups': Source(
        _('share groups'),
        '2.31',
        all=lambda client, q: client.share_groups(**q),
    ),
    'group_snapshots': Source(
        _('group snapshots'),
        '2.31',
        all=lambda client, q: client.share_group_snapshots(**q),
    ),
    'networks': Source(
        _('share networks'),
        one=lambda client, share: (
            [client.get_share_network(share.share_network_id)]
            if share.share_network_id
            else []
        ),
        all=lambda client, q: client.share_networks(**q),
    ),
    'servers': Source(
        _('share servers'),
        one=lambda client, share: (
            [client.get_share_server(share.share_server_id)]
            if share.share_server_id
            else []
        ),
        all=lambda client, q: client.share_servers(),
    ),
    'locks': Source(
        _('locks'),
        '2.81',
        one=lambda client, share: client.resource_locks(
            all_projects=True, resource_id=share.id
        ),
        all=lambda client, q: client.resource_locks(**q),
    ),
    'transfers': Source(
        _('transfers'),
        '2.77',
        one=lambda client, share: client.share_transfers(resource_id=share.id),
        all=lambda client, q: client.share_transfers(**q),
    ),
    'services': Source(
        _('services'),
        one=lambda client, share: client.services(),
        all=lambda client, q: client.services(),
    ),
    'limits': Source(_('limits'), all=lambda client, q: client.limits()),
}

#: What to fetch only after failures were seen in the rest
REASONS: Mapping[str, Source] = {
    'messages': Source(
        _('user messages'),
        '2.37',
        one=lambda client, share: client.user_messages(
            resource_id=share.id, max_items=20, **NEWEST_FIRST
        ),
        all=lambda client, q: client.user_messages(
            max_items=1000, **NEWEST_FIRST
        ),
    ),
    'pools': Source(
        _('pools'),
        one=lambda client, share: client.storage_pools(),
        all=lambda client, q: client.storage_pools(),
    ),
    'types': Source(
        _('share types'),
        one=lambda client, share: [client.get_share_type(share.share_type)],
        all=lambda client, q: client.share_types(is_public='all'),
    ),
}


class Facts:
    """What is known, for the checks to examine.

    Each source has an attribute of its name, a list, which is empty if
    nothing was fetched: see :meth:`has`.

    :param now: The time of the diagnosis.
    :param stuck_after: How long an operation may take before it counts as
        stuck.
    :param client_network: The address of the client that wants to mount a
        share, if one was given.
    """

    shares: list[Any]
    soft_deleted: list[Any]
    snapshots: list[Any]
    access_rules: list[Any]
    export_locations: list[Any]
    instances: list[Any]
    replicas: list[Any]
    backups: list[Any]
    groups: list[Any]
    group_snapshots: list[Any]
    networks: list[Any]
    servers: list[Any]
    locks: list[Any]
    transfers: list[Any]
    services: list[Any]
    limits: list[Any]
    messages: list[Any]
    pools: list[Any]
    types: list[Any]

    def __init__(
        self,
        *,
        now: datetime.datetime,
        stuck_after: datetime.timedelta,
        client_network: Network | None = None,
    ) -> None:
        self.now = now
        self.stuck_after = stuck_after
        self.client_network = client_network
        #: What was not looked at, and why: ``{'pools': 'HTTP 403'}``
        self.missing: dict[str, str] = {}
        self._fetched: set[str] = set()
        for name in (*SOURCES, *REASONS):
            setattr(self, name, [])

    def has(self, *names: str) -> bool:
        """Return whether all these sources were fetched."""
        return self._fetched.issuperset(names)

    @property
    def count(self) -> int:
        """The number of resources that were looked at."""
        return sum(len(getattr(self, name)) for name in self._fetched)

    @property
    def is_admin(self) -> bool:
        """Whether the user is an administrator: may list services."""
        return self.has('services')

    def message_about(
        self, resource: Any, actions: Container[str] | None = None
    ) -> Any:
        """Return the newest user message about a resource, if any.

        :param actions: The IDs of the actions that explain its state; all
            actions by default.
        """
        for message in self.messages:
            if (
                message.resource_id == resource.id
                and message.user_message
                and (actions is None or message.action_id in actions)
            ):
                return message
        return None

    def set(self, name: str, found: Iterable[Any]) -> None:
        """Add the resources of a source."""
        setattr(self, name, list(found))
        self._fetched.add(name)

    def age(self, since: str | None) -> datetime.timedelta | None:
        """Return how long ago a time of Manila's was, None if unknown."""
        try:
            when = datetime.datetime.fromisoformat(str(since))
        except ValueError:
            return None
        if when.tzinfo is None:
            when = when.replace(tzinfo=datetime.UTC)
        return self.now - when


def fetch(
    facts: Facts,
    client: Any,
    sources: Mapping[str, Source],
    call: Callable[[Source], Iterable[Any] | None],
) -> None:
    """Fetch sources side by side.

    :param sources: What to fetch, by the attribute of the facts.
    :param call: Fetches one source; None if the source is not of interest.
    """

    def run(name: str, source: Source) -> None:
        if not microversion.supported(client, source.min_version):
            facts.missing[source.what] = _('needs API version %s') % (
                source.min_version
            )
            return
        try:
            found = call(source)
            if found is not None:
                facts.set(name, found)
        except sdk_exceptions.ForbiddenException:
            facts.missing[source.what] = _('admin only')
        except errors.EXPECTED as e:
            facts.missing[source.what] = errors.message(e)

    with futures.ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(run, sources, sources.values()))
