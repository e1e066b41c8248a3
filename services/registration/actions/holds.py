"""Holding places of an offering for an organisation's people or a named group, and releasing them again."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Connection, Row, bindparam, delete, insert, null, update

from services.registration.actions import promote, seats
from services.registration.queries import holds, limits, offering, organisations
from services.registration.queries.offering import Facts
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, NotThere, Refusal
from shared.schema.base import NAME_LENGTH, new_id
from shared.schema.registration import Hold, Registration

_INSERT = insert(Hold)
_FEWER = update(Hold).values(places=bindparam("left")).where(Hold.id == bindparam("hold_id"))
_LET_GO = update(Registration).values(hold_id=null()).where(Registration.hold_id == bindparam("hold"))
_DELETE = delete(Hold).where(Hold.id == bindparam("hold_id"))


@dataclass(frozen=True, slots=True)
class Holding:
    """For whom how many places are to be held: an organisation, or a group by its name."""

    places: int
    organisation_id: UUID | None = None
    label: str = ""


def hold(db: Connection, offering_id: UUID, wanted: Holding, actor: str) -> UUID:
    """Hold free places; the hold's id. Whoever of those people waits already gets theirs at once.

    Raises NotThere, a Refusal when it isn't said for whom, and Conflict when so many places aren't free.
    """
    _require_sense(db, wanted)
    locks.hold(db, "offering", offering_id)
    facts = offering.facts(db, offering_id)
    if facts is None:
        raise NotThere("no_offering", _("There is no such way to register."))
    if facts.taken_or_none is None:
        seats.make_row(db, facts.id)
    _require_free(db, facts, wanted.places)
    hold_id, now = new_id(), clock.now()
    db.execute(
        _INSERT,
        {
            "id": hold_id,
            "offering_id": offering_id,
            "organisation_id": wanted.organisation_id,
            "label": wanted.label,
            "places": wanted.places,
            "actor": actor,
            "created_at": now,
        },
    )
    held = seats.count_held(db, offering_id)
    _write(db, facts, "places.held", actor, hold_id, wanted.places)
    # an organisation's own people may be waiting for these very places
    promote.fill(db, replace(facts, held_or_none=held), actor, now)
    return hold_id


def release(db: Connection, hold_id: UUID, places: int | None, actor: str) -> list[UUID]:
    """Give some of a hold's untaken places, or all, to everybody; who moved up by that. Who has a place keeps it.

    Raises NotThere, a Refusal when that would be less than one, and Conflict when fewer are left.
    """
    if places is not None and places < 1:
        raise Refusal("too_few", _("Release at least one place."), "places")
    held = _found(db, hold_id)
    locks.hold(db, "offering", held.offering_id)
    held = _found(db, hold_id)
    if places is not None and places > held.left:
        raise Conflict(
            "fewer_held",
            ngettext("Only %(num)s place of it is still held.", "Only %(num)s places of it are still held.", held.left),
            "places",
        )
    if places is None or places == held.left:
        # what its people give up from now on is free for everybody
        db.execute(_LET_GO, {"hold": hold_id})
        db.execute(_DELETE, {"hold_id": hold_id})
    else:
        db.execute(_FEWER, {"hold_id": hold_id, "left": held.places - places})
    seats.count_held(db, held.offering_id)
    facts = offering.facts_of_known(db, held.offering_id)
    _write(db, facts, "places.released", actor, hold_id, held.left if places is None else places)
    return promote.fill(db, facts, actor, clock.now())


def _require_sense(db: Connection, wanted: Holding) -> None:
    if wanted.organisation_id is None and not wanted.label:
        raise Refusal("for_whom", _("Choose an organisation, or write the group's name."), "organisation_id")
    if wanted.organisation_id is not None and not organisations.is_there(db, wanted.organisation_id):
        raise Refusal("no_organisation", _("There is no such organisation."), "organisation_id")
    if len(wanted.label) > NAME_LENGTH:
        raise Refusal("too_long", _("This name is too long."), "label")
    if wanted.places < 1:
        raise Refusal("too_few", _("Hold at least one place."), "places")


def _require_free(db: Connection, facts: Facts, places: int) -> None:
    if facts.capacity is None:
        raise Conflict("no_limit", _("There is room for everyone, so nothing needs to be held."), "places")
    room, _quotas = limits.now_free(db, facts)
    free = room.free or 0
    if places > free:
        raise Conflict(
            "not_enough_places",
            ngettext(
                "%(num)s place is free, so no more than that can be held.",
                "%(num)s places are free, so no more than that can be held.",
                free,
            ),
            "places",
        )


def _found(db: Connection, hold_id: UUID) -> Row[*tuple[Any, ...]]:
    found = holds.one(db, hold_id)
    if found is None:
        raise NotThere("no_hold", _("These places are not held any more."))
    return found


def _write(db: Connection, facts: Facts, kind: str, actor: str, hold_id: UUID, places: int) -> None:
    subject = journal.Subject(
        series_id=facts.series_id, offering_id=facts.id, subject_id=hold_id, detail={"places": places}
    )
    journal.append(db, kind, actor, subject)
