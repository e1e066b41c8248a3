"""What somebody was last told about a session, and what their calendar holds of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, bindparam, exists, select

from services.notifications.rules import kinds
from services.notifications.rules.retries import BROKEN_OFF
from shared.schema.catalogue import Presenter
from shared.schema.mail_choices import CalendarChoice
from shared.schema.notifications import Attempt, CalendarCopy, Message, MessageContent

_COPIES = (
    select(CalendarCopy.__table__, CalendarChoice.delivery)
    .outerjoin(CalendarChoice, CalendarChoice.email == CalendarCopy.email)
    .where(
        CalendarCopy.session_id.in_(bindparam("session_ids", expanding=True)),
        CalendarCopy.email.in_(bindparam("emails", expanding=True)),
    )
)
_REPLIES = select(Presenter.id, Presenter.reply).where(Presenter.id.in_(bindparam("ids", expanding=True)))


def copies(db: Connection, messages: Sequence[Row[Any]]) -> dict[UUID, Row[Any]]:
    """The record of the calendar entry that each message is about, by the message's id.

    ``delivery`` is how its person chose to get entries, None by mail.
    """
    sessions = {message.session_id for message in messages if message.session_id}
    emails = {message.recipient_email for message in messages}
    rows = db.execute(_COPIES, {"session_ids": list(sessions), "emails": list(emails)})
    found = {(row.session_id, row.email): row for row in rows}
    keys = {message.id: (message.session_id, message.recipient_email) for message in messages}
    return {message_id: found[key] for message_id, key in keys.items() if key in found}


def has_reached(session_id: Any, email: Any) -> ColumnElement[bool]:
    """SQL that is true where some mail with a calendar part may have reached somebody."""
    return exists().where(
        Message.session_id == session_id,
        Message.recipient_email == email,
        Message.sequence.is_not(None),
        may_have_arrived(),
    )


def may_have_arrived() -> ColumnElement[bool]:
    """SQL that is true for a message that somebody may have, whatever became of it.

    One that failed in the end can have been taken by an earlier try that ended without word from the mail server, and
    one that a person had sent again counts its tries anew.
    """
    tried = (Message.attempts > 1) | ((Message.attempts > 0) & (Message.state != "failed"))
    taken = exists().where(Attempt.message_id == Message.id, Attempt.outcome.in_(("sent", BROKEN_OFF)))
    return Message.state.in_(("sending", "sent", "bounced")) | tried | taken


def invitation(db: Connection, session_id: UUID, email: str, before: datetime) -> bytes | None:
    """The calendar object of the last REQUEST that may have reached this person."""
    return db.scalar(
        select(MessageContent.calendar)
        .join(Message, Message.id == MessageContent.message_id)
        .where(
            Message.session_id == session_id,
            Message.recipient_email == email,
            may_have_arrived(),
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


def presenter_replies(db: Connection, messages: Sequence[Row[Any]]) -> dict[UUID, str]:
    """What the presenter answered whom each message is about, by the message's id."""
    found = {row.id: row.reply for row in db.execute(_REPLIES, {"ids": [one.subject_id for one in messages]})}
    return {message.id: found[message.subject_id] for message in messages if message.subject_id in found}
