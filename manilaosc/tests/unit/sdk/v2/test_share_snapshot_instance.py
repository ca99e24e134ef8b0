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

from manilaosc.sdk.v2 import share_snapshot_instance
from manilaosc.tests.unit.sdk import base

INSTANCE = {
    'id': 'i1',
    'snapshot_id': 'sn1',
    'status': 'available',
    'created_at': '2026-01-01T00:00:00',
    'updated_at': None,
    'share_id': 's1',
    'share_instance_id': 'si1',
    'progress': '100%',
    'provider_location': '/vol/snap',
}


class TestShareSnapshotInstance(base.TestHTTP):
    def setUp(self):
        super().setUp()
        for path in ('/snapshot-instances', '/snapshot-instances/detail'):
            self.http.get(
                self.url(path), json={'snapshot_instances': [INSTANCE]}
            )

    def test_list(self):
        (instance,) = self.proxy.share_snapshot_instances()
        for name, value in INSTANCE.items():
            self.assertEqual(value, getattr(instance, name))
        list(self.proxy.share_snapshot_instances(False, snapshot_id='sn1'))
        self.assertEqual(
            [
                'GET /snapshot-instances/detail',
                'GET /snapshot-instances?snapshot_id=sn1',
            ],
            self.requests(),
        )

    def test_list_filtered_by_client(self):
        found = self.proxy.share_snapshot_instances(status='error')
        self.assertEqual([], list(found))

    def test_get(self):
        self.http.get(
            self.url('/snapshot-instances/i1'),
            json={'snapshot_instance': INSTANCE},
        )
        instance = self.proxy.get_share_snapshot_instance('i1')
        self.assertIsInstance(
            instance, share_snapshot_instance.ShareSnapshotInstance
        )
        self.assertEqual('100%', instance.progress)

    def test_reset_status(self):
        url = self.url('/snapshot-instances/i1/action')
        self.http.post(url, status_code=202)
        self.proxy.reset_share_snapshot_instance_status('i1', 'error')
        self.assertEqual(
            [{'reset_status': {'status': 'error'}}], self.bodies()
        )
        self.http.post(url, status_code=400)
        self.assertRaises(
            exceptions.BadRequestException,
            self.proxy.reset_share_snapshot_instance_status,
            'i1',
            'nonsense',
        )
