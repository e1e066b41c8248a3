"""What people chose about mail and calendars, written by the notifications service."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import EMAIL_LENGTH, choice, new_id, one_of
from shared.schema.notifications import NotificationsTable

#: how sessions get into a person's calendar: by mail, or by the feed alone
DELIVERIES = ("mail", "feed")


class Feed(NotificationsTable):
    """A person's own calendar feed, under a secret link that can be renewed."""

    __tablename__ = "feeds"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), unique=True)
    #: rises when the link is renewed; the older link then ends
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class OrganisationFeed(NotificationsTable):
    """What an organisation's people take part in, as a calendar for its contacts, under a secret link."""

    __tablename__ = "organisation_feeds"
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    #: what the link is made of, with the version
    id: Mapped[UUID] = mapped_column(default=new_id, unique=True)
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class CalendarChoice(NotificationsTable):
    """That somebody chose how sessions get into their calendar. Without a row: by mail."""

    __tablename__ = "calendar_choices"
    __table_args__ = (CheckConstraint(one_of("delivery", *DELIVERIES), name="delivery"),)
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), primary_key=True)
    delivery: Mapped[str] = mapped_column(choice(*DELIVERIES))
    changed_at: Mapped[datetime]


class Unsubscription(NotificationsTable):
    """That somebody wants no more of the mail that isn't strictly needed (RFC 8058)."""

    __tablename__ = "unsubscriptions"
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), primary_key=True)
    #: of what: ``series:<id>``, or ``digest``
    scope: Mapped[str] = mapped_column(String(50), primary_key=True)
    since: Mapped[datetime]


class Suppression(NotificationsTable):
    """An address that gets no more mail, and why."""

    __tablename__ = "suppressions"
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), primary_key=True)
    reason: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime]
