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

"""The service Keystone."""

from importlib import metadata
import os

from manilaosc.sandbox import part
from manilaosc.sandbox import seed
from manilaosc.sandbox import wsgi

PART = 'keystone'

#: A login takes milliseconds; more threads would only wait for SQLite
THREADS = 8


def main() -> None:
    this = part.Part()
    settings = this.state.settings

    this.say('loading Keystone')
    from keystone.cmd import bootstrap
    from keystone.common import fernet_utils
    from keystone.common.sql import upgrades
    import keystone.conf
    from keystone.credential.providers.fernet.core import MAX_ACTIVE_KEYS
    import keystone.server
    from keystone.server.flask import application
    from keystone.server.flask import core

    conf = keystone.conf.CONF
    keystone.server.configure(config_files=[str(this.state.keystone_conf)])

    catalog = seed.catalog(
        metadata.version('keystone'),
        this.state.auth_url,
        this.state.share_endpoint,
    )
    seeded = this.state.keystone / 'seeded'
    is_new = not seeded.exists() or seeded.read_text() != catalog
    if is_new:
        this.say('updating the database schema')
        upgrades.offline_sync_database_to_version(None)
        for keys, active, group in (
            (
                conf.fernet_tokens.key_repository,
                conf.fernet_tokens.max_active_keys,
                'fernet_tokens',
            ),
            (conf.credential.key_repository, MAX_ACTIVE_KEYS, 'credential'),
        ):
            repository = fernet_utils.FernetUtils(keys, active, group)
            repository.create_key_directory()
            repository.initialize_key_repository()

    # Loads the backends, which is possible only once in a process
    bootstrapper = bootstrap.Bootstrapper()
    if is_new:
        this.say('creating projects and users')
        seed.keystone(
            bootstrapper,
            settings.passwords,
            this.state.auth_url,
            this.state.share_endpoint,
        )
        seeded.write_text(catalog)

    app = core.setup_app_middleware(application.application_factory('public'))
    server = wsgi.Server(wsgi.stack(app, wsgi.KEYSTONE), this.socket, THREADS)
    this.ready()
    server.run()
    os._exit(0)


if __name__ == '__main__':
    main()
