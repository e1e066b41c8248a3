"""Which of some registrations stand: they have a place, or wait for one."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, select

from shared.schema.registration import Registration

STANDING_STATES = ("confirmed", "waitlisted")
_AT_ONCE = 500

_STANDING: Select[UUID, str] = select(Registration.id, Registration.state).where(
    Registration.id.in_(bindparam("ids", expanding=True)),
    Registration.offering_id == bindparam("offering_id"),
    Registration.state.in_(STANDING_STATES),
)


def standing(db: Connection, offering_id: UUID, ids: Sequence[UUID]) -> dict[UUID, str]:
    """The states of those that are of this offering and stand."""
    found: dict[UUID, str] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = {"offering_id": offering_id, "ids": list(ids[start : start + _AT_ONCE])}
        found |= {row[0]: row[1] for row in db.execute(_STANDING, some)}
    return found
