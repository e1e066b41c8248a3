"""What every table shares: naming of constraints, identifiers, instants, and the word for its owner."""

import os
import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import DateTime, MetaData, String, TypeDecorator, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}

NAME_LENGTH = 200
EMAIL_LENGTH = 254
#: RFC 1035 section 2.3.4, written without the final dot
DOMAIN_LENGTH = 253
URL_LENGTH = 1000
TEXT_LENGTH = 20_000
TOKEN_LENGTH = 64
#: a reason given in a sentence or two
REPLY_NOTE_LENGTH = 500


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC. A naive datetime is refused: it would be a guess."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: UTC; SQLite keeps no zone, so it gets the bare UTC time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a time zone: {value!r}")
        in_utc = value if value.tzinfo is UTC else value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def result_processor(self, dialect: Dialect, _coltype: object) -> Callable[[Any], datetime | None]:
        """From the database: aware, in UTC. A page reads hundreds, and the usual way takes six times as long."""
        return _from_text if dialect.name == "sqlite" else _from_aware


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


def _from_aware(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables of the shared schema. ``owner`` is the one service that writes the table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Instant, uuid.UUID: Uuid}
    owner: ClassVar[str]


def owners() -> dict[str, str]:
    """Table name -> the service that writes it; ``journal`` belongs to ``all`` (appended to, never changed)."""
    return {mapper.local_table.name: mapper.class_.owner for mapper in Base.registry.mappers}  # type: ignore[attr-defined]


def choice(*values: str) -> String:
    """A short text column whose values a named check constraint lists."""
    return String(max(len(value) for value in values))


def one_of(column: str, *values: str) -> str:
    """SQL text of a check that ``column`` holds one of ``values``."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


_last_id = 0
_making_id = threading.Lock()


def new_id() -> uuid.UUID:
    """A UUID that sorts by the time it was made (version 7, RFC 9562 section 5.7), so that inserts stay local.

    Those of one process rise strictly, also within a millisecond (section 6.2): lists keep the order given.
    """
    global _last_id  # noqa: PLW0603 - one process has one order
    with _making_id:
        random = int.from_bytes(os.urandom(10), "big")
        # a random step, since forked processes begin at the same last one
        _last_id = max(_fresh_id(random), _last_id + 1 + (random & 0xFFFFFFFF))
        return uuid.UUID(int=_last_id)


def _fresh_id(random: int) -> int:
    milliseconds = time.time_ns() // 1_000_000
    value = milliseconds << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    return value & ~(0x3 << 62) | 0x2 << 62
