"""Whose staff a commissioned series is for."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from services.registration.queries import mail_domains
from shared.schema.catalogue import SeriesPartner
from shared.schema.organisations import Organisation

_CUSTOMERS = (
    select(Organisation.id, Organisation.name)
    .join(SeriesPartner, SeriesPartner.organisation_id == Organisation.id)
    .where(SeriesPartner.series_id == bindparam("series_id"), SeriesPartner.role == "customer")
    .order_by(Organisation.name, Organisation.id)
)


def customers(db: Connection, series_id: UUID) -> Sequence[Row[UUID, str]]:
    """The organisations that commissioned a series, by name: id, name."""
    return db.execute(_CUSTOMERS, {"series_id": series_id}).all()


def outsiders(db: Connection, series_id: UUID, organisation_id: UUID | None, keys: Sequence[str]) -> set[str]:
    """Of these normalised addresses those that are nobody's of the customers', whose contact registers their own staff.

    Whose staff somebody is follows from who registers them, and else from the mail domain of their address.
    """
    ids = {one.id for one in customers(db, series_id)}
    if organisation_id in ids:
        return set()
    works_at = mail_domains.organisations_by_address(db, keys)
    return {key for key in keys if works_at.get(key) not in ids}
