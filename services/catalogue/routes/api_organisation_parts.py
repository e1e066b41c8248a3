"""API: an organisation's units and contacts, as an HR system keeps them; and merging organisations."""

from typing import Annotated, Literal
from uuid import UUID

from flask_babel import gettext as _
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from services.catalogue.actions import own_organisation
from services.catalogue.actions.merge_organisations import Merger, merge
from services.catalogue.actions.own_organisation import NewMember, UnitFacts
from services.catalogue.queries import workspace_people
from services.catalogue.routes.api_fields import Email, Input, Name, OptionalName
from services.catalogue.routes.following import follow_after_commit
from shared.errors import NotThere
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("organisation_parts")


class UnitIn(Input):
    """A unit: a ward, a care home, a team."""

    name: Name
    profile: Annotated[OptionalName, Field(description="what its people work with")] = ""


class UnitOut(BaseModel):
    """A unit of an organisation."""

    id: UUID
    name: str
    profile: str | None


class UnitList(BaseModel):
    """All units of an organisation, by name."""

    items: list[UnitOut]


class ContactIn(Input):
    """Somebody who is to register the organisation's people."""

    email: Email
    name: Name


class MemberOut(BaseModel):
    """Somebody who speaks for an organisation, or organises in its name."""

    account_id: UUID
    email: str
    name: str
    role: Literal["contact", "organiser"]


class MemberList(BaseModel):
    """Everybody who belongs to an organisation."""

    items: list[MemberOut]


class MergeIn(Input):
    """Which organisation takes over."""

    into: UUID


class MergedOut(BaseModel):
    """The organisation that is left."""

    id: UUID
    name: str


@api.reads(
    "/organisations/<uuid:organisation_id>/units", Access.CONTACT, "An organisation's units", Shape(answer=UnitList)
)
def list_units(db: Connection, organisation_id: UUID) -> UnitList:
    """To those who belong to it."""
    _require_there(db, organisation_id)
    return UnitList(items=[UnitOut(**row._asdict()) for row in workspace_people.units(db, organisation_id)])


@api.writes(
    "POST",
    "/organisations/<uuid:organisation_id>/units",
    Access.CONTACT,
    "Add a unit",
    Shape(body=UnitIn, answer=UnitOut, status=201),
)
def add_unit(db: Connection, organisation_id: UUID, body: UnitIn) -> UnitOut:
    """Refused when there is one of that name."""
    _require_there(db, organisation_id)
    facts = UnitFacts(body.name, body.profile or None)
    unit_id = own_organisation.add_unit(db, known_viewer(), organisation_id, facts)
    return UnitOut(id=unit_id, name=facts.name, profile=facts.profile)


@api.writes(
    "PUT",
    "/units/<uuid:unit_id>",
    Access.CONTACT,
    "Rename a unit, change its profile",
    Shape(body=UnitIn, answer=UnitOut),
)
def change_unit(db: Connection, unit_id: UUID, body: UnitIn) -> UnitOut:
    """What people were registered with stays as it was."""
    facts = UnitFacts(body.name, body.profile or None)
    own_organisation.change_unit(db, known_viewer(), unit_id, facts)
    return UnitOut(id=unit_id, name=facts.name, profile=facts.profile)


@api.writes("DELETE", "/units/<uuid:unit_id>", Access.CONTACT, "Take a unit off the list", Shape(status=204))
def remove_unit(db: Connection, unit_id: UUID) -> None:
    """Registrations made with its name stay as they are."""
    own_organisation.remove_unit(db, known_viewer(), unit_id)


@api.reads(
    "/organisations/<uuid:organisation_id>/contacts",
    Access.CONTACT,
    "Who speaks for an organisation, or organises in its name",
    Shape(answer=MemberList),
)
def list_contacts(db: Connection, organisation_id: UUID) -> MemberList:
    """To those who belong to it."""
    _require_there(db, organisation_id)
    return MemberList(items=[MemberOut(**row._asdict()) for row in workspace_people.members(db, organisation_id)])


@api.writes(
    "POST",
    "/organisations/<uuid:organisation_id>/contacts",
    Access.CONTACT,
    "Name a contact, who gets a mail about it; once more changes nothing",
    Shape(body=ContactIn, answer=MemberOut, status=201),
)
def add_contact(db: Connection, organisation_id: UUID, body: ContactIn) -> MemberOut:
    """A name that the account has already stays."""
    _require_there(db, organisation_id)
    own_organisation.add_member(db, known_viewer(), organisation_id, NewMember(body.email, body.name, "contact"))
    members = workspace_people.members(db, organisation_id)
    [row] = [one for one in members if (one.email, one.role) == (body.email, "contact")]
    return MemberOut(**row._asdict())


@api.writes(
    "DELETE",
    "/organisations/<uuid:organisation_id>/contacts/<uuid:account_id>",
    Access.CONTACT,
    "End a contact's part; once more changes nothing",
    Shape(status=204),
)
def remove_contact(db: Connection, organisation_id: UUID, account_id: UUID) -> None:
    """Organisers are named and taken off by an administrator, on the organisation's page."""
    _require_there(db, organisation_id)
    own_organisation.remove_member(db, known_viewer(), organisation_id, account_id, "contact")


@api.writes(
    "POST",
    "/organisations/<uuid:organisation_id>/merge",
    Access.ADMINISTRATOR,
    "Merge an organisation into another: its people, units, domains and registrations follow",
    Shape(body=MergeIn, answer=MergedOut),
)
def merge_organisation(db: Connection, organisation_id: UUID, body: MergeIn) -> MergedOut:
    """Its name stays among the earlier names of the one that takes over."""
    actor = known_viewer().actor
    merge(db, actor, Merger(organisation_id, body.into))
    follow_after_commit(db, organisation_id, actor)
    found = workspace_people.organisation(db, body.into)
    return MergedOut(id=body.into, name=found.name if found else "")


def _require_there(db: Connection, organisation_id: UUID) -> None:
    own_organisation.require_belonging(known_viewer(), organisation_id)
    if workspace_people.organisation(db, organisation_id) is None:
        raise NotThere("no_organisation", _("There is no such organisation."))
