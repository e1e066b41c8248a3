"""Tables written by the notifications service: what was told to whom, and what their calendars hold."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import EMAIL_LENGTH, NAME_LENGTH, TOKEN_LENGTH, Base, choice, new_id, one_of

MESSAGE_STATES = ("queued", "sending", "sent", "failed", "bounced", "superseded")
REMINDER_ANCHORS = ("session-start", "session-end", "offering-close")


class NotificationsTable(Base):
    """A table that only the notifications service writes."""

    __abstract__ = True
    owner = "notifications"


class Message(NotificationsTable):
    """One e-mail to one recipient: a row before it is a mail."""

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint(one_of("state", *MESSAGE_STATES), name="state"),
        Index(
            "ix_messages_due",
            "priority",
            "due_at",
            sqlite_where=text("state IN ('queued', 'sending')"),
            postgresql_where=text("state IN ('queued', 'sending')"),
        ),
        Index("ix_messages_recipient_email", "recipient_email"),
        Index("ix_messages_session_id_recipient_email", "session_id", "recipient_email"),
        Index("ix_messages_series_id_id", "series_id", "id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: which template: ``registration-confirmed``, ``presenter-invited`` …
    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(choice(*MESSAGE_STATES), default="queued")
    #: 0 goes first (sign-in links), 9 last
    priority: Mapped[int] = mapped_column(default=5)
    #: (what, revision, recipient) in one text: the constraint that makes each mail once
    once: Mapped[str] = mapped_column(String(400), unique=True)
    recipient_email: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    recipient_name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    language: Mapped[str] = mapped_column(String(2))
    journal_id: Mapped[int | None] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), index=True)
    series_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    offering_id: Mapped[UUID | None]
    #: the registration, presenter, batch or sign-in request it is about
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    #: SEQUENCE of the calendar part
    sequence: Mapped[int | None]
    due_at: Mapped[datetime]
    #: while a sender holds it; after that another may take it
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    #: in plain words, the last thing that went wrong
    problem: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class MessageContent(NotificationsTable):
    """What a message says, written once before the first attempt. Links that let someone in stand as placeholders."""

    __tablename__ = "message_contents"
    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(400))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    #: REQUEST, CANCEL, PUBLISH or null when there is no calendar part
    method: Mapped[str | None] = mapped_column(String(10))
    calendar: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class Attempt(NotificationsTable):
    """One try to hand a message to the mail server, with its answer."""

    __tablename__ = "attempts"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(20))
    #: SMTP reply code, or null
    code: Mapped[int | None]
    answer: Mapped[str] = mapped_column(String(500), default="")


class CalendarCopy(NotificationsTable):
    """What one person's calendar holds of one session, as far as we told it."""

    __tablename__ = "calendar_copies"
    __table_args__ = (CheckConstraint(one_of("state", "invited", "withdrawn"), name="state"),)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    #: SEQUENCE last sent to this person
    sequence: Mapped[int]
    #: how far this person's SEQUENCE runs ahead of the revision: they left, came back (RFC 5546 section 3.2.5)
    ahead: Mapped[int] = mapped_column(default=0)
    #: DTSTAMP last sent; never goes back
    stamp: Mapped[datetime]


class Feed(NotificationsTable):
    """A person's own calendar feed, under a secret link that can be renewed."""

    __tablename__ = "feeds"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), unique=True)
    #: rises when the link is renewed; the older link then ends
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class Suppression(NotificationsTable):
    """An address that gets no more mail, and why."""

    __tablename__ = "suppressions"
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), primary_key=True)
    reason: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime]


class PersonToForget(NotificationsTable):
    """Somebody whom registration has erased, until no message names them any more."""

    __tablename__ = "people_to_forget"
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[datetime]


class ReminderRule(NotificationsTable):
    """When people are reminded, counted from a session or a deadline. Without a series it holds for every series."""

    __tablename__ = "reminder_rules"
    __table_args__ = (CheckConstraint(one_of("anchor", *REMINDER_ANCHORS), name="anchor"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("series.id"), index=True)
    #: what it is counted from. Read are session-start and session-end; offering-close is kept for later, and neither a
    #: page nor the API makes a rule with it
    anchor: Mapped[str] = mapped_column(choice(*REMINDER_ANCHORS))
    #: minutes from the anchor; negative: before it. The moment has to be before the session starts
    offset_minutes: Mapped[int]


class JournalHandled(NotificationsTable):
    """A journal line whose messages are rows. Its key makes each line handled once."""

    __tablename__ = "journal_handled"
    journal_id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime]


class JournalProblem(NotificationsTable):
    """A journal line that could not be turned into messages: when it is tried again, or that it is left to a person."""

    __tablename__ = "journal_problems"
    journal_id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    tries: Mapped[int]
    #: null: given up; the line then counts as handled, so that nothing waits for it
    next_try_at: Mapped[datetime | None]
    #: what went wrong the last time
    problem: Mapped[str] = mapped_column(String(500))
    changed_at: Mapped[datetime]


class JournalMark(NotificationsTable):
    """All lines up to here are handled and too old for another to commit below: the sweep starts after it."""

    __tablename__ = "journal_mark"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    journal_id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))


class Inbound(NotificationsTable):
    """A mail that came back, and what was made of it."""

    __tablename__ = "inbound"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    received_at: Mapped[datetime]
    #: SHA-256 of the mail: the same one twice is one
    digest: Mapped[str] = mapped_column(String(TOKEN_LENGTH), unique=True)
    #: applied, stale, foreign, noted or not_a_reply
    outcome: Mapped[str] = mapped_column(String(20))
    #: why it changed nothing: a word that the page and the API explain, or a sentence about the mail
    reason: Mapped[str | None] = mapped_column(String(300))
    session_id: Mapped[UUID | None]
    #: whose mail it is; empty when it doesn't say
    sender: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    #: PARTSTAT in lower case, null when there is none (RFC 5545 section 3.2.12)
    answer: Mapped[str | None] = mapped_column(String(20))
    #: what the person wrote beside the answer
    comment: Mapped[str | None] = mapped_column(String(2000))
