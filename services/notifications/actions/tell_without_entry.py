"""A move or a cancellation for participants whose calendars hold nothing of the session: a plain mail, since they know
of it from their confirmation. Their entry may still be to come, or they follow their feed alone."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, func, literal, select
from sqlalchemy.orm import aliased

from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.queries.left_out import COMES
from services.notifications.queries.row_id import words
from services.notifications.rules import kinds
from shared import clock
from shared.schema.catalogue import OfferingSession, Session
from shared.schema.notifications import CalendarCopy, Message
from shared.schema.registration import Person, Registration


def tell_without_entry(db: Connection, line: Row[Any]) -> None:
    """Of one line about a session that was moved or cancelled; after the calendars have been reconciled."""
    if line.kind == "session.moved":
        _tell(db, line, kinds.SESSION_MOVED, "scheduled", CalendarCopy.email.is_(None))
    elif line.kind == "session.cancelled":
        _tell(db, line, kinds.SESSION_CANCELLED, "cancelled", ~_heard())


def _tell(db: Connection, line: Row[Any], kind: str, state: str, unaware: ColumnElement[bool]) -> None:
    copy = (CalendarCopy.session_id == Session.id) & (CalendarCopy.email == Person.email_key)
    invited = copy & (CalendarCopy.state == "invited") if kind == kinds.SESSION_MOVED else copy
    people = (
        select(Registration.id)
        .select_from(OfferingSession)
        .join(Session, Session.id == OfferingSession.session_id)
        .join(Registration, Registration.offering_id == OfferingSession.offering_id)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(CalendarCopy, invited)
        .where(Session.id == line.session_id, Session.state == state, Session.ends_at > clock.now())
        .where(Registration.state == "confirmed", Person.erased_at.is_(None), COMES)
        .where(unaware, _knew_before(line.at))
    )
    sequence = func.coalesce(CalendarCopy.sequence, Session.revision)
    message = NewMessage(
        kind=kind,
        once=words(kinds.PLAIN, kind, Session.id, sequence, Person.email_key),
        recipient_email=Person.email_key,
        recipient_name=Person.name,
        language=Person.language,
        journal_id=line.id,
        series_id=Session.series_id,
        session_id=Session.id,
        offering_id=Registration.offering_id,
        subject_id=Registration.id,
        sequence=sequence,
        priority=literal(kinds.PRIORITIES[kind]),
    )
    add_messages(db, clock.now(), message, people)


def _knew_before(at: datetime) -> ColumnElement[bool]:
    """Whether a confirmation was on its way by then; a later one tells of the session as it is."""
    confirmation = aliased(Message)
    return exists().where(
        confirmation.subject_id == Registration.id,
        confirmation.kind.in_((kinds.REGISTRATION_CONFIRMED, kinds.REGISTRATION_PROMOTED)),
        confirmation.created_at <= at,
    )


def _heard() -> ColumnElement[bool]:
    told = aliased(Message)
    return exists().where(
        told.session_id == Session.id,
        told.recipient_email == Person.email_key,
        told.kind == kinds.SESSION_CANCELLED,
    )
