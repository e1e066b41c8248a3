"""Statements of the hottest paths: SQLAlchemy writes them out once, the driver runs them as they are.

On its usual way through SQLAlchemy a small statement takes several times as long as in the database itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect
from sqlalchemy.exc import DBAPIError

from shared.database.connection import writer_of
from shared.database.guard import WallError, refusal

_Conversion = Callable[[Any], Any]


@dataclass(frozen=True)
class _Written:
    """A statement in one dialect: its text, and its parameters in order with what the driver wants of each."""

    sql: str
    parameters: tuple[tuple[str, _Conversion | None], ...]
    is_positional: bool

    def values(self, given: Mapping[str, Any]) -> Any:
        """Those of the given values that the statement takes, as the driver takes them."""
        if self.is_positional:
            return tuple(given[name] if convert is None else convert(given[name]) for name, convert in self.parameters)
        return {name: given[name] if convert is None else convert(given[name]) for name, convert in self.parameters}


class Prepared:
    """A statement with named parameters. It is held by the same wall as every other."""

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._written: dict[str, _Written] = {}

    def run(self, db: Connection, given: Mapping[str, Any]) -> int:
        """How many rows it changed or found. ``given`` may hold more than it takes. Raises as SQLAlchemy does."""
        written = self._written.get(db.dialect.name) or self._write(db.dialect)
        reason = refusal(writer_of(db), written.sql)
        if reason:
            raise WallError(reason)
        driver = db.dialect.loaded_dbapi
        try:
            cursor = db.connection.cursor()
            cursor.execute(written.sql, written.values(given))
        except driver.Error as wrong:
            raise DBAPIError.instance(
                written.sql, None, wrong, driver.Error, hide_parameters=True, dialect=db.dialect
            ) from wrong
        return int(cursor.rowcount)

    def _write(self, dialect: Dialect) -> _Written:
        compiled: Any = self._statement.compile(dialect=dialect)
        names = compiled.positiontup or list(compiled.binds)
        self._written[dialect.name] = written = _Written(
            str(compiled),
            tuple((name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names),
            is_positional=compiled.positiontup is not None,
        )
        return written
