"""Forgetting who wrote what came back, when its time is over or the person was erased. That it came stays."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, delete, exists, null, select, update

from services.notifications.rules import kinds
from shared.schema.catalogue import Session
from shared.schema.inbound import Inbound
from shared.schema.notifications import Message, MessageContent

KEPT_FOR = timedelta(days=90)
#: in one turn, so that nobody waits long for the database
MOST = 500


def forget_old(db: Connection, now: datetime) -> int:
    """Empty what came longer ago than KEPT_FOR; how many, MOST in one turn. What still waits for an answer stays."""
    names_somebody = (Inbound.sender != "") | Inbound.text.is_not(None)
    is_ahead = exists().where(Session.id == Inbound.session_id, Session.ends_at > now)
    waits = Inbound.proposal.is_not_distinct_from("open") & is_ahead
    old = select(Inbound.id).where(Inbound.received_at < now - KEPT_FOR, names_somebody, ~waits).limit(MOST)
    ids = list(db.scalars(old))
    _empty(db, ids)
    return len(ids)


def forget_writers(db: Connection, addresses: Sequence[str]) -> None:
    """Empty what these people wrote, or had written for them."""
    theirs = Inbound.sender.in_(addresses) | Inbound.attendee.in_(addresses)
    _empty(db, list(db.scalars(select(Inbound.id).where(theirs))))


def forget_diagnostics(db: Connection, message_ids: Sequence[UUID]) -> None:
    """What mail servers said of these messages names whom they went to."""
    db.execute(
        update(Inbound).where(Inbound.message_id.in_(message_ids), Inbound.kind == "bounce").values(comment=null())
    )


def _empty(db: Connection, ids: Sequence[UUID]) -> None:
    if not ids:
        return
    nothing = {"sender": "", "attendee": null(), "comment": null(), "subject": null(), "text": null()}
    db.execute(update(Inbound).where(Inbound.id.in_(ids)).values(**nothing))
    passed_on = select(Message.id).where(Message.subject_id.in_(ids), Message.kind.in_(kinds.ABOUT_INBOUND))
    db.execute(delete(MessageContent).where(MessageContent.message_id.in_(passed_on)))
