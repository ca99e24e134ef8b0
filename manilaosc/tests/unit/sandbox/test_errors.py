import pathlib

from manilaosc.sandbox import errors
from manilaosc.tests.unit.sandbox import base


class TestErrors(base.TestCase):
    def test_missing_extra(self):
        self.assertEqual(
            'The sandbox needs keystone, waitress: '
            "pip install 'manilaosc[sandbox]'",
            str(errors.MissingExtra(['keystone', 'waitress'])),
        )

    def test_part_failed(self):
        log = self.home / 'manila.log'
        log.write_text(''.join(f'line {n}\n' for n in range(30)))
        error = errors.PartFailed('manila', 'did not start', log)
        self.assertEqual(f'manila did not start; its log is {log}', str(error))
        self.assertEqual('line 28\nline 29', error.tail(2))

    def test_tail_of_nothing(self):
        log = pathlib.Path('/nonexistent/manila.log')
        self.assertEqual('', errors.PartFailed('manila', 'x', log).tail())
