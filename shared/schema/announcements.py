"""Tables of what organisers write to participants, written by the registration service."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import EMAIL_LENGTH, NAME_LENGTH, choice, new_id, one_of
from shared.schema.registration import RegistrationTable

#: ``chosen``: those ticked in the participants' list; the others are everybody of the series, or of a part of it
AUDIENCES = ("chosen", "participants", "presenters", "contacts")
#: which of them: participants with a place, or waiting; presenters of what is still ahead
AMONG = ("all", "confirmed", "waitlisted", "ahead")
#: why something planned never went out
NOT_SENT = ("missed", "no-right", "archived", "nobody")

#: the words of a partial index; a query has to say the same ones for SQLite to use it
WAITING = text("sent_at IS NULL AND withdrawn_at IS NULL AND problem IS NULL")


class Announcement(RegistrationTable):
    """What an organiser writes to people of a series; erased with their data."""

    __tablename__ = "announcements"
    __table_args__ = (
        CheckConstraint(one_of("audience", *AUDIENCES), name="audience"),
        CheckConstraint(one_of("among", *AMONG), name="among"),
        CheckConstraint(one_of("problem", *NOT_SENT), name="problem"),
        Index("ix_announcements_waiting", "send_at", sqlite_where=WAITING, postgresql_where=WAITING),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"), index=True)
    #: null: not to people of one offering alone
    offering_id: Mapped[UUID | None] = mapped_column(ForeignKey("offerings.id"), index=True)
    #: null: not to people of one session alone. Of the two one is null
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("sessions.id"), index=True)
    audience: Mapped[str] = mapped_column(choice(*AUDIENCES), default="chosen")
    among: Mapped[str] = mapped_column(choice(*AMONG), default="all", server_default="all")
    #: one line
    subject: Mapped[str] = mapped_column(String(NAME_LENGTH))
    #: plain text; empty lines part its paragraphs
    text: Mapped[str] = mapped_column(Text)
    #: where answers go; null: nowhere in particular
    reply_to: Mapped[str | None] = mapped_column(String(EMAIL_LENGTH))
    #: a copy for its writer alone, before it is sent
    is_test: Mapped[bool] = mapped_column(default=False)
    #: who wrote it: ``account:<id>`` or ``key:<id>``
    actor: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    #: when it is to go out; null: at once
    send_at: Mapped[datetime | None]
    #: when its journal line was written; null: not yet
    sent_at: Mapped[datetime | None]
    #: taken back before it went out
    withdrawn_at: Mapped[datetime | None]
    #: its time came and it was not sent: why; null otherwise
    problem: Mapped[str | None] = mapped_column(choice(*NOT_SENT))


class AnnouncementRecipient(RegistrationTable):
    """That an announcement goes to somebody: settled when it is sent, whatever becomes of the list later."""

    __tablename__ = "announcement_recipients"
    announcement_id: Mapped[UUID] = mapped_column(ForeignKey("announcements.id", ondelete="CASCADE"), primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
