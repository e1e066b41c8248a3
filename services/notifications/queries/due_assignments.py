"""Assignments whose reminders may be due, whom they are for, and how one stands with its reader."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, or_, select

from services.notifications.queries.left_out import COMES
from services.notifications.queries.unsubscribed import wants
from services.notifications.rules.assignment_reminders import DueAssignment
from shared.rules.assignments import MOST_DAYS_BEFORE, MOST_REMIND_DAYS, due_before
from shared.schema.assignments import Assignment, AssignmentDone
from shared.schema.catalogue import Offering, OfferingSession, Series, Session
from shared.schema.registration import Person, Registration

#: no session that begins later has an assignment to be reminded of now
_FARTHEST = timedelta(days=MOST_DAYS_BEFORE + MOST_REMIND_DAYS + 2)


def coming(db: Connection, now: datetime) -> list[DueAssignment]:
    """Those with a reminder whose time may have come: looked for by the times of sessions and deadlines."""
    of_session = (Session.state == "scheduled") & (Session.starts_at > now) & (Session.starts_at <= now + _FARTHEST)
    by_instant = (Assignment.due_at > now) & (Assignment.due_at <= now + timedelta(days=MOST_REMIND_DAYS))
    reminding = Assignment.removed_at.is_(None), Assignment.remind_days.is_not(None), Series.state == "published"
    return [_task(row) for row in db.execute(_select().where(*reminding, or_(of_session, by_instant)))]


class Named(NamedTuple):
    """An assignment in words; without a session its title is empty."""

    task: DueAssignment
    title: str
    session_title: str


def one(db: Connection, assignment_id: UUID) -> Named | None:
    """One, unless it was taken away or its session called off."""
    row = db.execute(_select().where(Assignment.id == assignment_id, _stands())).one_or_none()
    return _named(row) if row else None


def of_offering(db: Connection, offering_id: UUID) -> list[Named]:
    """What those of an offering do beforehand, in the order in which it is due; past or to come."""
    covered = select(OfferingSession.session_id).where(OfferingSession.offering_id == offering_id)
    its_series = select(Offering.series_id).where(Offering.id == offering_id).scalar_subquery()
    is_theirs = or_(Assignment.offering_id.is_(None), Assignment.offering_id == offering_id)
    comes = or_(Assignment.session_id.is_(None), Assignment.session_id.in_(covered))
    rows = db.execute(_select().where(Assignment.series_id == its_series, _stands(), is_theirs, comes))
    return sorted((_named(row) for row in rows), key=lambda one: (one.task.due, one.task.id))


def people(task: DueAssignment) -> Select[Any]:
    """Those with a place whom it concerns and who haven't done it: email, name, language, subject_id, offering_id."""
    done = exists().where(AssignmentDone.assignment_id == task.id, AssignmentDone.registration_id == Registration.id)
    found: Any = (
        select(
            Person.email_key.label("email"),
            Person.name,
            Person.language,
            Registration.id.label("subject_id"),
            Registration.offering_id,
        )
        .select_from(Registration)
        .join(Person, Person.id == Registration.person_id)
        .join(Offering, Offering.id == Registration.offering_id)
        .where(Offering.series_id == task.series_id, Registration.state == "confirmed", Person.erased_at.is_(None))
        .where(~done, wants(Person.email_key, task.series_id))
    )
    if task.offering_id is not None:
        found = found.where(Offering.id == task.offering_id)
    if task.session_id is not None:
        covers = OfferingSession.offering_id == Offering.id
        found = found.join(OfferingSession, covers).where(OfferingSession.session_id == task.session_id, COMES)
    return found  # type: ignore[no-any-return]


def is_done(db: Connection, assignment_id: UUID, registration_id: UUID | None) -> bool:
    """Whether somebody has done it meanwhile."""
    which = AssignmentDone.assignment_id == assignment_id, AssignmentDone.registration_id == registration_id
    return db.scalar(select(AssignmentDone.done_at).where(*which)) is not None


def _stands() -> ColumnElement[bool]:
    is_held = or_(Assignment.session_id.is_(None), Session.state == "scheduled")
    return Assignment.removed_at.is_(None) & is_held


def _named(row: Row[Any]) -> Named:
    return Named(_task(row), row.title, row.session_title or "")


def _select() -> Any:
    return (
        select(
            Assignment.id,
            Assignment.series_id,
            Assignment.session_id,
            Assignment.offering_id,
            Assignment.days_before,
            Assignment.due_at,
            Assignment.remind_days,
            Assignment.title,
            Session.title.label("session_title"),
            Session.starts_at,
            Session.timezone.label("session_zone"),
            Series.timezone.label("series_zone"),
        )
        .select_from(Assignment)
        .join(Series, Series.id == Assignment.series_id)
        .outerjoin(Session, Session.id == Assignment.session_id)
    )


def _task(row: Row[Any]) -> DueAssignment:
    due = due_before(row.starts_at, row.days_before, row.session_zone) if row.session_id else row.due_at
    zone = row.session_zone or row.series_zone
    return DueAssignment(row.id, row.series_id, row.session_id, row.offering_id, due, zone, row.remind_days or 0)
