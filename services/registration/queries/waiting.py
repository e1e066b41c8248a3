"""The waiting list, in the order of arrival."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, func, select

from shared.schema.registration import Registration

_WAITING = (Registration.offering_id == bindparam("offering_id"), Registration.state == "waitlisted")
_FIRST: Select[UUID] = (
    select(Registration.id).where(*_WAITING).order_by(Registration.queued_at, Registration.id).limit(bindparam("most"))
)
_LAST = select(func.max(Registration.queued_at)).where(*_WAITING)
_ORDER: Select[UUID, int] = select(
    Registration.id, func.row_number().over(order_by=(Registration.queued_at, Registration.id))
).where(*_WAITING)


def first(db: Connection, offering_id: UUID, most: int) -> list[UUID]:
    """Registrations whose turn it is, at most so many."""
    return list(db.scalars(_FIRST, {"offering_id": offering_id, "most": most}))


def last_queued_at(db: Connection, offering_id: UUID) -> datetime | None:
    """When the last one in the line joined it; None when nobody waits."""
    return db.scalar(_LAST, {"offering_id": offering_id})


def positions(db: Connection, offering_id: UUID) -> dict[UUID, int]:
    """Everybody's place in the line, from 1, by registration."""
    return {row[0]: row[1] for row in db.execute(_ORDER, {"offering_id": offering_id})}
