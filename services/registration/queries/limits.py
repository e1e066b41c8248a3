"""What decides about an offering's places beside how many there are: holds, quotas, and who waits already."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select

from services.registration.queries import waiting
from services.registration.queries.offering import Facts
from services.registration.queries.waiting import COUNTS_TO
from services.registration.rules import room
from services.registration.rules.batch import Places
from services.registration.rules.room import Limits, Promoting, Room, Seat
from shared.schema.catalogue import OfferingQuota
from shared.schema.organisations import Organisation
from shared.schema.registration import Hold, Registration

_taken = Registration.state == "confirmed"
_used = (
    select(func.count()).where(Registration.hold_id == Hold.id, _taken).correlate(Hold).scalar_subquery().label("used")
)
_HOLDS = (
    select(Hold.id, COUNTS_TO, Hold.places - _used)
    .join(Organisation, Organisation.id == Hold.organisation_id)
    .where(Hold.offering_id == bindparam("offering_id"))
    .order_by(Hold.id)
)
_QUOTAS = select(OfferingQuota.organisation_id, OfferingQuota.places).where(
    OfferingQuota.offering_id == bindparam("offering_id")
)
#: once for all quotas, however many there are
_CONFIRMED = (
    select(COUNTS_TO, func.count())
    .select_from(Registration)
    .join(Organisation, Organisation.id == Registration.organisation_id)
    .where(Registration.offering_id == bindparam("offering_id"), _taken)
    .group_by(COUNTS_TO)
)


def places(
    db: Connection,
    facts: Facts,
    organisation_of: Callable[[str], UUID | None],
    now: datetime,
    *,
    is_approved: bool = False,
    left: Room | None = None,
) -> Places:
    """The offering's places for people of these organisations; ``is_approved``: the organiser has said yes already.

    ``left`` is what those who wait leave, if that is known.
    """
    if not facts.is_limited:
        return facts.places
    if left is None:
        left, _moved = after_the_line(db, facts, now)
    needs_yes = facts.needs_approval and not is_approved
    return replace(facts.places, limits=Limits(left, organisation_of, needs_yes))


def after_the_line(db: Connection, facts: Facts, now: datetime) -> tuple[Room, list[tuple[UUID, Seat]]]:
    """What is left once those had their turn who wait, and whoever of them gets a place now."""
    left, quotas = now_free(db, facts)
    line = waiting.line(db, facts.id) if facts.waiting else []
    how = Promoting(facts.promotes(now), facts.promotes_groups, facts.capacity, quotas)
    return left, room.move_up(line, left, how)


def now_free(
    db: Connection, facts: Facts, given_back: Mapping[UUID, int] | None = None
) -> tuple[Room, dict[UUID, int]]:
    """What is left at this moment, whoever waits for it; and the quotas.

    ``given_back``: hold -> how many of its places are counted as left although somebody has them.
    """
    back = given_back or {}
    held: dict[UUID, dict[UUID, int]] = {}
    for hold_id, organisation_id, unused in db.execute(_HOLDS, {"offering_id": facts.id}) if facts.held else ():
        left = unused + back.get(hold_id, 0)
        if left > 0:
            held.setdefault(organisation_id, {})[hold_id] = left
    if not facts.has_quotas:
        return Room(facts.free, held), {}
    quotas: dict[UUID, int] = {row[0]: row[1] for row in db.execute(_QUOTAS, {"offering_id": facts.id})}
    taken: dict[UUID, int] = {row[0]: row[1] for row in db.execute(_CONFIRMED, {"offering_id": facts.id})}
    return Room(facts.free, held, {one: places - taken.get(one, 0) for one, places in quotas.items()}), quotas
