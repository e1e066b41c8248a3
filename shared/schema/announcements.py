"""Tables of what organisers write to participants, written by the registration service."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import EMAIL_LENGTH, NAME_LENGTH, new_id
from shared.schema.registration import RegistrationTable


class Announcement(RegistrationTable):
    """What an organiser writes to participants of an offering; erased with their data."""

    __tablename__ = "announcements"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offerings.id"), index=True)
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


class AnnouncementRecipient(RegistrationTable):
    """That an announcement goes to somebody: settled when it is sent, whatever becomes of the list later."""

    __tablename__ = "announcement_recipients"
    announcement_id: Mapped[UUID] = mapped_column(ForeignKey("announcements.id", ondelete="CASCADE"), primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
