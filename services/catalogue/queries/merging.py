"""What follows when one organisation is merged into another: the numbers, before it is done."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from shared.schema.accounts import ApiKey, Membership
from shared.schema.catalogue import OfferingQuota, Series
from shared.schema.organisations import OrganisationDomain, Unit
from shared.schema.registration import Hold, Registration

_ID: BindParameter[UUID] = bindparam("organisation_id")
_COUNTS = select(
    select(func.count()).where(Registration.organisation_id == _ID).scalar_subquery(),
    select(func.count(func.distinct(Membership.account_id))).where(Membership.organisation_id == _ID).scalar_subquery(),
    select(func.count()).where(Unit.organisation_id == _ID).scalar_subquery(),
    select(func.count()).where(OrganisationDomain.organisation_id == _ID).scalar_subquery(),
    select(func.count()).where(Series.organiser_id == _ID).scalar_subquery(),
    select(func.count()).where(ApiKey.organisation_id == _ID, ApiKey.revoked_at.is_(None)).scalar_subquery(),
    select(func.count()).where(OfferingQuota.organisation_id == _ID).scalar_subquery(),
    select(func.count()).where(Hold.organisation_id == _ID).scalar_subquery(),
)


@dataclass(frozen=True, slots=True)
class Following:
    """How many of each belong to the one that is merged."""

    registrations: int
    people: int
    units: int
    domains: int
    series: int
    keys: int
    quotas: int
    holds: int


def following(db: Connection, organisation_id: UUID) -> Following:
    """What would follow."""
    return Following(*db.execute(_COUNTS, {"organisation_id": organisation_id}).one())
