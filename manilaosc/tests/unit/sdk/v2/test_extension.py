from openstack import exceptions

from manilaosc.tests.unit.sdk import base

EXTENSION = {
    'name': 'Things',
    'alias': 'os-things',
    'description': 'What things are for',
    'updated': '2015-01-01T00:00:00Z',
    'links': [],
}


class TestExtension(base.TestHTTP):
    def test_extensions(self):
        self.http.get(self.url('/extensions'), json={'extensions': []})
        self.assertEqual([], list(self.proxy.extensions()))
        self.http.get(
            self.url('/extensions'), json={'extensions': [EXTENSION]}
        )
        (extension,) = self.proxy.extensions()
        self.assertEqual('os-things', extension.id)

    def test_get(self):
        self.http.get(
            self.url('/extensions/os-things'), json={'extension': EXTENSION}
        )
        self.http.request_history.clear()
        extension = self.proxy.get_extension('os-things')
        for attribute, value in {
            'name': 'Things',
            'alias': 'os-things',
            'description': 'What things are for',
            'updated_at': '2015-01-01T00:00:00Z',
            'links': [],
        }.items():
            self.assertEqual(value, getattr(extension, attribute), attribute)
        self.assertEqual(['GET /extensions/os-things'], self.requests())

    def test_missing(self):
        self.http.get(self.url('/extensions/x'), status_code=404)
        self.assertRaises(
            exceptions.NotFoundException, self.proxy.get_extension, 'x'
        )
