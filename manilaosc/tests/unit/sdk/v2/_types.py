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

"""Tests that all type resources share: specs and project access."""

from typing import Any, ClassVar

from openstack import exceptions

from manilaosc.tests.unit.sdk import base


class Mixin(base.TestHTTP):
    """Serves one type, with the ID t1."""

    #: The path of the type
    path: ClassVar[str]
    #: Its resource's name in the registry
    kind: ClassVar[str]
    #: What a header is to say, if anything, at the version in use
    experimental: ClassVar[str | None] = None

    def check_header(self) -> None:
        """Check the experimental header of all requests."""
        for request in self._asked():
            self.assertEqual(
                self.experimental,
                request.headers.get('X-OpenStack-Manila-API-Experimental'),
                request.url,
            )


class SpecsMixin(Mixin):
    """Tests for the specs of a type."""

    #: The last part of the path, and the key of the bodies
    specs_path: ClassVar[str]
    specs_key: ClassVar[str]
    #: What methods call one spec
    spec: ClassVar[str]

    def setUp(self) -> None:
        super().setUp()
        self.specs = f'{self.path}/{self.specs_path}'
        answer = {self.specs_key: {'a': 'b'}}
        self.http.get(self.url(self.specs), json=answer)
        self.http.post(self.url(self.specs), json=answer)
        self.http.get(self.url(f'{self.specs}/a'), json={'a': 'b'})
        self.http.put(self.url(f'{self.specs}/a'), json={'a': 'c'})
        self.http.delete(self.url(f'{self.specs}/a'), status_code=202)
        self.http.request_history.clear()

    def method(self, verb: str, what: str = '') -> Any:
        return getattr(self.proxy, f'{verb}_{self.kind}_{self.spec}{what}')

    def set_all(self, res: Any, specs: dict[str, str]) -> Any:
        return self.method('update', 's')(res, specs)

    def resource(self, **specs: str) -> Any:
        cls = self.proxy._resource_registry[self.kind]
        attrs: dict[str, Any] = {self.specs_key: specs}
        return cls.existing(id='t1', **attrs)

    def test_fetch(self) -> None:
        found = self.method('fetch', 's')('t1')
        self.assertEqual({'a': 'b'}, getattr(found, self.specs_key))
        self.assertEqual('b', self.method('get', '_property')('t1', 'a'))
        self.assertEqual(
            [f'GET {self.specs}', f'GET {self.specs}/a'], self.requests()
        )
        self.check_header()

    def test_set(self) -> None:
        # These are names of arguments as well
        specs = {'session': '1', 'self': '2', 'key': '3'}
        changed = self.set_all(self.resource(c='d'), specs)
        self.assertEqual([{self.specs_key: specs}], self.bodies())
        self.assertEqual(
            {'a': 'b', 'c': 'd'}, getattr(changed, self.specs_key)
        )
        self.check_header()

    def test_set_one(self) -> None:
        value = self.method('update', '_property')('t1', 'a', 'c')
        self.assertEqual('c', value)
        self.assertEqual([{'a': 'c'}], self.bodies())
        self.assertEqual([f'PUT {self.specs}/a'], self.requests())
        self.check_header()

    def test_delete(self) -> None:
        self.method('delete', '_property')('t1', 'a')
        self.assertEqual([f'DELETE {self.specs}/a'], self.requests())
        self.check_header()

    def test_missing(self) -> None:
        get = self.method('get', '_property')
        delete = self.method('delete', '_property')
        headers = {'Content-Type': 'application/json'}
        for said, message in (
            ('The resource could not be found.', "t1 has no spec 'z'"),
            ('Type t1 could not be found.', 'Type t1 could not be found'),
        ):
            answer = {'itemNotFound': {'code': 404, 'message': said}}
            url = self.url(f'{self.specs}/z')
            self.http.get(url, status_code=404, json=answer, headers=headers)
            self.http.delete(
                url, status_code=404, json=answer, headers=headers
            )
            e = self.assertRaises(exceptions.NotFoundException, get, 't1', 'z')
            self.assertIn(message, str(e.details or e.message))
            self.assertRaises(exceptions.NotFoundException, delete, 't1', 'z')

    def test_unsafe_keys(self) -> None:
        # ".../t1/specs/.." would be sent as ".../t1/"
        for key in ('', '.', '..', '../../t2', 'ü'):
            for verb, args in (('delete', ()), ('update', ('x',))):
                self.assertRaises(
                    exceptions.InvalidRequest,
                    self.method(verb, '_property'), 't1', key, *args,
                )  # fmt: skip
            self.assertEqual([], self.requests())
            self.http.get(
                self.url(self.specs), json={self.specs_key: {key: 'x'}}
            )
            get = self.method('get', '_property')
            self.assertEqual('x', get('t1', key))
            self.assertEqual([f'GET {self.specs}'], self.requests())
            self.http.request_history.clear()

    def test_keys_that_could_not_be_removed(self) -> None:
        for key in ('.', '..', 'ü'):
            resource = self.proxy._resource_registry[self.kind].existing(
                id='t1'
            )
            self.assertRaises(
                exceptions.InvalidRequest,
                resource.set_specs,
                self.proxy,
                {'a': 'b', key: 'x'},
            )
        self.assertEqual([], self.requests())


class AccessMixin(Mixin):
    """Tests for the projects with access to a private type."""

    #: The last part of the path, and the key of the answer
    access_path: ClassVar[str]
    access_key: ClassVar[str]

    def setUp(self) -> None:
        super().setUp()
        self.rows = [{f'{self.kind}_id': 't1', 'project_id': 'p1'}]
        self.http.get(
            self.url(f'{self.path}/{self.access_path}'),
            json={self.access_key: self.rows},
        )
        self.http.post(self.url(f'{self.path}/action'), status_code=202)
        self.http.request_history.clear()

    def method(self, verb: str) -> Any:
        return getattr(self.proxy, f'{verb}_{self.kind}_access')

    def test_list(self) -> None:
        self.assertEqual(self.rows, self.method('get')('t1'))
        self.check_header()

    def test_change(self) -> None:
        self.method('add')('t1', 'p1')
        self.method('remove')('t1', 'p1')
        self.assertEqual(
            [
                {'addProjectAccess': {'project': 'p1'}},
                {'removeProjectAccess': {'project': 'p1'}},
            ],
            self.bodies(),
        )
        self.check_header()

    def test_refused(self) -> None:
        self.http.post(self.url(f'{self.path}/action'), status_code=409)
        self.assertRaises(
            exceptions.ConflictException, self.method('add'), 't1', 'p1'
        )
