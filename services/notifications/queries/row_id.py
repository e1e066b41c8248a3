"""Identifiers made by the database, one for each row of an INSERT … SELECT."""

import time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, Uuid, cast, func, literal, type_coerce
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect


def row_id(dialect: Dialect) -> ColumnElement[UUID]:
    """SQL that gives each row a UUIDv7 (RFC 9562 section 5.7) of this millisecond, as ``new_id`` of the schema does."""
    start = literal(f"{time.time_ns() // 1_000_000:012x}7")
    if dialect.name == "postgresql":
        # a random UUID has its variant where version 7 wants it too
        random = func.replace(cast(func.gen_random_uuid(), String), "-", "")
        return cast(start + func.substr(random, 14), postgresql.UUID(as_uuid=True))
    parts = (start, _random_hex(2, 3), literal("8"), _random_hex(8, 15))
    return type_coerce(parts[0] + parts[1] + parts[2] + parts[3], Uuid())


def _random_hex(size: int, digits: int) -> ColumnElement[str]:
    return func.substr(func.lower(func.hex(func.randomblob(size))), 1, digits, type_=String())


def words(*parts: Any) -> ColumnElement[str]:
    """The parts as one text with colons between them: what a message's ``once`` is made of."""
    texts: list[ColumnElement[str]] = [literal(part) if isinstance(part, str) else cast(part, String) for part in parts]
    joined = texts[0]
    for text in texts[1:]:
        joined = joined + ":" + text
    return joined
