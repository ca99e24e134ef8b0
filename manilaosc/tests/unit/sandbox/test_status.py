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

import http.client
from unittest import mock
import urllib.error
import urllib.request

from manilaosc.sandbox import status
from manilaosc.tests.unit.sandbox import base


class TestAnswers(base.TestCase):
    def answers(self, answer):
        opener = mock.Mock(**{'open.side_effect': [answer]})
        self.patch_object(urllib.request, 'build_opener', return_value=opener)
        return status.answers('http://127.0.0.1:1/')

    def test_answers(self):
        for answer, expected in (
            (mock.Mock(), True),
            (urllib.error.HTTPError('', 300, '', {}, None), True),
            (urllib.error.HTTPError('', 404, '', {}, None), True),
            (urllib.error.HTTPError('', 503, '', {}, None), False),
            (urllib.error.URLError('refused'), False),
            (TimeoutError(), False),
            (http.client.BadStatusLine('SSH-2.0'), False),
        ):
            self.assertEqual(expected, self.answers(answer), answer)
