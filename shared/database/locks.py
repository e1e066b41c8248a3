"""Named locks that last as long as the write transaction, so that two writers can agree about one thing."""

from uuid import UUID

from sqlalchemy import Connection, text

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


def hold(db: Connection, thing: str, subject: UUID) -> None:
    """Wait until nobody else holds this thing, and hold it until the transaction ends."""
    hold_name(db, f"{thing}:{subject}")


def hold_name(db: Connection, name: str) -> None:
    """The same for anything that has a name. On SQLite a write transaction is alone anyway."""
    if db.dialect.name == "postgresql":
        db.execute(_LOCK, {"name": name})
