"""Statements about any of thousands of values: they go to the database as one parameter, so the text stays the same.

An ``IN`` with a parameter for each would be written out anew by SQLAlchemy every time, which takes longer than
finding the rows.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Connection, CursorResult, Select, String, Uuid, any_, bindparam, column, func, select
from sqlalchemy.orm import InstrumentedAttribute

Both = Mapping[str, Select[*tuple[Any, ...]]]


def both(statement: Select[*tuple[Any, ...]], among: InstrumentedAttribute[Any]) -> Both:
    """The statement, limited to rows whose column holds one of the values given later; one for each database."""
    kind = Uuid() if isinstance(among.type, Uuid) else String()
    listed: Select[Any] = select(column("value")).select_from(func.json_each(bindparam("values", type_=String())))
    return {
        "sqlite": statement.where(among.in_(listed)),
        "postgresql": statement.where(among == any_(bindparam("values", type_=ARRAY(kind)))),
    }


def execute(
    db: Connection, statements: Both, values: Sequence[str] | Sequence[UUID], more: Mapping[str, Any] | None = None
) -> CursorResult[*tuple[Any, ...]]:
    """Run it for these values; ``more`` are its other parameters."""
    name = db.dialect.name
    return db.execute(statements[name], {"values": _json(values) if name == "sqlite" else list(values), **(more or {})})


def _json(values: Sequence[str] | Sequence[UUID]) -> str:
    # as the column holds them: SQLite keeps an id as its 32 digits
    return json.dumps([value.hex if isinstance(value, UUID) else value for value in values])
