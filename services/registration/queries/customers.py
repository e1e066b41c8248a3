"""Whose staff a commissioned series is for."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

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
