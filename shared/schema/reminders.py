"""Reminders and digests, written by the notifications service."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text, true
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import EMAIL_LENGTH, NAME_LENGTH, URL_LENGTH, choice, new_id, one_of
from shared.schema.notifications import NotificationsTable

REMINDER_ANCHORS = ("session-start", "session-end", "offering-close")
#: ``coming``: to everybody of the session, with the link to join; ``material`` and ``feedback``: to its participants;
#: ``closing``: to contacts of organisations that have not registered yet
REMINDER_WORDS = ("coming", "material", "feedback", "closing")


class ReminderRule(NotificationsTable):
    """When people are reminded, counted from a session or a deadline.

    Those without a series hold for every series that has none of its own; a series that has any goes by its own alone.
    """

    __tablename__ = "reminder_rules"
    __table_args__ = (
        CheckConstraint(one_of("anchor", *REMINDER_ANCHORS), name="anchor"),
        CheckConstraint(one_of("says", *REMINDER_WORDS), name="says"),
        Index("uq_reminder_rules_series_id_copied_from_id", "series_id", "copied_from_id", unique=True),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("series.id"), index=True)
    #: null: for every offering of the series
    offering_id: Mapped[UUID | None] = mapped_column(ForeignKey("offerings.id"), index=True)
    #: the installation's rule that it began as: whoever was told by the one is not told again by the other
    copied_from_id: Mapped[UUID | None]
    #: what it is about, and so who gets it
    says: Mapped[str] = mapped_column(choice(*REMINDER_WORDS), default="coming", server_default="coming")
    #: what it is counted from
    anchor: Mapped[str] = mapped_column(choice(*REMINDER_ANCHORS))
    #: minutes from the anchor; negative: before it
    offset_minutes: Mapped[int]
    #: what the organiser adds, plain text
    text: Mapped[str] = mapped_column(String(2000), default="", server_default="")
    #: where the mail leads, such as a feedback form
    link: Mapped[str | None] = mapped_column(String(URL_LENGTH))
    #: a rule that is off stays in its list
    is_on: Mapped[bool] = mapped_column(default=True, server_default=true())


class DigestItem(NotificationsTable):
    """Something that a contact should hear, collected with the rest into one mail instead of forty."""

    __tablename__ = "digest_items"
    __table_args__ = (
        Index(
            "ix_digest_items_waiting",
            "recipient_email",
            sqlite_where=text("message_id IS NULL"),
            postgresql_where=text("message_id IS NULL"),
        ),
        Index("ix_digest_items_offering_id_kind", "offering_id", "kind"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: (what, about what, recipient) in one text: the constraint that tells each thing once
    once: Mapped[str] = mapped_column(String(400), unique=True)
    #: ``closing``, ``dead-address`` …
    kind: Mapped[str] = mapped_column(String(40))
    recipient_email: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    recipient_name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    language: Mapped[str] = mapped_column(String(2))
    organisation_id: Mapped[UUID | None]
    series_id: Mapped[UUID | None]
    offering_id: Mapped[UUID | None]
    #: the registration, person or message it is about
    subject_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    #: the digest that told it; null: waits for the next one
    message_id: Mapped[UUID | None] = mapped_column(index=True)
