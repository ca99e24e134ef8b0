"""The process that is Manila: its API and all of its services."""

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

#: More than callers at once: a request may wait for another service here,
#: and that one for the API's answer.
THREADS = 24

#: Seconds to wait for the database, which is started beside us.
DATABASE_PATIENCE = 60.0


def main() -> None:
    this = part.Part()
    url = this.state.settings.postgres_socket

    this.say('loading Manila')
    # Native threads, before anything of Manila's is imported.
    os.environ['OS_MANILA_DISABLE_EVENTLET_PATCHING'] = '1'
    from manila import monkey_patch

    monkey_patch.patch('threading')

    from manila.common import config as manila_config
    from oslo_config import cfg
    from oslo_log import log

    conf = cfg.CONF
    log.register_options(conf)
    # Before the managers are imported: their intervals are read then.
    conf(
        [],
        project='manila',
        default_config_files=[str(this.state.manila_conf)],
    )
    manila_config.verify_share_protocols()
    manila_config.set_lib_defaults()
    log.setup(conf, 'manila')

    import_services()
    wait_for_database(url)

    from manila import rpc
    from manila.db import migration

    this.say('bringing the tables of Manila up to date')
    migration.upgrade(None)
    seed.manila()

    this.say('starting the services of Manila')
    rpc.init(conf)
    from oslo_service import wsgi as oslo_wsgi

    app = oslo_wsgi.Loader(conf).load_app('osapi_share')
    calmer = quiet.Quiet()
    services = start_services(calmer)
    noted = requestlog.RequestLog(this.state.request_log)
    # Next to Manila: what others put there may change a request.
    app = noted.middleware(calmer.middleware(app))
    app = wsgi.stack(app, wsgi.MANILA)
    server = wsgi.Server(app, this.socket, THREADS)
    wait_for_pools(services)
    this.ready()
    server.run()
    stop_services(services)
    # Manila's threads are not all daemons; there is nothing to wait for.
    os._exit(0)


def import_services() -> None:
    """Import what is loaded by name later, while the database starts."""
    import manila.api.v2.router
    import manila.data.manager
    import manila.scheduler.manager
    import manila.share.manager  # noqa: F401

    import manilaosc.sandbox.driver  # noqa: F401


def wait_for_database(folder: str) -> None:
    """Wait for PostgreSQL, and make Manila's database in it."""
    import psycopg2

    deadline = time.monotonic() + DATABASE_PATIENCE
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
    """Start the scheduler, the data service and a share service a back end.

    Each has a host of its own, so that each is listed once.
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
    """Wait until the scheduler knows a pool of each back end.

    A share that is created earlier ends in error.
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
    """Have the services say that they stop; not for longer than a moment."""

    def stop() -> None:
        for each in services:
            each.stop()

    thread = threading.Thread(target=stop, daemon=True)
    thread.start()
    thread.join(1.5)


def run() -> None:
    """End with an error also where threads would live on without an end."""
    try:
        main()
    except Exception:
        sys.excepthook(*sys.exc_info())
        os._exit(1)


if __name__ == '__main__':
    run()
