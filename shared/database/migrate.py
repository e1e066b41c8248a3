"""Bringing the database to the schema of this version of Kierros."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from shared.database import postgresql
from shared.database.connection import Database
from shared.database.guard import MIGRATION

FOLDER = Path(__file__).parent / "migrations"
_LOCK_KEY = 5_274_577_061


def head() -> str:
    """The schema version that this code needs: the number that the last migration's file name begins with."""
    return max(path.name.split("_", 1)[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def version(db: Connection) -> str | None:
    """The schema version the database is at; None before the first migration."""
    if not inspect(db).has_table("alembic_version"):
        return None
    found: str | None = db.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def is_current(database: Database) -> bool:
    """Whether the database is at the version this code needs."""
    with database.reading() as db:
        return version(db) == head()


def migrate(url: str) -> bool:
    """Bring the database to the newest schema; several at once are safe. Returns whether anything changed."""
    database = Database(url, MIGRATION)
    try:
        if database.is_sqlite and is_current(database):
            return False
        with database.writing() as db:
            return _upgrade(db)
    finally:
        database.close()


def _upgrade(db: Connection) -> bool:
    if db.dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
    changes = version(db) != head()
    if changes:
        # imported here: alembic takes as long to import as a whole start with nothing to migrate
        from alembic import command  # noqa: PLC0415
        from alembic.config import Config  # noqa: PLC0415

        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = db
        command.upgrade(config, "head")
    if db.dialect.name == "postgresql":
        postgresql.grant_rights(db)
    return changes
