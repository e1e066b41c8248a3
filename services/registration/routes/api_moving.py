"""The API's calls that move people to another offering of their series, and that cancel many at once."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from services.registration.actions import access as rights
from services.registration.actions import cancel_many, move
from services.registration.actions.move import Move, Plan
from services.registration.queries import people, registrations, waiting
from services.registration.queries.standing import STANDING_STATES
from services.registration.routes import shapes
from services.registration.routes.api_offerings import registration_out, require_organised
from services.registration.rules.moving import Becomes, IfFull
from shared.errors import Conflict
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import arrived_at
from shared.web.viewer import known_viewer

api = Api("registration_moving")

Ids = Annotated[list[UUID], Field(min_length=1, max_length=5000)]
_IN = ConfigDict(extra="forbid")


class MoveIn(BaseModel):
    """Where one person goes."""

    model_config = _IN
    offering_id: UUID = Field(description="another offering of the series")
    if_full: Literal["stay", "wait"] = Field(
        default="stay", description="stay: refused when no place is free there; wait: then they wait there"
    )


class MoveManyIn(BaseModel):
    """Who goes where."""

    model_config = _IN
    registrations: Ids
    offering_id: UUID = Field(description="another offering of the series")
    if_full: IfFull = Field(
        default="stay",
        description="who finds no place stays here, or waits there; all-or-nothing: nobody moves unless all fit",
    )


class MovedOut(BaseModel):
    """What became of one of them."""

    registration_id: UUID
    #: moves; waits there; stays, since no place is free; already: stays, being registered there already
    becomes: Becomes
    #: the registration there; null for who stays
    new_id: UUID | None


class MovedManyOut(BaseModel):
    """What became of those who stood here; who is not in the list is as before."""

    items: list[MovedOut]


class CancelManyIn(BaseModel):
    """Whose registrations to cancel."""

    model_config = _IN
    registrations: Ids


class CancelledManyOut(BaseModel):
    """What came of it; registrations that stood no more are as before."""

    cancelled: list[UUID]
    #: registrations that moved up from the waiting list, first first
    promoted: list[UUID]


@api.writes(
    "POST",
    "/registrations/<uuid:registration_id>/move",
    Access.CONTACT,
    "Move a registration to another offering of the series; answers with the registration there",
    Shape(body=MoveIn, answer=shapes.RegistrationOut),
)
def move_registration(db: Connection, registration_id: UUID, body: MoveIn) -> shapes.RegistrationOut:
    """Nothing is given up before the place there is taken. Organisers move people after the deadline too, and into
    offerings that need their yes."""
    asker = known_viewer()
    row = rights.seen(db, asker, registration_id)
    if row.state not in STANDING_STATES:
        raise Conflict("not_standing", _("This registration is no longer valid, so there is nothing to move."))
    if_full: IfFull = "wait" if body.if_full == "wait" else "all-or-nothing"
    is_organiser = asker.may_organise(row.organiser_id)
    done = move.move(db, _move(row.offering_id, [registration_id], body.offering_id, if_full, is_organiser))
    _require_moved(done, registration_id)
    made: Any = registrations.one(db, _new_ids(db, done, body.offering_id)[registration_id])
    return registration_out(made, waiting.position(db, made.id) if made.state == "waitlisted" else None)


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/registrations/move",
    Access.ORGANISER,
    "Move people to another offering of the series, in one act",
    Shape(body=MoveManyIn, answer=MovedManyOut),
)
def move_many(db: Connection, offering_id: UUID, body: MoveManyIn) -> MovedManyOut:
    """Who has a place goes before who waits, then in the order of arrival; also after the other's deadline."""
    require_organised(db, offering_id)
    done = move.move(db, _move(offering_id, body.registrations, body.offering_id, body.if_full, is_organiser=True))
    new = _new_ids(db, done, body.offering_id)
    items = [MovedOut(registration_id=one, becomes=word, new_id=new.get(one)) for one, word in done.decided.items()]
    return MovedManyOut(items=items)


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/registrations/cancel",
    Access.ORGANISER,
    "Cancel many registrations in one act; the first in the line get their places",
    Shape(body=CancelManyIn, answer=CancelledManyOut),
)
def cancel_registrations(db: Connection, offering_id: UUID, body: CancelManyIn) -> CancelledManyOut:
    """Nobody among them moves up on the way. Cancelling again changes nothing."""
    require_organised(db, offering_id)
    done = cancel_many.cancel_many(db, offering_id, body.registrations, known_viewer().actor)
    return CancelledManyOut(cancelled=list(done.states), promoted=done.promoted)


def _move(from_id: UUID, ids: Sequence[UUID], to_id: UUID, if_full: IfFull, is_organiser: bool) -> Move:
    return Move(from_id, to_id, ids, if_full, known_viewer().actor, after_closing=is_organiser, asked_at=arrived_at())


def _require_moved(done: Plan, registration_id: UUID) -> None:
    becomes = done.decided.get(registration_id)
    if becomes == "already":
        raise Conflict("already_registered", _("This person is registered there already."))
    if becomes == "stays":
        raise Conflict("not_enough_places", _("No place is free there, and it has no waiting list."))


def _new_ids(db: Connection, done: Plan, to_id: UUID) -> dict[UUID, UUID]:
    """The registrations there of those who left, by the one that they had here."""
    left = done.those("moves", "waits")
    _ids, standing = people.known(db, to_id, [row.email_key for row in left])
    return {row.id: standing[row.email_key].registration_id for row in left}
