"""Who would move up from the waiting list if some gave up what they have, said before they do."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from services.registration.queries import limits, waiting
from services.registration.queries.offering import Facts
from services.registration.queries.standing import STANDING_STATES
from services.registration.queries.waiting import COUNTS_TO
from services.registration.rules.room import Promoting, move_up
from shared.schema.organisations import Organisation
from shared.schema.registration import Registration

_AT_ONCE = 500
_LEAVING = (
    select(Registration.id, Registration.state, Registration.hold_id, COUNTS_TO.label("organisation_id"))
    .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
    .where(
        Registration.id.in_(bindparam("ids", expanding=True)),
        Registration.offering_id == bindparam("offering_id"),
        Registration.state.in_(STANDING_STATES),
    )
)


def would_move_up(db: Connection, facts: Facts, ids: Sequence[UUID], now: datetime) -> int:
    """How many get a place once these registrations are cancelled."""
    if not facts.waiting or not facts.promotes(now):
        return 0
    leaving = _leaving(db, facts.id, ids)
    placed = [row for row in leaving if row.state == "confirmed"]
    holds = Counter(row.hold_id for row in placed if row.hold_id is not None)
    after = replace(facts, taken_or_none=facts.taken - len(placed), held_or_none=facts.held + holds.total())
    room, quotas = limits.now_free(db, after, holds)
    for organisation_id, count in Counter(row.organisation_id for row in placed).items():
        if organisation_id in room.quotas:
            room.quotas[organisation_id] += count
    gone = {row.id for row in leaving}
    line = [one for one in waiting.line(db, facts.id) if one.registration_id not in gone]
    how = Promoting(goes_on=True, whole_groups=facts.promotes_groups, capacity=facts.capacity, quotas=quotas)
    return len(move_up(line, room, how))


def _leaving(db: Connection, offering_id: UUID, ids: Sequence[UUID]) -> list[Row[*tuple[Any, ...]]]:
    found: list[Row[*tuple[Any, ...]]] = []
    for start in range(0, len(ids), _AT_ONCE):
        some = {"offering_id": offering_id, "ids": list(ids[start : start + _AT_ONCE])}
        found += db.execute(_LEAVING, some).all()
    return found
