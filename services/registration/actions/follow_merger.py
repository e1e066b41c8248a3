"""Registrations follow their organisation into the one it was merged into."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, or_, select, update

from shared import journal
from shared.schema.catalogue import Organisation
from shared.schema.registration import Batch, Hold, Registration, StaffList

_FOLLOWING = (Registration, Batch, StaffList, Hold)
_FOLLOW = [
    update(table)
    .where(table.organisation_id == bindparam("gone_id"))
    .values(organisation_id=bindparam("heir_id", type_=Organisation.id.type))
    for table in _FOLLOWING
]
_HEIR = select(Organisation.merged_into_id).where(Organisation.id == bindparam("gone_id"))
_LEFT_BEHIND = select(Organisation.id).where(
    Organisation.merged_into_id.is_not(None),
    or_(*(exists().where(table.organisation_id == Organisation.id) for table in (Registration, Hold))),
)


def follow(db: Connection, gone_id: UUID, actor: str) -> int:
    """Put down for the organisation that took over whatever is put down for this one; how many registrations.

    The acts of registering follow too, so that a contact of the new one is told of them.
    """
    heir_id = db.scalar(_HEIR, {"gone_id": gone_id})
    if heir_id is None:
        return 0
    registrations, *_others = [db.execute(one, {"gone_id": gone_id, "heir_id": heir_id}).rowcount for one in _FOLLOW]
    if registrations:
        detail = {"from_id": str(gone_id), "registrations": registrations}
        journal.append(db, "registrations.followed", actor, journal.Subject(subject_id=heir_id, detail=detail))
    return registrations


def left_behind(db: Connection) -> Sequence[UUID]:
    """Organisations merged into others that still have registrations: somebody was registering at that moment."""
    return db.scalars(_LEFT_BEHIND).all()
