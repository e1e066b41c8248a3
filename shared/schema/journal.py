"""The journal: what happened, when, by whom, to what. Appended to by all services, changed by none."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import Base

#: true of all lines but those about people's places, which are nearly all of them: the index of a series' history
#: costs nobody who registers a write
IS_OF_ORGANISERS = text("substr(kind, 1, 12) <> 'registration'")


class JournalLine(Base):
    """One line. Holds ids and numbers, no personal data: it is kept when people are erased.

    ``id`` is not the order of commits: a line with a lower id can appear after one with a higher id.
    """

    __tablename__ = "journal"
    __table_args__ = (
        Index(
            "ix_journal_history", "series_id", "id", sqlite_where=IS_OF_ORGANISERS, postgresql_where=IS_OF_ORGANISERS
        ),
    )
    owner = "all"
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    #: ``<thing>.<what happened>``: ``session.moved``
    kind: Mapped[str] = mapped_column(String(60))
    #: ``account:<id>``, ``key:<id>``, ``person``, ``presenter:<id>``, ``system`` or ``demo``
    actor: Mapped[str] = mapped_column(String(80))
    request_id: Mapped[str | None] = mapped_column(String(64))
    series_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    offering_id: Mapped[UUID | None]
    #: the thing the line is about when it is none of these: a batch, registration, presenter, sign-in request …
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    #: what it means for people's mail waits until then, so that it can be undone; null: it is told at once
    tell_at: Mapped[datetime | None]
    #: further ids and numbers, as the kind needs
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
