"""API: organisations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, cast
from uuid import UUID

from flask_babel import gettext as _
from pydantic import BaseModel, Field
from sqlalchemy import Connection, Row

from services.catalogue.actions.organisation_changes import OrganisationChanges, change_some
from services.catalogue.actions.organisations import NewOrganisation, create_organisation
from services.catalogue.actions.own_organisation import require_naming_domains
from services.catalogue.queries import organisation_lists, workspace_people
from services.catalogue.routes.api_fields import Input, Line, Name, OptionalName, WebAddress
from services.catalogue.routes.api_lists import ListQuery, cut, place_of
from services.catalogue.rules.mail_domains import MOST
from shared.errors import NotThere
from shared.schema.base import DOMAIN_LENGTH
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.fields import absent
from shared.web.viewer import known_viewer

api = Api("organisations")

Domain = Annotated[Line, Field(max_length=DOMAIN_LENGTH)]
Domains = Annotated[tuple[Domain, ...], Field(max_length=MOST, description="mail domains of its people")]
BusinessId = Annotated[Line, Field(max_length=20, description="Y-tunnus, such as 2077474-0")]


class OrganisationIn(Input):
    """An organisation to add."""

    name: Name
    business_id: BusinessId | None = None
    website: WebAddress | None = None
    domains: Domains = ()


class OrganisationPatch(Input):
    """What to change of an organisation; ``domains`` replaces them all, and is for administrators."""

    name: Name = absent()
    business_id: BusinessId | None = absent()
    website: WebAddress | None = absent()
    domains: Domains = absent()


class OrganisationOut(BaseModel):
    """An organisation."""

    id: UUID
    name: str
    business_id: str | None
    website: str | None
    #: mail domains: whoever registers with an address in one of them is put down for the organisation
    domains: list[str]
    created_at: datetime


class FormerName(BaseModel):
    """A name that it had, or that one had which was merged into it."""

    name: str
    until: datetime


class OneOrganisationOut(OrganisationOut):
    """An organisation with its history."""

    #: the last one first
    former_names: list[FormerName]
    #: the one that took over; null while it is itself
    merged_into_id: UUID | None


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


@api.reads(
    "/organisations/<uuid:organisation_id>",
    Access.CONTACT,
    "One organisation, with the names it had",
    Shape(answer=OneOrganisationOut),
)
def get_organisation(db: Connection, organisation_id: UUID) -> OneOrganisationOut:
    """One that was merged says into which."""
    return _one(db, organisation_id)


@api.writes(
    "PATCH",
    "/organisations/<uuid:organisation_id>",
    Access.ORGANISER,
    "Rename an organisation, correct its Y-tunnus, website or mail domains",
    Shape(OrganisationPatch, None, OneOrganisationOut),
)
def patch_organisation(db: Connection, organisation_id: UUID, body: OrganisationPatch) -> OneOrganisationOut:
    """Only what is sent changes. The name it had is kept; contacts may not rename."""
    said = cast("OrganisationChanges", body.model_dump(exclude_unset=True))
    change_some(db, known_viewer(), organisation_id, said)
    return _one(db, organisation_id)


def _one(db: Connection, organisation_id: UUID) -> OneOrganisationOut:
    row = workspace_people.organisation(db, organisation_id)
    if row is None:
        raise NotThere("no_organisation", _("There is no such organisation."))
    [shown] = _shown(db, [row])
    former = [FormerName(**one._asdict()) for one in workspace_people.former_names(db, organisation_id)]
    return OneOrganisationOut(**shown.model_dump(), former_names=former, merged_into_id=row.merged_into_id)


def _shown(db: Connection, rows: Sequence[Row[Any]]) -> list[OrganisationOut]:
    domains = organisation_lists.domains(db, [row.id for row in rows])
    return [OrganisationOut(**row._asdict() | {"domains": domains[row.id]}) for row in rows]
