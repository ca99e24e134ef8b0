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

"""What openstacksdk's shared file system support still lacks.

Each module under ``v2`` is written to move to the same name under
``openstack/shared_file_system/v2`` and to be deleted here.
"""

import re
from typing import Any, TYPE_CHECKING

from keystoneauth1 import discover
from keystoneauth1 import exceptions as ksa_exceptions
from openstack import service_description

from manilaosc.sdk.v2 import _proxy

if TYPE_CHECKING:
    from openstack import connection


class SharedFilesystemService(
    service_description.ServiceDescription[_proxy.Proxy]
):
    """The service description that knows the extended proxy."""

    supported_versions = {'2': _proxy.Proxy}

    def _make_proxy(self, instance: 'connection.Connection') -> Any:
        self._discover(instance)
        return super()._make_proxy(instance)

    def _discover(self, instance: 'connection.Connection') -> None:
        """Fetch the version document by one request instead of three.

        keystoneauth asks for it without a token, which this service refuses,
        then with one, and is redirected to the path that ends in a slash.
        """
        client = instance.config.get_session_client(self.service_type)
        session = client.session
        url = client.get_endpoint(skip_discovery=True)
        if not url or not re.search('/v2/?$', url):
            return
        try:
            document = discover.get_discovery(
                session, url.rstrip('/') + '/', authenticated=True
            )
        except ksa_exceptions.ClientException:
            return  # keystoneauth's own way tells what is wrong
        session._discovery_cache[url] = document


def load(conn: 'connection.Connection') -> 'connection.Connection':
    """Give a connection the extended shared file system proxy.

    The proxy is made when it is first used: loading sends no request. By
    hand::

        conn = sdk.load(openstack.connect(cloud='mycloud'))
        for server in conn.shared_file_system.share_servers():
            print(server.id, server.status)

    As the vendor hook of a cloud, so that every connection to it has the
    proxy, in ``clouds.yaml``::

        clouds:
          mycloud:
            vendor_hook: manilaosc.sdk:load

    :param conn: The connection to extend.
    :returns: The same connection.
    """
    cls = type(conn)
    service = SharedFilesystemService('shared-file-system')
    if isinstance(vars(cls).get('shared_file_system'), type(service)):
        return conn
    # Connection.add_service() would set the attribute on openstacksdk's own
    # class, and so change every other connection of the process too
    names = [name.replace('-', '_') for name in service.all_types]
    conn.__class__ = type(cls.__name__, (cls,), dict.fromkeys(names, service))
    conn._proxies.pop(service.service_type, None)
    return conn
