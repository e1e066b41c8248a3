"""A participant's calendar said no: asking once, by mail, whether the place is to be given up."""

from uuid import UUID

from sqlalchemy import Connection, Update, update

from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.queries.inbound import places
from services.notifications.queries.row_id import words
from services.notifications.rules import kinds, problems
from shared import clock
from shared.schema.catalogue import Session
from shared.schema.notifications import Message
from shared.schema.registration import Person, Registration


def ask(db: Connection, session_id: UUID, email: str) -> None:
    """Once for each registration and session; one that a yes had withdrawn before it was sent goes after all."""
    now = clock.now()
    question = NewMessage(
        kind=kinds.PLACE_QUESTION,
        once=words(kinds.PLACE_QUESTION, Registration.id, Session.id),
        recipient_email=Person.email_key,
        recipient_name=Person.name,
        language=Person.language,
        journal_id=None,
        series_id=Session.series_id,
        session_id=Session.id,
        offering_id=Registration.offering_id,
        subject_id=Registration.id,
    )
    add_messages(db, now, question, places(session_id, email).where(Session.ends_at > now))
    db.execute(
        _question(session_id, email)
        .where(Message.state == "superseded", Message.attempts == 0)
        .values(state="queued", problem=None, due_at=now, is_due=True)
    )


def ask_no_more(db: Connection, session_id: UUID, email: str) -> None:
    """The person comes after all."""
    db.execute(
        _question(session_id, email)
        .where(Message.state == "queued")
        .values(state="superseded", problem=problems.SETTLED)
    )


def _question(session_id: UUID, email: str) -> Update:
    return update(Message).where(
        Message.session_id == session_id,
        Message.recipient_email == email,
        Message.kind == kinds.PLACE_QUESTION,
    )
