"""Registrations as they are shown: one, or an offering's by the page."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from shared.schema.catalogue import Offering, Series
from shared.schema.registration import Batch, Person, Registration

_SHOWN = (
    select(
        Registration.id,
        Registration.offering_id,
        Registration.organisation_id,
        Registration.batch_id,
        Registration.unit,
        Registration.state,
        Registration.reason,
        Registration.created_at,
        Registration.changed_at,
        Registration.link_version,
        Person.email,
        Person.email_key,
        Person.name,
        Person.language,
        Batch.actor,
        Batch.contact_name,
        Series.organiser_id,
    )
    .join(Person, Person.id == Registration.person_id)
    .join(Batch, Batch.id == Registration.batch_id)
    .join(Offering, Offering.id == Registration.offering_id)
    .join(Series, Series.id == Offering.series_id)
)
_ONE = _SHOWN.where(Registration.id == bindparam("registration_id"))
_COUNTS = (
    select(Registration.state, func.count())
    .where(Registration.offering_id == bindparam("offering_id"))
    .group_by(Registration.state)
)

_ORGANISATIONS = select(Registration.id, Registration.organisation_id).where(
    Registration.id.in_(bindparam("ids", expanding=True))
)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Filter:
    """Which registrations of an offering, from where on, and how many."""

    offering_id: UUID
    limit: int
    state: str | None = None
    #: the last registration of the page before
    after: UUID | None = None
    #: registered for one of these organisations; None: whoever it is
    organisations: Set[UUID] | None = None


def one(db: Connection, registration_id: UUID) -> Row[*tuple[object, ...]] | None:
    """One registration with its person, or None."""
    return db.execute(_ONE, {"registration_id": registration_id}).one_or_none()


def page(db: Connection, wanted: Filter) -> tuple[Sequence[Row[*tuple[object, ...]]], UUID | None]:
    """One page in the order of registering, and the cursor of the next page if there is one."""
    statement = _filtered(wanted).order_by(Registration.id).limit(wanted.limit + 1)
    rows = db.execute(statement).all()
    more = rows[wanted.limit - 1].id if len(rows) > wanted.limit else None
    return rows[: wanted.limit], more


def organisations_of(db: Connection, ids: Sequence[UUID]) -> dict[UUID, UUID | None]:
    """For which organisation each of these people was registered; None: for none."""
    found: dict[UUID, UUID | None] = {}
    for start in range(0, len(ids), _AT_ONCE):
        found |= {row[0]: row[1] for row in db.execute(_ORGANISATIONS, {"ids": ids[start : start + _AT_ONCE]})}
    return found


def _filtered(wanted: Filter) -> Select[*tuple[object, ...]]:
    statement = _SHOWN.where(Registration.offering_id == wanted.offering_id)
    if wanted.state is not None:
        statement = statement.where(Registration.state == wanted.state)
    if wanted.organisations is not None:
        statement = statement.where(Registration.organisation_id.in_(wanted.organisations))
    if wanted.after is not None:
        statement = statement.where(Registration.id > wanted.after)
    return statement


def counts(db: Connection, offering_id: UUID) -> dict[str, int]:
    """How many registrations an offering has in each state."""
    return {row[0]: row[1] for row in db.execute(_COUNTS, {"offering_id": offering_id})}
