"""Who is known already, and who of them is registered already."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, text

from services.registration.rules.batch import Standing
from shared.schema.registration import STANDING, Person, Registration

Some = TypeVar("Some")
#: asked for at once
_CHUNK = 500

#: written out, so that the index of standing registrations serves it
STANDS = text(f"registrations.{STANDING}")

_IDS = select(Person.email_key, Person.id).where(Person.email_key.in_(bindparam("keys", expanding=True)))
# by the people's ids alone, so that no database is tempted to read all of a large offering's registrations
_STANDING = select(Registration.person_id, Registration.id, Registration.state, Registration.batch_id).where(
    Registration.offering_id == bindparam("offering_id"),
    Registration.person_id.in_(bindparam("ids", expanding=True)),
    STANDS,
)


def known(db: Connection, offering_id: UUID, keys: Sequence[str]) -> tuple[dict[str, UUID], dict[str, Standing]]:
    """People's ids by normalised address, and the registrations that they already have in this offering."""
    ids: dict[str, UUID] = {}
    for chunk in _chunks(keys):
        ids |= {row[0]: row[1] for row in db.execute(_IDS, {"keys": chunk})}
    by_person: dict[UUID, Standing] = {}
    for some in _chunks(list(ids.values())):
        for person_id, registration_id, state, batch_id in db.execute(
            _STANDING, {"offering_id": offering_id, "ids": some}
        ):
            by_person[person_id] = Standing(registration_id, state, batch_id)
    return ids, {key: by_person[person_id] for key, person_id in ids.items() if person_id in by_person}


def _chunks(values: Sequence[Some]) -> Iterator[list[Some]]:
    rest = iter(values)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
