"""What somebody was last told about a session, and what their calendar holds of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from services.notifications.rules import kinds
from shared.schema.catalogue import Presenter
from shared.schema.notifications import CalendarCopy, Message, MessageContent


def copy(db: Connection, session_id: UUID, email: str) -> Row[Any] | None:
    """The record of this person's calendar entry."""
    return db.execute(
        select(CalendarCopy).where(CalendarCopy.session_id == session_id, CalendarCopy.email == email)
    ).one_or_none()


def invitation(db: Connection, session_id: UUID, email: str, before: datetime) -> bytes | None:
    """The calendar object of the last REQUEST that may have reached this person."""
    return db.scalar(
        select(MessageContent.calendar)
        .join(Message, Message.id == MessageContent.message_id)
        .where(
            Message.session_id == session_id,
            Message.recipient_email == email,
            Message.attempts > 0,
            Message.state != "failed",
            Message.created_at < before,
            MessageContent.method == "REQUEST",
        )
        .order_by(Message.sequence.desc())
        .limit(1)
    )


def thread(db: Connection, message: Row[Any]) -> list[UUID]:
    """The mails that this one belongs under, the topmost first: a change under its invitation, under a confirmation."""
    above: list[UUID] = []
    while (parent := thread_root(db, message)) is not None and parent not in above:
        above.insert(0, parent)
        message = db.execute(select(Message.__table__).where(Message.id == parent)).one()
    return above


def thread_root(db: Connection, message: Row[Any]) -> UUID | None:
    """The mail that this one belongs under: the news about the registration, or the first one about the session."""
    if message.kind in (kinds.SESSION_INVITATION, kinds.SESSION_WITHDRAWN):
        which = (Message.subject_id == message.subject_id) & Message.kind.in_(kinds.LEADING)
    elif message.session_id is not None and message.kind not in kinds.LEADING:
        same = (Message.session_id == message.session_id) & (Message.recipient_email == message.recipient_email)
        which = same & Message.kind.in_(kinds.INVITING)
    else:
        return None
    order = Message.created_at.desc() if message.kind == kinds.SESSION_WITHDRAWN else Message.created_at
    return db.scalar(
        select(Message.id)
        .where(which, Message.id != message.id, Message.state.not_in(("superseded", "failed")))
        .order_by(order)
        .limit(1)
    )


def presenter_reply(db: Connection, presenter_id: UUID) -> str | None:
    """What a presenter answered; None when this is no presenter."""
    return db.scalar(select(Presenter.reply).where(Presenter.id == presenter_id))
