"""By what an offering's participants can be told apart: their organisations and units."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, select

from shared.schema.organisations import Organisation
from shared.schema.registration import Registration

#: more than this are not offered to choose from
_MOST = 2000

_PAIRS: Select[UUID | None, str | None] = (
    select(Registration.organisation_id, Registration.unit)
    .where(Registration.offering_id == bindparam("offering_id"))
    .distinct()
    .limit(_MOST)
)
_NAMES = select(Organisation.id, Organisation.name).where(Organisation.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Facets:
    """What there is among the participants."""

    #: id and name, by name
    organisations: list[tuple[UUID, str]]
    units: list[str]
    #: whether some belong to no organisation
    some_without: bool


def facets(db: Connection, offering_id: UUID) -> Facets:
    """The organisations and units of everybody who was ever registered for the offering."""
    pairs = db.execute(_PAIRS, {"offering_id": offering_id}).all()
    # named afterwards: thousands of rows belong to few organisations
    ids = {row[0] for row in pairs if row[0] is not None}
    named = {row[0]: row[1] for row in db.execute(_NAMES, {"ids": list(ids)})} if ids else {}
    return Facets(
        organisations=sorted(named.items(), key=lambda pair: pair[1].casefold()),
        units=sorted({row[1] for row in pairs if row[1]}, key=str.casefold),
        some_without=any(row[0] is None for row in pairs),
    )
