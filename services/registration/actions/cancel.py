"""Giving up a registration: its place goes to the first in the line, in the same transaction."""

from dataclasses import dataclass, replace
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, bindparam, false, select, update

from services.registration.actions import promote, seats
from services.registration.queries import offering
from services.registration.queries.offering import Facts
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, NotThere
from shared.rules import window
from shared.schema.registration import Registration

_STATE = select(Registration.state, Registration.offering_id).where(Registration.id == bindparam("registration_id"))
_CANCEL = (
    update(Registration)
    .values(state="cancelled", awaits_approval=false(), changed_at=bindparam("now"))
    .where(Registration.id == bindparam("registration_id"))
)


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What a cancellation led to."""

    #: false when it was cancelled already
    changed: bool
    #: registrations that moved up from the waiting list
    promoted: list[UUID]


def cancel(db: Connection, registration_id: UUID, actor: str) -> Cancelled:
    """Cancel a confirmed or waiting registration; doing it again changes nothing. Raises NotThere, or Conflict for a
    rejected one and for everybody once the last session is over."""
    offering_id = _found(db, registration_id).offering_id
    locks.hold(db, "offering", offering_id)
    state = _found(db, registration_id).state
    if state == "cancelled":
        return Cancelled(False, [])
    if state == "rejected":
        raise Conflict("not_standing", _("This registration got no place, so there is nothing to cancel."))
    now = clock.now()
    facts = offering.facts_of_known(db, offering_id)
    if window.has_ended(facts.window, now):
        raise Conflict("over", _("This is over, so it can't be cancelled any more."))
    db.execute(_CANCEL, {"registration_id": registration_id, "now": now})
    facts = _give_back(db, facts, places=int(state == "confirmed"), waits=int(state == "waitlisted"))
    journal.append(
        db,
        "registration.cancelled",
        actor,
        journal.Subject(
            series_id=facts.series_id, offering_id=offering_id, subject_id=registration_id, detail={"was": state}
        ),
    )
    return Cancelled(True, promote.fill(db, facts, "system", now))


def _give_back(db: Connection, facts: Facts, places: int, waits: int) -> Facts:
    """The facts afterwards: nobody else changes places while the offering's lock is held."""
    seats.give_back(db, facts.id, places, waits)
    held = seats.count_held(db, facts.id)
    return replace(facts, taken_or_none=facts.taken - places, waiting_or_none=facts.waiting - waits, held_or_none=held)


def _found(db: Connection, registration_id: UUID) -> Row[str, UUID]:
    found = db.execute(_STATE, {"registration_id": registration_id}).one_or_none()
    if found is None:
        raise NotThere("no_registration", _("There is no such registration."))
    return found
