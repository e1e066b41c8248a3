"""The places of an offering that are held for somebody, and what organisations took of their quotas."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, func, select

from shared.schema.catalogue import OfferingQuota
from shared.schema.organisations import Organisation
from shared.schema.registration import Hold, Registration

_used = (
    select(func.count())
    .where(Registration.hold_id == Hold.id, Registration.state == "confirmed")
    .correlate(Hold)
    .scalar_subquery()
)
_SHOWN = (
    select(
        Hold.id,
        Hold.offering_id,
        Hold.organisation_id,
        func.coalesce(Organisation.name, Hold.label).label("name"),
        Hold.label,
        Hold.places,
        _used.label("used"),
        (Hold.places - _used).label("left"),
        Hold.created_at,
    )
    .outerjoin(Organisation, Organisation.id == Hold.organisation_id)
    .order_by(Hold.id)
)
_OF_OFFERING = _SHOWN.where(Hold.offering_id == bindparam("offering_id"))
_ONE = _SHOWN.where(Hold.id == bindparam("hold_id"))

_confirmed = (
    select(func.count())
    .where(
        Registration.offering_id == OfferingQuota.offering_id,
        Registration.organisation_id == OfferingQuota.organisation_id,
        Registration.state == "confirmed",
    )
    .correlate(OfferingQuota)
    .scalar_subquery()
)
_QUOTAS = select(OfferingQuota.offering_id, OfferingQuota.places, _confirmed.label("used")).where(
    OfferingQuota.organisation_id == bindparam("organisation_id"),
    OfferingQuota.offering_id.in_(bindparam("ids", expanding=True)),
)
_HELD_FOR = _SHOWN.where(
    Hold.organisation_id == bindparam("organisation_id"), Hold.offering_id.in_(bindparam("ids", expanding=True))
)

Rows = Sequence[Row[*tuple[Any, ...]]]


def of_offering(db: Connection, offering_id: UUID) -> Rows:
    """An offering's holds, the oldest first, with how many of their places are taken."""
    return db.execute(_OF_OFFERING, {"offering_id": offering_id}).all()


def one(db: Connection, hold_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """One hold, or None."""
    return db.execute(_ONE, {"hold_id": hold_id}).one_or_none()


def quotas_of(db: Connection, organisation_id: UUID, offering_ids: Collection[UUID]) -> dict[UUID, Row[Any]]:
    """An organisation's quota in those of these offerings where it has one, with how many places are taken."""
    asked = {"organisation_id": organisation_id, "ids": list(offering_ids)}
    return {row.offering_id: row for row in db.execute(_QUOTAS, asked)} if offering_ids else {}


def left_for(db: Connection, organisation_id: UUID, offering_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many places of these offerings are held for an organisation and not taken yet."""
    left: dict[UUID, int] = {}
    asked = {"organisation_id": organisation_id, "ids": list(offering_ids)}
    for row in db.execute(_HELD_FOR, asked) if offering_ids else ():
        left[row.offering_id] = left.get(row.offering_id, 0) + row.left
    return left
