"""Ending registrations of one offering: their rows, their places, and the journal that tells each person."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, false, update

from services.registration.actions import seats
from services.registration.queries.offering import Facts
from shared import journal
from shared.schema.registration import Registration

_AT_ONCE = 500
_CANCEL = (
    update(Registration)
    .values(state="cancelled", awaits_approval=false(), changed_at=bindparam("now"))
    .where(Registration.id.in_(bindparam("ids", expanding=True)))
)


def release(
    db: Connection, facts: Facts, states: Mapping[UUID, str], actor: str, now: datetime, **detail: str
) -> Facts:
    """End these registrations, given with their states, for a caller who holds the offering's lock and just read them.

    The facts as they are then; what fell free is still to be given to those who wait.
    """
    ids = list(states)
    for start in range(0, len(ids), _AT_ONCE):
        db.execute(_CANCEL, {"ids": ids[start : start + _AT_ONCE], "now": now})
    counted = Counter(states.values())
    places, waits = counted["confirmed"], counted["waitlisted"]
    seats.give_back(db, facts.id, places, waits)
    journal.append_many(
        db, "registration.cancelled", actor, [_line(facts, one, state, detail) for one, state in states.items()]
    )
    held = seats.count_held(db, facts.id)
    return replace(facts, taken_or_none=facts.taken - places, waiting_or_none=facts.waiting - waits, held_or_none=held)


def _line(facts: Facts, registration_id: UUID, state: str, detail: dict[str, str]) -> journal.Subject:
    return journal.Subject(
        series_id=facts.series_id,
        offering_id=facts.id,
        subject_id=registration_id,
        detail={"was": state, **detail},
    )
