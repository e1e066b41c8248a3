"""Somebody chooses how sessions get into their calendar: by mail, or by their feed alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, literal, select, update
from sqlalchemy.dialects import postgresql

from services.notifications.actions.calendar_messages import request_key, tell_invited
from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.queries.choices import FEED_ALONE, delivery_of
from services.notifications.queries.desired import Scope, desired
from services.notifications.queries.last_told import has_reached
from services.notifications.rules import kinds
from shared import clock, journal
from shared.journal import Subject
from shared.schema.catalogue import Session
from shared.schema.mail_choices import CalendarChoice
from shared.schema.notifications import CalendarCopy


def choose(db: Connection, feed_id: UUID, email: str, delivery: str) -> bool:
    """Keep the choice and bring the calendar to it; False when it was so already.

    ``calendar_copies`` go on as they are: who must hear of changes stays known. What a mail carries is decided when it
    is written (``messages/calendar_part.py``).
    """
    now = clock.now()
    if delivery_of(db, email) == delivery:
        return False
    values = {"delivery": delivery, "changed_at": now}
    upsert = postgresql.insert(CalendarChoice).values(email=email, **values)
    db.execute(upsert.on_conflict_do_update(index_elements=["email"], set_=values))
    journal.append(db, "calendar.chosen", "person", Subject(subject_id=feed_id, detail={"delivery": delivery}))
    raised = _raise_sequence(db, email, now, only_told=delivery == FEED_ALONE)
    if raised and delivery == FEED_ALONE:
        _take_away(db, Scope(raised, now, [email]))
    elif raised:
        tell_invited(db, Scope(raised, now, [email]), None)
    return True


def _raise_sequence(db: Connection, email: str, now: datetime, *, only_told: bool) -> Sequence[UUID]:
    """Above the SEQUENCE last sent, for what this person takes part in; gives these sessions."""
    held = (
        select(CalendarCopy.session_id)
        .join(Session, Session.id == CalendarCopy.session_id)
        .where(CalendarCopy.email == email, CalendarCopy.state == "invited")
        .where(Session.state == "scheduled", Session.ends_at > now)
    )
    wanted = desired(Scope(db.scalars(held).all(), now, [email]))
    takes_part = select(wanted.c.session_id).where(wanted.c.rank == 1)
    raised = (
        update(CalendarCopy)
        .where(CalendarCopy.email == email, CalendarCopy.session_id.in_(takes_part))
        .values(sequence=CalendarCopy.sequence + 1, ahead=CalendarCopy.ahead + 1)
    )
    if only_told:
        raised = raised.where(has_reached(CalendarCopy.session_id, CalendarCopy.email))
    return db.scalars(raised.returning(CalendarCopy.session_id)).all()


def _take_away(db: Connection, scope: Scope) -> None:
    """A CANCEL for each entry that any mail may have brought."""
    wanted = desired(scope)
    rows = (
        select(CalendarCopy.email)
        .join(Session, Session.id == CalendarCopy.session_id)
        .join(wanted, (wanted.c.session_id == CalendarCopy.session_id) & (wanted.c.email == CalendarCopy.email))
    )
    message = NewMessage(
        kind=kinds.ENTRY_TO_FEED,
        # what a copy of this SEQUENCE was told by: nothing else has to tell it
        once=request_key(),
        recipient_email=CalendarCopy.email,
        recipient_name=wanted.c.name,
        language=wanted.c.language,
        journal_id=None,
        series_id=Session.series_id,
        session_id=CalendarCopy.session_id,
        offering_id=wanted.c.offering_id,
        subject_id=wanted.c.subject_id,
        sequence=CalendarCopy.sequence,
        priority=literal(kinds.PRIORITIES[kinds.ENTRY_TO_FEED]),
    )
    add_messages(db, scope.now, message, rows)
