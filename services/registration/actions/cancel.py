"""Giving up a registration: its place goes to the first in the line, in the same transaction."""

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, bindparam, select, update

from services.registration.actions import promote, seats
from services.registration.queries import offering
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, NotThere
from shared.schema.registration import Registration

_STATE = select(Registration.state, Registration.offering_id).where(Registration.id == bindparam("registration_id"))
_CANCEL = (
    update(Registration)
    .values(state="cancelled", changed_at=bindparam("now"))
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
    rejected one."""
    offering_id = _found(db, registration_id).offering_id
    locks.hold(db, "offering", offering_id)
    state = _found(db, registration_id).state
    if state == "cancelled":
        return Cancelled(False, [])
    if state == "rejected":
        raise Conflict("not_standing", _("This registration got no place, so there is nothing to cancel."))
    now = clock.now()
    db.execute(_CANCEL, {"registration_id": registration_id, "now": now})
    seats.give_back(db, offering_id, places=int(state == "confirmed"), waits=int(state == "waitlisted"))
    facts = offering.facts(db, offering_id)
    if facts is None:
        raise NotThere("no_offering", _("There is no such offering."))
    journal.append(
        db,
        "registration.cancelled",
        actor,
        journal.Subject(
            series_id=facts.series_id, offering_id=offering_id, subject_id=registration_id, detail={"was": state}
        ),
    )
    return Cancelled(True, promote.fill(db, facts, "system", now))


def _found(db: Connection, registration_id: UUID) -> Row[str, UUID]:
    found = db.execute(_STATE, {"registration_id": registration_id}).one_or_none()
    if found is None:
        raise NotThere("no_registration", _("There is no such registration."))
    return found
