"""The API's calls about who gets places: the organiser's yes and no, and places that are held."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from services.registration.actions import answer_requests, holds
from services.registration.actions.answer_requests import Declining
from services.registration.actions.holds import Holding
from services.registration.forms.answer_form import LONGEST_REASON
from services.registration.queries import holds as held
from services.registration.routes.api_offerings import require_organised
from shared.errors import NotThere
from shared.schema.base import NAME_LENGTH
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("registration_places")


class ConfirmIn(BaseModel):
    """To whom yes is said."""

    model_config = ConfigDict(extra="forbid")
    registrations: list[UUID] = Field(min_length=1, max_length=5000)
    hold_id: UUID | None = Field(default=None, description="a hold that the places come from; null: what is free")


class ConfirmedOut(BaseModel):
    """What came of it; who is in neither list is as before."""

    #: they have a place now
    confirmed: list[UUID]
    #: they got the yes, and wait in the line for a place
    waitlisted: list[UUID]


class DeclineIn(BaseModel):
    """To whom no is said."""

    model_config = ConfigDict(extra="forbid")
    registrations: list[UUID] = Field(min_length=1, max_length=5000)
    reason: str = Field(default="", max_length=LONGEST_REASON, description="told to them; may be empty")


class DeclinedOut(BaseModel):
    """Whose requests were declined."""

    declined: list[UUID]


class HoldIn(BaseModel):
    """For whom places are held: an organisation's people, or a group with a name."""

    model_config = ConfigDict(extra="forbid")
    places: int = Field(ge=1, le=100_000)
    organisation_id: UUID | None = None
    label: str = Field(default="", max_length=NAME_LENGTH)


class HoldOut(BaseModel):
    """Places that are held."""

    id: UUID
    offering_id: UUID
    organisation_id: UUID | None
    label: str
    #: those taken included
    places: int
    used: int
    left: int


class HoldsOut(BaseModel):
    """All holds of an offering, the oldest first."""

    items: list[HoldOut]


class ReleaseIn(BaseModel):
    """How many places to release."""

    model_config = ConfigDict(extra="forbid")
    places: int | None = Field(default=None, ge=1, description="null: all that are left")


class ReleasedOut(BaseModel):
    """Registrations that moved up from the waiting list, first first."""

    promoted: list[UUID]


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/registrations/confirm",
    Access.ORGANISER,
    "Say yes to requests and give places to people who wait, as far as there are any",
    Shape(body=ConfirmIn, answer=ConfirmedOut),
)
def confirm(db: Connection, offering_id: UUID, body: ConfirmIn) -> ConfirmedOut:
    """Out of turn if need be; quotas hold. Confirming again changes nothing."""
    require_organised(db, offering_id)
    done = answer_requests.confirm(db, offering_id, body.registrations, known_viewer().actor, body.hold_id)
    return ConfirmedOut(confirmed=done.placed, waitlisted=done.waits)


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/registrations/decline",
    Access.ORGANISER,
    "Say no to people who wait for the organiser's yes",
    Shape(body=DeclineIn, answer=DeclinedOut),
)
def decline(db: Connection, offering_id: UUID, body: DeclineIn) -> DeclinedOut:
    """Each is told by mail. Declining again changes nothing."""
    require_organised(db, offering_id)
    wanted = Declining(body.registrations, body.reason.strip())
    return DeclinedOut(declined=answer_requests.decline(db, offering_id, wanted, known_viewer().actor))


@api.reads("/offerings/<uuid:offering_id>/holds", Access.ORGANISER, "Places that are held", Shape(answer=HoldsOut))
def list_holds(db: Connection, offering_id: UUID) -> HoldsOut:
    """With how many of them are taken."""
    require_organised(db, offering_id)
    return HoldsOut(items=[_out(row) for row in held.of_offering(db, offering_id)])


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/holds",
    Access.ORGANISER,
    "Hold free places for an organisation or a named group",
    Shape(body=HoldIn, answer=HoldOut, status=201),
)
def add_hold(db: Connection, offering_id: UUID, body: HoldIn) -> HoldOut:
    """They are taken for everybody else until they are released."""
    require_organised(db, offering_id)
    label = "" if body.organisation_id else body.label.strip()
    wanted = Holding(body.places, body.organisation_id, label)
    return _out(held.one(db, holds.hold(db, offering_id, wanted, known_viewer().actor)))


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/holds/<uuid:hold_id>/release",
    Access.ORGANISER,
    "Release held places; the first who wait get them",
    Shape(body=ReleaseIn, answer=ReleasedOut),
)
def release_hold(db: Connection, offering_id: UUID, hold_id: UUID, body: ReleaseIn) -> ReleasedOut:
    """Who has one of its places keeps it."""
    require_organised(db, offering_id)
    row = held.one(db, hold_id)
    if row is None or row.offering_id != offering_id:
        raise NotThere("no_hold", _("These places are not held any more."))
    return ReleasedOut(promoted=holds.release(db, hold_id, body.places, known_viewer().actor))


def _out(row: Any) -> HoldOut:
    return HoldOut(**{name: getattr(row, name) for name in HoldOut.model_fields})
