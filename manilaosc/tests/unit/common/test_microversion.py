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

import types
from unittest import mock

from keystoneauth1 import discover
from osc_lib import exceptions
import testtools

from manilaosc.common import microversion
from manilaosc.common import options
from manilaosc.common import parser as argparser


class TestSettle(testtools.TestCase):
    def settle(self, low, high, pin=None):
        client = mock.Mock(max_microversion='2.99', default_microversion=None)
        version = discover.normalize_version_number
        client.get_endpoint_data.return_value = discover.EndpointData(
            min_microversion=low and version(low),
            max_microversion=version(high),
        )
        self.assertIs(client, microversion.settle(client, pin))
        return client.default_microversion

    def test_negotiated(self):
        for low, high, expected in (
            ('2.0', '2.65', '2.65'),
            ('2.0', '2.99', '2.99'),
            # As numbers: 2.100 is not below 2.99
            ('2.0', '2.100', '2.99'),
            ('2.0', '2.9', '2.9'),
            (None, '2.51', '2.51'),
        ):
            self.assertEqual(expected, self.settle(low, high))

    def test_cloud_is_too_new(self):
        self.assertRaisesRegex(
            exceptions.CommandError,
            'needs .* 2.100 or later; this client knows up to 2.99',
            self.settle,
            '2.100',
            '2.120',
        )

    def test_pinned(self):
        for low, high, pin in (
            ('2.0', '2.65', '2.0'),
            ('2.0', '2.65', '2.9'),
            ('2.0', '2.65', '2.65'),
            (None, '2.65', '2.1'),
            # Users may pin microversions that only the cloud knows
            ('2.0', '2.120', '2.110'),
        ):
            self.assertEqual(pin, self.settle(low, high, pin))

    def test_pinned_out_of_range(self):
        for low, high, pin in (
            ('2.0', '2.65', '2.66'),
            ('2.0', '2.65', '2.100'),
            ('2.7', '2.65', '2.6'),
            ('2.0', '2.65', '1.0'),
            ('2.0', '2.65', '3.1'),
            ('2.0', '2.65', '2.5.1'),
            ('2.0', '2.65', '2.x'),
            ('2.0', '2.65', 'latest'),
        ):
            self.assertRaisesRegex(
                exceptions.CommandError,
                f'{pin} is not .*: this cloud offers {low} to {high}',
                self.settle,
                low,
                high,
                pin,
            )

    def test_no_version_document(self):
        for data in (None, discover.EndpointData()):
            for pin in (None, '2.50'):
                client = mock.Mock()
                client.get_endpoint_data.return_value = data
                microversion.settle(client, pin)
                self.assertEqual(pin, client.default_microversion)
            for pin in ('latest', '2', '2.x', '2.5.1', '-2.5', '2.\u0665'):
                self.assertRaisesRegex(
                    exceptions.CommandError,
                    f"Invalid .* version '{pin}'",
                    microversion.settle,
                    client,
                    pin,
                )


class TestRequire(testtools.TestCase):
    def test_supported(self):
        for current, wanted, expected in (
            ('2.37', '2.37', True),
            ('2.36', '2.37', False),
            ('2.100', '2.37', True),
            ('2.9', '2.37', False),
            (None, '2.0', True),
            (None, '2.1', False),
        ):
            client = types.SimpleNamespace(default_microversion=current)
            self.assertEqual(
                expected, microversion.supported(client, wanted), current
            )

    def test_require(self):
        client = types.SimpleNamespace(default_microversion=None)
        microversion.require(client, '2.0', 'This')
        self.assertRaisesRegex(
            exceptions.CommandError,
            'This needs .* version 2.9 or later; 2.0 is in use',
            microversion.require,
            client,
            '2.9',
            'This',
        )

    def test_require_options(self):
        parser = argparser.Parser()
        options.add(parser, '--old', 'x', min_version='2.50')
        options.add(parser, '--later', 'x', min_version='2.51')
        options.flag(parser, '--flag', 'x', min_version='2.52')
        options.add(
            parser,
            '--no',
            'x',
            dest='yes',
            action='store_false',
            default=None,
            min_version='2.53',
            aliases=('--not',),
        )
        options.flag(parser, '--yes', 'x', min_version='2.54')
        options.add(parser, '--any', 'x')
        for argv, needed in (
            ([], None),
            (['--old', 'x', '--any', 'x'], None),
            (['--later', 'x'], '--later needs .* 2.51 or later; 2.50'),
            (['--later', ''], '--later needs .* 2.51'),
            (['--flag'], '--flag needs .* 2.52'),
            (['--no'], '--no needs .* 2.53'),
            # The option that was specified is named, not one like it
            (['--not'], '--not needs .* 2.53'),
            (['--yes'], '--yes needs .* 2.54'),
            (['--fl'], '--flag needs .* 2.52'),
        ):
            client = types.SimpleNamespace(default_microversion='2.50')
            args = (client, parser.parse_args(argv), parser._actions)
            if needed:
                self.assertRaisesRegex(
                    exceptions.CommandError,
                    needed,
                    microversion.require_options,
                    *args,
                )
            else:
                microversion.require_options(*args)
