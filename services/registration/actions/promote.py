"""Giving the places that fell free to those who wait, in the order of their arrival."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, update

from services.registration.actions import seats
from services.registration.queries import offering, waiting
from services.registration.queries.offering import Facts
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict
from shared.rules import window
from shared.schema.registration import Registration

#: how many are moved up by one statement
_AT_ONCE = 500

_CONFIRM = (
    update(Registration)
    .values(state="confirmed", changed_at=bindparam("now"))
    .where(Registration.id.in_(bindparam("ids", expanding=True)), Registration.state == "waitlisted")
)


def promote(db: Connection, offering_id: UUID, actor: str) -> list[UUID]:
    """Fill the free places of one offering from its waiting list; the registrations that moved up, first first."""
    locks.hold(db, "offering", offering_id)
    facts = offering.facts(db, offering_id)
    return fill(db, facts, actor, clock.now()) if facts is not None else []


def fill(db: Connection, facts: Facts, actor: str, now: datetime) -> list[UUID]:
    """The same for a caller who holds the offering's lock and knows its facts as they are now."""
    free = facts.waiting if facts.free is None else min(facts.waiting, facts.free)
    if free < 1 or not window.promotes(facts.window, now):
        return []
    promoted = waiting.first(db, facts.id, free)
    if not promoted:
        return []
    if not seats.move_up(db, facts.id, len(promoted)):
        raise Conflict("places_changed", f"the places of offering {facts.id} changed under its lock")
    for start in range(0, len(promoted), _AT_ONCE):
        db.execute(_CONFIRM, {"ids": promoted[start : start + _AT_ONCE], "now": now})
    subjects = [
        journal.Subject(series_id=facts.series_id, offering_id=facts.id, subject_id=registration_id)
        for registration_id in promoted
    ]
    journal.append_many(db, "registration.promoted", actor, subjects)
    return promoted
