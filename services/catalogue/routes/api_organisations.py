"""API: organisations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import Connection, Row

from services.catalogue.actions.organisations import NewOrganisation, create_organisation
from services.catalogue.actions.own_organisation import require_naming_domains
from services.catalogue.queries import organisation_lists
from services.catalogue.routes.api_fields import Input, Line, Name, OptionalName, WebAddress
from services.catalogue.routes.api_lists import ListQuery, cut, place_of
from services.catalogue.rules.mail_domains import MOST
from shared.schema.base import DOMAIN_LENGTH
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("organisations")

Domain = Annotated[Line, Field(max_length=DOMAIN_LENGTH)]


class OrganisationIn(Input):
    """An organisation to add."""

    name: Name
    business_id: Annotated[Line, Field(max_length=20, description="Y-tunnus, such as 2077474-0")] | None = None
    website: WebAddress | None = None
    domains: Annotated[tuple[Domain, ...], Field(max_length=MOST, description="mail domains of its people")] = ()


class OrganisationOut(BaseModel):
    """An organisation."""

    id: UUID
    name: str
    business_id: str | None
    website: str | None
    #: mail domains: whoever registers with an address in one of them is put down for the organisation
    domains: list[str]
    created_at: datetime


class OrganisationPage(BaseModel):
    """A page of organisations."""

    items: list[OrganisationOut]
    next: str | None


class OrganisationQuery(ListQuery):
    """Which organisations to list."""

    q: Annotated[OptionalName, Field(description="a part of the name")] = ""


@api.writes(
    "POST", "/organisations", Access.ORGANISER, "Add an organisation", Shape(OrganisationIn, None, OrganisationOut, 201)
)
def add_organisation(db: Connection, body: OrganisationIn) -> OrganisationOut:
    """Add an organisation; who adds it does not become its organiser by that."""
    if body.domains:
        require_naming_domains(known_viewer())
    new = NewOrganisation(body.name, body.business_id, body.website, body.domains)
    [shown] = _shown(db, [organisation_lists.one(db, create_organisation(db, known_viewer().actor, new))])
    return shown


@api.reads(
    "/organisations",
    Access.CONTACT,
    "Organisations, by name",
    Shape(query=OrganisationQuery, answer=OrganisationPage),
)
def list_organisations(db: Connection, query: OrganisationQuery) -> OrganisationPage:
    """All organisations that were not merged into others."""
    after = place_of(query.cursor, organisation_lists.parse_place)
    rows = organisation_lists.by_name(db, query.q, query.limit + 1, after)
    shown, cursor = cut(rows, query.limit, lambda row: (row.name, str(row.id)))
    return OrganisationPage(items=_shown(db, shown), next=cursor)


def _shown(db: Connection, rows: Sequence[Row[Any]]) -> list[OrganisationOut]:
    domains = organisation_lists.domains(db, [row.id for row in rows])
    return [OrganisationOut(**row._asdict() | {"domains": domains[row.id]}) for row in rows]
