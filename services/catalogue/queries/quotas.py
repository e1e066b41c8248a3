"""How many places of an offering each organisation may take, and took."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, func, select

from shared.schema.catalogue import OfferingQuota
from shared.schema.organisations import Organisation
from shared.schema.registration import Registration

_MOST = 500
_used = (
    select(func.count())
    .where(
        Registration.offering_id == OfferingQuota.offering_id,
        Registration.organisation_id == OfferingQuota.organisation_id,
        Registration.state == "confirmed",
    )
    .correlate(OfferingQuota)
    .scalar_subquery()
)
_QUOTAS = (
    select(Organisation.id, Organisation.name, OfferingQuota.places, _used.label("used"))
    .join(OfferingQuota, OfferingQuota.organisation_id == Organisation.id)
    .where(OfferingQuota.offering_id == bindparam("offering_id"))
    .order_by(Organisation.name, Organisation.id)
)
_OTHERS = (
    select(Organisation.id, Organisation.name)
    .where(
        Organisation.merged_into_id.is_(None),
        ~select(OfferingQuota.offering_id)
        .where(OfferingQuota.organisation_id == Organisation.id, OfferingQuota.offering_id == bindparam("offering_id"))
        .exists(),
    )
    .order_by(Organisation.name, Organisation.id)
    .limit(_MOST)
)

Rows = Sequence[Row[*tuple[Any, ...]]]


def of_offering(db: Connection, offering_id: UUID) -> Rows:
    """The offering's quotas by the organisations' names, with how many places are taken."""
    return db.execute(_QUOTAS, {"offering_id": offering_id}).all()


def without_quota(db: Connection, offering_id: UUID) -> Rows:
    """Organisations that have none, by name."""
    return db.execute(_OTHERS, {"offering_id": offering_id}).all()
