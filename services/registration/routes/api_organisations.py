"""The API's calls about an organisation's people: all of them, and giving one's place to a colleague."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from pydantic import BaseModel
from sqlalchemy import Connection

from services.registration.actions import access as rights
from services.registration.actions import follow_merger
from services.registration.actions.order import Applicant
from services.registration.actions.substitute import Swap, substitute
from services.registration.forms.colleague_in import ColleagueIn
from services.registration.forms.list_in import OrganisationPeopleIn
from services.registration.queries import organisation_offerings, organisation_people, registrations, waiting
from services.registration.queries.findable import require_findable
from services.registration.queries.organisation_people import Staff
from services.registration.routes import shapes
from services.registration.routes.api_offerings import found, registration_out
from services.registration.routes.organisations import line_of
from services.registration.routes.summaries import contact_of
from shared.addresses import normalise
from shared.errors import NotThere, Refusal
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("registration_organisations")


class FollowedOut(BaseModel):
    """How many registrations followed."""

    registrations: int


@api.reads(
    "/organisations/<uuid:organisation_id>/registrations",
    Access.CONTACT,
    "Everybody an organisation registered, in every offering",
    Shape(query=OrganisationPeopleIn, answer=shapes.RegistrationListOut),
)
def list_people(db: Connection, organisation_id: UUID, query: OrganisationPeopleIn) -> shapes.RegistrationListOut:
    """To those who speak for the organisation. To find people by an answer, name the offering that asks."""
    rights.require_speaker(known_viewer(), organisation_id)
    if organisation_offerings.name_of(db, organisation_id) is None:
        raise NotThere("no_organisation", _("There is no such organisation."))
    _require_findable(db, query)
    offerings = [query.offering_id] if query.offering_id else None
    wanted = Staff(organisation_id, offerings, query.unit, query.state, query.q, query.answer_is, query.awaits_approval)
    rows, more = organisation_people.page(db, wanted, query.limit, query.cursor)
    line = line_of(db, rows)
    return shapes.RegistrationListOut(items=[registration_out(row, line.get(row.id)) for row in rows], next=more)


@api.writes(
    "POST",
    "/organisations/<uuid:organisation_id>/follow",
    Access.SERVICE,
    "Have registrations follow an organisation into the one it was merged into",
    Shape(answer=FollowedOut),
)
def follow_organisation(db: Connection, organisation_id: UUID) -> FollowedOut:
    """Asked by the catalogue after a merger; a second time changes nothing."""
    return FollowedOut(registrations=follow_merger.follow(db, organisation_id, known_viewer().actor))


@api.writes(
    "POST",
    "/registrations/<uuid:registration_id>/substitute",
    Access.CONTACT,
    "Give a registration's place, or its place in the line, to a colleague; answers with the colleague's registration",
    Shape(body=ColleagueIn, answer=shapes.RegistrationOut),
)
def substitute_registration(db: Connection, registration_id: UUID, body: ColleagueIn) -> shapes.RegistrationOut:
    """The same colleague twice is once."""
    asker = known_viewer()
    row = _found(db, registration_id)
    rights.require_sight(asker, row.organiser_id, row.organisation_id)
    colleague = Applicant(normalise(body.email), body.email, body.name, body.unit or None, body.language)
    contact = contact_of(asker, found(db, row.offering_id).series_language)
    is_approved = asker.may_organise(row.organiser_id)
    made = substitute(db, Swap(registration_id, colleague, asker.actor, contact, is_approved)).registration_id
    return registration_out(_found(db, made), waiting.position(db, made))


def _require_findable(db: Connection, query: OrganisationPeopleIn) -> None:
    if query.answer_is is None:
        return
    if query.offering_id is None:
        raise Refusal("offering_needed", _("Name the offering that asks this question."), "offering_id")
    is_contact = not known_viewer().may_organise(found(db, query.offering_id).organiser_id)
    require_findable(db, query.offering_id, query.answer_is, is_contact=is_contact)


def _found(db: Connection, registration_id: UUID) -> Any:
    row = registrations.one(db, registration_id)
    if row is None:
        raise NotThere("no_registration", _("There is no such registration."))
    return row
