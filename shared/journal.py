"""Writing the journal: one line per fact, in the transaction of the fact, and a ring after the commit."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Connection, insert

from shared import clock
from shared.database.connection import after_commit
from shared.ring import ring
from shared.schema.journal import JournalLine

_INSERT = insert(JournalLine)


@dataclass(frozen=True)
class Subject:
    """What a line is about: ids only."""

    series_id: UUID | None = None
    session_id: UUID | None = None
    offering_id: UUID | None = None
    #: a batch, registration, presenter or sign-in request, as the kind says
    subject_id: UUID | None = None
    detail: dict[str, Any] = field(default_factory=dict)


def append(db: Connection, kind: str, actor: str, subject: Subject, tell_at: datetime | None = None) -> None:
    """Add a line to the transaction that ``db`` is in; notifications is rung when that has committed.

    ``kind`` is ``<thing>.<what happened>``; ``actor`` is who did it, as ``Viewer.actor`` says. No personal data.
    Nobody is told of it before ``tell_at``; the clock sees to it then.
    """
    if tell_at is None:
        append_many(db, kind, actor, [subject])
    else:
        db.execute(_INSERT, line(kind, actor, subject) | {"tell_at": tell_at})


def append_many(db: Connection, kind: str, actor: str, subjects: Sequence[Subject]) -> None:
    """The same for one kind of fact about many: all lines go to the database at once. There may be none."""
    if subjects:
        db.execute(_INSERT, [line(kind, actor, subject) for subject in subjects])
        after_commit(db, ring)


def line(kind: str, actor: str, subject: Subject) -> dict[str, Any]:
    """The values of a line, for a statement that writes it together with its fact; that caller rings."""
    return {
        "at": clock.now(),
        "kind": kind,
        "actor": actor,
        "request_id": structlog.contextvars.get_contextvars().get("request_id"),
        "series_id": subject.series_id,
        "session_id": subject.session_id,
        "offering_id": subject.offering_id,
        "subject_id": subject.subject_id,
        "detail": subject.detail,
    }
