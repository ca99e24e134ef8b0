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

"""The service Manila: the API and all other services in one process."""

import os
import sys
import threading
import time
from typing import Any

from manilaosc.sandbox import config
from manilaosc.sandbox import part
from manilaosc.sandbox import quiet
from manilaosc.sandbox import requestlog
from manilaosc.sandbox import seed
from manilaosc.sandbox import wsgi

PART = 'manila'

#: More than there are clients: a request may wait for another service, which
#: may itself wait for the API
THREADS = 24

#: Seconds to wait for the database, which starts at the same time
DATABASE_TIMEOUT = 60.0


def main() -> None:
    this = part.Part()
    socket = str(this.state.socket)

    this.say('loading Manila')
    # Before any other module of Manila is imported
    os.environ['OS_MANILA_DISABLE_EVENTLET_PATCHING'] = '1'
    from manila import monkey_patch

    monkey_patch.patch('threading')

    from manila.common import config as manila_config
    from oslo_config import cfg
    from oslo_log import log

    conf = cfg.CONF
    log.register_options(conf)
    # Before the managers are imported, which read their intervals then
    conf(
        [],
        project='manila',
        default_config_files=[str(this.state.manila_conf)],
    )
    manila_config.verify_share_protocols()
    manila_config.set_lib_defaults()
    log.setup(conf, 'manila')

    import_services()
    wait_for_database(socket)

    from manila import rpc
    from manila.db import migration

    this.say('updating the database schema')
    migration.upgrade(None)
    seed.manila()

    this.say('starting the services')
    rpc.init(conf)
    from oslo_service import wsgi as oslo_wsgi

    app = oslo_wsgi.Loader(conf).load_app('osapi_share')
    calmer = quiet.Quiet()
    services = start_services(calmer)
    noted = requestlog.RequestLog(this.state.request_log)
    # Innermost, because other middleware may change requests
    app = noted.middleware(calmer.middleware(app))
    app = wsgi.stack(app, wsgi.MANILA)
    server = wsgi.Server(app, this.socket, THREADS)
    wait_for_pools(services)
    this.ready()
    server.run()
    stop_services(services)
    # Some threads of Manila are not daemons and would go on
    os._exit(0)


def import_services() -> None:
    """Import modules that are needed later while the database starts."""
    import manila.api.v2.router
    import manila.data.manager
    import manila.scheduler.manager
    import manila.share.manager  # noqa: F401

    import manilaosc.sandbox.driver  # noqa: F401


def wait_for_database(folder: str) -> None:
    """Wait for PostgreSQL, and create Manila's database if it is new.

    :param folder: The folder of PostgreSQL's socket.
    """
    import psycopg2

    deadline = time.monotonic() + DATABASE_TIMEOUT
    while True:
        try:
            connection = psycopg2.connect(
                host=folder, user='postgres', dbname='postgres'
            )
            break
        except psycopg2.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = 'manila'")
        if not cursor.rowcount:
            cursor.execute('CREATE DATABASE manila')
    connection.close()


def start_services(calmer: quiet.Quiet) -> list[Any]:
    """Start the scheduler, the data service, and a share service per back end.

    Each share service has its own host, so that all of them are listed.

    :param calmer: Slows down their periodic tasks.
    """
    from manila import service

    services = [
        service.Service.create(
            host=config.HOST, binary='manila-scheduler', coordination=True
        ),
        service.Service.create(
            host=config.HOST, binary='manila-data', coordination=True
        ),
    ]
    for backend in config.BACKENDS:
        services.append(
            service.Service.create(
                host=f'{config.HOST}@{backend}',
                service_name=backend,
                binary='manila-share',
                coordination=True,
            )
        )
    for each in services:
        each.periodic_tasks = calmer.calm(each.periodic_tasks)
        each.start()
    return services


def wait_for_pools(services: list[Any], timeout: float = 30.0) -> None:
    """Wait until all back ends have reported their pools to the scheduler.

    The status of a share that is created earlier would become error.
    """
    from manila import context

    scheduler = services[0].manager
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        pools = scheduler.get_pools(context.get_admin_context(), {}, False)
        if len(pools) >= len(config.BACKENDS):
            return
        time.sleep(0.05)
    raise RuntimeError('The back ends did not report their pools')


def stop_services(services: list[Any]) -> None:
    """Stop the services, but do not wait longer than 1.5 seconds for it."""

    def stop() -> None:
        for each in services:
            each.stop()

    thread = threading.Thread(target=stop, daemon=True)
    thread.start()
    thread.join(1.5)


def run() -> None:
    """Run the service; end after an error even if threads still run."""
    try:
        main()
    except Exception:
        sys.excepthook(*sys.exc_info())
        os._exit(1)


if __name__ == '__main__':
    run()
