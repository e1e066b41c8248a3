"""People who are to be moved, with what they take along to the other offering."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, select

from services.registration.queries.standing import STANDING_STATES
from shared.schema.catalogue import Offering
from shared.schema.registration import Batch, Person, Registration

Movers = Sequence[Row[*tuple[Any, ...]]]
_AT_ONCE = 500

_MOVERS = (
    select(
        Registration.id,
        Registration.state,
        Registration.queued_at,
        Registration.unit,
        Registration.organisation_id,
        Person.email_key,
        Person.email,
        Person.name,
        Batch.contact_email,
        Batch.contact_name,
        Batch.contact_language,
    )
    .join(Person, Person.id == Registration.person_id)
    .join(Batch, Batch.id == Registration.batch_id)
    .where(
        Registration.id.in_(bindparam("ids", expanding=True)),
        Registration.offering_id == bindparam("offering_id"),
        Registration.state.in_(STANDING_STATES),
    )
)
_SIBLINGS: Select[UUID] = (
    select(Offering.id)
    .where(
        Offering.series_id == select(Offering.series_id).where(Offering.id == bindparam("of")).scalar_subquery(),
        Offering.id != bindparam("of"),
    )
    .order_by(Offering.id)
)


def movers(db: Connection, offering_id: UUID, ids: Sequence[UUID]) -> Movers:
    """Those of these who stand: who has a place before who waits, then in the order of arrival."""
    found: list[Any] = []
    for start in range(0, len(ids), _AT_ONCE):
        some = {"offering_id": offering_id, "ids": list(ids[start : start + _AT_ONCE])}
        found += db.execute(_MOVERS, some).all()
    return sorted(found, key=lambda row: (row.state, row.queued_at, row.id))


def siblings(db: Connection, offering_id: UUID) -> list[UUID]:
    """The other offerings of its series."""
    return list(db.scalars(_SIBLINGS, {"of": offering_id}))
