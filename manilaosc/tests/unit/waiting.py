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

"""Time that does not pass, and resources whose next states are known."""

import datetime
import itertools
from unittest import mock

from openstack import exceptions as sdk_exceptions

GONE = None


def staying(values):
    """Yield values, and the last of them for ever."""
    values = list(values)
    yield from values
    yield from itertools.repeat(values[-1])


class Clock:
    """Time that passes only where somebody sleeps."""

    def __init__(self):
        self.now = 1000.0
        self.sleeps = []

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.sleeps.append(seconds)
        self.now += seconds

    def before_look(self, number):
        """Return how long it was until a look, the first being 1."""
        return sum(self.sleeps[:number])


class ShareSnapshot:
    """A resource whose next looks are known."""

    def __init__(self, *states, id='an-id', name='nightly', **attrs):
        self.id, self.name = id, name
        self.states = list(states)
        self.status = self.states.pop(0)
        self.looks = 0
        self.__dict__.update(attrs)

    def fetch(self, client, skip_cache):
        assert skip_cache
        self.looks += 1
        state = self.states[0]
        if len(self.states) > 1:
            self.states.pop(0)
        if state is GONE:
            raise sdk_exceptions.NotFoundException('no such thing')
        if isinstance(state, BaseException):
            raise state
        self.status = state
        return self


def user_message(text, ago=0):
    now = datetime.datetime.now(datetime.UTC)
    created = now - datetime.timedelta(seconds=ago)
    return mock.Mock(
        user_message=text, created_at=created.strftime('%Y-%m-%dT%H:%M:%S.%f')
    )


class Lock:
    """A resource without a status, and without a name, that is gone."""

    id = 'an-id'

    def fetch(self, client, skip_cache):
        raise sdk_exceptions.NotFoundException('no such thing')
