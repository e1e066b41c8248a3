"""Who is known already, and who of them is registered already."""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, text

from services.registration.queries.offering import Facts
from services.registration.rules.batch import Standing
from shared.database import among
from shared.schema.registration import STANDING, Person, Registration

#: written out, so that the index of standing registrations serves it
STANDS = text(f"registrations.{STANDING}")

_IDS = among.both(select(Person.email_key, Person.id), Person.email_key)
# by the people's ids alone, so that no database is tempted to read all of a large offering's registrations
_STANDING = among.both(
    select(Registration.person_id, Registration.id, Registration.state, Registration.batch_id).where(
        Registration.offering_id == bindparam("offering_id"), STANDS
    ),
    Registration.person_id,
)

_ALL_STANDING = (
    select(Person.email_key, Registration.id, Registration.state, Registration.batch_id)
    .join(Person, Person.id == Registration.person_id)
    .where(Registration.offering_id == bindparam("offering_id"), STANDS)
)

_REFUSED = among.both(
    select(Person.email_key, Registration.reason, Registration.organisation_id, Registration.id, Registration.batch_id)
    .join(Person, Person.id == Registration.person_id)
    .where(Registration.offering_id == bindparam("offering_id"), Registration.state == "rejected")
    .order_by(Registration.id),
    Registration.person_id,
)


def known(db: Connection, offering_id: UUID, keys: Sequence[str]) -> tuple[dict[str, UUID], dict[str, Standing]]:
    """People's ids by normalised address, and the registrations that they already have in this offering."""
    ids = {row[0]: row[1] for row in among.execute(db, _IDS, keys)}
    if not ids:
        return {}, {}
    found = among.execute(db, _STANDING, list(ids.values()), {"offering_id": offering_id})
    by_person = {row[0]: Standing(row[1], row[2], row[3]) for row in found}
    return ids, {key: by_person[person_id] for key, person_id in ids.items() if person_id in by_person}


def standing(db: Connection, facts: Facts, keys: Sequence[str]) -> dict[str, Standing]:
    """The registrations that stand in this offering, at least those of these addresses.

    A long list is mostly given where few are registered: those few are sooner read than everybody on it looked up.
    """
    if facts.taken + facts.waiting > len(keys):
        return known(db, facts.id, keys)[1]
    found = db.execute(_ALL_STANDING, {"offering_id": facts.id})
    return {row[0]: Standing(row[1], row[2], row[3]) for row in found}


def refused(
    db: Connection, offering_id: UUID, ids: Sequence[UUID], employer_of: Callable[[str], UUID | None]
) -> dict[tuple[str, str | None], Standing]:
    """By address and reason: the last time that these people got no place as people of their present employers."""
    rows = among.execute(db, _REFUSED, ids, {"offering_id": offering_id}) if ids else ()
    return {(row[0], row[1]): Standing(row[3], "rejected", row[4]) for row in rows if row[2] == employer_of(row[0])}
