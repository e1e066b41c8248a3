"""Turning what happened to registrations of one offering into mails: one to each person, one in all to each contact."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, select

from services.notifications.actions.calendar_copies import invite, withdraw
from services.notifications.actions.calendar_messages import cancel_key, request_key, tell_invited
from services.notifications.actions.dead_address import lift_suppressions
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

Lines = Sequence[Row[Any]]

#: so many people are worth naming one by one
_FEW = 200


def tell_made(db: Connection, lines: Lines) -> None:
    """New registrations: a confirmation or a place in the line for each person, a summary for the contact."""
    people = _people(lines, Registration.batch_id)
    lift_suppressions(db, people)
    _confirm(db, lines, people, kinds.REGISTRATION_CONFIRMED)
    waiting = people.where(Registration.state == "waitlisted")
    in_line, asking = waiting.where(~Registration.awaits_approval), waiting.where(Registration.awaits_approval)
    add_messages(db, clock.now(), _message(kinds.REGISTRATION_WAITLISTED), in_line)
    add_messages(db, clock.now(), _message(kinds.REGISTRATION_REQUESTED), asking)
    _tell_contacts(db, lines, kinds.BATCH_SUMMARY, words(kinds.BATCH_SUMMARY, Batch.id))


def tell_approved(db: Connection, lines: Lines) -> None:
    """The organiser said yes: the confirmation, or the place in the line of whom there is no room for yet."""
    people = _people(lines, Registration.id)
    _confirm(db, lines, people, kinds.REGISTRATION_CONFIRMED)
    in_line = people.where(Registration.state == "waitlisted", ~Registration.awaits_approval)
    add_messages(db, clock.now(), _message(kinds.REGISTRATION_WAITLISTED), in_line)


def tell_refused(db: Connection, lines: Lines) -> None:
    """The organiser said no."""
    refused = _people(lines, Registration.id).where(Registration.state == "rejected")
    add_messages(db, clock.now(), _message(kinds.REGISTRATION_DECLINED), refused)


def tell_answered(db: Connection, lines: Lines) -> None:
    """The contacts hear of the organiser's yes and no, once for each time of answering."""
    _tell_contacts(db, lines, kinds.REQUESTS_ANSWERED, words(kinds.REQUESTS_ANSWERED, JournalLine.id))


def tell_promoted(db: Connection, lines: Lines) -> None:
    """A place became free: news for whoever was told of waiting; others hear of their place from the confirmation.

    That may have been written while the place came, after it was looked who gets entries: they get theirs now.
    """
    people = _people(lines, Registration.id)
    _confirm(db, lines, people, kinds.REGISTRATION_PROMOTED, _not_told(people, kinds.REGISTRATION_CONFIRMED))


def tell_cancelled(db: Connection, lines: Lines) -> None:
    """Registrations ended: each person is told, and their calendar cleared of what no other registration covers.

    Whoever moved to another offering hears of both from the mail about the new one; each session that goes from their
    calendar still needs a mail of its own, since a CANCEL carries one UID (RFC 5546 section 3.2.5).
    """
    kind = kinds.REGISTRATION_CANCELLED
    people = _people(lines, Registration.id)
    scope = _scope(db, lines, people)
    if scope.session_ids:
        withdraw(db, scope)
    moved = [line.subject_id for line in lines if "moved_to" in line.detail]
    gone = people.where(Registration.state == "cancelled", Registration.id.not_in(moved))
    if len(scope.session_ids) == 1:
        _tell_with_calendar(db, kind, gone.where(CalendarCopy.state == "withdrawn"), scope)
    add_messages(db, scope.now, _message(kind), _not_told(gone, kind))
    if scope.session_ids:
        tell_changes(db, scope, lines[-1].id)


def tell_link(db: Connection, lines: Lines) -> None:
    """The link to the own page once more, for whoever lost it."""
    once = words(kinds.OWN_LINK, JournalLine.id)
    add_messages(db, clock.now(), _message(kinds.OWN_LINK, once=once), _people(lines, Registration.id))


