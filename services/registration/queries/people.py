"""Who is known already, and who of them is registered already."""

from collections.abc import Iterator, Sequence
from itertools import islice
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, select, text

from services.registration.rules.batch import Standing
from shared.schema.registration import STANDING, Person, Registration

#: addresses asked for at once
_CHUNK = 500

#: written out, so that the index of standing registrations serves it
STANDS = text(f"registrations.{STANDING}")

_KNOWN = (
    select(Person.email_key, Person.id, Registration.id, Registration.state, Registration.batch_id)
    .outerjoin(
        Registration,
        and_(
            Registration.person_id == Person.id,
            Registration.offering_id == bindparam("offering_id"),
            STANDS,
        ),
    )
    .where(Person.email_key.in_(bindparam("keys", expanding=True)))
)


def known(db: Connection, offering_id: UUID, keys: Sequence[str]) -> tuple[dict[str, UUID], dict[str, Standing]]:
    """People's ids by normalised address, and the registrations that they already have in this offering."""
    ids: dict[str, UUID] = {}
    standing: dict[str, Standing] = {}
    for chunk in _chunks(keys):
        for key, person_id, registration_id, state, batch_id in db.execute(
            _KNOWN, {"offering_id": offering_id, "keys": chunk}
        ):
            ids[key] = person_id
            if registration_id is not None:
                standing[key] = Standing(registration_id, state, batch_id)
    return ids, standing


def _chunks(keys: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
