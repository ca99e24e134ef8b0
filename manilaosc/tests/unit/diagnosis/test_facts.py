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
"""Unit tests for the fetching of facts."""

from keystoneauth1 import exceptions as ksa_exceptions
from openstack import exceptions
import testtools

from manilaosc.diagnosis import facts
from manilaosc.tests.unit import fakes
from manilaosc.tests.unit.diagnosis import base


class Client:
    default_microversion = '2.50'


def fails(error):
    def call(_client, _share):
        raise error

    return facts.Source('x', one=call)


class TestFetch(testtools.TestCase):
    def fetch(self, **sources):
        known = base.known()
        for name in sources:
            setattr(known, name, [])
        facts.fetch(
            known,
            Client(),
            sources,
            lambda source: source.one(None, None) if source.one else None,
        )
        return known

    def test_fetched(self):
        known = self.fetch(
            a=facts.Source('things', one=lambda *_args: iter([1, 2])),
            b=facts.Source('others', one=lambda *_args: []),
            c=facts.Source('of no interest'),
        )
        self.assertEqual([1, 2], known.a)
        self.assertTrue(known.has('a', 'b'))
        self.assertFalse(known.has('a', 'c'))
        self.assertEqual(2, known.count)
        self.assertEqual({}, known.missing)

    def test_what_fails_is_missing(self):
        for error, why in (
            (exceptions.ForbiddenException('no'), 'admin only'),
            (exceptions.BadRequestException('odd'), 'odd'),
            (ksa_exceptions.ConnectTimeout('late'), 'late'),
        ):
            known = self.fetch(a=fails(error))
            self.assertEqual({'x': why}, known.missing)
            self.assertFalse(known.has('a'))

    def test_microversion(self):
        known = self.fetch(
            a=facts.Source('x', '2.51', one=lambda *_args: [1]),
            b=facts.Source('y', '2.50', one=lambda *_args: [2]),
        )
        self.assertEqual({'x': 'needs API version 2.51'}, known.missing)
        self.assertEqual([2], known.b)

    def test_sources_call_methods_that_exist(self):
        # The fake client has only the methods of the real one, and checks
        # how they are called
        client = fakes.FakeClient(spec=facts_client())
        share = base.share(
            share_network_id='n',
            share_server_id='v',
            share_type='t',
            replication_type='dr',
        )
        for source in (*facts.SOURCES.values(), *facts.REASONS.values()):
            if source.one:
                source.one(client, share)
            if source.all:
                source.all(client, {'all_projects': True})


def facts_client():
    from manilaosc.sdk.v2 import _proxy

    return _proxy.Proxy
