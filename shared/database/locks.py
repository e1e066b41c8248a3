"""Named locks that last as long as the write transaction, so that two writers can agree about one thing."""

from uuid import UUID

from sqlalchemy import ColumnElement, Connection, String, bindparam, func, literal_column, select

from shared.database.prepared import Prepared


def column(name: str) -> ColumnElement[None]:
    """PostgreSQL only: a column that takes the lock whose ``name_of`` the parameter of this name gives.

    For a statement that asks for something on the way. What it says is from before the lock was got.
    """
    return func.pg_advisory_xact_lock(func.hashtextextended(bindparam(name, type_=String), literal_column("0")))


_LOCK = Prepared(select(column("name")))


def hold(db: Connection, thing: str, subject: UUID) -> None:
    """Wait until nobody else holds this thing, and hold it until the transaction ends."""
    hold_name(db, name_of(thing, subject))


def holding(thing: str, subject: UUID) -> tuple[Prepared, dict[str, str]]:
    """PostgreSQL only: the same as the first of several prepared statements."""
    return _LOCK, {"name": name_of(thing, subject)}


def name_of(thing: str, subject: UUID) -> str:
    """What the lock of one thing is called."""
    return f"{thing}:{subject}"


def hold_name(db: Connection, name: str) -> None:
    """The same for anything that has a name. On SQLite a write transaction is alone anyway."""
    if db.dialect.name == "postgresql":
        _LOCK.run(db, {"name": name})
