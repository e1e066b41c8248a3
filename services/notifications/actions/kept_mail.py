"""Keeping what came back: one row for each mail, in the transaction of everything that it leads to."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql

from shared import clock
from shared.database import Database
from shared.schema.base import new_id
from shared.schema.inbound import Inbound

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Made:
    """What was made of a mail: the columns of its row, see ``shared.schema.inbound``."""

    kind: str
    outcome: str
    reason: str | None = None
    session_id: UUID | None = None
    series_id: UUID | None = None
    message_id: UUID | None = None
    sender: str = ""
    attendee: str | None = None
    answer: str | None = None
    comment: str | None = None
    subject: str | None = None
    text: str | None = None
    proposed_starts_at: datetime | None = None
    proposed_ends_at: datetime | None = None
    proposal: str | None = None


#: decides on a mail and does what it leads to; gets the id of its row to be
Decide = Callable[[Connection, UUID], Made]


class _Known(Exception):
    """Somebody was faster with the same mail."""


def keep(database: Database, digest: str, decide: Decide) -> Made | None:
    """Decide on a mail and write it down, both or neither. None when it has been kept already: nothing is done then."""
    identifier = new_id()
    try:
        with database.writing() as db:
            made = decide(db, identifier)
            values = {"id": identifier, "received_at": clock.now(), "digest": digest, **asdict(made)}
            _write(db, values)
    except _Known:
        return None
    session_id = str(made.session_id) if made.session_id else None
    log.info("mail_came_back", kind=made.kind, outcome=made.outcome, reason=made.reason, session_id=session_id)
    return made


def _write(db: Connection, values: dict[str, Any]) -> None:
    # SQLite knows PostgreSQL's ON CONFLICT
    write = postgresql.insert(Inbound).values(values).on_conflict_do_nothing().returning(Inbound.id)
    if db.scalar(write) is None:
        raise _Known
