"""One act of registering, as its writer sees it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from shared.schema.registration import Batch, Person, Registration

_BATCH = select(Batch.offering_id, Batch.organisation_id, Batch.actor).where(Batch.id == bindparam("batch_id"))
_ROWS = (
    select(Registration.id, Registration.state, Registration.reason, Registration.unit, Person.name, Person.email)
    .join(Person, Person.id == Registration.person_id)
    .where(Registration.batch_id == bindparam("batch_id"))
    .order_by(Registration.id)
)


@dataclass(frozen=True, slots=True)
class Act:
    """An act with its registrations in the order given."""

    offering_id: UUID
    organisation_id: UUID | None
    actor: str
    rows: Sequence[Row[*tuple[Any, ...]]]


def act(db: Connection, batch_id: UUID) -> Act | None:
    """All of it; None when there is no such act."""
    head = db.execute(_BATCH, {"batch_id": batch_id}).one_or_none()
    if head is None:
        return None
    return Act(rows=db.execute(_ROWS, {"batch_id": batch_id}).all(), **head._asdict())
