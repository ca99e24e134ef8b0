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
"""What a check finds."""

from collections.abc import Iterable
import dataclasses
from typing import Any

#: Severities, the worst first
ERROR = 'error'
WARNING = 'warning'
NOTE = 'note'
SEVERITIES = (ERROR, WARNING, NOTE)


@dataclasses.dataclass(frozen=True)
class Finding:
    """A problem of one resource.

    :param code: A stable name of the kind of problem: ``share-in-error``.
    :param severity: One of :data:`SEVERITIES`.
    :param noun: The kind of resource, as in commands: ``share snapshot``.
    :param id: The ID of the resource, or what identifies it.
    :param name: The name of the resource, if it has one.
    :param problem: What is wrong, in a few words.
    :param reason: Why, if that is known.
    :param remedy: A command to run as it is, or a sentence.
    :param since: Since when, ISO 8601 in UTC, if that is known.
    """

    code: str
    severity: str
    noun: str
    id: str
    name: str | None
    problem: str
    reason: str = ''
    remedy: str = ''
    since: str | None = None

    @property
    def label(self) -> str:
        """The name, or the ID if there is no name."""
        return self.name or self.id


def about(
    noun: str, resource: Any, code: str, severity: str, **words: Any
) -> Finding:
    """Return a finding about a resource.

    :param noun: The kind of resource, as in commands.
    :param words: The other fields of :class:`Finding`.
    """
    return Finding(
        code=code,
        severity=severity,
        noun=noun,
        id=resource.id,
        name=getattr(resource, 'name', None) or None,
        **words,
    )


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings sorted by severity, otherwise in their order."""
    return sorted(findings, key=lambda each: SEVERITIES.index(each.severity))
