"""Tables written by the notifications service: what was told to whom, and what their calendars hold."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text, text, true
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import EMAIL_LENGTH, NAME_LENGTH, Base, choice, new_id, one_of

MESSAGE_STATES = ("queued", "sending", "sent", "failed", "bounced", "superseded")
#: the words of partial indexes; a query has to say the same ones for SQLite to use them
READY = text("state = 'queued' AND is_due")
LATER = text("state = 'queued' AND NOT is_due")
HELD = text("state = 'sending'")
LOST = text("state IN ('failed', 'bounced')")


class NotificationsTable(Base):
    """A table that only the notifications service writes."""

    __abstract__ = True
    owner = "notifications"


class Message(NotificationsTable):
    """One e-mail to one recipient: a row before it is a mail."""

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint(one_of("state", *MESSAGE_STATES), name="state"),
        Index("ix_messages_ready", "priority", "turn", "due_at", sqlite_where=READY, postgresql_where=READY),
        Index("ix_messages_later", "due_at", sqlite_where=LATER, postgresql_where=LATER),
        Index("ix_messages_held", "leased_until", sqlite_where=HELD, postgresql_where=HELD),
        Index("ix_messages_lost", "id", sqlite_where=LOST, postgresql_where=LOST),
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
    #: whether its time has come; the sender looks for its next mail among these alone
    is_due: Mapped[bool] = mapped_column(default=True, server_default=true())
    #: how many of the same act go before it: of two acts' mails each sends its first, then each its second
    turn: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    #: while a sender holds it; after that another may take it
    leased_until: Mapped[datetime | None]
    #: the sender that holds it
    held_by: Mapped[UUID | None]
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
    #: REQUEST, CANCEL, DECLINECOUNTER, PUBLISH or null when there is no calendar part
    method: Mapped[str | None] = mapped_column(String(16))
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
    #: the mail server asked, where there are several
    server: Mapped[str] = mapped_column(String(100), default="", server_default="")


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
    #: what a participant's calendar answered, PARTSTAT in lower case (a presenter's answer is the catalogue's);
    #: with the SEQUENCE answered and the answer's DTSTAMP
    reply: Mapped[str | None] = mapped_column(String(20))
    reply_sequence: Mapped[int | None]
    reply_at: Mapped[datetime | None]


class PersonToForget(NotificationsTable):
    """Somebody whom registration has erased, until no message names them any more."""

    __tablename__ = "people_to_forget"
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[datetime]


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
