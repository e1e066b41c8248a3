"""Assignments whose reminders may be due, whom they are for, and how one stands with its reader."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, exists, or_, select

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


def one(db: Connection, assignment_id: UUID) -> tuple[DueAssignment, str] | None:
    """One with its title, unless it was taken away or its session called off."""
    stands = or_(Assignment.session_id.is_(None), Session.state == "scheduled")
    row = db.execute(
        _select().where(Assignment.id == assignment_id, Assignment.removed_at.is_(None), stands)
    ).one_or_none()
    return (_task(row), row.title) if row else None


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
