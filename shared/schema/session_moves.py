"""Moves of sessions that were held back for a moment, so that they could be undone: the catalogue's."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import new_id
from shared.schema.catalogue import CatalogueTable

NOTE_LENGTH = 1000


class SessionMove(CatalogueTable):
    """A move of a published session to another time, with what it takes to undo it."""

    __tablename__ = "session_moves"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), index=True)
    #: who moved it, as in the journal
    actor: Mapped[str] = mapped_column(String(80), index=True)
    at: Mapped[datetime]
    #: nobody is told of it before
    told_from: Mapped[datetime]
    #: how many people there were to tell
    people: Mapped[int]
    #: a word to them, in the organiser's language
    note: Mapped[str] = mapped_column(String(NOTE_LENGTH), default="")
    starts_before: Mapped[datetime]
    ends_before: Mapped[datetime]
    #: the session's revision until then, and the one that the move gave it
    revision_before: Mapped[int]
    revision: Mapped[int]
    #: the session's version after it: undone only while that is the newest
    version: Mapped[int]
    #: what presenters had answered, which the move took back: by their id reply, moment and revision
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: the revision that undoing gave the session; whoever was told of ``revision_before`` was told the same
    revision_undone: Mapped[int | None]
