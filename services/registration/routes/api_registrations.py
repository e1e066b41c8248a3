"""The API's calls about one registration, and what falls due."""

from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from services.registration.actions import access as rights
from services.registration.actions import (
    announce_due,
    cancel,
    details,
    erase_due,
    erase_sensitive,
    follow_merger,
    promote,
    purge,
)
from services.registration.forms.details_in import DetailsIn
from services.registration.queries import freed_places, registrations, waiting
from services.registration.routes import shapes
from services.registration.routes.api_offerings import registration_out
from shared import clock
from shared.errors import Refusal
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

api = Api("registrations")
log = structlog.get_logger(__name__)


@api.reads(
    "/registrations/<uuid:registration_id>",
    Access.CONTACT,
    "One registration",
    Shape(answer=shapes.RegistrationOut),
)
def get_registration(db: Connection, registration_id: UUID) -> shapes.RegistrationOut:
    """To the series' organisers, to partners who see people, and to those who speak for its organisation."""
    return _out(db, rights.readable(db, known_viewer(), registration_id))


@api.writes(
    "POST",
    "/registrations/<uuid:registration_id>/cancel",
    Access.CONTACT,
    "Cancel a registration; the first in the line gets its place",
    Shape(answer=shapes.RegistrationOut),
)
def cancel_registration(db: Connection, registration_id: UUID) -> shapes.RegistrationOut:
    """Cancelling twice is cancelling once."""
    rights.seen(db, known_viewer(), registration_id)
    cancel.cancel(db, registration_id, known_viewer().actor)
    return _out(db, registrations.one(db, registration_id))


@api.writes(
    "PATCH",
    "/registrations/<uuid:registration_id>",
    Access.CONTACT,
    "Correct the name, the unit and the language of somebody registered",
    Shape(body=DetailsIn, answer=shapes.RegistrationOut),
)
def patch_registration(db: Connection, registration_id: UUID, body: DetailsIn) -> shapes.RegistrationOut:
    """Name and language are the person's in all that they are registered for, so who speaks for all of it sets them."""
    row = rights.seen(db, known_viewer(), registration_id)
    sent = body.model_dump(include=body.model_fields_set)
    said = details.Said(
        sent.get("name", row.name), sent.get("unit", row.unit) or None, sent.get("language", row.language)
    )
    details.correct_for(db, row, said, known_viewer())
    return _out(db, registrations.one(db, registration_id))


@api.asks(
    "POST",
    "/due",
    Access.SERVICE,
    "Do what has fallen due: fill freed places, send what was planned, erase what has outlived its time, forget what "
    "has served its own",
    Shape(answer=shapes.DueOut),
)
def due() -> shapes.DueOut:
    """Rung by the clock. One short transaction per offering, so that nobody who registers waits for all of them."""
    actor = known_viewer().actor
    with reading() as db:
        offerings = freed_places.with_freed_places(db, clock.now())
        planned = announce_due.due(db)
    announced = sum(_announced(announcement_id, actor) for announcement_id in planned)
    promoted = sum(_promoted(offering_id, actor) for offering_id in offerings)
    _follow_mergers(actor)
    with writing() as db:
        purged = purge.purge(db)
    return shapes.DueOut(
        promoted=promoted,
        announced=announced,
        purged=purged,
        erased=_erased(actor),
        answers_erased=_erased_answers(actor),
    )


def _follow_mergers(actor: str) -> None:
    """What the catalogue's asking has not reached, and who was registered in that very moment."""
    with reading() as db:
        behind = follow_merger.left_behind(db)
    for organisation_id in behind:
        with writing() as db:
            follow_merger.follow(db, organisation_id, actor)


def _promoted(offering_id: UUID, actor: str) -> int:
    """How many moved up; an offering in trouble doesn't stand in the way of the others."""
    try:
        with writing() as db:
            return len(promote.promote(db, offering_id, actor))
    except (Refusal, SQLAlchemyError):
        log.exception("not_promoted", offering_id=str(offering_id))
        return 0


def _announced(announcement_id: UUID, actor: str) -> bool:
    """Whether this call dealt with it; one in trouble doesn't stand in the way of the others."""
    try:
        with writing() as db:
            return announce_due.send_due(db, announcement_id, actor)
    except (Refusal, SQLAlchemyError):
        log.exception("not_announced", announcement_id=str(announcement_id))
        return False


def _erased(actor: str) -> int:
    """How many people; those who asked for it don't wait for those whose time has come."""
    erased = 0
    for erase in (erase_due.erase_asked, erase_due.erase_expired):
        try:
            with writing() as db:
                erased += erase(db, actor)
        except SQLAlchemyError:
            log.exception("not_erased")
    return erased


def _erased_answers(actor: str) -> int:
    """How many sensitive answers; trouble with them doesn't stand in the way of the rest."""
    try:
        with reading() as db:
            if not erase_sensitive.is_due(db):
                return 0
        with writing() as db:
            return erase_sensitive.erase_sensitive(db, actor)
    except SQLAlchemyError:
        log.exception("answers_not_erased")
        return 0


def _out(db: Connection, row: Any) -> shapes.RegistrationOut:
    return registration_out(row, waiting.position(db, row.id) if row.state == "waitlisted" else None)
