"""Registrations as they are shown: one, or an offering's by the page."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, exists, func, select

from services.registration.queries.matching import Filter, matching
from shared.schema.catalogue import Offering, Series
from shared.schema.journal import JournalLine
from shared.schema.organisations import Organisation
from shared.schema.registration import Batch, Person, Registration

SHOWN = (
    select(
        Registration.id,
        Registration.offering_id,
        Registration.organisation_id,
        Registration.batch_id,
        Registration.unit,
        Registration.state,
        Registration.reason,
        Registration.awaits_approval,
        Registration.told_reason,
        Registration.hold_id,
        Registration.created_at,
        Registration.changed_at,
        Registration.link_version,
        Person.email,
        Person.email_key,
        Person.name,
        Person.language,
        Person.erasure_asked_at,
        Person.erased_at,
        Batch.actor,
        Batch.contact_name,
        Offering.series_id,
        Series.organiser_id,
        Organisation.name.label("organisation_name"),
    )
    .join(Person, Person.id == Registration.person_id)
    .join(Batch, Batch.id == Registration.batch_id)
    .join(Offering, Offering.id == Registration.offering_id)
    .join(Series, Series.id == Offering.series_id)
    .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
)
_ONE = SHOWN.where(Registration.id == bindparam("registration_id"))
_MOVED_UP = select(
    exists().where(JournalLine.subject_id == bindparam("registration_id"), JournalLine.kind == "registration.promoted")
)
_COUNTS = select(Registration.state, func.count()).group_by(Registration.state)
_IDS = select(Registration.id).join(Person, Person.id == Registration.person_id)
_NAMES = select(Person.name).select_from(Registration).join(Person, Person.id == Registration.person_id)

_ORGANISATIONS = select(Registration.id, Registration.organisation_id).where(
    Registration.id.in_(bindparam("ids", expanding=True))
)
_its_person = select(Registration.person_id).where(Registration.id == bindparam("registration_id")).scalar_subquery()
_came_alone = (Batch.actor == "person") & Batch.contact_email.is_(None)
_corrected_themselves = exists().where(
    JournalLine.subject_id == Registration.id, JournalLine.kind == "registration.renamed", JournalLine.actor == "person"
)
_BY_THEMSELVES = (
    select(Series.organiser_id, Registration.organisation_id)
    .select_from(Registration)
    .join(Batch, Batch.id == Registration.batch_id)
    .join(Offering, Offering.id == Registration.offering_id)
    .join(Series, Series.id == Offering.series_id)
    .where(Registration.person_id == _its_person, _came_alone | _corrected_themselves)
    .distinct()
)
_AT_ONCE = 500


def one(db: Connection, registration_id: UUID) -> Row[*tuple[object, ...]] | None:
    """One registration with its person, or None."""
    return db.execute(_ONE, {"registration_id": registration_id}).one_or_none()


def has_moved_up(db: Connection, registration_id: UUID) -> bool:
    """Whether somebody waited and then got a place."""
    return bool(db.scalar(_MOVED_UP, {"registration_id": registration_id}))


def page(db: Connection, wanted: Filter) -> tuple[Sequence[Row[*tuple[object, ...]]], UUID | None]:
    """One page in the order of registering, or all without a limit; and the cursor of the next page if there is one."""
    statement = matching(SHOWN, wanted).order_by(Registration.id)
    if wanted.limit is None:
        return db.execute(statement).all(), None
    rows = db.execute(statement.limit(wanted.limit + 1)).all()
    more = rows[wanted.limit - 1].id if len(rows) > wanted.limit else None
    return rows[: wanted.limit], more


def organisations_of(db: Connection, ids: Sequence[UUID]) -> dict[UUID, UUID | None]:
    """For which organisation each of these people was registered; None: for none."""
    found: dict[UUID, UUID | None] = {}
    for start in range(0, len(ids), _AT_ONCE):
        found |= {row[0]: row[1] for row in db.execute(_ORGANISATIONS, {"ids": ids[start : start + _AT_ONCE]})}
    return found


def by_themselves(db: Connection, registration_id: UUID) -> list[tuple[UUID, UUID | None]]:
    """Where this registration's person wrote the name: by coming alone, or on their own page. Organisers, each with the
    employer."""
    return [(row[0], row[1]) for row in db.execute(_BY_THEMSELVES, {"registration_id": registration_id})]


def counts(db: Connection, wanted: Filter) -> dict[str, int]:
    """How many registrations match, by state."""
    statement = _COUNTS.join(Person, Person.id == Registration.person_id) if wanted.text else _COUNTS
    return {row[0]: row[1] for row in db.execute(matching(statement, wanted))}


def requests(db: Connection, offering_id: UUID) -> int:
    """How many wait for the organiser's yes."""
    return sum(counts(db, Filter(offering_id).asking).values())


def names(db: Connection, wanted: Filter, states: Sequence[str], most: int) -> list[str]:
    """The names of the first so many that match and are in one of these states."""
    statement = matching(_NAMES, wanted.whole).where(Registration.state.in_(states))
    return list(db.scalars(statement.order_by(Registration.id).limit(most)))


def ids(db: Connection, wanted: Filter, states: Sequence[str]) -> list[UUID]:
    """All that match and are in one of these states, first come first."""
    return list(db.scalars(meant(wanted, states).order_by(Registration.id)))


def meant(wanted: Filter, states: Sequence[str]) -> Select[UUID]:
    """A SELECT of the ids of those."""
    return matching(_IDS, wanted.whole).where(Registration.state.in_(states))
