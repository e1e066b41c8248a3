"""Whom people from outside can ask about a series."""

from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from shared.schema.accounts import Account, Membership
from shared.schema.catalogue import Series
from shared.schema.handovers import SeriesResponsible

_ANSWERS_FOR = (
    select(Account.name, Account.email)
    .join(SeriesResponsible, SeriesResponsible.account_id == Account.id)
    .join(Series, Series.id == SeriesResponsible.series_id)
    .join(Membership, (Membership.account_id == Account.id) & (Membership.organisation_id == Series.organiser_id))
    .where(Series.id == bindparam("series_id"), Membership.role == "organiser")
)


def who_answers(db: Connection, series_id: UUID) -> Row[str, str] | None:
    """The person who answers for a series and still organises it: name, email; None where all its organisers do."""
    return db.execute(_ANSWERS_FOR, {"series_id": series_id}).first()
