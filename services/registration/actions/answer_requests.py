"""The organiser's yes and no to those who wait: for a yes alone, or in the line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, bindparam, false, null, select, update

from services.registration.actions import promote, seats
from services.registration.queries import holds, limits, offering
from services.registration.queries.offering import Facts
from services.registration.queries.waiting import COUNTS_TO
from services.registration.rules.room import Room, Seat
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, NotThere
from shared.rules import window
from shared.schema.organisations import Organisation
from shared.schema.registration import Registration

DECLINED = "declined"
_AT_ONCE = 500

_ids = Registration.id.in_(bindparam("ids", expanding=True))
_WAITING = (
    select(
        Registration.id,
        COUNTS_TO.label("organisation_id"),
        Registration.batch_id,
        Registration.queued_at,
        Registration.awaits_approval,
    )
    .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
    .where(_ids, Registration.offering_id == bindparam("offering_id"), Registration.state == "waitlisted")
)
_APPROVE = update(Registration).values(awaits_approval=false(), reason=null(), changed_at=bindparam("now")).where(_ids)
_DECLINE = (
    update(Registration)
    .values(
        state="rejected",
        reason=DECLINED,
        told_reason=bindparam("why"),
        awaits_approval=false(),
        changed_at=bindparam("now"),
    )
    .where(_ids)
)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the organiser's yes led to."""

    #: those who have a place now
    placed: list[UUID]
    #: those who got the yes but no place, so that they wait in the line
    waits: list[UUID]


@dataclass(frozen=True, slots=True)
class Declining:
    """To whom no is said, and why."""

    ids: Sequence[UUID]
    #: in the organiser's words; may be empty
    reason: str = ""


def confirm(
    db: Connection, offering_id: UUID, ids: Sequence[UUID], actor: str, hold_id: UUID | None = None
) -> Confirmed:
    """Say yes to requests, and give places to those who wait, as far as there are any; out of turn if need be.

    With ``hold_id`` the places come from that hold alone. Quotas hold. Others are left as they are.
    Raises NotThere for an unknown hold, Conflict once the last session is over.
    """
    facts, now = _held(db, offering_id)
    rows = _waiting(db, facts, ids)
    placed = _seated(rows, _room(db, facts, hold_id), hold_id)
    approved = [row.id for row in rows if row.awaits_approval]
    for start in range(0, len(approved), _AT_ONCE):
        db.execute(_APPROVE, {"ids": approved[start : start + _AT_ONCE], "now": now})
    if placed:
        promote.seat(db, facts, list(placed.items()), now)
    asked = set(approved)
    _write(db, facts, "registration.promoted", actor, [one for one in placed if one not in asked])
    _write(db, facts, "registration.approved", actor, approved)
    _tell_contacts(db, facts, actor, rows, asked)
    return Confirmed(list(placed), [one for one in approved if one not in placed])


def decline(db: Connection, offering_id: UUID, wanted: Declining, actor: str) -> list[UUID]:
    """Say no to requests; to whom it was said. Who doesn't wait for a yes is left as they are.

    Raises Conflict once the last session is over.
    """
    facts, now = _held(db, offering_id)
    rows = [row for row in _waiting(db, facts, wanted.ids) if row.awaits_approval]
    ids = [row.id for row in rows]
    for start in range(0, len(ids), _AT_ONCE):
        db.execute(_DECLINE, {"ids": ids[start : start + _AT_ONCE], "why": wanted.reason or None, "now": now})
    if ids:
        seats.give_back(db, offering_id, 0, len(ids))
    _write(db, facts, "registration.declined", actor, ids)
    _tell_contacts(db, facts, actor, rows, set(ids))
    return ids


def _held(db: Connection, offering_id: UUID) -> tuple[Facts, datetime]:
    locks.hold(db, "offering", offering_id)
    now = clock.now()
    facts = offering.facts_of_known(db, offering_id)
    if window.has_ended(facts.window, now):
        raise Conflict("over", _("This is over, so nobody can be let in any more."))
    return facts, now


def _waiting(db: Connection, facts: Facts, ids: Sequence[UUID]) -> list[Row[*tuple[Any, ...]]]:
    """Those of them who wait, first come first."""
    found: list[Any] = []
    for start in range(0, len(ids), _AT_ONCE):
        found += db.execute(_WAITING, {"ids": list(ids[start : start + _AT_ONCE]), "offering_id": facts.id})
    return sorted(found, key=lambda row: (row.queued_at, row.id))


def _room(db: Connection, facts: Facts, hold_id: UUID | None) -> Room:
    room, _quotas = limits.now_free(db, facts)
    if hold_id is None:
        return room
    chosen = holds.one(db, hold_id)
    if chosen is None or chosen.offering_id != facts.id:
        raise NotThere("no_hold", _("These places are not held any more."))
    return replace(room, free=chosen.left, held={})


def _seated(rows: Sequence[Row[*tuple[Any, ...]]], room: Room, hold_id: UUID | None) -> dict[UUID, Seat]:
    placed = {row.id: room.take(row.organisation_id) for row in rows}
    return {
        one: seat if hold_id is None else Seat(hold_id=hold_id) for one, seat in placed.items() if seat.refusal is None
    }


def _write(db: Connection, facts: Facts, kind: str, actor: str, ids: Sequence[UUID]) -> None:
    journal.append_many(db, kind, actor, [journal.Subject(facts.series_id, None, facts.id, one) for one in ids])


def _tell_contacts(
    db: Connection, facts: Facts, actor: str, rows: Sequence[Row[*tuple[Any, ...]]], answered: set[UUID]
) -> None:
    """One line for each act, so that who registered them hears once how it went."""
    batches = dict.fromkeys(row.batch_id for row in rows if row.id in answered)
    _write(db, facts, "registrations.answered", actor, list(batches))
