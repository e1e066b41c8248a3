"""All that Kierros keeps about one person, for the person (GDPR articles 15 and 20)."""

from typing import Any

from sqlalchemy import Connection, Executable, Select, bindparam, func, select

from services.registration.queries import moves
from shared.schema.catalogue import Offering, Series, Session
from shared.schema.completions import Attendance, Award, RequirementWaiver
from shared.schema.journal import JournalLine
from shared.schema.notifications import CalendarCopy, Message, MessageContent
from shared.schema.organisations import Organisation
from shared.schema.questions import Question
from shared.schema.registration import Answer, Batch, Person, Registration, SessionWithdrawal

_key = bindparam("key", type_=Person.email_key.type)
_PERSON = select(Person.email, Person.name, Person.language, Person.created_at.label("known_since")).where(
    Person.email_key == _key
)
_REGISTRATIONS = (
    select(
        Registration.id,
        Series.title.label("series"),
        Offering.name.label("offering"),
        Registration.state,
        Registration.awaits_approval,
        Registration.reason,
        Registration.told_reason.label("organiser_wrote"),
        Organisation.name.label("organisation"),
        Registration.unit,
        Batch.contact_name.label("registered_by"),
        Batch.contact_email.label("registered_by_address"),
        Registration.created_at.label("registered_at"),
        Registration.changed_at,
    )
    .select_from(Registration)
    .join(Person, Person.id == Registration.person_id)
    .join(Batch, Batch.id == Registration.batch_id)
    .join(Offering, Offering.id == Registration.offering_id)
    .join(Series, Series.id == Offering.series_id)
    .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
    .where(Person.email_key == _key)
    .order_by(Registration.id)
)
_WAIVERS = (
    select(
        Series.title.label("series"),
        Offering.name.label("offering"),
        RequirementWaiver.reason,
        RequirementWaiver.created_at.label("waived_at"),
    )
    .join(Offering, Offering.id == RequirementWaiver.offering_id)
    .join(Series, Series.id == Offering.series_id)
    .where(RequirementWaiver.email_key == _key)
    .order_by(RequirementWaiver.created_at)
)
_MAILS = (
    select(Message.kind, MessageContent.subject, Message.state, Message.created_at.label("made_at"), Message.sent_at)
    .outerjoin(MessageContent, MessageContent.message_id == Message.id)
    .where(Message.recipient_email == _key)
    .order_by(Message.id)
)
_CALENDAR = (
    select(Session.title.label("session"), Session.starts_at, CalendarCopy.state, CalendarCopy.stamp.label("told_at"))
    .join(Session, Session.id == CalendarCopy.session_id)
    .where(CalendarCopy.email == _key)
    .order_by(Session.starts_at, Session.id)
)


def _of_registrations(*columns: Any) -> Select[Any]:
    return (
        select(Registration.id, *columns)
        .join(Person, Person.id == Registration.person_id)
        .where(Person.email_key == _key)
        .order_by(Registration.id)
    )


#: what changes something of a registration without being a state of it
_CHANGES = (
    "registration.renamed",
    "registration.answered",
    "registration.session_left",
    "registration.session_rejoined",
)
_CHANGED = (
    select(Registration.id, func.max(JournalLine.at, type_=JournalLine.__table__.c.at.type))
    .join(Person, Person.id == Registration.person_id)
    .join(JournalLine, JournalLine.subject_id == Registration.id)
    .where(Person.email_key == _key, JournalLine.kind.in_(_CHANGES))
    .group_by(Registration.id)
)
#: what hangs on registrations: name in the file -> statement
_PARTS = {
    "answers": _of_registrations(Answer.question, Question.label, Question.kind, Answer.value, Answer.answered_at)
    .join(Answer, Answer.registration_id == Registration.id)
    .outerjoin(Question, (Question.offering_id == Registration.offering_id) & (Question.key == Answer.question)),
    "sessions_left_out": _of_registrations(Session.title.label("session"), Session.starts_at)
    .join(SessionWithdrawal, SessionWithdrawal.registration_id == Registration.id)
    .join(Session, Session.id == SessionWithdrawal.session_id),
    "attendance": _of_registrations(Session.title.label("session"), Attendance.minutes, Attendance.recorded_at)
    .join(Attendance, Attendance.registration_id == Registration.id)
    .join(Session, Session.id == Attendance.session_id),
    "credits": _of_registrations(Award.credits, Award.awarded_at).join(Award, Award.registration_id == Registration.id),
}


def of_person(db: Connection, email_key: str) -> dict[str, Any]:
    """The person, their registrations with all that hangs on them, their mails and their calendar entries."""
    said = {"key": email_key}
    registrations = {row.pop("id"): row for row in _rows(db, _REGISTRATIONS, said)}
    for registration_id, changed_at in db.execute(_CHANGED, said):
        one = registrations[registration_id]
        one["changed_at"] = max(one["changed_at"], changed_at)
    moved = moves.names(db, list(registrations))
    for registration_id, one in registrations.items():
        one["moved_to"] = moved.get(registration_id) if one["state"] == "cancelled" else None
    for name, statement in _PARTS.items():
        for registration in registrations.values():
            registration[name] = []
        for row in _rows(db, statement, said):
            registrations[row.pop("id")][name].append(row)
    [person] = _rows(db, _PERSON, said)
    return {
        "person": person,
        "registrations": list(registrations.values()),
        "requirements_waived": _rows(db, _WAIVERS, said),
        "mails": _rows(db, _MAILS, said),
        "calendar_entries": _rows(db, _CALENDAR, said),
    }


def _rows(db: Connection, statement: Executable, said: dict[str, str]) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(statement, said).mappings()]
