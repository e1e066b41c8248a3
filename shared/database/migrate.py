"""Bringing the database to the schema of this version of Kierros."""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from shared.database import postgresql
from shared.database.connection import Database
from shared.database.guard import MIGRATION

FOLDER = Path(__file__).parent / "migrations"
_LOCK_KEY = 5_274_577_061
_REVISION = re.compile(r'^revision = "(\w+)"$', re.MULTILINE)
_FOLLOWS = re.compile(r'^down_revision = "(\w+)"$', re.MULTILINE)


@cache
def head() -> str:
    """The schema version that this code needs: the migration that no other follows. Numbers may come in any order."""
    texts = [path.read_text(encoding="utf-8") for path in (FOLDER / "versions").glob("[0-9]*.py")]
    last: set[str] = {name for text_ in texts for name in _REVISION.findall(text_)}
    (newest,) = last.difference(name for text_ in texts for name in _FOLLOWS.findall(text_))
    return str(newest)


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