def _confirm(db: Connection, lines: Lines, people: Select[Any], kind: str, unaware: Select[Any] | None = None) -> None:
    """The mail itself brings the calendar entry when there is one; of several, each comes in a mail of its own.

    The mail goes to the ``unaware`` among them, or to all; the entries to all.
    """
    scope = _scope(db, lines, people)
    confirmed = (people if unaware is None else unaware).where(Registration.state == "confirmed")
    if scope.session_ids:
        invite(db, scope)
    if len(scope.session_ids) == 1:
        _tell_with_calendar(db, kind, confirmed.where(CalendarCopy.state == "invited"), scope)
    add_messages(db, scope.now, _message(kind), _not_told(confirmed, kind))
    if scope.session_ids:
        tell_invited(db, scope, lines[-1].id)
        tell_changes(db, scope, lines[-1].id)


def _people(lines: Lines, subject: Any) -> Select[Any]:
    """FROM and WHERE: the registrations that these lines are about by ``subject``, each with its line and person."""
    return (
        select(Registration.id)
        .select_from(JournalLine)
        .join(Registration, subject == JournalLine.subject_id)
        .join(Person, Person.id == Registration.person_id)
        .where(JournalLine.id.in_([line.id for line in lines]))
    )


def _scope(db: Connection, lines: Lines, people: Select[Any]) -> Scope:
    """The offering's coming sessions, and these people alone."""
    now = clock.now()
    session_ids = coming_of_offering(db, lines[0].offering_id, now)
    known = people.with_only_columns(Person.id, Person.email_key, maintain_column_froms=True)
    few = db.execute(known.distinct().limit(_FEW + 1)).all()
    if len(few) > _FEW:
        return Scope(session_ids, now, people.with_only_columns(Person.email_key, maintain_column_froms=True))
    return Scope(session_ids, now, [person.email_key for person in few], [person.id for person in few])


def _tell_with_calendar(db: Connection, kind: str, people: Select[Any], scope: Scope) -> None:
    rows = people.join(
        CalendarCopy, (CalendarCopy.email == Person.email_key) & (CalendarCopy.session_id == scope.session_ids[0])
    )
    once = request_key() if kinds.method_of(kind) == "REQUEST" else cancel_key()
    told = _message(kind, once=once, session_id=CalendarCopy.session_id, sequence=CalendarCopy.sequence)
    add_messages(db, scope.now, told, rows)


def _message(kind: str, **more: Any) -> NewMessage:
    values: dict[str, Any] = {
        "once": words(kind, Registration.id),
        "recipient_email": Person.email_key,
        "recipient_name": Person.name,
        "language": Person.language,
        "journal_id": JournalLine.id,
        "series_id": JournalLine.series_id,
        "offering_id": Registration.offering_id,
        "subject_id": Registration.id,
    }
    return NewMessage(kind=kind, **{**values, **more})


def _not_told(people: Select[Any], kind: str) -> Select[Any]:
    told: ColumnElement[bool] = exists().where(Message.subject_id == Registration.id, Message.kind == kind)
    return people.where(~told)


def _tell_contacts(db: Connection, lines: Lines, kind: str, once: Any) -> None:
    """One mail to each contact, unless the contact registered nobody but themselves."""
    others = (
        exists()
        .where(Registration.batch_id == Batch.id, Person.id == Registration.person_id)
        .where(Person.email_key != func.lower(Batch.contact_email))
    )
    batches = (
        select(Batch.id)
        .select_from(JournalLine)
        .join(Batch, Batch.id == JournalLine.subject_id)
        .where(JournalLine.id.in_([line.id for line in lines]), Batch.contact_email.is_not(None), others)
    )
    summary = _message(
        kind,
        once=once,
        recipient_email=Batch.contact_email,
        recipient_name=func.coalesce(Batch.contact_name, ""),
        language=func.coalesce(Batch.contact_language, "fi"),
        offering_id=Batch.offering_id,
        subject_id=Batch.id,
    )
    add_messages(db, clock.now(), summary, batches)
