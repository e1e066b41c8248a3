"""Putting down who has done which assignment, and taking that back."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from services.registration.queries import assignments as queries
from shared import clock, journal
from shared.database import locks
from shared.schema.assignments import AssignmentDone
from shared.schema.catalogue import Offering

#: a registration of the offering and an assignment that concerns it
Pair = tuple[UUID, UUID]


def mark_done(
    db: Connection, offering_id: UUID, now_done: Collection[Pair], undone: Collection[Pair], actor: str
) -> int:
    """Put down what is done now, take back what isn't; how much changed. What isn't of the offering is left alone."""
    locks.hold(db, "offering", offering_id)
    people = {row.id for row in queries.people(db, offering_id)}
    tasks = {task.id for task in queries.of_offering(db, offering_id)}
    before = queries.done_in(db, offering_id)
    new = [pair for pair in set(now_done) - before if pair[0] in people and pair[1] in tasks]
    gone = sorted(set(undone) & before)
    now = clock.now()
    for registration_id, assignment_id in sorted(new):
        values = {"registration_id": registration_id, "assignment_id": assignment_id, "done_at": now}
        db.execute(insert(AssignmentDone).values(values))
    for registration_id, assignment_id in gone:
        which = AssignmentDone.registration_id == registration_id, AssignmentDone.assignment_id == assignment_id
        db.execute(delete(AssignmentDone).where(*which))
    if new or gone:
        series_id = db.scalar(select(Offering.series_id).where(Offering.id == offering_id))
        subject = journal.Subject(series_id, None, offering_id, detail={"done": len(new), "taken_back": len(gone)})
        journal.append(db, "assignments.marked", actor, subject)
    return len(new) + len(gone)
