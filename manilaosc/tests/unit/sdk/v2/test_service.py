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

from openstack import exceptions

from manilaosc.tests.unit.sdk import base

SERVICE = {
    'id': 3,
    'binary': 'manila-share',
    'host': 'h@b',
    'zone': 'nova',
    'status': 'enabled',
    'state': 'up',
    'updated_at': '2026-01-01T00:00:00',
    'disabled_reason': None,
    'ensuring': True,
}
ENSURE = '/services/ensure-shares'
WRAPPED = {'ensure_shares': {'host': 'h@b'}}


class TestList(base.TestHTTP):
    def test_list(self):
        self.http.get(self.url('/services'), json={'services': [SERVICE]})
        (service,) = self.proxy.services()
        for name, value in SERVICE.items():
            if name != 'zone':
                self.assertEqual(value, getattr(service, name), name)
        self.assertEqual('nova', service.availability_zone)

    def test_filters(self):
        self.http.get(self.url('/services'), json={'services': []})
        query = {
            'availability_zone': 'nova',
            'binary': 'manila-share',
            'disabled': 'False',
            'ensuring': True,
            'host': 'h@b',
            'state': 'up',
            'status': 'enabled',
            'topic': 'manila-share',
        }
        list(self.proxy.services(**query))
        (request,) = self._asked()
        query['zone'] = query.pop('availability_zone')
        self.assertEqual(
            {k: [str(v).lower()] for k, v in query.items()}, request.qs
        )

    def test_filter_that_openstacksdk_documents(self):
        self.http.get(self.url('/services'), json={'services': []})
        for name in ('availability_zone', 'zone'):
            self.assertEqual([], list(self.proxy.services(**{name: 'nova'})))
            self.assertEqual('GET /services?zone=nova', self.requests()[-1])

    def test_before_2_7(self):
        self.proxy.default_microversion = '2.6'
        self.http.get(self.url('/os-services'), json={'services': [SERVICE]})
        self.assertEqual(1, len(list(self.proxy.services())))


class TestChange(base.TestHTTP):
    def serve(self, path, **answer):
        self.http.put(self.url(path), json=answer)

    def test_enable(self):
        self.serve('/services/enable', host='h@b', status='enabled')
        service = self.proxy.enable_service('', 'h@b', 'manila-share')
        self.assertEqual('enabled', service.status)
        self.assertEqual(
            [{'host': 'h@b', 'binary': 'manila-share'}], self.bodies()
        )

    def test_disable(self):
        self.serve(
            '/services/disable', status='disabled', disabled_reason='new disks'
        )
        service = self.proxy.disable_service(
            '', 'h@b', 'manila-share', disable_reason='new disks'
        )
        self.assertEqual('disabled', service.status)
        self.assertEqual('new disks', service.disabled_reason)
        self.assertEqual(
            [
                {
                    'host': 'h@b',
                    'binary': 'manila-share',
                    'disabled_reason': 'new disks',
                }
            ],
            self.bodies(),
        )

    def test_disable_without_a_reason(self):
        self.serve('/services/disable', status='disabled')
        self.proxy.disable_service('', 'h@b', 'manila-share')
        self.assertEqual(
            [{'host': 'h@b', 'binary': 'manila-share'}], self.bodies()
        )

    def test_before_2_7(self):
        self.proxy.default_microversion = '2.6'
        self.serve('/os-services/enable', status='enabled')
        self.proxy.enable_service('', 'h@b', 'manila-share')
        self.assertEqual(['PUT /os-services/enable'], self.requests())

    def test_missing(self):
        self.http.put(self.url('/services/enable'), status_code=404)
        self.assertRaises(
            exceptions.NotFoundException,
            self.proxy.enable_service,
            '',
            'h@b',
            'manila-share',
        )


class TestEnsureShares(base.TestHTTP):
    def test_ensure(self):
        self.http.post(self.url(ENSURE), status_code=202)
        self.proxy.ensure_shares_service('h@b')
        self.assertEqual([f'POST {ENSURE}'], self.requests())
        self.assertEqual([WRAPPED], self.bodies())

    def test_before_22_0_0(self):
        self.http.post(
            self.url(ENSURE),
            [
                {
                    'status_code': 400,
                    'json': {'badRequest': {'message': 'Missing host'}},
                },
                {'status_code': 202},
            ],
        )
        self.proxy.ensure_shares_service('h@b')
        self.assertEqual([WRAPPED, {'host': 'h@b'}], self.bodies())

    def test_refused(self):
        # openstacksdk ignores the answer
        for status, error in (
            (400, exceptions.BadRequestException),
            (403, exceptions.ForbiddenException),
            (404, exceptions.NotFoundException),
            (409, exceptions.ConflictException),
        ):
            self.http.post(self.url(ENSURE), status_code=status)
            self.assertRaises(error, self.proxy.ensure_shares_service, 'h@b')

    def test_only_a_bad_request_is_sent_otherwise(self):
        self.http.post(self.url(ENSURE), status_code=409)
        self.assertRaises(
            exceptions.ConflictException,
            self.proxy.ensure_shares_service,
            'h@b',
        )
        self.assertEqual([WRAPPED], self.bodies())
