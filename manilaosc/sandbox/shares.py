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

"""Access to Manila's database without Manila.

Creating thousands of shares takes minutes with the API and a second with SQL.
"""

from collections.abc import Iterator
import contextlib
from typing import Any

from manilaosc.sandbox import config
from manilaosc.sandbox import errors
from manilaosc.sandbox import seed

#: The pool of the shares. The driver does not know them, but it does not check
#: this: they can be shown, changed and deleted like others.
POOL = f'{config.HOST}@gamma#fake_pool_for_gamma'

#: Their creation times differ by one second, so that they can be sorted by it
FILL = """
WITH made AS (
    SELECT n,
           gen_random_uuid()::text AS share,
           gen_random_uuid()::text AS instance,
           date_trunc('second', now() AT TIME ZONE 'utc')
               - (%(count)s - n) * interval '1 second' AS moment
    FROM generate_series(1, %(count)s) AS n
), new_shares AS (
    INSERT INTO shares (
        id, created_at, updated_at, deleted, user_id, project_id, size,
        display_name, display_description, share_proto, is_public,
        snapshot_support, create_share_from_snapshot_support,
        revert_to_snapshot_support, mount_snapshot_support,
        is_soft_deleted)
    SELECT share, moment, moment, 'False', 'sandbox', %(project)s, 1,
           %(prefix)s || lpad(n::text, %(digits)s, '0'), '', 'NFS', false,
           true, true, true, true, false
    FROM made
    RETURNING id
), new_instances AS (
    INSERT INTO share_instances (
        id, share_id, created_at, updated_at, deleted, host, status,
        progress, access_rules_status, scheduled_at, launched_at,
        cast_rules_to_readonly, share_type_id, availability_zone_id)
    SELECT instance, share, moment, moment, 'False', %(host)s, 'available',
           '100%%', 'active', moment, moment, false, %(type)s, %(zone)s
    FROM made
    RETURNING id
)
INSERT INTO share_instance_export_locations (
    uuid, created_at, updated_at, deleted, share_instance_id, path,
    is_admin_only)
SELECT gen_random_uuid()::text, moment, moment, 0, instance,
       '10.0.0.10:/path/to/bulk/' || share, false
FROM made
"""

#: Separate statements: within a single one, the deletion of children is not
#: visible to their parents.
EMPTY = (
    """
    DELETE FROM share_instance_export_locations WHERE share_instance_id IN
        (SELECT i.id FROM share_instances i JOIN bulk ON i.share_id = bulk.id)
    """,
    """
    DELETE FROM share_instances USING bulk
    WHERE share_instances.share_id = bulk.id
    """,
    'DELETE FROM shares USING bulk WHERE shares.id = bulk.id',
)

#: Mark shares as deleted, as Manila does, if other rows such as snapshots
#: refer to them
BURY = (
    """
    UPDATE share_instances SET deleted = share_instances.id,
        deleted_at = now() AT TIME ZONE 'utc', status = 'deleted'
    FROM bulk WHERE share_instances.share_id = bulk.id
    """,
    """
    UPDATE shares SET deleted = shares.id,
        deleted_at = now() AT TIME ZONE 'utc'
    FROM bulk WHERE shares.id = bulk.id
    """,
)

#: Make Manila calculate the usage again at the next request that needs it
RECOUNT = """
UPDATE quota_usages SET until_refresh = 1
WHERE deleted = 0 AND resource IN ('shares', 'gigabytes')
"""

HEARTBEATS = """
SELECT "binary", host, extract(epoch FROM now() AT TIME ZONE 'utc'
       - coalesce(updated_at, created_at))
FROM services WHERE deleted = 0 ORDER BY "binary" DESC, host
"""


@contextlib.contextmanager
def cursor(socket: str) -> Iterator[Any]:
    """Return a cursor of Manila's database for one transaction.

    :param socket: The folder of PostgreSQL's socket.
    """
    import psycopg2

    try:
        connection = psycopg2.connect(
            host=socket, user='postgres', dbname='manila', connect_timeout=5
        )
    except psycopg2.OperationalError as exc:
        raise errors.SandboxError(
            'Cannot connect to the database of the sandbox: '
            + str(exc).splitlines()[0]
        ) from exc
    try:
        # Commits at the end of the block, or rolls back after an error
        with connection, connection.cursor() as found:
            yield found
    finally:
        connection.close()


def fill(
    socket: str, project: str, count: int, prefix: str, share_type: str
) -> None:
    """Insert available shares.

    :param socket: The folder of PostgreSQL's socket.
    :param project: The project (name or ID).
    :param count: The number of shares.
    :param prefix: The names are this and a number.
    :param share_type: The name of their share type.
    """
    if project in seed.PROJECTS:
        project = seed.project_id(project)
    with cursor(socket) as found:
        values = {
            'count': count,
            'digits': max(5, len(str(count))),
            'project': project,
            'prefix': prefix,
            'host': POOL,
            'type': _one(
                found,
                'SELECT id FROM share_types'
                " WHERE deleted = 'False' AND name = %s",
                share_type,
            ),
            'zone': _one(
                found,
                'SELECT id FROM availability_zones'
                " WHERE deleted = 'False' AND name = %s",
                config.ZONE,
            ),
        }
        found.execute(FILL, values)
        found.execute(RECOUNT)
        # Otherwise the first query is planned for empty tables
        found.execute('ANALYZE shares, share_instances')


def _one(found: Any, query: str, value: str) -> str:
    found.execute(query, (value,))
    row = found.fetchone()
    if row is None:
        raise errors.SandboxError(f'{value} does not exist in the sandbox')
    return str(row[0])


def empty(socket: str, prefix: str) -> int:
    """Remove all shares whose names start with a prefix.

    :param socket: The folder of PostgreSQL's socket.
    :param prefix: The prefix.
    :returns: How many they were.
    """
    import psycopg2

    with cursor(socket) as found:
        found.execute(
            'CREATE TEMPORARY TABLE bulk ON COMMIT DROP AS SELECT id'
            " FROM shares WHERE deleted = 'False'"
            ' AND starts_with(display_name, %s)',
            (prefix,),
        )
        count: int = found.rowcount
        found.execute('SAVEPOINT whole')
        try:
            for statement in EMPTY:
                found.execute(statement)
        except psycopg2.IntegrityError:
            found.execute('ROLLBACK TO whole')
            for statement in BURY:
                found.execute(statement)
        found.execute(RECOUNT)
    return count


def heartbeats(socket: str) -> list[tuple[str, str, float]]:
    """Return the services of Manila.

    :param socket: The folder of PostgreSQL's socket.
    :returns: The name, the host, and the seconds since the last heartbeat of
        each service; an empty list if the database cannot be read.
    """
    import psycopg2

    try:
        with cursor(socket) as found:
            found.execute(HEARTBEATS)
            return [
                (binary, host, float(age))
                for binary, host, age in found.fetchall()
            ]
    except (errors.SandboxError, psycopg2.Error):
        return []
