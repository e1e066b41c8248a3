"""Organisations as programs read them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, or_, select

from shared.schema.organisations import Organisation, OrganisationDomain


@dataclass(frozen=True)
class Place:
    """Where a page begins: after this name and id."""

    name: str
    organisation_id: UUID


def parse_place(name: str, organisation_id: str) -> Place:
    """Read a place back. Raises ValueError for anything else."""
    if "\0" in name:
        raise ValueError(name)
    return Place(name, UUID(organisation_id))


def one(db: Connection, organisation_id: UUID) -> Row[Any]:
    """All of one organisation."""
    return db.execute(select(Organisation).where(Organisation.id == organisation_id)).one()


def by_name(db: Connection, words: str, most: int, after: Place | None) -> Sequence[Row[Any]]:
    """The organisations whose name holds every word, in the order of names; merged ones are history and left out."""
    statement = select(Organisation).where(Organisation.merged_into_id.is_(None))
    for word in words.split():
        statement = statement.where(Organisation.name.icontains(word, autoescape=True))
    if after is not None:
        later = and_(Organisation.name == after.name, Organisation.id > after.organisation_id)
        statement = statement.where(or_(Organisation.name > after.name, later))
    return db.execute(statement.order_by(Organisation.name, Organisation.id).limit(most)).all()


def domains(db: Connection, ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """The mail domains of these organisations, by organisation."""
    found: dict[UUID, list[str]] = {one: [] for one in ids}
    statement = select(OrganisationDomain).where(OrganisationDomain.organisation_id.in_(ids))
    for row in db.execute(statement.order_by(OrganisationDomain.domain)):
        found[row.organisation_id].append(row.domain)
    return found
