"""Turning what happened to registrations into mails: one to each person, one in all to the contact."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from services.notifications.actions.calendar_copies import invite, withdraw
from services.notifications.actions.calendar_messages import cancel_key, request_key, tell_invited
from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.actions.reconcile_calendar import tell_changes
from services.notifications.queries.desired import Scope
from services.notifications.queries.offering_sessions import coming_of_offering
from services.notifications.queries.row_id import words
from services.notifications.rules import kinds
from shared import clock
from shared.schema.journal import JournalLine
from shared.schema.notifications import CalendarCopy, Message
from shared.schema.registration import Batch, Person, Registration

#: the line that a registration's act was written down in
_LINE_OF_ACT = (
    select(func.min(JournalLine.id))
    .where(JournalLine.subject_id == Registration.batch_id, JournalLine.kind == "registrations.made")
    .scalar_subquery()
)


def tell_made(db: Connection, lines: Sequence[Row[Any]]) -> None:
    """New registrations: a confirmation or a place in the line for each person, a summary for the contact.

    The lines are of one offering, and cost about as much as one.
    """
    of_batches = Registration.batch_id.in_([line.subject_id for line in lines])
    _confirm(db, lines[-1], of_batches, kinds.REGISTRATION_CONFIRMED, journal_id=_LINE_OF_ACT)
    waiting = _message(lines[-1], kinds.REGISTRATION_WAITLISTED, journal_id=_LINE_OF_ACT)
    add_messages(db, clock.now(), waiting, _people(of_batches & (Registration.state == "waitlisted")))
    _summarise(db, lines)


def tell_promoted(db: Connection, line: Row[Any]) -> None:
    """A place became free: news for whoever was told of waiting; others hear of their place from the confirmation."""
    confirmed = select(Message.id).where(
        Message.subject_id == line.subject_id, Message.kind == kinds.REGISTRATION_CONFIRMED
    )
    if db.scalar(confirmed.limit(1)) is None:
        _confirm(db, line, Registration.id == line.subject_id, kinds.REGISTRATION_PROMOTED)


def tell_cancelled(db: Connection, line: Row[Any]) -> None:
    """A registration ended: the person is told, and their calendar is cleared of what no other registration covers."""
    scope = _scope(db, line, Registration.id == line.subject_id)
    if scope.session_ids:
        withdraw(db, scope)
    gone = _people((Registration.id == line.subject_id) & (Registration.state == "cancelled"))
    if len(scope.session_ids) == 1:
        _tell_with_calendar(
            db, line, kinds.REGISTRATION_CANCELLED, gone.where(CalendarCopy.state == "withdrawn"), scope
        )
    add_messages(
        db, scope.now, _message(line, kinds.REGISTRATION_CANCELLED), _not_told(gone, kinds.REGISTRATION_CANCELLED)
    )
    if scope.session_ids:
        tell_changes(db, scope, line.id)


def tell_link(db: Connection, line: Row[Any]) -> None:
    """The link to the own page once more, for whoever lost it."""
    once = words(kinds.OWN_LINK, str(line.id), Registration.id)
    message = _message(line, kinds.OWN_LINK, once=once)
    add_messages(db, clock.now(), message, _people(Registration.id == line.subject_id))


def _confirm(db: Connection, line: Row[Any], which: ColumnElement[bool], kind: str, **more: Any) -> None:
    """The mail itself brings the calendar entry when there is one; of several, each comes in a mail of its own."""
    scope = _scope(db, line, which)
    confirmed = _people(which & (Registration.state == "confirmed"))
    if scope.session_ids:
        invite(db, scope)
    if len(scope.session_ids) == 1:
        _tell_with_calendar(db, line, kind, confirmed.where(CalendarCopy.state == "invited"), scope, **more)
    add_messages(db, scope.now, _message(line, kind, **more), _not_told(confirmed, kind))
    if scope.session_ids:
        tell_invited(db, scope, line.id)
        tell_changes(db, scope, line.id)


def _scope(db: Connection, line: Row[Any], which: ColumnElement[bool]) -> Scope:
    """The offering's coming sessions, and the people of these registrations alone."""
    emails = select(Person.email_key).join(Registration, Registration.person_id == Person.id).where(which)
    now = clock.now()
    return Scope(coming_of_offering(db, line.offering_id, now), now, emails)


def _tell_with_calendar(
    db: Connection, line: Row[Any], kind: str, people: Select[Any], scope: Scope, **more: Any
) -> None:
    rows = people.join(
        CalendarCopy, (CalendarCopy.email == Person.email_key) & (CalendarCopy.session_id == scope.session_ids[0])
    )
    once = request_key() if kinds.method_of(kind) == "REQUEST" else cancel_key()
    calendar = {"once": once, "session_id": CalendarCopy.session_id, "sequence": CalendarCopy.sequence}
    add_messages(db, scope.now, _message(line, kind, **calendar, **more), rows)


def _message(line: Row[Any], kind: str, **more: Any) -> NewMessage:
    values: dict[str, Any] = {
        "once": words(kind, Registration.id),
        "recipient_email": Person.email_key,
        "recipient_name": Person.name,
        "language": Person.language,
        "journal_id": line.id,
        "series_id": line.series_id,
        "offering_id": Registration.offering_id,
        "subject_id": Registration.id,
    }
    return NewMessage(kind=kind, **{**values, **more})


def _people(which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(Registration.id).select_from(Registration).join(Person, Person.id == Registration.person_id).where(which)
    )


def _not_told(people: Select[Any], kind: str) -> Select[Any]:
    told = select(Message.id).where(Message.subject_id == Registration.id, Message.kind == kind)
    return people.where(~told.exists())


def _summarise(db: Connection, lines: Sequence[Row[Any]]) -> None:
    """One mail to the contact of each act, unless the contact registered nobody but themselves."""
    line_of = {line.subject_id: line for line in lines}
    others = (
        select(func.count())
        .select_from(Registration)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.batch_id == Batch.id, Person.email_key != func.lower(Batch.contact_email))
        .scalar_subquery()
    )
    for batch in db.execute(select(Batch).where(Batch.id.in_(line_of), Batch.contact_email.is_not(None), others > 0)):
        add_messages(db, clock.now(), _summary(line_of[batch.id], batch.id, batch))


def _summary(line: Row[Any], batch_id: UUID, batch: Row[Any]) -> NewMessage:
    return NewMessage(
        kind=kinds.BATCH_SUMMARY,
        once=f"{kinds.BATCH_SUMMARY}:{batch_id}",
        recipient_email=batch.contact_email,
        recipient_name=batch.contact_name or "",
        language=batch.contact_language or "fi",
        journal_id=line.id,
        series_id=line.series_id,
        offering_id=line.offering_id,
        subject_id=batch_id,
    )
