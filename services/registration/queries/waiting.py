"""The waiting list, in the order of arrival. Places in it are counted by the database, not by reading the line."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, func, select, tuple_
from sqlalchemy.orm import aliased

from services.registration.rules.room import Waiter
from shared.schema.organisations import Organisation
from shared.schema.registration import Registration

_AT_ONCE = 500
#: whoever is put down for an organisation that was merged counts to its heir at once, also before they follow;
#: for a statement that joins the organisation
COUNTS_TO = func.coalesce(Organisation.merged_into_id, Organisation.id)
_LINED_UP = (Registration.offering_id == bindparam("offering_id"), Registration.state == "waitlisted")
#: who waits for the organiser's yes stands in no line yet
_WAITING = (*_LINED_UP, ~Registration.awaits_approval)
_FIRST: Select[UUID] = (
    select(Registration.id).where(*_WAITING).order_by(Registration.queued_at, Registration.id).limit(bindparam("most"))
)
_LINE = (
    select(Registration.id, COUNTS_TO, Registration.queued_at)
    .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
    .where(*_WAITING)
    .order_by(Registration.queued_at, Registration.id)
)
_LAST = select(func.max(Registration.queued_at)).where(*_LINED_UP)

_one = aliased(Registration)
_POSITION = (
    select(func.count())
    .select_from(_one)
    .join(Registration, Registration.offering_id == _one.offering_id)
    .where(
        _one.id == bindparam("registration_id"),
        _one.state == "waitlisted",
        ~_one.awaits_approval,
        Registration.state == "waitlisted",
        ~Registration.awaits_approval,
        tuple_(Registration.queued_at, Registration.id) <= tuple_(_one.queued_at, _one.id),
    )
)

_asked = Registration.id.in_(bindparam("ids", expanding=True))
_ENDS: Select[Any, Any] = select(func.min(Registration.queued_at), func.max(Registration.queued_at)).where(
    *_WAITING, _asked
)
_BEFORE = select(func.count()).where(*_WAITING, Registration.queued_at < bindparam("since"))
_WHOLE: Select[UUID, int] = select(
    Registration.id,
    func.row_number().over(order_by=(Registration.queued_at, Registration.id)).label("number"),
).where(*_WAITING)
_stretch = _WHOLE.where(
    Registration.queued_at >= bindparam("since"), Registration.queued_at <= bindparam("until")
).subquery()
_ORDER: Select[UUID, int] = select(_stretch.c.id, _stretch.c.number).where(
    _stretch.c.id.in_(bindparam("ids", expanding=True))
)


def first(db: Connection, offering_id: UUID, most: int) -> list[UUID]:
    """Registrations whose turn it is, at most so many."""
    return list(db.scalars(_FIRST, {"offering_id": offering_id, "most": most}))


def line(db: Connection, offering_id: UUID) -> list[Waiter]:
    """Everybody in the line whom nothing but a place is missing, first first."""
    return [Waiter(*row) for row in db.execute(_LINE, {"offering_id": offering_id})]


def last_queued_at(db: Connection, offering_id: UUID) -> datetime | None:
    """When the last one in the line joined it; None when nobody waits."""
    return db.scalar(_LAST, {"offering_id": offering_id})


def position(db: Connection, registration_id: UUID) -> int | None:
    """One registration's place in the line, from 1; None when it doesn't wait."""
    return db.scalar(_POSITION, {"registration_id": registration_id}) or None


def positions(db: Connection, offering_id: UUID, ids: Sequence[UUID]) -> dict[UUID, int]:
    """The places in the line, from 1, of those of these registrations that wait."""
    if not ids:
        return {}
    if len(ids) <= _AT_ONCE:
        return _positions(db, {"offering_id": offering_id, "ids": list(ids)})
    # of so many, the line is numbered once
    wanted = set(ids)
    return {row[0]: row[1] for row in db.execute(_WHOLE, {"offering_id": offering_id}) if row[0] in wanted}


def _positions(db: Connection, asked: dict[str, object]) -> dict[UUID, int]:
    """Counted up to the first of them, and numbered from there to the last."""
    since, until = db.execute(_ENDS, asked).one()
    if since is None:
        return {}
    stretch = asked | {"since": since, "until": until}
    before = db.scalar(_BEFORE, stretch) or 0
    return {row[0]: before + row[1] for row in db.execute(_ORDER, stretch)}
