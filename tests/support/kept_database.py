"""A PostgreSQL database that one process of the run keeps: emptied between tests, since making one takes far longer."""

from typing import Any

import psycopg
from psycopg import sql

import shared.schema

_END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_VERSION = "alembic_version"


class KeptDatabase:
    """A migrated database, and what it held when it was new."""

    def __init__(self, url: str) -> None:
        """``url`` as SQLAlchemy writes it; the user must be a superuser."""
        self.url = url
        self._address = url.replace("postgresql+psycopg://", "postgresql://")
        self._tables = [*shared.schema.owners(), _VERSION]
        with self._connect() as db:
            self._first_rows = {table: rows for table in self._tables if (rows := _rows(db, table))}

    def renew(self) -> None:
        """Put everything back to how it was, whatever a test did to the rows; who is still connected is sent away."""
        with self._connect() as db:
            db.execute(_END_OTHERS)
            # rows go and come in any order: foreign keys are not looked at meanwhile
            db.execute("SET session_replication_role = replica")
            held = sql.SQL(" UNION ALL ").join(
                sql.SQL("(SELECT {0} FROM {1} LIMIT 1)").format(sql.Literal(table), sql.Identifier(table))
                for table in self._tables
            )
            for (table,) in db.execute(held).fetchall():
                db.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            for table, rows in self._first_rows.items():
                _write(db, table, rows)
            db.execute("ALTER SEQUENCE journal_id_seq RESTART")

    def _connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._address)


def _rows(db: psycopg.Connection[Any], table: str) -> list[tuple[Any, ...]]:
    return db.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))).fetchall()


def _write(db: psycopg.Connection[Any], table: str, rows: list[tuple[Any, ...]]) -> None:
    places = sql.SQL(", ").join([sql.Placeholder()] * len(rows[0]))
    db.cursor().executemany(sql.SQL("INSERT INTO {} VALUES ({})").format(sql.Identifier(table), places), rows)
