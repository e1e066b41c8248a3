"""Sending a failed message again, because a person asked for it."""

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, select, update

from services.notifications.rules.erased import ERASED
from services.notifications.rules.retries import RETRYABLE
from shared import clock, journal
from shared.errors import Conflict, NotThere
from shared.schema.notifications import Message


def retry(db: Connection, actor: str, message_id: UUID) -> None:
    """Put a failed message back into the queue, due now. Raises NotThere, or Conflict when it has not failed."""
    message = db.execute(
        select(Message.state, Message.series_id, Message.session_id, Message.offering_id).where(
            Message.id == message_id
        )
    ).one_or_none()
    if message is None:
        raise NotThere("no_message", _("There is no such message."))
    again = (
        update(Message)
        .where(Message.id == message_id, Message.state.in_(RETRYABLE), Message.recipient_email != ERASED)
        .values(state="queued", due_at=clock.now(), attempts=0, problem=None, leased_until=None)
    )
    if not db.execute(again).rowcount:
        raise Conflict("not_failed", _("Only a message that failed or came back can be sent again."))
    subject = journal.Subject(message.series_id, message.session_id, message.offering_id, message_id)
    journal.append(db, "message.retried", actor, subject)
