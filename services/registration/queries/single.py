"""All that must be known to register one person, in one statement that also takes the offering's lock."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam

from services.registration.queries.offering import FACTS, Facts
from services.registration.queries.people import STANDS
from shared.database import locks
from shared.schema.registration import Person, Registration

_ONE = (
    FACTS.outerjoin(Person, Person.email_key == bindparam("key"))
    .outerjoin(
        Registration,
        and_(
            Registration.person_id == Person.id,
            Registration.offering_id == bindparam("offering_id"),
            STANDS,
        ),
    )
    .add_columns(Registration.id, locks.column("lock"))
)


@dataclass(frozen=True, slots=True)
class Sight:
    """An offering and one person in it, as they were when the lock was asked for: perhaps no longer true."""

    facts: Facts
    is_registered: bool


def look(db: Connection, offering_id: UUID, key: str) -> Sight | None:
    """The offering as this person meets it; None when there is none. PostgreSQL only."""
    said = {"offering_id": offering_id, "key": key, "lock": locks.name_of("offering", offering_id)}
    row = db.execute(_ONE, said).one_or_none()
    return Sight(Facts(*tuple(row)[:-2]), row[-2] is not None) if row is not None else None
