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

"""The status of a sandbox and its parts."""

from collections.abc import Mapping
import dataclasses
import http.client
import pathlib
import urllib.error
import urllib.request

from manilaosc.sandbox import part
from manilaosc.sandbox import postgres
from manilaosc.sandbox import processes
from manilaosc.sandbox import shares
from manilaosc.sandbox import state as sandbox_state

#: Seconds after which a service without heartbeat counts as broken
HEARTBEAT = 15.0


@dataclasses.dataclass(frozen=True)
class PartStatus:
    """The status of one part of the sandbox.

    :param name: The part, such as ``keystone`` or ``manila-share``.
    :param state: ``up``, or what is wrong.
    :param address: A URL, the folder of a socket, or the host of a service.
    :param log: Its log.
    :param pid: Its PID, if it runs.
    """

    name: str
    state: str
    address: str
    log: pathlib.Path
    pid: int | None = None

    @property
    def ok(self) -> bool:
        return self.state == 'up'


@dataclasses.dataclass(frozen=True)
class Status:
    """The status of the sandbox.

    :param parts: The status of each part; none if it is stopped.
    :param state: ``up``, ``stopped``, ``broken``, or ``busy`` while it starts
        or stops.
    """

    parts: tuple[PartStatus, ...]
    state: str


def look(
    state: sandbox_state.State, found: Mapping[str, processes.Process | None]
) -> Status:
    """Return the status of a sandbox.

    :param state: The state folder.
    :param found: The process of each part, None if it does not run.
    """
    ready = state.ready_file.exists()
    busy = not ready and state.is_locked()
    if not (busy or any(found.values()) or ready):
        return Status((), 'stopped')
    addresses = {
        postgres.PART: str(state.socket),
        'keystone': state.auth_url,
        'manila': state.share_endpoint,
    }
    parts = []
    for name, process in found.items():
        condition = 'up'
        if process is None:
            condition = 'down'
        elif busy:
            condition = 'busy'
        elif name in part.SERVERS and not serves(addresses[name], name):
            condition = 'not answering'
        parts.append(
            PartStatus(
                'manila-api' if name == 'manila' else name,
                condition,
                addresses[name],
                state.log(name),
                process.pid if process else None,
            )
        )
    if busy:
        return Status(tuple(parts), 'busy')
    if found[postgres.PART]:
        parts += _services(state, found['manila'])
    good = all(each.ok for each in parts)
    return Status(tuple(parts), 'up' if good else 'broken')


def _services(
    state: sandbox_state.State, process: processes.Process | None
) -> list[PartStatus]:
    """Return the status of each service of Manila, according to Manila.

    :param process: The process that all of them run in.
    """
    parts = []
    for binary, host, age in shares.heartbeats(str(state.socket)):
        condition = 'up'
        if process is None:
            condition = 'down'
        elif age > HEARTBEAT:
            condition = f'silent for {age:.0f} s'
        parts.append(
            PartStatus(
                binary,
                condition,
                host,
                state.log('manila'),
                process.pid if process else None,
            )
        )
    return parts


def serves(url: str, name: str) -> bool:
    """Return whether a part answers.

    :param url: Its endpoint.
    :param name: The part.
    """
    return answers(url.rpartition('/')[0] + part.SERVERS[name])


def answers(url: str, timeout: float = 3.0) -> bool:
    """Return whether a server answers, even with an error of the client."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(url, timeout=timeout).close()
    except urllib.error.HTTPError as exc:
        return exc.code < 500
    except (OSError, http.client.HTTPException):
        return False
    return True
