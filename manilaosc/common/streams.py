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

"""Streams that the caller has closed, as ``>&-`` does."""

import os
import sys
from typing import Any

_STREAMS = {'stdin': 'r', 'stdout': 'w', 'stderr': 'w'}


def fill_in(app: Any) -> None:
    """Let what is written to a closed stream be lost, without an error.

    Python has None for such a stream, and nothing else expects that: the
    command would fail after it has changed something.

    :param app: The shell, which has streams of the same names.
    """
    for name, mode in _STREAMS.items():
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))
        if getattr(app, name, None) is None:
            setattr(app, name, getattr(sys, name))
