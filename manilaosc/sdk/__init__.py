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

"""Shared file system support that openstacksdk lacks.

Each module under ``v2`` is written to move to the same name under
``openstack/shared_file_system/v2`` and to be deleted here. What is beside
``v2`` stays: how a connection gets the proxy, and how requests are sent.
"""

import re
from typing import Any, cast

from keystoneauth1 import discover
from keystoneauth1 import exceptions as ksa_exceptions
from openstack import connection
from openstack import exceptions
from openstack import proxy
from openstack import service_description
import requests

from manilaosc.sdk import transport

#: What keystoneauth and openstacksdk raise for a document of another shape
_MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)


class SharedFilesystemService(
    service_description.ServiceDescription[transport.Proxy]
):
    """The service description that creates the extended proxy."""

    supported_versions = {'2': transport.Proxy}

    def _make_proxy(self, instance: connection.Connection) -> Any:
        url = self._discover(instance)
        made = super()._make_proxy(instance)
        if isinstance(made, proxy.Proxy) and not isinstance(
            made, transport.Proxy
        ):
            # openstacksdk warns and returns a proxy without any methods
            raise _no_version_2(url)
        return made

    def _discover(self, instance: connection.Connection) -> str | None:
        """Fetch the version document with one request instead of three.

        keystoneauth requests it without a token, which Manila rejects, then
        with one, and is redirected to the path with a trailing slash. It also
        waits forever for a service that does not answer.

        :returns: The URL in the service catalog, None if there is none.
        :raises: keystoneauth's exceptions for connections and HTTP errors,
            :class:`~openstack.exceptions.NotSupported` for an endpoint of
            version 1, and
            :class:`~openstack.exceptions.ServiceDiscoveryException` for a
            version document that cannot be understood.
        """
        client = instance.config.get_session_client(
            self.service_type, constructor=_Discovery
        )
        client._connection = instance
        url = client.get_endpoint(skip_discovery=True)
        if not url:
            return None
        # Without a project's ID, which old catalogs contain
        base = re.sub(r'(/v\d[\d.]*)/.*$', r'\1', url).rstrip('/')
        if base.endswith('/v1'):
            raise _no_version_2(url)
        try:
            document = discover.Discover(
                client,  # type: ignore[arg-type]
                f'{base}/',
                authenticated=True,
            )
            if not document.version_data():
                raise ksa_exceptions.DiscoveryFailure
        except ksa_exceptions.HttpError as e:
            if e.http_status == 429 or e.http_status >= 500:
                raise
            return url  # There is none here; keystoneauth looks elsewhere
        except (ksa_exceptions.DiscoveryFailure, *_MALFORMED) as e:
            raise exceptions.ServiceDiscoveryException(
                f'The response of the shared file system service at {base}/ '
                'is not a valid list of its versions'
            ) from e
        for key in (base, f'{base}/'):
            client.session._discovery_cache[key] = document
        return url


class _Discovery(transport.Transport):
    """What keystoneauth takes for its session while it looks for versions."""

    def get(self, url: str, **kwargs: Any) -> requests.Response:
        return super().get(url, raise_exc=True, **kwargs)


def _no_version_2(url: str | None) -> exceptions.NotSupported:
    what = f'The shared file system service at {url} has no API version 2'
    return exceptions.NotSupported(
        f'{what}; check the service catalog for an endpoint of the type '
        'shared-file-system or sharev2'
    )


class Connection(connection.Connection):
    """A connection with the extended shared file system proxy."""

    # By all names that openstacksdk and service catalogs have for it
    shared_file_system = SharedFilesystemService('shared-file-system')
    shared_file_systems = share = sharev2 = shared_file_system


def load(conn: connection.Connection) -> Connection:
    """Give a connection the extended shared file system proxy.

    The proxy is created when it is first used; loading sends no request::

        conn = sdk.load(openstack.connect(cloud='mycloud'))
        for server in conn.shared_file_system.share_servers():
            print(server.id, server.status)

    As the vendor hook of a cloud in ``clouds.yaml``, it extends every
    connection to that cloud::

        clouds:
          mycloud:
            vendor_hook: manilaosc.sdk:load

    :param conn: The connection to extend.
    :returns: The same connection.
    """
    if isinstance(conn, Connection):
        return conn
    cls = type(conn)
    # A class for this connection only: Connection.add_service() sets
    # attributes of the class, and so changes all connections that share it
    conn.__class__ = type(cls.__name__, (Connection, cls), {})
    conn._proxies.pop('shared-file-system', None)
    return cast(Connection, conn)
