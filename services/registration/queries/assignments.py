"""Preliminary assignments: of one registration, and of an offering with who has done them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, exists, or_, select

from shared.rules.assignments import due_before
from shared.schema.assignments import Assignment, AssignmentDone
from shared.schema.catalogue import Offering, OfferingSession, Series, Session
from shared.schema.registration import Person, Registration, SessionWithdrawal


@dataclass(frozen=True)
class Task:
    """An assignment; of one registration also whether it is done."""

    id: UUID
    title: str
    #: Markdown
    instructions: str
    #: the session that it is done before; none when it is due by a day
    session_title: str | None
    due: datetime
    zone: str
    is_done: bool = False


def of_offering(db: Connection, offering_id: UUID) -> list[Task]:
    """What those of an offering do beforehand, in the order in which it is due."""
    rows = db.execute(_select().where(Offering.id == offering_id))
    return sorted((_task(row) for row in rows), key=lambda task: (task.due, task.id))


def of_registration(db: Connection, registration_id: UUID) -> list[Task]:
    """The same for one person, without what belongs to a session that they leave out; nothing without a place."""
    left_out = exists().where(
        SessionWithdrawal.registration_id == registration_id, SessionWithdrawal.session_id == Assignment.session_id
    )
    done = exists().where(
        AssignmentDone.assignment_id == Assignment.id, AssignmentDone.registration_id == registration_id
    )
    wanted = (
        _select()
        .add_columns(done.label("is_done"))
        .join(Registration, Registration.offering_id == Offering.id)
        .where(Registration.id == registration_id, Registration.state == "confirmed", ~left_out)
    )
    return sorted((_task(row, row.is_done) for row in db.execute(wanted)), key=lambda task: (task.due, task.id))


def people(db: Connection, offering_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """Those with a place: registration id and name."""
    wanted = (
        select(Registration.id, Person.name, Registration.unit)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.offering_id == offering_id, Registration.state == "confirmed", Person.erased_at.is_(None))
    )
    return db.execute(wanted.order_by(Registration.id)).all()


def done_in(db: Connection, offering_id: UUID) -> set[tuple[UUID, UUID]]:
    """Who of an offering has done what: pairs of a registration and an assignment."""
    pairs = (
        select(AssignmentDone.registration_id, AssignmentDone.assignment_id)
        .join(Registration, Registration.id == AssignmentDone.registration_id)
        .where(Registration.offering_id == offering_id)
    )
    return {(one, other) for one, other in db.execute(pairs)}


def _select() -> Any:
    """Assignments and the offerings that they concern; of a session that was called off none."""
    return (
        select(
            Assignment.id,
            Assignment.title,
            Assignment.instructions,
            Assignment.session_id,
            Assignment.days_before,
            Assignment.due_at,
            Session.title.label("session_title"),
            Session.starts_at,
            Session.timezone.label("session_zone"),
            Series.timezone.label("series_zone"),
        )
        .select_from(Assignment)
        .join(Series, Series.id == Assignment.series_id)
        .join(Offering, Offering.series_id == Assignment.series_id)
        .outerjoin(Session, Session.id == Assignment.session_id)
        .where(Assignment.removed_at.is_(None), _concerns())
    )


def _concerns() -> ColumnElement[bool]:
    """As ``shared.rules.assignments.concerns`` has it, in SQL."""
    covers = exists().where(
        OfferingSession.offering_id == Offering.id, OfferingSession.session_id == Assignment.session_id
    )
    is_theirs = or_(Assignment.offering_id.is_(None), Assignment.offering_id == Offering.id)
    return is_theirs & or_(Assignment.session_id.is_(None), covers & (Session.state == "scheduled"))


def _task(row: Any, is_done: bool = False) -> Task:
    due = due_before(row.starts_at, row.days_before, row.session_zone) if row.session_id else row.due_at
    zone = row.session_zone or row.series_zone
    return Task(row.id, row.title, row.instructions, row.session_title, due, zone, is_done)
