"""Moving people to another offering of their series: places there first, then theirs here are given up, in one act."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection

from services.registration.actions import answers as answering
from services.registration.actions import promote, register
from services.registration.actions.order import Applicant, Contact, Order
from services.registration.actions.preparation import require_prepared
from services.registration.actions.release import release
from services.registration.queries import limits, offering, people, questions
from services.registration.queries import movers as moving_people
from services.registration.queries.movers import Movers
from services.registration.rules import moving
from services.registration.rules.batch import NotEnoughPlaces, Places
from services.registration.rules.moving import Becomes, IfFull, Mover
from services.registration.words import why_not
from shared import clock
from shared.database import locks
from shared.errors import Conflict, NotThere
from shared.rules import window

#: what people take along, and when they had answered it: registration -> question's key -> that
Given = tuple[Mapping[UUID, Mapping[str, str]], Mapping[UUID, Mapping[str, datetime | None]]]


@dataclass(frozen=True, slots=True)
class Move:
    """Who is to go where."""

    from_id: UUID
    to_id: UUID
    #: registrations of the one; those that don't stand are left as they are
    ids: Sequence[UUID]
    if_full: IfFull
    #: as the journal writes it
    actor: str
    #: an organiser moves them although the other's deadline has passed
    after_closing: bool = False
    #: as of an order
    asked_at: datetime = field(default_factory=clock.now)


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of everybody."""

    movers: Movers
    decided: dict[UUID, Becomes]

    def those(self, *becomes: Becomes) -> list[Any]:
        """The people of whom this becomes."""
        return [row for row in self.movers if self.decided[row.id] in becomes]


def plan(db: Connection, wanted: Move) -> Plan:
    """What would become of everybody now; nothing is written.

    Raises NotThere unless both are of one series, Conflict when the other can't be registered for, when this one is
    over, when all were to fit and don't, and when one of them has to complete an earlier series first.
    """
    here, there = offering.facts(db, wanted.from_id), offering.facts(db, wanted.to_id)
    if here is None or there is None or here.series_id != there.series_id or here.id == there.id:
        raise NotThere("no_offering", _("There is no such way to register."))
    if window.has_ended(here.window, wanted.asked_at):
        raise Conflict("over", _("This is over, so nobody can be moved from it any more."))
    word = window.standing(there.window, wanted.asked_at)
    lets_in = wanted.after_closing and window.is_only_late(there.window, wanted.asked_at)
    if word != "open" and not lets_in:
        raise Conflict(word, why_not(word))
    found = moving_people.movers(db, here.id, wanted.ids)
    _ids, standing = people.known(db, there.id, [row.email_key for row in found])
    newcomers = [Applicant(row.email_key, row.email, row.name) for row in found if row.email_key not in standing]
    require_prepared(db, there, newcomers)
    organisations = {row.email_key: row.organisation_id for row in found}
    places = limits.places(db, there, organisations.get, clock.now(), is_approved=wanted.after_closing)
    return Plan(found, _decide(found, set(standing), places, wanted.if_full))


def move(db: Connection, wanted: Move) -> Plan:
    """Move them; what became of everybody. Raises what ``plan`` raises."""
    # in one order for all, so that two moves can't wait for each other
    for offering_id in sorted((wanted.from_id, wanted.to_id)):
        locks.hold(db, "offering", offering_id)
    made = plan(db, wanted)
    leaving = made.those("moves", "waits")
    if not leaving:
        return made
    given = questions.answers(db, [row.id for row in leaving])
    answers = answering.taken_along(db, wanted.from_id, wanted.to_id, given)
    times = questions.times(db, list(answers))
    # places before waiting: whoever comes to the line finds no place free
    for these, if_full in ((made.those("moves"), "all-or-nothing"), (made.those("waits"), "waitlist")):
        for order in _orders(these, wanted, if_full, (answers, times)):
            register.register(db, order)
    now = clock.now()
    here = offering.facts_of_known(db, wanted.from_id)
    here = release(db, here, {row.id: row.state for row in leaving}, wanted.actor, now, moved_to=str(wanted.to_id))
    promote.fill(db, here, "system", now)
    return made


def _decide(found: Movers, there: set[str], places: Places, if_full: IfFull) -> dict[UUID, Becomes]:
    try:
        return moving.decide([Mover(row.id, row.email_key) for row in found], there, places, if_full)
    except NotEnoughPlaces as few:
        sentence = _(
            "%(wanted)s places are needed, %(free)s are free. Nobody is moved.", wanted=few.wanted, free=few.free
        )
        raise Conflict("not_enough_places", sentence) from few


def _orders(rows: Iterable[Any], wanted: Move, if_full: str, given: Given) -> Iterable[Order]:
    """One act for all whom the same contact registered for the same organisation, so that the contact hears of it."""
    answers, times = given
    for _same, some in groupby(sorted(rows, key=_registered_by), key=_registered_by):
        these = list(some)
        yield Order(
            offering_id=wanted.to_id,
            people=[
                Applicant(
                    row.email_key,
                    row.email,
                    row.name,
                    row.unit,
                    answers=answers.get(row.id, {}),
                    answered_at=times.get(row.id, {}),
                )
                for row in these
            ],
            if_full=if_full,
            actor=wanted.actor,
            organisation_id=these[0].organisation_id,
            # whoever came on their own stays on their own: nobody told them that an employer would see them
            recognises=False,
            contact=_contact(these[0]),
            after_closing=wanted.after_closing,
            is_approved=wanted.after_closing,
            asked_at=wanted.asked_at,
        )


def _registered_by(row: Any) -> tuple[str, ...]:
    said = (row.organisation_id, row.contact_email, row.contact_name, row.contact_language)
    return tuple(str(one or "") for one in said)


def _contact(row: Any) -> Contact | None:
    if row.contact_email is None:
        return None
    return Contact(row.contact_email, row.contact_name or "", row.contact_language or "fi")
