"""Giving the places that fell free to those who wait, in the order of their arrival."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, null, update

from services.registration.actions import admit, seats
from services.registration.queries import limits, offering, waiting
from services.registration.queries.offering import Facts
from services.registration.rules.room import Room, Seat
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict
from shared.schema.registration import Registration

#: registrations with the places that they get
Moved = Sequence[tuple[UUID, Seat]]

#: how many are moved up by one statement
_AT_ONCE = 500

_CONFIRM = (
    update(Registration)
    .values(state="confirmed", reason=null(), hold_id=bindparam("hold"), changed_at=bindparam("now"))
    .where(Registration.id.in_(bindparam("ids", expanding=True)), Registration.state == "waitlisted")
)


def promote(db: Connection, offering_id: UUID, actor: str) -> list[UUID]:
    """Fill the free places of one offering from its waiting list; the registrations that moved up, first first."""
    locks.hold(db, "offering", offering_id)
    facts = offering.facts(db, offering_id)
    return fill(db, facts, actor, clock.now()) if facts is not None else []


def fill(db: Connection, facts: Facts, actor: str, now: datetime) -> list[UUID]:
    """The same for a caller who holds the offering's lock and knows its facts as they are now."""
    return take_turns(db, facts, actor, now)[0]


def take_turns(db: Connection, facts: Facts, actor: str, now: datetime) -> tuple[list[UUID], Room | None]:
    """The same, with what the line leaves to those who come after it, so that it is gone through once.

    No room is made out where nobody waits, or where nothing but the number of free places decides.
    """
    if not facts.waiting:
        return [], None
    admitted = admit.admit(db, facts, now)
    moved, left = _whose_turn_it_is(db, facts, now)
    if moved:
        seat(db, facts, moved, now)
    promoted = [registration_id for registration_id, _seat in moved]
    subjects = [
        journal.Subject(series_id=facts.series_id, offering_id=facts.id, subject_id=registration_id)
        for registration_id in promoted
        if registration_id not in admitted
    ]
    journal.append_many(db, "registration.promoted", actor, subjects)
    admit.tell(db, facts, actor, admitted)
    return promoted, left


def seat(db: Connection, facts: Facts, moved: Moved, now: datetime) -> None:
    """Give these places to those who wait for them; the journal is the caller's."""
    by_hold: dict[UUID | None, list[UUID]] = {}
    for registration_id, its in moved:
        by_hold.setdefault(its.hold_id, []).append(registration_id)
    if not seats.move_up(db, facts.id, len(moved), len(moved) - len(by_hold.get(None, ()))):
        raise Conflict("places_changed", f"the places of offering {facts.id} changed under its lock")
    for hold_id, ids in by_hold.items():
        for start in range(0, len(ids), _AT_ONCE):
            db.execute(_CONFIRM, {"ids": ids[start : start + _AT_ONCE], "hold": hold_id, "now": now})


def _whose_turn_it_is(db: Connection, facts: Facts, now: datetime) -> tuple[Moved, Room | None]:
    if facts.is_limited:
        left, moved = limits.after_the_line(db, facts, now)
        return moved, left
    free = facts.waiting if facts.free is None else min(facts.waiting, facts.free)
    is_on = free and facts.promotes(now)
    return [(one, Seat()) for one in waiting.first(db, facts.id, free)] if is_on else [], None
