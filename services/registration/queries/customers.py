"""Whose staff commissioned training is for: a whole series, or an offering that is reserved."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from services.registration.queries import mail_domains
from services.registration.queries.offering import Facts
from shared.schema.catalogue import SeriesPartner
from shared.schema.organisations import Organisation

_CUSTOMERS = (
    select(Organisation.id, Organisation.name)
    .join(SeriesPartner, SeriesPartner.organisation_id == Organisation.id)
    .where(SeriesPartner.series_id == bindparam("series_id"), SeriesPartner.role == "customer")
    .order_by(Organisation.name, Organisation.id)
)


def customers(db: Connection, facts: Facts) -> Sequence[Row[UUID, str]]:
    """The organisations whose staff may register, by name: id, name. Who is no customer of the series any more isn't
    one of an offering that was reserved for it either."""
    rows = db.execute(_CUSTOMERS, {"series_id": facts.series_id}).all()
    return rows if facts.customer_id is None else [row for row in rows if row.id == facts.customer_id]


def outsiders(db: Connection, facts: Facts, organisation_id: UUID | None, keys: Sequence[str]) -> set[str]:
    """Of these normalised addresses those that are nobody's of the customers', whose contact registers their own staff.

    Whose staff somebody is follows from who registers them, and else from the mail domain of their address.
    """
    ids = {one.id for one in customers(db, facts)}
    if organisation_id in ids:
        return set()
    works_at = mail_domains.organisations_by_address(db, keys)
    return {key for key in keys if works_at.get(key) not in ids}
