"""Statements of the hottest paths: SQLAlchemy writes them out once, the driver runs them as they are.

On its usual way through SQLAlchemy a small statement takes several times as long as in the database itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ClauseElement, ColumnElement, Connection, Dialect, bindparam
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import InstrumentedAttribute

from shared.database import pipeline
from shared.database.connection import complete, hold_wall, writer_of

_Conversion = Callable[[Any], Any]


def said(name: str, like: ColumnElement[Any] | InstrumentedAttribute[Any]) -> BindParameter[Any]:
    """A parameter of the type of a column."""
    return bindparam(parameter(name), type_=like.type)


def parameter(name: str) -> str:
    """Unlike any column, since SQLAlchemy takes a parameter called as a column for that column's new value."""
    return f"new_{name}"


@dataclass(frozen=True)
class _Written:
    """A statement in one dialect: its text, and its parameters in order with what the driver wants of each."""

    sql: str
    parameters: tuple[tuple[str, _Conversion | None], ...]

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """Those of the given values that the statement takes, as the driver takes them."""
        return [given[name] if convert is None else convert(given[name]) for name, convert in self.parameters]


class Prepared:
    """A statement with named parameters. It is held by the same wall as every other."""

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._written: dict[str, _Written] = {}

    def run(self, db: Connection, given: Mapping[str, Any]) -> int:
        """How many rows it changed or found. ``given`` may hold more than it takes. Raises as SQLAlchemy does."""
        return run_in_turn(db, [(self, given)])[0]

    def written(self, dialect: Dialect) -> _Written:
        """The statement as this dialect's driver takes it."""
        return self._written.get(dialect.name) or self._write(dialect)

    def _write(self, dialect: Dialect) -> _Written:
        # PostgreSQL itself numbers parameters; psycopg, whose cursors are passed by, names them
        kind: Any = type(dialect)
        numbered = kind(paramstyle="numeric_dollar") if dialect.name == "postgresql" else dialect
        compiled: Any = self._statement.compile(dialect=numbered)
        self._written[dialect.name] = written = _Written(
            str(compiled),
            tuple(
                (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
                for name in compiled.positiontup
            ),
        )
        return written


def run_in_turn(
    db: Connection, steps: Sequence[tuple[Prepared, Mapping[str, Any]]], *, ends_transaction: bool = False
) -> list[int]:
    """Several, one after the other: how many rows each changed or found. PostgreSQL gets them all at once.

    What ``ends_transaction`` is committed at once by PostgreSQL, if these statements also began it: nobody waits for
    a lock then while Python goes on. Unless the last one changed nothing, no more can be written, on SQLite neither.
    """
    statements = []
    for prepared, given in steps:
        written = prepared.written(db.dialect)
        hold_wall(db, writer_of(db), written.sql)
        statements.append((written.sql, written.values(given)))
    driver = db.dialect.loaded_dbapi
    try:
        if db.dialect.name == "postgresql":
            counts = pipeline.run(db, statements, commits=ends_transaction)
        else:
            counts = _one_by_one(db, statements)
    except driver.Error as wrong:
        texts = ";\n".join(sql for sql, _values in statements)
        raise DBAPIError.instance(texts, None, wrong, driver.Error, hide_parameters=True, dialect=db.dialect) from wrong
    if ends_transaction and counts[-1]:
        complete(db)
    return counts


def _one_by_one(db: Connection, statements: Sequence[tuple[str, Sequence[Any]]]) -> list[int]:
    cursor = db.connection.cursor()
    return [int(cursor.execute(sql, values).rowcount) for sql, values in statements]
