"""Sending failed messages again, because a person asked for it: one, or all that they found.

An address that was held for dead gets mail again.
"""

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Connection, delete, select, update

from services.notifications.queries import ledger
from services.notifications.queries.ledger import MOST_COUNTED, Reach, Wanted
from services.notifications.rules.erased import ERASED
from services.notifications.rules.retries import RETRYABLE
from shared import clock, journal
from shared.errors import Conflict, NotThere
from shared.schema.catalogue import Series
from shared.schema.mail_choices import Suppression
from shared.schema.notifications import Message

#: at once: as many as are counted
MOST = MOST_COUNTED


def retry(db: Connection, actor: str, message_id: UUID) -> None:
    """Put a failed message back into the queue, due now. Raises NotThere, or Conflict when it has not failed."""
    message = db.execute(
        select(Message.recipient_email, Message.series_id, Message.session_id, Message.offering_id).where(
            Message.id == message_id
        )
    ).one_or_none()
    if message is None:
        raise NotThere("no_message", _("There is no such message."))
    is_failed = Message.state.in_(RETRYABLE) & (Message.recipient_email != ERASED)
    if not _queue(db, is_failed & (Message.id == message_id)):
        raise Conflict("not_failed", _("Only a message that failed or came back can be sent again."))
    subject = journal.Subject(message.series_id, message.session_id, message.offering_id, message_id)
    journal.append(db, "message.retried", actor, subject)


def retry_all(db: Connection, actor: str, reach: Reach, wanted: Wanted) -> int:
    """Put all that failed, of those that fit, back into the queue, MOST at once; how many. One journal line tells."""
    found = select(Message.id).where(ledger.is_lost(reach, wanted)).order_by(Message.id).limit(MOST)
    count = _queue(db, Message.id.in_(found))
    if count:
        series_id = db.scalar(select(Series.id).where(Series.slug == wanted.series)) if wanted.series else None
        subject = journal.Subject(series_id=series_id, session_id=wanted.session_id, detail={"messages": count})
        journal.append(db, "messages.retried", actor, subject)
    return count


def _queue(db: Connection, which: ColumnElement[bool]) -> int:
    again = (
        update(Message)
        .where(which, Message.state.in_(RETRYABLE))
        .values(
            state="queued", due_at=clock.now(), is_due=True, attempts=0, problem=None, leased_until=None, held_by=None
        )
    )
    emails = db.scalars(again.returning(Message.recipient_email)).all()
    # whoever sends it again knows better, and a second bounce would say so
    db.execute(delete(Suppression).where(Suppression.email.in_(set(emails))))
    return len(emails)
