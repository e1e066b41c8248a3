"""Registrations follow their organisation into the one it was merged into."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, or_, select, union, update

from shared import journal
from shared.database import locks
from shared.schema.organisations import Organisation
from shared.schema.registration import Batch, Hold, Registration, StaffList

_GONE = bindparam("gone_id", type_=Organisation.id.type)
_HEIR_ID = bindparam("heir_id", type_=Organisation.id.type)
#: what decides about an offering's places, so that it changes under the offering's lock
_OF_OFFERINGS = (Registration, Hold)
_HERE = [
    update(table)
    .where(table.organisation_id == _GONE, table.offering_id == bindparam("of"))
    .values(organisation_id=_HEIR_ID)
    for table in _OF_OFFERINGS
]
_ELSEWHERE = [
    update(table).where(table.organisation_id == _GONE).values(organisation_id=_HEIR_ID) for table in (Batch, StaffList)
]
_OFFERINGS = union(*(select(table.offering_id).where(table.organisation_id == _GONE) for table in _OF_OFFERINGS))
_HEIR = select(Organisation.merged_into_id).where(Organisation.id == _GONE)
_LEFT_BEHIND = select(Organisation.id).where(
    Organisation.merged_into_id.is_not(None),
    or_(*(exists().where(table.organisation_id == Organisation.id) for table in _OF_OFFERINGS)),
)


def follow(db: Connection, gone_id: UUID, actor: str) -> int:
    """Put down for the organisation that took over whatever is put down for this one; how many registrations.

    The acts of registering follow too, so that a contact of the new one is told of them.
    """
    heir_id = db.scalar(_HEIR, {"gone_id": gone_id})
    if heir_id is None:
        return 0
    follows = {"gone_id": gone_id, "heir_id": heir_id}
    registrations = 0
    # in one order for all, as everybody who holds several; who registers at this moment is waited for, and counts
    for offering_id in sorted(db.scalars(_OFFERINGS, {"gone_id": gone_id})):
        locks.hold(db, "offering", offering_id)
        moved, _holds = [db.execute(one, follows | {"of": offering_id}).rowcount for one in _HERE]
        registrations += moved
    for one in _ELSEWHERE:
        db.execute(one, follows)
    if registrations:
        detail = {"from_id": str(gone_id), "registrations": registrations}
        journal.append(db, "registrations.followed", actor, journal.Subject(subject_id=heir_id, detail=detail))
    return registrations


def left_behind(db: Connection) -> Sequence[UUID]:
    """Organisations merged into others that still have registrations: somebody was registering at that moment."""
    return db.scalars(_LEFT_BEHIND).all()
