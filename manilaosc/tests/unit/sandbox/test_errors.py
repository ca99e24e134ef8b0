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

import pathlib

from manilaosc.sandbox import errors
from manilaosc.tests.unit.sandbox import base


class TestErrors(base.TestCase):
    def test_missing_extra(self):
        self.assertEqual(
            'The sandbox requires keystone, waitress: '
            "pip install 'manilaosc[sandbox]'",
            str(errors.MissingExtra(['keystone', 'waitress'])),
        )

    def test_part_failed(self):
        log = self.home / 'manila.log'
        log.write_text(''.join(f'line {n}\n' for n in range(30)))
        error = errors.PartFailed('manila', 'did not start', log)
        self.assertEqual(f'manila did not start; see {log}', str(error))
        self.assertEqual('line 28\nline 29', error.tail(2))

    def test_tail_of_nothing(self):
        log = pathlib.Path('/nonexistent/manila.log')
        self.assertEqual('', errors.PartFailed('manila', 'x', log).tail())
