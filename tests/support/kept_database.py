"""A PostgreSQL database that one process of the run keeps: emptied between tests, since making one takes far longer."""

from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Engine

import shared.schema
from shared.database.postgresql import make_engine

#: a connection that is idle holds nothing, and the next test may take it
_END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""
_VERSION = "alembic_version"


class KeptDatabase:
    """A migrated database, and what it held when it was new."""

    def __init__(self, url: str) -> None:
        """``url`` as SQLAlchemy writes it; the user must be a superuser."""
        self.url = url
        self._engines: dict[str, Engine] = {}
        self._tables = [*shared.schema.owners(), _VERSION]
        self._own = psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://"), autocommit=True)
        # rows go and come in any order: foreign keys are not looked at meanwhile
        self._own.execute("SET session_replication_role = replica")
        self._first_rows = {table: rows for table in self._tables if (rows := _rows(self._own, table))}

    def renew(self) -> None:
        """Put everything back to how it was, whatever a test did to the rows; who is still connected is sent away."""
        with self._own.transaction():
            db = self._own
            db.execute(_END_OTHERS)
            held = sql.SQL(" UNION ALL ").join(
                sql.SQL("(SELECT {0} FROM {1} LIMIT 1)").format(sql.Literal(table), sql.Identifier(table))
                for table in self._tables
            )
            for (table,) in db.execute(held).fetchall():
                db.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            for table, rows in self._first_rows.items():
                _write(db, table, rows)
            db.execute("ALTER SEQUENCE journal_id_seq RESTART")

    def engine(self, url: str, writer: str) -> Engine:
        """What ``postgresql.make_engine`` gives, with connections that outlive the test: it takes long to make them."""
        if url != self.url:
            return make_engine(url, writer)
        if writer not in self._engines:
            self._engines[writer] = make_engine(url, writer)
        lent = self._engines[writer].execution_options()
        lent.dispose = lambda *_args, **_named: None  # type: ignore[method-assign]
        return lent

    def close(self) -> None:
        """Let go of all connections."""
        for engine in self._engines.values():
            engine.dispose()
        self._own.close()


def _rows(db: psycopg.Connection[Any], table: str) -> list[tuple[Any, ...]]:
    return db.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))).fetchall()


def _write(db: psycopg.Connection[Any], table: str, rows: list[tuple[Any, ...]]) -> None:
    places = sql.SQL(", ").join([sql.Placeholder()] * len(rows[0]))
    db.cursor().executemany(sql.SQL("INSERT INTO {} VALUES ({})").format(sql.Identifier(table), places), rows)
