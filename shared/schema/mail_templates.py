"""An organiser's own words for the mails of a series, written by the notifications service."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import new_id
from shared.schema.notifications import NotificationsTable


class MailTemplate(NotificationsTable):
    """One version of the words of one kind of mail in one language; the highest version is the one in use."""

    __tablename__ = "mail_templates"
    __table_args__ = (UniqueConstraint("series_id", "kind", "language", "version"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"))
    #: a kind of mail, as in ``messages.kind``
    kind: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    #: from 1 on
    version: Mapped[int]
    #: both empty: this version goes back to the standard words
    subject: Mapped[str] = mapped_column(String(400))
    #: Markdown with placeholders
    text: Mapped[str] = mapped_column(Text)
    #: ``account:<id>`` or ``key:<id>``
    actor: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
