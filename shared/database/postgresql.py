"""PostgreSQL as Kierros uses it: each service works in a role that may write its own tables and read the rest."""

import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DisconnectionError

import shared.schema
from shared.database import pipeline
from shared.database.guard import JOURNAL, MIGRATION
from shared.database.json_columns import JSON
from shared.settings import SERVICES

#: a transaction is short; one that isn't has gone wrong and must not hold others up
STATEMENT_TIMEOUT = "30s"
IDLE_TIMEOUT = "60s"
#: a connection that rested longer is tried before it is used; one in constant use is not, since that costs a round trip
TRUSTED_SECONDS = 2.0
_RESTED_SINCE = "rested_since"
#: what is prepared is soon planned without its values: a search for a rare word then takes as long as for a common one,
#: twenty times too long. The others ask for the same few rows by their keys, over and over
_SEARCHING = ("catalogue",)
_UNPREPARED, _PREPARED_AFTER = None, 5
#: whoever has written something holds the number of their transaction locked until it ends
_OTHERS_WRITE = """
    SELECT EXISTS (
        SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock'
        AND datname = current_database() AND pid <> pg_backend_pid()
    )
"""


def make_engine(url: str, writer: str) -> Engine:
    """An engine that works in the service's own role where the role exists; ``postgresql://`` means psycopg 3."""
    address = make_url(url)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    # what people typed stays out of the texts of errors, and so out of logs
    engine = create_engine(
        address,
        pool_size=4,
        max_overflow=8,
        hide_parameters=True,
        connect_args={
            "connect_timeout": 5,
            "prepare_threshold": _UNPREPARED if writer in _SEARCHING else _PREPARED_AFTER,
        },
        **JSON,
    )
    event.listen(engine, "checkin", _note_rest)
    event.listen(engine, "checkout", _try_after_rest)
    event.listen(engine, "rollback", pipeline.forget)
    event.listen(engine, "rollback_savepoint", pipeline.forget)
    event.listen(engine, "reset", pipeline.forget_at_return)
    if writer != MIGRATION:
        event.listen(engine, "connect", lambda connection, _record: _enter_role(connection, writer))
    return engine


def _note_rest(_connection: Any, record: Any) -> None:
    record.info[_RESTED_SINCE] = time.monotonic()


def _try_after_rest(connection: Any, record: Any, _proxy: Any) -> None:
    """Have the pool make a new connection when the server has dropped this one meanwhile."""
    if time.monotonic() - record.info.get(_RESTED_SINCE, time.monotonic()) < TRUSTED_SECONDS:
        return
    # not by psycopg, whose rollback afterwards would have the server forget what is prepared
    connection.pgconn.exec_(b"")
    if connection.broken:
        raise DisconnectionError


def others_write(connection: Connection) -> bool:
    """Whether anybody else is in the middle of writing to this database."""
    return bool(connection.exec_driver_sql(_OTHERS_WRITE).scalar())


def moment(connection: Connection) -> str:
    """What a statement sees now: another text as soon as anybody has committed what they wrote (``pg_snapshot``)."""
    said: str = connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one()
    return said


def role_of(service: str) -> str:
    """The group role that holds a service's rights."""
    return f"kierros_{service}"


def _enter_role(connection: Any, writer: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'")
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_TIMEOUT}'")
        cursor.execute("SET timezone = 'UTC'")
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND pg_has_role(oid, 'MEMBER')", (role_of(writer),))
        if cursor.fetchone():
            cursor.execute(f"SET ROLE {role_of(writer)}")
    connection.commit()


def grant_rights(connection: Connection) -> bool:
    """Make the services' roles and give each its rights, from the owners that the tables declare.

    Returns False, having done nothing, when the database's owner may not make roles: the services then work in
    the owner's name.
    """
    if not connection.scalar(text("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")):
        missing = set(map(role_of, SERVICES)) - set(connection.scalars(text("SELECT rolname FROM pg_roles")))
        if missing:
            return False
    owners = shared.schema.owners()
    for service in SERVICES:
        role = role_of(service)
        if not connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}):
            connection.execute(text(f"CREATE ROLE {role} NOLOGIN"))
            # since PostgreSQL 16 its maker may give it away but not work in it, unless told so
            connection.execute(text(f"GRANT {role} TO CURRENT_USER"))
        connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {role}"))
        connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}"))
        for table in sorted(name for name, owner in owners.items() if owner == service):
            connection.execute(text(f"GRANT INSERT, UPDATE, DELETE ON {table} TO {role}"))
        connection.execute(text(f"GRANT INSERT ON {JOURNAL} TO {role}"))
        connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"))
    return True
