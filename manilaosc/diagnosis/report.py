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
"""Findings as text, for terminals that are narrower than their table."""

from collections.abc import Iterable
import textwrap

from manilaosc.common import text
from manilaosc.diagnosis import finding
from manilaosc.i18n import _


def block(each: finding.Finding, width: int) -> str:
    """Return a finding as a few lines.

    The remedy stays on one line, so that it can be copied.

    :param width: The width of the terminal.
    """
    name = each.name or each.id
    head = f'{each.severity}: {each.noun} {name}: {each.problem}'
    lines = textwrap.wrap(text.one_line(head), width, subsequent_indent='  ')
    if each.reason:
        lines += textwrap.wrap(
            _('Reason: %s') % text.one_line(each.reason),
            width,
            initial_indent='  ',
            subsequent_indent='    ',
            break_long_words=False,
            break_on_hyphens=False,
        )
    if each.remedy:
        lines.append('  ' + _('Remedy: %s') % text.one_line(each.remedy))
    return '\n'.join(lines)


def blocks(findings: Iterable[finding.Finding], width: int) -> str:
    """Return findings as blocks, an empty line between them."""
    return '\n\n'.join(block(each, width) for each in findings)
